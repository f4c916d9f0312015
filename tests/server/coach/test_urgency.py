"""The supervisor's order: what is grave before what is loud, nothing that is over."""

from dataclasses import replace

from server.coach.asks import Ask
from server.coach.events import Asked, Closed, Raised
from server.coach.fold import fold
from server.coach.state import State
from server.coach.urgency import urgency
from tests.server import given

_RULES = given.RULES


def _of(state: State) -> tuple[float, tuple[str, ...]]:
    found = urgency(state, _RULES.urgency, _RULES.risk)
    return found.score, found.why


def _angry(text: str = "你们就是骗子") -> State:
    turn = given.customer(1, text, "angry", "complain_service", "empathize")
    return fold(State(), turn, _RULES)


def test_a_calm_inquiry_does_not_press() -> None:
    turn = given.customer(1, "几点开门", "calm", "ask_info", "resolve")
    assert _of(fold(State(), turn, _RULES)) == (0.0, ())


def test_what_is_grave_comes_before_what_is_loud() -> None:
    hurt = "我妈用你们的热水袋烫伤住院了，我已经找了律师"
    grave = fold(State(), given.customer(1, hurt, "calm", "threaten", "empathize"), _RULES)
    assert _of(grave)[0] > _of(_angry())[0] > 0
    assert _of(grave)[1][0] == "critical"
    assert "upset" in _of(_angry())[1]


def test_an_open_ask_and_a_missed_time_press_until_they_are_over() -> None:
    calm = fold(State(), given.customer(1, "好的", "calm", "affirm", "resolve"), _RULES)
    asking = fold(calm, Asked(Ask("a", "help", 1)), _RULES)
    late = fold(calm, Raised("progress:1:late"), _RULES)
    soon = fold(calm, Raised("progress:1:soon"), _RULES)
    assert _of(asking)[1] == ("asked",)
    assert _of(late)[1] == ("late",)
    assert _of(soon)[1] == ()


def test_what_is_over_does_not_press() -> None:
    assert _of(fold(_angry(), Closed(), _RULES)) == (0.0, ())


def test_a_weight_of_nothing_makes_nothing_press() -> None:
    weights = replace(_RULES.urgency, upset=0.0, risk=0.0, serious=0.0)
    assert urgency(_angry(), weights, _RULES.risk).score == 0
