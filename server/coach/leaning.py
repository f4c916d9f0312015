"""Who the customer is: 补偿型, who wants the loss made good, or 情绪型, who wants to be heard."""

from dataclasses import dataclass, field
from typing import Final, Literal

from models import labels
from server.coach.cards import Card, Row
from server.coach.checked import (
    Checked,
    require_from,
    require_known,
    require_once,
    require_positive,
    require_sayable,
)
from server.coach.clauses import said
from server.coach.events import CustomerTurn
from server.coach.ledger import quote
from server.coach.lists import Lists

Kind = Literal["compensatory", "emotional"]

_DO_LINES: Final = 2
_KEPT_QUOTES: Final = 3


@dataclass(frozen=True, slots=True)
class Sign(Checked):
    """What speaks for a type: all of the conditions that it names must hold of a customer line.

    `words`: one of them is said, and none of `unless` in the same clause. `amount`: the line
    names a sum. `early`: it is one of the customer's first so many lines. `say` answers it.
    """

    name: str
    leans: Kind
    weight: float
    words: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    emotions: tuple[str, ...] = ()
    intents: tuple[str, ...] = ()
    amount: bool = False
    early: int | None = None
    say: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require_sayable((self.name, *self.say))
        require_known("emotions", self.emotions, labels.EMOTIONS)
        require_known("intents", self.intents, labels.INTENTS)
        if not (self.words or self.emotions or self.intents or self.amount):
            raise ValueError(
                f"{self.name!r} 没写条件，加 words、emotions、intents 或 amount names no condition"
            )
        require_positive(f"{self.name!r}: weight", self.weight)


@dataclass(frozen=True, slots=True)
class TypeRule(Checked):
    """How a type is served: what it really `wants`, what to `do`, what can be said."""

    kind: Kind
    name: str
    wants: str
    do: tuple[str, ...]
    say: tuple[str, ...]

    def __post_init__(self) -> None:
        require_sayable((self.wants, *self.do, *self.say))
        if not 1 <= len(self.do) <= _DO_LINES:
            raise ValueError(
                f"{self.name!r}：do 写一两行，不是 {len(self.do)} 行 has one or two lines"
            )


@dataclass(frozen=True, slots=True)
class LeaningRules(Checked):
    """When a type is told.

    With every customer line the evidence so far keeps the share `keep` of its weight. A type is
    told from the weight `reach` on and `margin` above the other, until it is below `fade`.
    `say_at_once` sentences are offered of those that answer a sign, and of those for the type.
    """

    signs: tuple[Sign, ...] = ()
    types: tuple[TypeRule, ...] = ()
    keep: float = 0.85
    reach: float = 2.0
    margin: float = 1.0
    fade: float = 1.0
    quotes: int = 2
    say_at_once: int = 1

    def __post_init__(self) -> None:
        require_known("leans", [sign.leans for sign in self.signs], [t.kind for t in self.types])
        require_once("name", (sign.name for sign in self.signs))
        require_once("kind", (each.kind for each in self.types))
        answers = [say for sign in self.signs for say in sign.say]
        require_once("say", [*answers, *(say for each in self.types for say in each.say)])
        if not 0 < self.keep < 1:
            raise ValueError(f"keep 写了 {self.keep}，要在 0 和 1 之间 must be between 0 and 1")
        if not 0 < self.fade <= self.reach:
            raise ValueError(
                f"fade 写了 {self.fade}，要大于 0、不超过 reach must be above 0 and at most reach"
            )
        require_positive("margin", self.margin)
        require_from("quotes", self.quotes, 1, _KEPT_QUOTES)
        require_from("say_at_once", self.say_at_once, 1)

    def of(self, kind: Kind) -> TypeRule | None:
        """How `kind` is served."""
        return next((each for each in self.types if each.kind == kind), None)


@dataclass(frozen=True, slots=True)
class Shows:
    """A customer line that speaks for a type, under the name of its weightiest sign.

    `answer` is the weightiest sign that has something to say to it, or an empty string.
    """

    name: str
    answer: str
    seq: int
    quote: str


