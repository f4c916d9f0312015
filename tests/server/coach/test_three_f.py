"""Fact, Feeling, Focus: what stands on the card, and when the three are said back."""

from hypothesis import given, settings
from hypothesis import strategies as st

from models.readings import EMOTION_KEYS, INTENT_KEYS
from server.coach.cards import Card
from server.coach.coach import cards
from server.coach.events import AgentTurn, CustomerTurn
from server.coach.fold import fold
from server.coach.playbook import Playbook
from server.coach.state import State
from tests.server import given as hand

_WRONG = "我订的XL码衬衫发成了S码"
_TURNS = st.lists(
    st.tuples(
        st.sampled_from(["我就要一个说法", "退钱", "快点", _WRONG]),
        st.sampled_from(EMOTION_KEYS),
        st.sampled_from(INTENT_KEYS),
    ),
    max_size=20,
)


def _after(*turns: CustomerTurn | AgentTurn) -> State:
    state = State(conversation_id="c")
    for turn in turns:
        state = fold(state, turn, hand.RULES)
    return state


def _card(state: State, playbook: Playbook) -> Card | None:
    return next((card for card in cards(playbook, state) if card.kind == "three_f"), None)


def _rows(state: State, playbook: Playbook) -> dict[str, str]:
    found = _card(state, playbook)
    return {row.key: row.text for row in found.rows} if found else {}


def test_one_of_the_three_is_not_enough(playbook: Playbook) -> None:
    assert _rows(_after(hand.customer(1, "真行", "dissatisfied", "other")), playbook) == {}


def test_the_feeling_is_the_strongest_of_the_last_lines_and_the_most_exact(
    playbook: Playbook,
) -> None:
    fact = hand.customer(1, _WRONG, "angry", "complain_service", fact=_WRONG)
    state = _after(fact, hand.customer(2, "唉", "disappointed"))
    assert _rows(state, playbook)["feeling"] == "很生气，觉得没被当回事"
    for seq in range(3, 6):
        state = fold(state, hand.customer(seq, "嗯", "calm", "affirm"), hand.RULES)
    assert _rows(state, playbook)["feeling"] == "失望，本来是信得过的"


def test_a_feeling_that_is_not_surely_read_has_no_name(playbook: Playbook) -> None:
    state = _after(
        hand.customer(1, _WRONG, "calm", "request_compensation", fact=_WRONG),
        hand.customer(2, "唉", "angry", sure=0.3),
    )
    assert "feeling" not in _rows(state, playbook)


def test_the_customers_own_words_hold_against_a_later_request_for_a_while(
    playbook: Playbook,
) -> None:
    state = _after(
        hand.customer(1, "都别说了，我就要你们经理道歉", "angry", "request_apology"),
        hand.customer(2, "退钱", "dissatisfied", "request_refund"),
    )
    assert _rows(state, playbook)["focus"] == "“我就要你们经理道歉”"
    for seq in range(3, 8):
        state = fold(
            state, hand.customer(seq, "退钱", "dissatisfied", "request_refund"), hand.RULES
        )
    assert _rows(state, playbook)["focus"].startswith("把钱退回来")


def test_what_only_sounds_like_a_wish_is_none() -> None:
    for text in ("我就想问问", "后天我就要演出了", "我就要疯了", "别给我一个过期的", "我就要"):
        state = _after(hand.customer(1, text, "dissatisfied", "other"))
        assert state.focus.wish is None, text


def test_what_was_asked_for_is_said_back_once_with_the_fact(playbook: Playbook) -> None:
    state = _after(
        hand.customer(1, _WRONG, "dissatisfied", "report_problem", fact=_WRONG),
        hand.customer(2, "换一件吧", "dissatisfied", "request_exchange"),
    )
    shown = _card(state, playbook)
    assert shown is not None
    (said,) = shown.say
    assert "您订的XL码衬衫发成了S码" in said
    assert "换一个好的" in said
    state = fold(state, hand.agent(3, "好的，给您换"), hand.RULES)
    shown = _card(state, playbook)
    assert shown is not None
    assert shown.say == ()


def test_nothing_is_said_back_in_heat_nor_where_the_fact_says_it(playbook: Playbook) -> None:
    fact = hand.customer(1, _WRONG, "dissatisfied", "report_problem", fact=_WRONG)
    hot = _card(_after(fact, hand.customer(2, "换", "angry", "request_exchange")), playbook)
    assert hot is not None
    assert hot.say == ()
    for text in ("这件衬衫早就该换了", "然后把订单帮我取消"):
        same = hand.customer(1, text, "dissatisfied", "request_exchange", fact=text)
        shown = _card(_after(same), playbook)
        assert shown is not None
        assert shown.say == (), text


def test_apology_and_answers_are_not_confirmed_but_given(playbook: Playbook) -> None:
    state = _after(
        hand.customer(1, _WRONG, "dissatisfied", "report_problem", fact=_WRONG),
        hand.customer(2, "给我道歉", "dissatisfied", "request_apology"),
    )
    shown = _card(state, playbook)
    assert shown is not None
    assert any("要一句道歉" in row.text for row in shown.rows)
    assert shown.say == ()


@settings(deadline=None)
@given(_TURNS)
def test_who_is_pleased_has_no_card_and_the_state_stays_small(
    turns: list[tuple[str, str, str]],
) -> None:
    state = _after(*(hand.customer(n, *turn) for n, turn in enumerate(turns, start=1)))
    assert len(state.focus.feelings) <= hand.RULES.focus.recent
    state = fold(state, hand.customer(99, "谢谢", "pleased", "thank"), hand.RULES)
    assert not state.focus.complained
    assert state.focus.strongest(hand.RULES.focus) is None
