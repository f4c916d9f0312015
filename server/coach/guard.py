"""Whether another way of saying a suggestion says the same: nothing more, nothing less.

What is not known to be harmless is refused: every word has to come from the draft, from what the
customer told, or from a list of words that tell nothing.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from server.coach.clauses import spans
from server.coach.guard_rules import GuardRules
from server.coach.playbook import Playbook
from server.coach.spoken import Clause, Spoken
from server.coach.vocabulary import Words, has_number
from server.coach.warned import banned

Code = Literal[
    "empty",
    "too_long",
    "language",
    "slot_missing",
    "slot_new",
    "amount",
    "time",
    "number",
    "product",
    "name",
    "promise",
    "claim",
    "apology",
    "banned",
    "meaning",
    "words",
]

_CODES: Final[dict[str, Code]] = {
    **{"amount": "amount", "duration": "time", "date": "time", "product": "product"},
    **{"phone": "number", "order": "number", "tracking": "number"},
}
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why it is not let through: a stable code, and the words that show it."""

    code: Code
    words: str = ""


class Guard:
    """Knows one draft, and says of any other way of saying it whether it may take its place.

    `known` is what the customer told, in the words in which it is said back.
    """

    def __init__(self, draft: str, known: tuple[str, ...], playbook: Playbook) -> None:
        self._playbook = playbook
        self._meant = self._spoken(draft)
        self._told = self._spoken("。".join(known))
        self._words = Words((draft, *known), playbook.rules.guard)

    def refusal(self, rewritten: str, *, whole: bool = True) -> Refusal | None:
        """Why it may not; None where it may.

        Of sentences that others will follow (`whole` is false) it is not asked whether anything
        is still missing.
        """
        return next(self._refusals(rewritten, whole), None)

    def _refusals(self, rewritten: str, whole: bool) -> Iterator[Refusal]:
        """All that is wrong, what tells most first."""
        rules, said, meant = self._playbook.rules, self._spoken(rewritten), self._meant
        if not rewritten.strip():
            yield Refusal("empty")
        if _HAN.search(meant.bare) and not _HAN.search(said.bare):
            yield Refusal("language", rewritten)
        if len(rewritten) > rules.guard.longest * len(meant.text):
            yield Refusal("too_long", str(len(rewritten)))
        yield from _blanks(said, meant, whole)
        yield from _values(said, meant, self._told)
        yield from _bound(said, meant)
        yield from _added(said, meant, rules.guard, rules.promises.owners)
        for each in banned(rewritten, tuple(spans(rewritten)), rules.lint):
            yield Refusal("banned", rewritten[each.start : each.end])
        yield from _turned(said, meant, rules.guard, whole)
        yield from _unknown(said, self._words)

    def _spoken(self, text: str) -> Spoken:
        rules = self._playbook.rules
        return Spoken(text, self._playbook.products, rules.promises, rules.guard)


def guard(rewritten: str, draft: str, known: tuple[str, ...], playbook: Playbook) -> Refusal | None:
    """Why `rewritten` may not take the place of `draft`, as `Guard` says it."""
    return Guard(draft, known, playbook).refusal(rewritten)


def _blanks(said: Spoken, meant: Spoken, whole: bool) -> Iterator[Refusal]:
    for blank in Counter(said.blanks) - Counter(meant.blanks):
        yield Refusal("slot_new", blank)
    if any(sign in said.bare for sign in "‹›"):
        yield Refusal("slot_new", said.text)
    if whole:
        for blank in Counter(meant.blanks) - Counter(said.blanks):
            yield Refusal("slot_missing", blank)


def _values(said: Spoken, meant: Spoken, told: Spoken) -> Iterator[Refusal]:
    """Sums, times and numbers: what the customer told is said back, but binds nobody."""
    for kind, value in said.values - meant.values - told.values:
        yield Refusal(_CODES[kind], value)
    for clause in said.clauses:
        if not clause.acts:
            continue
        bound = [each for each in meant.clauses if each.acts and each.allows(clause)]
        for kind, value in clause.values.difference(*(each.values for each in bound)):
            if kind != "product":
                yield Refusal(_CODES[kind], value)


def _bound(said: Spoken, meant: Spoken) -> Iterator[Refusal]:
    """What is to be done, and what is said to have been done."""
    for clause in said.clauses:
        likewise = [each for each in meant.clauses if each.allows(clause)]
        if clause.actions.difference(*(each.actions for each in likewise)):
            yield Refusal("promise", clause.text)
        if clause.claims and not any(_claims(each, clause) for each in likewise):
            yield Refusal("claim", clause.text)


def _claims(meant: Clause, said: Clause) -> bool:
    return meant.claims and said.actions <= meant.actions


def _added(
    said: Spoken, meant: Spoken, rules: GuardRules, owners: tuple[str, ...]
) -> Iterator[Refusal]:
    """Words that may not come in."""
    for word in rules.committing:
        if word in said.bare and word not in meant.bare:
            yield Refusal("promise", word)
    for word in (*rules.titles, *owners):
        if word in said.bare and word not in meant.bare:
            yield Refusal("name", word)
    if said.times(rules.apologies) > meant.times(rules.apologies):
        yield Refusal("apology", said.text)


def _turned(said: Spoken, meant: Spoken, rules: GuardRules, whole: bool) -> Iterator[Refusal]:
    """A no, an if or a question more or less makes another sentence of it."""
    for words, outside in ((rules.denying, rules.not_denying), (rules.conditions, ())):
        more = said.times(words, outside) - meant.times(words, outside)
        if more > 0 or (whole and more < 0):
            yield Refusal("meaning", said.text)
    # 我‹时限›催，马上回您 promises another thing for another time than 我马上催，‹时限›回您.
    if said.blanks != meant.blanks[: len(said.blanks)]:
        yield Refusal("meaning", "".join(said.blanks))
    if (said.asks and not meant.asks) or (whole and meant.asks and not said.asks):
        yield Refusal("meaning", said.text)


def _unknown(said: Spoken, words: Words) -> Iterator[Refusal]:
    """Numbers, names and other words that come from nowhere."""
    for clause in said.clauses:
        unknown = words.unknown(clause.text)
        if unknown is not None:
            code: Code = "words" if _HAN.search(unknown) else "language"
            yield Refusal("number" if has_number(unknown) else code, unknown)
