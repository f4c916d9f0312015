"""Signs of an outburst: what is noted of each line, for how long, and what an answer ends."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given as having
from hypothesis import settings
from hypothesis import strategies as st

from models import labels
from models.readings import EMOTION_KEYS, FAULT_KEYS, INTENT_KEYS, STEP_KEYS
from server.coach.events import AgentTurn, CustomerTurn
from server.coach.signs import MEASURED, Sign, Signs, is_outburst
from tests.server import given

_NOTES = given.RULES.risk.notes
_FAULTS = Sign("faults", 1.0, "x", faults=("cold", "rude"), lines=2, most=3)
_EARLIER = Sign("earlier", 1.0, "x", words=("第三次",), unless=("最后",), lines=2)
_UPSET_DENIAL = Sign("upset", 1.0, "x", emotions=("dissatisfied",), intents=("deny",))
_REJECTED = Sign("rejected", 1.0, "x", intents=("deny",), after=("resolve",))
_SOLVED = Sign("solved", -1.0, steps=("resolve",), lines=3, most=2)


def _measured(name: str, **more: Any) -> Sign:
    return replace(Sign(name, 1.0, "x", most=9), **more)


_SIGNS = (_FAULTS, _EARLIER, _UPSET_DENIAL, _REJECTED, _SOLVED, *map(_measured, MEASURED))


def _after(*turns: CustomerTurn | AgentTurn) -> Signs:
    signs = Signs()
    for turn in turns:
        signs = signs.after(turn, _SIGNS, _NOTES)
    return signs


def test_a_word_counts_for_as_many_lines_as_the_sign_reaches_back() -> None:
    said = given.customer(1, "这是第三次了")
    assert _after(said).amount(_EARLIER) == 1
    assert _after(said, given.customer(2, "你看看")).amount(_EARLIER) == 1
    assert _after(said, given.customer(2, "你看看")).shown_by(_EARLIER) == 1
    assert _after(said, *[given.customer(2, "你看看")] * 2).amount(_EARLIER) == 0
    assert _after(given.customer(1, "最后第三次机会")).amount(_EARLIER) == 0


def test_feeling_and_intent_count_by_their_probability_together() -> None:
    denied = given.customer(1, "不行", "dissatisfied", "deny", sure=0.5)
    assert _after(denied).amount(_UPSET_DENIAL) == pytest.approx(0.5 * 0.9)
    calm = given.customer(1, "不行", "calm", "deny")
    # Labels are never read with certainty: what is left of a probability is no sign.
    assert _after(calm).amount(_UPSET_DENIAL) == 0


def test_a_rejection_is_one_of_something_that_the_agent_offered_just_before() -> None:
    offer = given.agent(1, "给您补发", ["resolve"])
    denied = given.customer(2, "不要", "calm", "deny")
    assert _after(offer, denied).amount(_REJECTED) > 0.8
    assert _after(given.agent(1, "您贵姓", ["clarify"]), denied).amount(_REJECTED) == 0
    # What was offered before another line is not what this one rejects.
    assert _after(offer, given.customer(2, "我想想"), denied).amount(_REJECTED) == 0


def test_what_the_agent_does_counts_at_once_at_the_line_that_it_follows() -> None:
    said = given.customer(1, "怎么还没到", "anxious", "urge")
    cold = given.agent(2, "规定就是这样", faults=["cold"])
    assert _after(said).amount(_FAULTS) == 0
    assert _after(said, cold).amount(_FAULTS) == 1
    assert _after(said, cold).shown_by(_FAULTS) == 1
    assert _after(said, cold, cold).amount(_FAULTS) == 2
    assert _after(said, cold, said).amount(_FAULTS) == 1
    assert _after(said, cold, said, said).amount(_FAULTS) == 0
    helped = given.agent(2, "今天送到", ["resolve"])
    assert _after(said, helped, helped).amount(_SOLVED) == 1
    # Nobody has spoken whom a greeting could have answered.
    assert _after(given.agent(1, "您好", faults=["cold"])).lines == ()


def test_lines_count_as_unanswered_until_one_answers_and_a_hold_line_does_not() -> None:
    unanswered = _measured("unanswered")
    asked = [given.customer(1, "在吗"), given.customer(2, "我的快递呢")]
    hold, answer = given.agent(3, "请稍等"), given.agent(3, "今天送到", ["resolve"])
    again = given.customer(4, "人呢")
    assert _after(*asked).amount(unanswered) == 1
    assert _after(*asked, hold).amount(unanswered) == 1
    assert _after(*asked, hold, again).amount(unanswered) == 2
    assert _after(*asked, answer).amount(unanswered) == 0
    assert _after(*asked, answer, again).amount(unanswered) == 0


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("我的空调又漏水了", "我说我的空调又漏水了", True),
        ("我的空调又漏水了", "空调漏水，我的空调", True),
        ("我的空调又漏水了", "什么时候派人来修", False),
        # Figures given twice answer a question, and a short yes is no repetition.
        ("订单号10086", "10086", False),
        ("好的", "好的", False),
        ("？？？？", "？？？？", False),
    ],
)
def test_the_same_said_again_is_told_by_its_characters(first: str, second: str, same: bool) -> None:
    between = given.agent(2, "请稍等")
    signs = _after(given.customer(1, first), between, given.customer(3, second))
    assert signs.amount(_measured("repeated")) == same


def test_the_mood_falls_below_the_mean_of_the_lines_before() -> None:
    falling = _measured("falling")
    calm, angry = given.customer(1, "在吗"), given.customer(2, "骗子", "angry")
    assert _after(angry).amount(falling) == 0
    assert _after(calm, angry).amount(falling) == pytest.approx(
        calm.reading.valence - angry.reading.valence
    )
    assert _after(angry, calm).amount(falling) == 0


@pytest.mark.parametrize(
    ("emotion", "intent", "burst"),
    [
        ("angry", "inform", True),
        ("calm", "threaten", True),
        ("dissatisfied", "escalate", True),
        ("dissatisfied", "complain_service", False),
    ],
)
def test_what_is_foreseen_is_anger_a_threat_or_a_call_for_somebody_else(
    emotion: str, intent: str, burst: bool
) -> None:
    assert is_outburst(given.customer(1, "你们这样", emotion, intent).reading) is burst


_TURNS = st.lists(
    st.one_of(
        st.builds(
            lambda text, emotion, intent, at: given.customer(1, text, emotion, intent, at=at),
            st.sampled_from(["在吗", "这是第三次了", "我的空调又漏水了" * 30]),
            st.sampled_from(EMOTION_KEYS),
            st.sampled_from(INTENT_KEYS),
            st.integers(0, 10**7),
        ),
        st.builds(
            lambda steps, faults, at: given.agent(1, "您好", steps, faults=faults, at=at),
            st.sets(st.sampled_from(STEP_KEYS)),
            st.sets(st.sampled_from(FAULT_KEYS)),
            st.integers(0, 10**7),
        ),
    ),
    max_size=40,
)


@settings(deadline=None)
@having(_TURNS)
def test_however_long_the_talk_the_state_is_bounded_and_no_sign_counts_beyond_its_most(
    turns: list[CustomerTurn | AgentTurn],
) -> None:
    signs = _after(*turns)
    assert len(signs.lines) <= 8
    assert signs.unanswered <= 20
    assert len(signs.did) <= len(labels.STEPS)
    for line in signs.lines:
        assert len(line.text) <= 200
        assert len(line.amounts) <= len(_SIGNS)
    for sign in _SIGNS:
        assert 0 <= signs.amount(sign) <= sign.most
        assert (signs.shown_by(sign) is not None) == (signs.total(sign) > 0)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"name": "loudness"}, "loudness"),
        ({"steps": ("resolve",)}, "two signs"),
        ({"name": "mine", "words": ("上次",), "steps": ("resolve",)}, "two signs"),
        ({"emotions": ("cross",)}, "cross"),
        ({"intents": ("shout",)}, "shout"),
        ({"steps": ("wait",)}, "wait"),
        ({"faults": ("late",)}, "late"),
        ({"channels": ("fax",)}, "fax"),
        ({"lines": 9}, "lines 写了 9，只能写 1 到 8"),
        ({"most": 0}, "most 写了 0，要大于 0"),
    ],
)
def test_a_sign_that_could_never_be_met_is_refused(wrong: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        replace(_measured("pace"), **wrong)
