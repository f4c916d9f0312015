"""What the classifiers say of one line, as plain values.

Distributions are tuples in the order of the vocabularies in `models.labels`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from models import labels

Distribution = tuple[float, ...]

EMOTION_KEYS = tuple(labels.EMOTIONS)
INTENT_KEYS = tuple(labels.INTENTS)
STEP_KEYS = tuple(labels.STEPS)
FEEL_KEYS = tuple(labels.FEEL)
FAULT_KEYS = tuple(labels.FAULTS)
_VALENCES = tuple(labels.VALENCE[key] for key in EMOTION_KEYS)


@dataclass(frozen=True, slots=True)
class BusinessIntent:
    """One of a business's own labels and its probability."""

    label: str
    p: float


@dataclass(frozen=True, slots=True)
class CustomerReading:
    """Reading of a customer line; `fact` is a character range of its text."""

    emotion: Distribution
    intent: Distribution
    next: Distribution
    fact: tuple[int, int] | None
    business: BusinessIntent | None = None
    """Where the service was given a model of the business's own intents."""

    def quoted(self, text: str) -> str | None:
        """The fact in the words of `text`, the line that was read."""
        return None if self.fact is None else text[slice(*self.fact)]

    @property
    def valence(self) -> float:
        """Expected valence over the emotion distribution, in [-1, 1]."""
        return sum(p * v for p, v in zip(self.emotion, _VALENCES, strict=True))


@dataclass(frozen=True, slots=True)
class AgentReading:
    """Reading of an agent line: independent probabilities, with the decided labels."""

    steps: Distribution
    feel: Distribution
    faults: Distribution
    done: tuple[str, ...]
    carried: tuple[str, ...]
    committed: tuple[str, ...]


Reading = CustomerReading | AgentReading


def top(keys: tuple[str, ...], distribution: Distribution) -> tuple[str, float]:
    """The likeliest label and its probability."""
    p = max(distribution)
    return keys[distribution.index(p)], p


def decided(
    keys: tuple[str, ...], distribution: Distribution, thresholds: Mapping[str, float]
) -> tuple[str, ...]:
    """The labels whose probability reaches their threshold."""
    return tuple(key for key, p in zip(keys, distribution, strict=True) if p >= thresholds[key])
