"""Fine-tunes an encoder on messages by themselves, with soft targets."""

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from models.business.classifier import window
from models.runtime.classifier import by_length, pad
from models.runtime.decisions import Floats
from models.training.loop import fit
from models.training.network import Sentence
from models.training.report import Report
from models.window import Window, Windower

_POOLED_BATCHES = 16
_AT_ONCE = 128


@dataclass(frozen=True, slots=True)
class EncoderOptions:
    """Length and rates of a run."""

    epochs: int = 20
    batch: int = 32
    learning_rate: float = 6e-4
    head_rate: float = 3e-3
    warmup_share: float = 0.08
    smoothing: float = 0.1
    averaging: float = 0.995
    dropped: float = 0.1
    """Share of a line's characters that are left out, each time anew."""
    seed: int = 20261122


class _Batches:
    """Shuffled batches of windows of like length: ids, token types, targets."""

    def __init__(
        self, windows: list[Window], targets: Floats, padding: int, options: EncoderOptions
    ) -> None:
        self._windows, self._targets, self._padding = windows, targets, padding
        self._options = options
        self._random = random.Random(options.seed)

    def __len__(self) -> int:
        return math.ceil(len(self._windows) / self._options.batch)

    def __iter__(self) -> Iterator[tuple[Tensor, Tensor, Tensor]]:
        size = self._options.batch
        order = list(range(len(self._windows)))
        self._random.shuffle(order)
        for start in range(0, len(order), size * _POOLED_BATCHES):
            pool = order[start : start + size * _POOLED_BATCHES]
            batches = by_length([self._windows[at] for at in pool], size)
            self._random.shuffle(batches)
            for places in batches:
                batch = [pool[at] for at in places]
                ids, types = pad([self._thinned(self._windows[at]) for at in batch], self._padding)
                wanted = torch.from_numpy(self._targets[batch])
                yield torch.from_numpy(ids), torch.from_numpy(types), wanted

    def _thinned(self, seen: Window) -> Window:
        """The window without some of its characters, so that no single one is leaned on."""
        begin, end = seen.ids[: seen.start], seen.ids[-1:]
        line = seen.ids[seen.start : -1]
        kept = tuple(i for i in line if self._random.random() >= self._options.dropped)
        return Window((*begin, *(kept or line), *end), seen.start, ())


def fit_encoder(
    network: Sentence,
    texts: Sequence[str],
    targets: Floats,
    windower: Windower,
    options: EncoderOptions,
    report: Report,
) -> Sentence:
    """Train `network` on `texts`; `targets` is (texts, labels) shares."""
    windows = [window(windower, text) for text in texts]
    batches = _Batches(windows, targets, windower.pad, options)

    def loss(batch: tuple[Tensor, Tensor, Tensor]) -> Tensor:
        ids, types, wanted = batch
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = network(ids, types)
        return nn.functional.cross_entropy(
            logits.float(), wanted, label_smoothing=options.smoothing
        )

    steps = len(batches) * options.epochs
    return fit(network, network.encoder, batches, steps, loss, options, report)


@torch.inference_mode()
def encoder_logits(network: Sentence, texts: Sequence[str], windower: Windower) -> Floats:
    """(texts, labels) logits."""
    windows = [window(windower, text) for text in texts]
    found = np.zeros((len(texts), network.heads.out_features), np.float32)
    for rows in by_length(windows, _AT_ONCE):
        ids, types = pad([windows[at] for at in rows], network.pad)
        found[rows] = network(torch.from_numpy(ids), torch.from_numpy(types)).float().numpy()
    return found
