"""What the rules about listening and the agent's own lines say keeps the rules of the house."""

import re

import pytest

from models import labels
from server.coach.cues import CueRule
from tests.server import given as hand

_RULES = hand.RULES
_KINDS = (
    "outburst_chat",
    "outburst_call",
    *(f"fault_{fault}" for fault in labels.FAULTS),
    "skipped_empathize",
    "restate",
    "strain_pause",
    "strain_handover",
    "grumble",
)
_CUES: tuple[CueRule, ...] = tuple(rule for rule in _RULES.cues if rule.kind in _KINDS)
_BANNED = re.compile(
    "亲|宝|激动|冷静|别生气|理解您|心情|由衷|深表|敬请|百分|绝对|保证|一定|规定就是|您别急|[!！]"
)
_SAID = [
    *(text for rule in _CUES for text in rule.say),
    *(phrase.say for rule in _RULES.conduct.faults for phrase in rule.say),
    *(phrase.say for phrase in _RULES.repair.say),
    *(text for deed in _RULES.grumble.deeds for text in deed.say),
    *_RULES.outburst.chat,
    *_RULES.outburst.call,
]
_TOLD = [
    *(rule.text for rule in _CUES),
    *(deed.do for deed in _RULES.grumble.deeds),
    _RULES.outburst.echo,
]


def test_every_kind_of_cue_has_its_rule_once() -> None:
    assert sorted(rule.kind for rule in _CUES) == sorted(_KINDS)


@pytest.mark.parametrize("text", _SAID)
def test_what_is_said_to_the_customer_is_short_plain_and_sorry_once_at_most(text: str) -> None:
    bare = re.sub(r"\{\w+\}", "", text)
    assert len(bare) <= 45
    assert not _BANNED.search(bare)
    assert len(re.findall("抱歉|对不起|不好意思", bare)) <= 1
    assert text.endswith(("。", "？"))


@pytest.mark.parametrize("text", _TOLD)
def test_what_the_agent_is_told_is_a_few_words_and_scolds_nobody(text: str) -> None:
    bare = re.sub(r"\{\w+\}", "", text)
    assert len(bare) <= 30
    assert not re.search("[!！]|必须|不准|错误|违规|态度", bare)


def test_every_fault_has_several_sentences_one_of_them_for_any_situation() -> None:
    assert {rule.fault for rule in _RULES.conduct.faults} == set(labels.FAULTS)
    for rule in _RULES.conduct.faults:
        assert len(rule.say) >= 3
        assert any(p.narrowness == 0 and "{fact}" not in p.say for p in rule.say), rule.fault
