"""Chooses temperatures and thresholds on held-out conversations."""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from models.annotation import AgentLabels, CustomerLabels
from models.runtime.decisions import Decisions, Floats, fact_span
from models.training.examples import Example, padded, window
from models.training.network import AGENT_HEADS, CUSTOMER_HEADS, HEADS, Network
from models.window import Window, Windower

_BATCH = 64
_TEMPERATURES = np.geomspace(0.4, 3.0, 120)
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

    def of(name: str) -> float:
        return temperature(logits[name][customer], rights(name, [known[i] for i in customer]))

    def thresholds(name: str) -> dict[str, float]:
        p = sigmoid(logits[name][agent])
        right = rights(name, [known[i] for i in agent])
        return {key: threshold(p[:, j], right[:, j]) for j, key in enumerate(AGENT_HEADS[name])}

    return Decisions(
        emotion_temperature=of("emotion"),
        intent_temperature=of("intent"),
        next_temperature=of("next"),
        fact_margin=_margin(
            [(spans[i], windows[i], getattr(known[i], "fact", None)) for i in customer]
        ),
        steps=thresholds("steps"),
        feel=thresholds("feel"),
        faults=thresholds("faults"),
    )


def rights(head: str, known: Sequence[object]) -> NDArray[np.bool_]:
    """(lines, labels): what is right of a head; of next steps only the best one."""
    keys = {**CUSTOMER_HEADS, **AGENT_HEADS}[head]
    accepted = [getattr(k, head)[:1] if head == "next" else getattr(k, head) for k in known]
    return np.array([[key in right for key in keys] for right in accepted])


def sigmoid(logits: Floats) -> NDArray[np.floating]:
    """Probabilities of yes-or-no answers."""
    return 1 / (1 + np.exp(-logits))


@torch.inference_mode()
def _run(network: Network, windows: list[Window]) -> tuple[Floats, list[Floats]]:
    pooled: list[Floats] = []
    spans: list[Floats] = []
    for ids, types in padded(windows, _BATCH, network.pad):
        heads, span = network(ids, types)
        pooled.append(heads.numpy())
        spans.extend(span.numpy())
    return np.concatenate(pooled), spans


def temperature(logits: Floats, right: NDArray[np.bool_]) -> float:
    """The temperature at which answers are as often right as they are sure.

    The likeliest temperature leaves them too sure: a few right answers that were thought
    impossible weigh more there than all the others.
    """
    share = right[np.arange(len(right)), logits.argmax(1)].mean()
    return round(float(min(_TEMPERATURES, key=lambda t: abs(_sureness(logits / t) - share))), 3)


def _sureness(logits: Floats) -> float:
    """Mean probability of the given answers."""
    log_p = logits.max(1) - np.logaddexp.reduce(logits, axis=1)
    return float(np.exp(log_p).mean())


def surprise(logits: Floats, right: NDArray[np.bool_]) -> float:
    """Mean negative log likelihood of the right labels, any of which will do."""
    log_p = logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)
    return -float(np.logaddexp.reduce(np.where(right, log_p, -np.inf), axis=1).mean())


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

    def overlap(margin: float) -> float:
        hit = total = 0
        for span, seen, right in rows:
            found = fact_span(span, seen, margin)
            total += (right[1] - right[0] if right else 0) + (found[1] - found[0] if found else 0)
            if right and found:
                hit += max(0, min(right[1], found[1]) - max(right[0], found[0]))
        return 2 * hit / max(total, 1)

    return round(float(max(_MARGINS, key=overlap)), 3)
