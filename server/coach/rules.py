"""All rules of the coach that an operations person can change; a field is a file."""

from dataclasses import dataclass

from server.coach.cues import CueRule
from server.coach.risk import NO_RISK, RiskRules
from server.coach.tier import TierRule


@dataclass(frozen=True, slots=True)
class Rules:
    """What `prompts/rules/` says: `tiers` is `tiers.yaml`, and so on."""

    cues: tuple[CueRule, ...] = ()
    risk: RiskRules = NO_RISK
    tiers: tuple[TierRule, ...] = ()
