"""What is composed from the library, by rules and not by sentence."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from models.readings import EMOTION_KEYS, INTENT_KEYS, STEP_KEYS
from server.coach.coach import advise
from server.coach.events import Advised, Opened
from server.coach.fold import fold
from server.coach.playbook import Playbook
from server.coach.state import State
from server.coach.tier import TierRule, Tiers
from server.coach.wording import PART_ORDER, Library, compose
from server.prompts import load_library
from tests.server import given as hand

_APOLOGY = re.compile("抱歉|对不起|不好意思|致歉|道歉")
_SITUATIONS = st.tuples(
    st.sampled_from(STEP_KEYS),
    st.sampled_from(EMOTION_KEYS),
    st.sampled_from(INTENT_KEYS),
    st.sampled_from(["chat", "call"]),
    st.sampled_from([0.3, 0.9]),
    st.sampled_from([None, "我的锅裂了"]),
)


def _library(folder: Path, *entries: dict[str, Any], step: str = "resolve") -> Library:
    (folder / "wording").mkdir()
    for name in STEP_KEYS:
        listed = [{"id": f"p{i}", **entry} for i, entry in enumerate(entries)]
        text = yaml.safe_dump(listed if name == step else [], allow_unicode=True, sort_keys=False)
        (folder / "wording" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return load_library(folder)


def _told(
    step: str = "resolve",
    emotion: str = "calm",
    intent: str = "ask_info",
    channel: str = "chat",
    sure: float = 0.9,
    fact: str | None = None,
    conversation_id: str = "c",
) -> State:
    text = f"喂，{fact or '这个'}"
    state = fold(State(), Opened(conversation_id, channel), hand.RULES)
    return fold(
        state, hand.customer(1, text, emotion, intent, step, sure=sure, fact=fact), hand.RULES
    )


def _texts(library: Library, state: State, step: str = "resolve") -> list[str]:
    return [wording.text for wording in compose(library, state, step)]


@given(situation=_SITUATIONS)
def test_one_to_three_wordings_in_feel_order_with_every_slot_whole(
    library: Library, situation: tuple[str, str, str, str, float, str | None]
) -> None:
    state = _told(*situation)
    wordings = compose(library, state, situation[0])
    assert 1 <= len(wordings) <= 3
    assert len({wording.text for wording in wordings}) == len(wordings)
    for wording in wordings:
        places = [PART_ORDER.index(part) for part, _ in wording.parts]
        assert places == sorted(places)
        assert wording.text == "".join(text for _, text in wording.parts)
        assert not re.search(r"[{}]", wording.text)
        assert re.fullmatch(r"(?:[^‹›]|‹[^‹›]+›)+", wording.text)


@settings(max_examples=25, deadline=None)
@given(st.lists(_SITUATIONS, min_size=30, max_size=60))
def test_no_sentence_is_offered_twice_in_a_conversation(
    library: Library, situations: list[tuple[str, str, str, str, float, str | None]]
) -> None:
    state = fold(State(), Opened("c", "chat"), hand.RULES)
    offered: list[str] = []
    for seq, (step, emotion, intent, _, sure, fact) in enumerate(situations, start=1):
        turn = hand.customer(
            seq, f"喂，{fact or '这个'}", emotion, intent, step, sure=sure, fact=fact
        )
        state = fold(state, turn, hand.RULES)
        advice = advise(Playbook(library), state)
        assert advice is not None
        offered.extend(wording.text for wording in advice.wordings)
        state = fold(state, Advised(advice), hand.RULES)
    assert len(offered) == len(set(offered))


def test_an_exhausted_library_gives_nothing_rather_than_a_repeat(tmp_path: Path) -> None:
    library = _library(tmp_path, {"plain": "一。"}, {"plain": "二。"})
    state = _told()
    assert sorted(_texts(library, state)) == ["一。", "二。"]
    advice = advise(Playbook(library), state)
    assert advice is not None
    spent = fold(state, Advised(advice), hand.RULES)
    assert compose(library, spent, "resolve") == ()
    again = advise(Playbook(library), spent)
    assert again is not None
    assert (again.step, again.wordings) == ("resolve", ())


def test_two_patterns_with_the_same_sentence_are_one_wording(tmp_path: Path) -> None:
    library = _library(tmp_path, {"plain": "我来办。"}, {"plain": "我来办。"})
    assert _texts(library, _told()) == ["我来办。"]


@pytest.mark.parametrize("step", ["listen", "clarify", "resolve", "negotiate", "thank"])
@pytest.mark.parametrize("intent", ["ask_info", "ask_status", "inform", "request_invoice", "greet"])
@pytest.mark.parametrize("channel", ["chat", "call"])
def test_a_calm_customer_is_neither_consoled_nor_apologised_to(
    library: Library, step: str, intent: str, channel: str
) -> None:
    state = _told(step, "calm", intent, channel)
    # Everything the library has for this, not the first three only.
    for wording in compose(replace(library, wordings=999), state, step):
        assert "emotion" not in [part for part, _ in wording.parts], wording.text
        assert not _APOLOGY.search(wording.text), wording.text


def test_a_feeling_that_is_not_surely_read_is_never_named(library: Library) -> None:
    everything = replace(library, wordings=9999)
    for step in STEP_KEYS:
        for intent in INTENT_KEYS:
            guesses = [
                _texts(everything, _told(step, emotion, intent, sure=0.3), step)
                for emotion in EMOTION_KEYS
            ]
            assert all(guess == guesses[0] for guess in guesses)


def test_sentences_meant_for_a_feeling_come_only_when_it_is_surely_read(tmp_path: Path) -> None:
    library = _library(
        tmp_path, {"plain": "您生气我懂。", "emotions": ["angry"]}, {"plain": "我来办。"}
    )
    assert _texts(library, _told(emotion="angry", sure=0.9)) == ["您生气我懂。", "我来办。"]
    assert _texts(library, _told(emotion="angry", sure=0.4)) == ["我来办。"]


def test_every_condition_keeps_a_sentence_from_where_it_does_not_fit(tmp_path: Path) -> None:
    library = _library(
        tmp_path,
        {"plain": "催促。", "intents": ["urge"]},
        {"plain": "愤怒。", "emotions": ["angry"]},
        {"plain": "补偿。", "demands": ["compensatory"]},
        {"plain": "电话。", "channels": ["call"]},
    )
    assert _texts(library, _told()) == []
    assert _texts(library, _told(intent="urge")) == ["催促。"]
    assert _texts(library, _told(emotion="angry")) == ["愤怒。"]
    assert _texts(library, _told(intent="request_refund")) == ["补偿。"]
    assert _texts(library, _told(channel="call")) == ["电话。"]


def test_tier_trade_and_form_of_question_keep_a_sentence_from_where_it_does_not_fit(
    tmp_path: Path,
) -> None:
    library = _library(
        tmp_path,
        {"plain": "严重。", "tiers": ["serious"]},
        {"plain": "物流。", "industries": ["logistics"]},
        {"plain": "要或不要。", "asks": ["whether"]},
        {"plain": "先这样。", "asks": ["how"]},
    )
    rules = replace(
        hand.RULES,
        tiers=Tiers((TierRule("hurt", "serious", "受伤", words=("受伤",), warned=True),)),
    )

    def texts(line: str, industry: str) -> list[str]:
        state = fold(State(), Opened("c", "chat", industry), rules)
        return _texts(library, fold(state, hand.customer(1, line, intent="ask_info"), rules))

    assert texts("我看看", "telecom") == []
    assert texts("收钱吗", "telecom") == ["要或不要。"]
    assert texts("怎么退", "telecom") == ["先这样。"]
    assert texts("我看看", "logistics") == ["物流。"]
    assert texts("我受伤了", "telecom") == ["严重。"]


def test_a_sentence_about_something_is_said_once_the_customer_has_spoken_of_it(
    tmp_path: Path,
) -> None:
    library = _library(
        tmp_path, {"about": ["光猫", "断网"], "plain": "看光猫。"}, {"plain": "好。"}
    )
    assert _texts(library, _told(fact="他知道我住几楼")) == ["好。"]
    assert set(_texts(library, _told(fact="家里断网三天了"))) == {"看光猫。", "好。"}


def test_what_the_case_began_with_is_still_what_the_talk_is_about(tmp_path: Path) -> None:
    library = _library(tmp_path, {"about": ["断网"], "plain": "看光猫。"})
    state = _told(emotion="angry", fact="家里断网三天了")
    said = [("前天说过来没来", "complain_service"), ("尾号3358", "inform")]
    for seq, (text, intent) in enumerate(said, start=2):
        turn = hand.customer(seq, text, "dissatisfied", intent, "resolve", fact=text)
        state = fold(state, turn, hand.RULES)
    assert _texts(library, state) == ["看光猫。"]


def test_the_more_a_sentence_is_meant_for_the_situation_the_earlier_it_comes(
    tmp_path: Path,
) -> None:
    library = _library(
        tmp_path,
        {"plain": "随便。"},
        {"plain": "聊天。", "channels": ["chat"]},
        {"plain": "愤怒。", "emotions": ["angry"]},
        {"plain": "愤怒催促。", "emotions": ["angry"], "intents": ["urge"]},
        {"plain": "一般。", "tiers": ["general"]},
    )
    found = _texts(replace(library, wordings=9), _told("resolve", "angry", "urge"))
    assert found == ["愤怒催促。", "一般。", "愤怒。", "聊天。", "随便。"]


def test_the_fact_is_filled_in_the_second_person_and_slots_stay_for_the_agent(
    tmp_path: Path,
) -> None:
    library = _library(tmp_path, {"plain": "{fact}，我‹时限›回您。"}, {"plain": "我来办。"})
    assert "您的锅裂了，我‹时限›回您。" in _texts(library, _told(fact="我的锅裂了"))
    assert _texts(library, _told()) == ["我来办。"]


def test_a_long_fact_is_not_restated_whole(tmp_path: Path) -> None:
    library = _library(tmp_path, {"plain": "{fact}，我来办。"}, {"plain": "我来办。"})
    long = "我" + "的锅" * 30 + "裂了"
    assert _texts(library, _told(fact=long)) == ["我来办。"]


def test_a_fact_stated_long_ago_is_no_longer_what_the_talk_is_about(library: Library) -> None:
    state = _told("empathize", "dissatisfied", "report_problem", fact="我的锅从中间裂开了")
    for seq in range(2, 30):
        state = fold(state, hand.agent(seq, "请稍等"), hand.RULES)
    state = fold(state, hand.customer(30, "喂", "dissatisfied", "urge", "empathize"), hand.RULES)
    for step in STEP_KEYS:
        for text in _texts(replace(library, wordings=999), state, step):
            assert "锅" not in text


def test_a_fact_of_before_that_the_agent_has_said_back_is_not_said_back_again(
    tmp_path: Path,
) -> None:
    sentences = {"plain": "{fact}，我来办。"}, {"plain": "我来办。"}
    library = _library(tmp_path, *sentences, step="empathize")
    first = _told("empathize", "dissatisfied", "report_problem", fact="我的锅从中间裂开了")
    urges = hand.customer(3, "快点", "dissatisfied", "urge", "empathize")
    for feel, restates in (((), True), (("fact",), False)):
        state = fold(first, hand.agent(2, "请稍等", feel=feel), hand.RULES)
        told = _texts(library, fold(state, urges, hand.RULES), "empathize")
        assert ("您的锅从中间裂开了，我来办。" in told) == restates
        assert "我来办。" in told


def test_two_conversations_do_not_hear_the_same_sentences_in_the_same_order(
    library: Library,
) -> None:
    heard = {
        tuple(_texts(library, _told(conversation_id=f"c{number}"), "resolve"))
        for number in range(8)
    }
    assert len(heard) >= 3
    once = _texts(library, _told(conversation_id="c1"), "resolve")
    assert once == _texts(library, _told(conversation_id="c1"), "resolve")
