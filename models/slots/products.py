"""Product nouns in a line."""

import re
from collections.abc import Iterable
from itertools import groupby
from typing import Final

from models.slots.slot import Slot


class Products:
    """A list of product nouns, compiled for search; the longest that fits is found."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._names: Final = {name.lower(): name for name in names}
        self._pattern: Final = re.compile(_pattern(self._names), re.IGNORECASE)

    @property
    def names(self) -> tuple[str, ...]:
        """The nouns as they are listed."""
        return tuple(self._names.values())

    def find(self, text: str) -> list[Slot]:
        """The products named, each with the noun as it is listed."""
        return [
            Slot("product", *m.span(), self._names.get(m[0].lower()))
            for m in self._pattern.finditer(text)
        ]


def _pattern(names: Iterable[str]) -> str:
    """Branches by first character, so that most places in a line are passed over at once."""
    longest_first = sorted(names, key=lambda name: (name[0], -len(name)))
    branches = [
        f"{re.escape(initial)}(?:{'|'.join(map(_rest, same))})"
        for initial, same in groupby(longest_first, key=lambda name: name[0])
    ]
    return "|".join(branches) or r"(?!)"


def _rest(name: str) -> str:
    # ETC is not in fetch.
    ends = r"(?![A-Za-z])" if name[-1].isascii() else ""
    return re.escape(name[1:]) + ends
