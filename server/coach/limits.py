"""How long a customer may wait: for an answer, for news, for the solution; the graver the less."""

from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final, Literal, get_args

from models import labels
from server.coach.cards import Card, Row
from server.coach.checked import Checked, MisplacedError
from server.coach.events import AgentTurn, CustomerTurn

TimerKind = Literal["first_response", "progress", "solution"]
TIMER_KINDS: Final[tuple[TimerKind, ...]] = get_args(TimerKind)

# Lines that ask for no answer.
_CLOSING: Final = frozenset({"affirm", "thank", "farewell"})
_CONTENT: Final = frozenset({"calm", "pleased"})


@dataclass(frozen=True, slots=True)
class Limits(Checked):
    """Limits in seconds; None where there is none."""

    first_response: int | None = None
    progress: int | None = None
    solution: int | None = None

    def __post_init__(self) -> None:
        given = [(kind, seconds) for kind in TIMER_KINDS if (seconds := self.of(kind)) is not None]
        for kind, seconds in given:
            if seconds < 1:
                raise ValueError(f"{kind} 写了 {seconds}，至少 1 秒 must be 1 second or more")
        for (kind, seconds), (later, longer) in pairwise(given):
            if longer < seconds:
                raise ValueError(
                    f"{later}（{longer} 秒）不能比 {kind}（{seconds} 秒）短 must not be shorter"
                )

    def of(self, kind: TimerKind) -> int | None:
        """The limit of a kind."""
        limit: int | None = getattr(self, kind)
        return limit


@dataclass(frozen=True, slots=True)
class TierLimits(Checked):
    """The limits of each tier."""

    inquiry: Limits = field(default_factory=Limits)
    general: Limits = field(default_factory=Limits)
    serious: Limits = field(default_factory=Limits)
    critical: Limits = field(default_factory=Limits)

    def of(self, tier: str) -> Limits:
        """The limits of a tier."""
        limits: Limits = getattr(self, tier)
        return limits


@dataclass(frozen=True, slots=True)
class LimitRules(TierLimits):
    """The limits of each tier, those of a channel where it has its own.

    A graver tier never has longer ones, whatever the channel.
    """

    chat: TierLimits = field(default_factory=TierLimits)
    call: TierLimits = field(default_factory=TierLimits)

    def __post_init__(self) -> None:
        for channel in (None, *labels.CHANNELS):
            for kind in TIMER_KINDS:
                self._require_shorter(kind, channel)

    def within(self, tier: str, channel: str) -> Limits:
        """The limits of a tier in a channel."""
        general, own = self.of(tier), self._of_channel(channel).of(tier)
        given = {kind: limit for kind in TIMER_KINDS if (limit := own.of(kind)) is not None}
        return replace(general, **given)

    def _of_channel(self, channel: str) -> TierLimits:
        limits: TierLimits = getattr(self, channel)
        return limits

    def _require_shorter(self, kind: TimerKind, channel: str | None) -> None:
        """The graver, the less, as far as they have a limit of this kind."""
        each = {
            tier: self.of(tier) if channel is None else self._within(tier, channel)
            for tier in labels.TIERS
        }
        known = [(tier, s) for tier, limits in each.items() if (s := limits.of(kind)) is not None]
        for (tier, seconds), (graver, longer) in pairwise(known):
            if longer > seconds:
                here = f"{channel} 里 " if channel else ""
                raise MisplacedError(
                    f"{here}{graver} 的 {kind}（{longer} 秒）不能比 "
                    f"{tier} 的（{seconds} 秒）长 must not be longer",
                    *((channel, graver) if channel else (graver,)),
                )

    def _within(self, tier: str, channel: str) -> Limits:
        try:
            return self.within(tier, channel)
        except ValueError as error:
            raise MisplacedError(f"{channel} 里的 {tier}：{error}", channel, tier) from None


@dataclass(frozen=True, slots=True)
class Mark:
    """An utterance and when it was said, in ms since 1970."""

    seq: int
    at: int


@dataclass(frozen=True, slots=True)
class Timer:
    """A limit that runs: since which utterance, and until when, in ms since 1970."""

    kind: TimerKind
    since: Mark
    due: int


@dataclass(frozen=True, slots=True)
class Waits:
    """Since when the customer has been waiting, and for what."""

    unanswered: Mark | None = None
    """The first line that nobody has answered."""
    latest: Mark | None = None
    """The last of those lines: in a call, only who has finished is waiting."""
    opened: Mark | None = None
    """Where the matter was first raised, while it is open."""
    told: Mark | None = None
    """Where the agent last told something on the matter."""
    asked: bool = False
    """Whether the agent has asked something since the customer spoke."""

    def heard(self, turn: CustomerTurn, raises: bool) -> "Waits":
        """After a customer line; `raises` tells whether it gives something to act on."""
        is_content = turn.intent in _CLOSING and turn.emotion in _CONTENT
        if is_content and self._is_settled_by(turn.intent):
            return Waits()
        here = Mark(turn.seq, turn.at) if turn.at else None
        return replace(
            self,
            unanswered=self.unanswered or (None if is_content else here),
            latest=self.latest if is_content else here,
            opened=self.opened or (here if raises else None),
            asked=False,
        )

    def answered(self, turn: AgentTurn) -> "Waits":
        """After an agent line."""
        done = turn.reading.done
        told = self.told
        if self.opened is not None and "resolve" in done:
            told = Mark(turn.seq, turn.at or self.opened.at)
        closes = "thank" in done and "premature_close" not in turn.reading.committed
        if closes and told is not None:
            return Waits()
        return Waits(opened=self.opened, told=told, asked=self.asked or "clarify" in done)

    def _is_settled_by(self, intent: str) -> bool:
        """好的 to a solution settles; to a question it answers."""
        return self.told is not None and (intent != "affirm" or not self.asked)


def timers(waits: Waits, tier: str, channel: str, rules: LimitRules) -> tuple[Timer, ...]:
    """The limits that run now; those of a graver tier hold as soon as it is one."""
    since = {
        "first_response": waits.latest if channel == "call" else waits.unanswered,
        "progress": waits.opened and (waits.told or waits.opened),
        "solution": waits.opened,
    }
    limits = rules.within(tier, channel)
    return tuple(
        Timer(kind, mark, mark.at + 1000 * limit)
        for kind in TIMER_KINDS
        if (mark := since[kind]) is not None and (limit := limits.of(kind)) is not None
    )


def card(waits: Waits, tier: str, channel: str, now: int, rules: LimitRules) -> Card | None:
    """What has to be done until when."""
    running = timers(waits, tier, channel, rules)
    if not running:
        return None
    rows = tuple(
        Row(
            timer.kind,
            f"{labels.TIERS[tier]}限{_length((timer.due - timer.since.at) // 1000)}",
            "late" if timer.due < now else "open",
            timer.due,
            timer.since.seq,
        )
        for timer in running
    )
    return Card("limits", rows, level="attend" if any(r.status == "late" for r in rows) else "info")


def _length(seconds: int) -> str:
    """As one says it: 90秒, 5分钟, 24小时, 3天."""
    for size, unit in ((86_400, "天"), (3600, "小时"), (60, "分钟")):
        if seconds % size == 0:
            return f"{seconds // size}{unit}"
    return f"{seconds}秒"
