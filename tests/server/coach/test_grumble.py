"""The grumble in an ordinary inquiry, and the small thing to do about it."""

from pathlib import Path

import pytest

from models import labels
from models.readings import EMOTION_KEYS
from server.coach.coach import guide
from server.coach.cues import Candidate
from server.coach.events import AgentTurn, Cued, CustomerTurn, Opened
from server.coach.fold import fold
from server.coach.grumble import candidates
from server.coach.playbook import Playbook
from server.coach.situation import Situation
from server.coach.state import State
from tests.server import given as hand
from tests.server.spoiled import told

_RULE = hand.RULES.grumble


def _after(*turns: CustomerTurn | AgentTurn) -> State:
    state = State()
    for turn in turns:
        state = fold(state, turn, hand.RULES)
    return state


def _found(
    *turns: CustomerTurn | AgentTurn, intent: str = "ask_info", industry: str = "travel"
) -> list[Candidate]:
    state = _after(*turns)
    situation = Situation(state.seq, "chat", industry, intent=intent)
    return list(candidates(state, situation, _RULE))


@pytest.mark.parametrize(
    "text", ["怎么又要填一遍", "你们每次都要验证码", "唉，还有别的办法吗", "麻烦死了，能不能简单点"]
)
def test_words_of_a_grumble_in_an_even_line_are_heard(text: str) -> None:
    (found,) = _found(hand.customer(1, text, "calm", "ask_info"))
    assert (found.kind, found.seq) == ("grumble", 1)
    assert dict(found.words)["do"]


@pytest.mark.parametrize(
    "text", ["又便宜又好用", "会不会太麻烦了", "唉你好，我问一下", "我上次又买了一件", "怎么改地址"]
)
def test_the_same_words_in_good_part_are_let_pass(text: str) -> None:
    assert not _found(hand.customer(1, text, "calm", "ask_info"))


@pytest.mark.parametrize(("sure", "heard"), [(0.9, False), (0.45, True), (0.3, True)])
def test_faint_displeasure_is_a_grumble_plain_displeasure_is_more(sure: float, heard: bool) -> None:
    assert bool(_found(hand.customer(1, "还没到吗", "anxious", "ask_status", sure=sure))) is heard


@pytest.mark.parametrize("sure", [0.5, 0.35])
def test_a_worry_about_what_is_asked_is_no_grumble(sure: float) -> None:
    assert not _found(hand.customer(1, "猫会怕吗", "anxious", "ask_info", sure=sure))


def test_an_angry_line_is_no_grumble() -> None:
    assert not _found(hand.customer(1, "怎么又要填", "angry", sure=0.4))


@pytest.mark.parametrize("emotion", sorted(set(EMOTION_KEYS) - {"calm", "confused"}))
def test_grumble_words_in_a_line_with_a_sure_feeling_belong_to_that_feeling(emotion: str) -> None:
    assert not _found(hand.customer(1, "怎么又要填", emotion))


def test_in_a_complaint_a_grumble_is_nothing_new() -> None:
    complaint = hand.customer(1, "你们太差了", "dissatisfied", "complain_service")
    assert not _found(complaint, hand.customer(3, "怎么又要填一遍", "calm", "ask_info"))


def test_after_the_agents_answer_it_is_over() -> None:
    assert not _found(hand.customer(1, "怎么又要填"), hand.agent(2, "我来填", ["resolve"]))


def test_it_is_shown_once(playbook: Playbook) -> None:
    state = fold(State(), Opened("c", "chat", "travel"), playbook.rules)
    shown = 0
    for seq in range(1, 40):
        turn = hand.customer(seq, "怎么又要填一遍", "calm", "ask_info", "resolve")
        state = fold(state, turn, playbook.rules)
        if (cue := guide(playbook, state).cue) is not None:
            assert cue.kind == "grumble"
            shown += 1
            state = fold(state, Cued(cue), playbook.rules)
    assert shown == 1


@pytest.mark.parametrize("industry", labels.INDUSTRIES)
@pytest.mark.parametrize("intent", ["ask_info", "ask_status", "inform", "other"])
def test_there_is_something_to_do_in_every_industry(industry: str, intent: str) -> None:
    line = hand.customer(1, "怎么又要填一遍", "calm", intent)
    (found,) = _found(line, intent=intent, industry=industry)
    assert found.say


def test_what_to_do_goes_by_what_was_asked_and_by_the_industry() -> None:
    line = hand.customer(1, "怎么又要等", "calm", "ask_status")
    parcel = _found(line, intent="ask_status", industry="logistics")
    insured = _found(line, intent="ask_status", industry="insurance")
    asked = _found(line, intent="ask_info", industry="logistics")
    assert len({found[0].words for found in (parcel, insured, asked)}) == 3


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        ("faint: 0.3", "faint: 0.9", "faint"),
        ("words: [", "word: [", "word"),
        ("- do: 先把时间约好", "- do: ''", "do"),
        (
            "- do: 先看一眼到哪了，报个时间\n    intents: [",
            "- do: 看\n    intents: [x, ",
            "intents",
        ),
    ],
)
def test_a_mistake_in_the_file_is_told(tmp_path: Path, right: str, wrong: str, says: str) -> None:
    assert says in told(tmp_path, "grumble", right, wrong)
