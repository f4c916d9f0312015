"""The wording library and how a sentence is composed from it: Fact, Emotion, Explain, Link."""

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import Final

from server.coach.advice import Part, Wording
from server.coach.question_form import asked
from server.coach.state import SURE_EMOTION, Evidence, State

PART_ORDER: Final[tuple[Part, ...]] = ("fact", "emotion", "explain", "link", "plain")
FACT_SLOT: Final = "{fact}"
# At most so many of the wordings begin with the fact, so that there is a choice.
_RESTATING: Final = 2
# Steps in which it helps to come back to a fact stated some lines ago.
_RECALLING: Final = frozenset({"empathize", "negotiate"})
# Who objects to an answer or to how he is treated wants that to be heard, not what was before.
_SOMETHING_ELSE: Final = frozenset({"deny", "complain_service"})


@dataclass(frozen=True)
class Pattern:
    """A sentence of the library with the situations that it is meant for.

    An empty set means any; `needs_fact` patterns restate the customer's fact.
    """

    id: str
    step: str
    emotions: frozenset[str]
    intents: frozenset[str]
    demands: frozenset[str]
    channels: frozenset[str]
    tiers: frozenset[str]
    industries: frozenset[str]
    asks: frozenset[str]
    """Forms of question that the sentence answers."""
    parts: tuple[tuple[Part, str], ...]
    needs_fact: bool
    template: str
    """All parts, before the fact is filled in."""

    @cached_property
    def specificity(self) -> int:
        """Intent and tier tell most about what to say, then feeling, question, trade, the rest."""
        return (
            4 * bool(self.intents)
            + 4 * bool(self.tiers)
            + 3 * bool(self.emotions)
            + 3 * bool(self.asks)
            + 3 * bool(self.industries)
            + 2 * self.needs_fact
            + bool(self.demands)
            + bool(self.channels)
        )


@dataclass(frozen=True, slots=True)
class Library:
    """All patterns, grouped by step, with the limits on what is composed."""

    patterns: dict[str, tuple[Pattern, ...]]
    fact_chars: int = 40
    """A longer fact is not restated whole; patterns without it are used."""
    fact_age: int = 6
    """A fact stated more utterances ago is no longer what the talk is about."""
    wordings: int = 3
    _meant: dict[tuple[str, str | None, str | None], tuple[Pattern, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """What `meant_for` has found: as many as there are steps, feelings and intents together."""

    def meant_for(self, step: str, emotion: str | None, intent: str | None) -> tuple[Pattern, ...]:
        """The patterns for `step` in a feeling with an intent, the most specific first."""
        asked = step, emotion, intent
        found = self._meant.get(asked)
        if found is None:
            fitting = (
                pattern
                for pattern in self.patterns.get(step, ())
                if (not pattern.emotions or emotion in pattern.emotions)
                and (not pattern.intents or intent in pattern.intents)
            )
            found = tuple(sorted(fitting, key=lambda pattern: -pattern.specificity))
            self._meant[asked] = found
        return found


def compose(library: Library, state: State, step: str) -> tuple[Wording, ...]:
    """One to three wordings for `step` that were not offered in this conversation.

    The most specific patterns come first; among equals the conversation's id turns the
    order, so that not every customer hears the same sentence. Empty when the library has
    nothing left for this situation.
    """
    stated = usable_fact(library, state, step)
    fact = "" if stated is None else stated.text
    known = fitting(library, state, step, bool(fact))
    chosen: list[Wording] = []
    restating = 0
    templates: set[str] = set()
    for pattern in _in_turn(known, state):
        if pattern.needs_fact and restating == _RESTATING:
            continue
        if pattern.template in state.offered or pattern.template in templates:
            continue
        templates.add(pattern.template)
        chosen.append(_filled(pattern, fact))
        restating += pattern.needs_fact
        if len(chosen) == library.wordings:
            break
    return tuple(chosen)


def fitting(library: Library, state: State, step: str, has_fact: bool) -> Iterator[Pattern]:
    """The patterns for `step` that fit the state, the most specific first."""
    # A feeling that is not surely read must not be named.
    emotion = state.emotion if state.confidence >= SURE_EMOTION else None
    form = asked(state.said.text) if state.said is not None else None
    tier, demands = state.severity.tier, {demand.key for demand in state.demands}
    return (
        pattern
        for pattern in library.meant_for(step, emotion, state.intent)
        if (has_fact or not pattern.needs_fact)
        and (not pattern.channels or state.channel in pattern.channels)
        and (not pattern.tiers or tier in pattern.tiers)
        and (not pattern.industries or state.industry in pattern.industries)
        and (not pattern.asks or form in pattern.asks)
        and (not pattern.demands or not demands.isdisjoint(pattern.demands))
    )


def usable_fact(library: Library, state: State, step: str) -> Evidence | None:
    """What the customer just stated; else, where it helps, what the talk is about."""
    fact = state.fact
    if fact is None or fact.seq != state.seq:
        recalls = step in _RECALLING and state.intent not in _SOMETHING_ELSE
        fact = state.matter if recalls else None
    if fact is None or state.seq - fact.seq > library.fact_age:
        return None
    return fact if len(fact.text) <= library.fact_chars else None


def turn_order(identifier: str, state: State) -> int:
    """Where a sentence stands among equals in this conversation."""
    return zlib.crc32(f"{identifier} {state.conversation_id}".encode())


def _in_turn(known: Iterable[Pattern], state: State) -> Iterator[Pattern]:
    """Patterns, the most specific first; the order among equals is the conversation's own."""
    for _, equals in groupby(known, key=lambda pattern: pattern.specificity):
        yield from sorted(equals, key=lambda pattern: turn_order(pattern.id, state))


def _filled(pattern: Pattern, fact: str) -> Wording:
    parts = tuple((part, text.replace(FACT_SLOT, fact)) for part, text in pattern.parts)
    return Wording(parts, pattern.template)
