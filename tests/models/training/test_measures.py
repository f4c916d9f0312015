"""Temperatures: a reading that says 80% is right four times in five."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.training.measures import temperature


@given(seed=st.integers(0, 2**32 - 1), sharpness=st.floats(0.5, 2.5))
def test_the_temperature_undoes_logits_that_are_too_sure_or_too_shy(
    seed: int, sharpness: float
) -> None:
    chance = np.random.default_rng(seed)
    logits = chance.normal(0, 1.5, (4000, 5)).astype(np.float32)
    p = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    answer = (p.cumsum(1) < chance.random((4000, 1))).sum(1).clip(max=4)
    right = np.eye(5, dtype=bool)[answer]
    assert temperature(logits * sharpness, right) == pytest.approx(sharpness, rel=0.15)


def test_any_of_several_right_answers_counts() -> None:
    logits = np.tile(np.array([[2.0, 1.0, 0.0]], np.float32), (10, 1))
    one = np.tile([[True, False, False]], (10, 1))
    one[5:] = [False, True, False]
    either = one | [True, True, False]
    # Right half the time against always: the second may be as sure as can be.
    assert temperature(logits, either) < temperature(logits, one)
