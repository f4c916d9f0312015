"""`liubu evaluate --risk`, `liubu train --task risk`: foreseeing outbursts, measured and fitted."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rich.table import Table

from models import annotation
from models.annotation import Conversation
from models.readings import EMOTION_KEYS, CustomerReading, Reading, top
from models.runtime.backend import BackendName
from models.runtime.classifier import WEIGHTS_DIR
from scripts.console import bar, fail, out
from scripts.evaluate import annotated, conversations
from scripts.labelled import reading, turns
from server.coach.events import Opened
from server.coach.fold import fold
from server.coach.playbook import Playbook
from server.coach.risk import RiskRules, imminent, score
from server.coach.signs import Sign, is_outburst
from server.coach.state import State
from server.prompts import load_playbook

# An outburst is foreseen if it comes within so many lines of the customer.
_AHEAD: Final = 3
_WANTED_PRECISION: Final = 0.5
# A threshold is not chosen by fewer alarms than this.
_FEWEST_ALARMS: Final = 20
_PENALTY: Final = 3.0

Flags = NDArray[np.bool_]
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Point:
    """A line after which an outburst could be foreseen, and whether one came."""

    state: State
    emotion: str
    """Of the customer's last line."""
    came: bool


@dataclass(frozen=True, slots=True)
class Foreseen:
    """How well outbursts are foreseen; `baseline` knows the customer's last emotion only."""

    lines: int
    outbursts: int
    auc: float
    baseline: float
    alarms: int
    precision: float
    recall: float


def run(file: Path | None, model: Path | None, backend: BackendName) -> None:
    """Print how well outbursts are foreseen in `file`, or in the held-out part of the corpus.

    Once as if every line had been read right, once as the classifier reads them.
    """
    if file is not None and not file.is_file():
        fail(f"没有这个文件 no such file: {file}")
    try:
        found = conversations(file)
    except annotation.AnnotationError as error:
        fail(str(error))
    playbook = load_playbook()
    rules = playbook.rules.risk
    labelled = measure(list(points(found, playbook)), rules)
    as_read = measure(list(_read_points(found, model or WEIGHTS_DIR, backend)), rules)
    out.print(table(file.name if file else "语料留出部分 held-out corpus", labelled, as_read))


def run_fit() -> None:
    """Print weights, bias and threshold for `prompts/rules/risk.yaml`."""
    playbook = load_playbook()
    train, dev = (list(points(_tracked(split), playbook)) for split in ("train", "dev"))
    rules = fitted(train, playbook.rules.risk)
    # So few weights fit what they were learned from hardly better than other lines, and the
    # outbursts of the dev part alone are too few to choose by.
    chosen = replace(rules, threshold=threshold(train + dev, rules))
    out.print(f"bias: {chosen.bias:.2f}\nthreshold: {chosen.threshold:.2f}")
    for sign in chosen.signs:
        if not sign.by_hand:
            out.print(f"{sign.name}: {sign.weight:.2f}")


def points(found: Iterable[Conversation], playbook: Playbook) -> Iterator[Point]:
    """Every line of either side after which the customer has not just burst out."""
    for conversation in found:
        heard = list(turns(conversation, playbook.products))
        opened = Opened(conversation.id, conversation.channel, conversation.industry)
        state = fold(State(), opened, playbook.rules)
        states = []
        for turn in heard:
            state = fold(state, turn, playbook.rules)
            states.append(state)
        yield from _points(states, [turn.reading for turn in heard])


def measure(found: list[Point], rules: RiskRules) -> Foreseen:
    """How well the outbursts of `found` are foreseen."""
    came = np.array([point.came for point in found], dtype=bool)
    scores = _scores(found, rules)
    alarmed = np.array([imminent(point.state, rules) is not None for point in found], dtype=bool)
    hits = int((alarmed & came).sum())
    return Foreseen(
        lines=len(found),
        outbursts=int(came.sum()),
        auc=auc(scores, came),
        baseline=auc(_by_emotion(found, came), came),
        alarms=int(alarmed.sum()),
        precision=hits / max(1, int(alarmed.sum())),
        recall=hits / max(1, int(came.sum())),
    )


