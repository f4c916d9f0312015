"""What to have in hand before money, a refund or an exchange is agreed: asked for or looked up."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from models import labels
from models.slots.slot import Kind
from server.coach.advice import Decision
from server.coach.cards import Card, Row
from server.coach.checked import Checked, require_from, require_known, require_once, require_sayable
from server.coach.clauses import any_of, said
from server.coach.events import AgentTurn, CustomerTurn
from server.coach.ledger import quote
from server.coach.lists import Lists

_SETTLED: Final = "thank"


@dataclass(frozen=True, slots=True)
class ProofRule(Checked):
    """Something to have in hand; `how` tells the agent where from, `say` asks for it.

    It is needed where all that it names holds: one of `intents` was asked for, one of `words`
    and none of `unless` said in a clause of the customer, the industry, the channel. It is there
    once a customer line has one of `given` (none of `not_given` in the same clause) or names a
    slot of `slots`, or an agent line has one of `found`.
    """

    id: str
    name: str
    how: str
    say: tuple[str, ...]
    intents: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    not_given: tuple[str, ...] = ()
    slots: tuple[Kind, ...] = ()
    found: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require_known("intents", self.intents, labels.INTENTS)
        require_known("industries", self.industries, labels.INDUSTRIES)
        require_known("channels", self.channels, labels.CHANNELS)
        require_sayable((self.name, self.how, *self.say))
        if not (self.given or self.slots or self.found):
            raise ValueError(
                f"{self.id!r} 没写怎么算有了，加 given、slots 或 found is never recognised as there"
            )


@dataclass(frozen=True)
class EvidenceRules(Checked):
    """When the list stands: money was asked for (`intents`, or `words` without `unless` in the
    same clause of a demand), and one of `steps` is the next step or a second acceptable one.

    The first item that is not there is asked for after a line with one of `ask_after`, where the
    next step is one of `ask_in`.
    """

    intents: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    ask_after: tuple[str, ...] = ()
    ask_in: tuple[str, ...] = ()
    items: tuple[ProofRule, ...] = ()
    rows: int = 5
    say_at_once: int = 1

    def __post_init__(self) -> None:
        require_known("intents", self.intents, labels.INTENTS)
        require_known("steps", self.steps, labels.STEPS)
        require_known("ask_after", self.ask_after, labels.INTENTS)
        require_known("ask_in", self.ask_in, labels.STEPS)
        require_once("id", (item.id for item in self.items))
        require_once("say", (say for item in self.items for say in item.say))
        require_from("rows", self.rows, 1)
        require_from("say_at_once", self.say_at_once, 1)

    @cached_property
    def any_word(self) -> re.Pattern[str]:
        """Finds a line that has a word of any item; few have."""
        return any_of(w for item in self.items for w in (*item.words, *item.given, *item.found))


@dataclass(frozen=True, slots=True)
class Proof:
    """A line that gave an item."""

    item: str
    seq: int
    quote: str


@dataclass(frozen=True, slots=True)
class Checklist:
    """What was asked for, which items the talk calls for, and which are there.

    `near` once the talk comes to giving, until the customer closes.
    """

    asked: frozenset[str] = frozenset()
    met: frozenset[str] = frozenset()
    proofs: tuple[Proof, ...] = ()
    near: bool = False

    def after(
        self, turn: CustomerTurn | AgentTurn, decision: Decision | None, rules: EvidenceRules
    ) -> "Checklist":
        """With a line; `decision` is the one that it led to."""
        proofs = {each.item: each for each in self.proofs}
        has_words = rules.any_word.search(turn.text) is not None
        for item in rules.items:
            if item.id not in proofs and (_shows(item, turn) or (has_words and _tells(item, turn))):
                proofs[item.id] = Proof(item.id, turn.seq, quote(turn.text))
        there = tuple(proofs.values())
        if isinstance(turn, AgentTurn) or decision is None:
            return replace(self, proofs=there)
        asked = self.asked | _asked(turn, rules)
        met = (
            item.id
            for item in rules.items
            if has_words and item.words and said(turn.text, item.words, item.unless)
        )
        comes = bool(asked) and not {decision.step, decision.also}.isdisjoint(rules.steps)
        near = decision.step != _SETTLED and (self.near or comes)
        return Checklist(asked, self.met.union(met), there, near)

    def needed(self, rules: EvidenceRules, industry: str, channel: str) -> Iterator[ProofRule]:
        """The items that this conversation calls for."""
        if not self.near:
            return
        for item in rules.items:
            if (
                (not item.intents or not self.asked.isdisjoint(item.intents))
                and (not item.words or item.id in self.met)
                and (not item.industries or industry in item.industries)
                and (not item.channels or channel in item.channels)
            ):
                yield item

    def missing(self, needed: Iterator[ProofRule]) -> ProofRule | None:
        """The first that is not there yet."""
        there = {each.item for each in self.proofs}
        return next((item for item in needed if item.id not in there), None)


def offer(
    missing: ProofRule | None, intent: str | None, decision: Decision | None, rules: EvidenceRules
) -> str | None:
    """The list of sentences that asks for what is missing, where it is in place to ask."""
    asks = intent in rules.ask_after and decision is not None and decision.step in rules.ask_in
    return _list(missing) if missing is not None and asks else None


def card(
    checklist: Checklist,
    rules: EvidenceRules,
    place: tuple[str, str],
    lists: Lists,
    conversation_id: str,
) -> Card | None:
    """Which items are there and which are not; `place` is industry and channel."""
    needed = list(checklist.needed(rules, *place))
    if not needed:
        return None
    there = {each.item: each for each in checklist.proofs}
    # Where there are more than have room, those that are there already go first.
    open_first = sorted(needed, key=lambda item: item.id in there)[: rules.rows]
    rows = tuple(_row(item, there.get(item.id)) for item in needed if item in open_first)
    first = checklist.missing(iter(needed))
    if first is None:
        return Card("evidence", rows) if len(rows) > 1 else None
    say = lists.of(_list(first), first.say, conversation_id, rules.say_at_once)
    return Card("evidence", rows, say)


def _list(item: ProofRule) -> str:
    return f"evidence.{item.id}"


def _row(item: ProofRule, proof: Proof | None) -> Row:
    if proof is None:
        return Row(item.name, item.how, "open")
    return Row(item.name, proof.quote, "done", seq=proof.seq)


def _shows(item: ProofRule, turn: CustomerTurn | AgentTurn) -> bool:
    """Whether a customer line names a slot that gives it."""
    if not (item.slots and turn.slots) or isinstance(turn, AgentTurn):
        return False
    return any(slot.kind in item.slots for slot in turn.slots)


def _tells(item: ProofRule, turn: CustomerTurn | AgentTurn) -> bool:
    """Whether the words of a line give it."""
    if isinstance(turn, AgentTurn):
        return said(turn.text, item.found)
    return said(turn.text, item.given, item.not_given)


def _asked(turn: CustomerTurn, rules: EvidenceRules) -> frozenset[str]:
    """What of `rules.intents` a line asks for; by words alone it is compensation."""
    if turn.intent in rules.intents:
        return frozenset({turn.intent})
    # Who merely asks what would be paid, has asked for nothing.
    demands = turn.intent in labels.DEMAND_OF_INTENT and said(turn.text, rules.words, rules.unless)
    return frozenset({"request_compensation"} if demands else ())
