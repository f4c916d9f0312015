"""The classifier that serves: tokenizer, backend and decisions together."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, Protocol

import numpy as np
from tokenizers import Tokenizer

from models import labels
from models.readings import Reading
from models.runtime import decisions
from models.runtime.decisions import Floats, Ints
from models.window import Tokens, Window, Windower

BackendName = Literal["openvino", "torch"]

WEIGHTS_DIR: Final = Path(__file__).parents[1] / "weights" / "reader"
# Lengths are rounded up to this, so that a backend meets few distinct shapes.
_LENGTH_STEP: Final = 16
# Larger passes gain little; smaller ones pad less.
_TOGETHER: Final = 16
_TOKENIZER_FILE: Final = "tokenizer.json"


class Backend(Protocol):
    """Runs the network; thread-safe for one caller at a time."""

    def run(self, ids: Ints, types: Ints) -> tuple[Floats, Floats]:
        """(batch, length) ids and types to (batch, heads) and (batch, length, 2) logits."""
        ...


@dataclass(frozen=True, slots=True)
class Request:
    """A line to read: who says it, its tokens, and those of the lines before, oldest first."""

    role: labels.Role
    window: Window


class Classifier:
    """Reads batches of lines. Tokenising is separate, so that a line is tokenised once."""

    def __init__(self, tokenizer: Tokenizer, backend: Backend, how: decisions.Decisions) -> None:
        self._windower = Windower(tokenizer)
        self._backend = backend
        self._how = how

    def tokens(self, role: labels.Role, text: str) -> Tokens:
        """The tokens of a line, for itself and as context of later lines."""
        return self._windower.tokens(role, text)

    def request(self, role: labels.Role, tokens: Tokens, previous: Sequence[Tokens]) -> Request:
        """A line with the lines before it, oldest first; only the last few are looked at."""
        return Request(role, self._windower.window(tokens, previous))

    def read(self, requests: Sequence[Request]) -> list[Reading]:
        """The readings of a batch, in its order; lines of like length go through together."""
        order = sorted(range(len(requests)), key=lambda at: len(requests[at].window.ids))
        readings: dict[int, Reading] = {}
        for start in range(0, len(order), _TOGETHER):
            together = order[start : start + _TOGETHER]
            found = self._pass([requests[at] for at in together])
            readings.update(zip(together, found, strict=True))
        return [readings[at] for at in range(len(requests))]

    def _pass(self, requests: list[Request]) -> list[Reading]:
        windows = [request.window for request in requests]
        ids, types = pad(windows, self._windower.pad)
        pooled, span = self._backend.run(ids, types)
        roles = [request.role for request in requests]
        return decisions.decide(pooled, span, roles, windows, self._how)


def pad(windows: Sequence[Window], padding: int) -> tuple[Ints, Ints]:
    """Ids and token types of the windows, each (batch, longest rounded up)."""
    longest = max(len(window.ids) for window in windows)
    length = -(-longest // _LENGTH_STEP) * _LENGTH_STEP
    ids = np.full((len(windows), length), padding, dtype=np.int64)
    types = np.zeros_like(ids)
    for row, window in enumerate(windows):
        ids[row, : len(window.ids)] = window.ids
        # The role marker before the line belongs to it.
        types[row, window.start - 1 : len(window.ids)] = 1
    return ids, types


def require(directory: Path) -> None:
    """Check that there are weights in `directory`.

    Raises:
        FileNotFoundError: where there are none; the message says what to do.
    """
    if not (directory / _TOKENIZER_FILE).is_file():
        raise FileNotFoundError(f"{directory} 里没有权重 has no weights; run `liubu train` first")


def load(
    name: BackendName = "openvino", directory: Path = WEIGHTS_DIR, threads: int = 0
) -> Classifier:
    """The classifier with the weights in `directory`; `threads` 0 leaves it to the backend.

    Raises:
        FileNotFoundError: where there are no weights.
        ModuleNotFoundError: where the backend's package is not installed.
    """
    require(directory)
    tokenizer = Tokenizer.from_file(str(directory / _TOKENIZER_FILE))
    backend: Backend
    if name == "torch":
        from models.runtime.torch_backend import TorchBackend

        backend = TorchBackend(directory, Windower(tokenizer).pad)
    else:
        from models.runtime.openvino_backend import OpenVinoBackend

        backend = OpenVinoBackend(directory, threads)
    return Classifier(tokenizer, backend, decisions.load(directory))
