"""From raw network outputs to readings: calibrated probabilities and decided labels."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models import labels
from models.mood import Lasting
from models.readings import (
    EMOTION_KEYS,
    FAULT_KEYS,
    FEEL_KEYS,
    INTENT_KEYS,
    STEP_KEYS,
    AgentReading,
    CustomerReading,
    Reading,
    decided,
)
from models.window import Window

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

FILE: Final = "decisions.json"
FIRST_TOKEN: Final = 2
"""Where a line's first token is in the span output, after "no fact" and the role marker."""
_E: Final = len(EMOTION_KEYS)
_I: Final = _E + len(INTENT_KEYS)
_N: Final = _I + len(STEP_KEYS)
_S: Final = _N + len(STEP_KEYS)
_F: Final = _S + len(FEEL_KEYS)


@dataclass(frozen=True, slots=True)
class Decisions:
    """Temperatures and thresholds, chosen on the corpus' dev part by training."""

    emotion_temperature: float = 1.0
    intent_temperature: float = 1.0
    next_temperature: float = 1.0
    fact_margin: float = 0.0
    """Added to the score of "no fact"."""
    lasting: Lasting | None = None
    """How moods last, where it is known."""
    steps: dict[str, float] = field(default_factory=lambda: dict.fromkeys(STEP_KEYS, 0.5))
    feel: dict[str, float] = field(default_factory=lambda: dict.fromkeys(FEEL_KEYS, 0.5))
    faults: dict[str, float] = field(default_factory=lambda: dict.fromkeys(FAULT_KEYS, 0.5))

    def save(self, directory: Path) -> None:
        """Write them beside the weights."""
        text = json.dumps(asdict(self), indent=2)
        (directory / FILE).write_text(text + "\n", encoding="utf-8")


def load(directory: Path) -> Decisions:
    """The decisions beside the weights in `directory`."""
    values = json.loads((directory / FILE).read_text(encoding="utf-8"))
    if lasting := values.get("lasting"):
        ratios = (tuple(map(tuple, lasting[name])) for name in ("going_on", "answered"))
        values["lasting"] = Lasting(*ratios)
    return Decisions(**values)


def decide(
    pooled: Floats, span: Floats, roles: list[labels.Role], windows: list[Window], how: Decisions
) -> list[Reading]:
    """One reading a row of logits: pooled (rows, all heads), span (rows, 1 + longest line, 2)."""
    emotion = softmax(pooled[:, :_E] / how.emotion_temperature).tolist()
    intent = softmax(pooled[:, _E:_I] / how.intent_temperature).tolist()
    following = softmax(pooled[:, _I:_N] / how.next_temperature).tolist()
    agent = sigmoid(pooled[:, _N:]).tolist()
    readings: list[Reading] = []
    for row, (role, window) in enumerate(zip(roles, windows, strict=True)):
        if role == labels.CUSTOMER:
            fact = fact_span(span[row], window, how.fact_margin)
            readings.append(
                CustomerReading(
                    tuple(emotion[row]), tuple(intent[row]), tuple(following[row]), fact
                )
            )
        else:
            readings.append(_agent(agent[row], how))
    return readings


def fact_span(span: Floats, window: Window, margin: float) -> tuple[int, int] | None:
    """The character range of the likeliest fact, or None where "no fact" is likelier."""
    count = len(window.spans)
    if count == 0:
        return None
    starts = span[FIRST_TOKEN : FIRST_TOKEN + count, 0]
    ends = span[FIRST_TOKEN : FIRST_TOKEN + count, 1]
    best_start = np.maximum.accumulate(starts)
    end = int((best_start + ends).argmax())
    if best_start[end] + ends[end] <= span[0].sum() + margin:
        return None
    start = int(starts[: end + 1].argmax())
    return window.spans[start][0], window.spans[end][1]


def _agent(p: list[float], how: Decisions) -> AgentReading:
    steps, feel, faults = tuple(p[: _S - _N]), tuple(p[_S - _N : _F - _N]), tuple(p[_F - _N :])
    return AgentReading(
        steps,
        feel,
        faults,
        done=decided(STEP_KEYS, steps, how.steps),
        carried=decided(FEEL_KEYS, feel, how.feel),
        committed=decided(FAULT_KEYS, faults, how.faults),
    )


def sigmoid(logits: Floats) -> NDArray[np.floating]:
    """Probabilities of yes-or-no answers."""
    return 1 / (1 + np.exp(-np.clip(logits, -60, 60)))


def softmax(logits: Floats) -> Floats:
    """Probabilities of one answer of many, a row each."""
    exponents = np.exp(logits - logits.max(axis=1, keepdims=True))
    result: Floats = exponents / exponents.sum(axis=1, keepdims=True)
    return result
