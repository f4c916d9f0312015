"""What a client sends: validated by pydantic."""

from typing import Annotated, Final, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

TEXT_CHARS: Final = 2000
ALL: Final = "*"
"""Watching this conversation id follows the list of conversations."""

Role = Literal["customer", "agent"]
Channel = Literal["chat", "call"]
Tone = Literal["warm", "brief", "formal"]
Outcome = Literal["shown", "inserted", "copied", "edited", "dismissed", "thumbs_up", "thumbs_down"]

# The end of the year 9999.
_LAST_MS: Final = 253_402_300_799_999
_Id = Annotated[str, StringConstraints(min_length=1, max_length=128)]
_Text = Annotated[str, StringConstraints(min_length=1, max_length=TEXT_CHARS)]
_NOTE_CHARS: Final = 500
_MOST_YUAN: Final = 1e9
_Note = Annotated[str, StringConstraints(max_length=_NOTE_CHARS)]
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
    customer_id: _Short = ""
    """The business's own number of the customer, by which earlier conversations are found."""
    vip: bool = False


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


class Ask(_Inbound):
    """Viewer: the agent asks the supervisor for an approval, or raises a hand.

    `ask_id` names it; the same one sent again changes nothing.
    """

    type: Literal["ask"]
    conversation_id: _Id
    ask_id: _Id
    kind: Literal["approval", "help"]
    amount: Annotated[float, Field(ge=0, le=_MOST_YUAN)] | None = None
    """In yuan."""
    text: _Note = ""


class Answer(_Inbound):
    """Viewer: the supervisor answers an `ask`; `amount` may be less than was asked for."""

    type: Literal["answer"]
    conversation_id: _Id
    ask_id: _Id
    granted: bool
    amount: Annotated[float, Field(ge=0, le=_MOST_YUAN)] | None = None
    text: _Note = ""


class Mark(_Inbound):
    """Viewer: whether what the agent promised in utterance `seq` was kept."""

    type: Literal["mark"]
    conversation_id: _Id
    seq: int = Field(ge=1)
    kept: bool


class FollowUp(BaseModel):
    """A call to make, `due` in ms since 1970."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    text: _Note
    due: int | None = Field(default=None, ge=0, le=_LAST_MS)


class WrapUp(_Inbound):
    """Viewer: without `summary` asks for the wrap-up of a conversation, with it stores one."""

    type: Literal["wrap_up"]
    conversation_id: _Id
    summary: _Text | None = None
    disposition: _Short = ""
    outcome: Literal["resolved", "promised", "escalated", "open"] = "open"
    follow_up: FollowUp | None = None


class FollowedUp(_Inbound):
    """Viewer: the call that the stored wrap-up names was made."""

    type: Literal["followed_up"]
    conversation_id: _Id


class Seen(_Inbound):
    """Viewer: a supervisor has seen the alert `key`."""

    type: Literal["seen"]
    conversation_id: _Id
    key: _Id


class Note(_Inbound):
    """Viewer: the supervisor's private note to the agent."""

    type: Literal["note"]
    conversation_id: _Id
    text: Annotated[str, StringConstraints(min_length=1, max_length=_NOTE_CHARS)]


class Draft(_Inbound):
    """Viewer: what the agent is writing, to be looked over. Nothing of it is stored.

    `draft_id` names it in the `lint` that answers. A newer draft of the same viewer takes the
    place of one that is not answered yet, which then never is.
    """

    type: Literal["draft"]
    conversation_id: _Id
    draft_id: _Id
    text: _Text


class Rewrite(_Inbound):
    """Viewer: say a wording of the standing advice in another tone; answered by `rewritten`.

    `wording` is its place in the list. A newer one of the same viewer takes the place of one
    that still runs, which then is not answered any more.
    """

    type: Literal["rewrite"]
    conversation_id: _Id
    advice_id: _Id
    wording: int = Field(ge=0, le=9)
    tone: Tone


Inbound = Annotated[
    Hello
    | Open
    | Utterance
    | Close
    | Watch
    | Unwatch
    | Feedback
    | Draft
    | Ask
    | Answer
    | Mark
    | WrapUp
    | FollowedUp
    | Seen
    | Note
    | Rewrite,
    Field(discriminator="type"),
]
INBOUND: Final[tuple[type[_Inbound], ...]] = (
    Hello,
    Open,
    Utterance,
    Close,
    Watch,
    Unwatch,
    Feedback,
    Draft,
    Ask,
    Answer,
    Mark,
    WrapUp,
    FollowedUp,
    Seen,
    Note,
    Rewrite,
)
TYPES: Final = tuple(get_args(kind.model_fields["type"].annotation)[0] for kind in INBOUND)
