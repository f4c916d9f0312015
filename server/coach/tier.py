"""How grave the matter is: 咨询, 一般, 严重, 恶性, and what shows it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from models import labels
from models.readings import EMOTION_KEYS, INTENT_KEYS, top
from models.slots.numerals import NUMBER, number, plain
from server.coach.checked import Checked, MisplacedError, require_known
from server.coach.clauses import any_of
from server.coach.events import CustomerTurn
from server.coach.ledger import quote
from server.coach.mention import GAP, Sparing, mentions

ORDER: Final = tuple(labels.TIERS)
"""The tiers, the gravest last."""
CRITICAL: Final = ORDER[-1]
KINDS: Final = (
    "suicide",
    "death",
    "abuse",
    "supply",
    "harm",
    "danger",
    "money",
    "deceit",
    "privacy",
    "group",
    "public",
    "service",
)
"""What a ground is about, the one to be answered first before the others: talk of suicide,
somebody dead, violence or abuse, a patient without power or water, somebody hurt or ill, fire
or the like, money lost, something sold under false words, data leaked, many customers together,
threats in public, anything else."""
_OF_PEOPLE: Final = frozenset({"suicide", "death", "abuse", "supply", "harm"})
_ABOUT: Final = "[多来几]?"
_TENS_OF_THOUSANDS: Final = re.compile(
    f"({NUMBER})[多几来]?万(?![多几来]?(?:公里|里|人|户|家|粉|播放|次|步|字|毫安|像素|条|个|张|件|单|名|位))"
)
_CALM: Final = "calm"
_ASKING: Final = "ask_info"


@dataclass(frozen=True, slots=True)
class TierRule(Checked):
    """A ground for a tier: all of the conditions that it names must hold of a customer line.

    `words`: one of them is said (`…` in it is a gap of a few characters), and none of `unless`
    near it. `warned`: it is a threat, which 要是 does not take back; anything else has to have
    happened. `amount`: the line names as many yuan or more. `people`: it names as many people,
    or households, or more. `times`: it is said in as many customer lines. `sure`: how surely
    emotion and intent must be read. `together` is instead of all these: of each group one rule
    stands, whenever said. The tier `inquiry` makes a ground that counts only in the `together`
    of others.
    """

    id: str
    tier: str
    name: str
    kind: str = "service"
    words: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    warned: bool = False
    emotions: tuple[str, ...] = ()
    intents: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    amount: float | None = None
    people: int | None = None
    times: int = 1
    sure: float = 0.5
    together: tuple[tuple[str, ...], ...] = ()

    def __post_init__(self) -> None:
        require_known("tier", [self.tier], labels.TIERS)
        require_known("kind", [self.kind], KINDS)
        require_known("emotions", self.emotions, labels.EMOTIONS)
        require_known("intents", self.intents, labels.INTENTS)
        require_known("industries", self.industries, labels.INDUSTRIES)
        numbers = self.amount is not None or self.people is not None
        own = bool(self.words or self.emotions or self.intents or numbers)
        if own == bool(self.together):
            raise ValueError(
                f"{self.id!r} 要么写条件（words, emotions, intents, amount, people），"
                "要么写 together needs one or the other"
            )
        if not all(self.together):
            raise ValueError(f"{self.id!r} 的 together 有空组，写上依据 has an empty group")
        if "" in self.words + self.unless:
            raise ValueError(f"{self.id!r} 有空词，删掉它 has an empty word")
        if any("" in word.split(GAP) for word in self.words):
            raise ValueError(
                f"{self.id!r} 的 words 里 … 前后都要有字 write something before and after each …"
            )

    @property
    def grade(self) -> int:
        """How grave its tier is: 0 makes no tier."""
        return ORDER.index(self.tier)

    def came_together(self, standing: set[str]) -> bool:
        """Whether of each group of `together` one is among the standing."""
        return all(not standing.isdisjoint(group) for group in self.together)


@dataclass(frozen=True)
class Tiers(Checked):
    """All grounds. A word counts as said unless one of `denied` stands directly before it, or
    one of `supposed` near it in its clause; what has to have happened counts neither where one
    of `imagined` stands before it in its sentence nor in a calm question. `crowds` are what
    people are counted in, after the number.
    """

    rules: tuple[TierRule, ...] = ()
    denied: tuple[str, ...] = ()
    supposed: tuple[str, ...] = ()
    imagined: tuple[str, ...] = ()
    crowds: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        own = {rule.id for rule in self.rules if not rule.together}
        seen: set[str] = set()
        for place, rule in enumerate(self.rules):
            if rule.id in seen:
                raise MisplacedError(
                    f"id {rule.id!r} 用了两次，换一个 is used twice", "rules", place
                )
            seen.add(rule.id)
            if unknown := {each for group in rule.together for each in group} - own:
                raise MisplacedError(
                    f"{rule.id!r} 的 together 里没有这条依据，或它自己也是 together 写的 "
                    f"no rule with conditions of its own: {', '.join(sorted(unknown))}",
                    "rules",
                    place,
                    "together",
                )

    @cached_property
    def any_word(self) -> re.Pattern[str]:
        """Finds a line that has a word of any rule, or the first piece of one; few have."""
        return any_of(word.split(GAP)[0] for rule in self.rules for word in rule.words)


@dataclass(frozen=True, slots=True)
class Ground:
    """A rule that holds: how often it was met, and the last utterance that showed it."""

    rule: TierRule
    times: int
    seq: int
    quote: str

    @property
    def stands(self) -> bool:
        """Whether it was met as often as its rule asks for."""
        return self.times >= self.rule.times


@dataclass(frozen=True, slots=True)
class Severity:
    """The tier with its grounds; it never falls in the course of a conversation."""

    grounds: tuple[Ground, ...] = ()

    @property
    def tier(self) -> str:
        """The gravest that has a ground."""
        return ORDER[max((g.rule.grade for g in self.grounds if g.stands), default=0)]

    @property
    def standing(self) -> tuple[Ground, ...]:
        """The grounds of a tier that were met as often as their rules ask for, gravest first."""
        met = [ground for ground in self.grounds if ground.stands and ground.rule.grade]
        return tuple(sorted(met, key=lambda ground: -ground.rule.grade))

    @property
    def gravest(self) -> tuple[Ground, ...]:
        """The grounds of the tier that holds."""
        standing = self.standing
        return tuple(ground for ground in standing if ground.rule.tier == standing[0].rule.tier)

    @property
    def kind(self) -> str | None:
        """What the matter is about first of all; None where nothing shows anything."""
        kinds = {ground.rule.kind for ground in self.gravest}
        return next((kind for kind in KINDS if kind in kinds), None)

    @property
    def is_about_people(self) -> bool:
        """Whether somebody's life or health comes before anything that can be offered."""
        return self.kind in _OF_PEOPLE

    @property
    def is_critical(self) -> bool:
        """Whether only approved wording may be used."""
        return self.tier == CRITICAL

    def after(self, turn: CustomerTurn, industry: str, tiers: Tiers) -> "Severity":
        """With what a customer line shows."""
        line = _Line(turn, industry, tiers)
        met = [rule for rule in tiers.rules if line.meets(rule)]
        if not met:
            return self
        grounds = {ground.rule.id: ground for ground in self.grounds}
        for rule in met:
            times = grounds[rule.id].times + 1 if rule.id in grounds else 1
            grounds[rule.id] = Ground(rule, times, turn.seq, quote(turn.text))
        standing = {each for each, ground in grounds.items() if ground.stands}
        for rule in tiers.rules:
            if rule.together and rule.id not in grounds and rule.came_together(standing):
                grounds[rule.id] = Ground(rule, rule.times, turn.seq, quote(turn.text))
        return Severity(tuple(grounds.values()))


