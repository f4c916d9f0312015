"""How the customer speaks: pace, silences, bursts, waiting, and the voice where it is heard."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from server.coach.checked import Checked, require_from, require_positive
from server.coach.events import AgentTurn, CustomerTurn

MEASURED: Final = ("pace", "pause", "interrupting", "burst", "waiting", "pitch", "energy")
"""What is measured of a customer line; see `Tempo.shown`."""
# A mean over so many lines at most, so that it follows the speaker.
_REMEMBERED: Final = 20


@dataclass(frozen=True, slots=True)
class TempoRules(Checked):
    """What is a silence, a burst or an interruption; seconds, and characters a second.

    Pace is taken of lines of `shortest_chars` or more that took `longest_seconds` at most. A
    speaker's own mean counts after `usual_lines` lines.
    """

    pause_seconds: float
    burst_seconds: float
    cut_in_seconds: float
    agent_chars_a_second: float
    longest_seconds: float
    shortest_chars: int
    usual_lines: int
    no_interruption: tuple[str, ...] = ()
    """Words that one says while the other speaks on; a line of them cuts nobody short."""

    def __post_init__(self) -> None:
        require_positive("agent_chars_a_second", self.agent_chars_a_second)
        require_from("usual_lines", self.usual_lines, 1)


@dataclass(frozen=True, slots=True)
class Usual:
    """A speaker's own mean of something that is never negative."""

    lines: int = 0
    mean: float = 0.0

    def after(self, value: float | None) -> "Usual":
        """With another line; None where it was not measured."""
        if value is None:
            return self
        lines = min(self.lines + 1, _REMEMBERED)
        return Usual(lines, self.mean + (value - self.mean) / lines)

    def above(self, value: float | None, lines: int) -> float:
        """By what share a line is above the mean of at least `lines` lines; 0 where it is not."""
        if value is None or self.lines < lines or self.mean <= 0:
            return 0.0
        return max(0.0, value / self.mean - 1)


@dataclass(frozen=True, slots=True)
class Tempo:
    """When the last words were said and by whom, and how this customer usually speaks."""

    at: int = 0
    agent_chars: int = 0
    """Length of the agent's line, where it was the last; 0 after a customer line."""
    waiting_since: int = 0
    """When the customer began to wait for an answer; 0 while nobody waits."""
    burst: int = 0
    """Customer lines that followed fast on one another, without the first."""
    pace: Usual = field(default_factory=Usual)
    pitch: Usual = field(default_factory=Usual)
    energy: Usual = field(default_factory=Usual)

    def shown(self, turn: CustomerTurn, rules: TempoRules) -> Iterator[tuple[str, float]]:
        """What a customer line shows, of `MEASURED`.

        `pace`, `pitch` and `energy`: share above the speaker's own mean; `pause` and
        `interrupting`: 1 or 0; `burst`: lines; `waiting`: minutes. Without times only the voice.
        """
        if turn.voice is not None:
            yield "pitch", self.pitch.above(turn.voice.pitch, rules.usual_lines)
            yield "energy", self.energy.above(turn.voice.energy, rules.usual_lines)
        gap = self._gap(turn.at)
        if gap is None:
            return
        yield "pace", self.pace.above(_pace(turn, gap, rules), rules.usual_lines)
        yield "pause", float(bool(self.agent_chars) and gap >= rules.pause_seconds)
        yield "interrupting", float(self._is_cut_short(turn, gap, rules))
        yield "burst", float(self._burst(gap, rules))
        if self.waiting_since:
            yield "waiting", max(0, turn.at - self.waiting_since) / 60_000

    def heard(self, turn: CustomerTurn, rules: TempoRules) -> "Tempo":
        """After a customer line."""
        gap = self._gap(turn.at)
        voice = turn.voice
        return Tempo(
            at=turn.at,
            waiting_since=self.waiting_since or turn.at,
            burst=0 if gap is None else self._burst(gap, rules),
            pace=self.pace.after(None if gap is None else _pace(turn, gap, rules)),
            pitch=self.pitch.after(voice.pitch if voice else None),
            energy=self.energy.after(voice.energy if voice else None),
        )

    def told(self, turn: AgentTurn, answered: bool) -> "Tempo":
        """After an agent line; one that only asks to wait answers nothing."""
        return Tempo(
            at=turn.at,
            agent_chars=len(turn.text),
            waiting_since=0 if answered else self.waiting_since,
            pace=self.pace,
            pitch=self.pitch,
            energy=self.energy,
        )

    def _gap(self, at: int) -> float | None:
        """Seconds since the last words; None where that is not known."""
        return (at - self.at) / 1000 if at >= self.at > 0 else None

    def _burst(self, gap: float, rules: TempoRules) -> int:
        return self.burst + 1 if not self.agent_chars and gap <= rules.burst_seconds else 0

    def _is_cut_short(self, turn: CustomerTurn, gap: float, rules: TempoRules) -> bool:
        needed = self.agent_chars / rules.agent_chars_a_second
        cut = bool(self.agent_chars) and gap <= max(needed, rules.cut_in_seconds)
        return cut and turn.text.strip("，。！？,.!? ") not in rules.no_interruption


def _pace(turn: CustomerTurn, gap: float, rules: TempoRules) -> float | None:
    """Characters a second, where the line filled the gap."""
    chars = len(turn.text)
    if not 0 < gap <= rules.longest_seconds or chars < rules.shortest_chars:
        return None
    return chars / gap
