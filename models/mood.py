"""A mood lasts: what a customer's last line showed bears on how the next one is read."""

from dataclasses import dataclass

from models.readings import Distribution

Ratios = tuple[Distribution, ...]
"""How much likelier than anyway each emotion is (columns) after each (rows)."""


@dataclass(frozen=True, slots=True)
class Mood:
    """What the customer's last line showed."""

    emotion: Distribution
    answered: bool = False
    """Whether the agent has spoken since."""


@dataclass(frozen=True, slots=True)
class Lasting:
    """How moods last."""

    going_on: Ratios
    """From one line of the customer to the next."""
    answered: Ratios
    """Over what the agent said in between."""


def in_mood(emotion: Distribution, mood: Mood, lasting: Lasting) -> Distribution:
    """What a line shows, read for itself as `emotion`, in the light of the mood before it."""
    ratios = lasting.answered if mood.answered else lasting.going_on
    likelier = (
        sum(p * ratio for p, ratio in zip(mood.emotion, column, strict=True))
        for column in zip(*ratios, strict=True)
    )
    weights = [p * factor for p, factor in zip(emotion, likelier, strict=True)]
    total = sum(weights)
    return tuple(weight / total for weight in weights)
