"""What the customer says that they have lost and what they ask for, in yuan, with evidence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

from models.slots.slot import Slot
from server.coach.checked import Checked, require_positive
from server.coach.clauses import clause_at, has
from server.coach.events import AgentTurn, CustomerTurn
from server.coach.ledger import quote

_MONEY_INTENTS: Final = frozenset({"request_compensation", "request_refund", "threaten"})
_CLOSING: Final = frozenset({"thank", "farewell"})
_LENGTH: Final = re.compile(
    r"P(?:([\d.]+)M)?(?:([\d.]+)W)?(?:([\d.]+)D)?(?:T(?:([\d.]+)H)?(?:([\d.]+)M)?)?"
)
_DAYS: Final = (30, 7, 1)
_HOURS: Final = (1, 1 / 60)
_SUMS_KEPT: Final = 6

By = Literal["amount", "difference", "time"]


@dataclass(frozen=True, slots=True)
class LossRule(Checked):
    """A kind of loss, told by one of `words`.

    `by` says what it is counted by: the amounts that are named; the difference between the old
    and the new price; or the time that went, at so many yuan `per_day` and `per_hour`. More than
    `at_most` yuan are not counted.
    """

    name: str
    words: tuple[str, ...]
    by: By = "amount"
    per_day: float = 0.0
    per_hour: float = 0.0
    at_most: float | None = None

    def __post_init__(self) -> None:
        if not self.words or not all(word.strip() for word in self.words):
            raise ValueError(
                f"{self.name!r} 的 words 没写或有空的，写上原话 has no words, or an empty one"
            )
        rated = self.per_day > 0 and self.per_hour > 0
        if rated != (self.by == "time") or min(self.per_day, self.per_hour) < 0:
            raise ValueError(
                f"{self.name!r}：by: time 要写 per_day 和 per_hour，别的都不写 "
                "needs both, others none"
            )
        if self.at_most is not None:
            require_positive(f"{self.name!r}: at_most", self.at_most)


@dataclass(frozen=True, slots=True)
class ClaimRules(Checked):
    """What is a loss, and what is asked for.

    An amount is no loss where its clause has one of `no_loss`. It is asked for where one of
    `asking` comes before it in its clause, and none of `not_asking` is in it. Of several amounts
    of a kind in a line only that counts whose clause has one of `totals`.
    """

    losses: tuple[LossRule, ...] = ()
    no_loss: tuple[str, ...] = ()
    totals: tuple[str, ...] = ()
    asking: tuple[str, ...] = ()
    not_asking: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A sum in yuan, what it is for, and the line that shows it."""

    name: str
    yuan: float
    seq: int
    quote: str


@dataclass(frozen=True, slots=True)
class Claim:
    """What the customer has said of money."""

    losses: tuple[Figure, ...] = ()
    """One of a kind: who tells it again has not lost it twice."""
    asked: Figure | None = None
    """The customer's own figure, the latest."""
    wants: frozenset[str] = frozenset()
    """Those of their intents that may be about money, until the matter is settled."""
    times: int = 0
    seq: int | None = None
    """How many lines spoke of money, and which did last."""
    sums: tuple[float, ...] = ()
    """The last sums that the agent has named: who repeats one neither asks for nor has lost it."""

    @property
    def loss(self) -> float:
        """All losses together, in yuan."""
        return sum(loss.yuan for loss in self.losses)

    @property
    def told(self) -> int:
        """The line that told the last of their figures, 0 without any."""
        figures = (*self.losses, self.asked) if self.asked else self.losses
        return max((figure.seq for figure in figures), default=0)

    @property
    def is_at_issue(self) -> bool:
        """Whether there is a figure to talk about, and a wish or a threat that is about it."""
        if "request_refund" in self.wants and self.losses:
            return True
        figure = bool(self.losses or self.asked)
        return figure and bool(self.wants & {"request_compensation", "threaten"})

    def after(self, turn: CustomerTurn | AgentTurn, rules: ClaimRules) -> "Claim":
        """With what a line says of money."""
        if isinstance(turn, AgentTurn):
            named = (yuan for _, yuan in _amounts(turn))
            return replace(self, sums=(*self.sums, *named)[-_SUMS_KEPT:])
        intent = turn.intent
        if intent in _CLOSING:
            return replace(self, wants=frozenset())
        asked = _asked(turn, rules, self.sums)
        losses = tuple(_losses(turn, rules, self.sums))
        if not asked and not losses and intent not in _MONEY_INTENTS:
            return self
        return replace(
            self,
            losses=_together(self.losses, losses),
            asked=asked or self.asked,
            wants=self.wants | ({intent} & _MONEY_INTENTS),
            times=self.times + 1,
            seq=turn.seq,
        )


