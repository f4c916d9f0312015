"""议: what else can be offered where an offer was rejected or more is asked than one may grant."""

from dataclasses import dataclass
from typing import ClassVar, Final

from models import labels
from server.coach import compensation
from server.coach.cards import Card, Row
from server.coach.checked import Checked
from server.coach.compensation import CompensationRules
from server.coach.phrases import Phrase, pick
from server.coach.plans import PlanRules, is_acting, open_plans
from server.coach.state import State

_PLACES: Final = ("first", "second", "third")
_A_CHOICE: Final = 2


@dataclass(frozen=True, slots=True)
class Choice(Phrase):
    """A sentence that offers a choice of {first} and {second}, perhaps of {third}."""

    may_fill: ClassVar[frozenset[str]] = frozenset(_PLACES)
    must_fill: ClassVar[frozenset[str]] = frozenset(_PLACES[:_A_CHOICE])


@dataclass(frozen=True, slots=True)
class AlternativeRules(Checked):
    """How a choice is put into words."""

    choices: tuple[Choice, ...] = ()


def card(
    state: State, rules: AlternativeRules, plans: PlanRules, money: CompensationRules
) -> Card | None:
    """Two or three plans to choose from that were not spoken of, and a sentence with them."""
    severity = state.severity
    if severity.is_critical or severity.is_about_people or not _is_wanted(state, money):
        return None
    options = _options(state, plans)
    if len(options) < _A_CHOICE:
        return None
    # Each line that brings this card adds to one of the two.
    turn = state.offers.rejections + state.claim.times - 1
    say = pick(
        rules.choices,
        dict(zip(_PLACES, options, strict=False)),
        state.channel,
        state.conversation_id,
        turn,
    )
    rows = (Row(place, option) for place, option in zip(_PLACES, options, strict=False))
    return Card("alternatives", tuple(rows), (say,) if say else ())


def _is_wanted(state: State, money: CompensationRules) -> bool:
    if state.offers.rejected == state.seq:
        return True
    asked = state.claim.asked
    is_new = asked is not None and asked.seq == state.seq
    return is_new and is_acting(state) and compensation.asks_above(state, money)


def _options(state: State, rules: PlanRules) -> tuple[str, ...]:
    """As many as there are places, all from the best family if it has enough of them."""
    wanted = state.offers.wanted
    if state.claim.is_at_issue:
        # A threat with a sum is about the sum.
        wanted = ("request_compensation", *wanted)
    demands = dict.fromkeys(labels.DEMAND_OF_INTENT[intent] for intent in wanted)
    options: tuple[str, ...] = ()
    # Stated most of all.
    foremost = next((demand.key for demand in state.demands), None)
    for family, plans in open_plans(state, demands, wanted, rules):
        # Who wants the thing put right is not given a choice of apologies.
        if family == "emotional" and foremost != family:
            continue
        if len(options) < _A_CHOICE:
            options = tuple(dict.fromkeys((*options, *plans)))[: len(_PLACES)]
    return options
