"""A linear model on character n-grams: what it lacks in understanding, it has in memory."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.runtime.decisions import Floats

FILE: Final = "ngrams.npz"
_LONGEST: Final = 4
_DIGITS: Final = re.compile(r"\d+")
_BLANKS: Final = re.compile(r"\s+")
# Marks the line's beginning and end, so that an n-gram can say "at the end".
_EDGE: Final = "\x1f"


def ngrams(text: str) -> Counter[str]:
    """The n-grams of a line, of one to four characters; numbers count as one sign."""
    plain = unicodedata.normalize("NFKC", text).lower()
    plain = _EDGE + _DIGITS.sub("0", _BLANKS.sub(" ", plain)) + _EDGE
    return Counter(
        plain[at : at + size]
        for size in range(1, _LONGEST + 1)
        for at in range(len(plain) - size + 1)
    )


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Known n-grams with their inverse document frequency."""

    at: dict[str, int]
    weight: Floats

    def features(self, text: str) -> tuple[NDArray[np.int64], Floats]:
        """Indices and weights of the line's known n-grams; the weights have length 1."""
        found = [(self.at[gram], n) for gram, n in ngrams(text).items() if gram in self.at]
        indices = np.array([index for index, _ in found], np.int64)
        values = np.array([1 + np.log(n) for _, n in found], np.float32) * self.weight[indices]
        length = float(np.linalg.norm(values))
        return indices, values / length if length else values


def build(texts: Sequence[str], min_count: int = 2) -> Vocabulary:
    """The n-grams that occur in at least `min_count` of `texts`."""
    seen: Counter[str] = Counter()
    for text in texts:
        seen.update(ngrams(text).keys())
    kept = sorted(gram for gram, n in seen.items() if n >= min_count)
    weight = [1 + np.log((1 + len(texts)) / (1 + seen[gram])) for gram in kept]
    return Vocabulary({gram: at for at, gram in enumerate(kept)}, np.array(weight, np.float32))


@dataclass(frozen=True, slots=True)
class Linear:
    """A trained linear model: `table` is (n-grams, labels), `bias` (labels,)."""

    vocabulary: Vocabulary
    table: NDArray[np.float16]
    bias: Floats

    def logits(self, texts: Iterable[str]) -> Floats:
        """(texts, labels) logits."""
        rows = []
        for text in texts:
            indices, values = self.vocabulary.features(text)
            rows.append(values @ self.table[indices].astype(np.float32) + self.bias)
        return np.array(rows, np.float32)

    def save(self, directory: Path) -> None:
        """Write it to `directory`."""
        np.savez_compressed(
            directory / FILE,
            grams=np.array(list(self.vocabulary.at)),
            weight=self.vocabulary.weight,
            table=self.table,
            bias=self.bias,
        )


def load(directory: Path) -> Linear:
    """The model that `Linear.save` wrote."""
    with np.load(directory / FILE, allow_pickle=False) as found:
        at = {str(gram): index for index, gram in enumerate(found["grams"])}
        return Linear(Vocabulary(at, found["weight"]), found["table"], found["bias"])
