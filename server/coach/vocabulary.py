"""Which words of a text are known: from other texts, or as words that tell nothing new."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Final

from models.slots.numerals import DIGITS
from server.coach.clauses import clauses
from server.coach.guard_rules import GuardRules

_NUMERALS: Final = f"{DIGITS}十百千万亿半几双"
# A number goes with what it counts: 三 in 三件 is another than in 三天.
_RUN: Final = re.compile(rf"[0-9A-Za-z.%*+-]+|[{_NUMERALS}]+")
_SILENT: Final = frozenset("：:“”‘’—「」 \0")
_BLANK: Final = re.compile(r"‹[^‹›]*›")


class Words:
    """The words of `sources`, with those that may stand for them and those that always may.

    Any two characters that stand side by side in a source may do so again; a number or a word
    in Latin letters comes back only as a whole, a number with what it counts.
    """

    def __init__(self, sources: Iterable[str], rules: GuardRules) -> None:
        self._pairs = set[str]()
        self._runs = set[str]()
        texts = [_BLANK.sub("，", source) for source in sources]
        for clause in (each for text in texts for each in clauses(text)):
            self._pairs.update(_pairs(clause))
            self._runs.update(_counting(clause, run) for run in _RUN.finditer(clause))
        self._particles = frozenset(rules.particles) | _SILENT
        self._plain = _either(
            (
                *rules.plain,
                *(
                    word
                    for group in rules.same
                    if any(each in text for each in group for text in texts)
                    for word in group
                ),
            )
        )

    def unknown(self, clause: str) -> str | None:
        """The first words of a clause that come from nowhere; None where all are known."""
        known = [character in self._particles for character in clause]
        for start, end in self._plain_places(clause):
            known[start:end] = [True] * (end - start)
        runs = [run for run in _RUN.finditer(clause) if not all(known[slice(*run.span())])]
        for run in runs:
            if _counting(clause, run) not in self._runs:
                return run[0]
        counted = {at for run in runs for at in range(*run.span())}
        for at, pair in enumerate(_pairs(clause)):
            if pair in self._pairs:
                # The first pair begins one before the clause.
                known[max(0, at - 1) : at + 1] = [True] * (
                    min(at + 1, len(clause)) - max(0, at - 1)
                )
        for at in counted:
            known[at] = True
        if all(known):
            return None
        first = known.index(False)
        last = next((at for at in range(first, len(known)) if known[at]), len(known))
        return clause[first:last]

    def _plain_places(self, clause: str) -> Iterator[tuple[int, int]]:
        """Of the words that begin at each character, the longest."""
        return (found.span(1) for found in self._plain.finditer(clause))


def _pairs(clause: str) -> Iterator[str]:
    """The pairs of characters, where it begins and ends, and beside blanks, with nothing."""
    return map("".join, pairwise(f"\0{clause}\0"))


def has_number(text: str) -> bool:
    """Whether a figure or a numeral is in it."""
    return any(each.isdigit() or each in _NUMERALS for each in text)


def _counting(clause: str, run: re.Match[str]) -> str:
    """A number with the character after it; a word in Latin letters alone."""
    return clause[run.start() : run.end() + has_number(run[0])]


@lru_cache(maxsize=256)
def _either(words: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    return re.compile(f"(?=({'|'.join(map(re.escape, longest_first)) or '(?!)'}))")
