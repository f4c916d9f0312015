"""Which plans are offered; what they are called is in the rules that are shipped."""

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from models import labels
from server.coach.events import AgentTurn, CustomerTurn
from server.coach.plans import Answer, Menu, Offers, Plan, PlanRules
from server.coach.playbook import Playbook
from server.coach.rules import Rules
from server.coach.wording import Library
from tests.server import given
from tests.server.coach.parts import card_of, played, rows_of

_MENUS = (
    Menu("compensatory", (Plan("退款", intents=("request_refund",)), Plan("送券"))),
    Menu("compensatory", (Plan("退房费", ("房费",), about=("房",)),), ("travel",)),
    Menu("compensatory", (Plan("减电费"),), ("utilities-property",)),
    Menu("emotional", (Plan("回电"),)),
)
_MATRIX = (
    Answer("compensatory", ("compensatory",)),
    Answer("emotional", ("emotional",)),
    Answer("compensatory", ("emotional",), ("public-hotline",)),
)
_BOOK = Playbook(Library({}), Rules(plans=PlanRules(_MATRIX, _MENUS, ("不要",), 3)))
_REFUND = given.customer(1, "退钱", "calm", "request_refund", "resolve")
_PAY = given.customer(1, "赔我", "calm", "request_compensation", "resolve")


def test_the_industrys_own_plans_stand_before_those_for_all() -> None:
    state = played(_BOOK, [_REFUND], industry="utilities-property")
    assert rows_of(_BOOK, state, "plans") == {
        "demand": "补偿型",
        "compensatory": "减电费；退款；送券",
    }


def test_a_plan_for_another_wish_or_another_topic_is_left_out() -> None:
    state = played(_BOOK, [_PAY], industry="travel")
    assert rows_of(_BOOK, state, "plans")["compensatory"] == "送券"
    about = given.customer(1, "房间是脏的", "calm", "report_problem", "clarify")
    state = played(_BOOK, [about, _PAY], industry="travel")
    assert rows_of(_BOOK, state, "plans")["compensatory"] == "退房费；送券"


def test_the_field_for_an_industry_counts_instead_of_the_one_for_all() -> None:
    state = played(_BOOK, [_PAY], industry="public-hotline")
    assert rows_of(_BOOK, state, "plans") == {"demand": "补偿型", "emotional": "回电"}


def test_both_demands_are_answered_the_one_stated_more_often_first() -> None:
    rude = given.customer(1, "态度太差", "dissatisfied", "complain_service", "resolve")
    card = card_of(_BOOK, played(_BOOK, [rude, _PAY, rude]), "plans")
    assert card is not None
    assert [row.key for row in card.rows] == ["demand", "emotional", "compensatory"]
    assert (card.rows[0].text, card.rows[0].seq) == ("情感型、补偿型", 3)


def test_what_the_agent_named_or_the_customer_refused_is_not_offered_again() -> None:
    named = given.agent(1, "可以给您送券")
    assert (
        rows_of(_BOOK, played(_BOOK, [_REFUND, named, _REFUND]), "plans")["compensatory"] == "退款"
    )
    refused = given.customer(1, "我不要送券，退钱", "calm", "request_refund", "resolve")
    assert rows_of(_BOOK, played(_BOOK, [refused]), "plans")["compensatory"] == "退款"
    asked = given.customer(1, "能送券吗，不要慢吞吞", "calm", "request_refund", "resolve")
    assert rows_of(_BOOK, played(_BOOK, [asked]), "plans")["compensatory"] == "退款；送券"


@pytest.mark.parametrize(
    "last",
    [
        given.customer(1, "气死我了", "angry", "other", "empathize"),
        given.customer(1, "谢谢", "pleased", "thank", "thank"),
        given.agent(1, "已经给您退了", ["resolve"]),
    ],
)
def test_nothing_is_offered_where_something_else_is_due_or_it_is_done(
    last: CustomerTurn | AgentTurn,
) -> None:
    assert card_of(_BOOK, played(_BOOK, [_REFUND]), "plans")
    assert card_of(_BOOK, played(_BOOK, [_REFUND, last]), "plans") is None


def test_it_stays_while_the_agent_only_asks_to_wait() -> None:
    assert card_of(_BOOK, played(_BOOK, [_REFUND, given.agent(1, "请稍等")]), "plans")


def test_a_question_after_all_was_settled_brings_no_plans() -> None:
    thanks = given.customer(1, "谢谢", "pleased", "thank", "thank")
    asks = given.customer(1, "周日上班吗", "calm", "ask_info", "resolve")
    assert card_of(_BOOK, played(_BOOK, [_REFUND, thanks, asks]), "plans") is None


@pytest.mark.parametrize("industry", labels.INDUSTRIES)
@pytest.mark.parametrize("intent", labels.DEMAND_OF_INTENT)
def test_every_demand_in_every_industry_has_two_plans_to_choose_from(
    playbook: Playbook, industry: str, intent: str
) -> None:
    turn = given.customer(1, "那怎么办", "calm", intent, "resolve")
    rows = rows_of(playbook, played(playbook, [turn], industry=industry), "plans")
    assert len("；".join(list(rows.values())[1:]).split("；")) >= 2


def test_the_shipped_plans_fit_the_slot(playbook: Playbook) -> None:
    plans = [plan for menu in playbook.rules.plans.menus for plan in menu.plans]
    assert all(len(plan.say) <= 14 for plan in plans)
    assert not any(mark in plan.say for plan in plans for mark in "，。；、‹›{}")
    assert not any(word in plan.say for plan in plans for word in ("保证", "一定", "绝对"))
    own = {industry for menu in playbook.rules.plans.menus for industry in menu.industries}
    assert own == set(labels.INDUSTRIES)


@drawn(st.lists(st.sampled_from([_REFUND, _PAY, given.agent(1, "送券"), given.agent(1, "回电")])))
def test_what_is_remembered_does_not_grow(turns: list[CustomerTurn]) -> None:
    offers: Offers = played(_BOOK, turns).offers
    assert len(offers.wanted) == len(set(offers.wanted)) <= 2
    assert offers.named <= {"送券", "回电"}
    told = [turn.text for turn in turns]
    assert ("送券" in offers.named) == ("送券" in told)
