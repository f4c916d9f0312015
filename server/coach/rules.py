"""All rules of the coach that an operations person can change; a field is a file."""

from dataclasses import dataclass, field

from server.coach.cues import CueRule
from server.coach.evidence import EvidenceRules
from server.coach.focus import FocusRules
from server.coach.leaning import LeaningRules
from server.coach.path import PathRules
from server.coach.tier import TierRule


@dataclass(frozen=True, slots=True)
class Rules:
    """What `prompts/rules/` says: `tiers` is `tiers.yaml`, and so on."""

    cues: tuple[CueRule, ...] = ()
    tiers: tuple[TierRule, ...] = ()
    leaning: LeaningRules = field(default_factory=LeaningRules)
    focus: FocusRules = field(default_factory=FocusRules)
    evidence: EvidenceRules = field(default_factory=EvidenceRules)
    path: PathRules = field(default_factory=PathRules)
