"""A stored conversation told again: what the coach would have said by other wordings and rules."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from server.coach.cards import Card, Row
from server.coach.coach import Guidance, guide
from server.coach.events import Advised, Cued
from server.coach.fold import fold
from server.coach.playbook import Playbook
from server.coach.state import State
from server.store.records import (
    AgentReadingRecord,
    CustomerReadingRecord,
    OpenedRecord,
    Record,
    UtteranceRecord,
)
from server.store.retold import as_noted, as_opened, as_turn

Lines = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """An utterance with the guidance after it."""

    seq: int
    role: str
    text: str
    guidance: Guidance
    tier: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What two tellings of utterance `seq` say differently; `what` is a kind of guidance.

    `before` and `after` are the lines that are only in the one or in the other.
    """

    seq: int
    text: str
    what: str
    before: str
    after: str


def retell(records: Iterable[Record], playbook: Playbook) -> Iterator[Told]:
    """The utterances that were read, each with what the coach says of it by `playbook`.

    The readings are the stored ones, and so is what people did beside the talk; advice and cues
    are this playbook's own, so that what was offered before is what it offered before.
    """
    state, rules = State(), playbook.rules
    said, at = UtteranceRecord("", "", ""), 0
    for record in records:
        match record.body:
            case OpenedRecord() as body:
                state = fold(state, as_opened(record.conversation_id, body, record.at), rules)
            case UtteranceRecord() as said:
                at = record.at
            case CustomerReadingRecord(reading) | AgentReadingRecord(reading):
                state = fold(state, as_turn(said, record.seq, at, reading, playbook), rules)
                guidance = guide(playbook, state)
                state = _shown(state, guidance, playbook)
                yield Told(record.seq, said.role, said.text, guidance, state.severity.tier)
            case body:
                noted = as_noted(body)
                state = state if noted is None else fold(state, noted, rules)


def compare(before: Iterable[Told], after: Iterable[Told]) -> Iterator[Difference]:
    """What the second telling of the same conversation says differently."""
    for one, other in zip(before, after, strict=True):
        was, now = _said(one), _said(other)
        for what in dict.fromkeys([*was, *now]):
            gone, come = _changed(was.get(what, ()), now.get(what, ()))
            if gone or come:
                yield Difference(one.seq, one.text, what, "\n".join(gone), "\n".join(come))


def _shown(state: State, guidance: Guidance, playbook: Playbook) -> State:
    if guidance.advice is not None:
        state = fold(state, Advised(guidance.advice), playbook.rules)
    if guidance.cue is not None:
        state = fold(state, Cued(guidance.cue), playbook.rules)
    return state


def _changed(was: Lines, now: Lines) -> tuple[Lines, Lines]:
    """The lines that are only in one of both; all of them where only the order differs."""
    gone = tuple(line for line in was if line not in now)
    come = tuple(line for line in now if line not in was)
    return (gone, come) if gone or come or was == now else (was, now)


def _said(told: Told) -> dict[str, Lines]:
    """The guidance in words, by what it is."""
    found: dict[str, Lines] = {"tier": (told.tier,)}
    if (advice := told.guidance.advice) is not None:
        found["step"] = (advice.step,)
        found["wordings"] = tuple(wording.text for wording in advice.wordings)
    if (cue := told.guidance.cue) is not None:
        found["cue"] = (f"{cue.kind}: {cue.text}", *cue.say)
    return found | {f"card {card.kind}": _lines(card) for card in told.guidance.cards}


def _lines(card: Card) -> Lines:
    look = () if card.level == "info" else (card.level,)
    return (*look, *(_line(row) for row in card.rows), *card.say)


def _line(row: Row) -> str:
    due = "" if row.due is None else f"{datetime.fromtimestamp(row.due / 1000):%m-%d %H:%M}"
    status = "" if row.status in (None, "open") else row.status
    return " ".join(word for word in (row.key, row.text, due, status) if word)
