"""How moods last: counted in conversations, believed only as far as it helps."""

import pytest

from models.annotation import AgentLabels, Conversation, CustomerLabels, Line
from models.mood import Lasting
from models.readings import EMOTION_KEYS, Distribution
from models.training.examples import Example, examples
from models.training.lasting import believed, carried, count
from tests.server.given import spread

_CALM, _ANGRY = EMOTION_KEYS.index("calm"), EMOTION_KEYS.index("angry")


def _conversation(*emotions: str) -> Conversation:
    """A customer with these emotions; `-` is a line of the agent."""
    lines = [
        Line("agent", "好的", AgentLabels(frozenset(), frozenset(), frozenset()))
        if emotion == "-"
        else Line("customer", "嗯", CustomerLabels(frozenset({emotion}), frozenset(), (), None))
        for emotion in emotions
    ]
    return Conversation("c", "retail", lines=lines)


def _lines(*emotions: str) -> list[Example]:
    return examples([_conversation(*emotions)])


def test_what_follows_at_once_is_counted_apart_from_what_follows_an_answer() -> None:
    found = count(_lines("angry", "angry", "-", "calm") * 200)
    assert found.going_on[_ANGRY][_ANGRY] > 1 > found.going_on[_ANGRY][_CALM]
    assert found.answered[_ANGRY][_CALM] > 1 > found.answered[_ANGRY][_ANGRY]


def test_each_conversation_begins_without_a_mood() -> None:
    counted = count(_lines("angry", "angry", "calm", "calm") * 50)
    one = _lines("calm", "calm")
    unsure = spread(EMOTION_KEYS, "calm", 0.4)
    heated = [spread(EMOTION_KEYS, "angry", 0.9), unsure]
    first = carried(counted, one + one, [*heated, unsure, unsure])
    assert first[1][_ANGRY] > unsure[_ANGRY]
    assert first[2] == unsure


@pytest.mark.parametrize(("lasts", "belief"), [(True, True), (False, False)])
def test_moods_are_believed_to_last_only_where_they_do(lasts: bool, belief: bool) -> None:
    counted = count((_lines("angry", "angry") + _lines("calm", "calm")) * 50)
    angry = _lines("angry", "angry" if lasts else "calm")
    calm = _lines("calm", "calm" if lasts else "angry")
    unsure: Distribution = tuple(
        0.4 if i in (_CALM, _ANGRY) else 0.04 for i in range(len(EMOTION_KEYS))
    )
    read = [
        spread(EMOTION_KEYS, "angry", 0.9),
        unsure,
        spread(EMOTION_KEYS, "calm", 0.9),
        unsure,
    ]
    found: Lasting = believed(counted, (angry + calm) * 5, read * 5)
    assert (found.going_on[_ANGRY][_ANGRY] > 1) == belief
