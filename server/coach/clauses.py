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
    # Of most rules a line has no word at all; it is not worth taking apart for them.
    found = [word for word in words if word in text]
    if not found:
        return False
    spared = tuple(unless)
    return any(
        any(word in clause for word in found) and not any(word in clause for word in spared)
        for clause in clauses(text)
    )
