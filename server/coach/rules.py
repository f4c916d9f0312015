"""All rules of the coach that an operations person can change; a field is a file."""

from dataclasses import dataclass, field

from server.coach.cues import CueRule
from server.coach.question import QuestionRule
from server.coach.tier import TierRule


@dataclass(frozen=True, slots=True)
class Rules:
    """What `prompts/rules/` says: `tiers` is `tiers.yaml`, and so on."""

    cues: tuple[CueRule, ...] = ()
    questions: QuestionRule = field(default_factory=QuestionRule)
    tiers: tuple[TierRule, ...] = ()
