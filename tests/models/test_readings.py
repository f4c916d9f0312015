"""What a reading says, as plain values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import labels
from models.readings import (
    EMOTION_KEYS,
    FAULT_KEYS,
    INTENT_KEYS,
    STEP_KEYS,
    CustomerReading,
    decided,
    top,
)
from tests.models.samples import one_of

_shares = st.lists(
    st.floats(0.0, 1.0), min_size=len(EMOTION_KEYS), max_size=len(EMOTION_KEYS)
).filter(lambda shares: sum(shares) > 0.01)


def _reading(emotion: tuple[float, ...]) -> CustomerReading:
    return CustomerReading(emotion, one_of(INTENT_KEYS, other=1), one_of(STEP_KEYS, listen=1), None)


@pytest.mark.parametrize(
    ("emotion", "valence"),
    [
        ({"pleased": 1.0}, 1.0),
        ({"calm": 1.0}, 0.0),
        ({"angry": 1.0}, -1.0),
        ({"angry": 0.5, "calm": 0.5}, -0.5),
        ({"confused": 0.5, "anxious": 0.25, "pleased": 0.25}, -0.1 - 0.1 + 0.25),
    ],
)
def test_valence_is_expected_over_the_emotions(emotion: dict[str, float], valence: float) -> None:
    assert _reading(one_of(EMOTION_KEYS, **emotion)).valence == pytest.approx(valence)


@given(_shares)
def test_valence_lies_between_the_extremes(shares: list[float]) -> None:
    emotion = tuple(share / sum(shares) for share in shares)
    felt = [labels.VALENCE[key] for key, p in zip(EMOTION_KEYS, emotion, strict=True) if p > 0]
    assert min(felt) - 1e-9 <= _reading(emotion).valence <= max(felt) + 1e-9


@given(st.permutations(range(len(EMOTION_KEYS))))
def test_the_top_label_is_the_likeliest(order: list[int]) -> None:
    emotion = tuple(place / 21 for place in order)
    assert top(EMOTION_KEYS, emotion) == (EMOTION_KEYS[order.index(6)], 6 / 21)


def test_a_label_is_decided_from_its_own_threshold_on() -> None:
    thresholds = dict.fromkeys(FAULT_KEYS, 0.5) | {"rude": 0.2, "cold": 0.9}
    found = one_of(FAULT_KEYS, blame_shift=0.5, argue=0.49, cold=0.89, rude=0.2)
    assert decided(FAULT_KEYS, found, thresholds) == ("blame_shift", "rude")


def test_nothing_is_decided_where_nothing_reaches_its_threshold() -> None:
    assert decided(STEP_KEYS, (0.4,) * 6, dict.fromkeys(STEP_KEYS, 0.5)) == ()
