"""`liubu bench`, very short: what it reports, never how fast."""

import re

from tests.scripts.conftest import Run

COLUMNS = (
    "asked utt/s",
    "utt/s",
    "p50 ms",
    "p95 ms",
    "p99 ms",
    "server CPU ms/utt",
    "× model",
    "peak RSS MB",
    "unanswered",
)


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.strip("│┃ ").replace("┃", "│").split("│")]


# About twenty seconds: four of them load, the rest is the classifier alone.
def test_a_short_run_reports_a_row_a_rate_the_ceiling_and_a_long_conversation(liubu: Run) -> None:
    outcome = liubu("bench", "--rates", "40", "--conversations", "2", "--seconds", "1")
    assert outcome.status == 0, outcome.err
    rows = [line for line in outcome.out.splitlines() if line.startswith(("┃", "│"))]
    header, measured = (_cells(row) for row in rows)
    assert header == list(COLUMNS)
    found = dict(zip(COLUMNS, measured, strict=True))
    assert found["asked utt/s"] == "40"
    assert found["unanswered"] == "0"
    figures = [float(value) for value in measured]
    assert all(figure > 0 for figure in figures[1:-1])
    # Percentiles of one run can only rise.
    assert figures[2] <= figures[3] <= figures[4]
    (ceiling,) = (line for line in outcome.out.splitlines() if line.startswith("model alone"))
    assert "CPU ms/utt at batch" in ceiling
    assert "around turn 480–520, ratio" in outcome.out
    (typed,) = (line for line in outcome.out.splitlines() if line.startswith("as you type"))
    drafts, median, late = (float(each) for each in re.findall(r"\b[\d.]+", typed))
    assert drafts > 100
    assert 0 < median <= late


def test_rates_that_are_no_numbers_are_refused(liubu: Run) -> None:
    outcome = liubu("bench", "--rates", "50,fast")
    assert outcome.status == 2
    assert "fast" in outcome.err
