"""Promises are kept in mind until they are settled, and no more of them than there is room for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.coach import promises
from server.coach.coach import guide
from server.coach.events import AgentTurn, Event, Kept
from server.coach.fold import fold
from server.coach.playbook import Playbook
from server.coach.promises import Promise, Promises
from server.coach.state import State
from tests.server import given as hand

_RULES = hand.RULES.promises
_AT = 1_772_413_200_000
_MINUTE = 60_000
_TEXTS = st.sampled_from(
    [
        "24小时内退款",
        "明天上午师傅上门",
        "师傅改后天上午上门",
        "我两小时后给您回电",
        "今天18点前发货，明天送到",
        "已经给您退款了",
        "已经发货了",
        "我会尽快处理",
        "好的",
    ]
)


def _line(seq: int, text: str, minutes: int = 0, timed: bool = True) -> AgentTurn:
    at = _AT + minutes * _MINUTE if timed else 0
    return hand.agent(seq, text, ["resolve"], ["link"], at=at)


def _after(*lines: str, every: int = 1) -> Promises:
    found = Promises()
    for number, text in enumerate(lines):
        found = found.after(_line(number + 1, text, number * every), _RULES)
    return found


def _statuses(found: Promises) -> list[tuple[str, str]]:
    return [(each.pledge.action, each.status) for each in found.items]


def test_said_to_be_done_a_promise_of_that_action_is_kept_and_no_other() -> None:
    found = _after("24小时内退款", "明天上午师傅上门", "已经给您退款了")
    assert _statuses(found) == [("退款", "kept"), ("上门", "open")]


def test_a_new_time_replaces_the_old_one() -> None:
    found = _after("明天上午师傅上门", "师傅改后天上午上门")
    (only,) = found.items
    assert (only.seq, only.pledge.when) == (2, "D+2T12:00")


def test_another_persons_promise_stays() -> None:
    assert len(_after("主管明天上午给您回电", "我两小时后给您回电").items) == 2


def test_the_same_words_again_win_no_time() -> None:
    found = _after("24小时内退款", "对，24小时内退款", every=30)
    (only,) = found.items
    assert (only.seq, only.due) == (1, _AT + 24 * 60 * _MINUTE)


def test_the_same_words_again_after_the_time_has_passed_are_a_new_promise() -> None:
    found = _after("半小时内给您回电", "半小时内给您回电", every=60)
    (only,) = found.items
    assert (only.seq, only.due) == (2, _AT + 90 * _MINUTE)


def test_somebody_says_what_became_of_a_promise() -> None:
    state = fold(State(), _line(1, "24小时内退款"), hand.RULES)
    kept = fold(state, Kept(1, kept=True), hand.RULES)
    broken = fold(state, Kept(1, kept=False), hand.RULES)
    assert _statuses(kept.promises) == [("退款", "kept")]
    assert _statuses(broken.promises) == [("退款", "broken")]
    assert fold(state, Kept(7, kept=True), hand.RULES) == state


def test_the_most_pressing_stands_first_and_the_settled_last() -> None:
    found = _after("明天上午师傅上门", "24小时内退款", "我两小时后给您回电", "已经给您退款了")
    shown = promises.card(found, _AT, _RULES)
    assert shown is not None
    assert [row.status for row in shown.rows] == ["open", "open", "done"]
    assert [row.key for row in shown.rows] == ["agent", "师傅", "agent"]
    assert [row.due is None for row in shown.rows] == [False, False, True]
    assert (shown.level, shown.say) == ("info", ())


def test_a_promise_whose_time_has_passed_is_late_and_there_is_something_to_say() -> None:
    found = _after("我两小时后给您回电")
    on_time = promises.card(found, _AT + 120 * _MINUTE, _RULES)
    late = promises.card(found, _AT + 121 * _MINUTE, _RULES)
    assert on_time is not None
    assert late is not None
    assert (on_time.rows[0].status, on_time.level) == ("open", "info")
    assert (late.rows[0].status, late.level, late.say) == ("late", "attend", _RULES.say_late)


def test_nothing_promised_shows_nothing() -> None:
    assert promises.card(_after("好的", "我会尽快处理"), _AT, _RULES) is None


def test_without_times_promises_are_listed_and_never_late() -> None:
    found = Promises().after(_line(1, "24小时内退款", timed=False), _RULES)
    shown = promises.card(found, 0, _RULES)
    assert shown is not None
    assert [(row.status, row.due) for row in shown.rows] == [("open", None)]


def _cue(playbook: Playbook, *events: Event) -> str | None:
    state = State()
    for event in events:
        state = fold(state, event, hand.RULES)
    cue = guide(playbook, state).cue
    return None if cue is None else cue.kind


def test_a_time_is_asked_for_once_right_after_the_line(playbook: Playbook) -> None:
    vague = _line(1, "我会尽快给您退款")
    assert _cue(playbook, vague) == "vague_promise"
    assert _cue(playbook, vague, hand.customer(2, "好")) is None
    assert _cue(playbook, vague, _line(2, "您稍等")) is None


@pytest.mark.parametrize(
    ("before", "asked"), [("24小时内退款", False), ("明天上午师傅上门", True), ("好的", True)]
)
def test_no_time_is_asked_for_that_was_given(playbook: Playbook, before: str, asked: bool) -> None:
    cue = _cue(playbook, _line(1, before), _line(2, "我会尽快给您退款"))
    assert (cue == "vague_promise") == asked


@given(st.lists(_TEXTS, max_size=40))
def test_there_are_never_more_than_there_is_room_for_and_open_ones_go_last(
    texts: list[str],
) -> None:
    found = Promises()
    for seq, text in enumerate(texts, start=1):
        before, found = found, found.after(_line(seq, text, seq), _RULES)
        assert len(found.items) <= _RULES.most
        lost = {(each.seq, each.number) for each in before.open} - _places(found.items)
        put_off = any(each.seq == seq for each in found.items)
        assert not lost or put_off
        assert [each.seq for each in found.items] == sorted(each.seq for each in found.items)


def _places(items: tuple[Promise, ...]) -> set[tuple[int, int]]:
    return {(each.seq, each.number) for each in items}


def test_settled_promises_make_room_first() -> None:
    owners = _RULES.owners[:13]
    found = Promises()
    for seq, owner in enumerate(owners[:12], start=1):
        found = found.after(_line(seq, f"{owner}明天给您回电"), _RULES)
    assert len(found.open) == 12
    found = found.settled(5, kept=True).after(_line(13, f"{owners[12]}明天给您回电"), _RULES)
    assert [each.seq for each in found.items] == [1, 2, 3, 4, *range(6, 14)]
