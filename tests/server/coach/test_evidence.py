"""What to have in hand before money is agreed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import labels
from models.readings import INTENT_KEYS, STEP_KEYS
from server.coach.cards import Card
from server.coach.coach import cards
from server.coach.events import AgentTurn, CustomerTurn, Opened
from server.coach.fold import fold
from server.coach.playbook import Playbook
from server.coach.state import State
from tests.server import given as hand


def _after(industry: str, *turns: CustomerTurn | AgentTurn, channel: str = "chat") -> State:
    state = fold(State(), Opened("c", channel, industry), hand.RULES)
    for turn in turns:
        state = fold(state, turn, hand.RULES)
    return state


def _card(state: State, playbook: Playbook) -> Card | None:
    return next((card for card in cards(playbook, state) if card.kind == "evidence"), None)


def _stand(state: State, playbook: Playbook) -> dict[str, str | None]:
    shown = _card(state, playbook)
    return {row.key: row.status for row in shown.rows} if shown else {}


def _refund(seq: int, text: str = "退钱") -> CustomerTurn:
    return hand.customer(seq, text, "calm", "request_refund", "resolve")


def test_what_was_given_before_the_money_was_asked_for_counts(playbook: Playbook) -> None:
    before = hand.customer(1, "单号 SF1234567890123 箱子摔破了", "calm", "report_problem")
    state = _after("logistics", before)
    assert _stand(state, playbook) == {}
    state = fold(state, _refund(2), hand.RULES)
    found = _stand(state, playbook)
    assert found["运单号"] == "done"
    assert found["问题照片"] == "open"


def test_the_line_that_gave_it_is_quoted_and_stays(playbook: Playbook) -> None:
    state = _after(
        "ecommerce-apparel",
        _refund(1, "衣服开胶了，退钱"),
        hand.customer(2, "照片发你了", "calm", "inform", "resolve"),
        hand.customer(3, "[图片]", "calm", "inform", "resolve"),
    )
    shown = _card(state, playbook)
    assert shown is not None
    (row,) = (row for row in shown.rows if row.key == "问题照片")
    assert (row.text, row.status, row.seq) == ("照片发你了", "done", 2)


@pytest.mark.parametrize("text", ["我没拍照片", "照片没有", "照片要补交吗", "下错单了，拍了两个"])
def test_a_photograph_that_is_only_spoken_of_is_not_there(text: str, playbook: Playbook) -> None:
    state = _after(
        "ecommerce-apparel",
        _refund(1, "衣服开胶了，退钱"),
        hand.customer(2, text, "calm", "inform", "resolve"),
    )
    assert _stand(state, playbook)["问题照片"] == "open"


def test_what_the_agent_looked_up_counts_only_for_what_can_be_looked_up(
    playbook: Playbook,
) -> None:
    state = _after(
        "logistics",
        hand.customer(1, "五天没动了", "calm", "report_problem"),
        _refund(2, "箱子摔破了，退钱"),
        hand.agent(3, "我查了轨迹，照片麻烦发一下"),
    )
    found = _stand(state, playbook)
    assert found["物流轨迹"] == "done"
    assert found["问题照片"] == "open"


def test_each_industry_and_channel_is_asked_for_its_own(playbook: Playbook) -> None:
    broken = "手机碎了，退钱"
    assert "订单号" in _stand(_after("ecommerce-appliances", _refund(1, broken)), playbook)
    dropped = "司机把我手机摔碎了，退钱"
    assert "行程" in _stand(_after("ride-hailing", _refund(1, dropped)), playbook)
    assert "行程" not in _stand(_after("ride-hailing", _refund(1, broken)), playbook)
    assert "行程" not in _stand(_after("ecommerce-appliances", _refund(1, broken)), playbook)
    shown = _card(_after("ecommerce-appliances", _refund(1, broken), channel="call"), playbook)
    assert shown is not None
    assert any("‹渠道›" in row.text for row in shown.rows)


def test_the_first_that_is_missing_is_asked_for_and_never_in_the_same_words(
    playbook: Playbook,
) -> None:
    state = _after("ecommerce-apparel", _refund(1, "衣服开胶了，退钱"))
    said = list[str]()
    for seq in range(2, 12, 2):
        shown = _card(state, playbook)
        assert shown is not None
        said += shown.say
        state = fold(state, hand.agent(seq, "好的"), hand.RULES)
        state = fold(state, _refund(seq + 1), hand.RULES)
    assert len(said) == len(set(said)) == 3
    assert all("单" in each for each in said)


@pytest.mark.parametrize(
    ("text", "emotion", "intent", "step"),
    [
        ("坏了赔吗", "calm", "ask_info", "resolve"),
        ("赔礼道歉", "dissatisfied", "complain_service", "negotiate"),
        ("衣服开胶了", "calm", "report_problem", "resolve"),
        ("退钱", "angry", "request_refund", "listen"),
    ],
)
def test_no_list_where_no_money_is_asked_for_or_it_is_not_yet_time(
    text: str, emotion: str, intent: str, step: str, playbook: Playbook
) -> None:
    following = {step: 0.97}
    state = _after("ecommerce-apparel", hand.customer(1, text, emotion, intent, following))
    assert _stand(state, playbook) == {}


def test_a_customer_who_closes_is_not_asked_for_papers(playbook: Playbook) -> None:
    state = _after("ecommerce-apparel", _refund(1, "衣服开胶了，退钱"))
    state = fold(state, hand.customer(2, "谢谢", "pleased", "thank", "thank"), hand.RULES)
    assert _stand(state, playbook) == {}


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["照片发你了", "碎了", "赔我", "打车花了30元", "降价了", "过敏"]),
            st.sampled_from(INTENT_KEYS),
            st.sampled_from(STEP_KEYS),
        ),
        max_size=25,
    ),
    st.sampled_from(tuple(labels.INDUSTRIES)),
    st.sampled_from(tuple(labels.CHANNELS)),
)
def test_the_card_has_few_rows_and_what_is_there_never_goes_missing(
    playbook: Playbook, lines: list[tuple[str, str, str]], industry: str, channel: str
) -> None:
    rules = hand.RULES.evidence
    state = fold(State(), Opened("c", channel, industry), hand.RULES)
    before: set[str] = set()
    for seq, (text, intent, step) in enumerate(lines, start=1):
        state = fold(state, hand.customer(seq, text, "calm", intent, step), hand.RULES)
        there = {proof.item for proof in state.checklist.proofs}
        assert before <= there
        assert len(there) == len(state.checklist.proofs) <= len(rules.items)
        assert len(_stand(state, playbook)) <= rules.rows
        before = there
