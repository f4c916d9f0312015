"""All rules of the coach that an operations person can change; a field is a file."""

from dataclasses import dataclass, field

from server.coach.alarms import AlarmRules
from server.coach.alternatives import AlternativeRules
from server.coach.apology import ApologyRules
from server.coach.asks import AskRules
from server.coach.compensation import CompensationRules
from server.coach.conduct import ConductRule
from server.coach.crisis import Statements
from server.coach.cues import CueRule
from server.coach.evidence import EvidenceRules
from server.coach.focus import FocusRules
from server.coach.grumble import GrumbleRule
from server.coach.guard_rules import GuardRules
from server.coach.history import HistoryRules
from server.coach.leaning import LeaningRules
from server.coach.limits import LimitRules
from server.coach.lint_rules import LintRules
from server.coach.listening import ListeningRule
from server.coach.losses import ClaimRules
from server.coach.outburst import OutburstRule
from server.coach.path import PathRules
from server.coach.plans import PlanRules
from server.coach.process import Process
from server.coach.promises import PromiseRules
from server.coach.question import QuestionRule
from server.coach.repair import RepairRule
from server.coach.risk import NO_RISK, RiskRules
from server.coach.strain import StrainRule
from server.coach.tier import Tiers
from server.coach.urgency import UrgencyRules
from server.coach.wrap_up import WrapUpRules


@dataclass(frozen=True, slots=True)
class Rules:
    """What `prompts/rules/` says: `tiers` is `tiers.yaml`, and so on."""

    alarms: AlarmRules = field(default_factory=AlarmRules)
    alternatives: AlternativeRules = field(default_factory=AlternativeRules)
    apology: ApologyRules = field(default_factory=ApologyRules)
    asks: AskRules = field(default_factory=AskRules)
    compensation: CompensationRules = field(default_factory=CompensationRules)
    conduct: ConductRule = field(default_factory=ConductRule)
    cues: tuple[CueRule, ...] = ()
    evidence: EvidenceRules = field(default_factory=EvidenceRules)
    focus: FocusRules = field(default_factory=FocusRules)
    grumble: GrumbleRule = field(default_factory=GrumbleRule)
    guard: GuardRules = field(default_factory=GuardRules)
    history: HistoryRules = field(default_factory=HistoryRules)
    leaning: LeaningRules = field(default_factory=LeaningRules)
    limits: LimitRules = field(default_factory=LimitRules)
    lint: LintRules = field(default_factory=LintRules)
    listening: ListeningRule = field(default_factory=ListeningRule)
    losses: ClaimRules = field(default_factory=ClaimRules)
    outburst: OutburstRule = field(default_factory=OutburstRule)
    path: PathRules = field(default_factory=PathRules)
    plans: PlanRules = field(default_factory=PlanRules)
    processes: tuple[Process, ...] = ()
    promises: PromiseRules = field(default_factory=PromiseRules)
    questions: QuestionRule = field(default_factory=QuestionRule)
    repair: RepairRule = field(default_factory=RepairRule)
    risk: RiskRules = NO_RISK
    statements: Statements = field(default_factory=Statements)
    strain: StrainRule = field(default_factory=StrainRule)
    tiers: Tiers = field(default_factory=Tiers)
    urgency: UrgencyRules = field(default_factory=UrgencyRules)
    wrap_up: WrapUpRules = field(default_factory=WrapUpRules)
