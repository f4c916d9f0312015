"""The fold over events: deterministic, bounded, and true to what was said."""

import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import labels
from models.readings import EMOTION_KEYS, FEEL_KEYS, INTENT_KEYS, STEP_KEYS
from server.coach.coach import advise
from server.coach.events import Advised, AgentTurn, CustomerTurn, Event, Opened
from server.coach.fold import fold
from server.coach.playbook import Playbook
from server.coach.state import State
from server.coach.wording import Library
from tests.server import given as hand

_TEXTS = st.sampled_from(
    ["我的快递停了四天", "？", "你们怎么回事", "我订的XL码发成了S码", "谢谢", "不行，我不同意"]
)
_CUSTOMER = st.builds(
    lambda text, emotion, intent, step, stated, sure: hand.customer(
        1, text, emotion, intent, step, sure=sure, fact=text if stated else None
    ),
    _TEXTS,
    st.sampled_from(EMOTION_KEYS),
    st.sampled_from(INTENT_KEYS),
    st.sampled_from(STEP_KEYS),
    st.booleans(),
    st.sampled_from([0.3, 0.6, 0.95]),
)
_AGENT = st.builds(
    lambda text, steps, feel: hand.agent(1, text, steps, feel),
    _TEXTS,
    st.sets(st.sampled_from(STEP_KEYS)).map(sorted),
    st.sets(st.sampled_from(FEEL_KEYS)).map(sorted),
)
_TURNS = st.lists(st.one_of(_CUSTOMER, _AGENT), max_size=30)


def _numbered(turns: list[CustomerTurn | AgentTurn]) -> list[CustomerTurn | AgentTurn]:
    return [type(t)(seq, t.text, t.reading) for seq, t in enumerate(turns, start=1)]  # type: ignore[arg-type]


def _play(events: list[Event], state: State | None = None) -> State:
    state = state or State(conversation_id="c")
    for event in events:
        state = fold(state, event, hand.RULES)
    return state


@settings(deadline=None)
@given(_TURNS)
def test_the_same_events_give_the_same_state_wherever_the_fold_is_cut(
    turns: list[CustomerTurn | AgentTurn],
) -> None:
    events: list[Event] = [Opened("c", "call", "telecom"), *_numbered(turns)]
    whole = _play(events)
    assert _play(events) == whole
    for cut in range(len(events)):
        assert _play(events[cut:], _play(events[:cut])) == whole


@given(_TURNS)
def test_after_every_event_the_ledger_has_six_steps_and_the_decided_one_is_due(
    turns: list[CustomerTurn | AgentTurn],
) -> None:
    state = State()
    for turn in _numbered(turns):
        before, state = state, fold(state, turn, hand.RULES)
        assert [step for step, _ in state.ledger.statuses()] == list(STEP_KEYS)
        assert state.seq == turn.seq
        if isinstance(turn, CustomerTurn):
            assert state.decision is not None
            entry = state.ledger[state.decision.step]
            assert (entry.status, entry.seq) == ("due", turn.seq)
        else:
            assert state.decision is None
            for step in STEP_KEYS:
                now, was = state.ledger[step].status, before.ledger[step].status
                assert now != "skipped" or was in ("due", "skipped")


@given(_TURNS)
def test_demands_are_those_stated_the_most_stated_and_most_recent_first(
    turns: list[CustomerTurn | AgentTurn],
) -> None:
    stated: dict[str, list[int]] = {}
    for turn in (numbered := _numbered(turns)):
        if isinstance(turn, CustomerTurn):
            intent = INTENT_KEYS[turn.reading.intent.index(max(turn.reading.intent))]
            if intent in labels.DEMAND_OF_INTENT:
                stated.setdefault(labels.DEMAND_OF_INTENT[intent], []).append(turn.seq)
    found = _play(list(numbered)).demands
    expected = sorted(stated.items(), key=lambda item: (len(item[1]), item[1][-1]), reverse=True)
    assert [(d.key, d.times, d.seq) for d in found] == [(k, len(s), s[-1]) for k, s in expected]


@settings(max_examples=5, deadline=None)
@given(st.lists(st.one_of(_CUSTOMER, _AGENT), min_size=20, max_size=30))
def test_the_state_stops_growing_however_long_a_conversation_runs(
    library: Library, turns: list[CustomerTurn | AgentTurn]
) -> None:
    state = State(conversation_id="long")
    sizes: list[int] = []
    for seq, turn in enumerate((turns * 60)[:1200], start=1):
        # Every customer line states a new fact, as in a long call.
        if isinstance(turn, CustomerTurn):
            text = f"{turn.text}，{seq}号那一件"
            numbered: Event = hand.customer(
                seq, text, "dissatisfied", "report_problem", STEP_KEYS[seq % 6], fact=text
            )
        else:
            numbered = AgentTurn(seq, turn.text, turn.reading)
        state = fold(state, numbered, hand.RULES)
        if (advice := advise(Playbook(library), state)) is not None:
            state = fold(state, Advised(advice), hand.RULES)
        sizes.append(len(pickle.dumps(state)))
    assert max(sizes[600:]) <= 1.1 * max(sizes[:600])


