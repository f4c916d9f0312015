"""From network outputs to readings."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import labels
from models.mood import Lasting
from models.readings import (
    EMOTION_KEYS,
    FAULT_KEYS,
    FEEL_KEYS,
    INTENT_KEYS,
    STEP_KEYS,
    AgentReading,
    CustomerReading,
    top,
)
from models.runtime import decisions
from models.runtime.decisions import FIRST_TOKEN, Decisions, Floats, decide, fact_span
from models.window import Window

# The heads side by side, as the network gives them.
HEADS = (EMOTION_KEYS, INTENT_KEYS, STEP_KEYS, STEP_KEYS, FEEL_KEYS, FAULT_KEYS)
START = 3
_scores = st.integers(-5, 5)


def _window(count: int) -> Window:
    """A window whose current line has `count` tokens, the i-th standing for (2i, 2i+2)."""
    spans = tuple((2 * i, 2 * i + 2) for i in range(count))
    return Window(tuple(range(START + count + 1)), START, spans)


def _span(nothing: int, starts: list[int], ends: list[int]) -> Floats:
    """Span logits of a padded row; what is outside the line would win if it were looked at."""
    logits = np.full((FIRST_TOKEN + len(starts) + 5, 2), 99.0, np.float32)
    logits[0] = (nothing, 0)
    logits[FIRST_TOKEN : FIRST_TOKEN + len(starts), 0] = starts
    logits[FIRST_TOKEN : FIRST_TOKEN + len(ends), 1] = ends
    return logits


def _read(
    logits: dict[str, float], role: labels.Role, head: int, how: Decisions
) -> CustomerReading | AgentReading:
    """The reading where one head gives these logits and the others 0."""
    row = [logits.get(key, 0.0) if at == head else 0.0 for at, h in enumerate(HEADS) for key in h]
    pooled = np.array([row], np.float32)
    (found,) = decide(pooled, _span(1, [0], [0])[None], [role], [_window(1)], how)
    return found


def _customer(how: Decisions, head: int = 0, **logits: float) -> CustomerReading:
    found = _read(logits, labels.CUSTOMER, head, how)
    assert isinstance(found, CustomerReading)
    return found


def _agent(how: Decisions, head: int, **logits: float) -> AgentReading:
    found = _read(logits, labels.AGENT, head, how)
    assert isinstance(found, AgentReading)
    return found


@given(
    nothing=st.integers(-12, 12),
    pairs=st.lists(st.tuples(_scores, _scores), min_size=1, max_size=9),
    margin=_scores,
)
def test_the_fact_is_the_best_pair_of_start_and_end(
    nothing: int, pairs: list[tuple[int, int]], margin: int
) -> None:
    starts, ends = [a for a, _ in pairs], [b for _, b in pairs]
    count = len(pairs)
    best = max(starts[i] + ends[j] for i in range(count) for j in range(i, count))
    found = fact_span(_span(nothing, starts, ends), _window(count), float(margin))
    if best <= nothing + margin:
        assert found is None
        return
    assert found is not None
    first, last = found[0] // 2, found[1] // 2 - 1
    assert first <= last
    assert starts[first] + ends[last] == best


def test_a_line_without_tokens_has_no_fact() -> None:
    assert fact_span(_span(-50, [], []), _window(0), 0.0) is None


def test_a_margin_makes_a_fact_harder_to_find() -> None:
    logits, window = _span(0, [1, 2, 0], [0, 1, 2]), _window(3)
    assert fact_span(logits, window, 0.0) == (2, 6)
    assert fact_span(logits, window, 4.0) is None


@pytest.mark.parametrize(("head", "name"), [(0, "emotion"), (1, "intent"), (2, "next")])
def test_a_temperature_softens_without_changing_the_answer(head: int, name: str) -> None:
    key = HEADS[head][2]
    tops = []
    for temperature in (0.5, 1.0, 2.0):
        how = Decisions(**{f"{name}_temperature": temperature})  # type: ignore[arg-type]
        distribution = getattr(_customer(how, head, **{key: 2.0}), name)
        assert sum(distribution) == pytest.approx(1.0)
        tops.append(top(HEADS[head], distribution))
    assert [found for found, _ in tops] == [key] * 3
    assert tops[0][1] > tops[1][1] > tops[2][1]


def test_a_probability_is_the_softmax_of_its_logits() -> None:
    key, p = top(EMOTION_KEYS, _customer(Decisions(), angry=float(np.log(6.0))).emotion)
    assert key == "angry"
    assert p == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("head", "name", "read"),
    [(3, "steps", "done"), (4, "feel", "carried"), (5, "faults", "committed")],
)
def test_each_agent_label_has_its_own_threshold(head: int, name: str, read: str) -> None:
    first, second, *rest = HEADS[head]
    thresholds = {first: 0.8, second: 0.95, **dict.fromkeys(rest, 0.6)}
    how = Decisions(**{name: thresholds})  # type: ignore[arg-type]
    # p = 0.9 for both; the rest have p = 0.5.
    logits = dict.fromkeys((first, second), float(np.log(9.0)))
    found = _agent(how, head, **logits)
    assert getattr(found, name)[:3] == pytest.approx((0.9, 0.9, 0.5))
    assert getattr(found, read) == (first,)


def test_rows_are_read_by_who_spoke_in_their_order() -> None:
    roles = [labels.AGENT, labels.CUSTOMER, labels.AGENT]
    pooled = np.zeros((3, sum(map(len, HEADS))), np.float32)
    pooled[1, EMOTION_KEYS.index("angry")] = 5.0
    span = np.stack([_span(9, [0], [0])] * 3)
    found = decide(pooled, span, roles, [_window(1)] * 3, Decisions())
    assert [isinstance(r, CustomerReading) for r in found] == [False, True, False]
    assert isinstance(found[1], CustomerReading)
    assert top(EMOTION_KEYS, found[1].emotion)[0] == "angry"


@given(
    logits=st.lists(
        st.integers(-200, 200), min_size=sum(map(len, HEADS)), max_size=sum(map(len, HEADS))
    )
)
def test_any_logits_give_probabilities(logits: list[int]) -> None:
    pooled = np.array([logits, logits], np.float32)
    span = np.stack([_span(9, [0], [0])] * 2)
    customer, agent = decide(
        pooled, span, [labels.CUSTOMER, labels.AGENT], [_window(1)] * 2, Decisions()
    )
    assert isinstance(customer, CustomerReading)
    assert isinstance(agent, AgentReading)
    for distribution in (customer.emotion, customer.intent, customer.next):
        assert sum(distribution) == pytest.approx(1.0, abs=1e-5)
    assert all(0 <= p <= 1 for p in (*agent.steps, *agent.feel, *agent.faults))


def test_decisions_are_kept_beside_the_weights(tmp_path: Path) -> None:
    how = replace(Decisions(), intent_temperature=1.25, fact_margin=-0.5)
    how.faults["rude"] = 0.875
    how = replace(how, lasting=Lasting(((0.5, 2.0), (1.0, 1.0)), ((1.0, 1.5), (2.0, 0.0))))
    how.save(tmp_path)
    assert decisions.load(tmp_path) == how
