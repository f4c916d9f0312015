"""A line in its clauses, and what is said in one of them."""

import re
from collections.abc import Collection, Iterable
from typing import Final

# The point of 1.2公里 ends nothing.
_END: Final = re.compile(r"(?:[，。！？；、!?;\s…~～]|(?<!\d)[,.]|[,.](?!\d))+")


def clauses(text: str) -> list[str]:
    """The clauses of a line, without their punctuation."""
    return [text[start:end] for start, end in spans(text)]


def spans(text: str) -> list[tuple[int, int]]:
    """Where the clauses of a line are, each from its first character up to its end."""
    found: list[tuple[int, int]] = []
    start = 0
    for stop in _END.finditer(text):
        if start < stop.start():
            found.append((start, stop.start()))
        start = stop.end()
    if start < len(text):
        found.append((start, len(text)))
    return found


def said(
    text: str, words: Collection[str], unless: Iterable[str] = (), denied: Iterable[str] = ()
) -> bool:
    """Whether a clause of `text` has one of `words` and none of `unless`.

    A word that one of `denied` stands directly before is not said: 没 in 没受伤.
    """
    # Most lines have none of the words: that is told without looking at clauses.
    for word in words:
        if word in text:
            break
    else:
        return False
    wanted = [word for word in words if word in text]
    spared, before = tuple(unless), tuple(denied)
    return any(
        any(_stands(word, clause, before) for word in wanted)
        and not any(word in clause for word in spared)
        for clause in clauses(text)
    )


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """What tells whether one of many words is in a line, quicker than to look for each."""
    # Branches by first character: most places in a line are passed over at once.
    rests: dict[str, list[str]] = {}
    for word in words:
        rests.setdefault(word[:1], []).append(re.escape(word[1:]))
    branches = (f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in rests.items())
    return re.compile("|".join(branches) or "(?!)")


def clause_at(text: str, start: int, end: int) -> tuple[int, int]:
    """The range of the clause in which a range of `text` stands."""
    begin = max((mark.end() for mark in _END.finditer(text, 0, start)), default=0)
    mark = _END.search(text, end)
    return begin, mark.start() if mark else len(text)


def _stands(word: str, clause: str, denied: tuple[str, ...]) -> bool:
    at = clause.find(word)
    while at >= 0:
        if not clause[:at].endswith(denied):
            return True
        at = clause.find(word, at + 1)
    return False
