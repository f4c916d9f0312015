"""Readings and lines made by hand."""

from models import labels
from models.annotation import AgentLabels, CustomerLabels, Line
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


def one_of(keys: tuple[str, ...], **shares: float) -> Distribution:
    """A distribution with these probabilities, and 0 for the rest."""
    assert shares.keys() <= set(keys)
    return tuple(float(shares.get(key, 0.0)) for key in keys)


def customer_line(
    emotion: str = "calm",
    intent: str = "inform",
    next_steps: tuple[str, ...] = ("resolve",),
    fact: tuple[int, int] | None = None,
) -> Line:
    """A labelled customer line; `a|b` accepts either."""
    accepted = (frozenset(emotion.split("|")), frozenset(intent.split("|")))
    return Line(labels.CUSTOMER, "…", CustomerLabels(*accepted, next_steps, fact))


def customer_reading(
    emotion: str = "calm",
    p: float = 1.0,
    intent: str = "inform",
    fact: tuple[int, int] | None = None,
) -> CustomerReading:
    """A reading whose likeliest emotion is `emotion` with probability `p`."""
    others = (1 - p) / (len(EMOTION_KEYS) - 1)
    emotions = dict.fromkeys(EMOTION_KEYS, others) | {emotion: p}
    return CustomerReading(
        one_of(EMOTION_KEYS, **emotions),
        one_of(INTENT_KEYS, **{intent: 1.0}),
        one_of(STEP_KEYS, resolve=1.0),
        fact,
    )


def agent_line(steps: str = "", doubtful: str = "") -> Line:
    """An agent line with these steps, sure and doubtful."""
    sure, unsure = frozenset(steps.split()), frozenset(doubtful.split())
    found = AgentLabels(sure, frozenset(), frozenset(), doubtful_steps=unsure)
    return Line(labels.AGENT, "…", found)


def agent_reading(steps: str = "", feel: str = "", faults: str = "") -> AgentReading:
    """A reading that decided these labels."""
    return AgentReading(
        one_of(STEP_KEYS),
        one_of(FEEL_KEYS),
        one_of(FAULT_KEYS),
        done=tuple(steps.split()),
        carried=tuple(feel.split()),
        committed=tuple(faults.split()),
    )