def _amounts(turn: CustomerTurn | AgentTurn) -> Iterator[tuple[Slot, float]]:
    for slot in turn.slots:
        if slot.kind == "amount" and slot.value is not None:
            yield slot, float(slot.value)


def _asked(turn: CustomerTurn, rules: ClaimRules, sums: tuple[float, ...]) -> Figure | None:
    found = [yuan for slot, yuan in _amounts(turn) if _is_asked(turn.text, slot, rules)]
    found = [yuan for yuan in found if yuan not in sums]
    return Figure("asked", max(found), turn.seq, quote(turn.text)) if found else None


def _is_asked(text: str, slot: Slot, rules: ClaimRules) -> bool:
    begin, end = clause_at(text, slot.start, slot.end)
    before, whole = text[begin : slot.start], text[begin:end]
    # 赔500？ wonders at the sum.
    wonders = text[slot.end : slot.end + 1] in ("?", "？")
    return not wonders and has(before, rules.asking) and not has(whole, rules.not_asking)


def _losses(turn: CustomerTurn, rules: ClaimRules, sums: tuple[float, ...]) -> Iterator[Figure]:
    said = [rule for rule in rules.losses if has(turn.text, rule.words)]
    named: dict[LossRule, list[float]] = {}
    totals: dict[LossRule, list[float]] = {}
    for slot, yuan in _amounts(turn):
        rule = _kind(turn.text, slot, said, rules)
        if rule is not None and yuan not in sums:
            kind = totals if has(_clause(turn.text, slot), rules.totals) else named
            kind.setdefault(rule, []).append(yuan)
    for rule in said:
        amounts = totals.get(rule) or named.get(rule, [])
        yuan = _time(turn, rule) if rule.by == "time" else _counted(rule, amounts)
        if yuan > 0:
            most = yuan if rule.at_most is None else rule.at_most
            yield Figure(rule.name, min(yuan, most), turn.seq, quote(turn.text))


def _kind(text: str, slot: Slot, said: list[LossRule], rules: ClaimRules) -> LossRule | None:
    """The loss that an amount is of: by its own clause, else by the line."""
    clause = _clause(text, slot)
    if has(clause, rules.no_loss):
        return None
    kinds = [rule for rule in said if rule.by != "time"]
    compared = [rule for rule in kinds if rule.by == "difference"]
    own = compared or [rule for rule in kinds if has(clause, rule.words)]
    if not own and not _is_asked(text, slot, rules):
        own = kinds
    return next(iter(own), None)


def _counted(rule: LossRule, amounts: list[float]) -> float:
    if rule.by == "amount":
        return sum(amounts)
    if len(amounts) < 2:
        return 0.0
    high, low, *others = sorted(amounts, reverse=True)
    # 买的599，现在499，差了100.
    return high - low if not others or others == [high - low] else 0.0


def _time(turn: CustomerTurn, rule: LossRule) -> float:
    return sum(_worth(slot.value, rule) for slot in turn.slots if _is_spent(turn.text, slot, rule))


def _is_spent(text: str, slot: Slot, rule: LossRule) -> bool:
    return slot.kind == "duration" and has(_clause(text, slot), rule.words)


def _worth(length: str | None, rule: LossRule) -> float:
    """What a length of time is worth; 三天内 and 三天前 are no time that went."""
    m = _LENGTH.fullmatch((length or "").removesuffix(" working"))
    if m is None:
        return 0.0
    n = [float(count or 0) for count in m.groups()]
    days = sum(count * each for count, each in zip(n, _DAYS, strict=False))
    hours = sum(count * each for count, each in zip(n[len(_DAYS) :], _HOURS, strict=True))
    return days * rule.per_day + min(hours * rule.per_hour, rule.per_day)


def _together(before: tuple[Figure, ...], new: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """One of each kind, the larger."""
    by_name = {loss.name: loss for loss in before}
    for loss in new:
        known = by_name.get(loss.name)
        if known is None or loss.yuan > known.yuan:
            by_name[loss.name] = loss
    return tuple(by_name.values())


def _clause(text: str, slot: Slot) -> str:
    begin, end = clause_at(text, slot.start, slot.end)
    return text[begin:end]