class _Line:
    """A customer line beside the rules."""

    def __init__(self, turn: CustomerTurn, industry: str, tiers: Tiers) -> None:
        self._text = turn.text
        self._industry = industry
        self._tiers = tiers
        self._has_words = tiers.any_word.search(turn.text) is not None
        self._emotion = top(EMOTION_KEYS, turn.reading.emotion)
        self._intent = top(INTENT_KEYS, turn.reading.intent)
        self._asks_only = self._emotion[0] == _CALM and self._intent[0] == _ASKING
        self._amount = _largest_amount(turn)
        self._people = max(_people(turn.text, tiers.crowds), default=0)

    def meets(self, rule: TierRule) -> bool:
        """Whether all conditions of a rule hold."""
        return not rule.together and (
            (not rule.industries or self._industry in rule.industries)
            and (not rule.emotions or _surely(self._emotion, rule.emotions, rule.sure))
            and (not rule.intents or _surely(self._intent, rule.intents, rule.sure))
            and (rule.amount is None or self._amount >= rule.amount)
            and (rule.people is None or self._people >= rule.people)
            and (not rule.words or (self._has_words and self._says(rule)))
        )

    def _says(self, rule: TierRule) -> bool:
        if self._asks_only and not rule.warned:
            return False
        unless = (*rule.unless, *self._tiers.supposed)
        imagined = () if rule.warned else self._tiers.imagined
        return mentions(self._text, rule.words, Sparing(self._tiers.denied, unless, imagined))


def _surely(read: tuple[str, float], wanted: tuple[str, ...], sure: float) -> bool:
    best, p = read
    return best in wanted and p >= sure


def _largest_amount(turn: CustomerTurn) -> float:
    """What it names in yuan; 26万 without a unit is yuan unless other things are counted."""
    amounts = [float(s.value) for s in turn.slots if s.kind == "amount" and s.value is not None]
    amounts.extend(
        10_000 * float(number(m[1]) or 0) for m in _TENS_OF_THOUSANDS.finditer(turn.text)
    )
    return max(amounts, default=0.0)


def _people(text: str, crowds: tuple[str, ...]) -> Iterator[int]:
    """How many people a line names, each time that it does."""
    if not crowds:
        return
    for match in _counted(crowds).finditer(plain(text)):
        yield int(number(match[1]) or 0)


@lru_cache(maxsize=16)
def _counted(crowds: tuple[str, ...]) -> re.Pattern[str]:
    unit = "|".join(map(re.escape, crowds))
    return re.compile(f"({NUMBER}){_ABOUT}(?:{unit})")
