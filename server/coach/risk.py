"""How near an outburst is (anger, a threat, a call for the superior), why, and what to do now."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from models import labels
from server.coach.cards import Card, Row
from server.coach.checked import Checked, require_known, require_once, require_share
from server.coach.cues import Candidate
from server.coach.signs import NoteRules, Sign
from server.coach.state import State
from server.coach.tempo import TempoRules

# An agent line that does one of these helps; while it does its work, no nudge is in place.
_HELPING: Final = frozenset({"empathize", "clarify", "resolve", "negotiate"})
# A sign that moves the score by less is no reason.
_LEAST: Final = 0.1
_STEPS: Final = 2
_TODO_CHARS: Final = 16


@dataclass(frozen=True, slots=True)
class Contingency(Checked):
    """What to do in a tier: `todo` is in the nudge, `steps` are in the card, `say` for the reply.

    Where there is no `say`, as in a crisis, no sentences are given at all.
    """

    tier: str
    todo: str
    steps: tuple[str, ...]
    say: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require_known("tier", [self.tier], labels.TIERS)
        if not 1 <= len(self.steps) <= _STEPS:
            raise ValueError(f"{self.tier} 的 steps 写一两条，急了没人多看 needs one or two steps")
        if len(self.todo) > _TODO_CHARS:
            raise ValueError(
                f"{self.tier} 的 todo 有 {len(self.todo)} 个字 is longer than {_TODO_CHARS}，缩短"
            )


@dataclass(frozen=True, slots=True)
class RiskRules(Checked):
    """The score is the logistic of `bias` and the signs; from `threshold` on it is told.

    `reasons` is how many signs the card names at most.
    """

    bias: float
    threshold: float
    reasons: int
    notes: NoteRules
    signs: tuple[Sign, ...]
    contingencies: tuple[Contingency, ...]

    def __post_init__(self) -> None:
        require_share("threshold", self.threshold)
        require_once("signs", (sign.name for sign in self.signs))
        given = sorted(each.tier for each in self.contingencies)
        if given != sorted(labels.TIERS):
            raise ValueError(
                f"contingencies 要每档一条 one contingency a tier: {', '.join(labels.TIERS)}"
            )

    def of(self, tier: str) -> Contingency:
        """What to do in a tier."""
        return next(each for each in self.contingencies if each.tier == tier)


NO_RISK: Final = RiskRules(
    bias=0.0,
    threshold=1.0,
    reasons=1,
    notes=NoteRules(1.0, TempoRules(0, 0, 0, 1, 0, 1, 1)),
    signs=(),
    contingencies=tuple(Contingency(tier, "", ("",)) for tier in labels.TIERS),
)
"""Rules that see nothing coming."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A sign that speaks for an outburst: its sentence, and the line that shows it."""

    sign: Sign
    text: str
    seq: int | None


@dataclass(frozen=True, slots=True)
class Risk:
    """The score from 0 to 1, and all that it rests on, what weighs most first."""

    score: float
    reasons: tuple[Reason, ...]


def assess(state: State, rules: RiskRules) -> Risk:
    """How likely one of the customer's next lines is an outburst."""
    moved = _moved(state, rules)
    telling = sorted(
        ((by, sign) for by, sign in moved if by >= _LEAST and sign.text), key=lambda pair: -pair[0]
    )
    return Risk(_score(moved, rules), tuple(_reason(state, sign) for _, sign in telling))


def score(state: State, rules: RiskRules) -> float:
    """The score of `assess`, without what it rests on."""
    return _score(_moved(state, rules), rules)


def card(state: State, rules: RiskRules) -> Card | None:
    """The risk, the reasons and the first steps; nothing once the outburst is there."""
    risk = imminent(state, rules)
    if risk is None:
        return None
    contingency = rules.of(state.severity.tier)
    return Card(
        "risk",
        (
            Row("score", f"{risk.score:.0%}"),
            *(
                Row("reason", reason.text, seq=reason.seq)
                for reason in risk.reasons[: rules.reasons]
            ),
            *(Row("todo", step) for step in contingency.steps),
        ),
        level="attend",
    )


def candidates(state: State, rules: RiskRules) -> Iterator[Candidate]:
    """The nudge to act before it comes, unless the agent has just done so."""
    if not _HELPING.isdisjoint(state.signs.did) or (risk := imminent(state, rules)) is None:
        return
    contingency = rules.of(state.severity.tier)
    yield Candidate(
        "risk",
        state.seq,
        (("todo", contingency.todo),),
        (*_answers(risk), *contingency.say) if contingency.say else (),
    )


def imminent(state: State, rules: RiskRules) -> Risk | None:
    """The risk where it is high, and the customer has not burst out with the last line."""
    lines = state.signs.lines
    if not lines or lines[-1].heated:
        return None
    risk = assess(state, rules)
    return risk if risk.score >= rules.threshold else None


def _moved(state: State, rules: RiskRules) -> list[tuple[float, Sign]]:
    """The signs that there are, with what each adds to the score."""
    seen = set[str]().union(*(line.amounts for line in state.signs.lines))
    return [
        (sign.weight * state.signs.amount(sign), sign)
        for sign in rules.signs
        if sign.name in seen and (not sign.channels or state.channel in sign.channels)
    ]


def _score(moved: list[tuple[float, Sign]], rules: RiskRules) -> float:
    """The logistic function, for any weights whatever."""
    return (1 + math.tanh((rules.bias + sum(by for by, _ in moved)) / 2)) / 2


def _answers(risk: Risk) -> tuple[str, ...]:
    """What can be said to the first reason that has something to say to it."""
    return next((reason.sign.say for reason in risk.reasons if reason.sign.say), ())


def _reason(state: State, sign: Sign) -> Reason:
    text = sign.text.replace("{n}", f"{state.signs.total(sign):.0f}")
    return Reason(sign, text, state.signs.shown_by(sign))
