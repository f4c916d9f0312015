"""Who this is: earlier conversations of the same customer, and whether this is the same matter."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from models import labels
from server.coach.cards import Card, Row
from server.coach.checked import Checked
from server.coach.state import State
from server.coach.visits import History, Visit

_LATE_WEEK: Final = 7
_QUOTE_CHARS: Final = 24


@dataclass(frozen=True, slots=True)
class HistoryRules(Checked):
    """When two conversations are about the same matter, and what is said then.

    `same` is the share of the pairs of neighbouring characters that two matters have in common.
    {when} in `say` is when the customer last came with it, such as 上周; `hours` is how far the
    customers' clocks are ahead of UTC.
    """

    same: float = 1.0
    days: int = 0
    say: tuple[str, ...] = ()
    hours: float = 8.0


def visit(state: State) -> Visit:
    """What is remembered of a conversation."""
    return Visit(
        state.conversation_id,
        state.at,
        state.matter.text if state.matter is not None else "",
        tuple(demand.key for demand in state.demands),
        state.emotion,
        tuple(each.pledge.words for each in state.promises.open[-2:]),
    )


def same_matter(history: History, state: State, rules: HistoryRules) -> Visit | None:
    """The latest earlier conversation about what this one is about."""
    if state.matter is None:
        return None
    since = state.at - timedelta(days=rules.days) // timedelta(milliseconds=1)
    for earlier in history.visits:
        if earlier.at >= since and _alike(earlier.matter, state.matter.text) >= rules.same:
            return earlier
    return None


def card(state: State, rules: HistoryRules) -> Card | None:
    """Who this is in a line or two; what to say if it is the same matter again."""
    history = state.history
    if not history.visits:
        return None
    last = history.visits[0]
    told = [f"第{history.times + 1}次来", f"上次{when(last.at, state.at, rules.hours)}"]
    if last.emotion is not None:
        told.append(f"当时{labels.EMOTIONS[last.emotion]}")
    rows = [Row("visits", "，".join(told))]
    rows += [Row("promise", f"未见兑现：{promise}", "open") for promise in last.promises[:2]]
    again = same_matter(history, state, rules)
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


def _alike(one: str, other: str) -> float:
    """Share of the shorter text's pairs of neighbouring characters that the other has."""
    pairs, others = _pairs(one), _pairs(other)
    fewer = min(len(pairs), len(others))
    return len(pairs & others) / fewer if fewer else 0.0


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1) if not text[at].isspace()}
