"""`liubu bench --knowledge`, very small: what it reports, never how fast."""

from tests.scripts.conftest import Run


def test_a_short_run_reports_both_sizes_and_their_ratio(liubu: Run) -> None:
    outcome = liubu("bench", "--knowledge", "--articles", "20")
    assert outcome.status == 0, outcome.err
    rows = [line.split() for line in outcome.out.replace("│", " ").splitlines()]
    measured = {row[0]: row[1:] for row in rows if row and row[0] in ("2", "20")}
    assert measured.keys() == {"2", "20"}
    for cells in measured.values():
        characters, *_, p50, p95, p99, cpu = (float(cell) for cell in cells)
        assert 100 < characters < 5000
        assert 0 < p50 <= p95 <= p99
        assert cpu > 0
    assert "10 × the articles: p95 CPU ×" in outcome.out
