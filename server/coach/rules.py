"""All rules of the coach that an operations person can change; a field is a file."""

from dataclasses import dataclass, field

from server.coach.conduct import ConductRule
from server.coach.cues import CueRule
from server.coach.grumble import GrumbleRule
from server.coach.listening import ListeningRule
from server.coach.outburst import OutburstRule
from server.coach.repair import RepairRule
from server.coach.strain import StrainRule
from server.coach.tier import TierRule


@dataclass(frozen=True, slots=True)
class Rules:
    """What `prompts/rules/` says: `tiers` is `tiers.yaml`, and so on."""

    cues: tuple[CueRule, ...] = ()
    tiers: tuple[TierRule, ...] = ()
    listening: ListeningRule = field(default_factory=ListeningRule)
    outburst: OutburstRule = field(default_factory=OutburstRule)
    conduct: ConductRule = field(default_factory=ConductRule)
    repair: RepairRule = field(default_factory=RepairRule)
    grumble: GrumbleRule = field(default_factory=GrumbleRule)
    strain: StrainRule = field(default_factory=StrainRule)
