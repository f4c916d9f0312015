"""What the server sends about a conversation as a whole."""

from dataclasses import dataclass
from typing import Literal

from server.wire.advice import Advice
from server.wire.alerts import Noted
from server.wire.cards import Cue, Progress
from server.wire.talk import Reading, Said


@dataclass(frozen=True, slots=True)
class OpenAsk:
    """What an agent has asked of the supervisor and waits for; `amount` in yuan."""

    ask_id: str
    kind: Literal["approval", "help"]
    amount: float | None
    text: str


@dataclass(frozen=True, slots=True)
class ConversationInfo:
    """A row of the conversation list."""

    conversation_id: str
    channel: str
    industry: str
    customer: str
    open: bool
    utterances: int
    last_text: str
    emotion: str | None
    valence: float
    step: str | None
    updated_at: int
    # Rows that version 0.1.0 stored have nothing of what follows.
    tier: str = "inquiry"
    asks: tuple[OpenAsk, ...] = ()
    """Those that wait for the supervisor's answer, the oldest first."""
    urgency: float = 0.0
    """How soon a supervisor should look at it; 0 for not at all."""
    why: tuple[str, ...] = ()
    """What makes it urgent: critical, serious, asked, late, risk, upset; the most first."""
    alarm_at: int | None = None
    """When the next reminder is due, in ms since 1970."""
    wrapped: bool = False
    """Whether a wrap-up is stored."""
    type: Literal["conversation"] = "conversation"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Answer to `watch`: the last part of the conversation; what follows comes live."""

    conversation: ConversationInfo
    utterances: tuple[Said, ...]
    readings: tuple[Reading, ...]
    progress: Progress | None
    advice: Advice | None
    cue: Cue | None
    notes: tuple[Noted, ...]
    earlier: bool
    """Whether utterances before the first one here exist."""
    type: Literal["snapshot"] = "snapshot"
