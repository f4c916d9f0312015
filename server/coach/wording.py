"""The wording library and how a sentence is composed from it: Fact, Emotion, Explain, Link."""

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import Final

from server.coach.advice import Part, Wording
from server.coach.clauses import has
from server.coach.question_form import asked
from server.coach.recalled import PROMISE
from server.coach.state import SURE_EMOTION, Evidence, State

PART_ORDER: Final[tuple[Part, ...]] = ("fact", "emotion", "explain", "link", "plain")
FACT_SLOT: Final = "{fact}"
_SLOT: Final = re.compile(r"\{[a-z]+\}")
# At most so many of the wordings begin with the fact, so that there is a choice.
_RESTATING: Final = 2
# What was owed is owned, and who comes again is told so, before anything else is said.
_RECALLS: Final = 100
_NOTHING: Final[Mapping[str, str]] = {}
# Steps in which it helps to come back to a fact stated some lines ago.
_RECALLING: Final = frozenset({"empathize", "negotiate"})
# Who objects to an answer or to how he is treated wants that to be heard, not what was before.
# Who agrees has left it behind.
_SOMETHING_ELSE: Final = frozenset({"deny", "complain_service", "affirm"})


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
    """All parts, before anything is filled in."""
    recalls: frozenset[str] = frozenset()
    """What is filled in of the customer's past."""
    about: tuple[str, ...] = ()
    """Words of which the customer has said one; none where it does not matter."""

    @cached_property
    def specificity(self) -> int:
        """Intent and tier tell most about what to say, then feeling, question, trade, the rest."""
        return (
            _RECALLS * bool(self.recalls)
            + 4 * bool(self.intents)
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
    fact_chars: int = 32
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


def compose(
    library: Library, state: State, step: str, past: Mapping[str, str] = _NOTHING
) -> tuple[Wording, ...]:
    """One to three wordings for `step` that were not offered in this conversation.

    `past` is what can be said now of the customer's past, by slot: one of the wordings says it.
    The most specific patterns come first; among equals the conversation's id turns the
    order, so that not every customer hears the same sentence. Empty when the library has
    nothing left for this situation.
    """
    stated = usable_fact(library, state, step)
    fact = "" if stated is None else stated.text
    known = fitting(library, state, step, bool(fact), past)
    chosen: list[Wording] = []
    restating = recalling = 0
    templates: set[str] = set()
    for pattern in _in_turn(known, state):
        if pattern.needs_fact and restating == _RESTATING:
            continue
        if pattern.recalls and recalling:
            continue
        if pattern.template in state.offered or pattern.template in templates:
            continue
        templates.add(pattern.template)
        chosen.append(_filled(pattern, {FACT_SLOT: fact, **past}))
        restating += pattern.needs_fact
        recalling += bool(pattern.recalls)
        if len(chosen) == library.wordings:
            break
    return tuple(chosen)


def fitting(
    library: Library,
    state: State,
    step: str,
    has_fact: bool,
    past: Mapping[str, str] = _NOTHING,
) -> Iterator[Pattern]:
    """The patterns for `step` that fit the state, the most specific first."""
    # A feeling that is not surely read must not be named.
    emotion = state.emotion if state.confidence >= SURE_EMOTION else None
    form = asked(state.said.text) if state.said is not None else None
    tier, demands = state.severity.tier, {demand.key for demand in state.demands}
    spoken = _spoken(state)
    return (
        pattern
        for pattern in library.meant_for(step, emotion, state.intent)
        if (has_fact or not pattern.needs_fact)
        and (not pattern.channels or state.channel in pattern.channels)
        and (not pattern.tiers or tier in pattern.tiers)
        and (not pattern.industries or state.industry in pattern.industries)
        and (not pattern.asks or form in pattern.asks)
        and (not pattern.demands or not demands.isdisjoint(pattern.demands))
        and (not pattern.about or has(spoken, pattern.about))
        and _recalls(pattern, past)
    )


def usable_fact(library: Library, state: State, step: str) -> Evidence | None:
    """What the customer just stated; else, where that helps, what the talk is about."""
    fact = state.fact
    if fact is None or fact.seq != state.seq:
        recalls = step in _RECALLING and state.intent not in _SOMETHING_ELSE
        fact = state.matter if recalls else None
        # What was said back already is known to be known: once more is parroting.
        if fact is not None and fact.seq < state.reply.restated:
            return None
    if fact is None or state.seq - fact.seq > library.fact_age:
        return None
    return fact if len(fact.text) <= library.fact_chars else None


def turn_order(identifier: str, state: State) -> int:
    """Where a sentence stands among equals in this conversation."""
    return zlib.crc32(f"{identifier} {state.conversation_id}".encode())


def _spoken(state: State) -> str:
    """What the talk is about, in the customer's words: the last line, and what was told."""
    told = (state.said, state.matter, state.case)
    return " ".join(each.text for each in told if each is not None)


def _in_turn(known: Iterable[Pattern], state: State) -> Iterator[Pattern]:
    """Patterns, the most specific first; the order among equals is the conversation's own."""
    for _, equals in groupby(known, key=lambda pattern: pattern.specificity):
        yield from sorted(equals, key=lambda pattern: turn_order(pattern.id, state))


def _recalls(pattern: Pattern, past: Mapping[str, str]) -> bool:
    """Whether there is what it says of the past; a broken promise is not passed over."""
    if not pattern.recalls:
        return True
    return pattern.recalls <= past.keys() and (PROMISE in pattern.recalls or PROMISE not in past)


def _filled(pattern: Pattern, words: Mapping[str, str]) -> Wording:
    return Wording(
        tuple((part, _with(text, words)) for part, text in pattern.parts), pattern.template
    )


def _with(text: str, words: Mapping[str, str]) -> str:
    # In one go: what is filled in is the customer's, whatever it looks like.
    return _SLOT.sub(lambda slot: words.get(slot[0], slot[0]), text)
