"""Learns how moods last: counted in the labels, believed as far as it helps on held-out lines."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.annotation import CustomerLabels
from models.mood import Lasting, Mood, Ratios, in_mood
from models.readings import EMOTION_KEYS, Distribution
from models.training.examples import Example
from models.training.measures import rights, surprise

# What is added to every count, so that nothing is thought impossible.
_UNSEEN: Final = 0.5
_SHARES: Final = np.linspace(0.0, 1.0, 11)
_Counts = NDArray[np.float64]


def count(lines: Sequence[Example]) -> Lasting:
    """How emotions follow each other in the labels of `lines`, whole conversations in order."""
    size = len(EMOTION_KEYS)
    going_on, answered = np.full((2, size, size), _UNSEEN)
    before = 0
    for known, told in _customers(lines):
        now = EMOTION_KEYS.index(min(known.emotion))
        if told is not None:
            (answered if told else going_on)[before, now] += 1
        before = now
    anyway = (going_on + answered).sum(0) / (going_on + answered).sum()
    return Lasting(_ratios(going_on, anyway), _ratios(answered, anyway))


def _ratios(counts: _Counts, anyway: _Counts) -> Ratios:
    ratios = counts / counts.sum(1, keepdims=True) / anyway
    return tuple(tuple(float(r) for r in row) for row in ratios)


def believed(counted: Lasting, lines: Sequence[Example], read: Sequence[Distribution]) -> Lasting:
    """`counted`, taken to the powers that make the emotions of `lines` likeliest.

    `lines` are whole conversations in order; `read` is what each customer line among them
    shows for itself.
    """
    right = rights("emotion", [known for known, _ in _customers(lines)])

    def off(lasting: Lasting) -> float:
        return surprise(np.log(carried(lasting, lines, read)), right)

    found = replace(counted, answered=_power(counted.answered, 0.0))
    options = [replace(found, going_on=_power(counted.going_on, share)) for share in _SHARES]
    found = min(options, key=off)
    options = [replace(found, answered=_power(counted.answered, share)) for share in _SHARES]
    return min(options, key=off)


def carried(
    lasting: Lasting, lines: Sequence[Example], read: Sequence[Distribution]
) -> list[Distribution]:
    """What the customer lines among `lines` show in the light of the mood before each."""
    shown: list[Distribution] = []
    for (_, told), emotion in zip(_customers(lines), read, strict=True):
        before = None if told is None else Mood(shown[-1], told)
        shown.append(in_mood(emotion, before, lasting) if before else emotion)
    return shown


def _customers(lines: Sequence[Example]) -> Iterator[tuple[CustomerLabels, bool | None]]:
    """What is known of each customer line, and whether the agent spoke since the one before.

    None where there is none before it in its conversation.
    """
    told: bool | None = None
    for example in lines:
        if not example.previous:
            told = None
        if isinstance(example.line.labels, CustomerLabels):
            yield example.line.labels, told
            told = False
        elif told is not None:
            told = True


def _power(ratios: Ratios, share: float) -> Ratios:
    return tuple(tuple(round(float(r**share), 3) for r in row) for row in ratios)
