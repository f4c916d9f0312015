from dataclasses import replace

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from server.coach.asks import Answer, Ask
from server.coach.cards import Card
from server.coach.compensation import (
    Authority,
    CompensationRules,
    MoneyPhrase,
    Rounding,
)
from server.coach.events import Answered, Asked, CustomerTurn
from server.coach.fold import fold
from server.coach.playbook import Playbook
from server.coach.rules import Rules
from server.coach.tier import TierRule, Tiers
from server.coach.wording import Library
from tests.server import given
from tests.server.coach.parts import card_of, played, rows_of

_RULES = CompensationRules(
    factor=1.5,
    rounding=(Rounding(5, 100), Rounding(10)),
    authorities=(
        Authority(100),
        Authority(300, tiers=("serious",)),
        Authority(0, industries=("banking",)),
        Authority(40, tiers=("serious",), industries=("banking",)),
    ),
    above=(MoneyPhrase("报主管，‹时限›回您。"), MoneyPhrase("{asked}报主管，‹时限›回您。")),
    within=(MoneyPhrase("可以补{offer}。"),),
    unexplained=(MoneyPhrase("{asked}是哪几笔？"),),
)
_TIERS = (TierRule("s", "serious", "严重", words=("曝光",)),)
_BOOK = Playbook(
    Library({}), Rules(tiers=Tiers(_TIERS), losses=given.RULES.losses, compensation=_RULES)
)


def _line(text: str, intent: str = "request_compensation") -> CustomerTurn:
    return given.customer(1, text, "dissatisfied", intent, "negotiate")


def _card(*lines: str, industry: str = "telecom") -> Card:
    state = played(_BOOK, [_line(line) for line in lines], industry=industry)
    card = card_of(_BOOK, state, "compensation")
    assert card is not None
    return card


def test_the_loss_times_the_factor_is_suggested_within_the_authority() -> None:
    card = _card("我打车花了42元")
    rows = {row.key: row.text for row in card.rows}
    assert rows == {
        "交通": "42元：我打车花了42元",
        "suggested": "65元，损失42元的1.5倍",
        "authority": "您能定到100元",
    }
    assert (card.say, card.level) == (("可以补65元。",), "info")


def test_above_the_authority_a_supervisor_is_asked_and_nothing_promised() -> None:
    card = _card("我打车花了200元")
    assert card.rows[-1].key == "approval"
    assert card.rows[-1].text == "您能定到100元；请主管批300元"
    assert (card.say, card.level) == (("报主管，‹时限›回您。",), "attend")


def test_the_customers_own_figure_is_kept_and_never_exceeded() -> None:
    rows = {row.key: row.text for row in _card("我打车花了60元，赔我70元").rows}
    assert rows["asked"].startswith("70元：")
    assert rows["suggested"] == "70元，客户要的数"
    card = _card("我打车花了40元，赔我5000元")
    rows = {row.key: row.text for row in card.rows}
    assert rows["suggested"] == "60元，损失40元的1.5倍"
    assert rows["approval"] == "您能定到100元；请主管批5000元"
    assert card.say == ("5000元报主管，‹时限›回您。",)


def test_a_figure_without_a_loss_is_asked_about() -> None:
    card = _card("赔我80元")
    assert [row.key for row in card.rows] == ["asked", "authority"]
    assert card.say == ("80元是哪几笔？",)


@pytest.mark.parametrize(
    ("industry", "line", "limit"),
    [
        ("telecom", "赔我900元", "您能定到100元"),
        ("telecom", "赔我900元，不然曝光", "您能定到300元"),
        ("banking", "赔我900元", "这类要求您不能自己定"),
        ("banking", "赔我900元，不然曝光", "您能定到40元"),
    ],
)
def test_the_authority_is_by_tier_and_industry(industry: str, line: str, limit: str) -> None:
    assert _card(line, industry=industry).rows[-1].text == f"{limit}；请主管批900元"


def test_the_sentence_stands_on_the_line_about_money_and_never_twice() -> None:
    said = [_card(*["我打车花了200元"] * times).say for times in (1, 2)]
    assert said == [("报主管，‹时限›回您。",), ()]
    turns = [_line("我打车花了200元"), _line("快点", "urge")]
    card = card_of(_BOOK, played(_BOOK, turns), "compensation")
    assert card is not None
    assert card.say == ()


@pytest.mark.parametrize(
    ("text", "intent", "step"),
    [
        ("这单299元我不要了，退款", "request_refund", "resolve"),
        ("我打车花了80元", "report_problem", "resolve"),
        ("气死我了，打车花了80元，得赔我", "request_compensation", "empathize"),
        ("你们得赔我", "request_compensation", "resolve"),
    ],
)
def test_it_is_not_shown_where_money_is_not_at_issue_now(text: str, intent: str, step: str) -> None:
    turn = given.customer(1, text, "angry", intent, step)
    assert card_of(_BOOK, played(_BOOK, [turn]), "compensation") is None


@pytest.mark.parametrize("granted", [True, False])
def test_what_the_supervisor_has_answered_is_not_to_be_asked_again(granted: bool) -> None:
    state = played(_BOOK, [_line("我打车花了80元，赔我500元")])
    state = fold(state, Asked(Ask("a", "approval", 1, 500.0)), _BOOK.rules)
    assert card_of(_BOOK, state, "compensation") is not None
    state = fold(state, Answered("a", Answer(granted, 200.0 if granted else None)), _BOOK.rules)
    assert card_of(_BOOK, state, "compensation") is None
    state = fold(state, replace(_line("不行，必须赔我450元"), seq=3), _BOOK.rules)
    assert "450元" in rows_of(_BOOK, state, "compensation")["asked"]


@drawn(st.integers(10, 9999), st.integers(10, 9999))
def test_the_suggestion_makes_up_for_the_loss_but_is_no_more_than_asked(
    loss: int, asked: int
) -> None:
    state = played(_BOOK, [_line(f"我打车花了{loss}元"), _line(f"赔我{asked}元")])
    rows = rows_of(_BOOK, state, "compensation")
    suggested = float(rows["suggested"].partition("元")[0])
    assert suggested == asked or loss * 1.5 <= suggested < loss * 1.5 + 10
    assert suggested <= asked
    assert ("approval" in rows) == (max(asked, suggested) > 100)


def test_the_shipped_sentences_above_the_authority_promise_nothing(playbook: Playbook) -> None:
    above = playbook.rules.compensation.above
    assert above
    assert all("‹时限›" in phrase.say for phrase in above)
    assert not any(word in p.say for p in above for word in ("一定", "保证", "会给您", "赔您"))