def test_a_long_line_is_not_kept_beyond_what_a_line_may_be() -> None:
    long = "我的包裹" * 500
    state = _play([hand.customer(1, long, "angry", "urge", "empathize", fact=long)])
    entry = state.ledger["empathize"]
    assert entry.quote is not None
    assert len(entry.quote) <= 40
    assert state.decision is not None
    assert all(len(reason.quote or "") <= 40 for reason in state.decision.why)


def test_empathy_reopens_on_a_new_outburst() -> None:
    state = _play(
        [
            hand.customer(1, "怎么还没到", "anxious", "urge", "empathize"),
            hand.agent(2, "让您久等了，抱歉", ["empathize"], ["emotion"]),
        ]
    )
    assert state.ledger["empathize"].status == "done"
    torn = {"resolve": 0.5, "empathize": 0.38}
    state = fold(state, hand.customer(3, "骗子！", "angry", "complain_service", torn), hand.RULES)
    assert (state.ledger["empathize"].status, state.ledger["empathize"].seq) == ("due", 3)


def test_the_last_stated_fact_is_kept_in_the_second_person_until_another_is_stated() -> None:
    state = _play(
        [
            hand.customer(1, "喂，我的锅裂了", fact="我的锅裂了"),
            hand.agent(2, "您请讲", ["listen"]),
            hand.customer(3, "快点", "anxious", "urge"),
        ]
    )
    assert state.fact is not None
    assert (state.fact.seq, state.fact.text) == (1, "您的锅裂了")
    state = fold(state, hand.customer(4, "我的碗也碎了", fact="我的碗也碎了"), hand.RULES)
    assert state.fact is not None
    assert (state.fact.seq, state.fact.text) == (4, "您的碗也碎了")


def test_what_is_said_beside_a_question_is_not_what_the_talk_is_about() -> None:
    state = State()
    told = [("屏幕裂了没人来修", "report_problem"), ("今天还剩四十分钟", "ask_status")]
    for seq, (text, intent) in enumerate(told, start=1):
        turn = hand.customer(seq, text, "dissatisfied", intent, fact=text)
        state = fold(state, turn, hand.RULES)
    assert state.fact is not None and state.fact.text == "今天还剩四十分钟"
    assert state.matter is not None and state.matter.text == "屏幕裂了没人来修"
    assert state.case == state.matter


def test_the_mood_rises_when_the_customer_calms_down_and_falls_when_they_heat_up() -> None:
    angry = hand.customer(1, "骗子", "angry")
    calm = hand.customer(2, "好吧", "calm")
    assert _play([angry]).trend == "steady"
    assert _play([angry, calm]).trend == "rising"
    assert _play([calm, angry]).trend == "falling"
    assert _play([calm, calm]).trend == "steady"


def test_offered_wordings_and_said_feel_parts_are_remembered(library: Library) -> None:
    state = _play([hand.customer(1, "我的锅裂了", "calm", "report_problem", "resolve")])
    advice = advise(Playbook(library), state)
    assert advice is not None
    state = fold(state, Advised(advice), hand.RULES)
    assert {wording.text for wording in advice.wordings} <= state.offered
    state = fold(state, hand.agent(2, "很抱歉", ["empathize"], ["emotion", "link"]), hand.RULES)
    assert state.feel_said == {"emotion", "link"}
    assert advise(Playbook(library), state) is None


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("这款洗衣机能放进60公分的柜子里吗", "这款洗衣机能放进60公分的柜子里"),
        ("怎么账单上是三百四十八", "怎么账单上是三百四十八"),
        ("是昨天到的？", "是昨天到的"),
    ],
)
def test_a_question_is_not_said_back_as_a_fact(text: str, fact: str) -> None:
    assert fold(State(), hand.customer(1, text, fact=fact), hand.RULES).fact is None


@pytest.mark.parametrize("text", ["下午", "退了", "柜子"])
def test_a_fact_too_short_to_be_said_back_leaves_the_one_before(text: str) -> None:
    state = fold(State(), hand.customer(1, "我的锅裂了", fact="我的锅裂了"), hand.RULES)
    state = fold(state, hand.customer(2, text, intent="inform", fact=text), hand.RULES)
    assert state.fact is not None
    assert state.fact.text == "您的锅裂了"
