"""Receive, reflect, respond: how the agent listened, exchange by exchange."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from models import labels
from server.coach.cards import Card, Row, RowStatus
from server.coach.checked import Checked, require_from, require_known
from server.coach.clauses import has
from server.coach.cues import Candidate
from server.coach.events import AgentTurn, CustomerTurn
from server.coach.person import restate

_RESPONSES: Final = frozenset({"resolve", "clarify", "negotiate", "thank"})
_ANSWERS: Final = frozenset({"resolve", "negotiate"})
# Of a burst of lines so many facts and figures are kept: more nobody says back.
_KEPT: Final = 6
_WHOLE: Final = 100


@dataclass(frozen=True, slots=True)
class Aspect(Checked):
    """One of the three: how much it counts, and how the card calls it done or open."""

    weight: int
    done: str
    open: str

    def __post_init__(self) -> None:
        require_from("weight", self.weight, 1)
        if not (self.done.strip() and self.open.strip()):
            raise ValueError("done 和 open 都要写，卡片上要显示 must each say something")


_PLAIN: Final = Aspect(1, "done", "open")


@dataclass(frozen=True, slots=True)
class ListeningRule(Checked):
    """What counts as having listened.

    `unasked` are intents that want no answer, `telling` those in which a stated fact wants to be
    said back. From the valence `upset` down a customer wants it anyway, even where they stated
    nothing, and from `nudge` down the agent is asked to. `feelings` are words that name a
    feeling; so many characters of a fact in a row (`echo_chars`) are its words said back, and a
    shorter fact is nothing one says back. The score is over the last `exchanges`; below
    `attend_below` the card is marked once `attend_from` were scored. Only a fact of
    `fact_from` to `fact_chars` is put in a sentence: a shorter one is often half of one.
    """

    received: Aspect = _PLAIN
    reflected: Aspect = _PLAIN
    responded: Aspect = _PLAIN
    unasked: tuple[str, ...] = ()
    telling: tuple[str, ...] = ()
    feelings: tuple[str, ...] = ()
    upset: float = -0.3
    nudge: float = -0.45
    echo_chars: int = 4
    exchanges: int = 6
    attend_below: int = 60
    attend_from: int = 3
    fact_from: int = 7
    fact_chars: int = 40

    def __post_init__(self) -> None:
        require_known("unasked", self.unasked, labels.INTENTS)
        require_known("telling", self.telling, labels.INTENTS)
        for name in ("echo_chars", "exchanges", "fact_from"):
            require_from(name, getattr(self, name), 1)
        if self.fact_chars < self.fact_from:
            raise ValueError(
                f"fact_chars 写了 {self.fact_chars}，不能小于 fact_from（{self.fact_from}） "
                "must not be below it"
            )
        if not -1 <= self.nudge <= self.upset <= 0:
            raise ValueError(
                "upset 要从 -1 到 0，nudge 要从 -1 到 upset "
                "must be from -1 to 0, nudge from -1 to upset"
            )


@dataclass(frozen=True, slots=True)
class Exchange:
    """What the customer said until the agent answered, and what the answer did."""

    seq: int
    """The last line, whoever said it."""
    told: tuple[str, ...] = ()
    """Facts that the customer stated, in the second person."""
    named: tuple[str, ...] = ()
    """Figures and things in the customer's words."""
    upset: bool = False
    asked: bool = False
    valence: float = 0.0
    """The lowest of the customer's lines."""
    answered: bool = False
    soothed: bool = False
    """Whether the agent answered the feeling."""
    settled: bool = False
    """Whether the agent answered the matter, with more than a question."""
    received: bool = False
    reflected: bool = False
    responded: bool = False

    @property
    def due(self) -> tuple[str, ...]:
        """Which of the three the customer's lines called for; none after a mere greeting."""
        told = ("reflected",) if self.told or self.upset else ()
        asked = ("responded",) if self.asked else ()
        return ("received", *told, *asked) if told or asked else ()

    def point(self, rule: ListeningRule) -> str:
        """The fact to say back, or an empty string."""
        fitting = (fact for fact in reversed(self.told) if _is_sayable(fact, rule))
        return next(fitting, "")

    def score(self, rule: ListeningRule) -> int:
        """How much of what was due was done, 0 to 100."""
        weights = {aspect: _aspect(rule, aspect).weight for aspect in self.due}
        done = sum(weight for aspect, weight in weights.items() if getattr(self, aspect))
        return round(_WHOLE * done / sum(weights.values()))

    def heard(self, turn: CustomerTurn, rule: ListeningRule) -> "Exchange":
        """With another customer line."""
        upset = turn.reading.valence <= rule.upset
        fact = restate(turn.fact) if upset or turn.intent in rule.telling else ""
        told = (fact,) if len(fact) >= rule.echo_chars else ()
        named = tuple(turn.text[slot.start : slot.end] for slot in turn.slots)
        return replace(
            self,
            seq=turn.seq,
            told=(*self.told, *told)[-_KEPT:],
            named=(*self.named, *named)[-_KEPT:],
            upset=self.upset or upset,
            valence=min(self.valence, turn.reading.valence),
            asked=self.asked or turn.intent not in rule.unasked,
        )

    def answered_with(self, turn: AgentTurn, rule: ListeningRule) -> "Exchange":
        """With another agent line."""
        reading = turn.reading
        # An answer that is no more than a fault has taken nothing in.
        received = bool(reading.done) or not reading.committed
        closes_early = "premature_close" in reading.committed
        return replace(
            self,
            seq=turn.seq,
            answered=True,
            soothed=self.soothed or "emotion" in reading.carried or "empathize" in reading.done,
            settled=self.settled or not _ANSWERS.isdisjoint(reading.done),
            received=self.received or received,
            reflected=self.reflected or self._is_said_back(turn, rule),
            responded=self.responded
            or (not closes_early and not _RESPONSES.isdisjoint(reading.done)),
        )

    def _is_said_back(self, turn: AgentTurn, rule: ListeningRule) -> bool:
        return (
            "fact" in turn.reading.carried
            or has(turn.text, self.named)
            or any(_echoes(turn.text, fact, rule.echo_chars) for fact in self.told)
            or (self.upset and has(turn.text, rule.feelings))
        )


