"""`liubu evaluate --tiers`."""

from collections import Counter
from pathlib import Path

from scripts.tiers import scores
from tests.scripts.conftest import Run

_ROWS = (
    "## t-001\ttelecom\tchat\tcritical\tpromised",
    "C\tangry\treport_problem\tempathize\t我爸被你们的线绊倒骨折了，在医院",
    "A\tempathize\temotion\t-\t起火了，我要报警",
    "C\tdissatisfied\tthreaten\tempathize\t我要去法院起诉",
    "## t-002\ttelecom\tchat\tinquiry\tresolved",
    "C\tcalm\task_info\tresolve\t套餐多少钱",
    "A\tresolve\t-\t-\t起火受伤了请报警，记者也来了",
    "?\t-\t-\t-\t喂",
)


def test_the_tiers_of_conversations_are_set_against_those_found(liubu: Run, tmp_path: Path) -> None:
    path = tmp_path / "small.tsv"
    path.write_text("".join(f"{row}\n" for row in _ROWS), encoding="utf-8")
    outcome = liubu("evaluate", path, "--tiers")
    assert outcome.status == 0, outcome.err
    rows = {line.split("│")[1].strip(): line for line in outcome.out.splitlines() if "│" in line}
    assert [cell.strip() for cell in rows["critical"].split("│")[2:-1]] == [
        "0",
        "0",
        "0",
        "1",
        "1.000",
        "1.000",
    ]
    assert rows["inquiry"].split("│")[2].strip() == "1"


def test_precision_and_recall_of_a_tier() -> None:
    pairs = Counter(
        {("critical", "critical"): 3, ("critical", "serious"): 1, ("general", "critical"): 2}
    )
    assert scores(pairs, "critical") == (0.6, 0.75)
    assert scores(pairs, "inquiry") == (0.0, 0.0)


def test_a_file_that_is_not_there_and_one_in_another_format_are_named(
    liubu: Run, tmp_path: Path
) -> None:
    assert "none.tsv" in liubu("evaluate", tmp_path / "none.tsv", "--tiers").err
    path = tmp_path / "bad.tsv"
    path.write_text("C\tcalm\n", encoding="utf-8")
    outcome = liubu("evaluate", path, "--tiers")
    assert outcome.status != 0
    assert "bad.tsv:1" in outcome.err
