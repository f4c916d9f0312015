"""Transcript files that the commands read: the corpus format, or JSON Lines."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from models import annotation
from server.review.annotator import Spoken
from server.wire import Role


class BadLineError(ValueError):
    """A line that cannot be used; the message says why."""


class TranscriptLine(BaseModel):
    """One line of the JSON Lines format; other fields are kept as they are."""

    model_config = ConfigDict(extra="allow")

    conversation_id: Annotated[str, StringConstraints(min_length=1)]
    seq: int
    role: Role
    text: str


def parse(raw: bytes) -> Spoken[dict[str, Any]]:
    """A JSON Lines line; `source` is the whole object.

    Raises:
        BadLineError: where it is not UTF-8, not JSON, or lacks a field.
    """
    try:
        line = TranscriptLine.model_validate_json(raw)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        raise BadLineError(f"{field}: {first['msg']}" if field else first["msg"]) from None
    return Spoken(line.conversation_id, line.seq, line.role, line.text, json.loads(raw))


def read(path: Path) -> Iterator[Spoken[None]]:
    """The lines of a transcript file, by its ending `.tsv` (corpus format) or JSON Lines.

    Raises:
        AnnotationError | BadLineError: at the first line that cannot be used.
    """
    if path.suffix == ".tsv":
        for conversation in annotation.read([path]):
            for seq, line in enumerate(conversation.lines, start=1):
                yield Spoken(conversation.id, seq, line.role, line.text, None)
        return
    with path.open("rb") as file:
        for number, raw in enumerate(file, start=1):
            if raw.strip():
                try:
                    found = parse(raw)
                except BadLineError as error:
                    raise BadLineError(f"{path.name}:{number}: {error}") from None
                yield Spoken(found.conversation_id, found.seq, found.role, found.text, None)
