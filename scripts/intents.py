"""`train --task intent`, `evaluate --data` and `predict`: a business's own intents."""

import csv
import dataclasses
from pathlib import Path

from rich.table import Table as Rows

from models.business import classifier, table
from models.business.table import TableError
from models.readings import BusinessIntent
from models.runtime.backend import BackendName
from models.scoring import OneOf, one_of
from scripts.console import bar, fail, out, reporting
from scripts.evaluate import confusions, label_rows, one_figures

DOUBTED_FILE = "doubted.csv"
ADDED = ("predicted_label", "confidence")
_AT_ONCE = 256


def run_train(
    data: Path, text: str, label: str, base: Path | None, output: Path, epochs: int | None
) -> None:
    """Train on the table in `data`; write the model, and the rows that it doubts, to `output`."""
    from models.training.base import BaseError
    from models.training.business.train import (
        BusinessOptions,
        LabelsError,
        train_business,
    )
    from models.training.train import BASE_DIR

    options = BusinessOptions()
    if epochs is not None:
        encoder = dataclasses.replace(options.encoder, epochs=epochs)
        options = dataclasses.replace(options, encoder=encoder)
    try:
        found = table.read(data)
        texts, labels = found.column(text), found.labels(label)
        with reporting("训练 train") as report:
            outcome = train_business(texts, labels, base or BASE_DIR, output, options, report)
    except (TableError, LabelsError, BaseError) as error:
        fail(str(error))
    doubted = [
        (str(row), said, given, read)
        for row, (said, given, read, doubt) in enumerate(
            zip(texts, labels, outcome.read_as, outcome.doubted, strict=True), start=2
        )
        if doubt
    ]
    with (output / DOUBTED_FILE).open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([("row", "text", "label", "read_as"), *doubted])
    out.print(f"{len(texts)} 行 rows, {len(set(labels))} 类 labels → {output}")
    out.print(
        f"{len(doubted)} 行标签存疑，少计入训练，见 labels in doubt, which count little: "
        f"{output / DOUBTED_FILE}"
    )


def run_evaluate(data: Path, text: str, label: str, model: Path, backend: BackendName) -> None:
    """Print accuracy, macro-F1 and the scores of each label on the table in `data`."""
    try:
        found = table.read(data)
        texts, labels = found.column(text), found.labels(label)
    except TableError as error:
        fail(str(error))
    reader = classifier.load(model, backend)
    given = _predicted(reader, texts, "评测 evaluate")
    keys = tuple(sorted({*reader.labels, *labels}))
    rows = [
        (frozenset({right}), intent.label, intent.p)
        for right, intent in zip(labels, given, strict=True)
    ]
    _show(data.name, one_of(keys, rows))


def run_predict(data: Path, text: str, model: Path, output: Path, backend: BackendName) -> None:
    """Write the table in `data` again, with the label read in each row and its probability."""
    try:
        found = table.read(data)
        texts = found.column(text)
        reader = classifier.load(model, backend)
        given = _predicted(reader, texts, "预测 predict")
        table.write(output, found, ADDED, [(i.label, f"{i.p:.4f}") for i in given])
    except TableError as error:
        fail(str(error))
    out.print(f"{len(texts)} 行 rows → {output}")


def _predicted(
    reader: classifier.BusinessClassifier, texts: tuple[str, ...], description: str
) -> list[BusinessIntent]:
    found: list[BusinessIntent] = []
    with bar() as progress:
        task = progress.add_task(description, total=len(texts))
        for start in range(0, len(texts), _AT_ONCE):
            found += reader.predict(texts[start : start + _AT_ONCE])
            progress.update(task, completed=len(found))
    return found


def _show(name: str, scores: OneOf) -> None:
    summary = Rows(title=name, title_justify="left")
    summary.add_column("figure")
    summary.add_column("value", justify="right")
    for figure, value in one_figures("label", scores):
        summary.add_row(figure, value)
    out.print(summary)
    out.print(label_rows("label", tuple(s for s in scores.labels if s.support or s.false_positive)))
    out.print(confusions("label", scores))
