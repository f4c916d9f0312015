"""The sentence that a draft lacks, out of the wording library, and where in the draft it goes."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from models.readings import FEEL_KEYS
from server.coach.clauses import Range, has
from server.coach.lint_rules import Manners
from server.coach.state import State
from server.coach.wording import FACT_SLOT, Library, Pattern, fitting, usable_fact

# Where the step that is due has no sentence for a part, this one has.
_AT_HOME: Final = {
    "fact": "empathize",
    "emotion": "empathize",
    "explain": "resolve",
    "link": "resolve",
}
_STOPS: Final = frozenset("，。！？；,.!?;…~～")
# 您好 begins a greeting, and 您好像没有收到短信 too; 现在的情况 only has 在的 in it.
_GREETING_CHARS: Final = 8
_ENDING: Final = re.compile(r"[，、,；;]?\s*$")
_ENDED: Final = frozenset("。？！…")


@dataclass(frozen=True, slots=True)
class Target:
    """The draft that a sentence is put in."""

    text: str
    clauses: tuple[Range, ...]
    main: tuple[str | None, ...]
    """The part that each clause is there for."""
    closing: int
    """Before which clause it begins to take leave."""


def piece(
    part: str, library: Library, state: State, said: frozenset[str], text: str, manners: Manners
) -> str | None:
    """A sentence for `part` that follows on what is `said`; the same for the whole turn.

    `text` is the draft: nothing in it is said again.
    """
    reply = state.reply
    fact = usable_fact(library, state, reply.step or "")
    steps = (reply.step or "", _AT_HOME[part])

    def rank(found: tuple[int, Pattern, str]) -> tuple[bool, int, int, int]:
        place, pattern, _ = found
        turn = zlib.crc32(f"{pattern.id} {state.conversation_id} {reply.seq}".encode())
        return (_before(pattern, part) - said != set(), place, -pattern.specificity, turn)

    found = [
        (place, pattern, sentence)
        for place, step in enumerate(dict.fromkeys(steps))
        for pattern in fitting(library, state, step, fact is not None)
        for sentence in _sentences(pattern, part)
        if sentence not in text and not _said_once(sentence, text, manners)
    ]
    if not found:
        return None
    _, _, sentence = min(found, key=rank)
    return sentence.replace(FACT_SLOT, fact.text if fact is not None else "")


def put_in(sentence: str, part: str, target: Target, manners: Manners) -> str:
    """The draft with a sentence for `part` where Fact, Emotion, Explain, Link want it."""
    text, clauses = target.text, target.clauses
    at = _place(part, target, manners)
    while 0 < at < len(clauses) and not _parts_sentences(_gap(target, at)):
        at += 1
    if at == 0:
        return (sentence if clauses else _ended(sentence)) + text.lstrip()
    before = text[: clauses[at - 1][1]]
    stop = _stop(_gap(target, at), _runs_on(part, target, at - 1, manners))
    if at == len(clauses):
        return before + stop + _ended(sentence)
    return before + stop + sentence + text[clauses[at][0] :]


def _sentences(pattern: Pattern, part: str) -> Iterator[str]:
    """What a pattern says for a part, if it can be said of this customer's matter alone."""
    for name, sentence in pattern.parts:
        if name == part and (FACT_SLOT in sentence) == (part == "fact"):
            yield sentence


def _before(pattern: Pattern, part: str) -> set[str]:
    """The parts that come before `part` in a pattern: what its sentence follows on."""
    names = [str(name) for name, _ in pattern.parts]
    return set(names[: names.index(part)])


def _said_once(sentence: str, text: str, manners: Manners) -> bool:
    return has(sentence, manners.once) and has(text, manners.once)


def _place(part: str, target: Target, manners: Manners) -> int:
    """Before which clause a part goes; their number for the end."""
    if part == "link":
        return target.closing
    rank = FEEL_KEYS.index(part)
    ranks = [None if main is None else FEEL_KEYS.index(main) for main in target.main]
    later = next((at for at, other in enumerate(ranks) if other is not None and other > rank), None)
    earlier = [at for at, other in enumerate(ranks[:later]) if other is not None and other < rank]
    if earlier:
        return earlier[-1] + 1
    if part == "explain":
        return target.closing if later is None else later
    return _greeted(target, manners)


def _greeted(target: Target, manners: Manners) -> int:
    """The first clause that greets nobody."""
    for at in range(len(target.clauses)):
        if not _greets(target, at, manners):
            return at
    return len(target.clauses)


def _greets(target: Target, at: int, manners: Manners) -> bool:
    clause = target.text[slice(*target.clauses[at])]
    return (
        target.main[at] is None
        and len(clause) <= _GREETING_CHARS
        and (clause.startswith(manners.greetings) or clause.endswith(manners.greetings))
    )


def _gap(target: Target, at: int) -> str:
    """What stands between clause `at` and the one before it."""
    start = target.clauses[at - 1][1] if at else 0
    end = target.clauses[at][0] if at < len(target.clauses) else len(target.text)
    return target.text[start:end]


def _parts_sentences(gap: str) -> bool:
    """A list's 、 does not."""
    return gap.isspace() or any(mark in _STOPS for mark in gap)


def _runs_on(part: str, target: Target, before: int, manners: Manners) -> bool:
    """Whether a comma is enough after the clause before."""
    restated = part == "emotion" and target.main[before] == "fact"
    return restated or _greets(target, before, manners)


def _stop(gap: str, runs_on: bool) -> str:
    """The gap with a stop in it."""
    if "\n" in gap:
        return gap
    if marks := gap.strip():
        return marks
    return "，" if runs_on else "。"


def _ended(sentence: str) -> str:
    bare = _ENDING.sub("", sentence)
    return bare if bare[-1:] in _ENDED else bare + "。"
