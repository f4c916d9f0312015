"""What the server sends to be said next."""

from dataclasses import dataclass
from typing import Literal

from server.wire.inbound import Tone


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
    """Advice or cue `advice_id` no longer fits: the conversation has moved on to `seq`."""

    conversation_id: str
    advice_id: str
    seq: int
    type: Literal["withdrawn"] = "withdrawn"


@dataclass(frozen=True, slots=True)
class Rewritten:
    """Wording number `wording` of the advice in another tone: `text` is what has passed so far.

    Only when `done` it may be inserted. With a code in `refused`, `text` is the wording as it
    was, which stands.
    """

    conversation_id: str
    advice_id: str
    wording: int
    tone: Tone
    text: str
    done: bool
    refused: str | None = None
    type: Literal["rewritten"] = "rewritten"
