"""Learns how moods last: counted in the labels, believed as far as it helps on held-out lines."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models import labels
from models.annotation import Conversation, CustomerLabels
from models.mood import Lasting, Mood, Ratios, in_mood
from models.readings import EMOTION_KEYS, Distribution
from models.training.examples import Example

# What is added to every count, so that nothing is thought impossible.
_UNSEEN: Final = 0.5
_SHARES: Final = np.linspace(0.0, 1.0, 11)
_Counts = NDArray[np.float64]


def count(conversations: Sequence[Conversation]) -> Lasting:
    """How emotions follow each other in the labels."""
    size = len(EMOTION_KEYS)
    going_on, answered = np.full((2, size, size), _UNSEEN)
    for conversation in conversations:
        for before, now, was_answered in _pairs(conversation):
            (answered if was_answered else going_on)[before, now] += 1
    anyway = (going_on + answered).sum(0) / (going_on + answered).sum()
    return Lasting(_ratios(going_on, anyway), _ratios(answered, anyway))


def _pairs(conversation: Conversation) -> Iterator[tuple[int, int, bool]]:
    """Each emotion with the one before it, and whether the agent spoke in between."""
    before, answered = None, False
    for line in conversation.lines:
        if line.role == labels.AGENT:
            answered = True
        elif isinstance(line.labels, CustomerLabels):
            now = EMOTION_KEYS.index(min(line.labels.emotion))
            if before is not None:
                yield before, now, answered
            before, answered = now, False


def _ratios(counts: _Counts, anyway: _Counts) -> Ratios:
    ratios = counts / counts.sum(1, keepdims=True) / anyway
    return tuple(tuple(float(r) for r in row) for row in ratios)


def believed(counted: Lasting, lines: Sequence[Example], read: Sequence[Distribution]) -> Lasting:
    """`counted`, taken to the powers that make the emotions of `lines` likeliest.

    `lines` are whole conversations in order; `read` is what each customer line among them
    shows for itself.
    """

    def surprise(lasting: Lasting) -> float:
        return -sum(
            math.log(max(1e-9, sum(p for key, p in _named(found) if key in right)))
            for found, right in zip(carried(lasting, lines, read), _right(lines), strict=True)
        )

    found = replace(counted, answered=_power(counted.answered, 0.0))
    options = [replace(found, going_on=_power(counted.going_on, share)) for share in _SHARES]
    found = min(options, key=surprise)
    options = [replace(found, answered=_power(counted.answered, share)) for share in _SHARES]
    return min(options, key=surprise)


def carried(
    lasting: Lasting, lines: Sequence[Example], read: Sequence[Distribution]
) -> list[Distribution]:
    """What the customer lines among `lines` show in the light of the mood before each."""
    shown: list[Distribution] = []
    mood: Mood | None = None
    alone = iter(read)
    for example in lines:
        if not example.previous:
            mood = None
        if example.line.role == labels.AGENT:
            mood = mood and replace(mood, answered=True)
            continue
        emotion = next(alone)
        shown.append(in_mood(emotion, mood, lasting) if mood else emotion)
        mood = Mood(shown[-1])
    return shown


def _power(ratios: Ratios, share: float) -> Ratios:
    return tuple(tuple(round(float(r**share), 3) for r in row) for row in ratios)


def _named(emotion: Distribution) -> Iterator[tuple[str, float]]:
    return zip(EMOTION_KEYS, emotion, strict=True)


def _right(lines: Sequence[Example]) -> Iterator[frozenset[str]]:
    for example in lines:
        if isinstance(example.line.labels, CustomerLabels):
            yield example.line.labels.emotion
