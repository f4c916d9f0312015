"""Numbers that name a person, a card or a case: taken out before words leave the house."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from models.slots.finder import find
from models.slots.slot import blanked

# Numbers of cards and of persons are no slots, nor are masked ones and addresses of mail.
NUMBERS: Final = re.compile(
    r"[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+|\[[A-Za-z]\w*\]"
    r"|(?:[0-9*][ -]?){4,}[0-9Xx*]|[零〇幺一二三四五六七八九]{5,}"
)
"""Long numbers, and what else names a person, in any line."""
_PRIVATE: Final = frozenset({"phone", "order", "tracking"})
_KEPT: Final = frozenset({"amount", "duration", "date"})
_MASK: Final = re.compile(r"‹号码\d+›")


@dataclass(slots=True)
class Mask:
    """Puts ‹号码1›, ‹号码2› … in the place of private numbers, and them back again."""

    _numbers: list[str] = field(default_factory=list)

    def hide(self, text: str) -> str:
        """The text with its private numbers hidden; the same number always looks the same."""
        return _replaced(text, self._hidden)

    def show(self, text: str) -> str:
        """The text with the numbers that were hidden."""
        return _MASK.sub(lambda found: self._shown(found[0]), text)

    def _hidden(self, number: str) -> str:
        if number not in self._numbers:
            self._numbers.append(number)
        return f"‹号码{self._numbers.index(number) + 1}›"

    def _shown(self, mask: str) -> str:
        at = int(mask[3:-1]) - 1
        return self._numbers[at] if 0 <= at < len(self._numbers) else mask


def struck(text: str) -> str:
    """The text with its private numbers struck out, for good."""
    return _replaced(text, lambda _: "…")


def _replaced(text: str, stand_in: Callable[[str], str]) -> str:
    for start, end in sorted(_private(text), reverse=True):
        text = f"{text[:start]}{stand_in(text[start:end])}{text[end:]}"
    return text


def _private(text: str) -> Iterator[tuple[int, int]]:
    """Where private numbers stand, not overlapping; a sum or a day is none."""
    found = find(text)
    slots = [slot for slot in found if slot.kind in _PRIVATE]
    yield from ((slot.start, slot.end) for slot in slots)
    left = blanked(text, slots)
    left = blanked(left, [slot for slot in found if slot.kind in _KEPT])
    yield from (match.span() for match in NUMBERS.finditer(left))
