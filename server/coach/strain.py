"""What a conversation does to the agent: when to suggest a pause, or somebody to take over.

It is for the agent alone: it is no card, no score, and nobody else is told.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from models import labels
from models.readings import EMOTION_KEYS
from server.coach.checked import Checked, require_from, require_known, require_share
from server.coach.cues import Candidate, Shown
from server.coach.events import AgentTurn, CustomerTurn
from server.coach.situation import Situation

_ANGRY: Final = EMOTION_KEYS.index("angry")
_PAUSE: Final = "strain_pause"
_HAND_OVER: Final = "strain_handover"
_MS: Final = 1000


@dataclass(frozen=True, slots=True)
class Sign(Checked):
    """A sign of strain: it stands when it was seen `times` times, and then counts `weight`."""

    times: int
    weight: int

    def __post_init__(self) -> None:
        require_from("times", self.times, 1)
        # 0: it does not count.
        require_from("weight", self.weight, 0)


@dataclass(frozen=True, slots=True)
class Seconds(Checked):
    """A length of time by channel; 0 where it tells nothing."""

    chat: float = 0.0
    call: float = 0.0

    def of(self, channel: str) -> float:
        """In seconds."""
        return self.call if channel == "call" else self.chat


_NO_SIGN: Final = Sign(1, 0)


@dataclass(frozen=True, slots=True)
class StrainRule(Checked):
    """When a conversation is a strain.

    The signs are looked for in the agent's last `lines`: `faults`; `curt`, ever shorter lines
    of at most `curt_chars` that do no step; `slow`, answers after `slow_after` or later;
    `hasty`, answers within `hasty_within` to `hasty_chars` or more. `attack` counts angry lines
    (from the probability `angry` on) by one up, other lines by one down. When the weights of
    those that stand reach `strained`, a pause is suggested, and a hand-over when they still do
    `handover_after` utterances later; neither while the customer's valence is over `content`,
    nor after a line with one of `not_after`: who wants something at once is not kept waiting.
    """

    strained: int = 4
    lines: int = 6
    faults: Sign = _NO_SIGN
    curt: Sign = _NO_SIGN
    slow: Sign = _NO_SIGN
    hasty: Sign = _NO_SIGN
    attack: Sign = _NO_SIGN
    curt_chars: int = 6
    slow_after: Seconds = field(default_factory=Seconds)
    hasty_within: Seconds = field(default_factory=Seconds)
    hasty_chars: int = 20
    angry: float = 0.6
    content: float = -0.15
    handover_after: int = 10
    not_after: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require_known("not_after", self.not_after, labels.INTENTS)
        for name in ("strained", "lines", "curt_chars", "hasty_chars", "handover_after"):
            require_from(name, getattr(self, name), 1)
        require_share("angry", self.angry)
        for name in ("faults", "curt", "slow", "hasty"):
            if getattr(self, name).times > self.lines:
                raise ValueError(
                    f"{name} 要 {getattr(self, name).times} 次，只看 {self.lines} 行看不到；"
                    "把 lines 调大 can never be seen so often; raise lines"
                )


@dataclass(frozen=True, slots=True)
class Line:
    """An agent line: its length, what was wrong with it, and how it answered."""

    chars: int
    is_faulty: bool
    does_nothing: bool
    waited: float | None = None
    """Seconds since the customer's line; None where it answers none, or nobody knows."""
    answered_chars: int = 0
    """Length of the customer line that it answers."""


@dataclass(frozen=True, slots=True)
class Strain:
    """What bears on the agent: their last lines, and how long the customer has been angry."""

    lines: tuple[Line, ...] = ()
    attacks: int = 0
    heard_at: int = 0
    """When the customer's unanswered line was said, in ms since 1970; 0 where there is none."""
    heard_chars: int = 0

    def after(self, turn: CustomerTurn | AgentTurn, rule: StrainRule) -> "Strain":
        """With a line of either side."""
        if isinstance(turn, CustomerTurn):
            is_angry = turn.reading.emotion[_ANGRY] >= rule.angry
            attacks = self.attacks + (1 if is_angry else -1)
            # It ends as it began: a customer who has cooled down is no strain for long.
            attacks = min(max(attacks, 0), rule.attack.times)
            return Strain(self.lines, attacks, turn.at, len(turn.text))
        line = Line(
            chars=len(turn.text),
            is_faulty=bool(turn.reading.committed),
            does_nothing=not turn.reading.done,
            waited=(turn.at - self.heard_at) / _MS if self.heard_at and turn.at else None,
            answered_chars=self.heard_chars,
        )
        return Strain((*self.lines, line)[-rule.lines :], self.attacks)

    def weight(self, channel: str, rule: StrainRule) -> int:
        """The weights of the signs that stand."""
        slow, hasty = rule.slow_after.of(channel), rule.hasty_within.of(channel)
        waits = [line for line in self.lines if line.waited is not None]
        seen = (
            (rule.faults, sum(line.is_faulty for line in self.lines)),
            (rule.curt, self._curt(rule)),
            (rule.slow, sum(0 < slow <= (line.waited or 0) for line in waits)),
            (rule.hasty, sum(_is_hasty(line, hasty, rule.hasty_chars) for line in waits)),
            (rule.attack, self.attacks),
        )
        return sum(sign.weight for sign, times in seen if times >= sign.times)

    def _curt(self, rule: StrainRule) -> int:
        """How many lines at the end are curt, each no longer than the one before."""
        count = 0
        after = 0
        for line in reversed(self.lines):
            if line.chars > rule.curt_chars or line.chars < after or not line.does_nothing:
                break
            count, after = count + 1, line.chars
        return count


def candidates(
    strain: Strain, situation: Situation, shown: Shown, rule: StrainRule
) -> Iterator[Candidate]:
    """The conversation is a strain: a pause first, then somebody to take over."""
    is_content = situation.valence > rule.content
    is_pressed = situation.intent in rule.not_after
    if is_content or is_pressed or strain.weight(situation.channel, rule) < rule.strained:
        return
    paused, last = shown.of(_PAUSE)
    if not paused:
        yield Candidate(_PAUSE, situation.seq)
    elif situation.seq - last >= rule.handover_after:
        yield Candidate(_HAND_OVER, situation.seq)


def _is_hasty(line: Line, within: float, chars: int) -> bool:
    return 0 <= (line.waited or 0) < within and line.answered_chars >= chars
