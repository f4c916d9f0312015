"""All rules of the coach that an operations person can change; a field is a file."""

from dataclasses import dataclass, field

from server.coach.alarms import AlarmRules
from server.coach.cues import CueRule
from server.coach.limits import LimitRules
from server.coach.promises import PromiseRules
from server.coach.tier import TierRule


@dataclass(frozen=True, slots=True)
class Rules:
    """What `prompts/rules/` says: `tiers` is `tiers.yaml`, and so on."""

    cues: tuple[CueRule, ...] = ()
    tiers: tuple[TierRule, ...] = ()
    promises: PromiseRules = field(default_factory=PromiseRules)
    limits: LimitRules = field(default_factory=LimitRules)
    alarms: AlarmRules = field(default_factory=AlarmRules)
