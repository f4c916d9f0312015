"""What the server sends about the connection itself, and about what it serves."""

from dataclasses import dataclass
from typing import Final, Literal

from server.wire.inbound import TEXT_CHARS, Tone

PROTOCOL: Final = 1


@dataclass(frozen=True, slots=True)
class Welcome:
    """Answer to `hello`."""

    role: str
    protocol: int = PROTOCOL
    text_chars: int = TEXT_CHARS
    tones: tuple[Tone, ...] = ()
    """Those that a suggestion can be rewritten in; none where no language model is set."""
    type: Literal["welcome"] = "welcome"


@dataclass(frozen=True, slots=True)
class Ack:
    """The message `ref` was stored or carried out; `seq` numbers a stored utterance."""

    ref: str | None
    conversation_id: str
    seq: int | None = None
    duplicate: bool = False
    type: Literal["ack"] = "ack"


@dataclass(frozen=True, slots=True)
class Prompts:
    """The wordings and rules were changed: `version` is served; `problem` tells why a change
    is not."""

    version: str
    problem: str | None
    type: Literal["prompts"] = "prompts"


@dataclass(frozen=True, slots=True)
class Error:
    """A refusal: stable `code`, a sentence that says what to do, the message it answers."""

    code: str
    message: str
    ref: str | None = None
    type: Literal["error"] = "error"
