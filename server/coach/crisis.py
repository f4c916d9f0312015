"""When the matter is 恶性: the supervisor is told, and only approved sentences are offered."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from models import labels
from models.readings import STEP_KEYS
from server.coach.advice import Wording
from server.coach.cards import Alert
from server.coach.checked import (
    OPEN_SLOT,
    SLOTS,
    Checked,
    MisplacedError,
    require_from,
    require_known,
    require_sayable,
)
from server.coach.state import State
from server.coach.tier import KINDS, Ground
from server.coach.wording import turn_order

_NAMES: Final = "{names}"
_QUOTE: Final = "{quote}"
_COMMA: Final = "，"
_AND: Final = "、"
# A supervisor reads it while doing something else.
_MOST_PIECES: Final = 4


@dataclass(frozen=True, slots=True)
class Statement(Checked):
    """An approved sentence, said as it stands; empty conditions mean any.

    `kinds` is what the matter is about first of all, `intents` what the customer's last line
    wants. Of the grounds (see `TierRule.id`) one of `since` must stand, and none of `until`: who
    is in hospital already is not asked whether an ambulance was called. ‹…› marks what the agent
    fills in.
    """

    id: str
    steps: tuple[str, ...]
    text: str
    kinds: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    intents: tuple[str, ...] = ()
    since: tuple[str, ...] = ()
    until: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require_known("steps", self.steps, labels.STEPS)
        require_known("kinds", self.kinds, KINDS)
        require_known("intents", self.intents, labels.INTENTS)
        require_known("channels", self.channels, labels.CHANNELS)
        if not self.text.strip():
            raise ValueError(f"{self.id!r} 的 text 是空的，写上要说的话 says nothing")
        if "{" in self.text or "}" in self.text:
            raise ValueError(
                f"{self.id!r} 不能有 {{…}}，要填的空写成 ‹…› is said as it stands, without {{…}}"
            )
        if not SLOTS.fullmatch(self.text):
            raise ValueError(f"{self.id!r}：{OPEN_SLOT}")

    @property
    def is_for_any(self) -> bool:
        """Whether it can be said in every critical matter, to every line."""
        conditions = (self.kinds, self.channels, self.intents, self.since, self.until)
        return not any(conditions)


@dataclass(frozen=True, slots=True)
class Remark(Checked):
    """Approved sentences that go with a kind of cue, in place of the cue's own."""

    cue: str
    say: tuple[str, ...]

    def __post_init__(self) -> None:
        require_sayable(self.say)


@dataclass(frozen=True, slots=True)
class Statements(Checked):
    """All that may be said in a critical conversation, `at_once` at a time.

    `alert` is what the supervisor reads: {names} of the grounds, {quote} of the customer.
    A cue without a remark in `cues` is shown without a sentence.
    """

    approved: tuple[Statement, ...] = ()
    cues: tuple[Remark, ...] = ()
    alert: str = f"{_NAMES}：{_QUOTE}"
    at_once: int = 3

    def __post_init__(self) -> None:
        require_from("at_once", self.at_once, 1)
        if _NAMES not in self.alert:
            raise MisplacedError(
                f"alert 里要有 {_NAMES}：是什么事 must have what it is about", "alert"
            )
        seen: set[str] = set()
        for place, each in enumerate(self.approved):
            if each.id in seen:
                raise MisplacedError(
                    f"id {each.id!r} 用了两次，换一个 is used twice", "approved", place
                )
            seen.add(each.id)
        always = {step for s in self.approved if s.is_for_any for step in s.steps}
        if self.approved and (missing := [step for step in STEP_KEYS if step not in always]):
            raise MisplacedError(
                f"缺一句 no sentence for {', '.join(missing)}；每一步都要有一句不写 "
                "kinds, channels, intents, since, until 的 each step needs one without these",
                "approved",
            )


def alerts(state: State, statements: Statements) -> Iterator[Alert]:
    """What the supervisor was not told yet, in one alert, named after what comes first in it.

    What came up in a line of which the supervisor was told is not told again under another name.
    """
    if not state.severity.is_critical:
        return
    told = [g for g in state.severity.gravest if _key(g) in state.alerted]
    known = max((g.seq for g in told), default=0)
    new = [g for g in state.severity.gravest if g.seq > known and _key(g) not in state.alerted]
    if new:
        new.sort(key=lambda g: KINDS.index(g.rule.kind))
        yield Alert(_key(new[0]), max(g.seq for g in new), _reason(new, statements.alert))


def _key(ground: Ground) -> str:
    return f"critical_{ground.rule.kind}"


def approved(statements: Statements, state: State, step: str) -> tuple[Wording, ...]:
    """Approved sentences for `step`, those for this line and this kind of matter first.

    Before them comes what has to be done as long as nothing shows that it was.

    One that was offered comes again only when there is no other: in such a matter saying
    the same thing twice is better than saying something that nobody approved. Then they take
    turns, so that not every line is met with the same ones.
    """
    stands = {ground.rule.id for ground in state.severity.grounds if ground.stands}
    fitting = [
        each for each in statements.approved if _fits(each, step, state) and _timely(each, stands)
    ]
    fresh = [each for each in fitting if each.text not in state.offered]
    if fresh:
        fresh.sort(key=lambda s: (not s.until, not s.intents, not s.kinds, turn_order(s.id, state)))
    else:
        again = sorted(fitting, key=lambda s: turn_order(s.id, state))
        first = state.seq * statements.at_once % max(len(again), 1)
        fresh = [*again[first:], *again[:first]]
    return tuple(
        Wording((("plain", each.text),), each.text) for each in fresh[: statements.at_once]
    )


def remarks(statements: Statements, cue: str) -> tuple[str, ...]:
    """What was approved to be said with a kind of cue; nothing where there is no remark."""
    return next((each.say for each in statements.cues if each.cue == cue), ())


def _fits(statement: Statement, step: str, state: State) -> bool:
    return (
        step in statement.steps
        and (not statement.kinds or state.severity.kind in statement.kinds)
        and (not statement.channels or state.channel in statement.channels)
        and (not statement.intents or state.intent in statement.intents)
    )


def _timely(statement: Statement, stands: set[str]) -> bool:
    return (not statement.since or not stands.isdisjoint(statement.since)) and (
        stands.isdisjoint(statement.until)
    )


def _reason(grounds: list[Ground], alert: str) -> str:
    """The names hold pieces that are the same, as 还要追究: each is read once."""
    pieces = (piece for ground in grounds for piece in ground.rule.name.split(_COMMA))
    names = _AND.join(list(dict.fromkeys(pieces))[:_MOST_PIECES])
    last = max(grounds, key=lambda ground: ground.seq)
    return alert.replace(_NAMES, names).replace(_QUOTE, last.quote)
