"""What can happen in a conversation, as the coach sees it."""

from dataclasses import dataclass

from models.readings import AgentReading, CustomerReading
from server.coach.advice import Advice


@dataclass(frozen=True, slots=True)
class Opened:
    """The conversation began."""

    conversation_id: str
    channel: str = "chat"
    industry: str = ""


@dataclass(frozen=True, slots=True)
class CustomerTurn:
    """A final customer utterance with its reading."""

    seq: int
    text: str
    reading: CustomerReading

    @property
    def fact(self) -> str:
        """The clause that states the concrete fact, or an empty string."""
        if self.reading.fact is None:
            return ""
        start, end = self.reading.fact
        return self.text[start:end]


@dataclass(frozen=True, slots=True)
class AgentTurn:
    """A final agent utterance with its reading."""

    seq: int
    text: str
    reading: AgentReading


@dataclass(frozen=True, slots=True)
class Advised:
    """Advice was given; its wordings will not be offered again."""

    advice: Advice


Event = Opened | CustomerTurn | AgentTurn | Advised
