"""Trains the n-gram model: logistic regression, an output against the rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack
from sklearn.linear_model import SGDClassifier

from models.annotation import CustomerLabels
from models.runtime.decisions import Floats
from models.training.examples import Example, padded, targets
from models.training.network import AGENT_HEADS, CUSTOMER_HEADS, HEADS
from models.training.ngrams import BUCKETS, NGrams
from models.window import Window

_AT_ONCE: Final = 256
_LARGEST: Final = 127
# The logit of an answer that was never otherwise.
_SURE: Final = 8.0


@dataclass(frozen=True, slots=True)
class NGramOptions:
    """Strength and length of the run."""

    penalty: float = 2e-6
    epochs: int = 12
    seed: int = 20261121


def fit_ngrams(
    lines: Sequence[Example], windows: Sequence[Window], padding: int, options: NGramOptions
) -> NGrams:
    """The model of `lines` in their `windows`; its outputs are the heads side by side."""
    model = NGrams(sum(HEADS.values()))
    # Counted evenly, the features tell in how many windows an n-gram is.
    model.rarity.fill_(1.0)
    having = np.asarray((_features(model, windows, padding) > 0).sum(0)).ravel()
    rarity = np.log((1 + len(windows)) / (1 + having)) + 1
    # Kept as it will be stored, so that training and serving count alike.
    model.rarity.copy_(torch.from_numpy(rarity).half())
    features = _features(model, windows, padding)
    wanted = targets(list(lines), list(windows)).tables
    customer = np.array([isinstance(line.line.labels, CustomerLabels) for line in lines])
    weights, bias = [], []
    for heads, rows in ((CUSTOMER_HEADS, customer), (AGENT_HEADS, ~customer)):
        seen = features[rows]
        for output in torch.cat([wanted[head] for head in heads], 1).numpy().T:
            found = _against_the_rest(seen, output[rows] >= 0.5, options)
            weights.append(found[0])
            bias.append(found[1])
    _store(model, np.stack(weights, 1), np.array(bias, np.float32))
    return model


@torch.inference_mode()
def _features(model: NGrams, windows: Sequence[Window], padding: int) -> csr_matrix:
    """What each n-gram counts in each window: (windows, BUCKETS)."""
    parts = []
    for ids, types in padded(windows, _AT_ONCE, padding):
        buckets, weights = model.weights(ids, types, ids.ne(padding))
        row, place = weights.nonzero(as_tuple=True)
        counts = (weights[row, place].numpy(), (row.numpy(), buckets[row, place].numpy()))
        parts.append(csr_matrix(counts, shape=(len(ids), BUCKETS)))
    return vstack(parts, format="csr")


def _against_the_rest(
    features: csr_matrix, right: NDArray[np.bool_], options: NGramOptions
) -> tuple[Floats, float]:
    """Weights and bias of one output."""
    if right.all() or not right.any():
        return np.zeros(BUCKETS, np.float32), _SURE if right.all() else -_SURE
    model = SGDClassifier(
        loss="log_loss",
        alpha=options.penalty,
        max_iter=options.epochs,
        tol=None,
        random_state=options.seed,
    )
    model.fit(features, right)
    return model.coef_[0].astype(np.float32), float(model.intercept_[0])


def _store(model: NGrams, weights: Floats, bias: Floats) -> None:
    """(BUCKETS, outputs) weights as eight-bit numbers with a scale an output."""
    scale = np.maximum(np.abs(weights).max(0), 1e-6) / _LARGEST
    model.table.copy_(torch.from_numpy(np.rint(weights / scale).astype(np.int8)))
    model.scale.copy_(torch.from_numpy(scale))
    model.bias.copy_(torch.from_numpy(bias))
