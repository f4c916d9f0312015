"""Readings given by hand, so that a test does not depend on how good the classifier is."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

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
from models.slots.finder import find
from server.coach.events import AgentTurn, CustomerTurn
from server.coach.lint import Draft, cut
from server.prompts import load_products, load_rules

RULES: Final = load_rules()
"""Those that are shipped."""

_PRODUCTS: Final = load_products()


def spread(keys: tuple[str, ...], best: str, sure: float) -> Distribution:
    """`best` with probability `sure`, the others share the rest."""
    rest = (1 - sure) / (len(keys) - 1)
    return tuple(sure if key == best else rest for key in keys)


def customer(
    seq: int,
    text: str,
    emotion: str = "calm",
    intent: str = "other",
    following: str | Mapping[str, float] = "listen",
    *,
    sure: float = 0.9,
    fact: str | None = None,
    at: int = 0,
) -> CustomerTurn:
    """A customer line; `following` is the classifier's next step, or a share for each."""
    if isinstance(following, str):
        steps = spread(STEP_KEYS, following, 0.75)
    else:
        rest = (1 - sum(following.values())) / len(STEP_KEYS)
        steps = tuple(following.get(key, 0.0) + rest for key in STEP_KEYS)
    start = text.index(fact) if fact else 0
    reading = CustomerReading(
        emotion=spread(EMOTION_KEYS, emotion, sure),
        intent=spread(INTENT_KEYS, intent, 0.9),
        next=steps,
        fact=(start, start + len(fact)) if fact else None,
    )
    return CustomerTurn(seq, text, reading, at, find(text, _PRODUCTS))


def agent(
    seq: int,
    text: str,
    steps: Iterable[str] = (),
    feel: Iterable[str] = (),
    faults: Iterable[str] = (),
    at: int = 0,
) -> AgentTurn:
    """An agent line that surely does these steps and no others."""
    reading = AgentReading(
        steps=_sure(STEP_KEYS, done := tuple(steps)),
        feel=_sure(FEEL_KEYS, carried := tuple(feel)),
        faults=_sure(FAULT_KEYS, committed := tuple(faults)),
        done=done,
        carried=carried,
        committed=committed,
    )
    return AgentTurn(seq, text, reading, at, find(text, _PRODUCTS))


def draft(
    text: str,
    parts: Sequence[Iterable[str]],
    steps: Iterable[str] = (),
    faults: Iterable[str] = (),
) -> Draft:
    """A draft whose clauses surely carry these FEEL parts, and whose last one has the faults."""
    ranges = cut(text, len(text))
    assert len(ranges) == len(parts), ranges
    last = len(parts) - 1
    readings = [
        agent(0, "", (), carried, faults if at == last else ()).reading
        for at, carried in enumerate(parts)
    ]
    whole = agent(0, "", steps, {part for carried in parts for part in carried}, faults).reading
    return Draft(text, ranges, whole, tuple(readings))


def _sure(keys: tuple[str, ...], present: tuple[str, ...]) -> Distribution:
    return tuple(0.95 if key in present else 0.05 for key in keys)
