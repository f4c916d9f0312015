"""What the server sends about a draft."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class DraftRange:
    """Characters of a draft, from `start` up to `end`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DraftPart:
    """A FEEL part that a draft has, and the clauses that carry it."""

    part: str
    ranges: tuple[DraftRange, ...]


@dataclass(frozen=True, slots=True)
class DraftLacks:
    """A FEEL part that is needed and not there; `fixed` is the draft with `piece` put in.

    Both are null where there is nothing ready to say.
    """

    part: str
    piece: str | None
    fixed: str | None


@dataclass(frozen=True, slots=True)
class DraftFault:
    """A fault, and where in the draft."""

    fault: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DraftWarning:
    """`slot`: the blank `text`; `long`: over `text` characters; `banned`: `text` says why."""

    kind: Literal["slot", "long", "banned"]
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Lint:
    """Answer to `draft`, as the conversation stands after utterance `seq`."""

    conversation_id: str
    draft_id: str
    seq: int
    needed: tuple[str, ...]
    """The FEEL parts that a reply needs now; none where it is to be left alone."""
    parts: tuple[DraftPart, ...]
    missing: tuple[DraftLacks, ...]
    late: tuple[str, ...]
    """Parts that stand after one that should follow them."""
    faults: tuple[DraftFault, ...]
    warnings: tuple[DraftWarning, ...]
    type: Literal["lint"] = "lint"
