"""What a tier asks of the agent: who is told, what is recorded, who may promise what."""

from dataclasses import dataclass
from typing import Final

from models import labels
from server.coach.cards import Card, Level, Row
from server.coach.checked import Checked, require_known
from server.coach.tier import CRITICAL, KINDS, Severity

# Beside the tier and its ground, so that a card has five rows at most.
_STEPS: Final = 3
_LEVELS: Final[dict[str, Level]] = {"serious": "attend", CRITICAL: "alarm"}


@dataclass(frozen=True, slots=True)
class Task(Checked):
    """Something to be done: a short name, and what exactly."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Process(Checked):
    """What is done in a tier, in order; with `kinds`, only where it is about these."""

    tier: str
    steps: tuple[Task, ...]
    kinds: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require_known("tier", [self.tier], labels.TIERS)
        require_known("kinds", self.kinds, KINDS)
        if not 1 <= len(self.steps) <= _STEPS:
            raise ValueError(
                f"steps 有 {len(self.steps)} 条，卡片放得下 1 到 {_STEPS} 条 must be 1 to {_STEPS}"
            )


def card(severity: Severity, processes: tuple[Process, ...]) -> Card | None:
    """How grave the matter is, what shows it, and what is to be done in that case."""
    tier, gravest = severity.tier, severity.gravest
    if not gravest:
        return None
    shows = max(gravest, key=lambda ground: ground.seq)
    process = _fitting(tier, severity.kind, processes)
    return Card(
        "tier",
        (
            Row(tier, labels.TIERS[tier]),
            Row(shows.rule.name, shows.quote, seq=shows.seq),
            *(Row(task.name, task.text) for task in (process.steps if process else ())),
        ),
        level=_LEVELS.get(tier, "info"),
    )


def _fitting(tier: str, kind: str | None, processes: tuple[Process, ...]) -> Process | None:
    """The process made for what the matter is about, before one for the whole tier."""
    of_tier = [each for each in processes if each.tier == tier]
    special = (each for each in of_tier if kind in each.kinds)
    return next(special, next((each for each in of_tier if not each.kinds), None))
