"""Chooses temperatures and thresholds on held-out conversations."""

from collections.abc import Callable

import numpy as np
import torch

from models.annotation import AgentLabels, CustomerLabels
from models.mood import Lasting
from models.runtime.decisions import Decisions, Floats, fact_span, sigmoid, softmax
from models.training.examples import Example, padded, window
from models.training.lasting import believed, carried
from models.training.measures import rights, temperature, threshold
from models.training.network import AGENT_HEADS, HEADS, Network
from models.window import Window, Windower

_BATCH = 64
_MARGINS = np.linspace(-4.0, 4.0, 33)


def calibrate(
    network: Network, counted: Lasting, held_out: list[Example], windower: Windower
) -> Decisions:
    """The decisions that fit `held_out`, whole conversations in order, best.

    `counted` tells how moods last in the training part.
    """
    windows = [window(example, windower) for example in held_out]
    pooled, spans = _run(network, windows)
    logits = dict(
        zip(HEADS, np.split(pooled, np.cumsum(list(HEADS.values()))[:-1], 1), strict=True)
    )
    known = [example.line.labels for example in held_out]
    customer = [i for i, k in enumerate(known) if isinstance(k, CustomerLabels)]
    agent = [i for i, k in enumerate(known) if isinstance(k, AgentLabels)]

    def of(name: str, shown: Callable[[Floats], Floats] = softmax) -> float:
        right = rights(name, [known[i] for i in customer])
        return temperature(logits[name][customer], right, shown)

    def in_mood(logits: Floats) -> Floats:
        return np.array(carried(lasting, held_out, softmax(logits).tolist()))

    def thresholds(name: str) -> dict[str, float]:
        p = sigmoid(logits[name][agent])
        right = rights(name, [known[i] for i in agent])
        return {key: threshold(p[:, j], right[:, j]) for j, key in enumerate(AGENT_HEADS[name])}

    alone = softmax(logits["emotion"][customer] / of("emotion"))
    lasting = believed(counted, held_out, alone.tolist())
    return Decisions(
        # What came before makes a reading surer: the temperature is chosen with it.
        emotion_temperature=of("emotion", in_mood),
        intent_temperature=of("intent"),
        next_temperature=of("next"),
        lasting=lasting,
        fact_margin=_margin(
            [(spans[i], windows[i], getattr(known[i], "fact", None)) for i in customer]
        ),
        steps=thresholds("steps"),
        feel=thresholds("feel"),
        faults=thresholds("faults"),
    )


@torch.inference_mode()
def _run(network: Network, windows: list[Window]) -> tuple[Floats, list[Floats]]:
    pooled: list[Floats] = []
    spans: list[Floats] = []
    for ids, types in padded(windows, _BATCH, network.pad):
        heads, span = network(ids, types)
        pooled.append(heads.numpy())
        spans.extend(span.numpy())
    return np.concatenate(pooled), spans


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
