"""Who this is: earlier conversations of a customer, and what of them is to be brought up."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final

from models import labels
from models.slots.finder import find
from models.slots.products import Products
from models.slots.slot import blanked
from server.coach.cards import Card, Row, RowStatus
from server.coach.checked import Checked, require_from, require_share, require_words
from server.coach.recalled import PROMISE, WHEN
from server.coach.state import State
from server.coach.visits import Owed, Visit

_LATE_WEEK: Final = 7
_QUOTE_CHARS: Final = 24
# Things that make it another matter if they are others.
_NAMED: Final = frozenset({"product", "order", "tracking"})
# As many words in common tell of the same matter, whatever thing is named.
_TELLING: Final = 2


@dataclass(frozen=True, slots=True)
class HistoryRules(Checked):
    """When two conversations are about the same matter, and what is said then.

    `same` is the share of the words that two matters have in common, of the shorter one's, in
    pairs of neighbouring characters; things, numbers and times that are named apart, and the
    words of `plain`, which tell nothing. Longer promises than `promise_chars` are not quoted.
    {when} in `say` is when the customer last came with it, such as 上周; `hours` is how far the
    customers' clocks are ahead of UTC.
    """

    same: float = 1.0
    days: int = 0
    plain: tuple[str, ...] = ()
    promise_chars: int = 24
    say: tuple[str, ...] = ()
    hours: float = 8.0

    def __post_init__(self) -> None:
        require_share("same", self.same)
        for name in ("days", "promise_chars"):
            require_from(name, getattr(self, name), 0)
        require_words("plain", self.plain)


def visit(state: State) -> Visit:
    """What is remembered of a conversation."""
    return Visit(
        state.conversation_id,
        state.at,
        state.matter.text if state.matter is not None else "",
        state.emotion,
        tuple(Owed(each.pledge.words, each.due) for each in state.promises.open[-2:]),
    )


def same_matter(state: State, rules: HistoryRules, products: Products) -> Visit | None:
    """The latest earlier conversation about what this one is about."""
    if state.matter is None:
        return None
    since = state.at - timedelta(days=rules.days) // timedelta(milliseconds=1)
    here = _about(state.matter.text, rules.plain, products)
    for earlier in state.history.visits:
        there = _about(earlier.matter, rules.plain, products)
        if earlier.at >= since and here.is_that_of(there, rules.same):
            return earlier
    return None


def past(state: State, rules: HistoryRules, products: Products) -> dict[str, str]:
    """What a suggestion can say now of what was before, by slot; each is said once.

    A promise of this conversation whose time has passed counts as well as those of the last
    conversation about the same matter.
    """
    over = state.recalled.over
    again = same_matter(state, rules, products)
    found = {}
    if again is not None and not over:
        found[WHEN] = when(again.at, state.at, rules.hours)
    if PROMISE not in over and (words := _broken(state, again, rules)):
        found[PROMISE] = words
    return found


def card(state: State, rules: HistoryRules, products: Products) -> Card | None:
    """Who this is in a line or two; what to say if it is the same matter again."""
    history = state.history
    if not history.visits:
        return None
    last = history.visits[0]
    told = [f"第{history.times + 1}次来", f"上次{when(last.at, state.at, rules.hours)}"]
    if last.emotion is not None:
        told.append(f"当时{labels.EMOTIONS[last.emotion]}")
    rows = [Row("visits", "，".join(told))]
    rows += [
        Row("promise", f"未见兑现：{owed.words}", _status(owed, state)) for owed in last.owed[:2]
    ]
    again = same_matter(state, rules, products)
    if again is None:
        return Card("history", tuple(rows))
    rows.append(Row("again", f"又为同一件事：{again.matter[:_QUOTE_CHARS]}"))
    ago = when(again.at, state.at, rules.hours)
    say = tuple(each.replace("{when}", ago) for each in rules.say)
    return Card("history", tuple(rows), say, "attend")


def when(then: int, now: int, hours: float) -> str:
    """How long ago, as one says it: 昨天, 上周, 上个月; days begin at midnight of the clock."""
    today, day = _date(now, hours), _date(then, hours)
    days = (today - day).days
    monday = today - timedelta(days=today.weekday())
    if days <= 2:
        return ("今天早些时候", "昨天", "前天")[max(days, 0)]
    if day >= monday:
        return "这周"
    if day >= monday - timedelta(days=_LATE_WEEK):
        return "上周"
    first = today.replace(day=1)
    if day >= first:
        return "这个月"
    if day >= (first - timedelta(days=1)).replace(day=1):
        return "上个月"
    return "之前"


def _date(at: int, hours: float) -> datetime:
    moment = datetime.fromtimestamp(at / 1000, UTC) + timedelta(hours=hours)
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def _broken(state: State, again: Visit | None, rules: HistoryRules) -> str:
    """The last promise that should have been kept by now, or an empty string."""
    earlier = again.owed if again is not None else ()
    here = (Owed(each.pledge.words, each.due) for each in state.promises.open)
    late = [each for each in (*earlier, *here) if _status(each, state) == "late"]
    words = late[-1].words if late else ""
    return words if len(words) <= rules.promise_chars else ""


def _status(owed: Owed, state: State) -> RowStatus:
    return "late" if owed.due is not None and owed.due < state.at else "open"


class _Matter:
    """What a matter is about: the things that it names, and the words that tell what is wrong."""

    def __init__(self, text: str, plain: tuple[str, ...], products: Products) -> None:
        slots = find(text, products)
        self._named = {kind: {s.value for s in slots if s.kind == kind} for kind in _NAMED}
        runs = _plain(plain).split(blanked(text, slots))
        self._words = {word for run in runs for word in _words(run)}

    def is_that_of(self, other: "_Matter", same: float) -> bool:
        """Whether it is surely the same; where nothing tells, it is not.

        `same` is as in `HistoryRules`.
        """
        is_same_thing = False
        for kind, named in self._named.items():
            if named and other._named[kind]:
                if named.isdisjoint(other._named[kind]):
                    return False
                is_same_thing = True
        common = len(self._words & other._words)
        fewer = min(len(self._words), len(other._words))
        enough = common >= (1 if is_same_thing else _TELLING)
        return enough and common >= same * fewer


# Earlier matters stay what they are, and each is compared at every line.
@lru_cache(maxsize=256)
def _about(text: str, plain: tuple[str, ...], products: Products) -> _Matter:
    return _Matter(text, plain, products)


def _words(run: str) -> set[str]:
    """Its pairs of neighbouring characters; a single character is a word."""
    return {run[at : at + 2] for at in range(len(run) - 1)} or {run} - {""}


@lru_cache(maxsize=16)
def _plain(words: tuple[str, ...]) -> re.Pattern[str]:
    """What stands between the words that tell something."""
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return re.compile("|".join((r"[\W\0]+", *map(re.escape, longest_first))))
