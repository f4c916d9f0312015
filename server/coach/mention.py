"""What a line says has happened: not what it denies, asks after, imagines or has only heard of."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from server.coach.clauses import has, spans

GAP: Final = "…"
"""Stands in a word for a few other characters: 摸…腿 is said in 摸了我的腿."""
_SKIPPED: Final = 6
# A line that was dictated is one long clause: what stands far from a word says nothing of it.
_NEAR: Final = 14
_BEFORE: Final = 20
_SENTENCE_ENDS: Final = "。！？!?;；\n"


@dataclass(frozen=True, slots=True)
class Sparing:
    """What keeps a word from counting as said.

    `denied` stand directly before it, `unless` near it in its clause, `imagined` not far before
    it in its sentence.
    """

    denied: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    imagined: tuple[str, ...] = ()


def mentions(text: str, words: tuple[str, ...], sparing: Sparing) -> bool:
    """Whether one of `words` is said in a clause of `text`, and nothing spares it."""
    wanted = _candidates(text, words)
    return bool(wanted) and any(
        _stands(text, clause, word, sparing) for clause in spans(text) for word in wanted
    )


def _candidates(text: str, words: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Those of `words`, in their pieces, that may be in `text`: told without its clauses."""
    return [
        pieces
        for pieces in _in_pieces(words)
        if pieces[0] in text and all(piece in text for piece in pieces[1:])
    ]


@lru_cache(maxsize=512)
def _in_pieces(words: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(word.split(GAP)) for word in words)


def _stands(text: str, clause: tuple[int, int], word: tuple[str, ...], sparing: Sparing) -> bool:
    at, end = clause
    while (found := _found(text, at, end, word)) is not None:
        if not _spared(text, clause, found, sparing):
            return True
        at = found[0] + 1
    return False


def _found(text: str, start: int, end: int, word: tuple[str, ...]) -> tuple[int, int] | None:
    """The first place of a word from `start` on, with its gaps."""
    first, *others = word
    begin = _find(text, first, start, end)
    while begin >= 0:
        stop = begin + len(first)
        for piece in others:
            at = _find(text, piece, stop, min(end, stop + _SKIPPED + len(piece)))
            if at < 0:
                break
            stop = at + len(piece)
        else:
            return begin, stop
        begin = _find(text, first, begin + 1, end)
    return None


def _find(text: str, piece: str, start: int, end: int) -> int:
    """Where a piece stands, or -1; a number within a longer one is another number."""
    at = text.find(piece, start, end)
    while at >= 0 and _cut_out(text, at, at + len(piece)):
        at = text.find(piece, at + 1, end)
    return at


def _cut_out(text: str, start: int, stop: int) -> bool:
    """Whether the range begins or ends inside a number."""
    begins = start > 0 and text[start - 1 : start + 1].isdigit()
    return begins or (stop < len(text) and text[stop - 1 : stop + 1].isdigit())


def _spared(text: str, clause: tuple[int, int], word: tuple[int, int], sparing: Sparing) -> bool:
    begin, stop = word
    if text[clause[0] : begin].endswith(sparing.denied):
        return True
    around = text[max(clause[0], begin - _NEAR) : min(clause[1], stop + _NEAR)]
    if has(around, sparing.unless):
        return True
    if not sparing.imagined:
        return False
    opened = max(text.rfind(mark, 0, begin) for mark in _SENTENCE_ENDS) + 1
    before = text[max(opened, begin - _BEFORE) : begin]
    return has(before, sparing.imagined)