@dataclass(frozen=True, slots=True)
class Listening:
    """The exchange under way, the one before it, and the scores of those that are over."""

    exchange: Exchange | None = None
    last: Exchange | None = None
    scores: tuple[int, ...] = ()

    def after(self, turn: CustomerTurn | AgentTurn, rule: ListeningRule) -> "Listening":
        """With a line of either side."""
        if isinstance(turn, CustomerTurn):
            now = self._closed(rule) if self.exchange and self.exchange.answered else self
            return replace(now, exchange=(now.exchange or Exchange(turn.seq)).heard(turn, rule))
        if self.exchange is None:
            return self
        return replace(self, exchange=self.exchange.answered_with(turn, rule))

    def _closed(self, rule: ListeningRule) -> "Listening":
        over = self.exchange
        if over is None or not over.due:
            return replace(self, exchange=None)
        return Listening(None, over, (*self.scores, over.score(rule))[-rule.exchanges :])

    def point(self, rule: ListeningRule) -> str:
        """What the customer stated since the agent's last answer, to be said back; or nothing."""
        return self.exchange.point(rule) if self.exchange else ""

    @property
    def latest(self) -> Exchange | None:
        """The last exchange that was answered and called for anything."""
        now = self.exchange
        return now if now is not None and now.answered and now.due else self.last

    def scored(self, rule: ListeningRule) -> tuple[int, ...]:
        """The scores of the last exchanges, with the one under way once it is answered."""
        latest = self.latest
        if latest is None or latest is self.last:
            return self.scores
        return (*self.scores, latest.score(rule))[-rule.exchanges :]


def card(listening: Listening, rule: ListeningRule) -> Card | None:
    """The score, and which of the three the last exchange had."""
    latest, scores = listening.latest, listening.scored(rule)
    if latest is None:
        return None
    score = round(sum(scores) / len(scores))
    rows = [_row(latest, aspect, rule) for aspect in latest.due]
    is_low = score < rule.attend_below and len(scores) >= rule.attend_from
    level: Final = "attend" if is_low else "info"
    return Card("listening", (Row("score", str(score)), *rows), level=level)


def candidates(listening: Listening, rule: ListeningRule) -> Iterator[Candidate]:
    """An upset customer's point was answered, but neither it nor the feeling was said back."""
    now = listening.exchange
    if now is None or now.valence > rule.nudge or not now.settled:
        return
    if (point := now.point(rule)) and not (now.reflected or now.soothed):
        yield Candidate("restate", now.seq, (("fact", point),))


def _row(exchange: Exchange, aspect: str, rule: ListeningRule) -> Row:
    is_done = getattr(exchange, aspect)
    words = _aspect(rule, aspect)
    status: RowStatus = "done" if is_done else "open"
    text = words.done if is_done else words.open
    if aspect == "reflected" and not is_done and (point := exchange.point(rule)):
        text = f"{text}：{point}"
    return Row(aspect, text, status, seq=exchange.seq)


def _aspect(rule: ListeningRule, name: str) -> Aspect:
    aspect = getattr(rule, name)
    assert isinstance(aspect, Aspect)
    return aspect


def _echoes(text: str, fact: str, chars: int) -> bool:
    """Whether so many characters of `fact` in a row stand in `text`."""
    return any(fact[at : at + chars] in text for at in range(len(fact) - chars + 1))


def _is_sayable(fact: str, rule: ListeningRule) -> bool:
    return rule.fact_from <= sum(map(str.isalnum, fact)) and len(fact) <= rule.fact_chars
