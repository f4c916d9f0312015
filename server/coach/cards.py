"""What stands beside the suggestion: cards that fold, and one cue at a time."""

from dataclasses import dataclass
from typing import Literal

Level = Literal["info", "attend", "alarm"]
RowStatus = Literal["open", "done", "late"]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a card: what `key` names, its words, and where it stands.

    `due` is a time in ms since 1970 that is counted down to; `seq` the utterance that shows it.
    """

    key: str
    text: str
    status: RowStatus | None = None
    due: int | None = None
    seq: int | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """What one part of the method has to say now; `say` are sentences for the reply."""

    kind: str
    rows: tuple[Row, ...]
    say: tuple[str, ...] = ()
    level: Level = "info"


@dataclass(frozen=True, slots=True)
class Cue:
    """A nudge about utterance `seq`: what to do now, and perhaps what to say."""

    kind: str
    seq: int
    text: str
    say: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Alert:
    """Something that a supervisor should know of, with the reason in words."""

    kind: str
    seq: int
    reason: str
