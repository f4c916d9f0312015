"""What each clause of a suggestion says: what is done, by whom, until when, for how much."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from models.slots.finder import find
from models.slots.products import Products
from models.slots.slot import Slot, blanked
from server.coach.clauses import has, spans
from server.coach.guard_rules import GuardRules
from server.coach.pledge_rules import PledgeRules
from server.coach.pledges import actions_named

_BLANK: Final = re.compile(r"‹[^‹›]+›")
_YOU: Final = ("您", "你")

Value = tuple[str, str]
"""Kind and value of a slot, such as `amount` and `300.00`."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause; who acts in it is the house where it names itself, or nobody is named."""

    text: str
    """Without slots and blanks."""
    by: Literal["house", "nobody", "customer"]
    actions: frozenset[str]
    values: frozenset[Value]
    claims: bool
    """Whether it says that something was done."""

    @property
    def acts(self) -> bool:
        """Whether it may bind somebody."""
        return self.by == "house" or bool(self.actions)

    def allows(self, other: "Clause") -> bool:
        """Whether it is said by whom `other` is said, or by the house in its place."""
        return other.by == "customer" or self.by != "customer"


@dataclass(frozen=True)
class Spoken:
    """A suggestion in its clauses. What the blanks ‹…› will say is the agent's own."""

    text: str
    products: Products
    pledging: PledgeRules
    rules: GuardRules

    @cached_property
    def blanks(self) -> tuple[str, ...]:
        """The blanks, in order."""
        return tuple(_BLANK.findall(self.text))

    @cached_property
    def bare(self) -> str:
        """The text, as long as before, with nothing in the place of the blanks."""
        return _BLANK.sub(lambda found: "\0" * len(found[0]), self.text)

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """What it names exactly."""
        return find(self.bare, self.products)

    @cached_property
    def values(self) -> frozenset[Value]:
        """Of all slots."""
        return frozenset(map(self._value, self.slots))

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """Its clauses, in order."""
        named = blanked(self.bare, self.slots)
        return tuple(self._clause(named[start:end], start, end) for start, end in spans(self.bare))

    def times(self, words: tuple[str, ...], outside: tuple[str, ...] = ()) -> int:
        """In how many clauses one of these words is said, and not only inside of another."""
        texts = [clause.text for clause in self.clauses]
        for word in outside:
            texts = [text.replace(word, "\0") for text in texts]
        return sum(has(text, words) for text in texts)

    @cached_property
    def asks(self) -> bool:
        """Whether it asks something."""
        ends = tuple(self.rules.asking)
        marked = "？" in self.text or "?" in self.text
        return marked or any(clause.text.endswith(ends) for clause in self.clauses)

    def _clause(self, text: str, start: int, end: int) -> Clause:
        rules = self.rules
        house = has(text, (*self.pledging.own, *self.pledging.to_customer))
        customer = has(text, _YOU)
        by: Literal["house", "nobody", "customer"] = (
            "house" if house else "customer" if customer else "nobody"
        )
        values = frozenset(self._value(s) for s in self.slots if start <= s.start < end)
        claims = has(text, rules.claims) or (by == "house" and text.endswith("了"))
        spared = has(text, rules.no_claims)
        actions = actions_named(text, self.pledging)
        return Clause(text, by, actions, values, claims and not spared)

    def _value(self, slot: Slot) -> Value:
        return slot.kind, slot.value or self.text[slot.start : slot.end]
