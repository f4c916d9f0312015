"""The agent acted before acknowledging an upset customer: the sentence that still repairs it."""

from collections.abc import Iterator
from dataclasses import dataclass

from server.coach.checked import Checked, require_from
from server.coach.cues import Candidate
from server.coach.ledger import Ledger
from server.coach.next_step import NEGATIVE
from server.coach.situation import Sentence, Situation, sentences


@dataclass(frozen=True, slots=True)
class RepairRule(Checked):
    """What repairs it: the best `sentences` of `say` are offered.

    A feeling that was acknowledged before wants it again when the valence is `worse` lower.
    """

    say: tuple[Sentence, ...] = ()
    worse: float = 0.25
    sentences: int = 1

    def __post_init__(self) -> None:
        require_from("worse", self.worse, 0, 2)
        require_from("sentences", self.sentences, 1)


def candidates(
    ledger: Ledger, situation: Situation, acknowledged: float, rule: RepairRule
) -> Iterator[Candidate]:
    """The line just said did 办 and left out a 同 that was due.

    `acknowledged` is the valence at which the feeling was last acknowledged.
    """
    acted = ledger["resolve"].status == "done" and ledger["resolve"].seq == situation.seq
    passed_over = ledger["empathize"].status == "skipped"
    is_news = situation.valence < acknowledged - rule.worse
    if acted and passed_over and is_news and situation.emotion in NEGATIVE:
        say = sentences(rule.say, situation, rule.sentences)
        if say:
            yield Candidate("skipped_empathize", situation.seq, say=say)
