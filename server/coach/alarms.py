"""What the agent is reminded of: promises and limits whose time is nearly over, or over."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final, Literal

from server.coach.cards import Level
from server.coach.checked import Checked, require_from, require_share
from server.coach.limits import Timer, TimerKind
from server.coach.promises import Promises

AlarmKind = Literal["promise"] | TimerKind

# Far more than can stand at a time; an alarm that is as old as that may be raised again.
_REMEMBERED: Final = 64
_MINUTE: Final = 60_000


@dataclass(frozen=True, slots=True)
class AlarmTexts(Checked):
    """What the agent reads; {words} in that of a promise are the agent's own."""

    promise: str = "{words}"
    first_response: str = ""
    progress: str = ""
    solution: str = ""

    def of(self, kind: AlarmKind) -> str:
        """The text for a kind."""
        text: str = getattr(self, kind)
        return text


@dataclass(frozen=True, slots=True)
class AlarmRules(Checked):
    """When the agent is reminded.

    Of a promise `promise_minutes` before it is due, but never before half of its time is over;
    of a limit when this share of it is over.
    """

    promise_minutes: int = 0
    limit_share: float = 1.0
    soon: AlarmTexts = field(default_factory=AlarmTexts)
    late: AlarmTexts = field(default_factory=AlarmTexts)

    def __post_init__(self) -> None:
        require_from("promise_minutes", self.promise_minutes, 0)
        require_share("limit_share", self.limit_share)


@dataclass(frozen=True, slots=True)
class Alarm:
    """A reminder about utterance `seq`; `key` stays the same as long as its ground stands."""

    key: str
    kind: AlarmKind
    seq: int
    due: int
    text: str
    level: Level


def standing(
    promises: Promises,
    running: Iterable[Timer],
    raised: tuple[str, ...],
    rules: AlarmRules,
    now: int,
) -> tuple[Alarm, ...]:
    """The alarms in place `now`, in ms since 1970, less those `raised`; the most pressing first."""
    found = (each.at(now, rules) for each in _grounds(promises, running, rules))
    alarms = [each for each in found if each is not None and each.key not in raised]
    return tuple(sorted(alarms, key=lambda alarm: alarm.due))


def next_at(
    promises: Promises, running: Iterable[Timer], raised: tuple[str, ...], rules: AlarmRules
) -> int | None:
    """When the next alarm is in place, in ms since 1970; it may be over already."""
    moments = (each.next_at(raised) for each in _grounds(promises, running, rules))
    return min((moment for moment in moments if moment is not None), default=None)


def grounds(promises: Promises, running: Iterable[Timer], rules: AlarmRules) -> frozenset[str]:
    """What there are alarms for now, or will be: see `ground`."""
    return frozenset(each.name for each in _grounds(promises, running, rules))


def ground(key: str) -> str:
    """What the alarm of this key is for; it is the same when the time is nearly over and over."""
    return key.rpartition(":")[0]


def remembered(raised: tuple[str, ...], key: str) -> tuple[str, ...]:
    """With an alarm that was raised."""
    return (*(each for each in raised if each != key), key)[-_REMEMBERED:]


@dataclass(frozen=True, slots=True)
class _Ground:
    """What alarms are raised for: once `soon`, and once when it is late."""

    name: str
    kind: AlarmKind
    seq: int
    soon: int
    due: int
    words: str = ""

    def at(self, now: int, rules: AlarmRules) -> Alarm | None:
        if now < self.soon:
            return None
        late = now > self.due
        text = (rules.late if late else rules.soon).of(self.kind).replace("{words}", self.words)
        key = f"{self.name}:{'late' if late else 'soon'}"
        return Alarm(key, self.kind, self.seq, self.due, text, "alarm" if late else "attend")

    def next_at(self, raised: tuple[str, ...]) -> int | None:
        if f"{self.name}:late" in raised:
            return None
        return self.due + 1 if f"{self.name}:soon" in raised else self.soon


def _grounds(promises: Promises, running: Iterable[Timer], rules: AlarmRules) -> Iterator[_Ground]:
    for each in promises.open:
        if (due := each.due) is not None:
            before = min(rules.promise_minutes * _MINUTE, (due - each.at) // 2)
            name = f"promise:{each.seq}.{each.number}"
            yield _Ground(name, "promise", each.seq, due - before, due, each.pledge.words)
    for timer in running:
        start, seq = timer.since.at, timer.since.seq
        soon = start + round((timer.due - start) * rules.limit_share)
        yield _Ground(f"{timer.kind}:{seq}", timer.kind, seq, soon, timer.due)
