"""Reader of the labelled corpus format (see ``models/corpus/README.md``)."""

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from models import labels

Split = Literal["train", "dev", "test"]
Accepted = frozenset[str]

CORPUS_DIR: Final = Path(__file__).parent / "corpus"
_OPEN: Final = "⟦"
_CLOSE: Final = "⟧"


class AnnotationError(ValueError):
    """A line that does not follow the corpus format; the message names file and line."""


@dataclass(frozen=True, slots=True)
class CustomerLabels:
    """Labels of a customer line. Each set holds every accepted answer, `next` best first."""

    emotion: Accepted
    intent: Accepted
    next: tuple[str, ...]
    fact: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class AgentLabels:
    """Labels of an agent line; `doubtful_*` neither count nor cost when scored."""

    steps: Accepted
    feel: Accepted
    faults: Accepted
    doubtful_steps: Accepted = frozenset()
    doubtful_feel: Accepted = frozenset()
    doubtful_faults: Accepted = frozenset()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a conversation; `labels` is None where even the speaker was in doubt."""

    role: labels.Role
    text: str
    labels: CustomerLabels | AgentLabels | None


@dataclass(slots=True)
class Conversation:
    """A labelled conversation with the header's facts about it."""

    id: str
    industry: str = ""
    channel: str = "chat"
    tier: str = "inquiry"
    ending: str = ""
    lines: list[Line] = field(default_factory=list)


def read(paths: Iterable[Path]) -> Iterator[Conversation]:
    """Conversations of the files, in order.

    Raises:
        AnnotationError: at the first line that does not follow the format.
    """
    for path in paths:
        current: Conversation | None = None
        with path.open("rb") as file:
            for number, raw in enumerate(file, start=1):
                where = f"{path.name}:{number}"
                row = _decoded(raw, where)
                if not row:
                    continue
                if row.startswith("## "):
                    if current is not None:
                        yield current
                    current = _header(row)
                elif current is None:
                    raise AnnotationError(f"{where}: a line before the first '## ' header")
                else:
                    current.lines.append(_line(row, where))
        if current is not None:
            yield current


def corpus_files() -> list[Path]:
    """The project's own corpus, sorted by name."""
    return sorted(CORPUS_DIR.glob("*.tsv"))


def part(split: Split) -> Iterator[Conversation]:
    """The conversations of one part of the project's own corpus."""
    return (c for c in read(corpus_files()) if split_of(c.id) == split)


def split_of(conversation_id: str) -> Split:
    """Which part of the corpus a conversation belongs to: 85% train, 5% dev, 10% test."""
    bucket = zlib.crc32(conversation_id.encode()) % 100
    if bucket < 10:
        return "test"
    return "dev" if bucket < 15 else "train"


def _decoded(raw: bytes, where: str) -> str:
    try:
        return raw.decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError:
        raise AnnotationError(f"{where}: not UTF-8") from None


def _header(row: str) -> Conversation:
    fields = row.removeprefix("## ").split("\t")
    identifier, industry, channel, tier, ending = (*fields, "", "", "", "")[:5]
    return Conversation(identifier, industry, channel or "chat", tier or "inquiry", ending)


def _line(row: str, where: str) -> Line:
    fields = row.split("\t")
    if len(fields) != 5:
        raise AnnotationError(f"{where}: expected 5 tab-separated fields, found {len(fields)}")
    speaker, first, second, third, text = fields
    if speaker == "C":
        return _customer(first, second, third, text, where)
    if speaker == "A":
        return _agent(first, second, third, text, where)
    if speaker == "?":
        return Line(labels.CUSTOMER, _strip_marks(text), None)
    raise AnnotationError(f"{where}: speaker must be C, A or ?, found {speaker!r}")


def _customer(emotion: str, intent: str, steps: str, text: str, where: str) -> Line:
    next_steps = tuple(dict.fromkeys(steps.replace("|", ",").split(",")))
    found = CustomerLabels(
        emotion=_known(emotion.split("|"), labels.EMOTIONS, "emotion", where),
        intent=_known(intent.split("|"), labels.INTENTS, "intent", where),
        next=next_steps,
        fact=_fact(text, where),
    )
    _known(next_steps, labels.STEPS, "next", where)
    return Line(labels.CUSTOMER, _strip_marks(text), found)


def _agent(steps: str, feel: str, faults: str, text: str, where: str) -> Line:
    sure: list[Accepted] = []
    doubtful: list[Accepted] = []
    for cell, vocabulary, name in (
        (steps, labels.STEPS, "steps"),
        (feel, labels.FEEL, "feel"),
        (faults, labels.FAULTS, "faults"),
    ):
        certain, _, unsure = cell.partition("|")
        sure.append(_known(_listed(certain), vocabulary, name, where))
        doubtful.append(_known(_listed(unsure), vocabulary, name, where))
    return Line(labels.AGENT, _strip_marks(text), AgentLabels(*sure, *doubtful))


def _listed(cell: str) -> list[str]:
    return [] if cell in ("-", "") else cell.split(",")


def _known(keys: Iterable[str], vocabulary: dict[str, str], name: str, where: str) -> Accepted:
    found = frozenset(keys)
    if unknown := found - vocabulary.keys():
        raise AnnotationError(f"{where}: unknown {name} {', '.join(sorted(unknown))}")
    return found


def _strip_marks(text: str) -> str:
    return text.replace(_OPEN, "").replace(_CLOSE, "")


def _fact(text: str, where: str) -> tuple[int, int] | None:
    marks = "".join(c for c in text if c in (_OPEN, _CLOSE))
    if marks not in ("", _OPEN + _CLOSE):
        raise AnnotationError(f"{where}: a line has at most one fact, marked ⟦…⟧")
    start, end = text.find(_OPEN), text.find(_CLOSE)
    return (start, end - 1) if end > start + 1 else None
