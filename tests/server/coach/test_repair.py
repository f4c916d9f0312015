"""办 before 同: when one sentence still repairs it."""

from pathlib import Path

import pytest

from server.coach.cues import Candidate
from server.coach.ledger import Ledger
from server.coach.repair import candidates
from server.coach.situation import Situation
from tests.server import given as hand
from tests.server.spoiled import told

_RULE = hand.RULES.repair
_UPSET = ("anxious", "disappointed", "dissatisfied", "angry")


def _acted(*steps: str, seq: int = 2) -> Ledger:
    """A customer line asked for 同; then the agent did `steps`."""
    return Ledger().due("empathize", 1, "气死我了").done(steps, seq, "已为您退款", [])


def _situation(emotion: str | None, fact: str = "", valence: float = -0.6) -> Situation:
    return Situation(2, "chat", "telecom", emotion, valence, fact=fact)


def _found(ledger: Ledger, situation: Situation, acknowledged: float = 0.0) -> list[Candidate]:
    return list(candidates(ledger, situation, acknowledged, _RULE))


@pytest.mark.parametrize("fact", ["", "您的汤全洒了"])
@pytest.mark.parametrize("emotion", _UPSET)
def test_one_sentence_for_every_feeling_that_was_passed_over(emotion: str, fact: str) -> None:
    (found,) = _found(_acted("resolve"), _situation(emotion, fact))
    assert (found.kind, found.seq) == ("skipped_empathize", 2)
    assert len(found.say) == _RULE.sentences == 1
    assert fact in found.say[0]


def test_the_sentence_goes_by_the_feeling() -> None:
    said = {_found(_acted("resolve"), _situation(emotion))[0].say for emotion in _UPSET}
    assert len(said) == len(_UPSET)


def test_nothing_to_repair_where_the_feeling_was_met_or_nothing_was_done() -> None:
    assert not _found(_acted("empathize", "resolve"), _situation("angry"))
    assert not _found(_acted("clarify"), _situation("angry"))
    assert not _found(_acted("empathize"), _situation("angry"))


def test_only_on_the_line_that_acted() -> None:
    later = _acted("resolve").done(["clarify"], 4, "单号是多少", [])
    assert not _found(later, Situation(4, emotion="angry", valence=-0.9))


@pytest.mark.parametrize("emotion", ["calm", "pleased", "confused", None])
def test_whoever_is_not_surely_upset_needs_no_repair(emotion: str | None) -> None:
    assert not _found(_acted("resolve"), _situation(emotion))


def test_a_feeling_acknowledged_before_needs_it_only_when_it_has_grown() -> None:
    assert not _found(_acted("resolve"), _situation("anxious", valence=-0.4), -0.4)
    assert _found(_acted("resolve"), _situation("angry", valence=-0.9), -0.4)


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        ("sentences: 1", "sentences: 0", "sentences 写了 0"),
        ("worse: 0.25", "worse: -1", "worse 写了 -1"),
        ('- say: "让您失望了，抱歉', '- say: "让您‹失望了，抱歉', "‹"),
        ("emotions: [disappointed]", "emotion: [disappointed]", "emotion"),
    ],
)
def test_a_mistake_in_the_file_is_told(tmp_path: Path, right: str, wrong: str, says: str) -> None:
    assert says in told(tmp_path, "repair", right, wrong)
