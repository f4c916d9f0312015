"""What can happen in a conversation, as the coach sees it."""

from dataclasses import dataclass, field

from models.readings import EMOTION_KEYS, INTENT_KEYS, AgentReading, CustomerReading, Reading, top
from models.slots.finder import find
from models.slots.products import Products
from models.slots.slot import Slot
from server.coach.advice import Advice
from server.coach.asks import Answer, Ask
from server.coach.cards import Cue
from server.coach.stated import stated
from server.coach.visits import History


@dataclass(frozen=True, slots=True)
class Opened:
    """The conversation began."""

    conversation_id: str
    channel: str = "chat"
    industry: str = ""
    at: int = 0
    """In ms since 1970, as in every event."""
    history: History = field(default_factory=History)
    """Of the customer, as it was then."""
    vip: bool = False


@dataclass(frozen=True, slots=True)
class Voice:
    """How a line sounded: pitch in Hz, energy from 0 to 1; None where it was not measured."""

    pitch: float | None = None
    energy: float | None = None


@dataclass(frozen=True, slots=True)
class CustomerTurn:
    """A final customer utterance with its reading."""

    seq: int
    text: str
    reading: CustomerReading
    at: int = 0
    slots: tuple[Slot, ...] = ()
    """What the line names exactly."""
    voice: Voice | None = None
    """Where a source sends it."""

    @property
    def emotion(self) -> str:
        """The likeliest."""
        return top(EMOTION_KEYS, self.reading.emotion)[0]

    @property
    def intent(self) -> str:
        """The likeliest."""
        return top(INTENT_KEYS, self.reading.intent)[0]

    @property
    def fact(self) -> str:
        """The clauses that state the concrete fact, or an empty string; no question is one."""
        return stated(self.text, *self.reading.fact) if self.reading.fact else ""


@dataclass(frozen=True, slots=True)
class AgentTurn:
    """A final agent utterance with its reading."""

    seq: int
    text: str
    reading: AgentReading
    at: int = 0
    slots: tuple[Slot, ...] = ()


@dataclass(frozen=True, slots=True)
class Advised:
    """Advice was given; its wordings will not be offered again."""

    advice: Advice


@dataclass(frozen=True, slots=True)
class Cued:
    """A cue was shown; its kind rests for a while."""

    cue: Cue


@dataclass(frozen=True, slots=True)
class Asked:
    """The agent asked the supervisor for something."""

    ask: Ask


@dataclass(frozen=True, slots=True)
class Answered:
    """The supervisor answered what was asked as `ask_id`."""

    ask_id: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Kept:
    """Somebody says whether what was promised in utterance `seq` was kept."""

    seq: int
    kept: bool


@dataclass(frozen=True, slots=True)
class Closed:
    """The conversation ended."""


@dataclass(frozen=True, slots=True)
class Raised:
    """The alarm with this key was raised; it is not raised again."""

    key: str


@dataclass(frozen=True, slots=True)
class Alerted:
    """The supervisor was told; the same kind of alert is not raised again."""

    kind: str


def heard(
    seq: int,
    text: str,
    reading: Reading,
    at: int,
    products: Products,
    voice: Voice | None = None,
) -> CustomerTurn | AgentTurn:
    """The turn that a read utterance is; `voice` where it was heard, of customers only."""
    slots = find(text, products)
    if isinstance(reading, CustomerReading):
        return CustomerTurn(seq, text, reading, at, slots, voice)
    return AgentTurn(seq, text, reading, at, slots)


Noted = Advised | Cued | Asked | Answered | Kept | Raised | Alerted | Closed
"""What happens beside the talk."""

Event = Opened | CustomerTurn | AgentTurn | Noted
