"""A thing that a line names exactly."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

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


def blanked(text: str, slots: Iterable[Slot]) -> str:
    """The text, as long as before, with nothing left to find where the slots are."""
    for slot in slots:
        text = text[: slot.start] + "\0" * (slot.end - slot.start) + text[slot.end :]
    return text
