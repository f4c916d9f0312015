"""Finds in a line all that it names exactly."""

import re
from typing import Final

from models.slots import amounts, dates, durations, identifiers
from models.slots.numerals import DIGITS, plain
from models.slots.products import Products
from models.slots.slot import Slot, blanked

# Without a figure, a numeral or a word for a day there is nothing but products.
_COULD_BE: Final = re.compile(rf"[0-9{DIGITS}十半*今明昨后周期拜月年早晚午夜晨班天\[]")
_FINDERS: Final = (identifiers.find, dates.find, durations.find, amounts.find)
_NO_PRODUCTS: Final = Products()


def find(text: str, products: Products = _NO_PRODUCTS) -> tuple[Slot, ...]:
    """What the line names, in order, not overlapping.

    Kinds are looked for one after the other, and what one has taken the next does not see: a
    number of a case is no amount, a date no length of time.
    """
    left = plain(text)
    found: list[Slot] = []
    if _COULD_BE.search(left):
        for finder in _FINDERS:
            new = finder(left)
            found += new
            left = blanked(left, new)
    found += products.find(left)
    return tuple(sorted(found, key=lambda slot: slot.start))
