"""Labelled conversations as the coach would hear them, were every line read right."""

from collections.abc import Collection, Iterator
from typing import Final

from models.annotation import AgentLabels, Conversation, CustomerLabels
from models.readings import (
    EMOTION_KEYS,
    FAULT_KEYS,
    FEEL_KEYS,
    INTENT_KEYS,
    STEP_KEYS,
    AgentReading,
    CustomerReading,
    Distribution,
)
from models.slots.products import Products
from server.coach.events import AgentTurn, CustomerTurn, heard

# As sure as the classifier is of a line that it reads right.
_SURE: Final = 0.9


def turns(conversation: Conversation, products: Products) -> Iterator[AgentTurn | CustomerTurn]:
    """The labelled lines as turns without times; a line in doubt is left out."""
    for seq, line in enumerate(conversation.lines, start=1):
        if line.labels is not None:
            yield heard(seq, line.text, reading(line.labels), 0, products)


def reading(known: CustomerLabels | AgentLabels) -> CustomerReading | AgentReading:
    """The reading of somebody who is nearly sure of the labels."""
    if isinstance(known, CustomerLabels):
        return CustomerReading(
            _one_of(EMOTION_KEYS, known.emotion),
            _one_of(INTENT_KEYS, known.intent),
            _one_of(STEP_KEYS, known.next[:1]),
            known.fact,
        )
    return AgentReading(
        _any_of(STEP_KEYS, known.steps),
        _any_of(FEEL_KEYS, known.feel),
        _any_of(FAULT_KEYS, known.faults),
        _listed(STEP_KEYS, known.steps),
        _listed(FEEL_KEYS, known.feel),
        _listed(FAULT_KEYS, known.faults),
    )


def _one_of(keys: tuple[str, ...], right: Collection[str]) -> Distribution:
    rest = (1 - _SURE) / (len(keys) - len(right))
    return tuple(_SURE / len(right) if key in right else rest for key in keys)


def _any_of(keys: tuple[str, ...], right: Collection[str]) -> Distribution:
    return tuple(_SURE if key in right else 1 - _SURE for key in keys)


def _listed(keys: tuple[str, ...], right: Collection[str]) -> tuple[str, ...]:
    return tuple(key for key in keys if key in right)
