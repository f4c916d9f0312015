"""What the server sends about what was said, and what was made of it."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Said:
    """Words of one speaker, partial (`seq` null, replaced by event id) or final."""

    conversation_id: str
    event_id: str
    seq: int | None
    role: str
    text: str
    final: bool
    at: int
    type: Literal["utterance"] = "utterance"


@dataclass(frozen=True, slots=True)
class Label:
    """A label and its probability."""

    key: str
    p: float


@dataclass(frozen=True, slots=True)
class SlotFound:
    """A number, amount, time or product that the line names, from `start` up to `end`.

    `value` is as in `models.slots`; null where the words do not tell it.
    """

    kind: str
    text: str
    start: int
    end: int
    value: str | None


@dataclass(frozen=True, slots=True)
class Reading:
    """What was made of utterance `seq`.

    Customer: `emotion`, `intent`, `business_intent`, `valence`, `fact`. Agent: `steps`, `feel`,
    `faults`. Both: `slots`.
    """

    conversation_id: str
    seq: int
    role: str
    emotion: Label | None = None
    intent: Label | None = None
    business_intent: Label | None = None
    """One of the business's own labels, where the service was given a model of them."""
    valence: float | None = None
    fact: str | None = None
    steps: tuple[str, ...] = ()
    feel: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    slots: tuple[SlotFound, ...] = ()
    type: Literal["reading"] = "reading"
