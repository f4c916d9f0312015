"""The promises of a conversation: who owes the customer what, until when, and what came of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

from server.coach.cards import Card, Row, RowStatus
from server.coach.checked import require_from, require_known
from server.coach.cues import Candidate
from server.coach.events import AgentTurn
from server.coach.pledge_rules import PledgeRules
from server.coach.pledges import (
    Pledge,
    actions_done,
    actions_named,
    pledges,
    vague_pledge,
)

Status = Literal["open", "kept", "broken"]

# Two promises of the same person that fall due so near each other may be the same one again.
_SAME_TIME_MS: Final = 10 * 60_000

_ROW: Final[dict[Status, RowStatus]] = {"open": "open", "kept": "done", "broken": "late"}


@dataclass(frozen=True, slots=True)
class PromiseRules(PledgeRules):
    """By what promises are known, and how many: `most` are kept, `rows` are shown.

    `say_late`: sentences for the reply once the time of a promise has passed. `alike`: actions
    that are one promise where they fall due together, such as to call back and to answer.
    """

    most: int = 12
    rows: int = 5
    say_late: tuple[str, ...] = ()
    alike: tuple[tuple[str, ...], ...] = ()

    def __post_init__(self) -> None:
        PledgeRules.__post_init__(self)
        names = [action.name for action in self.actions]
        require_known("alike", [name for group in self.alike for name in group], names)
        require_from("most", self.most, 1)
        require_from("rows", self.rows, 1)


@dataclass(frozen=True, slots=True)
class Promise:
    """A pledge with its place: the `number`th of utterance `seq`, said `at`, in ms since 1970."""

    pledge: Pledge
    seq: int
    number: int
    at: int
    status: Status = "open"

    @property
    def due(self) -> int | None:
        """Until when it is to be kept, while it is open; None where nobody knows."""
        return self.pledge.due if self.status == "open" else None

    def is_late(self, now: int) -> bool:
        """Whether it is still open past its time."""
        return self.due is not None and self.due < now


@dataclass(frozen=True, slots=True)
class Vague:
    """What the agent has just promised without a time."""

    seq: int
    words: str


@dataclass(frozen=True, slots=True)
class Promises:
    """Those not settled, and the last that were, in the order in which they were given."""

    items: tuple[Promise, ...] = ()
    vague: Vague | None = None

    @property
    def open(self) -> tuple[Promise, ...]:
        """Those that are neither kept nor broken."""
        return tuple(each for each in self.items if each.status == "open")

    def after(self, turn: AgentTurn, rules: PromiseRules) -> "Promises":
        """With what an agent line promises, and what it says was done."""
        done = actions_done(turn.text, rules)
        items = [
            replace(each, status="kept")
            if each.status == "open" and each.pledge.action in done
            else each
            for each in self.items
        ]
        given = pledges(turn, rules)
        for number, pledge in enumerate(given):
            items = _with(items, Promise(pledge, turn.seq, number, turn.at), rules)
        words = "" if given else vague_pledge(turn, rules)
        is_vague = bool(words) and not _has_a_time(words, items, rules)
        return Promises(_bounded(items, rules.most), Vague(turn.seq, words) if is_vague else None)

    def settled(self, seq: int, kept: bool) -> "Promises":
        """With what somebody says became of the promises of utterance `seq`."""
        status: Status = "kept" if kept else "broken"
        return replace(
            self,
            items=tuple(
                replace(each, status=status) if each.seq == seq else each for each in self.items
            ),
        )


def card(promises: Promises, now: int, rules: PromiseRules) -> Card | None:
    """What is still owed, the most pressing first, and what was settled last."""
    waiting = sorted(promises.open, key=lambda each: (each.due is None, each.due or 0))
    over = [each for each in reversed(promises.items) if each.status != "open"]
    shown = [*waiting, *over][: rules.rows]
    if not shown:
        return None
    is_late = any(each.is_late(now) for each in waiting)
    return Card(
        "promises",
        tuple(_row(each, now) for each in shown),
        rules.say_late if is_late else (),
        "attend" if is_late else "info",
    )


def candidates(promises: Promises, seq: int) -> Iterator[Candidate]:
    """A time is missing in what the agent has just promised."""
    vague = promises.vague
    if vague is not None and vague.seq == seq:
        yield Candidate("vague_promise", seq, (("words", vague.words),))


def _with(items: Iterable[Promise], new: Promise, rules: PromiseRules) -> list[Promise]:
    """With a promise; it replaces the open one that it puts off or brings forward."""
    left: list[Promise] = []
    for each in items:
        if _is_said_again(each, new, rules):
            return list(items)
        if not _is_same(each, new):
            left.append(each)
        elif _is_repeated(each, new):
            return list(items)
    return [*left, new]


def _is_said_again(old: Promise, new: Promise, rules: PromiseRules) -> bool:
    """Whether an open promise comes again in other words: 半小时内回电, 半小时内回您."""
    was, now = old.pledge, new.pledge
    if old.status != "open" or old.seq == new.seq or was.owner != now.owner:
        return False
    if was.due is None or now.due is None or abs(was.due - now.due) > _SAME_TIME_MS:
        return False
    return (now.action == "" and was.when == now.when) or any(
        was.action in group and now.action in group and was.action != now.action
        for group in rules.alike
    )


def _is_same(old: Promise, new: Promise) -> bool:
    was, now = old.pledge, new.pledge
    if old.status != "open" or was.owner != now.owner or was.action != now.action:
        return False
    if old.seq == new.seq:
        # 今天打款，半小时内 is one promise, and the nearer time goes with more of the words.
        return was.when == now.when or was.words in now.words
    return bool(now.action) or was.when == now.when


def _is_repeated(old: Promise, new: Promise) -> bool:
    """Whether only the same words came again: 24小时内 still runs from the first time."""
    return old.pledge.when == new.pledge.when and (
        new.pledge.when.startswith("P") and not old.is_late(new.at)
    )


def _has_a_time(words: str, items: Iterable[Promise], rules: PromiseRules) -> bool:
    """Whether what is put off without a time has one from before."""
    promised = {each.pledge.action for each in items if each.status == "open"}
    named = actions_named(words, rules)
    return not named.isdisjoint(promised) if named else bool(promised)


def _bounded(items: list[Promise], most: int) -> tuple[Promise, ...]:
    """At most so many: the settled go first, the oldest of them first."""
    surplus = len(items) - most
    if surplus <= 0:
        return tuple(items)
    order = sorted(range(len(items)), key=lambda i: (items[i].status == "open", i))
    dropped = set(order[:surplus])
    return tuple(each for i, each in enumerate(items) if i not in dropped)


def _row(promise: Promise, now: int) -> Row:
    status = "late" if promise.is_late(now) else _ROW[promise.status]
    pledge = promise.pledge
    return Row(pledge.owner, pledge.words, status, promise.due, promise.seq)
