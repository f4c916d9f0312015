"""What the agent has asked of the supervisor, and the answers."""

from dataclasses import dataclass, replace
from typing import Final, Literal

from server.coach.cards import Card, Row
from server.coach.checked import Checked
from server.coach.money import yuan

Kind = Literal["approval", "help"]

_REMEMBERED: Final = 8


@dataclass(frozen=True, slots=True)
class AskRules(Checked):
    """Sentences for the reply once the supervisor has answered.

    All are about an approval: `partly` where less was granted than was asked for. {amount} is
    the sum granted, in yuan; a sentence with it is only offered where one was.
    """

    granted: tuple[str, ...] = ()
    partly: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What the supervisor said; `amount` in yuan may be less than was asked for."""

    granted: bool
    amount: float | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """An approval asked for, or a raised hand."""

    id: str
    kind: Kind
    seq: int
    amount: float | None = None
    text: str = ""
    answer: Answer | None = None


@dataclass(frozen=True, slots=True)
class Asks:
    """The last of them, the oldest first."""

    items: tuple[Ask, ...] = ()

    def asked(self, ask: Ask) -> "Asks":
        """With one more; one that was asked before is not asked again."""
        if self.of(ask.id) is not None:
            return self
        return Asks((*self.items, ask)[-_REMEMBERED:])

    def answered(self, ask_id: str, answer: Answer) -> "Asks":
        """With the answer to one of them; the last answer counts."""
        return Asks(tuple(replace(a, answer=answer) if a.id == ask_id else a for a in self.items))

    def of(self, ask_id: str) -> Ask | None:
        """The one of this id."""
        return next((ask for ask in self.items if ask.id == ask_id), None)

    def is_decided_since(self, seq: int) -> bool:
        """Whether an approval that was asked for at utterance `seq` or later was answered."""
        approvals = (ask for ask in self.items if ask.kind == "approval" and ask.seq >= seq)
        return any(ask.answer is not None for ask in approvals)

    @property
    def open(self) -> tuple[Ask, ...]:
        """Those that wait for an answer."""
        return tuple(ask for ask in self.items if ask.answer is None)


def card(asks: Asks, rules: AskRules) -> Card | None:
    """Where the last of them stands, with what can be said after the answer."""
    if not asks.items:
        return None
    last = asks.items[-1]
    row = Row(last.kind, _told(last), "open" if last.answer is None else "done", seq=last.seq)
    return Card("asks", (row,), _say(last, rules), "info" if last.answer is None else "attend")


def _told(ask: Ask) -> str:
    wanted = " ".join(each for each in (_sum(ask.amount), ask.text) if each)
    if ask.answer is None:
        return wanted
    answer = "同意" if ask.answer.granted else "未同意"
    if ask.kind == "help":
        answer = "主管已回应"
    given = (answer, _sum(ask.answer.amount), ask.answer.text)
    return " ".join(each for each in given if each)


def _say(ask: Ask, rules: AskRules) -> tuple[str, ...]:
    if ask.answer is None or ask.kind != "approval":
        return ()
    if not ask.answer.granted:
        return rules.refused
    granted = ask.answer.amount or ask.amount
    if granted is None:
        return tuple(each for each in rules.granted if "{amount}" not in each)
    is_less = ask.amount is not None and granted < ask.amount
    sentences = rules.partly if is_less else rules.granted
    return tuple(each.replace("{amount}", yuan(granted)) for each in sentences)


def _sum(amount: float | None) -> str:
    return "" if amount is None else yuan(amount)
