"""What the coach gives: the next step, why, and sentences worth saying."""

from dataclasses import dataclass
from typing import Literal

Part = Literal["fact", "emotion", "explain", "link", "plain"]

ReasonCode = Literal[
    "feeling",
    "feeling_again",
    "mood_falling",
    "intent",
    "fact_stated",
    "fact_missing",
    "offer_rejected",
    "repeat",
    "settled",
    "unsure",
]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a step is due: the label it rests on and the utterance that shows it."""

    code: ReasonCode
    label: str | None = None
    seq: int | None = None
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """The step that is due, a second acceptable one, and why."""

    step: str
    also: str | None
    confident: bool
    why: tuple[Reason, ...]

    @property
    def on_rejection(self) -> bool:
        """Whether the customer has rejected what was offered."""
        return any(reason.code == "offer_rejected" for reason in self.why)


@dataclass(frozen=True, slots=True)
class Wording:
    """A sentence worth saying, in FEEL order. ‹…› marks a slot only the agent can fill."""

    parts: tuple[tuple[Part, str], ...]
    template: str = ""
    """The sentence before the fact was filled in: what is not offered again."""

    @property
    def text(self) -> str:
        """The whole sentence."""
        return "".join(text for _, text in self.parts)


@dataclass(frozen=True, slots=True)
class Advice:
    """Advice after customer utterance `seq`; `also` is a second acceptable step."""

    seq: int
    step: str
    also: str | None
    confident: bool
    why: tuple[Reason, ...]
    wordings: tuple[Wording, ...]
