"""Reminders: in time, once each, and none where nothing is due."""

from hypothesis import given
from hypothesis import strategies as st

from server.coach.alarms import Alarm
from server.coach.coach import alarms
from server.coach.events import Event, Kept, Raised
from server.coach.fold import fold
from server.coach.state import State
from tests.server import given as hand

_AT = 1_772_413_200_000
_MINUTE = 60_000


def _state(*events: Event) -> State:
    state = State()
    for event in events:
        state = fold(state, event, hand.RULES)
    return state


def _promise(text: str, seq: int = 1) -> Event:
    return hand.agent(seq, text, ["resolve"], ["link"], at=_AT)


def _keys(state: State, minutes: float) -> list[str]:
    now = _AT + round(minutes * _MINUTE)
    return [alarm.key for alarm in alarms(state, hand.RULES, now)]


def test_of_a_promise_one_is_reminded_before_it_is_due_and_again_when_it_is_over() -> None:
    state = _state(_promise("我两小时后给您回电"))
    assert _keys(state, 89) == []
    assert _keys(state, 90) == ["promise:1.0:soon"]
    assert _keys(state, 120) == ["promise:1.0:soon"]
    assert _keys(state, 121) == ["promise:1.0:late"]
    (late,) = alarms(state, hand.RULES, _AT + 121 * _MINUTE)
    assert late == Alarm(
        "promise:1.0:late",
        "promise",
        1,
        _AT + 120 * _MINUTE,
        "说好的时间过了：我两小时后给您回电",
        "alarm",
    )


def test_of_a_short_promise_one_is_not_reminded_at_once() -> None:
    state = _state(_promise("十分钟内给您回电"))
    assert _keys(state, 4) == []
    assert _keys(state, 5) == ["promise:1.0:soon"]


def test_a_settled_promise_is_at_rest() -> None:
    state = _state(_promise("我两小时后给您回电"))
    assert _keys(fold(state, Kept(1, kept=True), hand.RULES), 200) == []
    assert _keys(fold(state, Kept(1, kept=False), hand.RULES), 200) == []


def test_two_promises_of_a_line_have_their_own_alarms() -> None:
    state = _state(_promise("一小时内给您回电，一小时内退款"))
    assert _keys(state, 61) == ["promise:1.0:late", "promise:1.1:late"]


def test_a_limit_is_nearly_over_and_then_over() -> None:
    state = _state(hand.customer(1, "在吗", intent="greet", at=_AT))
    limit = hand.RULES.limits.inquiry.first_response
    assert limit is not None
    assert _keys(state, limit * 0.79 / 60) == []
    assert _keys(state, limit * 0.8 / 60) == ["first_response:1:soon"]
    assert _keys(state, limit / 60) == ["first_response:1:soon"]
    assert _keys(state, limit / 60 + 0.1) == ["first_response:1:late"]
    assert _keys(fold(state, hand.agent(2, "在的", at=_AT), hand.RULES), 60) == []


def test_what_was_raised_is_not_raised_again() -> None:
    state = _state(_promise("我两小时后给您回电"), Raised("promise:1.0:soon"))
    assert _keys(state, 100) == []
    assert _keys(state, 121) == ["promise:1.0:late"]
    state = fold(state, Raised("promise:1.0:late"), hand.RULES)
    assert _keys(state, 121) == []


def test_the_most_pressing_comes_first() -> None:
    state = _state(
        hand.customer(1, "宽带断了，你们管不管", "dissatisfied", "complain_service", at=_AT),
        _promise("两分钟内给您回电", seq=2),
    )
    due = [alarm.due for alarm in alarms(state, hand.RULES, _AT + 10**9)]
    assert len(due) == 3
    assert due == sorted(due)


def test_without_times_there_is_nothing_to_be_reminded_of() -> None:
    state = _state(
        hand.customer(1, "宽带断了，你们管不管", "angry", "complain_service"),
        hand.agent(2, "我两小时后给您回电", ["resolve"], ["link"]),
    )
    assert alarms(state, hand.RULES, _AT) == ()


@given(st.lists(st.text("abc", min_size=1, max_size=3), max_size=200))
def test_the_last_alarms_are_remembered_and_no_more(keys: list[str]) -> None:
    state = _state(*map(Raised, keys))
    assert len(state.alarmed) <= 64
    assert len(set(state.alarmed)) == len(state.alarmed)
    assert set(dict.fromkeys(reversed(keys[-30:]))) <= set(state.alarmed)
