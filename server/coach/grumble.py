"""A grumble in an ordinary inquiry: a small thing to do before it is a complaint."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from models import labels
from models.readings import EMOTION_KEYS, Distribution, top
from server.coach.checked import Checked
from server.coach.clauses import said
from server.coach.cues import Candidate
from server.coach.situation import Meant, Situation, fitting, require_sentence
from server.coach.state import State

_ORDINARY: Final = next(iter(labels.TIERS))
_ANGRY: Final = EMOTION_KEYS.index("angry")
_DISPLEASED: Final = tuple(map(EMOTION_KEYS.index, ("disappointed", "dissatisfied")))
_ANXIOUS: Final = EMOTION_KEYS.index("anxious")
# Who worries while waiting begins to grumble; who worries about what is asked does not.
_WAITING: Final = frozenset({"ask_status", "urge"})
_EVEN: Final = frozenset({"calm", "confused"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed(Meant):
    """A small thing to do, with sentences to say it in."""

    do: str
    say: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        Meant.__post_init__(self)
        if not self.do.strip():
            raise ValueError("do 是空的，写上让坐席做什么 says nothing")
        for text in self.say:
            require_sentence("say", text)


@dataclass(frozen=True, slots=True)
class GrumbleRule(Checked):
    """What is a grumble, and what to do about it.

    A line is one when displeasure (disappointed and dissatisfied together, anxious too where the
    customer asks how far it is) has a probability from `faint` to `plain`, or when it is
    even-tempered but one of `words` is said, and none of `unless` in the same clause. Above
    `plain` it is no grumble any more.
    """

    faint: float = 0.3
    plain: float = 0.65
    words: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    deeds: tuple[Deed, ...] = ()

    def __post_init__(self) -> None:
        if not 0 < self.faint <= self.plain <= 1:
            raise ValueError(
                "faint 要大于 0，plain 要从 faint 到 1 must be over 0, and plain from faint to 1"
            )


def candidates(state: State, situation: Situation, rule: GrumbleRule) -> Iterator[Candidate]:
    """The line just said grumbles, and nothing in the talk is graver than an inquiry."""
    line, mood = state.said, state.mood
    if line is None or mood is None or line.seq != state.seq:
        return
    waits = state.intent in _WAITING
    if state.severity.tier != _ORDINARY or not _grumbles(line.text, mood.emotion, waits, rule):
        return
    for deed in fitting(rule.deeds, situation)[:1]:
        yield Candidate("grumble", state.seq, (("do", deed.do),), deed.say)


def _grumbles(text: str, emotion: Distribution, waits: bool, rule: GrumbleRule) -> bool:
    displeased = sum(emotion[at] for at in _DISPLEASED)
    worried = emotion[_ANXIOUS]
    if emotion[_ANGRY] >= rule.faint or displeased + worried > rule.plain:
        return False
    displeased += worried if waits else 0
    best, _ = top(EMOTION_KEYS, emotion)
    return displeased >= rule.faint or (best in _EVEN and said(text, rule.words, rule.unless))
