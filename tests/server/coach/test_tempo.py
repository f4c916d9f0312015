"""Pace, silence, bursts, waiting and voice: each against the speaker's own."""

import pytest
from hypothesis import given as having
from hypothesis import settings
from hypothesis import strategies as st

from server.coach.events import AgentTurn, CustomerTurn, Voice
from server.coach.tempo import MEASURED, Tempo, TempoRules, Usual
from tests.server import given

_RULES = TempoRules(
    pause_seconds=8,
    burst_seconds=15,
    cut_in_seconds=1,
    agent_chars_a_second=10,
    longest_seconds=30,
    shortest_chars=4,
    usual_lines=3,
    no_interruption=("好的",),
)
_START = 1_772_400_000_000
_TEN_CHARS = "一二三四五六七八九十"


def _customer(second: float, text: str = _TEN_CHARS, voice: Voice | None = None) -> CustomerTurn:
    turn = given.customer(1, text, at=round(_START + 1000 * second))
    return CustomerTurn(turn.seq, turn.text, turn.reading, turn.at, turn.slots, voice)


def _agent(second: float, text: str = _TEN_CHARS) -> AgentTurn:
    return given.agent(1, text, ["resolve"], at=round(_START + 1000 * second))


def _after(*turns: CustomerTurn | AgentTurn, answered: bool = True) -> Tempo:
    tempo = Tempo()
    for turn in turns:
        if isinstance(turn, CustomerTurn):
            tempo = tempo.heard(turn, _RULES)
        else:
            tempo = tempo.told(turn, answered)
    return tempo


def _shown(tempo: Tempo, turn: CustomerTurn) -> dict[str, float]:
    return dict(tempo.shown(turn, _RULES))


def test_pace_is_compared_with_the_customers_own_earlier_pace() -> None:
    slow = [_customer(10 * n) for n in range(4)]
    # A first line has nothing before it: three paces are known after four lines.
    assert _shown(_after(*slow[:3]), _customer(25))["pace"] == 0
    assert _shown(_after(*slow), _customer(35))["pace"] == pytest.approx(1.0)
    assert _shown(_after(*slow), _customer(45))["pace"] == 0


def test_a_long_gap_or_a_short_line_tells_nothing_of_the_pace() -> None:
    slow = _after(*(_customer(10 * n) for n in range(4)))
    assert _shown(slow, _customer(30.5, "喂喂喂"))["pace"] == 0
    assert slow.heard(_customer(90), _RULES).pace == slow.pace


@pytest.mark.parametrize(("silence", "shown"), [(7, 0), (8, 1)])
def test_a_silence_counts_after_the_agents_words_only(silence: float, shown: float) -> None:
    assert _shown(_after(_agent(0)), _customer(silence))["pause"] == shown
    assert _shown(_after(_customer(0)), _customer(silence))["pause"] == 0


@pytest.mark.parametrize(
    ("agent", "gap", "said", "shown"),
    [
        ("请稍等", 0.9, "你听我说", 1),
        ("请稍等", 1.1, "你听我说", 0),
        # Twenty characters cannot have been said in a second and a half.
        (2 * _TEN_CHARS, 1.5, "你听我说", 1),
        (2 * _TEN_CHARS, 2.5, "你听我说", 0),
        (2 * _TEN_CHARS, 1.5, "好的。", 0),
    ],
)
def test_words_into_the_agents_words_are_an_interruption(
    agent: str, gap: float, said: str, shown: float
) -> None:
    assert _shown(_after(_agent(0, agent)), _customer(gap, said))["interrupting"] == shown


def test_lines_that_follow_fast_are_a_burst_until_somebody_else_speaks() -> None:
    lines = [_customer(0), _customer(10), _customer(20)]
    assert _shown(_after(*lines), _customer(30))["burst"] == 3
    assert _shown(_after(*lines), _customer(50))["burst"] == 0
    assert _shown(_after(*lines, _agent(25)), _customer(30))["burst"] == 0


def test_one_waits_from_the_first_line_that_was_not_answered() -> None:
    asked = [_customer(0), _customer(60)]
    assert _shown(_after(*asked), _customer(180))["waiting"] == pytest.approx(3.0)
    held = _after(*asked, _agent(90), answered=False)
    assert _shown(held, _customer(180))["waiting"] == pytest.approx(3.0)
    assert "waiting" not in _shown(_after(*asked, _agent(90)), _customer(180))


def test_a_voice_is_compared_with_the_speakers_own() -> None:
    calm = _after(*(_customer(9 * n, voice=Voice(200.0, 0.2)) for n in range(3)))
    raised = _shown(calm, _customer(30, voice=Voice(260.0, 0.5)))
    assert raised["pitch"] == pytest.approx(0.3)
    assert raised["energy"] == pytest.approx(1.5)
    lowered = _shown(calm, _customer(30, voice=Voice(150.0, None)))
    assert (lowered["pitch"], lowered["energy"]) == (0, 0)
    other = _after(*(_customer(9 * n, voice=Voice(300.0, 0.5)) for n in range(3)))
    assert _shown(other, _customer(30, voice=Voice(260.0, 0.5)))["pitch"] == 0


def test_without_times_nothing_but_the_voice_is_measured() -> None:
    untimed = given.customer(1, _TEN_CHARS)
    assert _shown(_after(untimed, given.agent(2, "好"), untimed), untimed) == {}


@settings(deadline=None)
@having(
    st.lists(
        st.tuples(st.booleans(), st.integers(0, 10**13), st.sampled_from(["喂", _TEN_CHARS])),
        max_size=30,
    )
)
def test_whatever_the_times_what_is_measured_is_known_and_not_negative(
    said: list[tuple[bool, int, str]],
) -> None:
    tempo = Tempo()
    for by_customer, at, text in said:
        if by_customer:
            turn = given.customer(1, text, at=at)
            shown = _shown(tempo, turn)
            assert shown.keys() <= set(MEASURED)
            assert min(shown.values(), default=0) >= 0
            tempo = tempo.heard(turn, _RULES)
        else:
            tempo = tempo.told(given.agent(1, text, at=at), answered=True)


@having(st.lists(st.floats(0.1, 1e4), min_size=1, max_size=60))
def test_a_mean_lies_between_what_it_is_of(values: list[float]) -> None:
    usual = Usual()
    for value in values:
        usual = usual.after(value)
    assert min(values) * 0.999 <= usual.mean <= max(values) * 1.001
    assert usual.after(None) == usual


@pytest.mark.parametrize(("field", "value"), [("agent_chars_a_second", 0), ("usual_lines", 0)])
def test_rules_that_cannot_be_reckoned_with_are_refused(field: str, value: int) -> None:
    good = {name: getattr(_RULES, name) for name in TempoRules.__slots__}
    with pytest.raises(ValueError, match=field):
        TempoRules(**{**good, field: value})
