"""Annotates transcripts in batches, in constant memory, with what the live service would say."""

from collections import OrderedDict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Final, Generic, TypeVar

from models import labels
from models.readings import Reading
from models.runtime.classifier import Classifier, Request
from models.slots.slot import Slot
from models.window import CONTEXT_LINES, Tokens
from server.coach.events import heard
from server.coach.fold import fold
from server.coach.playbook import Playbook
from server.coach.state import State

_REMEMBERED: Final = 4096
_AHEAD: Final = 512

Source = TypeVar("Source")
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Spoken(Generic[Source]):
    """A line to annotate; `source` comes back with the result."""

    conversation_id: str
    seq: int
    role: labels.Role
    text: str
    source: Source
    at: int = 0
    """When it was said, in ms since 1970; 0 where that is not known."""


@dataclass(frozen=True, slots=True)
class Annotated(Generic[Source]):
    """A line with its reading and the state after it."""

    spoken: Spoken[Source]
    reading: Reading
    slots: tuple[Slot, ...]
    state: State


@dataclass(slots=True)
class _Memory:
    state: State
    context: deque[Tokens] = field(default_factory=lambda: deque(maxlen=CONTEXT_LINES))


class Annotator:
    """Lines may come interleaved; the most recent conversations are remembered."""

    def __init__(self, classifier: Classifier, playbook: Playbook) -> None:
        self._classifier = classifier
        self._playbook = playbook
        self._memories: OrderedDict[str, _Memory] = OrderedDict()

    def annotate(self, lines: Iterable[Spoken[Source]]) -> Iterator[Annotated[Source]]:
        """The lines in their order, annotated; reads ahead by at most `_AHEAD` lines."""
        for chunk in _chunks(lines, _AHEAD):
            requests = [self._request(line) for line in chunk]
            readings = self._classifier.read(requests)
            for line, reading in zip(chunk, readings, strict=True):
                yield self._fold(line, reading)

    def _request(self, line: Spoken[Source]) -> Request:
        memory = self._memory(line.conversation_id)
        tokens = self._classifier.tokens(line.role, line.text)
        request = self._classifier.request(line.role, tokens, tuple(memory.context))
        memory.context.append(tokens)
        return request

    def _fold(self, line: Spoken[Source], reading: Reading) -> Annotated[Source]:
        memory = self._memory(line.conversation_id)
        reading = self._classifier.in_mood(reading, memory.state.mood)
        turn = heard(line.seq, line.text, reading, line.at, self._playbook.products)
        memory.state = fold(memory.state, turn, self._playbook.rules)
        return Annotated(line, reading, turn.slots, memory.state)

    def _memory(self, conversation_id: str) -> _Memory:
        memory = self._memories.get(conversation_id)
        if memory is None:
            memory = _Memory(State(conversation_id=conversation_id))
            self._memories[conversation_id] = memory
            if len(self._memories) > _REMEMBERED:
                self._memories.popitem(last=False)
        self._memories.move_to_end(conversation_id)
        return memory


def _chunks(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk
