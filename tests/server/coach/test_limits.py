"""Who waits since when, and how long that may be."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from models import labels
from models.readings import EMOTION_KEYS, INTENT_KEYS, STEP_KEYS
from server.coach import limits
from server.coach.coach import cards
from server.coach.events import AgentTurn, Closed, CustomerTurn, Event
from server.coach.fold import fold
from server.coach.limits import LimitRules, Limits, TierLimits, Waits, timers
from server.coach.state import State
from server.prompts import load_playbook
from tests.server import given as hand

_RULES = LimitRules(
    inquiry=Limits(60, 600, 6000),
    general=Limits(40, 400, 4000),
    serious=Limits(20, 200, 2000),
    critical=Limits(10, None, 1000),
)
_AT = 1_772_413_200_000


def _customer(
    seq: int, intent: str, emotion: str = "calm", seconds: int = 0, timed: bool = True
) -> CustomerTurn:
    at = _AT + 1000 * seconds if timed else 0
    return hand.customer(seq, "…", emotion, intent, at=at)


def _agent(seq: int, *steps: str, seconds: int = 0, faults: tuple[str, ...] = ()) -> AgentTurn:
    return hand.agent(seq, "…", steps, faults=faults, at=_AT + 1000 * seconds)


def _waits(*events: Event) -> Waits:
    state = State()
    for event in events:
        state = fold(state, event, hand.RULES)
    return state.waits


def _running(waits: Waits, tier: str = "inquiry") -> dict[str, tuple[int, int]]:
    """Kind → utterance and seconds after the beginning at which it is due."""
    found = timers(waits, tier, "chat", _RULES)
    return {each.kind: (each.since.seq, (each.due - _AT) // 1000) for each in found}


def test_an_answer_is_due_from_the_first_line_that_nobody_answered() -> None:
    waits = _waits(_customer(1, "greet"), _customer(2, "greet", seconds=30))
    assert _running(waits) == {"first_response": (1, 60)}
    waits = _waits(_customer(1, "greet"), _agent(2, seconds=5), _customer(3, "greet", seconds=30))
    assert _running(waits) == {"first_response": (3, 90)}


def test_any_line_of_the_agent_is_an_answer_but_no_news() -> None:
    waits = _waits(_customer(1, "urge"), _agent(2, "listen", seconds=5))
    assert _running(waits) == {"progress": (1, 600), "solution": (1, 6000)}


def test_news_are_due_again_after_the_agent_told_something() -> None:
    waits = _waits(_customer(1, "urge"), _agent(2, "resolve", seconds=50))
    assert _running(waits) == {"progress": (2, 650), "solution": (1, 6000)}


def test_a_greeting_opens_no_matter_and_what_is_told_before_one_is_no_news() -> None:
    waits = _waits(_customer(1, "greet"), _agent(2, "resolve", seconds=5))
    assert _running(waits) == {}
    waits = _waits(
        _customer(1, "greet"), _agent(2, "resolve"), _customer(3, "report_problem", seconds=9)
    )
    assert _running(waits) == {
        "first_response": (3, 69),
        "progress": (3, 609),
        "solution": (3, 6009),
    }


def test_a_graver_tier_shortens_what_runs() -> None:
    waits = _waits(_customer(1, "urge"))
    assert _running(waits, "serious") == {
        "first_response": (1, 20),
        "progress": (1, 200),
        "solution": (1, 2000),
    }
    assert _running(waits, "critical") == {"first_response": (1, 10), "solution": (1, 1000)}


def _settled(*after: Event) -> bool:
    return _waits(_customer(1, "urge", "anxious"), *after).opened is None


def test_the_matter_is_settled_when_the_customer_accepts_or_the_agent_closes() -> None:
    told = _agent(2, "resolve")
    assert _settled(told, _customer(3, "affirm"))
    assert _settled(told, _customer(3, "thank", "pleased"))
    assert _settled(told, _agent(3, "thank"))
    assert _settled(_agent(2, "resolve", "thank"))


def test_it_is_not_settled_before_anything_was_told_or_while_the_customer_is_upset() -> None:
    told = _agent(2, "resolve")
    assert not _settled(_agent(2, "listen"), _customer(3, "affirm"))
    assert not _settled(_agent(2, "thank"))
    assert not _settled(told, _customer(3, "affirm", "disappointed"))
    assert not _settled(told, _agent(3, "thank", faults=("premature_close",)))


def test_a_yes_to_a_question_settles_nothing() -> None:
    asked = (_agent(2, "resolve"), _agent(3, "clarify"))
    assert not _settled(*asked, _customer(4, "affirm"))
    assert _settled(*asked, _customer(4, "affirm"), _agent(5, "resolve"), _customer(6, "affirm"))


def test_a_new_matter_starts_anew() -> None:
    settled = (_customer(1, "urge"), _agent(2, "resolve"), _customer(3, "affirm"))
    waits = _waits(*settled, _customer(4, "ask_status", seconds=100))
    assert _running(waits) == {
        "first_response": (4, 160),
        "progress": (4, 700),
        "solution": (4, 6100),
    }


def test_a_call_has_its_own_limits_where_it_is_given_some() -> None:
    own = TierLimits(*(Limits(first_response=10) for _ in labels.TIERS))
    rules = replace(_RULES, call=own)
    assert rules.within("general", "call") == Limits(10, 400, 4000)
    assert rules.within("general", "chat") == Limits(40, 400, 4000)
    assert _RULES.within("general", "call") == _RULES.general


def test_in_a_call_the_wait_begins_when_the_customer_has_finished() -> None:
    waits = _waits(_customer(1, "urge"), _customer(2, "urge", seconds=30))
    in_a_call = {each.kind: each for each in timers(waits, "general", "call", _RULES)}
    assert in_a_call["first_response"].due == _AT + (30 + 40) * 1000
    assert in_a_call["progress"].due == _AT + 400_000
    assert not _waits(_customer(1, "urge"), _agent(2, seconds=5)).latest


def test_a_card_says_how_long_it_may_take_and_what_is_over() -> None:
    waits = _waits(_customer(1, "urge"))
    shown = limits.card(waits, "general", "chat", _AT + 41_000, _RULES)
    assert shown is not None
    assert [(row.key, row.text, row.status) for row in shown.rows] == [
        ("first_response", "一般限40秒", "late"),
        ("progress", "一般限400秒", "open"),
        ("solution", "一般限4000秒", "open"),
    ]
    assert shown.level == "attend"
    quiet = limits.card(waits, "general", "chat", _AT + 40_000, _RULES)
    assert quiet is not None
    assert quiet.level == "info"
    assert limits.card(Waits(), "general", "chat", _AT, _RULES) is None


def test_lengths_are_said_in_the_largest_unit_that_is_even() -> None:
    texts = [
        card.rows[0].text
        for seconds in (90, 60, 5400, 7200, 86400)
        if (
            card := limits.card(
                _waits(_customer(1, "greet")), "inquiry", "chat", _AT, _one(seconds)
            )
        )
    ]
    assert texts == ["咨询限90秒", "咨询限1分钟", "咨询限90分钟", "咨询限2小时", "咨询限1天"]


def _one(seconds: int) -> LimitRules:
    return LimitRules(inquiry=Limits(seconds))


def test_without_times_nothing_runs() -> None:
    waits = _waits(_customer(1, "urge", timed=False), hand.agent(2, "…", ["resolve"]))
    assert timers(waits, "critical", "chat", _RULES) == ()


_TURNS = st.lists(
    st.one_of(
        st.tuples(st.just("customer"), st.sampled_from(INTENT_KEYS), st.sampled_from(EMOTION_KEYS)),
        st.tuples(st.just("agent"), st.sampled_from(STEP_KEYS), st.booleans()),
    ),
    max_size=25,
)


@given(_TURNS)
def test_nothing_runs_from_the_future_and_an_answer_always_stops_the_first(
    turns: list[tuple[str, str, str | bool]],
) -> None:
    state = State()
    for seq, (role, label, more) in enumerate(turns, start=1):
        turn: CustomerTurn | AgentTurn
        if role == "customer":
            turn = _customer(seq, label, str(more), seconds=seq)
        else:
            turn = _agent(seq, label, seconds=seq, faults=("premature_close",) if more else ())
        state = fold(state, turn, hand.RULES)
        for tier in labels.TIERS:
            found = _running(state.waits, tier)
            assert all(since <= seq for since, _ in found.values())
            assert ("solution" in found) == (state.waits.opened is not None)
            assert role == "customer" or "first_response" not in found


def test_no_limit_is_shown_in_a_conversation_that_has_ended() -> None:
    book = load_playbook()
    asked = hand.customer(1, "我的锅裂了", "dissatisfied", "report_problem", at=1_772_413_200_000)
    state = fold(State(), asked, book.rules)
    assert "limits" in {card.kind for card in cards(book, state)}
    assert "limits" not in {card.kind for card in cards(book, fold(state, Closed(), book.rules))}
