"""What held-out labels say of logits: what is right, how sure, and where to draw the line."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from models.runtime.decisions import Floats, softmax
from models.training.network import AGENT_HEADS, CUSTOMER_HEADS

_TEMPERATURES = np.geomspace(0.4, 3.0, 120)
_THRESHOLDS = np.linspace(0.15, 0.9, 31)


def rights(head: str, known: Sequence[object]) -> NDArray[np.bool_]:
    """(lines, labels): what is right of a head; of next steps only the best one."""
    keys = {**CUSTOMER_HEADS, **AGENT_HEADS}[head]
    accepted = [getattr(k, head)[:1] if head == "next" else getattr(k, head) for k in known]
    return np.array([[key in right for key in keys] for right in accepted])


def temperature(
    logits: Floats, right: NDArray[np.bool_], shown: Callable[[Floats], Floats] = softmax
) -> float:
    """The temperature at which answers are as often right as they are sure.

    `shown` makes probabilities of (lines, labels) logits. The likeliest temperature leaves
    answers too sure: a few right ones that were thought impossible weigh more there than all
    the others.
    """

    def off(t: float) -> float:
        p = shown(logits / t)
        share = right[np.arange(len(right)), p.argmax(1)].mean()
        return abs(float(p.max(1).mean() - share))

    return round(float(min(_TEMPERATURES, key=off)), 3)


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
