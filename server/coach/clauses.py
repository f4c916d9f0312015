"""A line in its clauses, and what is said in one of them."""

import re
from collections.abc import Iterable
from typing import Final

# A point or comma between figures, as in 3.5 or 19,800, ends nothing.
_END: Final = re.compile(r"(?:[，。！？；、!?;\s…~～]|(?<![0-9])[,.]|[,.](?![0-9]))+")


def spans(text: str) -> list[tuple[int, int]]:
    """Where the clauses of a line are, each from its first character up to its end."""
    found: list[tuple[int, int]] = []
    start = 0
    for end in _END.finditer(text):
        if end.start() > start:
            found.append((start, end.start()))
        start = end.end()
    if start < len(text):
        found.append((start, len(text)))
    return found


def clauses(text: str) -> list[str]:
    """The clauses of a line, without their punctuation."""
    return [text[start:end] for start, end in spans(text)]


def said(text: str, words: Iterable[str], unless: Iterable[str] = ()) -> bool:
    """Whether a clause of `text` has one of `words` and none of `unless`."""
    wanted, spared = tuple(words), tuple(unless)
    return any(
        any(word in clause for word in wanted) and not any(word in clause for word in spared)
        for clause in clauses(text)
    )
