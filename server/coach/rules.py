"""All rules of the coach that an operations person can change; a field is a file."""

from dataclasses import dataclass, field

from server.coach.crisis import Statements
from server.coach.cues import CueRule
from server.coach.process import Process
from server.coach.tier import Tiers


@dataclass(frozen=True, slots=True)
class Rules:
    """What `prompts/rules/` says: `tiers` is `tiers.yaml`, and so on."""

    cues: tuple[CueRule, ...] = ()
    processes: tuple[Process, ...] = ()
    statements: Statements = field(default_factory=Statements)
    tiers: Tiers = field(default_factory=Tiers)
