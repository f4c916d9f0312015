"""What the agent is reminded of: promises and limits whose time is nearly over, or over."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from server.coach.cards import Level
from server.coach.checked import Checked
from server.coach.limits import Timer, TimerKind
from server.coach.promises import Promise, Promises

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
        if self.promise_minutes < 0:
            raise ValueError("promise_minutes must be 0 or more")
        if not 0 < self.limit_share <= 1:
            raise ValueError("limit_share must be more than 0 and at most 1, such as 0.8")


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
    found = (
        *(_of_promise(each, due, rules, now) for each in promises.open if (due := each.due)),
        *(_of_timer(each, rules, now) for each in running),
    )
    alarms = [each for each in found if each is not None and each.key not in raised]
    return tuple(sorted(alarms, key=lambda alarm: alarm.due))


def remembered(raised: tuple[str, ...], key: str) -> tuple[str, ...]:
    """With an alarm that was raised."""
    return (*(each for each in raised if each != key), key)[-_REMEMBERED:]


def _of_promise(promise: Promise, due: int, rules: AlarmRules, now: int) -> Alarm | None:
    before = min(rules.promise_minutes * _MINUTE, (due - promise.at) // 2)
    of = f"promise:{promise.seq}.{promise.number}"
    alarm = _alarm(of, "promise", promise.seq, due - before, due, rules, now)
    return alarm and replace(alarm, text=alarm.text.replace("{words}", promise.pledge.words))


def _of_timer(timer: Timer, rules: AlarmRules, now: int) -> Alarm | None:
    start = timer.since.at
    soon = start + round((timer.due - start) * rules.limit_share)
    of = f"{timer.kind}:{timer.since.seq}"
    return _alarm(of, timer.kind, timer.since.seq, soon, timer.due, rules, now)


def _alarm(
    of: str, kind: AlarmKind, seq: int, soon: int, due: int, rules: AlarmRules, now: int
) -> Alarm | None:
    if now < soon:
        return None
    if now <= due:
        return Alarm(f"{of}:soon", kind, seq, due, rules.soon.of(kind), "attend")
    return Alarm(f"{of}:late", kind, seq, due, rules.late.of(kind), "alarm")
