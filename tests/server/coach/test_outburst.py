"""Outbursts: when there is one, and which of the customer's words are said back."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.readings import EMOTION_KEYS
from server.coach.events import CustomerTurn
from server.coach.outburst import Outburst, candidates
from tests.server import given as hand
from tests.server.spoiled import told

_RULE = hand.RULES.outburst


def _after(*turns: CustomerTurn) -> Outburst:
    outburst = Outburst()
    for turn in turns:
        outburst = outburst.after(turn, _RULE)
    return outburst


def _burst(text: str, fact: str | None = None) -> Outburst:
    return _after(hand.customer(1, text, "angry", fact=fact))


def test_surely_angry_is_an_outburst() -> None:
    assert _after(hand.customer(3, "你们什么意思", "angry")).seq == 3


def test_hardly_angry_is_none() -> None:
    assert not _after(hand.customer(1, "你们什么意思", "angry", sure=0.5)).seq


def test_a_mood_that_falls_far_is_an_outburst_before_anger_is_sure() -> None:
    calm = hand.customer(1, "好的", "calm")
    heated = hand.customer(2, "什么叫再等等", "angry", sure=0.75)
    assert not _after(heated).seq
    assert _after(calm, heated).seq == 2


@pytest.mark.parametrize("before", ["pleased", "calm"])
@pytest.mark.parametrize("after", ["calm", "anxious", "dissatisfied", "disappointed"])
def test_joy_that_ends_in_a_complaint_is_no_outburst(before: str, after: str) -> None:
    assert not _after(hand.customer(1, "好的", before), hand.customer(2, "又不行了", after)).seq


@pytest.mark.parametrize(
    ("text", "fact", "words"),
    [
        ("我等了两个小时，汤全洒了！", "我等了两个小时，汤全洒了", ("您等了两个小时", "汤全洒了")),
        ("都打了三次电话了，没人管！", None, ("三次",)),
        ("退款！我只要退款！", None, ("退款",)),
        ("扣了我398元，等了五天", None, ("398元", "五天")),
        ("退钱退钱，骗子骗子！", None, ("退钱",)),
        ("你们凭什么", None, ()),
    ],
)
def test_key_words_are_the_customers_own(
    text: str, fact: str | None, words: tuple[str, ...]
) -> None:
    assert _burst(text, fact).words == words


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("你们这帮骗子骗了我", "你们这帮骗子骗了我"),
        ("垃圾平台垃圾平台", None),
        ("滚蛋，滚蛋", None),
        ("你们弄丢了我的包", "你们弄丢了我的包"),
        ("人都快死了", "人都快死了"),
    ],
)
def test_insults_guilt_and_what_is_too_grave_are_not_said_back(text: str, fact: str | None) -> None:
    assert _burst(text, fact).words == ()


def test_too_short_or_too_long_a_clause_gives_way_to_the_figures_in_the_line() -> None:
    long = "我在你们这家店里等了整整两个小时都没有人理我"
    assert _burst(long, long).words == ("两个小时",)
    assert _burst("我找他！", "我找他").words == ()


@given(
    st.lists(st.sampled_from("我你们退款三天次，。！骗子398元停了货"), max_size=80).map("".join),
    st.sampled_from(EMOTION_KEYS),
)
def test_key_words_are_few_and_of_the_length_that_is_set(text: str, emotion: str) -> None:
    words = _after(hand.customer(1, text, emotion, fact=text or None)).words
    assert len(words) <= _RULE.most
    assert all(_RULE.shortest <= len(word) <= _RULE.longest for word in words)
    assert not any(bad in word for bad in _RULE.never for word in words)


def test_in_a_call_one_lets_finish_in_a_chat_one_says_a_short_line() -> None:
    outburst = _burst("我等了两个小时！", "我等了两个小时")
    (chat,) = candidates(outburst, 1, "chat", _RULE)
    (call,) = candidates(outburst, 1, "call", _RULE)
    assert (chat.kind, call.kind) == ("outburst_chat", "outburst_call")
    assert all("您等了两个小时" in sentence for sentence in (*chat.say, *call.say))
    assert chat.say != call.say
    ((name, echo),) = chat.words
    assert name == "echo"
    assert "您等了两个小时" in echo


def test_without_key_words_the_five_seconds_stand_alone() -> None:
    (found,) = candidates(_burst("你们凭什么"), 1, "chat", _RULE)
    assert (found.words, found.say) == ((("echo", ""),), ())


def test_once_somebody_has_spoken_since_it_is_over() -> None:
    assert not list(candidates(_burst("你们凭什么"), 2, "chat", _RULE))
    assert not list(candidates(Outburst(), 0, "chat", _RULE))


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        ("angry: 0.8", "angry: 80", "angry 写了 80"),
        ("fall: 0.75", "fall: 0", "fall 写了 0"),
        ("most: 3", "most: 0", "most"),
        ('chat:\n  - "{words}。', 'chat:\n  - "{word}。', "{words}"),
        ("call:\n", "call:\n  - ''\n", "empty"),
    ],
)
def test_a_mistake_in_the_file_is_told(tmp_path: Path, right: str, wrong: str, says: str) -> None:
    assert says in told(tmp_path, "outburst", right, wrong)
