"""A line in its clauses, and what is said in one of them."""

import re
from collections.abc import Iterable
from typing import Final

_END: Final = re.compile(r"[，。！？；、,.!?;\s…~～]+")


def clauses(text: str) -> list[str]:
    """The clauses of a line, without their punctuation."""
    return [clause for clause in _END.split(text) if clause]


def said(text: str, words: Iterable[str], unless: Iterable[str] = ()) -> bool:
    """Whether a clause of `text` has one of `words` and none of `unless`."""
    wanted, spared = tuple(words), tuple(unless)
    return any(
        any(word in clause for word in wanted) and not any(word in clause for word in spared)
        for clause in clauses(text)
    )


def clause_at(text: str, start: int, end: int) -> tuple[int, int]:
    """The range of the clause in which a range of `text` stands."""
    begin = max((mark.end() for mark in _END.finditer(text, 0, start)), default=0)
    mark = _END.search(text, end)
    return begin, mark.start() if mark else len(text)
