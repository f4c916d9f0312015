"""A hub over a real log and a real worker, with a network made up of arithmetic."""

import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from models.mood import Lasting
from models.readings import EMOTION_KEYS, FAULT_KEYS, FEEL_KEYS, INTENT_KEYS, STEP_KEYS
from models.runtime.classifier import WEIGHTS_DIR, Classifier
from models.runtime.decisions import Decisions, Floats, Ints
from models.slots.products import Products
from server import wire
from server.coach.playbook import Playbook
from server.coach.wording import Library
from server.gateway.floor import Floor
from server.gateway.hub import Hub
from server.gateway.lookup import Lookup
from server.gateway.viewing import Viewing
from server.prompts import load_rules
from server.store.log import EventLog
from server.understanding.worker import Understanding

_EMOTIONS = range(len(EMOTION_KEYS))
# Every mood lasts while the customer goes on, and calms down a little once answered.
_LASTING = Lasting(
    tuple(tuple(4.0 if now == before else 0.5 for now in _EMOTIONS) for before in _EMOTIONS),
    tuple(tuple(2.0 if now == 0 else 1.0 for now in _EMOTIONS) for _ in _EMOTIONS),
)
_HEADS = sum(map(len, (EMOTION_KEYS, INTENT_KEYS, STEP_KEYS, STEP_KEYS, FEEL_KEYS, FAULT_KEYS)))


class Arithmetic:
    """A backend whose every answer follows from the tokens of the line and its context."""

    def run(self, ids: Ints, types: Ints) -> tuple[Floats, Floats]:
        pooled = np.zeros((len(ids), _HEADS), dtype=np.float32)
        span = np.zeros((*ids.shape, 2), dtype=np.float32)
        for row in range(len(ids)):
            length = int(types[row].nonzero()[0].max()) + 1
            chance = np.random.default_rng(zlib.crc32(ids[row, :length].tobytes()))
            pooled[row] = 3 * chance.standard_normal(_HEADS)
            span[row, :length] = chance.standard_normal((length, 2))
        return pooled, span


def classifier() -> Classifier:
    tokenizer = Tokenizer.from_file(str(WEIGHTS_DIR / "tokenizer.json"))
    return Classifier(tokenizer, Arithmetic(), Decisions(lasting=_LASTING))


@dataclass
class Running:
    """A hub and what it stands on."""

    floor: Floor
    hub: Hub
    viewing: Viewing
    log: EventLog
    understanding: Understanding
    event_ids: "count[int]" = field(default_factory=count)

    async def say(
        self,
        conversation_id: str,
        text: str,
        role: str = "customer",
        event_id: str | None = None,
        at: int | None = None,
        **voice: float,
    ) -> wire.Ack:
        """Take a whole turn; `voice` is pitch and energy."""
        event_id = event_id or f"x{next(self.event_ids)}"
        message = utterance(conversation_id, text, role, event_id, at, **voice)
        acks: list[wire.Ack] = []
        conversation = await self.hub.accept(message)
        await self.hub.take_turn(conversation, message, acks.append)
        (ack,) = acks
        return ack


def utterance(
    conversation_id: str,
    text: str,
    role: str,
    event_id: str,
    at: int | None = None,
    **voice: float,
) -> wire.Utterance:
    return wire.Utterance.model_validate(
        {
            "type": "utterance",
            "conversation_id": conversation_id,
            "event_id": event_id,
            "role": role,
            "text": text,
            "at": at,
            **voice,
        }
    )


@asynccontextmanager
async def running(
    folder: Path, library: Library, live: int = 100, log: EventLog | None = None
) -> AsyncIterator[Running]:
    """A hub over the log in `folder`, with a clock that never shows the same time twice."""
    clock = count(1_000_000)
    read = classifier()
    async with (
        log or EventLog(folder / "liubu.db") as opened,
        Understanding(read, 8, 100) as understanding,
    ):
        playbook = Playbook(library, load_rules(), Products(["衬衫"]))
        floor = Floor(opened, read, playbook, lambda: next(clock), live, Lookup(None))
        hub = Hub(floor, read, understanding)
        yield Running(floor, hub, Viewing(floor), opened, understanding)
