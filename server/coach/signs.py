"""Signs that an outburst is near, as they are noted line by line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Final

from models import labels
from models.readings import EMOTION_KEYS, INTENT_KEYS, CustomerReading, Distribution, top
from server.coach import tempo
from server.coach.checked import (
    Checked,
    require_from,
    require_known,
    require_positive,
    require_share,
)
from server.coach.clauses import said
from server.coach.events import AgentTurn, CustomerTurn
from server.coach.tempo import Tempo, TempoRules

MEASURED: Final = ("falling", "repeated", "unanswered", "outburst", *tempo.MEASURED)
"""Signs that no words or labels tell: see `Signs` and `Tempo.shown`."""
# What an answer puts an end to.
_UNTIL_ANSWERED: Final = frozenset({"unanswered", "waiting", "burst"})
# No sign reaches back over more lines of the customer.
_LINES: Final = 8
_BEFORE: Final = 3
_COMPARED_CHARS: Final = 200
# Less of a sign in a line is noise: labels are never read with certainty.
_NOISE: Final = 0.1
_MOST_UNANSWERED: Final = 20

Amounts = Mapping[str, float]


@dataclass(frozen=True)
class Sign(Checked):
    """A sign and what it weighs in the logistic; a negative weight calms.

    A customer line counts 1, or where `name` is one of `MEASURED` what is measured of it, as far
    as all conditions hold: one of `words` is said and none of `unless` in the same clause, the
    probability of `emotions`, that of `intents`, and one of the steps `after` was done by the
    agent just before. A sign with `steps` or `faults` is of the agent's answer to a customer
    line: 1 where one of the steps is done, and 1 for each of the faults.

    The counts of the last `lines` customer lines are added, up to `most`. `text` tells the
    agent of it, a sign without is never named; `say` is for the reply. `by_hand` weights are
    not fitted.
    """

    name: str
    weight: float
    text: str = ""
    words: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    emotions: tuple[str, ...] = ()
    intents: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    lines: int = 1
    most: float = 1.0
    say: tuple[str, ...] = ()
    by_hand: bool = False

    def __post_init__(self) -> None:
        require_known("emotions", self.emotions, labels.EMOTIONS)
        require_known("intents", self.intents, labels.INTENTS)
        require_known("after", self.after, labels.STEPS)
        require_known("steps", self.steps, labels.STEPS)
        require_known("faults", self.faults, labels.FAULTS)
        require_known("channels", self.channels, labels.CHANNELS)
        of_customer = self.words or self.emotions or self.intents or self.after
        if self.of_agent and (of_customer or self.is_measured):
            raise ValueError(f"{self.name!r} 客户和坐席只能看一方，拆成两条 make it two signs")
        if not (of_customer or self.of_agent):
            require_known("name", [self.name], MEASURED)
        require_from(f"{self.name!r}: lines", self.lines, 1, _LINES)
        require_positive(f"{self.name!r}: most", self.most)

    @cached_property
    def is_measured(self) -> bool:
        """Whether a customer line counts what is measured of it."""
        return self.name in MEASURED

    @cached_property
    def of_agent(self) -> bool:
        """Whether it is of the agent's answer to a customer line."""
        return bool(self.steps or self.faults)


@dataclass(frozen=True, slots=True)
class Noted:
    """What a customer line showed: how much of which sign; `heated` is an outburst itself."""

    seq: int
    text: str
    valence: float
    heated: bool
    amounts: Amounts


