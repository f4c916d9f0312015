"""Earlier conversations of a customer, in short."""

from dataclasses import dataclass
from typing import Final

VISITS: Final = 5
"""So many of them are remembered."""


@dataclass(frozen=True, slots=True)
class Owed:
    """What was promised and not known to be kept; `due` in ms since 1970, None if unknown."""

    words: str
    due: int | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """An earlier conversation in short. `at` in ms since 1970 is when it was last spoken in."""

    conversation_id: str
    at: int
    matter: str = ""
    emotion: str | None = None
    owed: tuple[Owed, ...] = ()


@dataclass(frozen=True, slots=True)
class History:
    """Earlier conversations, the latest first; `times` counts those that are forgotten too."""

    visits: tuple[Visit, ...] = ()
    times: int = 0
