"""All rules of the coach that an operations person can change; a field is a file."""

from dataclasses import dataclass

from server.coach.asks import AskRules
from server.coach.cues import CueRule
from server.coach.history import HistoryRules
from server.coach.tier import TierRule


@dataclass(frozen=True, slots=True)
class Rules:
    """What `prompts/rules/` says: `tiers` is `tiers.yaml`, and so on."""

    asks: AskRules
    history: HistoryRules
    cues: tuple[CueRule, ...] = ()
    tiers: tuple[TierRule, ...] = ()