def auc(scores: Numbers, came: Flags) -> float:
    """How often a line before an outburst scores higher than one before none; ties count half."""
    before, calm = scores[came], np.sort(scores[~came])
    if not len(before) or not len(calm):
        return float("nan")
    below = np.searchsorted(calm, before, "left") + np.searchsorted(calm, before, "right")
    return float(below.mean() / 2 / len(calm))


def fitted(found: list[Point], rules: RiskRules) -> RiskRules:
    """`rules` with the weights and the bias that `found` fits best; those by hand are kept."""
    from sklearn.linear_model import LogisticRegression

    learned = [sign for sign in rules.signs if not sign.by_hand]
    amounts = np.array([[p.state.signs.amount(sign) for sign in learned] for p in found])
    came = np.array([point.came for point in found])
    fit = LogisticRegression(C=_PENALTY, max_iter=5000).fit(amounts, came)
    weights = dict(zip((s.name for s in learned), map(float, fit.coef_[0]), strict=True))

    def weighed(sign: Sign) -> Sign:
        return replace(sign, weight=weights.get(sign.name, sign.weight))

    return replace(rules, bias=float(fit.intercept_[0]), signs=tuple(map(weighed, rules.signs)))


def threshold(found: list[Point], rules: RiskRules) -> float:
    """The lowest score from which on at least half of the alarms come true; 1 if there is none."""
    came = np.array([point.came for point in found])
    scores = _scores(found, rules)
    order = np.argsort(-scores)
    precision = came[order].cumsum() / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(precision[_FEWEST_ALARMS - 1 :] >= _WANTED_PRECISION)
    return float(scores[order[enough[-1] + _FEWEST_ALARMS - 1]]) if len(enough) else 1.0


def table(name: str, labelled: Foreseen, as_read: Foreseen) -> Table:
    """Both measurements side by side."""
    shown = Table(title=name, title_justify="left")
    shown.add_column("risk")
    for column in ("as labelled", "as read"):
        shown.add_column(column, justify="right")
    for (figure, value), (_, other) in zip(_figures(labelled), _figures(as_read), strict=True):
        shown.add_row(figure, value, other)
    return shown


def _figures(one: Foreseen) -> list[tuple[str, str]]:
    return [
        ("lines", f"{one.lines}"),
        (f"with an outburst in the next {_AHEAD}", f"{one.outbursts}"),
        ("AUC", f"{one.auc:.3f}"),
        ("AUC by the last emotion only", f"{one.baseline:.3f}"),
        ("alarms", f"{one.alarms}"),
        ("precision", f"{one.precision:.3f}"),
        ("recall", f"{one.recall:.3f}"),
    ]


def _read_points(found: list[Conversation], model: Path, backend: BackendName) -> Iterator[Point]:
    by_conversation: dict[str, list[tuple[State, Reading]]] = {}
    for line, given in annotated(found, model, backend):
        if line.labels is not None:
            lines = by_conversation.setdefault(given.spoken.conversation_id, [])
            lines.append((given.state, reading(line.labels)))
    for lines in by_conversation.values():
        yield from _points([state for state, _ in lines], [right for _, right in lines])


def _points(states: list[State], right: list[Reading]) -> Iterator[Point]:
    """`states` after each line; `right` is what the lines really were."""
    coming = [is_outburst(each) for each in right if isinstance(each, CustomerReading)]
    spoken = 0
    emotion = ""
    for state, each in zip(states, right, strict=True):
        if isinstance(each, CustomerReading):
            spoken += 1
            emotion, _ = top(EMOTION_KEYS, each.emotion)
        if spoken and not coming[spoken - 1]:
            yield Point(state, emotion, any(coming[spoken : spoken + _AHEAD]))


def _scores(found: list[Point], rules: RiskRules) -> Numbers:
    return np.array([score(point.state, rules) for point in found])


def _by_emotion(found: list[Point], came: Flags) -> Numbers:
    """How often an outburst follows each emotion in these very lines: the best it could do."""
    emotions = np.array([point.emotion for point in found])
    rates = {emotion: came[emotions == emotion].mean() for emotion in set(emotions.tolist())}
    return np.array([rates[emotion] for emotion in emotions.tolist()])


def _tracked(split: annotation.Split) -> Iterator[Conversation]:
    found = list(annotation.part(split))
    with bar() as progress:
        yield from progress.track(found, description=split)
