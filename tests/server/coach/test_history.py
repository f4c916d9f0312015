"""Who this is: told in a line, and recognised when it is the same matter again."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from server.coach.advice import Advice
from server.coach.events import Advised, Opened
from server.coach.fold import fold
from server.coach.history import card, past, same_matter, visit, when
from server.coach.state import State
from server.coach.visits import History, Owed, Visit
from server.coach.wording import compose
from server.prompts import load_library, load_products
from tests.server import given

_RULES = given.RULES.history
_PRODUCTS = load_products()
_DAY = 86_400_000


def _ms(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000) - 8 * 3_600_000


_NOW = _ms("2026-03-05 10:00")


def _talk(history: History, text: str = "我的洗衣机脱水时跳闸，又坏了") -> State:
    state = fold(State(), Opened("c2", at=_NOW, history=history), given.RULES)
    turn = given.customer(1, text, "dissatisfied", "report_problem", fact=text, at=_NOW)
    return fold(state, turn, given.RULES)


def _visit(matter: str, days: int, *owed: Owed) -> Visit:
    return Visit("c1", _NOW - days * _DAY, matter, "angry", owed)


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
    assert card(_talk(History()), _RULES, _PRODUCTS) is None


def test_the_same_matter_again_is_told_with_what_to_say() -> None:
    history = History((_visit("您的洗衣机脱水时跳闸", 7, Owed("明天上午师傅上门")),), times=3)
    shown = card(_talk(history), _RULES, _PRODUCTS)
    assert shown is not None
    assert [row.key for row in shown.rows] == ["visits", "promise", "again"]
    assert "第4次来，上次上周，当时愤怒" in shown.rows[0].text
    assert "明天上午师傅上门" in shown.rows[1].text
    assert shown.level == "attend"
    assert any("上周" in each for each in shown.say)


def test_another_matter_is_not_taken_for_the_same() -> None:
    state = _talk(History((_visit("您的发票抬头开错了", 3),), times=1))
    assert same_matter(state, _RULES, _PRODUCTS) is None
    shown = card(state, _RULES, _PRODUCTS)
    assert shown is not None
    assert shown.say == ()


def test_what_is_long_ago_is_not_the_same_matter() -> None:
    state = _talk(History((_visit("您的洗衣机脱水时跳闸", 61),), times=1))
    assert same_matter(state, _RULES, _PRODUCTS) is None
    later = replace(_RULES, days=61)
    assert same_matter(state, later, _PRODUCTS) is not None


def test_a_conversation_is_remembered_by_its_matter_and_mood() -> None:
    noted = visit(_talk(History()))
    assert (noted.conversation_id, noted.at, noted.emotion) == ("c2", _NOW, "dissatisfied")
    assert "洗衣机" in noted.matter


@pytest.mark.parametrize(
    ("then", "now"),
    [
        ("您的洗衣机脱水时跳闸", "我的洗衣机一脱水就跳闸"),
        ("您的快递三天没到", "快递还没到"),
        ("退款没到账", "退款三天了还没到账"),
        ("您退货的钱还没退", "退货款到现在没退给我"),
        ("您家宽带一到晚上就断网", "宽带又断网了"),
        ("您的会员被自动续费了", "会员自动续费扣了我25元"),
        ("孩子的课一直没安排", "课还没给孩子安排"),
    ],
)
def test_the_same_matter_in_other_words(then: str, now: str) -> None:
    state = _talk(History((_visit(then, 3),), times=1), now)
    assert same_matter(state, _RULES, _PRODUCTS) is not None


@pytest.mark.parametrize(
    ("then", "now"),
    [
        ("您的洗衣机漏水", "我的洗衣机脱水时跳闸"),
        ("您的快递坏了", "我的快递三天没到"),
        ("退款没到账", "我的快递一直没到"),
        ("三天了没人管", "等了三天了没人管我"),
        ("打了三次电话没人接", "给你们打电话没人接"),
        ("骑手态度不好", "你们客服态度不好"),
        ("订单20260301778899没发货", "订单20260228112233没发货"),
        ("信用卡年费扣了您300", "信用卡被盗刷了300"),
        ("", "我的洗衣机脱水时跳闸"),
    ],
)
def test_what_is_not_surely_the_same_is_another_matter(then: str, now: str) -> None:
    state = _talk(History((_visit(then, 3),), times=1), now)
    assert same_matter(state, _RULES, _PRODUCTS) is None


def _past(state: State) -> dict[str, str]:
    return past(state, _RULES, _PRODUCTS)


def test_a_promise_is_spoken_of_once_its_time_has_passed() -> None:
    def told(due: int | None, words: str = "明天上午师傅上门") -> dict[str, str]:
        return _past(_talk(History((_visit("您的洗衣机脱水时跳闸", 7, Owed(words, due)),), 1)))

    assert told(_NOW - 1) == {"{when}": "上周", "{promise}": "明天上午师傅上门"}
    assert told(_NOW) == told(None) == {"{when}": "上周"}
    assert told(_NOW - 1, "明天上午" + "一定" * 15 + "上门") == {"{when}": "上周"}


def test_a_promise_about_something_else_is_not_spoken_of() -> None:
    owed = Owed("明天重开发票", _NOW - 1)
    assert _past(_talk(History((_visit("您的发票抬头开错了", 3, owed),), 1))) == {}


def test_it_is_spoken_of_until_the_agent_has_answered() -> None:
    library = load_library()
    state = _talk(History((_visit("您的洗衣机脱水时跳闸", 7),), 1))
    for _ in range(2):
        wordings = compose(library, state, "empathize", _past(state))
        assert ["上周" in each.text for each in wordings] == [True, False, False]
        advice = Advice(1, "empathize", None, True, (), wordings)
        state = fold(state, Advised(advice), given.RULES)
    state = fold(state, given.agent(2, "抱歉", ["empathize"]), given.RULES)
    assert _past(state) == {}


def test_what_was_never_offered_can_still_be_said() -> None:
    state = _talk(History((_visit("您的洗衣机脱水时跳闸", 7),), 1))
    assert _past(fold(state, given.agent(2, "您好", ["listen"]), given.RULES))


def test_a_broken_promise_comes_before_that_it_is_the_same_matter() -> None:
    library = load_library()
    owed = Owed("明天上午师傅上门", _NOW - 1)
    state = _talk(History((_visit("您的洗衣机脱水时跳闸", 7, owed),), 1))
    for step in ("listen", "empathize"):
        first, *others = compose(library, state, step, _past(state))
        assert "“明天上午师傅上门”" in first.text
        assert not any("明天上午师傅上门" in each.text for each in others)
