"""Days with times of day: 昨晚八点, 周五下午3点前, 下个月初, 11月3号 20:30."""

import re
from dataclasses import dataclass, field
from typing import Final

from models.slots import clocks, days
from models.slots.clocks import Clock, Period
from models.slots.days import Day
from models.slots.slot import Slot

_COULD_BE: Final = re.compile(r"[今明昨前后号周期拜月年底点:时午晚早晨夜班天-]")
_BETWEEN: Final = re.compile(r"\s?的?\s?")
_TO: Final = re.compile(r"\s?[-~到至]\s?")
_END: Final = re.compile(
    r"(?P<until>(?:[之以]?[前内]|左右)(?![天晚面台期]))|(?P<after>[之以]?后(?![天面台续期]))"
)
_Piece = Day | Period | Clock


@dataclass(slots=True)
class _Moment:
    """Pieces that belong together, from the day down."""

    start: int
    end: int
    day: Day | None = None
    period: Period | None = None
    clocks: list[Clock] = field(default_factory=list)

    def takes(self, piece: _Piece, between: str) -> bool:
        """Add the piece if it goes on from what is there."""
        if isinstance(piece, Clock) and self.clocks:
            goes_on = len(self.clocks) == 1 and bool(_TO.fullmatch(between))
        else:
            finer = isinstance(piece, Clock) or (isinstance(piece, Period) and not self.period)
            goes_on = finer and not self.clocks and bool(_BETWEEN.fullmatch(between))
        if goes_on:
            self.add(piece)
        return goes_on

    def add(self, piece: _Piece) -> None:
        """Put the piece in its place."""
        self.end = piece.end
        if isinstance(piece, Clock):
            self.clocks.append(piece)
        elif isinstance(piece, Period):
            self.period = piece
        else:
            self.day = piece

    @property
    def is_one(self) -> bool:
        """Whether it names a moment: not 每天, not the 一点 of 快一点."""
        if self.day is not None:
            return bool(self.day.spec)
        if self.period is not None:
            return bool(self.clocks) or not self.period.leans
        return not self.clocks[0].vague

    def spec(self) -> str:
        """As `models.slots.due` reads it."""
        day = self.day.spec if self.day else ""
        name = self.period.name if self.period else None
        if self.clocks:
            first = self.clocks[0] if len(self.clocks) > 1 else None
            return day + self.clocks[-1].spec(name, first)
        return day + (self.period.last if self.period else "")


def find(text: str) -> list[Slot]:
    """Moments and days; a stretch of hours gives its end."""
    if not _COULD_BE.search(text):
        return []
    return [_slot(moment, text) for moment in _moments(text) if moment.is_one]


def _moments(text: str) -> list[_Moment]:
    pieces: list[_Piece] = [*days.find(text), *clocks.periods(text), *clocks.clocks(text)]
    moments: list[_Moment] = []
    end = 0
    for piece in sorted(pieces, key=lambda each: (each.start, -each.end)):
        if piece.start < end:
            continue
        if not (moments and moments[-1].takes(piece, text[end : piece.start])):
            moments.append(_Moment(piece.start, piece.end))
            moments[-1].add(piece)
        end = piece.end
    return moments


def _slot(moment: _Moment, text: str) -> Slot:
    value: str | None = moment.spec()
    ending = _END.match(text, moment.end)
    if ending and ending["after"]:
        # 三点后 may be any time of that day; 周五后 has no end.
        value = f"{moment.day.spec if moment.day else 'D+0'}T23:59" if moment.clocks else None
    return Slot("date", moment.start, ending.end() if ending else moment.end, value)
