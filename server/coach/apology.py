"""Who has to apologise, and how: by how grave the matter is, and never the same twice."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Final

from models import labels
from server.coach.cards import Card, Row
from server.coach.checked import Checked, require_known
from server.coach.clauses import said
from server.coach.events import AgentTurn, CustomerTurn
from server.coach.ledger import quote
from server.coach.phrases import Phrase, pick

if TYPE_CHECKING:
    from server.coach.state import State


# After so many utterances what happened is not told just now.
_NOW: Final = 2
# 好的, 免谈: so few letters tell nothing to apologise for.
_WORD_CHARS: Final = 3


@dataclass(frozen=True, slots=True)
class Draft(Phrase):
    """What is said or written; {fact} is what happened, in the second person."""

    may_fill: ClassVar[frozenset[str]] = frozenset({"fact"})


@dataclass(frozen=True, slots=True)
class Rank(Checked):
    """An apology of some weight: in which tiers it is called for, and what the agent does for it.

    It is made, or announced, when the agent says one of `words`, with none of `unless` in the
    same clause. One that is made `again` is owed anew each time that the feeling rises.
    """

    name: str
    task: str
    tiers: tuple[str, ...]
    words: tuple[str, ...]
    drafts: tuple[Draft, ...]
    unless: tuple[str, ...] = ()
    again: bool = False

    def __post_init__(self) -> None:
        require_known("tiers", self.tiers, labels.TIERS)
        if not self.words or not all(word.strip() for word in self.words):
            raise ValueError(
                f"{self.name!r} 的 words 没写或有空的，写上原话 has no words, or an empty one"
            )
        if all("fact" in draft.filled for draft in self.drafts):
            raise ValueError(
                f"{self.name!r} 要有一句不带 {{fact}} 的 needs a draft without {{fact}}；补上"
            )


@dataclass(frozen=True, slots=True)
class ApologyRules(Checked):
    """The ranks, and the customer's emotions that call for one.

    What happened is left out of a draft where it takes more than `fact_chars` characters.
    """

    emotions: tuple[str, ...] = ()
    ranks: tuple[Rank, ...] = ()
    fact_chars: int = 40

    def __post_init__(self) -> None:
        require_known("emotions", self.emotions, labels.EMOTIONS)


@dataclass(frozen=True, slots=True)
class Apologies:
    """Whether one is owed, and which were made."""

    is_upset: bool = False
    """Whether the customer's last line was upset, or asked for an apology."""
    is_owed: bool = False
    """Whether that was not answered by one."""
    seq: int | None = None
    quote: str = ""
    """The last line that showed it and told something."""
    made: frozenset[str] = frozenset()
    """Names of ranks, bounded by the rules."""
    times: int = 0
    """How many lines have called for one."""
    last: int = 0
    """The agent's line that made the last one."""

    def after(
        self, turn: CustomerTurn | AgentTurn, step: str | None, rules: ApologyRules
    ) -> "Apologies":
        """With what a line shows; `step` is what is due on it."""
        if isinstance(turn, AgentTurn):
            return self._answered(turn, rules)
        is_asked = turn.intent == "request_apology"
        if not is_asked and turn.emotion not in rules.emotions:
            return replace(self, is_upset=False, is_owed=False)
        is_owed = self.is_owed or is_asked or step == "empathize"
        tells = not self.quote or sum(map(str.isalnum, turn.text)) > _WORD_CHARS
        return replace(
            self,
            is_upset=True,
            is_owed=is_owed,
            seq=turn.seq if tells else self.seq,
            quote=quote(turn.text) if tells else self.quote,
            times=self.times + is_owed,
        )

    def _answered(self, turn: AgentTurn, rules: ApologyRules) -> "Apologies":
        made = [rank for rank in rules.ranks if said(turn.text, rank.words, rank.unless)]
        has_apologised = any(rank.again for rank in made)
        return replace(
            self,
            is_owed=self.is_owed and not has_apologised,
            made=self.made.union(rank.name for rank in made),
            last=turn.seq if has_apologised else self.last,
        )


def card(state: "State", rules: ApologyRules) -> Card | None:
    """Which apologies the matter calls for, with a draft of each that is still to be made."""
    apologies = state.apologies
    if not apologies.is_upset:
        return None
    called_for = [rank for rank in rules.ranks if state.severity.tier in rank.tiers]
    still_open = [rank for rank in called_for if _is_open(rank, apologies)]
    if not still_open:
        return None
    about = Row("about", apologies.quote, seq=apologies.seq)
    rows = [
        Row(rank.name, rank.task, "open" if rank in still_open else "done")
        for rank in called_for
        if rank in still_open or rank.name in apologies.made
    ]
    drafts = (_draft(rank, state, rules) for rank in still_open)
    level: Final = "info" if all(rank.again for rank in still_open) else "attend"
    return Card("apology", (about, *rows), tuple(each for each in drafts if each), level)


def _is_open(rank: Rank, apologies: Apologies) -> bool:
    return apologies.is_owed if rank.again else rank.name not in apologies.made


def _draft(rank: Rank, state: "State", rules: ApologyRules) -> str | None:
    """The next one that is spoken; a letter stays as it is until it is announced."""
    fact = _fact(rank, state, rules)
    words = {"fact": fact} if fact else {}
    turn = state.apologies.times - 1 if rank.again else 0
    return pick(rank.drafts, words, state.channel, state.conversation_id, turn)


def _fact(rank: Rank, state: "State", rules: ApologyRules) -> str:
    """What happened, unless it is long.

    Who writes a letter writes about what it all began with, not about the last reproach. Spoken,
    it is what was told just now, unless the agent has apologised since.
    """
    matter = state.matter if rank.again else state.case
    if matter is None or len(matter.text) > rules.fact_chars:
        return ""
    if not rank.again:
        return matter.text
    is_old = state.seq - matter.seq > _NOW or matter.seq < state.apologies.last
    return "" if is_old else matter.text
