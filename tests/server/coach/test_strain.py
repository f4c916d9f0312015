"""What shows that a conversation is a strain, and how rarely that is said."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.readings import EMOTION_KEYS, FAULT_KEYS
from server.coach.cards import Cue
from server.coach.cues import Shown
from server.coach.events import AgentTurn, CustomerTurn
from server.coach.situation import Situation
from server.coach.strain import Strain, candidates
from tests.server import given as hand
from tests.server.spoiled import told

_RULE = hand.RULES.strain
_HEATED = Situation(20, "chat", "banking", "angry", -0.9)
_LONG = "你们这个账到底怎么算的，我看了三遍都没看明白，给我一项一项说"


def _after(*turns: CustomerTurn | AgentTurn) -> Strain:
    strain = Strain()
    for turn in turns:
        strain = strain.after(turn, _RULE)
    return strain


def _kinds(strain: Strain, situation: Situation = _HEATED, shown: Shown | None = None) -> list[str]:
    return [found.kind for found in candidates(strain, situation, shown or Shown(), _RULE)]


def _answered(text: str, seconds: float, heard: str = _LONG) -> list[CustomerTurn | AgentTurn]:
    """A customer line, and the agent's answer so many seconds later."""
    asked = hand.customer(1, heard, "dissatisfied", at=1_000_000)
    return [asked, hand.agent(2, text, at=1_000_000 + int(1000 * seconds))]


def _attacked(times: int) -> list[CustomerTurn | AgentTurn]:
    line = hand.customer(1, "你们就是骗子", "angry")
    return [line, hand.agent(2, "我在查，您稍等一下好吗", ["resolve"])] * times


def test_a_long_run_of_attacks_is_a_strain_by_itself() -> None:
    assert not _kinds(_after(*_attacked(_RULE.attack.times - 1)))
    assert _kinds(_after(*_attacked(_RULE.attack.times))) == ["strain_pause"]


def test_who_wants_something_at_once_is_not_made_to_wait() -> None:
    attacked = _after(*_attacked(_RULE.attack.times))
    for intent in ("escalate", "urge", "ask_status", "threaten"):
        assert not _kinds(attacked, replace(_HEATED, intent=intent))
    assert _kinds(attacked, replace(_HEATED, intent="complain_service")) == ["strain_pause"]


def test_a_customer_who_cools_down_ends_it() -> None:
    calm = hand.customer(9, "好，那我等", "calm")
    assert not _kinds(_after(*_attacked(30), calm))


def test_many_faults_close_together_are_a_strain_a_few_are_not() -> None:
    faulty = hand.agent(2, "规定就是这样的，您看公告", faults=["cold"])
    assert not _kinds(_after(*[faulty] * (_RULE.faults.times - 1)))
    assert _kinds(_after(*[faulty] * _RULE.faults.times)) == ["strain_pause"]
    clean = hand.agent(2, "我现在就给您去查这笔账", ["resolve"])
    assert not _kinds(_after(*[faulty] * _RULE.faults.times, *[clean] * _RULE.lines))


def test_shorter_and_shorter_and_ever_slower_is_a_strain() -> None:
    turns = [t for text in ("知道了知道", "知道了", "嗯") for t in _answered(text, 200)]
    assert _kinds(_after(*turns)) == ["strain_pause"]


def test_one_sign_alone_is_none() -> None:
    curt = [t for text in ("知道了知道", "知道了", "嗯") for t in _answered(text, 30)]
    slow = _answered("我在查，您稍等一下好吗", 200) * 4
    hasty = _answered("我在查，您稍等一下好吗", 1) * 4
    assert not any(_kinds(_after(*turns)) for turns in (curt, slow, hasty))


def test_short_lines_that_grow_or_do_something_are_not_curt() -> None:
    growing = [t for text in ("嗯", "知道了", "知道了知道") for t in _answered(text, 200)]
    assert not _kinds(_after(*growing))
    doing = [
        turn if isinstance(turn, CustomerTurn) else hand.agent(2, "退了", ["resolve"], at=turn.at)
        for turn in _answered("退了", 200) * 3
    ]
    assert not _kinds(_after(*doing))


def test_pace_is_read_by_channel() -> None:
    turns = [t for text in ("知道了知道", "知道了", "嗯") for t in _answered(text, 40)]
    assert not _kinds(_after(*turns))
    assert _kinds(_after(*turns), replace(_HEATED, channel="call")) == ["strain_pause"]


def test_a_quick_answer_to_a_short_line_is_not_hasty_and_unknown_times_tell_nothing() -> None:
    texts = ("知道了知道", "知道了", "嗯")
    assert _kinds(_after(*(t for text in texts for t in _answered(text, 1))))
    assert not _kinds(_after(*(t for text in texts for t in _answered(text, 1, "快点"))))
    untimed = [replace(t, at=0) for text in texts for t in _answered(text, 1)]
    assert not _kinds(_after(*untimed))


def test_only_the_first_line_after_the_customers_is_timed() -> None:
    first = _answered("我在查，您稍等一下好吗", 30)
    later = hand.agent(3, "查到了，是系统重复扣了一次", at=1_900_000)
    assert [line.waited for line in _after(*first, later).lines] == [30, None]


def test_a_content_customer_is_no_reason_for_a_pause() -> None:
    strain = _after(*_attacked(_RULE.attack.times))
    assert not _kinds(strain, replace(_HEATED, emotion="calm", valence=0.0))


def test_after_a_pause_a_hand_over_but_not_soon() -> None:
    strain = _after(*_attacked(_RULE.attack.times))
    paused = Shown().after(Cue("strain_pause", 20, "…"))
    soon = replace(_HEATED, seq=20 + _RULE.handover_after - 1)
    assert not _kinds(strain, soon, paused)
    assert _kinds(strain, replace(soon, seq=soon.seq + 1), paused) == ["strain_handover"]


_TURNS = st.one_of(
    st.builds(
        lambda emotion, at: hand.customer(1, _LONG, emotion, at=at),
        st.sampled_from(EMOTION_KEYS),
        st.integers(0, 10**6),
    ),
    st.builds(
        lambda text, faults, at: hand.agent(1, text, faults=sorted(faults), at=at),
        st.text(max_size=12),
        st.sets(st.sampled_from(FAULT_KEYS)),
        st.integers(0, 10**6),
    ),
)


@given(st.lists(_TURNS, max_size=60))
def test_what_is_kept_stays_bounded(turns: list[CustomerTurn | AgentTurn]) -> None:
    strain = _after(*turns)
    assert len(strain.lines) <= _RULE.lines
    assert 0 <= strain.attacks <= _RULE.attack.times


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        ("strained: 4", "strained: 0", "strained 写了 0"),
        ("faults: {times: 4", "faults: {times: 9", "faults"),
        ("curt: {times: 3", "curt: {times: 0", "times 写了 0"),
        ("slow_after: {chat: 180", "slow_after: {chats: 180", "chats"),
        ("angry: 0.5", "angry: 50", "angry 写了 50"),
    ],
)
def test_a_mistake_in_the_file_is_told(tmp_path: Path, right: str, wrong: str, says: str) -> None:
    assert says in told(tmp_path, "strain", right, wrong)
