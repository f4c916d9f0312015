"""Scores of readings against labels: what `liubu evaluate` prints. No torch needed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from models.annotation import AgentLabels, CustomerLabels, Line
from models.readings import (
    EMOTION_KEYS,
    FAULT_KEYS,
    FEEL_KEYS,
    INTENT_KEYS,
    STEP_KEYS,
    AgentReading,
    CustomerReading,
    Reading,
    top,
)

_BINS = 15
_CALM = frozenset({"calm"})
_UPSET = frozenset({"angry", "dissatisfied"})


@dataclass(frozen=True, slots=True)
class LabelScore:
    """Counts of one label with what follows from them; `support` is how often it is right."""

    label: str
    support: int
    true_positive: int
    false_positive: int
    false_negative: int

    @property
    def precision(self) -> float:
        """Share of the given that are right."""
        return _ratio(self.true_positive, self.true_positive + self.false_positive)

    @property
    def recall(self) -> float:
        """Share of the right that are given."""
        return _ratio(self.true_positive, self.true_positive + self.false_negative)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return _ratio(
            2 * self.true_positive,
            2 * self.true_positive + self.false_positive + self.false_negative,
        )


@dataclass(frozen=True, slots=True)
class OneOf:
    """Scores of a one-of label. Where annotators differ, either answer counts as right."""

    lines: int
    accuracy: float
    macro_f1: float
    macro_f1_frequent: float
    """Over labels with at least five lines."""
    kappa: float
    calibration_error: float
    labels: tuple[LabelScore, ...]
    confusions: tuple[tuple[str, str, int], ...]
    """(right, given, times), the most frequent first."""


@dataclass(frozen=True, slots=True)
class ManyOf:
    """Scores of a multi-label; doubtful labels neither count nor cost."""

    lines: int
    micro_f1: float
    macro_f1: float
    labels: tuple[LabelScore, ...]


@dataclass(frozen=True, slots=True)
class Scores:
    """Everything measured on a file."""

    emotion: OneOf
    intent: OneOf
    next_accuracy: float
    false_alarm: float
    """Calm lines read as angry or dissatisfied, as a share of calm lines."""
    fact_f1: float | None
    """Overlap in characters, micro-averaged; None where no line has a fact marked."""
    steps: ManyOf
    feel: ManyOf
    faults: ManyOf


def score(
    lines: Sequence[Line], readings: Sequence[Reading], next_steps: Sequence[str | None]
) -> Scores:
    """Scores of `readings` of `lines`; `next_steps` are the coach's first choices."""
    customer: list[tuple[CustomerLabels, CustomerReading, str | None]] = []
    agent: list[tuple[AgentLabels, AgentReading]] = []
    for line, reading, step in zip(lines, readings, next_steps, strict=True):
        if isinstance(line.labels, CustomerLabels) and isinstance(reading, CustomerReading):
            customer.append((line.labels, reading, step))
        elif isinstance(line.labels, AgentLabels) and isinstance(reading, AgentReading):
            agent.append((line.labels, reading))
    emotions = [(known.emotion, *top(EMOTION_KEYS, r.emotion)) for known, r, _ in customer]
    intents = [(known.intent, *top(INTENT_KEYS, r.intent)) for known, r, _ in customer]
    calm = [given for right, given, _ in emotions if right == _CALM]
    return Scores(
        emotion=one_of(EMOTION_KEYS, emotions),
        intent=one_of(INTENT_KEYS, intents),
        next_accuracy=_ratio(sum(s in k.next for k, _, s in customer), len(customer)),
        false_alarm=_ratio(sum(given in _UPSET for given in calm), len(calm)),
        fact_f1=_fact_f1([(known.fact, r.fact) for known, r, _ in customer]),
        steps=_many_of(STEP_KEYS, [(k.steps, k.doubtful_steps, r.done) for k, r in agent]),
        feel=_many_of(FEEL_KEYS, [(k.feel, k.doubtful_feel, r.carried) for k, r in agent]),
        faults=_many_of(FAULT_KEYS, [(k.faults, k.doubtful_faults, r.committed) for k, r in agent]),
    )


def one_of(keys: tuple[str, ...], rows: list[tuple[frozenset[str], str, float]]) -> OneOf:
    """Scores of a one-of label: rows are (accepted labels, the given one, its probability)."""
    pairs = [(given if given in right else min(right), given) for right, given, _ in rows]
    per_label = tuple(_label_score(key, pairs) for key in keys)
    present = [s for s in per_label if s.support]
    frequent = [s for s in per_label if s.support >= 5]
    agreed = _ratio(sum(a == b for a, b in pairs), len(pairs))
    wrong = Counter((a, b) for a, b in pairs if a != b)
    return OneOf(
        lines=len(rows),
        accuracy=agreed,
        macro_f1=_ratio(sum(s.f1 for s in present), len(present)),
        macro_f1_frequent=_ratio(sum(s.f1 for s in frequent), len(frequent)),
        kappa=_kappa(pairs, agreed),
        calibration_error=_calibration_error([(p, given in right) for right, given, p in rows]),
        labels=per_label,
        confusions=tuple((a, b, n) for (a, b), n in wrong.most_common(12)),
    )


def _label_score(key: str, pairs: list[tuple[str, str]]) -> LabelScore:
    hit = sum(a == key and b == key for a, b in pairs)
    support = sum(a == key for a, _ in pairs)
    given = sum(b == key for _, b in pairs)
    return LabelScore(key, support, hit, given - hit, support - hit)


def _many_of(
    keys: tuple[str, ...], rows: list[tuple[frozenset[str], frozenset[str], tuple[str, ...]]]
) -> ManyOf:
    per_label = []
    for key in keys:
        sure = [(key in right, key in given) for right, doubt, given in rows if key not in doubt]
        hit = sum(a and b for a, b in sure)
        support = sum(a for a, _ in sure)
        given = sum(b for _, b in sure)
        per_label.append(LabelScore(key, support, hit, given - hit, support - hit))
    total = LabelScore(
        "all",
        sum(s.support for s in per_label),
        sum(s.true_positive for s in per_label),
        sum(s.false_positive for s in per_label),
        sum(s.false_negative for s in per_label),
    )
    present = [s for s in per_label if s.support]
    return ManyOf(
        lines=len(rows),
        micro_f1=total.f1,
        macro_f1=_ratio(sum(s.f1 for s in present), len(present)),
        labels=tuple(per_label),
    )


def _kappa(pairs: list[tuple[str, str]], agreed: float) -> float:
    """Cohen's kappa: agreement beyond what the label frequencies alone would give."""
    rights, givens = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = _ratio(sum(rights[k] * givens[k] for k in rights), len(pairs) ** 2)
    return _ratio(agreed - chance, 1 - chance)


def _calibration_error(rows: list[tuple[float, bool]]) -> float:
    """Expected calibration error over equal-width bins of the given label's probability."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for p, right in rows:
        bins.setdefault(min(int(p * _BINS), _BINS - 1), []).append((p, right))
    gaps = (abs(sum(p for p, _ in b) - sum(right for _, right in b)) for b in bins.values())
    return _ratio(sum(gaps), len(rows))


def _fact_f1(rows: list[tuple[tuple[int, int] | None, tuple[int, int] | None]]) -> float | None:
    hit = wanted = given = 0
    for right, found in rows:
        wanted += right[1] - right[0] if right else 0
        given += found[1] - found[0] if found else 0
        if right and found:
            hit += max(0, min(right[1], found[1]) - max(right[0], found[0]))
    return _ratio(2 * hit, wanted + given) if wanted else None


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
