"""What is stored: one record an event, JSON in the log."""

from dataclasses import dataclass
from typing import Any, Final

from pydantic import TypeAdapter

from models.readings import AgentReading, CustomerReading
from server.coach.advice import Advice
from server.coach.cards import Cue


@dataclass(frozen=True, slots=True)
class OpenedRecord:
    """A conversation began."""

    channel: str
    industry: str
    customer: str


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
