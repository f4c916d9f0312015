"""What a loss as the customer sees it calls for, and what of it the agent may grant."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from typing import ClassVar, Final

from models import labels
from server.coach.cards import Card, Row
from server.coach.checked import Checked, require_from, require_known, require_positive
from server.coach.losses import Claim
from server.coach.money import yuan
from server.coach.phrases import Phrase, pick
from server.coach.plans import is_acting
from server.coach.state import State

_LOSSES_SHOWN: Final = 2


@dataclass(frozen=True, slots=True)
class Authority(Checked):
    """What the agent may grant in yuan; without `tiers` or `industries`, in any."""

    yuan: float
    tiers: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require_known("tiers", self.tiers, labels.TIERS)
        require_known("industries", self.industries, labels.INDUSTRIES)
        require_from("yuan", self.yuan, 0)


@dataclass(frozen=True, slots=True)
class Rounding(Checked):
    """Sums up to `below` yuan are rounded up to a multiple of `to`; without `below`, all."""

    to: float
    below: float | None = None

    def __post_init__(self) -> None:
        require_positive("to", self.to)


@dataclass(frozen=True, slots=True)
class MoneyPhrase(Phrase):
    """A sentence about the sum {asked} for, perhaps the {offer} that the agent may make."""

    may_fill: ClassVar[frozenset[str]] = frozenset({"asked", "offer"})


@dataclass(frozen=True, slots=True)
class CompensationRules(Checked):
    """How a loss becomes an offer, and the sentences for it.

    `above`: a supervisor has to approve. `within`: the agent may offer it. `unexplained`: the
    customer names a sum, but no loss.
    """

    factor: float = 1.0
    rounding: tuple[Rounding, ...] = ()
    authorities: tuple[Authority, ...] = ()
    above: tuple[MoneyPhrase, ...] = ()
    within: tuple[MoneyPhrase, ...] = ()
    unexplained: tuple[MoneyPhrase, ...] = ()

    def __post_init__(self) -> None:
        # Less does not make up for the loss.
        require_from("factor", self.factor, 1)


@dataclass(frozen=True, slots=True)
class _Terms:
    """Sums in yuan: the loss, the customer's own figure, what is right, what may be granted."""

    loss: float
    asked: float | None
    worth: float | None
    authority: float

    @property
    def offer(self) -> float | None:
        """What the agent may offer at once."""
        offer = min(self.worth or 0.0, self.authority)
        return offer or None

    @property
    def approval(self) -> float | None:
        """What a supervisor has to approve: what the loss calls for, else what is asked."""
        sums = (self.worth, self.asked)
        return next((each for each in sums if each is not None and each > self.authority), None)


def card(state: State, rules: CompensationRules) -> Card | None:
    """Loss, suggestion and limit; only where money is at issue and something is to be done.

    In a critical matter no sum is named: that is for the supervisor to do. What a supervisor has
    answered is not to be asked again, until the customer names another sum or loss.
    """
    claim = state.claim
    if not claim.is_at_issue or not is_acting(state) or state.severity.is_critical:
        return None
    if state.asks.is_decided_since(claim.told):
        return None
    terms = _terms(state, rules)
    say = _say(state, terms, rules)
    level: Final = "attend" if terms.approval is not None else "info"
    return Card("compensation", tuple(_rows(claim, terms, rules)), (say,) if say else (), level)


def asks_above(state: State, rules: CompensationRules) -> bool:
    """Whether the customer asks for more than the agent may grant."""
    asked = state.claim.asked
    return state.claim.is_at_issue and asked is not None and asked.yuan > _authority(state, rules)


def _terms(state: State, rules: CompensationRules) -> _Terms:
    """Never more than the customer asks for."""
    claim = state.claim
    asked = claim.asked.yuan if claim.asked else None
    worth = _rounded(claim.loss * rules.factor, rules) if claim.losses else None
    if worth is not None and asked is not None:
        worth = min(worth, asked)
    return _Terms(claim.loss, asked, worth, _authority(state, rules))


def _authority(state: State, rules: CompensationRules) -> float:
    """By the rule that names most of what fits; nothing where none does."""
    tier, industry = state.severity.tier, state.industry
    fitting = [
        each
        for each in rules.authorities
        if (not each.tiers or tier in each.tiers)
        and (not each.industries or industry in each.industries)
    ]
    best = max(fitting, key=lambda e: bool(e.tiers) + bool(e.industries), default=Authority(0))
    return best.yuan


def _rounded(amount: float, rules: CompensationRules) -> float:
    for each in rules.rounding:
        if each.below is None or amount < each.below:
            return ceil(round(amount / each.to, 6)) * each.to
    return amount


def _rows(claim: Claim, terms: _Terms, rules: CompensationRules) -> Iterator[Row]:
    largest = sorted(claim.losses, key=lambda loss: -loss.yuan)[:_LOSSES_SHOWN]
    yield from (
        Row(each.name, f"{yuan(each.yuan)}：{each.quote}", seq=each.seq) for each in largest
    )
    if claim.asked:
        yield Row("asked", f"{yuan(claim.asked.yuan)}：{claim.asked.quote}", seq=claim.asked.seq)
    if terms.worth is not None:
        yield Row("suggested", _suggestion(terms, rules))
    if terms.approval is not None:
        limit = f"您能定到{yuan(terms.authority)}" if terms.authority else "这类要求您不能自己定"
        yield Row("approval", f"{limit}；请主管批{yuan(terms.approval)}", "open")
    else:
        yield Row("authority", f"您能定到{yuan(terms.authority)}")


def _suggestion(terms: _Terms, rules: CompensationRules) -> str:
    assert terms.worth is not None
    if terms.worth == terms.asked:
        return f"{yuan(terms.worth)}，客户要的数"
    return f"{yuan(terms.worth)}，损失{yuan(terms.loss)}的{rules.factor:g}倍"


def _say(state: State, terms: _Terms, rules: CompensationRules) -> str | None:
    """A sentence for the line that spoke of money last, and only on it."""
    if state.claim.seq != state.seq:
        return None
    known = {"asked": terms.asked, "offer": terms.offer}
    words = {name: yuan(amount) for name, amount in known.items() if amount is not None}
    if terms.approval is not None:
        phrases = rules.above
    elif terms.worth is not None:
        phrases = rules.within
    else:
        phrases = rules.unexplained
    return pick(phrases, words, state.channel, state.conversation_id, state.claim.times - 1)
