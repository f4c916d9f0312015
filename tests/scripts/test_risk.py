"""`liubu evaluate --risk`: what is counted as foreseen, and what is printed."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import annotation
from models.annotation import AgentLabels, Conversation, CustomerLabels, Line
from models.readings import EMOTION_KEYS, INTENT_KEYS, AgentReading, CustomerReading, top
from scripts.labelled import reading
from scripts.risk import Point, auc, fitted, measure, points, threshold
from server.coach.playbook import Playbook
from server.coach.risk import assess
from server.coach.signs import Sign
from tests.scripts.conftest import Run


def _said(emotion: str, intent: str = "inform", text: str = "还没到") -> Line:
    return Line(
        "customer",
        text,
        CustomerLabels(frozenset([emotion]), frozenset([intent]), ("resolve",), None),
    )


def _told(*faults: str) -> Line:
    none: frozenset[str] = frozenset()
    return Line("agent", "不归我们管", AgentLabels(none, none, frozenset(faults)))


def _points(playbook: Playbook, *lines: Line) -> list[Point]:
    return list(points([Conversation("c", lines=list(lines))], playbook))


def test_an_outburst_is_foreseen_from_any_line_up_to_three_customer_lines_before(
    playbook: Playbook,
) -> None:
    calm, burst = _said("calm"), _said("angry")
    found = _points(playbook, calm, _told(), calm, calm, calm, burst, _told(), calm)
    assert [point.came for point in found] == [False, False, True, True, True, False]
    # After the outburst itself there is nothing to foresee until the customer has spoken again.
    assert [point.state.seq for point in found] == [1, 2, 3, 4, 5, 8]


def test_a_threat_in_cool_words_and_a_call_for_somebody_else_count_as_outbursts(
    playbook: Playbook,
) -> None:
    for intent in ("threaten", "escalate"):
        (point,) = _points(playbook, _said("calm"), _said("calm", intent))
        assert point.came
    assert not any(p.came for p in _points(playbook, _said("calm"), _said("dissatisfied")))


def test_alarms_are_right_where_an_outburst_comes(playbook: Playbook) -> None:
    upset = _said("dissatisfied", "urge", "你们什么时候办")
    bad = _points(playbook, upset, _told("cold"), _said("angry"))
    vain = _points(playbook, upset, _told("cold"), _said("calm", "thank"))
    good = _points(playbook, _said("calm"), _said("pleased", "thank"))
    rules = playbook.rules.risk
    assert measure(bad + good, rules).precision == 1.0
    assert measure(bad + good, rules).recall == 0.5
    both = measure(bad + vain + good, rules)
    assert (both.alarms, both.precision, both.outbursts) == (2, 0.5, 2)
    assert both.auc > 0.5


@given(
    st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=2, max_size=30).filter(
        lambda rows: len({came for _, came in rows}) == 2
    )
)
def test_the_auc_counts_the_pairs_that_are_in_the_right_order(
    rows: list[tuple[int, bool]],
) -> None:
    before = [score for score, came in rows if came]
    calm = [score for score, came in rows if not came]
    pairs = [(one > other) + (one == other) / 2 for one in before for other in calm]
    scores = np.array([float(score) for score, _ in rows])
    came = np.array([came for _, came in rows])
    assert auc(scores, came) == pytest.approx(sum(pairs) / len(pairs))


def test_the_fit_finds_the_sign_that_tells_and_leaves_those_by_hand(playbook: Playbook) -> None:
    tells = Sign("tells", 0.0, "x", words=("没到",))
    by_hand = Sign("said", 0.7, "x", words=("到",), by_hand=True)
    risk = replace(playbook.rules.risk, signs=(tells, by_hand))
    own = replace(playbook, rules=replace(playbook.rules, risk=risk))
    burst, calm = _said("angry"), _said("calm", text="到了")
    found = [
        *(point for _ in range(20) for point in _points(own, _said("calm"), burst)),
        *(point for _ in range(20) for point in _points(own, calm, calm)),
    ]
    weights = {sign.name: sign.weight for sign in fitted(found, own.rules.risk).signs}
    assert weights["tells"] > 1
    assert weights["said"] == 0.7


def test_the_threshold_is_the_lowest_with_half_of_the_alarms_right(playbook: Playbook) -> None:
    upset = _said("dissatisfied", "urge", "你们什么时候办")
    bad = _points(playbook, upset, _told("cold"), _said("angry"))[1:]
    vain = _points(playbook, upset, _told("cold"))[1:]
    calm = _points(playbook, _said("calm"))
    rules = playbook.rules.risk
    half = threshold(bad * 20 + vain * 20 + calm * 100, rules)
    assert half == pytest.approx(assess(bad[0].state, rules).score)
    assert threshold(vain * 40 + calm * 100, rules) == 1.0


def test_labels_become_the_reading_of_somebody_nearly_sure() -> None:
    known = CustomerLabels(
        frozenset(["angry", "dissatisfied"]), frozenset(["urge"]), ("empathize", "resolve"), (0, 2)
    )
    read = reading(known)
    assert isinstance(read, CustomerReading)
    intent, p = top(INTENT_KEYS, read.intent)
    assert (intent, round(p, 6)) == ("urge", 0.9)
    shares = dict(zip(EMOTION_KEYS, read.emotion, strict=True))
    assert shares["angry"] == shares["dissatisfied"] == pytest.approx(0.45)
    assert sum(read.emotion) == pytest.approx(1.0)
    assert read.fact == (0, 2)
    told = reading(AgentLabels(frozenset(["resolve", "empathize"]), frozenset(), frozenset()))
    assert isinstance(told, AgentReading)
    assert told.done == ("empathize", "resolve")


def test_the_figures_are_printed_as_labelled_and_as_read(liubu: Run, tmp_path: Path) -> None:
    path = tmp_path / "small.tsv"
    path.write_text(
        "## r-001\ttelecom\tcall\tgeneral\tabandoned\n"
        "C\tdissatisfied\turge\tempathize\t你们什么时候来修\n"
        "A\t-\t-\tcold\t规定就是这样\n"
        "C\tangry\tcomplain_service\tempathize\t骗子\n"
        "C\tcalm\tinform\tresolve\t地址没变\n",
        encoding="utf-8",
    )
    outcome = liubu("evaluate", path, "--risk")
    assert outcome.status == 0, outcome.err
    assert "small.tsv" in outcome.out
    assert re.search(r"lines\W+3\W+3\W", outcome.out)
    for figure in ("AUC", "AUC by the last emotion only", "precision", "recall"):
        assert re.search(rf"{figure}\W+[01]\.\d{{3}}\W+[01]\.\d{{3}}\W", outcome.out), figure


def test_a_file_that_is_not_there_is_named(liubu: Run, tmp_path: Path) -> None:
    outcome = liubu("evaluate", tmp_path / "none.tsv", "--risk")
    assert outcome.status == 2
    assert "none.tsv" in outcome.err


def test_what_was_learned_is_printed_as_it_stands_in_the_rules(
    liubu: Run, monkeypatch: pytest.MonkeyPatch, playbook: Playbook
) -> None:
    upset, burst = _said("dissatisfied", "urge"), _said("angry")
    calm = _said("calm")
    small = [
        Conversation(f"c{n}", lines=[upset, burst] if n % 2 else [calm, calm]) for n in range(40)
    ]
    monkeypatch.setattr(annotation, "part", lambda split: iter(small))
    outcome = liubu("train", "--task", "risk")
    assert outcome.status == 0, outcome.err
    printed = dict(line.split(": ") for line in outcome.out.splitlines())
    learned = {sign.name for sign in playbook.rules.risk.signs if not sign.by_hand}
    assert printed.keys() == {"bias", "threshold"} | learned
    assert float(printed["discontent"]) > 0
    assert 0 < float(printed["threshold"]) < 1
