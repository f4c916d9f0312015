"""How much the n-gram model counts beside the encoder, head by head."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray

from models.annotation import CustomerLabels
from models.runtime.decisions import Floats, sigmoid
from models.training.examples import Example, padded, window
from models.training.measures import f1, rights, surprise, temperature, threshold
from models.training.network import CUSTOMER_HEADS, HEADS, Network
from models.training.ngrams import NGrams
from models.window import Windower

_BATCH: Final = 64
_SHARES: Final = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0)


def mix(network: Network, ngrams: NGrams, held_out: Sequence[Example], windower: Windower) -> None:
    """Put `ngrams` beside the encoder of `network`, in the shares that fit `held_out` best."""
    own, said = _logits(network, ngrams, held_out, windower)
    customer = np.array([isinstance(line.line.labels, CustomerLabels) for line in held_out])
    start = 0
    for head, size in HEADS.items():
        outputs = slice(start, start + size)
        start += size
        fit, rows = (_likelihood, customer) if head in CUSTOMER_HEADS else (_mean_f1, ~customer)
        chosen = [line for line, wanted in zip(held_out, rows, strict=True) if wanted]
        right = rights(head, [line.line.labels for line in chosen])
        one, other = own[rows, outputs], said[rows, outputs]
        share = max(_SHARES, key=lambda s: fit(one + s * other, right))
        ngrams.scale[outputs] *= share
        ngrams.bias[outputs] *= share
    network.ngrams = ngrams


@torch.inference_mode()
def _logits(
    network: Network, ngrams: NGrams, lines: Sequence[Example], windower: Windower
) -> tuple[Floats, Floats]:
    """(lines, outputs) of the encoder and of the n-grams."""
    windows = [window(line, windower) for line in lines]
    own, said = [], []
    for ids, types in padded(windows, _BATCH, windower.pad):
        own.append(network.pooled(ids, types)[1].numpy())
        said.append(ngrams(ids, types, ids.ne(windower.pad)).numpy())
    return np.concatenate(own), np.concatenate(said)


def _likelihood(logits: Floats, right: NDArray[np.bool_]) -> float:
    return -surprise(logits / temperature(logits, right), right)


def _mean_f1(logits: Floats, right: NDArray[np.bool_]) -> float:
    p = sigmoid(logits)
    columns = zip(p.T, right.T, strict=True)
    return float(np.mean([f1(one >= threshold(one, truth), truth) for one, truth in columns]))
