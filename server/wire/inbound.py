"""What a client sends: validated by pydantic."""

from typing import Annotated, Final, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

TEXT_CHARS: Final = 2000
ALL: Final = "*"
"""Watching this conversation id follows the list of conversations."""

Role = Literal["customer", "agent"]
Channel = Literal["chat", "call"]
Outcome = Literal["shown", "inserted", "copied", "edited", "dismissed", "thumbs_up", "thumbs_down"]

# The end of the year 9999.
_LAST_MS: Final = 253_402_300_799_999
_Id = Annotated[str, StringConstraints(min_length=1, max_length=128)]
_Text = Annotated[str, StringConstraints(min_length=1, max_length=TEXT_CHARS)]
_Short = Annotated[str, StringConstraints(max_length=64)]


class _Inbound(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    ref: _Short | None = None
    """Chosen by the client; comes back in the `ack` or `error` that answers this message."""


class Hello(_Inbound):
    """First message on a socket: who is speaking."""

    type: Literal["hello"]
    role: Literal["source", "viewer"]


class Open(_Inbound):
    """Source: opens a conversation with what is known of it. Optional before `utterance`."""

    type: Literal["open"]
    conversation_id: _Id
    channel: Channel = "chat"
    industry: _Short = ""
    customer: _Short = ""


class Utterance(_Inbound):
    """Source: words of one speaker. A partial is shown only; a final is stored and answered.

    `event_id` names the utterance: partials and their final share it, and a final sent
    again is acknowledged again without being counted twice.
    """

    type: Literal["utterance"]
    conversation_id: _Id
    event_id: _Id
    role: Role
    text: _Text
    final: bool = True
    at: int | None = Field(default=None, ge=0, le=_LAST_MS)
    """When it was said, in ms since 1970; the server's time where the source has none."""
    pitch: float | None = Field(default=None, gt=0, le=2000)
    """Of the voice, in Hz, where a recogniser measures it; of finals only."""
    energy: float | None = Field(default=None, ge=0, le=1)
    """How loud the voice is, from 0 to 1; it is compared with the speaker's own mean."""


class Close(_Inbound):
    """Source: the conversation has ended."""

    type: Literal["close"]
    conversation_id: _Id


class Watch(_Inbound):
    """Viewer: follow a conversation, or with `*` the list of conversations."""

    type: Literal["watch"]
    conversation_id: _Id


class Unwatch(_Inbound):
    """Viewer: stop following."""

    type: Literal["unwatch"]
    conversation_id: _Id


class Feedback(_Inbound):
    """Viewer: what became of a suggestion."""

    type: Literal["feedback"]
    conversation_id: _Id
    advice_id: _Id
    outcome: Outcome
    wording: int | None = Field(default=None, ge=0, le=9)
    text: _Text | None = None
    """What was sent in its place, for `edited`."""


Inbound = Annotated[
    Hello | Open | Utterance | Close | Watch | Unwatch | Feedback, Field(discriminator="type")
]
INBOUND: Final[tuple[type[_Inbound], ...]] = (
    Hello,
    Open,
    Utterance,
    Close,
    Watch,
    Unwatch,
    Feedback,
)
TYPES: Final = tuple(get_args(kind.model_fields["type"].annotation)[0] for kind in INBOUND)
