"""Chooses temperatures and thresholds on held-out conversations."""

from collections.abc import Iterable

import numpy as np
import torch
from numpy.typing import NDArray

from models.annotation import AgentLabels, CustomerLabels
from models.readings import EMOTION_KEYS, FAULT_KEYS, FEEL_KEYS, INTENT_KEYS, STEP_KEYS
from models.runtime.classifier import pad
from models.runtime.decisions import Decisions, Floats, fact_span
from models.training.examples import Example, window
from models.training.network import HEADS, Network
from models.window import Window, Windower

_BATCH = 64
_TEMPERATURES = np.geomspace(0.4, 3.0, 40)
_THRESHOLDS = np.linspace(0.15, 0.9, 31)
_MARGINS = np.linspace(-4.0, 4.0, 33)


def calibrate(network: Network, held_out: list[Example], windower: Windower) -> Decisions:
    """The decisions that fit `held_out` best."""
    windows = [window(example, windower) for example in held_out]
    pooled, spans = _run(network, windows)
    logits = dict(
        zip(HEADS, np.split(pooled, np.cumsum(list(HEADS.values()))[:-1], 1), strict=True)
    )
    known = [example.line.labels for example in held_out]
    customer = [i for i, k in enumerate(known) if isinstance(k, CustomerLabels)]
    agent = [i for i, k in enumerate(known) if isinstance(k, AgentLabels)]

    def of(name: str, keys: tuple[str, ...]) -> float:
        rights = [[keys.index(k) for k in accepted(known[i], name)] for i in customer]
        return temperature(logits[name][customer], rights)

    def thresholds(name: str, keys: tuple[str, ...]) -> dict[str, float]:
        p = 1 / (1 + np.exp(-logits[name][agent]))
        truth = np.array([[key in getattr(known[i], name) for key in keys] for i in agent])
        return {key: threshold(p[:, j], truth[:, j]) for j, key in enumerate(keys)}

    return Decisions(
        emotion_temperature=of("emotion", EMOTION_KEYS),
        intent_temperature=of("intent", INTENT_KEYS),
        next_temperature=of("next", STEP_KEYS),
        fact_margin=_margin(
            [(spans[i], windows[i], getattr(known[i], "fact", None)) for i in customer]
        ),
        steps=thresholds("steps", STEP_KEYS),
        feel=thresholds("feel", FEEL_KEYS),
        faults=thresholds("faults", FAULT_KEYS),
    )


def accepted(known: object, name: str) -> Iterable[str]:
    """The right labels of a customer line for a head; of next steps the best one."""
    assert isinstance(known, CustomerLabels)
    return known.next[:1] if name == "next" else getattr(known, name)


@torch.inference_mode()
def _run(network: Network, windows: list[Window]) -> tuple[Floats, list[Floats]]:
    pooled: list[Floats] = []
    spans: list[Floats] = []
    for start in range(0, len(windows), _BATCH):
        ids, types = pad(windows[start : start + _BATCH], network.pad)
        heads, span = network(torch.from_numpy(ids), torch.from_numpy(types))
        pooled.append(heads.numpy())
        spans.extend(span.numpy())
    return np.concatenate(pooled), spans


def temperature(logits: Floats, rights: list[list[int]]) -> float:
    """The temperature that makes the right labels likeliest."""
    return round(float(min(_TEMPERATURES, key=lambda t: surprise(logits / t, rights))), 3)


def surprise(logits: Floats, rights: list[list[int]]) -> float:
    """Mean negative log likelihood of the right labels, any of which will do."""
    log_p = logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)
    found = [np.logaddexp.reduce(row[right]) for row, right in zip(log_p, rights, strict=True)]
    return -float(np.mean(found))


def threshold(p: NDArray[np.floating], truth: NDArray[np.bool_]) -> float:
    """The threshold with the best F1; a plain 0.5 where there is too little to choose by."""
    if truth.sum() < 8:
        return 0.5

    return round(float(max(_THRESHOLDS, key=lambda t: f1(p >= t, truth))), 3)


def f1(given: NDArray[np.bool_], truth: NDArray[np.bool_]) -> float:
    """F1 of yes-or-no answers; 0 where there is neither a yes given nor wanted."""
    return 2 * float((given & truth).sum()) / max(1.0, float(given.sum() + truth.sum()))


def _margin(rows: list[tuple[Floats, Window, tuple[int, int] | None]]) -> float:
    """The margin with the best overlap in characters."""

    def f1(margin: float) -> float:
        hit = total = 0
        for span, seen, right in rows:
            found = fact_span(span, seen, margin)
            total += (right[1] - right[0] if right else 0) + (found[1] - found[0] if found else 0)
            if right and found:
                hit += max(0, min(right[1], found[1]) - max(right[0], found[0]))
        return 2 * hit / max(total, 1)

    return round(float(max(_MARGINS, key=f1)), 3)
