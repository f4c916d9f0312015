"""`liubu evaluate`: scores of the shipped weights, or of a folder of weights, as tables."""

from pathlib import Path

from rich.table import Table

from models import annotation
from models.annotation import Conversation
from models.runtime import classifier
from models.runtime.backend import BackendName
from models.runtime.classifier import WEIGHTS_DIR
from models.scoring import LabelScore, ManyOf, OneOf, Scores, score
from scripts.console import bar, fail, out
from scripts.mistakes import Pair, mistakes
from server.prompts import load_playbook
from server.review.annotator import Annotator, Spoken


def run(file: Path | None, model: Path | None, backend: BackendName, errors: int) -> None:
    """Print the scores on `file`, or on the held-out part of the corpus."""
    if file is not None and not file.is_file():
        fail(f"没有这个文件 no such file: {file}")
    try:
        pairs, scores = measure(conversations(file), model or WEIGHTS_DIR, backend)
    except annotation.AnnotationError as error:
        fail(str(error))
    name = file.name if file else "语料留出部分 held-out corpus"
    show(name, scores)
    for mistake in mistakes(pairs)[:errors]:
        right, given = mistake.named
        out.print(f"{right} → {given} ({mistake.p:.2f})", mistake.text)


def conversations(file: Path | None) -> list[Conversation]:
    """Those of `file`, or the corpus' test part."""
    if file is not None:
        return list(annotation.read([file]))
    return list(annotation.part("test"))


def measure(
    found: list[Conversation], model: Path, backend: BackendName
) -> tuple[list[Pair], Scores]:
    """Every labelled line with its annotation, and the scores over them."""
    pairs = annotated(found, model, backend)
    return pairs, scored(pairs)


def annotated(found: list[Conversation], model: Path, backend: BackendName) -> list[Pair]:
    """Every labelled line with its annotation."""
    annotator = Annotator(classifier.load(backend, model), load_playbook())
    lines = [
        Spoken(c.id, seq, line.role, line.text, line)
        for c in found
        for seq, line in enumerate(c.lines, start=1)
    ]
    with bar() as progress:
        everything = list(
            progress.track(annotator.annotate(lines), len(lines), description="评测 evaluate")
        )
    return [(a.spoken.source, a) for a in everything if a.spoken.source.labels is not None]


def scored(pairs: list[Pair]) -> Scores:
    """The scores over annotated lines."""
    steps = [a.state.decision.step if a.state.decision else None for _, a in pairs]
    return score([line for line, _ in pairs], [a.reading for _, a in pairs], steps)


def show(name: str, scores: Scores) -> None:
    """Print the summary and the per-label tables."""
    out.print(summary(name, scores))
    for title, one in (("emotion", scores.emotion), ("intent", scores.intent)):
        out.print(label_rows(title, one.labels))
        out.print(confusions(title, one))
    for title, many in (("steps", scores.steps), ("feel", scores.feel), ("faults", scores.faults)):
        out.print(label_rows(title, many.labels))


def summary(name: str, scores: Scores) -> Table:
    """The figures of the README's table."""
    table = Table(title=name, title_justify="left")
    table.add_column("figure")
    table.add_column("value", justify="right")
    for figure, value in figures(scores):
        table.add_row(figure, value)
    return table


def figures(scores: Scores) -> list[tuple[str, str]]:
    """Named figures, formatted."""
    one, many = one_figures, _many_figures
    return [
        *one("emotion", scores.emotion),
        ("calm read as angry or dissatisfied", f"{scores.false_alarm:.1%}"),
        *one("intent", scores.intent),
        ("next: coach's first choice acceptable", f"{scores.next_accuracy:.3f}"),
        *many("agent steps", scores.steps),
        *many("agent feel", scores.feel),
        *many("agent faults", scores.faults),
        ("fact span F1 (characters)", _fact_figure(scores.fact_f1)),
    ]


def _fact_figure(f1: float | None) -> str:
    return "not marked" if f1 is None else f"{f1:.3f}"


def one_figures(name: str, scores: OneOf) -> list[tuple[str, str]]:
    """Named figures of a one-of label, formatted."""
    return [
        (f"{name}: lines", str(scores.lines)),
        (f"{name}: accuracy", f"{scores.accuracy:.3f}"),
        (f"{name}: macro-F1", f"{scores.macro_f1:.3f}"),
        (f"{name}: macro-F1, labels with ≥ 5 lines", f"{scores.macro_f1_frequent:.3f}"),
        (f"{name}: Cohen's κ", f"{scores.kappa:.3f}"),
        (f"{name}: expected calibration error", f"{scores.calibration_error:.3f}"),
    ]


def _many_figures(name: str, scores: ManyOf) -> list[tuple[str, str]]:
    return [
        (f"{name}: micro-F1", f"{scores.micro_f1:.3f}"),
        (f"{name}: macro-F1", f"{scores.macro_f1:.3f}"),
    ]


def label_rows(title: str, rows: tuple[LabelScore, ...]) -> Table:
    """The scores of each label."""
    table = Table(title=title, title_justify="left")
    table.add_column("label")
    for column in ("lines", "precision", "recall", "F1"):
        table.add_column(column, justify="right")
    for row in rows:
        numbers = (f"{row.precision:.3f}", f"{row.recall:.3f}", f"{row.f1:.3f}")
        table.add_row(row.label, str(row.support), *numbers)
    return table


def confusions(title: str, scores: OneOf) -> Table:
    """Which label is read as which, the most frequent first."""
    table = Table(title=f"{title}: most frequent confusions", title_justify="left")
    for column in ("label", "read as", "times"):
        table.add_column(column)
    for right, given, times in scores.confusions:
        table.add_row(right, given, str(times))
    return table
