"""The demand matrix: which plans answer what the customer demands, industry by industry."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from models import labels
from server.coach.advice import Decision
from server.coach.cards import Card, Row
from server.coach.checked import Checked, require_from, require_known
from server.coach.clauses import clauses, has
from server.coach.events import AgentTurn, CustomerTurn

if TYPE_CHECKING:
    from server.coach.state import State

_ACTING: Final = ("resolve", "negotiate")
_CLOSING: Final = frozenset({"thank", "farewell"})
_UPSET: Final = frozenset(key for key, valence in labels.VALENCE.items() if valence <= -0.4)


@dataclass(frozen=True, slots=True)
class Plan(Checked):
    """Something that can be offered: `say` is a verb phrase that fits the slot ‹方案›.

    It is named by who says one of `words`, or `say` where there are none. With `intents` it
    is offered only where one of them was stated, with `about` only where the customer has said
    one of those words.
    """

    say: str
    words: tuple[str, ...] = ()
    intents: tuple[str, ...] = ()
    about: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require_known("intents", self.intents, labels.DEMAND_OF_INTENT)
        if not self.say.strip() or not all(word.strip() for word in (*self.words, *self.about)):
            raise ValueError("say 或词有空的，写上或删掉 a plan or one of its words is empty")

    def is_named(self, text: str) -> bool:
        """Whether `text` speaks of it."""
        return has(text, self.words or (self.say,))


@dataclass(frozen=True, slots=True)
class Menu(Checked):
    """Plans of a family; without `industries`, those that do anywhere."""

    family: str
    plans: tuple[Plan, ...]
    industries: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require_known("family", [self.family], labels.DEMANDS)
        require_known("industries", self.industries, labels.INDUSTRIES)

    def is_for(self, industry: str) -> bool:
        """Whether its plans do in an industry."""
        return not self.industries or industry in self.industries


@dataclass(frozen=True, slots=True)
class Answer(Checked):
    """A field of the matrix: the families of plans that answer a demand, best first."""

    demand: str
    families: tuple[str, ...]
    industries: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require_known("demand", [self.demand], labels.DEMANDS)
        require_known("families", self.families, labels.DEMANDS)
        require_known("industries", self.industries, labels.INDUSTRIES)


@dataclass(frozen=True)
class PlanRules(Checked):
    """The matrix, the menus, and how many plans of a family are shown at most.

    `refusing` are the words with which a customer turns a plan down in the same clause;
    `silent_after` the intents of a line that wants no plan, where it is said without upset
    and without one of `asking`.
    """

    matrix: tuple[Answer, ...] = ()
    menus: tuple[Menu, ...] = ()
    refusing: tuple[str, ...] = ()
    at_most: int = 3
    silent_after: tuple[str, ...] = ()
    asking: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require_known("silent_after", self.silent_after, labels.INTENTS)
        require_from("at_most", self.at_most, 1)

    def known(self, industry: str) -> tuple[Plan, ...]:
        """All plans that do in an industry."""
        return self._by_industry.get(industry) or self._by_industry[""]

    @cached_property
    def _by_industry(self) -> dict[str, tuple[Plan, ...]]:
        return {
            industry: tuple(
                plan for menu in self.menus if menu.is_for(industry) for plan in menu.plans
            )
            for industry in ("", *labels.INDUSTRIES)
        }


@dataclass(frozen=True, slots=True)
class Offers:
    """What the customer wants, and which plans were spoken of."""

    wanted: tuple[str, ...] = ()
    """Intents that state a demand and are not settled, the latest first."""
    topics: frozenset[str] = frozenset()
    """Plans that fit what the customer has spoken about, bounded by the menus like the next."""
    named: frozenset[str] = frozenset()
    """Plans that the agent has named or the customer has refused."""
    rejections: int = 0
    rejected: int | None = None
    """The customer's last line that rejected an offer."""

    def after(
        self,
        turn: CustomerTurn | AgentTurn,
        industry: str,
        decision: Decision | None,
        rules: PlanRules,
    ) -> "Offers":
        """With what a line says; `decision` is the one on it."""
        known = rules.known(industry)
        if isinstance(turn, AgentTurn):
            return self._naming([turn.text], known)
        topics = {plan.say for plan in known if has(turn.text, plan.about)}
        refused = [c for c in clauses(turn.text) if has(c, rules.refusing)]
        offers = replace(self._wanting(turn), topics=self.topics | topics)._naming(refused, known)
        if decision is not None and decision.on_rejection:
            return replace(offers, rejections=offers.rejections + 1, rejected=turn.seq)
        return offers

    def _wanting(self, turn: CustomerTurn) -> "Offers":
        intent = turn.intent
        if intent in _CLOSING:
            return replace(self, wanted=())
        if intent not in labels.DEMAND_OF_INTENT:
            return self
        before = (each for each in self.wanted if each != intent)
        return replace(self, wanted=(intent, *before))

    def _naming(self, texts: list[str], known: tuple[Plan, ...]) -> "Offers":
        if not texts:
            return self
        said = {plan.say for plan in known if any(plan.is_named(text) for text in texts)}
        return replace(self, named=self.named | said)


