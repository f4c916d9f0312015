"""What is stored: one record an event, JSON in the log."""

from dataclasses import dataclass, field
from typing import Any, Final

from pydantic import TypeAdapter

from models.readings import AgentReading, CustomerReading
from server.coach.advice import Advice
from server.coach.asks import Answer, Ask
from server.coach.cards import Cue
from server.coach.visits import History
from server.coach.wrap_up import Outcome


@dataclass(frozen=True, slots=True)
class OpenedRecord:
    """A conversation began."""

    channel: str
    industry: str
    customer: str
    customer_id: str = ""
    history: History = field(default_factory=History)
    vip: bool = False


@dataclass(frozen=True, slots=True)
class UtteranceRecord:
    """A final utterance; how it sounded, where the source told that."""

    event_id: str
    role: str
    text: str
    pitch: float | None = None
    energy: float | None = None


@dataclass(frozen=True, slots=True)
class CustomerReadingRecord:
    """The reading of the customer utterance with the same `seq`."""

    reading: CustomerReading


@dataclass(frozen=True, slots=True)
class AgentReadingRecord:
    """The reading of the agent utterance with the same `seq`."""

    reading: AgentReading


@dataclass(frozen=True, slots=True)
class AdviceRecord:
    """Advice on the customer utterance with the same `seq`."""

    advice: Advice


@dataclass(frozen=True, slots=True)
class CueRecord:
    """A cue about the utterance with the same `seq`."""

    cue: Cue


@dataclass(frozen=True, slots=True)
class FeedbackRecord:
    """What became of the advice on utterance `seq`."""

    outcome: str
    wording: int | None
    text: str | None


@dataclass(frozen=True, slots=True)
class AskedRecord:
    """The agent asked the supervisor, after the utterance with the same `seq`."""

    ask: Ask


@dataclass(frozen=True, slots=True)
class AnsweredRecord:
    """The supervisor answered."""

    ask_id: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class NotedRecord:
    """The supervisor's private note to the agent."""

    text: str


@dataclass(frozen=True, slots=True)
class KeptRecord:
    """Somebody said whether what was promised in utterance `promised` was kept."""

    promised: int
    kept: bool


@dataclass(frozen=True, slots=True)
class WrapUpRecord:
    """The wrap-up as the agent stored it; the last one counts. `due` in ms since 1970."""

    summary: str
    disposition: str
    outcome: Outcome
    follow_up: str
    due: int | None


@dataclass(frozen=True, slots=True)
class FollowedUpRecord:
    """The call was made that the wrap-up before this names."""


@dataclass(frozen=True, slots=True)
class AlertedRecord:
    """The supervisor was told of utterance `seq`, for the reason of this kind."""

    kind: str


@dataclass(frozen=True, slots=True)
class RaisedRecord:
    """The alarm of this key was raised."""

    key: str


@dataclass(frozen=True, slots=True)
class ClosedRecord:
    """The conversation ended."""


Body = (
    OpenedRecord
    | UtteranceRecord
    | CustomerReadingRecord
    | AgentReadingRecord
    | AdviceRecord
    | CueRecord
    | FeedbackRecord
    | AskedRecord
    | AnsweredRecord
    | NotedRecord
    | KeptRecord
    | RaisedRecord
    | AlertedRecord
    | WrapUpRecord
    | FollowedUpRecord
    | ClosedRecord
)

KINDS: Final[dict[str, type[Any]]] = {
    "opened": OpenedRecord,
    "utterance": UtteranceRecord,
    "customer_reading": CustomerReadingRecord,
    "agent_reading": AgentReadingRecord,
    "advice": AdviceRecord,
    "cue": CueRecord,
    "feedback": FeedbackRecord,
    "asked": AskedRecord,
    "answered": AnsweredRecord,
    "noted": NotedRecord,
    "kept": KeptRecord,
    "raised": RaisedRecord,
    "alerted": AlertedRecord,
    "wrap_up": WrapUpRecord,
    "followed_up": FollowedUpRecord,
    "closed": ClosedRecord,
}
_KIND_OF: Final = {body: kind for kind, body in KINDS.items()}
_ADAPTERS: Final = {kind: TypeAdapter[Any](body) for kind, body in KINDS.items()}


@dataclass(frozen=True, slots=True)
class Record:
    """A record in its place: conversation, utterance number, time in ms since 1970."""

    conversation_id: str
    seq: int
    at: int
    body: Body

    @property
    def kind(self) -> str:
        """Its name in the log."""
        return _KIND_OF[type(self.body)]

    @property
    def event_id(self) -> str | None:
        """The source's name for it, unique in a conversation; utterances only."""
        return self.body.event_id if isinstance(self.body, UtteranceRecord) else None


def dump(body: Body) -> str:
    """The body as JSON."""
    kind = _KIND_OF[type(body)]
    return _ADAPTERS[kind].dump_json(body).decode()


def load(kind: str, text: str) -> Body:
    """The body that `dump` wrote."""
    body: Body = _ADAPTERS[kind].validate_json(text)
    return body
