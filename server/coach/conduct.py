"""The agent's own line with a fault: a discreet word, and a better one to send after it."""

from collections.abc import Iterator
from dataclasses import dataclass

from models import labels
from server.coach.checked import Checked, require_from, require_known
from server.coach.cues import Candidate, Shown
from server.coach.events import AgentTurn
from server.coach.situation import Sentence, Situation, sentences


@dataclass(frozen=True, slots=True)
class FaultRule(Checked):
    """What to send after a line with this fault.

    A `mild` one is let pass while the customer is content.
    """

    fault: str
    say: tuple[Sentence, ...]
    mild: bool = False

    def __post_init__(self) -> None:
        require_known("fault", [self.fault], labels.FAULTS)
        if not self.say:
            raise ValueError(f"{self.fault} 的 say 是空的，写上一句 has nothing to say")


@dataclass(frozen=True, slots=True)
class ConductRule(Checked):
    """What to do about faults.

    A customer is content at a valence over `content`. `sentences` is how many are offered.
    """

    faults: tuple[FaultRule, ...] = ()
    content: float = -0.15
    sentences: int = 2

    def __post_init__(self) -> None:
        require_from("content", self.content, -1, 1)
        require_from("sentences", self.sentences, 1)


@dataclass(frozen=True, slots=True)
class Conduct:
    """Which faults the agent's last line `seq` has."""

    seq: int = 0
    committed: tuple[str, ...] = ()

    def after(self, turn: AgentTurn) -> "Conduct":
        """With an agent line."""
        return Conduct(turn.seq, turn.reading.committed)

    def is_faulty(self, seq: int) -> bool:
        """Whether utterance `seq` is the agent's last line and had a fault."""
        return self.seq == seq and bool(self.committed)


def candidates(
    conduct: Conduct, situation: Situation, shown: Shown, rule: ConductRule
) -> Iterator[Candidate]:
    """A word on each fault of the line just said, unless the last cue was about the same."""
    if conduct.seq != situation.seq:
        return
    is_content = situation.valence > rule.content
    for fault in rule.faults:
        kind = f"fault_{fault.fault}"
        if fault.fault not in conduct.committed or (fault.mild and is_content):
            continue
        if kind != shown.last:
            say = sentences(fault.say, situation, rule.sentences)
            yield Candidate(kind, situation.seq, say=say)
