"""How grave the matter is: 咨询, 一般, 严重, 恶性, and what shows it."""

from dataclasses import dataclass
from typing import Final

from models import labels
from models.readings import EMOTION_KEYS, INTENT_KEYS, top
from server.coach.cards import Card, Row
from server.coach.checked import Checked, require_known
from server.coach.clauses import said
from server.coach.events import CustomerTurn
from server.coach.ledger import quote

_ORDER: Final = tuple(labels.TIERS)


@dataclass(frozen=True, slots=True)
class TierRule(Checked):
    """A ground for a tier: all of the conditions that it names must hold of a customer line.

    `words`: one of them is said, and none of `unless` in the same clause. `amount`: the line
    names as many yuan or more. `times`: it is said in as many customer lines.
    """

    id: str
    tier: str
    name: str
    words: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    emotions: tuple[str, ...] = ()
    intents: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    amount: float | None = None
    times: int = 1

    def __post_init__(self) -> None:
        require_known("tier", [self.tier], labels.TIERS)
        require_known("emotions", self.emotions, labels.EMOTIONS)
        require_known("intents", self.intents, labels.INTENTS)
        require_known("industries", self.industries, labels.INDUSTRIES)
        if not (self.words or self.emotions or self.intents or self.amount is not None):
            raise ValueError(
                f"{self.id!r} names no condition; add words, emotions, intents, amount"
            )


@dataclass(frozen=True, slots=True)
class Ground:
    """A rule that holds: how often it was met, and the last utterance that showed it."""

    rule: TierRule
    times: int
    seq: int
    quote: str


@dataclass(frozen=True, slots=True)
class Severity:
    """The tier with its grounds; it never falls in the course of a conversation."""

    grounds: tuple[Ground, ...] = ()

    @property
    def tier(self) -> str:
        """The gravest that has a ground."""
        return max((g.rule.tier for g in self.standing), key=_ORDER.index, default=_ORDER[0])

    @property
    def standing(self) -> tuple[Ground, ...]:
        """The grounds that were met as often as their rules ask for, the gravest first."""
        met = [ground for ground in self.grounds if ground.times >= ground.rule.times]
        return tuple(sorted(met, key=lambda g: -_ORDER.index(g.rule.tier)))

    def after(self, turn: CustomerTurn, industry: str, rules: tuple[TierRule, ...]) -> "Severity":
        """With what a customer line shows."""
        met = [rule for rule in rules if _holds(rule, turn, industry)]
        if not met:
            return self
        before = {ground.rule.id: ground for ground in self.grounds}
        for rule in met:
            times = before[rule.id].times + 1 if rule.id in before else 1
            before[rule.id] = Ground(rule, times, turn.seq, quote(turn.text))
        return Severity(tuple(before.values()))


def card(severity: Severity) -> Card | None:
    """Why the matter is as grave as it is."""
    if severity.tier == _ORDER[0]:
        return None
    rows = [Row(g.rule.name, g.quote, seq=g.seq) for g in severity.standing]
    level: Final = "alarm" if severity.tier == _ORDER[-1] else "info"
    return Card("tier", (Row(severity.tier, labels.TIERS[severity.tier]), *rows), level=level)


def _holds(rule: TierRule, turn: CustomerTurn, industry: str) -> bool:
    emotion, _ = top(EMOTION_KEYS, turn.reading.emotion)
    intent, _ = top(INTENT_KEYS, turn.reading.intent)
    return (
        (not rule.industries or industry in rule.industries)
        and (not rule.emotions or emotion in rule.emotions)
        and (not rule.intents or intent in rule.intents)
        and (not rule.words or said(turn.text, rule.words, rule.unless))
        and (rule.amount is None or _largest_amount(turn) >= rule.amount)
    )


def _largest_amount(turn: CustomerTurn) -> float:
    amounts = [float(s.value) for s in turn.slots if s.kind == "amount" and s.value is not None]
    return max(amounts, default=0.0)
