"""Reads a message with a business's own labels: encoder and n-grams together."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import numpy as np
from tokenizers import Tokenizer

from models import labels
from models.business import ngrams
from models.readings import BusinessIntent
from models.runtime.backend import Backend, BackendName, open_backend
from models.runtime.classifier import by_length, pad
from models.runtime.decisions import Floats
from models.window import Window, Windower

FILE: Final = "intents.json"
_TOGETHER: Final = 32


@dataclass(frozen=True, slots=True)
class Mixture:
    """How the two models are put together; chosen on lines that neither had seen."""

    labels: tuple[str, ...]
    encoder_temperature: float
    ngram_temperature: float
    encoder_share: float
    temperature: float
    """Of the mixture; makes the confidence mean what it says."""

    def save(self, directory: Path) -> None:
        """Write it to `directory`."""
        text = json.dumps(asdict(self), indent=2, ensure_ascii=False)
        (directory / FILE).write_text(text + "\n", encoding="utf-8")

    def mixed(self, encoder: Floats, ngram: Floats) -> Floats:
        """(lines, labels) logits of either model to probabilities."""
        share = self.encoder_share
        together = share * log_softmax(encoder / self.encoder_temperature)
        together += (1 - share) * log_softmax(ngram / self.ngram_temperature)
        return np.exp(log_softmax(together / self.temperature))


class BusinessClassifier:
    """Reads messages, each by itself, with the labels that it was trained on."""

    def __init__(
        self, windower: Windower, backend: Backend, linear: ngrams.Linear, how: Mixture
    ) -> None:
        self._windower = windower
        self._backend = backend
        self._linear = linear
        self._how = how

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels it knows."""
        return self._how.labels

    def predict(self, texts: Sequence[str]) -> list[BusinessIntent]:
        """The likeliest label of each message, with its probability."""
        if not texts:
            return []
        p = self._how.mixed(self._encoder_logits(texts), self._linear.logits(texts))
        best = p.argmax(axis=1)
        return [
            BusinessIntent(self.labels[at], float(row[at])) for at, row in zip(best, p, strict=True)
        ]

    def _encoder_logits(self, texts: Sequence[str]) -> Floats:
        windows = [window(self._windower, text) for text in texts]
        logits = np.zeros((len(texts), len(self.labels)), np.float32)
        for together in by_length(windows, _TOGETHER):
            ids, types = pad([windows[at] for at in together], self._windower.pad)
            (logits[together],) = self._backend.run(ids, types)
        return logits


def window(windower: Windower, text: str) -> Window:
    """The encoder input of a message by itself."""
    return windower.window(windower.tokens(labels.CUSTOMER, text), [])


def log_softmax(logits: Floats) -> Floats:
    """Logarithms of the probabilities that (lines, labels) logits stand for."""
    shifted = logits - logits.max(axis=1, keepdims=True)
    result: Floats = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return result


def require(directory: Path) -> None:
    """Check that there is a model in `directory`.

    Raises:
        FileNotFoundError: where there is none; the message says what to do.
    """
    if not (directory / FILE).is_file():
        raise FileNotFoundError(
            f"{directory} 里没有自有意图模型 holds no model of own intents; "
            "run `liubu train --task intent` first"
        )


def load(directory: Path, name: BackendName = "openvino", threads: int = 0) -> BusinessClassifier:
    """The classifier that `liubu train --task intent` wrote to `directory`.

    Raises:
        FileNotFoundError: where there is none.
        ModuleNotFoundError: where the backend's package is not installed.
    """
    require(directory)
    windower = Windower(Tokenizer.from_file(str(directory / "tokenizer.json")))
    known = json.loads((directory / FILE).read_text(encoding="utf-8"))
    how = Mixture(**{**known, "labels": tuple(known["labels"])})
    backend = open_backend(name, directory, windower.pad, threads, sentence=True)
    return BusinessClassifier(windower, backend, ngrams.load(directory), how)