@dataclass(frozen=True, slots=True)
class Side:
    """What speaks for one type: its weight by now, and the last lines that showed it."""

    weight: float = 0.0
    shows: tuple[Shows, ...] = ()

    def after(self, turn: CustomerTurn, met: list[Sign], keep: float) -> "Side":
        """With a customer line that met these signs of the type."""
        weight = self.weight * keep + sum(sign.weight for sign in met)
        if not met:
            return Side(weight, self.shows)
        heaviest = sorted(met, key=lambda sign: -sign.weight)
        answer = next((sign.name for sign in heaviest if sign.say), "")
        shown = Shows(heaviest[0].name, answer, turn.seq, quote(turn.text))
        return Side(weight, (*self.shows, shown)[-_KEPT_QUOTES:])


@dataclass(frozen=True, slots=True)
class Leaning:
    """What speaks for the two types, and the type that it has come to."""

    lines: int = 0
    compensatory: Side = field(default_factory=Side)
    emotional: Side = field(default_factory=Side)
    kind: Kind | None = None

    def after(self, turn: CustomerTurn, rules: LeaningRules) -> "Leaning":
        """With what a customer line shows."""
        lines = self.lines + 1
        met = [s for s in rules.signs if _read(s, turn) and _holds(s, turn, lines)]
        money, heard = (
            side.after(turn, [sign for sign in met if sign.leans == kind], rules.keep)
            for kind, side in (("compensatory", self.compensatory), ("emotional", self.emotional))
        )
        return Leaning(lines, money, heard, _kind(self.kind, money, heard, rules))

    @property
    def shows(self) -> tuple[Shows, ...]:
        """The lines that speak for the type it has come to, the last one last."""
        if self.kind is None:
            return ()
        return self.emotional.shows if self.kind == "emotional" else self.compensatory.shows

    def lists(self, seq: int) -> tuple[str, ...]:
        """The lists of sentences in place on line `seq`, if it shows the type."""
        if self.kind is None or not self.shows or self.shows[-1].seq != seq:
            return ()
        return f"customer_type.{self.shows[-1].answer}", f"customer_type.{self.kind}"


def card(leaning: Leaning, rules: LeaningRules, lists: Lists, conversation_id: str) -> Card | None:
    """The type, what to do with it, and the lines that show it."""
    rule = rules.of(leaning.kind) if leaning.kind else None
    if rule is None:
        return None
    evidence = [Row(each.name, each.quote, seq=each.seq) for each in leaning.shows[-rules.quotes :]]
    rows = (Row("type", rule.name), *(Row("do", line) for line in rule.do), *evidence)
    return Card("customer_type", rows, _say(leaning, rule, rules, lists, conversation_id))


def wants(leaning: Leaning, rules: LeaningRules) -> str:
    """What the type that it has come to really wants, or an empty string."""
    rule = rules.of(leaning.kind) if leaning.kind else None
    return rule.wants if rule else ""


def _say(
    leaning: Leaning, rule: TypeRule, rules: LeaningRules, lists: Lists, conversation_id: str
) -> tuple[str, ...]:
    """What answers the last sign, then what fits the type."""
    last = leaning.shows[-1]
    answers = next((s.say for s in rules.signs if s.name == last.answer), ())
    pairs = zip(leaning.lists(last.seq), (answers, rule.say), strict=True)
    return tuple(
        sentence
        for name, sentences in pairs
        for sentence in lists.of(name, sentences, conversation_id, rules.say_at_once)
    )


def _kind(before: Kind | None, money: Side, heard: Side, rules: LeaningRules) -> Kind | None:
    """The type by now; close to each other, neither is taken back for the other."""
    lead = heard.weight - money.weight
    leader: Kind = "emotional" if lead > 0 else "compensatory"
    if max(money.weight, heard.weight) >= rules.reach and abs(lead) >= rules.margin:
        return leader
    held = {"compensatory": money, "emotional": heard, None: Side()}[before]
    return before if held.weight >= rules.fade else None


def _read(sign: Sign, turn: CustomerTurn) -> bool:
    return (not sign.emotions or turn.emotion in sign.emotions) and (
        not sign.intents or turn.intent in sign.intents
    )


def _holds(sign: Sign, turn: CustomerTurn, lines: int) -> bool:
    return (
        (sign.early is None or lines <= sign.early)
        and (not sign.words or said(turn.text, sign.words, sign.unless))
        and (not sign.amount or any(slot.kind == "amount" for slot in turn.slots))
    )
