"""What to look at in a draft before it is sent: blanks, its length, words of the house's list."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from server.coach.clauses import Range, has
from server.coach.lint_rules import BannedRule, LintRules

_SLOT: Final = re.compile(r"‹([^‹›]*)›")


@dataclass(frozen=True, slots=True)
class Warned:
    """Something to look at before sending.

    `kind` is `slot` (a blank, whose name is `text`), `long` (over `text` characters) or `banned`
    (the house does not say this, and `text` why).
    """

    kind: Literal["slot", "long", "banned"]
    text: str
    start: int
    end: int


def blanks(text: str) -> Iterator[Warned]:
    """The blanks that are not filled in."""
    for slot in _SLOT.finditer(text):
        yield Warned("slot", slot.group(1), *slot.span())


def long(text: str, channel: str, rules: LintRules) -> Iterator[Warned]:
    """What goes on for too long in a channel."""
    limit = rules.chars.get(channel)
    if limit is not None and len(text) > limit:
        yield Warned("long", str(limit), limit, len(text))


def banned(text: str, clauses: tuple[Range, ...], rules: LintRules) -> Iterator[Warned]:
    """What the house does not say: the first place of each rule that is broken."""
    for rule in rules.banned:
        places = (
            (found.start(), found.end())
            for word in rule.words
            for found in re.finditer(re.escape(word), text)
            if not _spared(rule, text, clauses, found.start())
        )
        if place := min(places, default=None):
            yield Warned("banned", rule.text, *place)


def _spared(rule: BannedRule, text: str, clauses: tuple[Range, ...], at: int) -> bool:
    clause = next((text[s:e] for s, e in clauses if s <= at < e), "")
    return has(clause, rule.unless)
