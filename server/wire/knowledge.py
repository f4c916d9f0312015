"""What the server sends about what was looked up."""

from dataclasses import dataclass
from typing import Literal

from server.wire.advice import WordingPart


@dataclass(frozen=True, slots=True)
class KnowledgeHit:
    """A sentence of an article that may answer; `score` from 0 to 1, `source` to be named."""

    article_id: str
    title: str
    sentence: str
    source: str
    score: float
    kind: Literal["article", "case"] = "article"


@dataclass(frozen=True, slots=True)
class QuotingWording:
    """Wording number `wording` of the advice, with the answer of the first hit put in."""

    wording: int
    text: str
    parts: tuple[WordingPart, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What was found for what is asked in utterance `seq`, the best first.

    `wordings` only where the best is sure enough to be said.
    """

    conversation_id: str
    seq: int
    hits: tuple[KnowledgeHit, ...]
    wordings: tuple[QuotingWording, ...] = ()
    type: Literal["knowledge"] = "knowledge"


@dataclass(frozen=True, slots=True)
class KnowledgeSection:
    """What stands under one heading of an article."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KnowledgeArticle:
    """An article, over HTTP; without `industries` for any, `valid_until` such as 2026-12-31."""

    id: str
    title: str
    sections: tuple[KnowledgeSection, ...]
    source: str
    industries: tuple[str, ...]
    tags: tuple[str, ...]
    valid_until: str | None
    kind: Literal["article", "case"]
