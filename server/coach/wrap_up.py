"""The wrap-up: what happened, what was wanted, done and promised, how it ended, what follows."""

from dataclasses import dataclass
from typing import Final, Literal

from models import labels
from server.coach.checked import Checked, require_known, require_sayable
from server.coach.state import State

Outcome = Literal["resolved", "promised", "escalated", "open"]

_HOUR: Final = 3_600_000
_OPEN_CHARS: Final = 60


@dataclass(frozen=True, slots=True)
class Disposition(Checked):
    """A kind of case: its name, and the intents that speak for it."""

    name: str
    intents: tuple[str, ...]

    def __post_init__(self) -> None:
        require_known("intents", self.intents, labels.DEMAND_OF_INTENT)


@dataclass(frozen=True, slots=True)
class FollowUpRule(Checked):
    """When the customer is called again, in hours, and what for; {promise} is what was promised.

    `after_promise` counts from when the last promise is due; a tier's hours from the end of the
    talk. A tier that is not named is not followed up, unless something was promised.
    """

    after_promise: float = 2.0
    promise_text: str = "{promise}"
    tier_hours: dict[str, float] | None = None
    tier_text: str = ""

    def __post_init__(self) -> None:
        require_known("tier_hours", list(self.tier_hours or {}), labels.TIERS)
        require_sayable([self.promise_text], ("promise",))


@dataclass(frozen=True, slots=True)
class WrapUpRules(Checked):
    """Kinds of case, the first that fits counts; `other` is for none of them."""

    dispositions: tuple[Disposition, ...] = ()
    other: str = "咨询"
    follow_up: FollowUpRule = FollowUpRule()


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A call to make; `due` in ms since 1970, None where the talk has no times."""

    text: str
    due: int | None


@dataclass(frozen=True, slots=True)
class WrapUp:
    """What is noted of a conversation when it is over."""

    facts: tuple[str, ...]
    demand: str
    actions: tuple[str, ...]
    promises: tuple[str, ...]
    outcome: Outcome
    disposition: str
    follow_up: FollowUp | None = None


def wrap_up(state: State, rules: WrapUpRules) -> WrapUp:
    """The draft that the agent looks over."""
    wanted = tuple(state.minutes.latest())
    return WrapUp(
        facts=state.minutes.facts,
        demand="、".join(labels.INTENTS[intent] for intent in wanted),
        actions=state.minutes.actions,
        promises=tuple(each.pledge.words[:_OPEN_CHARS] for each in state.promises.items),
        outcome=_outcome(state),
        disposition=_disposition(wanted, rules),
        follow_up=_follow_up(state, rules.follow_up),
    )


def _outcome(state: State) -> Outcome:
    if state.minutes.handed_on or state.asks.open:
        return "escalated"
    if state.promises.open:
        return "promised"
    return "resolved" if state.minutes.accepted else "open"


def _disposition(wanted: tuple[str, ...], rules: WrapUpRules) -> str:
    fitting = (each for each in rules.dispositions if not set(wanted).isdisjoint(each.intents))
    found = next(fitting, None)
    return found.name if found is not None else rules.other


def _follow_up(state: State, rule: FollowUpRule) -> FollowUp | None:
    """What was promised is asked after; else grave matters are."""
    if owed := state.promises.open:
        last = max(owed, key=lambda each: each.due or 0)
        text = rule.promise_text.replace("{promise}", last.pledge.words[:_OPEN_CHARS])
        return FollowUp(text, _later(last.due, rule.after_promise))
    hours = (rule.tier_hours or {}).get(state.severity.tier)
    return None if hours is None else FollowUp(rule.tier_text, _later(state.at or None, hours))


def _later(at: int | None, hours: float) -> int | None:
    return None if at is None else at + int(hours * _HOUR)
