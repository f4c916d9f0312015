"""What the server sends about where a conversation stands."""

from dataclasses import dataclass
from typing import Literal

StepStatus = Literal["not_due", "due", "done", "skipped"]


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One of the six steps: where it stands, with the utterance that shows it."""

    step: str
    status: StepStatus
    seq: int | None = None
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class CardRow:
    """A line of a card: `due` in ms since 1970 is counted down to, `seq` shows it."""

    key: str
    text: str
    status: Literal["open", "done", "late"] | None = None
    due: int | None = None
    seq: int | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """What the part `kind` of the method has to say; `say` are sentences for the reply."""

    kind: str
    rows: tuple[CardRow, ...]
    say: tuple[str, ...] = ()
    level: Literal["info", "attend", "alarm"] = "info"


@dataclass(frozen=True, slots=True)
class Progress:
    """Where the conversation stands after utterance `seq`."""

    conversation_id: str
    seq: int
    ledger: tuple[LedgerEntry, ...]
    demands: tuple[str, ...]
    feel_said: tuple[str, ...]
    trend: Literal["rising", "steady", "falling"]
    """Of the customer's mood."""
    cards: tuple[Card, ...] = ()
    """What the parts of the method have to say, in the order in which they stand."""
    type: Literal["progress"] = "progress"


@dataclass(frozen=True, slots=True)
class Cue:
    """A nudge about utterance `seq`: what to do now, and perhaps what to say."""

    conversation_id: str
    cue_id: str
    seq: int
    kind: str
    text: str
    say: tuple[str, ...] = ()
    type: Literal["cue"] = "cue"
