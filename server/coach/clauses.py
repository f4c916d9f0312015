"""A line in its clauses, and what is said in one of them."""

import re
from collections.abc import Iterable
from typing import Final

_END: Final = re.compile(r"[，。！？；、,.!?;\s…~～]+")


def clauses(text: str) -> list[str]:
    """The clauses of a line, without their punctuation."""
    return [clause for clause in _END.split(text) if clause]


def said(
    text: str, words: Iterable[str], unless: Iterable[str] = (), denied: Iterable[str] = ()
) -> bool:
    """Whether a clause of `text` has one of `words` and none of `unless`.

    A word that one of `denied` stands directly before is not said: 没 in 没受伤.
    """
    # Most lines have none of the words: that is told without looking at clauses.
    wanted = [word for word in words if word in text]
    if not wanted:
        return False
    spared, before = tuple(unless), tuple(denied)
    return any(
        any(_stands(word, clause, before) for word in wanted)
        and not any(word in clause for word in spared)
        for clause in clauses(text)
    )


def _stands(word: str, clause: str, denied: tuple[str, ...]) -> bool:
    at = clause.find(word)
    while at >= 0:
        if not clause[:at].endswith(denied):
            return True
        at = clause.find(word, at + 1)
    return False
