"""`liubu evaluate`."""

import re
from pathlib import Path

import pytest

from models import labels
from tests.scripts.conftest import Run

ROWS = (
    "## t-001\tecommerce-apparel\tchat\tgeneral\tresolved",
    "C\tdissatisfied\treport_problem\tempathize,resolve\t我订的XL码衬衫⟦发成了S码⟧，你们怎么搞的",
    "A\tempathize,resolve\temotion,link\t-\t非常抱歉，今晚八点前给您补发",
    "?\t-\t-\t-\t喂",
    "C\tpleased\tthank\tthank\t谢谢",
)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return _written(tmp_path, *ROWS)


def _written(folder: Path, *rows: str) -> Path:
    path = folder / "small.tsv"
    path.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


@pytest.mark.parametrize("backend", ["openvino", "torch"])
def test_the_figures_and_the_scores_of_every_label_are_printed(
    liubu: Run, table: Path, backend: str
) -> None:
    outcome = liubu("evaluate", table, "--backend", backend)
    assert outcome.status == 0, outcome.err
    assert "small.tsv" in outcome.out
    for name in ("emotion", "intent"):
        # Lines whose speaker was in doubt have no labels and do not count.
        assert re.search(rf"{name}: lines\W+2\W", outcome.out)
        for figure in ("accuracy", "macro-F1", "Cohen's κ", "expected calibration error"):
            assert re.search(rf"{name}: {re.escape(figure)}\W+-?[01]\.\d{{3}}\W", outcome.out)
    for figure in ("next: coach's first choice acceptable", "agent faults: micro-F1", "fact span"):
        assert figure in outcome.out
    for vocabulary in (labels.EMOTIONS, labels.INTENTS, labels.STEPS, labels.FEEL, labels.FAULTS):
        for key in vocabulary:
            assert re.search(rf"\W{key}\W+\d+\W+[01]\.\d{{3}}\W", outcome.out), key


def test_wrong_answers_are_shown_as_they_were_said(liubu: Run, tmp_path: Path) -> None:
    # Square brackets mean something to the terminal library, and nothing to a customer.
    said = ("[orderid_10019]我要退货，赶紧的！", "[/b]你们这群骗子，退钱")
    path = _written(tmp_path, ROWS[0], *(f"C\tpleased\tfarewell\tthank\t{text}" for text in said))
    outcome = liubu("evaluate", path, "--errors", "5")
    assert outcome.status == 0
    for text in said:
        assert text in outcome.out


def test_no_more_wrong_answers_are_shown_than_were_asked_for(liubu: Run, tmp_path: Path) -> None:
    rows = [f"C\tpleased\tfarewell\tthank\t第{n}次说了我要退货" for n in "一二三四"]
    outcome = liubu("evaluate", _written(tmp_path, ROWS[0], *rows), "--errors", "2")
    assert len({n for n in "一二三四" if f"第{n}次" in outcome.out}) == 2


@pytest.mark.parametrize(
    "row", ["C\tcross\tgreet\tlisten\t在吗", "[/b]\tcalm\tgreet\tlisten\t在吗"]
)
def test_a_malformed_file_is_named_with_its_line(liubu: Run, tmp_path: Path, row: str) -> None:
    outcome = liubu("evaluate", _written(tmp_path, ROWS[0], row))
    assert outcome.status == 2
    assert "small.tsv:2: " in outcome.err


def test_a_file_that_is_not_there_is_named(liubu: Run, tmp_path: Path) -> None:
    outcome = liubu("evaluate", tmp_path / "none.tsv")
    assert outcome.status == 2
    assert "none.tsv" in outcome.err


def test_a_folder_without_weights_is_named(liubu: Run, table: Path, tmp_path: Path) -> None:
    outcome = liubu("evaluate", table, "--model", tmp_path / "nowhere")
    assert outcome.status == 2
    assert "nowhere" in outcome.err


def test_an_unknown_backend_is_refused(liubu: Run, table: Path) -> None:
    outcome = liubu("evaluate", table, "--backend", "tensorrt")
    assert outcome.status == 2
    assert "openvino" in outcome.err
