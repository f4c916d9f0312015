"""A mood lasts as long as the ratios say, and never makes a feeling out of nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.mood import Lasting, Mood, in_mood
from models.readings import EMOTION_KEYS, Distribution
from tests.server.given import spread

_SIZE = len(EMOTION_KEYS)
_NEUTRAL = ((1.0,) * _SIZE,) * _SIZE
_STICKY = tuple(tuple(5.0 if i == j else 1.0 for j in range(_SIZE)) for i in range(_SIZE))


def _emotions() -> st.SearchStrategy[Distribution]:
    weights = st.lists(st.floats(0.01, 1.0), min_size=_SIZE, max_size=_SIZE)
    return weights.map(lambda found: tuple(p / sum(found) for p in found))


@given(emotion=_emotions(), before=_emotions(), answered=st.booleans())
def test_what_tells_nothing_changes_nothing(
    emotion: Distribution, before: Distribution, answered: bool
) -> None:
    found = in_mood(emotion, Mood(before, answered), Lasting(_NEUTRAL, _NEUTRAL))
    assert found == pytest.approx(emotion)


@given(emotion=_emotions(), at=st.integers(0, _SIZE - 1))
def test_a_lasting_mood_makes_itself_likelier_and_the_others_keep_their_order(
    emotion: Distribution, at: int
) -> None:
    before = tuple(float(i == at) for i in range(_SIZE))
    found = in_mood(emotion, Mood(before), Lasting(_STICKY, _NEUTRAL))
    assert sum(found) == pytest.approx(1.0)
    assert found[at] > emotion[at]
    others = [i for i in range(_SIZE) if i != at]
    assert sorted(others, key=emotion.__getitem__) == sorted(others, key=found.__getitem__)


def test_an_answer_in_between_is_told_from_going_on() -> None:
    calm, angry = spread(EMOTION_KEYS, "calm", 0.5), spread(EMOTION_KEYS, "angry", 0.9)
    lasting = Lasting(_STICKY, _NEUTRAL)
    going_on, answered = (in_mood(calm, Mood(angry, told), lasting) for told in (False, True))
    assert going_on[-1] > answered[-1]
    assert answered == pytest.approx(calm)
