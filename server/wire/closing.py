"""What the server sends about the end of a conversation and what follows it."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class FollowUpDue:
    """A call to make, `due` in ms since 1970."""

    text: str
    due: int | None


@dataclass(frozen=True, slots=True)
class FollowUpTask:
    """A row of the list of calls to make, out of a stored wrap-up; `done`, it leaves the list."""

    conversation_id: str
    customer: str
    text: str
    due: int | None
    """In ms since 1970; null where no time was set."""
    done: bool = False
    type: Literal["follow_up"] = "follow_up"


@dataclass(frozen=True, slots=True)
class WrappedUp:
    """The wrap-up of a conversation: a draft to look over, or as it was stored."""

    conversation_id: str
    summary: str
    disposition: str
    dispositions: tuple[str, ...]
    """The kinds of case there are."""
    outcome: Literal["resolved", "promised", "escalated", "open"]
    follow_up: FollowUpDue | None
    stored: bool
    type: Literal["wrapped_up"] = "wrapped_up"
