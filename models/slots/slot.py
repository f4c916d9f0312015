"""A thing that a line names exactly."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Protocol

Kind = Literal["phone", "order", "tracking", "amount", "duration", "date", "product"]


@dataclass(frozen=True, slots=True)
class Slot:
    """A character range of a line and what it means.

    `value` by kind: `phone` E.164; `order` and `tracking` upper case without blanks; `amount`
    yuan with two decimals; `duration` and `date` as `models.slots.due` reads them; `product`
    the noun as it is listed. None where the words do not tell it, as in 138****5678.
    """

    kind: Kind
    start: int
    end: int
    value: str | None


class Ranged(Protocol):
    """What was found in a range of characters."""

    @property
    def start(self) -> int:
        """Its first character."""
        ...

    @property
    def end(self) -> int:
        """Past its last character."""
        ...


def blanked(text: str, found: Iterable[Ranged]) -> str:
    """The text, as long as before, with nothing left to find where these are."""
    for each in found:
        text = text[: each.start] + "\0" * (each.end - each.start) + text[each.end :]
    return text
