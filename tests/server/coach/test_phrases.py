import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.coach.phrases import Phrase, pick
from server.coach.playbook import Playbook

_BANNED = re.compile(
    "亲[，,]|宝贝|深表歉意|由衷|敬请谅解|理解您的心情|激动|冷静|别生气|保证|绝对|[!！]"
)


@dataclass(frozen=True, slots=True)
class _Named(Phrase):
    may_fill: ClassVar[frozenset[str]] = frozenset({"a", "b"})
    must_fill: ClassVar[frozenset[str]] = frozenset({"a"})


_PHRASES = (
    *(Phrase(f"第{n}句。") for n in range(4)),
    *(_Named(f"第{n}句，{{a}}。") for n in range(3)),
    _Named("{a}，{b}。"),
    _Named("电话里的{a}。", ("call",)),
)


def _said(words: Mapping[str, str], channel: str = "chat", conversation: str = "c") -> list[str]:
    said = (pick(_PHRASES, words, channel, conversation, turn) for turn in range(20))
    return [say for say in said if say is not None]


def test_what_says_most_is_taken_and_filled_in() -> None:
    assert _said({"a": "甲", "b": "乙"}) == ["甲，乙。"]
    assert {say[4:] for say in _said({"a": "甲"})} == {"甲。"}
    assert (plain := _said({}))
    assert all("{" not in say for say in plain)


def test_a_sentence_for_another_channel_is_not_taken() -> None:
    assert "电话里的甲。" in _said({"a": "甲"}, "call")
    assert "电话里的甲。" not in _said({"a": "甲"})


@given(st.text(max_size=5), st.lists(st.sampled_from([{}, {"a": "甲"}, {"a": "甲", "b": "乙"}])))
def test_none_comes_twice_whatever_is_known_each_time(
    conversation: str, known: list[dict[str, str]]
) -> None:
    said = [pick(_PHRASES, words, "chat", conversation, turn) for turn, words in enumerate(known)]
    told = [say for say in said if say is not None]
    assert len(told) == len(set(told))


def test_conversations_differ_in_what_comes_first() -> None:
    assert len({_said({}, conversation=str(n))[0] for n in range(20)}) > 1


@pytest.mark.parametrize(
    ("say", "says"),
    [
        ("", "nothing to say"),
        ("{a}，我‹时限回您。", "‹"),
        ("{a，好。", "{"),
        ("{a}，{c}。", "'c'"),
        ("好。", "{a}"),
    ],
)
def test_a_sentence_that_cannot_be_filled_in_is_refused(say: str, says: str) -> None:
    with pytest.raises(ValueError, match=re.escape(says)):
        _Named(say)


def test_an_unknown_channel_is_refused() -> None:
    with pytest.raises(ValueError, match="fax"):
        Phrase("好。", ("fax",))


def test_no_shipped_sentence_says_a_banned_word(playbook: Playbook) -> None:
    rules = playbook.rules
    money = rules.compensation
    drafts = (draft for rank in rules.apology.ranks for draft in rank.drafts)
    phrases = (*rules.alternatives.choices, *money.above, *money.within, *money.unexplained)
    for phrase in (*phrases, *drafts):
        assert not _BANNED.search(phrase.say), phrase.say
        assert phrase.say.endswith(("。", "？", "›")), phrase.say
