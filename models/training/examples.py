"""Labelled lines as training examples: windows and targets, augmented as they are drawn."""

import math
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from models import labels
from models import tokenizer as tok
from models.annotation import AgentLabels, Conversation, CustomerLabels, Line
from models.readings import EMOTION_KEYS, FAULT_KEYS, FEEL_KEYS, INTENT_KEYS, STEP_KEYS
from models.runtime.classifier import by_length, pad
from models.runtime.decisions import FIRST_TOKEN, Ints
from models.training.network import HEADS
from models.window import CONTEXT_LINES, Tokens, Window, Windower

# Share of characters hidden from the encoder, so that it leans on no single one.
_HIDDEN = 0.05
_PUNCTUATION = re.compile(r"[，。！？、；：,.!?;:~～…]")
_POOLED_BATCHES = 16
# Share of the first of two acceptable next steps.
_FIRST_NEXT = 0.65


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled line and the lines before it, oldest first."""

    line: Line
    previous: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Targets:
    """Targets of a batch: per head a (batch, labels) table, and which rows it holds for."""

    tables: dict[str, Tensor]
    customer: Tensor
    """(batch,) bool; the other rows are agent lines."""
    span: Tensor
    """(batch, 2) start and end among the places of `encode`, 0 for no fact."""


Batch = tuple[Tensor, Tensor, Targets]
"""Ids and token types, each (batch, length), and what is wanted of them."""


def examples(conversations: Iterable[Conversation]) -> list[Example]:
    """Every labelled line with its context."""
    return [
        Example(line, tuple(conversation.lines[max(0, at - CONTEXT_LINES) : at]))
        for conversation in conversations
        for at, line in enumerate(conversation.lines)
        if line.labels is not None
    ]


class Batches:
    """Shuffled, augmented batches of examples."""

    def __init__(self, source: list[Example], windower: Windower, size: int, seed: int) -> None:
        self._source = source
        self._windower = windower
        self._size = size
        self._random = random.Random(seed)
        self._draws = np.random.default_rng(seed)

    def __len__(self) -> int:
        return math.ceil(len(self._source) / self._size)

    def __iter__(self) -> Iterator[Batch]:
        order = list(range(len(self._source)))
        self._random.shuffle(order)
        pool_size = self._size * _POOLED_BATCHES
        for start in range(0, len(order), pool_size):
            pool = [self._source[i] for i in order[start : start + pool_size]]
            yield from self._pooled([(example, self._augmented(example)) for example in pool])

    def _pooled(self, pool: list[tuple[Example, Window]]) -> Iterator[Batch]:
        """Batches of windows of similar length, so that little is padded."""
        batches = by_length([window for _, window in pool], self._size)
        self._random.shuffle(batches)
        for places in batches:
            batch = [pool[at] for at in places]
            windows = [window for _, window in batch]
            ids, types = pad(windows, self._windower.pad)
            ids = self._hidden(ids)
            found = targets([example for example, _ in batch], windows)
            yield torch.from_numpy(ids), torch.from_numpy(types), found

    def _hidden(self, ids: Ints) -> Ints:
        """The batch with some of its characters made unknown."""
        chosen = self._draws.random(ids.shape) < _HIDDEN
        return np.where(chosen & (ids >= len(tok.SPECIAL)), self._windower.unknown, ids)

    def _augmented(self, example: Example) -> Window:
        """Now and then without context, or without punctuation as a recogniser gives it."""
        previous = example.previous
        if self._random.random() < 0.1:
            previous = previous[len(previous) - self._random.randint(0, 1) :]
        bare = self._random.random() < 0.15
        lines = [self._tokens(line, bare) for line in previous]
        return self._windower.window(self._tokens(example.line, bare), lines)

    def _tokens(self, line: Line, bare: bool) -> Tokens:
        # Blanks keep every character where it was, so that a fact's range still holds.
        text = _PUNCTUATION.sub(" ", line.text) if bare else line.text
        return self._windower.tokens(line.role, text)


def padded(windows: Sequence[Window], size: int, padding: int) -> Iterator[tuple[Tensor, Tensor]]:
    """Ids and token types of the windows, in their order, `size` at a time."""
    for start in range(0, len(windows), size):
        ids, types = pad(windows[start : start + size], padding)
        yield torch.from_numpy(ids), torch.from_numpy(types)


def window(example: Example, windower: Windower) -> Window:
    """The encoder input of an example, as it is at serving."""
    previous = [windower.tokens(line.role, line.text) for line in example.previous]
    return windower.window(windower.tokens(example.line.role, example.line.text), previous)


def targets(chosen: list[Example], windows: list[Window]) -> Targets:
    """The targets of a batch of examples in these windows."""
    tables = {name: np.zeros((len(chosen), size), np.float32) for name, size in HEADS.items()}
    span = np.zeros((len(chosen), 2), np.int64)
    for row, (example, seen) in enumerate(zip(chosen, windows, strict=True)):
        known = example.line.labels
        if isinstance(known, CustomerLabels):
            _share(tables["emotion"][row], EMOTION_KEYS, sorted(known.emotion))
            _share(tables["intent"][row], INTENT_KEYS, sorted(known.intent))
            _rank(tables["next"][row], known.next)
            span[row] = _span(known.fact, seen)
        elif isinstance(known, AgentLabels):
            _share(tables["steps"][row], STEP_KEYS, known.steps, whole=True)
            _share(tables["feel"][row], FEEL_KEYS, known.feel, whole=True)
            _share(tables["faults"][row], FAULT_KEYS, known.faults, whole=True)
    customer = torch.tensor([e.line.role == labels.CUSTOMER for e in chosen])
    torch_tables = {name: torch.from_numpy(table) for name, table in tables.items()}
    return Targets(torch_tables, customer, torch.from_numpy(span))


def _share(
    row: np.ndarray, keys: tuple[str, ...], found: Iterable[str], whole: bool = False
) -> None:
    found = list(found)
    for key in found:
        row[keys.index(key)] = 1.0 if whole else 1.0 / len(found)


def _rank(row: np.ndarray, steps: tuple[str, ...]) -> None:
    if len(steps) == 1:
        row[STEP_KEYS.index(steps[0])] = 1.0
        return
    row[STEP_KEYS.index(steps[0])] = _FIRST_NEXT
    for step in steps[1:]:
        row[STEP_KEYS.index(step)] = (1 - _FIRST_NEXT) / (len(steps) - 1)


def _span(fact: tuple[int, int] | None, seen: Window) -> tuple[int, int]:
    """Places of the first and last token of the fact."""
    if fact is None:
        return 0, 0
    inside = [i for i, (a, b) in enumerate(seen.spans) if a < fact[1] and b > fact[0]]
    if not inside:
        return 0, 0
    return FIRST_TOKEN + inside[0], FIRST_TOKEN + inside[-1]
