"""The parts of a line in which times are named."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from models.slots.slot import Slot
from server.coach.clauses import spans

_SENTENCE_END: Final = re.compile(r"[。！？!?；;\n]")


@dataclass(frozen=True, slots=True)
class TimedPart:
    """The clause, seldom more, in which times are named; where its neighbours begin and end."""

    start: int
    end: int
    before: int
    after: int
    sentence: int
    times: tuple[Slot, ...]


def timed_parts(text: str, times: tuple[Slot, ...]) -> Iterator[TimedPart]:
    """The parts of `text`, in order; `times` are those named in it."""
    places = list(spans(text))
    first = 0
    while first < len(places):
        start, end = places[first]
        last = first
        here = tuple(slot for slot in times if start <= slot.start < end)
        # 8点～10点 goes on past what looks like the end of a clause.
        while last + 1 < len(places) and any(slot.end > end for slot in here):
            last += 1
            end = places[last][1]
        if here:
            yield _part(text, places, first, last, here)
        first = last + 1


def _part(
    text: str, places: list[tuple[int, int]], first: int, last: int, times: tuple[Slot, ...]
) -> TimedPart:
    start, end = places[first][0], places[last][1]
    sentence = max((stop.end() for stop in _SENTENCE_END.finditer(text, 0, start)), default=0)
    before = places[first - 1][0] if first else start
    following, after = places[last + 1] if last + 1 < len(places) else (end, end)
    if _SENTENCE_END.search(text, end, following):
        after = end
    return TimedPart(start, end, before if before >= sentence else start, after, sentence, times)


def listed_end(text: str, end: int) -> int:
    """Where a clause ends that is cut in a list: 十点经侦、商务、司法三家在二楼接."""
    while text.startswith("、", end):
        end = next((stop for start, stop in spans(text) if start > end), end + 1)
    return end
