"""The classifier that serves: tokenizer, backend and decisions together."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

import numpy as np
from tokenizers import Tokenizer

from models import labels
from models.mood import Mood, in_mood
from models.readings import BusinessIntent, CustomerReading, Reading
from models.runtime import decisions
from models.runtime.backend import Backend, BackendName, open_backend
from models.runtime.decisions import Ints
from models.window import Tokens, Window, Windower

WEIGHTS_DIR: Final = Path(__file__).parents[1] / "weights" / "reader"
# Lengths are rounded up to this, so that a backend meets few distinct shapes.
_LENGTH_STEP: Final = 16
# Larger passes gain little; smaller ones pad less.
_TOGETHER: Final = 32
_TOKENIZER_FILE: Final = "tokenizer.json"


@dataclass(frozen=True, slots=True)
class Request:
    """A line to read: who says what, and its window with the lines before."""

    role: labels.Role
    text: str
    window: Window


class ReadsBusiness(Protocol):
    """Reads messages with a business's own labels (`models.business`)."""

    def predict(self, texts: Sequence[str]) -> list[BusinessIntent]:
        """The label of each message."""
        ...


class Classifier:
    """Reads batches of lines. Tokenising is separate, so that a line is tokenised once."""

    def __init__(
        self,
        tokenizer: Tokenizer,
        backend: Backend,
        how: decisions.Decisions,
        business: ReadsBusiness | None = None,
    ) -> None:
        self._windower = Windower(tokenizer)
        self._backend = backend
        self._how = how
        self._business = business

    def tokens(self, role: labels.Role, text: str) -> Tokens:
        """The tokens of a line, for itself and as context of later lines."""
        return self._windower.tokens(role, text)

    def request(self, role: labels.Role, tokens: Tokens, previous: Sequence[Tokens]) -> Request:
        """A line with the lines before it, oldest first; only the last few are looked at."""
        return Request(role, tokens.text, self._windower.window(tokens, previous))

    def read(self, requests: Sequence[Request]) -> list[Reading]:
        """The readings of a batch, in its order; lines of like length go through together."""
        readings: dict[int, Reading] = {}
        for together in by_length([request.window for request in requests], _TOGETHER):
            found = self._pass([requests[at] for at in together])
            readings.update(zip(together, found, strict=True))
        return self._with_business(requests, [readings[at] for at in range(len(requests))])

    def in_mood(self, reading: Reading, mood: Mood | None) -> Reading:
        """The reading of a line in the light of the customer's mood before it, if there was one."""
        if mood is None or self._how.lasting is None or not isinstance(reading, CustomerReading):
            return reading
        return dataclasses.replace(
            reading, emotion=in_mood(reading.emotion, mood, self._how.lasting)
        )

    def _with_business(self, requests: Sequence[Request], readings: list[Reading]) -> list[Reading]:
        if self._business is None:
            return readings
        texts = [
            r.text
            for r, found in zip(requests, readings, strict=True)
            if isinstance(found, CustomerReading)
        ]
        intents = iter(self._business.predict(texts))
        return [
            dataclasses.replace(found, business=next(intents))
            if isinstance(found, CustomerReading)
            else found
            for found in readings
        ]

    def _pass(self, requests: list[Request]) -> list[Reading]:
        windows = [request.window for request in requests]
        ids, types = pad(windows, self._windower.pad)
        # (batch, heads) and (batch, 1 + longest line, 2).
        pooled, span = self._backend.run(ids, types)
        roles = [request.role for request in requests]
        return decisions.decide(pooled, span, roles, windows, self._how)


def by_length(windows: Sequence[Window], size: int) -> list[list[int]]:
    """Places of the windows, `size` at a time, like with like so that little is padded."""

    def cost(at: int) -> tuple[int, int]:
        window = windows[at]
        return _padded(len(window.ids)), len(window.ids) - window.start

    order = sorted(range(len(windows)), key=cost)
    return [order[start : start + size] for start in range(0, len(order), size)]


def pad(windows: Sequence[Window], padding: int) -> tuple[Ints, Ints]:
    """Ids and token types of the windows, each (batch, longest rounded up)."""
    length = _padded(max(len(window.ids) for window in windows))
    ids = np.full((len(windows), length), padding, dtype=np.int64)
    types = np.zeros_like(ids)
    for row, window in enumerate(windows):
        ids[row, : len(window.ids)] = window.ids
        # The role marker before the line belongs to it.
        types[row, window.start - 1 : len(window.ids)] = 1
    return ids, types


def _padded(length: int) -> int:
    return -(-length // _LENGTH_STEP) * _LENGTH_STEP


def require(directory: Path) -> None:
    """Check that there are weights in `directory`.

    Raises:
        FileNotFoundError: where there are none; the message says what to do.
    """
    if not (directory / _TOKENIZER_FILE).is_file():
        raise FileNotFoundError(f"{directory} 里没有权重 has no weights; run `liubu train` first")


def load(
    name: BackendName = "openvino",
    directory: Path = WEIGHTS_DIR,
    threads: int = 0,
    business: ReadsBusiness | None = None,
) -> Classifier:
    """The classifier with the weights in `directory`; `threads` 0 leaves it to the backend.

    With `business`, readings of customer lines carry its label too.

    Raises:
        FileNotFoundError: where there are no weights.
        ModuleNotFoundError: where the backend's package is not installed.
    """
    require(directory)
    tokenizer = Tokenizer.from_file(str(directory / _TOKENIZER_FILE))
    backend = open_backend(name, directory, Windower(tokenizer).pad, threads)
    return Classifier(tokenizer, backend, decisions.load(directory), business)
