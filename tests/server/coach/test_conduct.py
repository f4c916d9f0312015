"""The agent's own line with a fault: when a word is in place, and what to send after it."""

from dataclasses import replace
from pathlib import Path

import pytest

from models.readings import FAULT_KEYS
from server.coach.cards import Cue
from server.coach.coach import cards
from server.coach.conduct import Conduct, candidates
from server.coach.cues import Shown
from server.coach.fold import fold
from server.coach.playbook import Playbook
from server.coach.situation import Situation
from server.coach.state import State
from tests.server import given as hand
from tests.server.spoiled import told

_RULE = hand.RULES.conduct
_UPSET = Situation(2, "chat", "banking", "dissatisfied", -0.6, "urge", fact="您的卡被扣了300元")
_CONTENT = replace(_UPSET, emotion="calm", valence=0.0)
_NOTHING_SHOWN = Shown()


def _said(*faults: str, seq: int = 2) -> Conduct:
    return Conduct().after(hand.agent(seq, "这不归我们管", faults=faults))


def _kinds(conduct: Conduct, situation: Situation, shown: Shown = _NOTHING_SHOWN) -> list[str]:
    return [found.kind for found in candidates(conduct, situation, shown, _RULE)]


@pytest.mark.parametrize("fault", FAULT_KEYS)
def test_every_fault_has_a_word_and_a_better_sentence_for_any_upset_customer(fault: str) -> None:
    for emotion in ("anxious", "disappointed", "dissatisfied", "angry"):
        situation = replace(_UPSET, emotion=emotion, fact="")
        (found,) = candidates(_said(fault), situation, _NOTHING_SHOWN, _RULE)
        assert found.kind == f"fault_{fault}"
        assert 1 <= len(found.say) <= _RULE.sentences
        assert not any("{" in sentence for sentence in found.say)


@pytest.mark.parametrize("fault", FAULT_KEYS)
def test_a_content_customer_is_spared_the_mild_ones_only(fault: str) -> None:
    is_mild = next(rule.mild for rule in _RULE.faults if rule.fault == fault)
    assert bool(_kinds(_said(fault), _CONTENT)) is not is_mild


def test_the_better_sentence_takes_up_what_the_customer_said() -> None:
    (found,) = candidates(_said("premature_close"), _UPSET, _NOTHING_SHOWN, _RULE)
    assert any("您的卡被扣了300元" in sentence for sentence in found.say)


def test_the_better_sentence_goes_by_the_feeling_and_by_the_step_that_is_owed() -> None:
    angry = replace(_UPSET, emotion="angry")
    confused = replace(_UPSET, emotion="confused")
    owing = replace(_UPSET, owed=frozenset({"empathize"}))

    def first(situation: Situation, fault: str) -> str:
        return next(iter(candidates(_said(fault), situation, _NOTHING_SHOWN, _RULE))).say[0]

    assert first(angry, "argue") != first(confused, "argue")
    assert first(owing, "blame_shift") != first(_UPSET, "blame_shift")


def test_a_word_is_only_on_the_line_just_said() -> None:
    assert not _kinds(_said("rude"), replace(_UPSET, seq=3))
    clean = _said("rude").after(hand.agent(3, "您请讲", ["listen"]))
    assert not _kinds(clean, replace(_UPSET, seq=3))


def test_never_two_words_in_a_row_on_the_same_fault() -> None:
    shown = Shown().after(Cue("fault_rude", 2, "…"))
    assert not _kinds(_said("rude", seq=30), replace(_UPSET, seq=30), shown)
    assert _kinds(_said("rude", "cold", seq=30), replace(_UPSET, seq=30), shown) == ["fault_cold"]
    other = shown.after(Cue("grumble", 9, "…"))
    assert _kinds(_said("rude", seq=30), replace(_UPSET, seq=30), other) == ["fault_rude"]


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        ("content: -0.15", "content: -15", "content 写了 -15"),
        ("sentences: 2", "sentences: 0", "sentences 写了 0"),
        ("- fault: rude", "- fault: rud", "'rud'"),
        (
            '- say: "先放一放我说的。{fact}',
            '- say: "先放一放我说的。{facts}',
            "{fact} can be filled in",
        ),
        ('- say: "您不用再跑，我去问‹负责人›', '- say: "您不用再跑，我去问‹负责人', "‹"),
        ("emotions: [angry, dissatisfied]", "emotions: angry", "emotions"),
    ],
)
def test_a_mistake_in_the_file_is_told(tmp_path: Path, right: str, wrong: str, says: str) -> None:
    assert says in told(tmp_path, "conduct", right, wrong)


def test_a_fault_is_no_card_on_the_agents_screen(playbook: Playbook) -> None:
    state = fold(State(), hand.agent(1, "规定就是这样", faults=["cold"]), playbook.rules)
    assert not cards(playbook, state)
