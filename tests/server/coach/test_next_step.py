"""Which step comes next, decided from the reading and what the state knows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.readings import EMOTION_KEYS, INTENT_KEYS, STEP_KEYS, CustomerReading, Distribution
from server.coach.events import CustomerTurn, Event
from server.coach.fold import fold
from server.coach.next_step import decide
from server.coach.state import State
from tests.server import given as hand

# The classifier hesitates between acting and acknowledging.
_TORN = {"resolve": 0.5, "empathize": 0.38}


def _after(*events: Event) -> State:
    state = State()
    for event in events:
        state = fold(state, event, hand.RULES)
    return state


def _distribution(keys: tuple[str, ...]) -> st.SearchStrategy[Distribution]:
    weights = st.lists(st.integers(1, 99), min_size=len(keys), max_size=len(keys))
    return weights.map(lambda found: tuple(weight / sum(found) for weight in found))


@given(_distribution(EMOTION_KEYS), _distribution(INTENT_KEYS), _distribution(STEP_KEYS))
def test_every_reading_gives_a_first_step_of_six_with_reasons(
    emotion: Distribution, intent: Distribution, following: Distribution
) -> None:
    turn = CustomerTurn(7, "我的快递", CustomerReading(emotion, intent, following, (0, 4)))
    decision = decide(State(), turn)
    assert decision.step in STEP_KEYS
    assert decision.also in {None, *STEP_KEYS} - {decision.step}
    assert decision.why
    assert all(reason.seq in (7, None) for reason in decision.why)
    assert decision.confident is not any(reason.code == "unsure" for reason in decision.why)


@pytest.mark.parametrize("step", STEP_KEYS)
def test_a_calm_customer_gets_the_step_the_classifier_is_sure_of(step: str) -> None:
    assert decide(State(), hand.customer(1, "这个", following=step)).step == step


@pytest.mark.parametrize("emotion", ["anxious", "disappointed", "dissatisfied", "angry"])
def test_a_feeling_nobody_acknowledged_tips_the_balance_to_empathy(emotion: str) -> None:
    assert decide(State(), hand.customer(1, "怎么回事", emotion, following=_TORN)).step == (
        "empathize"
    )


@pytest.mark.parametrize("emotion", ["calm", "pleased", "confused"])
def test_without_upset_the_balance_tips_to_acting(emotion: str) -> None:
    assert decide(State(), hand.customer(1, "怎么退", emotion, "ask_info", _TORN)).step == "resolve"


def test_a_feeling_already_acknowledged_is_not_acknowledged_for_ever() -> None:
    state = _after(
        hand.customer(1, "怎么回事", "dissatisfied", following="empathize"),
        hand.agent(2, "很抱歉", ["empathize"]),
    )
    assert decide(state, hand.customer(3, "然后呢", "dissatisfied", following=_TORN)).step == (
        "resolve"
    )


def test_a_worse_feeling_than_the_acknowledged_one_is_acknowledged_again() -> None:
    state = _after(
        hand.customer(1, "怎么回事", "dissatisfied", following="empathize"),
        hand.agent(2, "很抱歉", ["empathize"]),
    )
    decision = decide(state, hand.customer(3, "骗子", "angry", following=_TORN))
    assert decision.step == "empathize"
    codes = [reason.code for reason in decision.why]
    assert "feeling_again" in codes
    assert "mood_falling" in codes


def test_a_feeling_that_returns_after_calm_is_acknowledged_again() -> None:
    state = _after(
        hand.customer(1, "你们骗人", "angry", following="empathize"),
        hand.agent(2, "很抱歉", ["empathize", "resolve"]),
        hand.customer(3, "好的，我等着", "calm", "affirm", "thank"),
        hand.agent(4, "谢谢您", ["thank"]),
        hand.customer(5, "地址写的公司", "calm", "inform", "clarify"),
    )
    decision = decide(state, hand.customer(6, "又骗我", "angry", following=_TORN))
    assert decision.step == "empathize"


def test_thanks_from_a_content_customer_lead_to_thanks_even_where_the_classifier_wavers() -> None:
    wavering = {"listen": 0.45, "thank": 0.3}
    pleased = hand.customer(1, "谢谢", "pleased", "thank", wavering)
    assert decide(State(), pleased).step == "thank"
    sarcastic = hand.customer(1, "我可真谢谢你们", "dissatisfied", "thank", wavering)
    assert decide(State(), sarcastic).step != "thank"


def test_a_no_after_a_solution_was_offered_leans_to_negotiating() -> None:
    leaning = {"resolve": 0.4, "negotiate": 0.36}
    no = hand.customer(3, "不行", "calm", "deny", leaning)
    offered = _after(
        hand.customer(1, "坏了", "calm", "report_problem", "resolve"),
        hand.agent(2, "给您换一件", ["resolve"]),
    )
    decision = decide(offered, no)
    assert decision.step == "negotiate"
    assert "offer_rejected" in [reason.code for reason in decision.why]
    assert decide(State(), no).step == "resolve"


def test_the_second_step_is_named_only_where_it_is_nearly_as_good() -> None:
    near = hand.customer(1, "怎么退", "calm", "ask_info", {"resolve": 0.5, "clarify": 0.4})
    far = hand.customer(1, "怎么退", "calm", "ask_info", {"resolve": 0.85})
    assert decide(State(), near).also == "clarify"
    assert decide(State(), far).also is None


def test_a_doubtful_feeling_makes_the_advice_unsure() -> None:
    assert decide(State(), hand.customer(1, "这个", "angry", sure=0.9)).confident
    assert not decide(State(), hand.customer(1, "这个", "angry", sure=0.4)).confident


def test_saying_the_same_again_is_a_reason_but_a_short_word_is_not() -> None:
    for text, expected in (("我的退款什么时候到", True), ("嗯", False)):
        state = _after(hand.customer(1, text), hand.agent(2, "请稍等"))
        codes = [reason.code for reason in decide(state, hand.customer(3, text)).why]
        assert ("repeat" in codes) is expected


def test_a_question_for_a_fact_says_that_the_fact_is_missing_and_a_stated_one_is_quoted() -> None:
    missing = decide(State(), hand.customer(1, "坏了", "calm", "report_problem", "clarify"))
    assert "fact_missing" in [reason.code for reason in missing.why]
    stated = decide(
        State(), hand.customer(1, "锅柄断了，怎么办", following="resolve", fact="锅柄断了")
    )
    assert [r.quote for r in stated.why if r.code == "fact_stated"] == ["锅柄断了"]


@pytest.mark.parametrize("intent", ["greet", "inform", "escalate"])
def test_nothing_is_acted_on_before_the_customer_has_raised_anything(intent: str) -> None:
    card = {"resolve": 0.6, "listen": 0.3}
    opening = hand.customer(1, "订单号 10012345", "calm", intent, card)
    assert decide(State(), opening).step == "listen"
    told = _after(hand.customer(1, "还没收到", "calm", "report_problem", "clarify"))
    assert decide(told, hand.customer(2, "10012345", "calm", intent, card)).step == "resolve"
    called = _after(hand.agent(1, "请您报一下订单号", ["clarify"]))
    assert decide(called, hand.customer(2, "10012345", "calm", intent, card)).step == "resolve"
