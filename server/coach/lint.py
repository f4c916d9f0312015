"""What an agent's draft has of Fact, Emotion, Explain, Link, what it lacks, what is amiss."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from models.readings import FAULT_KEYS, FEEL_KEYS, AgentReading
from server.coach.clauses import Range, spans
from server.coach.completion import Target, piece, put_in
from server.coach.lint_rules import LintRules, Manners, NeedRule
from server.coach.quoted import Quoted, quoted
from server.coach.state import SURE_EMOTION, State
from server.coach.warned import Warned, banned, blanks, long
from server.coach.wording import Library, usable_fact

# Fewer pairs of characters may be the same by chance.
_ECHO_PAIRS: Final = 3


@dataclass(frozen=True, slots=True)
class Draft:
    """What an agent is writing, as it was read: the whole, and each of its clauses."""

    text: str
    clauses: tuple[Range, ...]
    whole: AgentReading
    readings: tuple[AgentReading, ...]
    """Of the clauses."""


@dataclass(frozen=True, slots=True)
class Present:
    """A part that the draft has, and the clauses that carry it."""

    part: str
    ranges: tuple[Range, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """A part that is needed and not there; `fixed` is the draft with `piece` in its place.

    Both are None where the library has no piece for the situation.
    """

    part: str
    piece: str | None = None
    fixed: str | None = None


@dataclass(frozen=True, slots=True)
class FaultFound:
    """A fault (服务禁忌), and the clause that shows it."""

    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Lint:
    """All that is said of a draft."""

    needed: tuple[str, ...]
    present: tuple[Present, ...]
    missing: tuple[Missing, ...]
    late: tuple[str, ...]
    """Parts that stand after one that should follow them."""
    faults: tuple[FaultFound, ...]
    warned: tuple[Warned, ...]


def cut(text: str, pieces: int) -> tuple[Range, ...]:
    """The clauses of a draft; where they are more than `pieces`, several together."""
    found = spans(text)
    size = -(-len(found) // pieces) or 1
    groups = [found[at : at + size] for at in range(0, len(found), size)]
    return tuple((group[0][0], group[-1][1]) for group in groups)


def needed(state: State, library: Library, rules: LintRules) -> tuple[str, ...]:
    """The parts that the reply still needs, in FEEL order; none where nothing is due."""
    emotion = state.emotion if state.confidence >= SURE_EMOTION else None
    reply = state.reply
    rule = next((rule for rule in rules.needs if _holds(rule, reply.step, emotion, state)), None)
    if rule is None or reply.step is None:
        return ()
    fact = usable_fact(library, state, reply.step)
    # What the customer did not say, or was told already, is not to be said back.
    told = fact is None or fact.seq <= reply.restated
    return tuple(
        part
        for part in FEEL_KEYS
        if part in rule.needs and part not in reply.said and not (part == "fact" and told)
    )


def lint(draft: Draft, state: State, library: Library, rules: LintRules) -> Lint:
    """What can be said of a draft, in the situation that `state` is."""
    ours = tuple(quoted(draft.text, library))
    chances = [_chances(draft, at, state, ours, rules) for at in range(len(draft.clauses))]
    main = tuple(_main(each, rules.part_from) for each in chances)
    carrying = dict(_carrying(draft, chances, rules.part_from))
    wanted = needed(state, library, rules)
    faults = tuple(_faults(draft, ours, rules.fault_from))
    lacking = [
        part
        for part in wanted
        if part not in carrying and not (part == "link" and _moves_on(draft, rules))
    ]
    if faults:
        # What argues is not mended by a sentence more.
        missing = tuple(Missing(part) for part in lacking)
    else:
        target = Target(draft.text, draft.clauses, main, _closing(draft))
        said = state.reply.said.union(carrying)
        missing = tuple(
            _completed(part, target, said, state, library, rules.manners) for part in lacking
        )
    return Lint(
        wanted,
        tuple(Present(part, carrying[part]) for part in FEEL_KEYS if part in carrying),
        missing,
        _late(main, rules.order),
        faults,
        (
            *blanks(draft.text),
            *long(draft.text, state.channel, rules),
            *banned(draft.text, draft.clauses, rules),
        ),
    )


def _holds(rule: NeedRule, step: str | None, emotion: str | None, state: State) -> bool:
    return (
        (not rule.steps or step in rule.steps)
        and (not rule.emotions or emotion in rule.emotions)
        and (not rule.intents or state.intent in rule.intents)
    )


def _chances(
    draft: Draft, at: int, state: State, ours: tuple[Quoted, ...], rules: LintRules
) -> dict[str, float]:
    """How surely a clause carries each part, of those that it carries.

    What repeats the customer's words restates the fact, and a sentence of the library says what
    it was written for, however they were read.
    """
    reading, place = draft.readings[at], draft.clauses[at]
    found = {part: reading.feel[FEEL_KEYS.index(part)] for part in reading.carried}
    found |= {each.part: 1.0 for each in ours if each.part != "plain" and _overlap(each, place)}
    stated = [each.text for each in (state.fact, state.matter) if each is not None]
    if any(_echoes(draft.text[slice(*place)], fact, rules.echo_from) for fact in stated):
        found["fact"] = 1.0
    return found


def _overlap(sentence: Quoted, place: Range) -> bool:
    return sentence.start < place[1] and place[0] < sentence.end


def _echoes(clause: str, fact: str, share: float) -> bool:
    pairs = [clause[at : at + 2] for at in range(len(clause) - 1)]
    shared = sum(pair in fact for pair in pairs)
    return shared >= _ECHO_PAIRS and shared >= share * len(pairs)


def _main(chances: dict[str, float], sure: float) -> str | None:
    """The part that a clause is there for."""
    part = max(chances, key=chances.__getitem__, default=None)
    return part if part is not None and chances[part] >= sure else None


def _carrying(
    draft: Draft, chances: list[dict[str, float]], sure: float
) -> Iterator[tuple[str, tuple[Range, ...]]]:
    """The parts that the draft has, with their clauses."""
    for at, part in enumerate(FEEL_KEYS):
        places = [i for i, each in enumerate(chances) if part in each]
        if part in draft.whole.carried and draft.clauses:
            # Only together the clauses may say it: it is looked for where it is likeliest.
            places = places or [max(range(len(chances)), key=lambda i: draft.readings[i].feel[at])]
        elif not any(each.get(part, 0.0) >= sure for each in chances):
            continue
        yield part, tuple(draft.clauses[place] for place in places)


def _closing(draft: Draft) -> int:
    """Before which clause the draft begins to take leave; their number where it does not."""
    at = len(draft.readings)
    while at and "thank" in draft.readings[at - 1].done and not draft.readings[at - 1].carried:
        at -= 1
    return at


def _moves_on(draft: Draft, rules: LintRules) -> bool:
    return any(step in rules.link_by for step in draft.whole.done)


def _completed(
    part: str,
    target: Target,
    said: frozenset[str],
    state: State,
    library: Library,
    manners: Manners,
) -> Missing:
    found = piece(part, library, state, said, target.text, manners)
    if found is None:
        return Missing(part)
    return Missing(part, found, put_in(found, part, target, manners))


def _late(main: tuple[str | None, ...], order: tuple[str, ...]) -> tuple[str, ...]:
    first = {part: main.index(part) for part in order if part in main}
    return tuple(
        part
        for part, place in first.items()
        if any(
            other < place
            for after, other in first.items()
            if order.index(after) > order.index(part)
        )
    )


def _faults(draft: Draft, ours: tuple[Quoted, ...], sure: float) -> Iterator[FaultFound]:
    """The faults of what the agent wrote; no sentence of the library is one."""
    for at, fault in enumerate(FAULT_KEYS):
        chances = [each.faults[at] if fault in each.committed else 0.0 for each in draft.readings]
        own = [
            0.0 if any(_overlap(each, place) for each in ours) else chance
            for chance, place in zip(chances, draft.clauses, strict=True)
        ]
        # Where it is ours that was misread, the whole was misread with it.
        whole = draft.whole.faults[at] if own == chances and fault in draft.whole.committed else 0.0
        best = max(own, default=0.0)
        if max(whole, best) > 0 and max(whole, best) >= sure:
            place = draft.clauses[own.index(best)] if best > 0 else (0, len(draft.text))
            yield FaultFound(fault, *place)
