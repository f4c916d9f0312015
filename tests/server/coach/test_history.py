"""Who this is: told in a line, and recognised when it is the same matter again."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from server.coach.events import Opened
from server.coach.fold import fold
from server.coach.history import card, same_matter, visit, when
from server.coach.state import State
from server.coach.visits import History, Visit
from tests.server import given

_RULES = given.RULES.history
_DAY = 86_400_000


def _ms(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000) - 8 * 3_600_000


_NOW = _ms("2026-03-05 10:00")


def _talk(history: History, text: str = "我的洗衣机脱水时跳闸，又坏了") -> State:
    state = fold(State(), Opened("c2", at=_NOW, history=history), given.RULES)
    turn = given.customer(1, text, "dissatisfied", "report_problem", fact=text, at=_NOW)
    return fold(state, turn, given.RULES)


def _visit(matter: str, days: int, promises: tuple[str, ...] = ()) -> Visit:
    return Visit("c1", _NOW - days * _DAY, matter, ("corrective",), "angry", promises)


@pytest.mark.parametrize(
    ("then", "said"),
    [
        ("2026-03-05 09:00", "今天早些时候"),
        ("2026-03-04 23:59", "昨天"),
        ("2026-03-03 00:00", "前天"),
        ("2026-03-02 09:00", "这周"),
        ("2026-03-01 23:00", "上周"),
        ("2026-02-23 00:00", "上周"),
        ("2026-02-22 23:59", "上个月"),
        ("2026-02-01 00:00", "上个月"),
        ("2026-01-31 12:00", "之前"),
        ("2025-03-05 12:00", "之前"),
    ],
)
def test_how_long_ago_is_told_as_one_says_it(then: str, said: str) -> None:
    assert when(_ms(then), _NOW, 8) == said


def test_days_begin_at_the_customers_midnight() -> None:
    just_after, just_before = _ms("2026-03-05 00:10"), _ms("2026-03-04 23:50")
    assert when(just_before, just_after, 8) == "昨天"
    assert when(just_before, just_after, 0) == "今天早些时候"


def test_who_has_never_come_has_no_card() -> None:
    assert card(_talk(History()), _RULES) is None


def test_the_same_matter_again_is_told_with_what_to_say() -> None:
    history = History((_visit("您的洗衣机脱水时跳闸", 7, ("明天上午师傅上门",)),), times=3)
    shown = card(_talk(history), _RULES)
    assert shown is not None
    assert [row.key for row in shown.rows] == ["visits", "promise", "again"]
    assert "第4次来，上次上周，当时愤怒" in shown.rows[0].text
    assert "明天上午师傅上门" in shown.rows[1].text
    assert shown.level == "attend"
    assert any("上周" in each for each in shown.say)


def test_another_matter_is_not_taken_for_the_same() -> None:
    state = _talk(History((_visit("您的发票抬头开错了", 3),), times=1))
    assert same_matter(state.history, state, _RULES) is None
    shown = card(state, _RULES)
    assert shown is not None
    assert shown.say == ()


def test_what_is_long_ago_is_not_the_same_matter() -> None:
    state = _talk(History((_visit("您的洗衣机脱水时跳闸", 61),), times=1))
    assert same_matter(state.history, state, _RULES) is None
    later = replace(_RULES, days=61)
    assert same_matter(state.history, state, later) is not None


def test_a_conversation_is_remembered_by_its_matter_mood_and_demands() -> None:
    noted = visit(_talk(History()))
    assert (noted.conversation_id, noted.at, noted.emotion) == ("c2", _NOW, "dissatisfied")
    assert "洗衣机" in noted.matter
    assert noted.demands == ("corrective",)
