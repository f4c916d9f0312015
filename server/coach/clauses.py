"""A line in its clauses, and what is said in one of them."""

import re
from collections.abc import Collection, Iterable
from typing import Final

Range = tuple[int, int]
"""Characters of a text, from the first up to the end."""

# The point of 1.2公里 ends nothing.
_END: Final = re.compile(r"(?:[，。！？；、!?;\s…~～]|(?<!\d)[,.]|[,.](?!\d))+")


def clauses(text: str) -> list[str]:
    """The clauses of a line, without their punctuation."""
    return [text[start:end] for start, end in spans(text)]


def spans(text: str) -> list[Range]:
    """Where the clauses of a line are, each from its first character up to its end."""
    found: list[Range] = []
    start = 0
    for stop in _END.finditer(text):
        if start < stop.start():
            found.append((start, stop.start()))
        start = stop.end()
    if start < len(text):
        found.append((start, len(text)))
    return found


def said(text: str, words: Collection[str], unless: Collection[str] = ()) -> bool:
    """Whether a clause of `text` has one of `words` and none of `unless`."""
    # Most lines have none of the words: that is told without looking at clauses.
    for word in words:
        if word in text:
            break
    else:
        return False
    wanted = [word for word in words if word in text]
    return any(has(clause, wanted) and not has(clause, unless) for clause in clauses(text))


def has(text: str, words: Iterable[str]) -> bool:
    """Whether one of `words` is anywhere in `text`."""
    return any(word in text for word in words)


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """What tells whether one of many words is in a line, quicker than to look for each."""
    # Branches by first character: most places in a line are passed over at once.
    rests: dict[str, list[str]] = {}
    for word in words:
        rests.setdefault(word[:1], []).append(re.escape(word[1:]))
    branches = (f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in rests.items())
    return re.compile("|".join(branches) or "(?!)")


def clause_at(text: str, start: int, end: int) -> Range:
    """The range of the clause in which a range of `text` stands."""
    begin = max((mark.end() for mark in _END.finditer(text, 0, start)), default=0)
    mark = _END.search(text, end)
    return begin, mark.start() if mark else len(text)