@dataclass(frozen=True, slots=True)
class NoteRules(Checked):
    """What is taken as the same said again, and how time is read.

    `repeated` is the share of pairs of characters that two lines have in common, measured by
    the shorter one.
    """

    repeated: float
    tempo: TempoRules

    def __post_init__(self) -> None:
        require_share("repeated", self.repeated)


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs in the customer's last lines."""

    lines: tuple[Noted, ...] = ()
    unanswered: int = 0
    """Customer lines since the agent's last answer."""
    did: tuple[str, ...] = ()
    """Steps that the agent did since the customer's last line."""
    tempo: Tempo = field(default_factory=Tempo)

    def after(
        self, turn: CustomerTurn | AgentTurn, signs: tuple[Sign, ...], rules: NoteRules
    ) -> "Signs":
        """With what a line shows."""
        if isinstance(turn, AgentTurn):
            return self._told(turn, signs)
        measured = dict(self._measured(turn, rules))
        shown = (
            (sign.name, self._shown(turn, sign, measured)) for sign in signs if not sign.of_agent
        )
        noted = Noted(
            turn.seq,
            turn.text[:_COMPARED_CHARS],
            turn.reading.valence,
            is_outburst(turn.reading),
            {name: amount for name, amount in shown if amount > _NOISE},
        )
        return Signs(
            (*self.lines, noted)[-_LINES:],
            min(self.unanswered + 1, _MOST_UNANSWERED),
            tempo=self.tempo.heard(turn, rules.tempo),
        )

    def amount(self, sign: Sign) -> float:
        """How much of a sign counts in the last lines."""
        return min(sign.most, self.total(sign))

    def total(self, sign: Sign) -> float:
        """How much of a sign there is in the last lines."""
        return sum(line.amounts.get(sign.name, 0.0) for line in self.lines[-sign.lines :])

    def shown_by(self, sign: Sign) -> int | None:
        """The number of the last line that shows a sign."""
        reached = reversed(self.lines[-sign.lines :])
        return next((line.seq for line in reached if line.amounts.get(sign.name)), None)

    def _told(self, turn: AgentTurn, signs: tuple[Sign, ...]) -> "Signs":
        """With an agent line: what it did counts at the customer line that it followed."""
        answered = bool(turn.reading.done or turn.reading.carried)
        before, last = self.lines[:-1], self.lines[-1:]
        return Signs(
            (*before, *(_answered(line, turn, signs, answered) for line in last)),
            0 if answered else self.unanswered,
            tuple(sorted({*self.did, *turn.reading.done})),
            tempo=self.tempo.told(turn, answered),
        )

    def _measured(self, turn: CustomerTurn, rules: NoteRules) -> Iterator[tuple[str, float]]:
        valences = [line.valence for line in self.lines[-_BEFORE:]]
        if valences:
            yield "falling", sum(valences) / len(valences) - turn.reading.valence
        yield "repeated", float(self._is_repeated(turn.text, rules))
        yield "unanswered", float(self.unanswered)
        yield "outburst", float(is_outburst(turn.reading))
        yield from self.tempo.shown(turn, rules.tempo)

    def _is_repeated(self, text: str, rules: NoteRules) -> bool:
        pairs = _pairs(text)
        if len(text) < rules.tempo.shortest_chars or not pairs:
            return False
        return any(_overlap(pairs, _pairs(line.text)) >= rules.repeated for line in self.lines)

    def _shown(self, turn: CustomerTurn, sign: Sign, measured: Mapping[str, float]) -> float:
        """How much of a sign is in a line."""
        amount = measured.get(sign.name, 0.0) if sign.is_measured else 1.0
        return amount * self._read(turn, sign) if amount else 0.0

    def _read(self, turn: CustomerTurn, sign: Sign) -> float:
        """How far the conditions of a sign hold of a line."""
        if sign.after and set(sign.after).isdisjoint(self.did):
            return 0.0
        if sign.words and not said(turn.text, sign.words, sign.unless):
            return 0.0
        reading = turn.reading
        return _share(EMOTION_KEYS, reading.emotion, sign.emotions) * _share(
            INTENT_KEYS, reading.intent, sign.intents
        )


def is_outburst(reading: CustomerReading) -> bool:
    """Whether a line is what is to be foreseen: anger, a threat, a call for somebody else."""
    emotion, _ = top(EMOTION_KEYS, reading.emotion)
    intent, _ = top(INTENT_KEYS, reading.intent)
    return emotion == "angry" or intent in ("threaten", "escalate")


def _answered(line: Noted, turn: AgentTurn, signs: tuple[Sign, ...], answered: bool) -> Noted:
    amounts = {n: a for n, a in line.amounts.items() if not (answered and n in _UNTIL_ANSWERED)}
    reading = turn.reading
    for sign in signs:
        if sign.steps and not set(sign.steps).isdisjoint(reading.done):
            amounts[sign.name] = 1.0
        if sign.faults and (more := sum(fault in sign.faults for fault in reading.committed)):
            amounts[sign.name] = amounts.get(sign.name, 0.0) + more
    return replace(line, amounts=amounts)


def _share(keys: tuple[str, ...], distribution: Distribution, wanted: tuple[str, ...]) -> float:
    """The probability of any of `wanted`; 1 where nothing is asked for."""
    if not wanted:
        return 1.0
    return sum(distribution[place] for place in _places(keys, wanted))


@lru_cache(maxsize=256)
def _places(keys: tuple[str, ...], wanted: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(place for place, key in enumerate(keys) if key in wanted)


def _pairs(text: str) -> frozenset[str]:
    """Pairs of neighbouring characters, without figures and punctuation."""
    bare = "".join(filter(str.isalpha, text))
    return frozenset(map("".join, pairwise(bare)))


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    shorter = min(len(one), len(other))
    return len(one & other) / shorter if shorter else 0.0
