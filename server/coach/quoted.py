"""Sentences of the wording library in what an agent writes, their blanks filled in or not."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from server.coach.advice import Part
from server.coach.recalled import PAST
from server.coach.wording import FACT_SLOT, Library

_SLOT: Final = re.compile("|".join((r"‹[^‹›]*›", *map(re.escape, sorted(PAST)))))
_ENDING: Final = "，。；、 "
# Shorter, it may be anybody's words; a blank takes so many characters at most.
_TELLING_CHARS: Final = 4
_FILLED_CHARS: Final = 40


@dataclass(frozen=True, slots=True)
class Quoted:
    """A sentence of the library, what it says, and where it stands."""

    part: Part
    start: int
    end: int


def quoted(text: str, library: Library) -> Iterator[Quoted]:
    """The sentences of the library that `text` has; what restates a fact is anybody's."""
    for patterns in library.patterns.values():
        for pattern in patterns:
            for part, sentence in pattern.parts:
                if place := _find(_literally(sentence), text):
                    yield Quoted(part, *place)


@lru_cache(maxsize=8192)
def _literally(sentence: str) -> tuple[str, ...]:
    """What is between a sentence's blanks, in order; nothing where that is too little."""
    if FACT_SLOT in sentence:
        return ()
    pieces = tuple(filter(None, _SLOT.split(sentence.rstrip(_ENDING))))
    return pieces if sum(map(len, pieces)) >= _TELLING_CHARS else ()


def _find(pieces: tuple[str, ...], text: str) -> tuple[int, int] | None:
    if not pieces:
        return None
    start = text.find(pieces[0])
    end = start + len(pieces[0])
    if start < 0:
        return None
    for piece in pieces[1:]:
        at = text.find(piece, end, end + _FILLED_CHARS + len(piece))
        if at < 0:
            return None
        end = at + len(piece)
    return start, end
