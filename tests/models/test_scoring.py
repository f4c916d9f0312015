"""Scores, against examples small enough to compute by hand."""

from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import labels
from models.annotation import Line
from models.readings import EMOTION_KEYS, Reading
from models.scoring import LabelScore, Scores, score
from tests.models.samples import agent_line, agent_reading, customer_line, customer_reading


def _score(*rows: tuple[Line, Reading]) -> Scores:
    return score([line for line, _ in rows], [found for _, found in rows], [None] * len(rows))


def _emotions(*rows: tuple[str, str]) -> Scores:
    """Scores of lines with (right, given) emotions."""
    return _score(*((customer_line(right), customer_reading(given)) for right, given in rows))


def _of(label: str, scores: tuple[LabelScore, ...]) -> LabelScore:
    return next(found for found in scores if found.label == label)


FOUR = (("calm", "calm"), ("calm", "angry"), ("angry", "angry"), ("angry", "angry"))


def test_accuracy_and_the_counts_of_each_label() -> None:
    found = _emotions(*FOUR).emotion
    assert (found.lines, found.accuracy) == (4, 0.75)
    calm, angry = _of("calm", found.labels), _of("angry", found.labels)
    assert (calm.support, calm.precision, calm.recall) == (2, 1.0, 0.5)
    assert (angry.support, angry.recall) == (2, 1.0)
    assert angry.precision == pytest.approx(2 / 3)
    assert found.confusions == (("calm", "angry", 1),)


def test_macro_f1_is_the_mean_over_the_labels_that_occur() -> None:
    # calm: 2·1/(2·1+0+1) = 2/3; angry: 2·2/(2·2+1+0) = 4/5. The other five do not occur.
    assert _emotions(*FOUR).emotion.macro_f1 == pytest.approx((2 / 3 + 4 / 5) / 2)


def test_macro_f1_of_frequent_labels_leaves_out_those_with_under_five_lines() -> None:
    rows = [("calm", "calm")] * 4 + [("calm", "angry")] + [("angry", "calm")] * 4
    found = _emotions(*rows).emotion
    # calm: 2·4/(2·4+4+1) = 8/13; angry has four lines and an F1 of 0.
    assert found.macro_f1_frequent == pytest.approx(8 / 13)
    assert found.macro_f1 == pytest.approx(4 / 13)


def test_kappa_takes_off_what_chance_would_agree_on() -> None:
    # Agreed 3/4; by chance (2·1 + 2·3)/16 = 1/2.
    assert _emotions(*FOUR).emotion.kappa == pytest.approx((0.75 - 0.5) / (1 - 0.5))


def test_kappa_is_nothing_where_the_answer_is_always_the_same() -> None:
    assert _emotions(("calm", "calm"), ("angry", "calm")).emotion.kappa == 0.0


def test_either_of_two_accepted_answers_is_right() -> None:
    found = _emotions(("angry|dissatisfied", "angry"), ("angry|dissatisfied", "calm"))
    assert found.emotion.accuracy == 0.5


def test_calibration_error_is_the_gap_between_promise_and_truth() -> None:
    rows = [("calm", 0.9, "calm"), ("calm", 0.6, "angry"), *[("angry", 0.9, "angry")] * 2]
    found = _score(
        *((customer_line(right), customer_reading(given, p)) for right, p, given in rows)
    )
    # Three promised 0.9 and three came; one promised 0.6 and none came.
    expected = (abs(3 * 0.9 - 3) + abs(0.6 - 0)) / 4
    assert found.emotion.calibration_error == pytest.approx(expected)


def test_a_certain_and_right_classifier_is_calibrated() -> None:
    assert _emotions(("calm", "calm"), ("angry", "angry")).emotion.calibration_error == 0.0


def test_a_false_alarm_is_a_calm_line_read_as_upset() -> None:
    rows = [("calm", "angry"), ("calm", "dissatisfied"), ("calm", "anxious"), ("calm", "calm")]
    assert _emotions(*rows, ("angry", "angry")).false_alarm == 0.5
    # Where calm is only one of two answers, the line is not surely calm.
    assert _emotions(("calm|angry", "angry")).false_alarm == 0.0


def test_the_coach_is_right_with_any_acceptable_step() -> None:
    line = customer_line(next_steps=("empathize", "resolve"))
    steps = ["empathize", "resolve", "thank", None]
    found = score([line] * 4, [customer_reading()] * 4, steps)
    assert found.next_accuracy == 0.5


def test_multi_labels_are_counted_label_by_label() -> None:
    found = _score(
        (agent_line("resolve thank"), agent_reading("resolve")),
        (agent_line("resolve"), agent_reading("resolve empathize")),
    ).steps
    # In all: two hits, one missed, one too many; resolve 1, thank 0; empathize never right.
    assert found.micro_f1 == pytest.approx(2 * 2 / (2 * 2 + 1 + 1))
    assert found.macro_f1 == pytest.approx(0.5)
    assert _of("empathize", found.labels).false_positive == 1


def test_a_doubtful_label_neither_counts_nor_costs() -> None:
    sure = (agent_line("resolve"), agent_reading("resolve"))
    given = (agent_line("resolve", doubtful="thank"), agent_reading("resolve thank"))
    withheld = (agent_line("resolve", doubtful="thank"), agent_reading("resolve"))
    for doubtful in (given, withheld):
        found = _score(sure, doubtful).steps
        assert (found.micro_f1, found.macro_f1) == (1.0, 1.0)
        assert _of("thank", found.labels) == LabelScore("thank", 0, 0, 0, 0)


def test_facts_are_scored_by_the_characters_they_share() -> None:
    rows = [((0, 4), (2, 6)), (None, (0, 2)), ((5, 9), None), ((0, 2), (7, 9))]
    found = _score(*((customer_line(fact=a), customer_reading(fact=b)) for a, b in rows))
    # Two characters in common, of ten that are right and eight that were given.
    assert found.fact_f1 == pytest.approx(2 * 2 / (10 + 8))


def test_lines_without_labels_do_not_count() -> None:
    unlabelled = Line(labels.CUSTOMER, "喂", None)
    found = _score((unlabelled, customer_reading("angry")), (customer_line(), customer_reading()))
    assert (found.emotion.lines, found.emotion.accuracy) == (1, 1.0)


def test_nothing_to_score_scores_nothing() -> None:
    found = _score()
    assert (found.emotion.lines, found.emotion.kappa, found.steps.micro_f1) == (0, 0.0, 0.0)


@given(
    st.lists(
        st.tuples(st.sampled_from(EMOTION_KEYS), st.sampled_from(EMOTION_KEYS)),
        min_size=1,
        max_size=30,
    )
)
def test_a_mean_is_a_mean(rows: list[tuple[str, str]]) -> None:
    found = _emotions(*rows).emotion
    right = [a for a, _ in rows]
    assert found.accuracy == pytest.approx(fmean(a == b for a, b in rows))
    assert found.macro_f1 == pytest.approx(fmean(s.f1 for s in found.labels if s.label in right))
    for one in found.labels:
        assert one.support == right.count(one.label)
        if one.precision and one.recall:
            assert one.f1 == pytest.approx(2 / (1 / one.precision + 1 / one.recall))
        else:
            assert one.f1 == 0.0


def test_where_no_fact_is_marked_none_is_scored() -> None:
    assert _score((customer_line(), customer_reading(fact=(0, 3)))).fact_f1 is None
