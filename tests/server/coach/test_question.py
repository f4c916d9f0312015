"""What is looked up for a line, and what never is."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.readings import INTENT_KEYS
from server.coach.advice import Wording
from server.coach.coach import question
from server.coach.events import AgentTurn, CustomerTurn
from server.coach.fold import fold
from server.coach.playbook import Playbook
from server.coach.question import Question, QuestionRule, Topic, quoting
from server.coach.state import State
from tests.server import given as turns

_RULE = turns.RULES.questions


def _asked(playbook: Playbook, *said: CustomerTurn | AgentTurn) -> Question | None:
    state = State()
    for turn in said:
        state = fold(state, turn, playbook.rules)
    return question(playbook, state)


def test_a_question_is_looked_up_as_it_was_asked(playbook: Playbook) -> None:
    asked = _asked(playbook, turns.customer(1, "您好，请问内衣能退吗？", intent="ask_info"))
    assert asked == Question(1, "内衣能退吗", "")


@pytest.mark.parametrize("intent", ["greet", "thank", "affirm", "farewell", "inform", "other"])
def test_what_asks_nothing_is_not_looked_up(playbook: Playbook, intent: str) -> None:
    assert _asked(playbook, turns.customer(1, "好的谢谢", intent=intent)) is None


def test_only_a_greeting_in_the_words_of_a_question_is_none(playbook: Playbook) -> None:
    assert _asked(playbook, turns.customer(1, "你好，在吗？", intent="ask_info")) is None


def test_once_the_agent_has_answered_nothing_is_asked(playbook: Playbook) -> None:
    line = turns.customer(1, "内衣能退吗", intent="ask_info")
    assert _asked(playbook, line, turns.agent(2, "贴身衣物不能退", ["resolve"])) is None


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("订单号20260302123456什么时候发货", "订单号 什么时候发货"),
        ("电话13800001234改成139****5678", "电话 改成"),
        ("身份证440101199001011234能办吗", "身份证 能办吗"),
        ("我的卡6222 0212 3456 7890丢了", "我的卡 丢了"),
        ("一三八零零零一二三四能改号吗", "能改号吗"),
        ("wang.x@mail.example改邮箱", "改邮箱"),
        ("[ORDERID_10002026]怎么还没到", "怎么还没到"),
        ("满99元包邮吗", "满99元包邮吗"),
    ],
)
def test_numbers_of_persons_and_cases_are_left_out(
    playbook: Playbook, text: str, left: str
) -> None:
    asked = _asked(playbook, turns.customer(1, text, intent="ask_info"))
    assert asked is not None
    assert asked.text == left


def test_a_short_question_is_looked_up_with_the_product_that_the_talk_is_about(
    playbook: Playbook,
) -> None:
    said = (
        turns.customer(1, "这款洗衣机怎么装", intent="ask_info"),
        turns.agent(2, "师傅上门安装", ["resolve"]),
        turns.customer(3, "那多少钱", intent="ask_info"),
    )
    asked = _asked(playbook, *said)
    assert asked == Question(3, "那多少钱", "洗衣机")


def test_very_short_words_are_looked_up_with_what_the_customer_reported(
    playbook: Playbook,
) -> None:
    text = "我买的衬衫订单20260302123456破了个洞"
    said = (
        turns.customer(1, text, "disappointed", "report_problem", fact=text),
        turns.agent(2, "抱歉", ["empathize"]),
        turns.customer(3, "能退？", intent="ask_info"),
    )
    asked = _asked(playbook, *said)
    assert asked is not None
    assert "破了个洞" in asked.context
    assert "20260302123456" not in asked.context


def test_products_named_long_ago_are_no_longer_what_the_talk_is_about(playbook: Playbook) -> None:
    state = State()
    first = turns.customer(1, "这款洗衣机怎么装", intent="ask_info")
    state = fold(state, first, playbook.rules)
    for seq in range(2, 3 + _RULE.lines):
        state = fold(state, turns.customer(seq, "那多少钱", intent="ask_info"), playbook.rules)
    asked = question(playbook, state)
    assert asked is not None
    assert asked.context == ""


_LINES = st.lists(
    st.tuples(
        st.text("衬衫洗衣机冰箱退货0123456789一二三 ，？@a", max_size=24),
        st.sampled_from([*INTENT_KEYS, "agent"]),
    ),
    max_size=12,
)


@given(_LINES)
def test_no_long_number_is_ever_looked_up_and_what_is_kept_is_bounded(
    lines: list[tuple[str, str]],
) -> None:
    topic = Topic()
    for seq, (text, intent) in enumerate(lines, start=1):
        turn = (
            turns.agent(seq, text)
            if intent == "agent"
            else turns.customer(seq, text, intent=intent)
        )
        topic = topic.after(turn, _RULE)
        assert len(topic.products) <= _RULE.products
        asked = topic.question(text, _RULE)
        if asked is not None:
            assert intent in _RULE.intents
            assert not re.search(r"\d{5}", f"{asked.text} {asked.context}")


def _wording(text: str) -> Wording:
    return Wording((("plain", text),), text)


def test_an_answer_is_put_where_a_wording_asks_for_one() -> None:
    wordings = tuple(map(_wording, ("‹时限›内办好。", "我查了，‹答案›。", "可以的，‹答案›。")))
    ((place, quoted),) = quoting(wordings, "充电宝不能寄。", _RULE)
    assert (place, quoted.text) == (1, "我查了，充电宝不能寄。")
    # What is not offered again is the sentence, whatever was put in.
    assert quoted.template == "我查了，‹答案›。"


def test_words_that_claim_something_beside_the_answer_do_not_take_it() -> None:
    rule = replace(_RULE, claiming=("所以‹›",))
    fitting = quoting((_wording("所以‹答案›。"), _wording("‹答案›，所以您放心。")), "不收费", rule)
    assert [place for place, _ in fitting] == [1]


def test_where_no_wording_takes_the_answer_the_last_gives_way_if_it_may() -> None:
    wordings = tuple(map(_wording, ("‹时限›内办好。", "可以的，‹答案›。")))
    assert not list(quoting(wordings, "充电宝不能寄。", _RULE))
    ((place, quoted),) = quoting(wordings, "充电宝不能寄。", _RULE, always=True)
    assert place == 1
    assert "充电宝不能寄" in quoted.text
    assert "可以的" not in quoted.text
    assert not list(quoting((), "充电宝不能寄。", _RULE, always=True))


def test_a_long_answer_is_not_put_in() -> None:
    rule = replace(_RULE, answer_chars=5)
    wordings = (_wording("‹答案›。"),)
    assert list(quoting(wordings, "一二三四五。", rule))
    assert not list(quoting(wordings, "一二三四五六。", rule))


def test_of_the_shipped_sentences_enough_can_take_an_answer(playbook: Playbook) -> None:
    asking = [
        _wording(pattern.template)
        for pattern in playbook.library.patterns["resolve"]
        if "ask_info" in pattern.intents
    ]
    taking = [quoted.text for _, quoted in quoting(tuple(asking), "充电宝不能寄", _RULE)]
    assert len(taking) >= 15
    # The answer may be a no.
    assert not [text for text in taking if re.match("可以|是的|不用|行的|当然|好呀|有的", text)]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"sure": 1.5}, "from 0 to 1"),
        ({"intents": ("dance",)}, "unknown intents"),
        ({"quoted_for": ("dance",)}, "unknown quoted_for"),
        ({"same": (("运费",),)}, "is alone"),
        ({"otherwise": "我查了。"}, "must have"),
    ],
)
def test_a_rule_that_cannot_hold_is_refused(wrong: dict[str, object], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        QuestionRule(**wrong)  # type: ignore[arg-type]
