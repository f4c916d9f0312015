"""Own intents on the command line: train, evaluate, predict."""

import csv
import re
from pathlib import Path

import pytest

from tests.models.training.checkpoint import EXPORT_WARNINGS, checkpoint
from tests.scripts.conftest import Run

pytestmark = EXPORT_WARNINGS

ROWS = ("什么时候发货,物流", "能退货吗,退货", "货什么时候发,物流", "退货退款,退货") * 6


def _table(folder: Path, *rows: str, encoding: str = "utf-8") -> Path:
    path = folder / "mine.csv"
    path.write_text("".join(f"{row}\n" for row in rows), encoding=encoding)
    return path


def _trained(liubu: Run, folder: Path) -> Path:
    data = _table(folder, "消息,类别", *ROWS, encoding="gb18030")
    base, output = checkpoint(folder / "base"), folder / "model"
    outcome = liubu(
        *("train", "--task", "intent", "--data", data, "--output", output, "--base", base),
        *("--text-column", "消息", "--label-column", "类别", "--epochs", "2"),
    )
    assert outcome.status == 0, outcome.err
    assert "24 行 rows, 2 类 labels" in outcome.out
    return output


def test_what_was_trained_is_evaluated_and_predicts(liubu: Run, tmp_path: Path) -> None:
    model = _trained(liubu, tmp_path)
    with (model / "doubted.csv").open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.reader(file)) == ["row", "text", "label", "read_as"]
    # A label that was never trained counts as missed, not as an error.
    data = _table(tmp_path, "编号,消息,类别", "7,什么时候发货,物流", "8,在吗,问候")
    columns = ("--text-column", "消息", "--label-column", "类别")
    scored = liubu("evaluate", "--model", model, "--data", data, *columns)
    assert scored.status == 0, scored.err
    for figure in ("accuracy", "macro-F1"):
        assert re.search(rf"label: {figure}\W+[01]\.\d{{3}}\W", scored.out)
    assert re.search(r"问候\W+1\W+0\.000\W+0\.000\W+0\.000", scored.out)
    result = tmp_path / "y.csv"
    outcome = liubu(
        "predict", "--model", model, "--data", data, "--text-column", "消息", "--output", result
    )
    assert outcome.status == 0, outcome.err
    with result.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert header == ["编号", "消息", "类别", "predicted_label", "confidence"]
    assert [row[:3] for row in rows] == [["7", "什么时候发货", "物流"], ["8", "在吗", "问候"]]
    assert all(row[3] in {"物流", "退货"} and 0.5 <= float(row[4]) <= 1 for row in rows)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (("text,label", *["在吗,问候"] * 12), "只有一个类别"),
        (("text,label", "在吗,问候", "在,"), "标签为空"),
        (("text,tag", "在吗,问候"), "没有列 no column 'label'"),
    ],
)
def test_a_table_that_cannot_be_learnt_is_refused(
    liubu: Run, tmp_path: Path, rows: tuple[str, ...], said: str
) -> None:
    data, output = _table(tmp_path, *rows), tmp_path / "model"
    outcome = liubu("train", "--task", "intent", "--data", data, "--output", output)
    assert outcome.status == 2
    assert said in outcome.err
    assert not output.exists()


def test_a_base_that_is_none_is_refused(liubu: Run, tmp_path: Path) -> None:
    data = _table(tmp_path, "text,label", *ROWS)
    outcome = liubu(
        *("train", "--task", "intent", "--data", data),
        *("--output", tmp_path / "model", "--base", tmp_path),
    )
    assert outcome.status == 2
    assert "config.json" in outcome.err


@pytest.mark.parametrize(
    "arguments", [("train", "--task", "intent"), ("evaluate", "--data", "pyproject.toml")]
)
def test_what_is_missing_is_named(liubu: Run, arguments: tuple[str, ...]) -> None:
    outcome = liubu(*arguments)
    assert outcome.status == 2
    assert "--" in outcome.err


def test_a_folder_without_a_model_is_refused(liubu: Run, tmp_path: Path) -> None:
    data = _table(tmp_path, "text,label", *ROWS)
    for command in ("evaluate", "predict"):
        more = ("--output", tmp_path / "y.csv") if command == "predict" else ()
        outcome = liubu(command, "--model", tmp_path, "--data", data, *more)
        assert outcome.status == 2
        assert "liubu train --task intent" in outcome.err
