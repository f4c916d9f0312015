"""The WebSocket protocol: every message that goes over the wire, and nothing else.

A client sends one of `Inbound` and receives one of `Outbound`, each a JSON object in a
text frame, told apart by `type`. What comes in is validated by pydantic; what goes out
is a plain dataclass, serialised by pydantic's core. The table in the README is checked
against this module.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Final, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError
from pydantic_core import from_json

PROTOCOL: Final = 1
TEXT_CHARS: Final = 2000
FRAME_BYTES: Final = 64 * 1024
ALL: Final = "*"
"""Watching this conversation id follows the list of conversations."""

Role = Literal["customer", "agent"]
Channel = Literal["chat", "call"]
Outcome = Literal["shown", "inserted", "copied", "edited", "dismissed", "thumbs_up", "thumbs_down"]
StepStatus = Literal["not_due", "due", "done", "skipped"]

_Id = Annotated[str, StringConstraints(min_length=1, max_length=128)]
_Text = Annotated[str, StringConstraints(min_length=1, max_length=TEXT_CHARS)]
_Short = Annotated[str, StringConstraints(max_length=64)]


class ErrorCode(StrEnum):
    """Stable codes of the `error` message."""

    MALFORMED = "malformed"
    UNKNOWN_TYPE = "unknown_type"
    INVALID = "invalid"
    TEXT_TOO_LONG = "text_too_long"
    HELLO_FIRST = "hello_first"
    WRONG_ROLE = "wrong_role"
    CONVERSATION_CLOSED = "conversation_closed"
    CONVERSATION_UNKNOWN = "conversation_unknown"
    ADVICE_UNKNOWN = "advice_unknown"
    EVENT_ID_REUSED = "event_id_reused"
    OVERLOADED = "overloaded"
    FLOODING = "flooding"
    SLOW_VIEWER = "slow_viewer"
    UNAVAILABLE = "unavailable"


class WireError(Exception):
    """A refusal that the client is told about; the conversation is unharmed."""

    def __init__(self, code: ErrorCode, message: str, ref: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.ref = ref


# --- what a client sends -------------------------------------------------------------


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
    at: int | None = Field(default=None, ge=0)
    """When it was said, in ms since 1970; the server's time where the source has none."""


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
_INBOUND: Final[TypeAdapter[Any]] = TypeAdapter(Inbound)


# --- what the server sends -----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Welcome:
    """Answer to `hello`."""

    role: str
    protocol: int = PROTOCOL
    text_chars: int = TEXT_CHARS
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
    type: Literal["conversation"] = "conversation"


@dataclass(frozen=True, slots=True)
class Said:
    """Words of one speaker, partial (`seq` null, replaced by event id) or final."""

    conversation_id: str
    event_id: str
    seq: int | None
    role: str
    text: str
    final: bool
    at: int
    type: Literal["utterance"] = "utterance"


@dataclass(frozen=True, slots=True)
class Label:
    """A label and its probability."""

    key: str
    p: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What the classifiers made of utterance `seq`.

    Customer: `emotion`, `intent`, `valence`, `fact`. Agent: `steps`, `feel`, `faults`.
    """

    conversation_id: str
    seq: int
    role: str
    emotion: Label | None = None
    intent: Label | None = None
    valence: float | None = None
    fact: str | None = None
    steps: tuple[str, ...] = ()
    feel: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    type: Literal["reading"] = "reading"


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One of the six steps: where it stands, with the utterance that shows it."""

    step: str
    status: StepStatus
    seq: int | None = None
    quote: str | None = None


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
    type: Literal["progress"] = "progress"


@dataclass(frozen=True, slots=True)
class WordingPart:
    """A piece of a wording: `fact`, `emotion`, `explain`, `link`, or `plain` for none."""

    part: str
    text: str


@dataclass(frozen=True, slots=True)
class Wording:
    """A sentence worth saying. ‹…› marks a slot that only the agent can fill."""

    text: str
    parts: tuple[WordingPart, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a step is due: a stable `code`, the label it rests on, the utterance that shows it."""

    code: str
    label: str | None = None
    seq: int | None = None
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class Advice:
    """The next step after customer utterance `seq`, and one to three ways to say it."""

    conversation_id: str
    advice_id: str
    seq: int
    step: str
    also: str | None
    confident: bool
    why: tuple[Reason, ...]
    wordings: tuple[Wording, ...]
    type: Literal["advice"] = "advice"


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Advice `advice_id` no longer fits: the conversation has moved on to `seq`."""

    conversation_id: str
    advice_id: str
    seq: int
    type: Literal["withdrawn"] = "withdrawn"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Answer to `watch`: the last part of the conversation; what follows comes live."""

    conversation: ConversationInfo
    utterances: tuple[Said, ...]
    readings: tuple[Reading, ...]
    progress: Progress | None
    advice: Advice | None
    earlier: bool
    """Whether utterances before the first one here exist."""
    type: Literal["snapshot"] = "snapshot"


@dataclass(frozen=True, slots=True)
class Error:
    """A refusal: stable `code`, a sentence that says what to do, the message it answers."""

    code: str
    message: str
    ref: str | None = None
    type: Literal["error"] = "error"


Outbound = (
    Welcome
    | Ack
    | ConversationInfo
    | Snapshot
    | Said
    | Reading
    | Progress
    | Advice
    | Withdrawn
    | Error
)
OUTBOUND: Final[tuple[type, ...]] = (
    Welcome,
    Ack,
    ConversationInfo,
    Snapshot,
    Said,
    Reading,
    Progress,
    Advice,
    Withdrawn,
    Error,
)
_SERIALIZERS: Final = {kind: TypeAdapter(kind).serializer for kind in OUTBOUND}


def parse(frame: str | bytes) -> Any:
    """The message in a frame, one of `INBOUND`.

    Raises:
        WireError: saying what is wrong with it, with its `ref` where one could be read.
    """
    try:
        return _INBOUND.validate_json(frame)
    except ValidationError as error:
        raise _refusal(error, frame) from None


def dump(message: Outbound) -> str:
    """The text frame of a message."""
    return _SERIALIZERS[type(message)].to_json(message).decode()


def _refusal(error: ValidationError, frame: str | bytes) -> WireError:
    first = error.errors(include_url=False)[0]
    kind = first["type"]
    if kind == "json_invalid":
        return WireError(ErrorCode.MALFORMED, "不是合法的 JSON；请发送一个 JSON 对象。")
    sent = from_json(frame)
    if not isinstance(sent, dict):
        return WireError(ErrorCode.MALFORMED, "消息应为 JSON 对象。")
    ref = _ref_of(sent)
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        return WireError(ErrorCode.UNKNOWN_TYPE, f"type 应为其中之一：{'、'.join(TYPES)}。", ref)
    field = ".".join(str(part) for part in first["loc"][1:])
    if kind == "string_too_long" and field == "text":
        message = f"text 最长 {TEXT_CHARS} 字；请分成几条发送。"
        return WireError(ErrorCode.TEXT_TOO_LONG, message, ref)
    return WireError(ErrorCode.INVALID, f"字段 {field}：{_complaint(kind)}", ref)


def _ref_of(sent: dict[str, Any]) -> str | None:
    """What the client will know its message by: `ref`, or an utterance's `event_id`."""
    for key in ("ref", "event_id"):
        value = sent.get(key)
        if isinstance(value, str):
            return value[:128]
    return None


def _complaint(kind: str) -> str:
    if kind == "missing":
        return "缺少这个必填项。"
    if kind in ("string_too_short", "string_too_long"):
        return "长度不在允许范围内。"
    return "取值不符合要求，请对照协议表。"
