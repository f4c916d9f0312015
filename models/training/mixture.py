"""How much the n-gram model counts beside the encoder, head by head."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import torch

from models.annotation import AgentLabels, CustomerLabels
from models.readings import EMOTION_KEYS, FAULT_KEYS, FEEL_KEYS, INTENT_KEYS, STEP_KEYS
from models.runtime.classifier import pad
from models.runtime.decisions import Floats
from models.training.calibrate import accepted, f1, surprise, temperature, threshold
from models.training.examples import Example, window
from models.training.network import HEADS, Network
from models.training.ngrams import NGrams
from models.window import Windower

_BATCH: Final = 64
_SHARES: Final = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0)
_CUSTOMER: Final = {"emotion": EMOTION_KEYS, "intent": INTENT_KEYS, "next": STEP_KEYS}
_AGENT: Final = {"steps": STEP_KEYS, "feel": FEEL_KEYS, "faults": FAULT_KEYS}


def mix(network: Network, ngrams: NGrams, held_out: Sequence[Example], windower: Windower) -> None:
    """Put `ngrams` beside the encoder of `network`, in the shares that fit `held_out` best."""
    own, said = _logits(network, ngrams, held_out, windower)
    ends = np.cumsum(list(HEADS.values()))
    for head, start, end in zip(HEADS, ends - list(HEADS.values()), ends, strict=True):
        one, other = own[:, start:end], said[:, start:end]
        share = max(_SHARES, key=lambda s: _fit(head, one + s * other, held_out))
        ngrams.scale[start:end] *= share
        ngrams.bias[start:end] *= share
    network.ngrams = ngrams


@torch.inference_mode()
def _logits(
    network: Network, ngrams: NGrams, lines: Sequence[Example], windower: Windower
) -> tuple[Floats, Floats]:
    """(lines, outputs) of the encoder and of the n-grams."""
    windows = [window(line, windower) for line in lines]
    own, said = [], []
    for start in range(0, len(windows), _BATCH):
        ids, types = (
            torch.from_numpy(x) for x in pad(windows[start : start + _BATCH], windower.pad)
        )
        own.append(network.pooled(ids, types)[1].numpy())
        said.append(ngrams(ids, types, ids.ne(windower.pad)).numpy())
    return np.concatenate(own), np.concatenate(said)


def _fit(head: str, logits: Floats, lines: Sequence[Example]) -> float:
    """How well logits of one head fit the labels: the higher the better."""
    known = [line.line.labels for line in lines]
    if head in _CUSTOMER:
        rows = [i for i, k in enumerate(known) if isinstance(k, CustomerLabels)]
        keys = _CUSTOMER[head]
        rights = [[keys.index(k) for k in accepted(known[i], head)] for i in rows]
        return -surprise(logits[rows] / temperature(logits[rows], rights), rights)
    rows = [i for i, k in enumerate(known) if isinstance(k, AgentLabels)]
    p = 1 / (1 + np.exp(-logits[rows]))
    scores = []
    for j, key in enumerate(_AGENT[head]):
        truth = np.array([key in getattr(known[i], head) for i in rows])
        scores.append(f1(p[:, j] >= threshold(p[:, j], truth), truth))
    return float(np.mean(scores))