def card(state: "State", rules: PlanRules) -> Card | None:
    """What can be offered, by family; only where something is to be done about a demand.

    In a critical matter nothing is offered: that is for the supervisor to say. Nor is anything
    out of a menu where somebody is hurt or ill.
    """
    severity = state.severity
    if severity.is_critical or severity.is_about_people:
        return None
    if not is_acting(state) or _is_beside(state, rules):
        return None
    wanted = state.offers.wanted
    keys = {labels.DEMAND_OF_INTENT[intent] for intent in wanted}
    demands = {each.key: each.seq for each in state.demands if each.key in keys}
    rows = [
        Row(family, "；".join(plans[: rules.at_most]))
        for family, plans in open_plans(state, demands, wanted, rules)
        if plans
    ]
    if not rows:
        return None
    names = "、".join(labels.DEMANDS[key] for key in demands)
    stated = Row("demand", names, seq=next(iter(demands.values())))
    return Card("plans", (stated, *rows))


def _is_beside(state: "State", rules: PlanRules) -> bool:
    """Whether the customer's last line was calm, and about something else than a demand."""
    text = state.said.text if state.said else ""
    is_asked_for = has(text, rules.asking)
    return state.intent in rules.silent_after and state.emotion not in _UPSET and not is_asked_for


def is_acting(state: "State") -> bool:
    """Whether 办 or 议 is due: by the advice on the customer's line, then by the ledger."""
    if state.decision is not None:
        return state.decision.step in _ACTING or state.decision.also in _ACTING
    return any(state.ledger[step].status == "due" for step in _ACTING)


def open_plans(
    state: "State", demands: Iterable[str], wanted: tuple[str, ...], rules: PlanRules
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Families of plans that answer `demands` with what was not yet spoken of, best first.

    `wanted` are the intents that were stated, the latest first.
    """
    families = (family for each in demands for family in _families(each, state.industry, rules))
    for family in dict.fromkeys(families):
        yield family, tuple(_fitting(state, family, wanted, rules))


def _families(demand: str, industry: str, rules: PlanRules) -> tuple[str, ...]:
    """By the field for the industry, else by the one for all."""
    fields = [each for each in rules.matrix if each.demand == demand]
    own = next((each for each in fields if industry in each.industries), None)
    return (own or next((e for e in fields if not e.industries), Answer(demand, ()))).families


def _fitting(
    state: "State", family: str, wanted: tuple[str, ...], rules: PlanRules
) -> Iterator[str]:
    """The industry's own plans before those for all; the latest wish before earlier ones.

    A plan for all that is named like one of the industry's own is the same thing again.
    """
    offers = state.offers
    said = set[str]()
    for is_own in (True, False):
        plans = [
            plan
            for menu in rules.menus
            if menu.family == family
            and (state.industry in menu.industries if is_own else not menu.industries)
            for plan in menu.plans
            if plan.say not in offers.named
            and (not plan.intents or not set(wanted).isdisjoint(plan.intents))
            and (not plan.about or plan.say in offers.topics)
            and (is_own or said.isdisjoint(plan.words))
        ]
        said.update(word for plan in plans for word in plan.words)
        yield from (plan.say for plan in sorted(plans, key=lambda plan: _wish(plan, wanted)))


def _wish(plan: Plan, wanted: tuple[str, ...]) -> int:
    """Which of the wishes it fits, the latest being 0."""
    places = (place for place, intent in enumerate(wanted) if intent in plan.intents)
    return next(places, len(wanted))
