"""A stored conversation told again: what the coach would have said by other wordings and rules."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields

from server.coach.cards import Card
from server.coach.coach import Guidance, guide
from server.coach.events import Advised, Answered, Asked, Cued, Kept, Noted, Opened, heard
from server.coach.fold import fold
from server.coach.playbook import Playbook
from server.coach.state import State
from server.store.records import (
    AgentReadingRecord,
    AnsweredRecord,
    AskedRecord,
    Body,
    CustomerReadingRecord,
    KeptRecord,
    OpenedRecord,
    Record,
    UtteranceRecord,
)


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
    """What two tellings of utterance `seq` say differently; `what` is a kind of guidance."""

    seq: int
    text: str
    what: str
    before: str
    after: str


def retell(records: Iterable[Record], playbook: Playbook) -> Iterator[Told]:
    """The utterances that were read, each with what the coach says of it by `playbook`.

    The readings are the stored ones; advice and cues are this playbook's own, so that what was
    offered before is what it offered before.
    """
    state = State()
    said: UtteranceRecord | None = None
    for record in records:
        match record.body:
            case OpenedRecord() as body:
                state = fold(state, _opened(record, body), playbook.rules)
            case UtteranceRecord() as said:
                pass
            case CustomerReadingRecord(reading) | AgentReadingRecord(reading) if said is not None:
                turn = heard(record.seq, said.text, reading, record.at, playbook.products)
                state = fold(state, turn, playbook.rules)
                guidance = guide(playbook, state)
                state = _shown(state, guidance, playbook)
                yield Told(record.seq, said.role, said.text, guidance, state.severity.tier)
            case body:
                if (noted := _noted(body)) is not None:
                    state = fold(state, noted, playbook.rules)


def compare(before: Iterable[Told], after: Iterable[Told]) -> Iterator[Difference]:
    """What the second telling of the same conversation says differently."""
    for one, other in zip(before, after, strict=True):
        was, now = _said(one), _said(other)
        for what in dict.fromkeys([*was, *now]):
            if was.get(what, "") != now.get(what, ""):
                yield Difference(one.seq, one.text, what, was.get(what, ""), now.get(what, ""))


def _opened(record: Record, body: OpenedRecord) -> Opened:
    return Opened(
        record.conversation_id, body.channel, body.industry, record.at, body.history, body.vip
    )


def _noted(body: Body) -> Noted | None:
    """What people did beside the talk; what they were shown is told anew."""
    match body:
        case AskedRecord(ask):
            return Asked(ask)
        case AnsweredRecord(ask_id, answer):
            return Answered(ask_id, answer)
        case KeptRecord(promised, kept):
            return Kept(promised, kept)
        case _:
            return None


def _shown(state: State, guidance: Guidance, playbook: Playbook) -> State:
    if guidance.advice is not None:
        state = fold(state, Advised(guidance.advice), playbook.rules)
    if guidance.cue is not None:
        state = fold(state, Cued(guidance.cue), playbook.rules)
    return state


def _said(told: Told) -> dict[str, str]:
    """The guidance in words, by what it is."""
    found = {"tier": told.tier}
    if (advice := told.guidance.advice) is not None:
        found["step"] = advice.step
        found["wordings"] = "\n".join(wording.text for wording in advice.wordings)
    if (cue := told.guidance.cue) is not None:
        found["cue"] = "\n".join([f"{cue.kind}: {cue.text}", *cue.say])
    return found | {f"card {card.kind}": _in_words(card) for card in told.guidance.cards}


def _in_words(card: Card) -> str:
    rows = [
        " ".join(str(getattr(row, field.name) or "") for field in fields(row)) for row in card.rows
    ]
    return "\n".join([card.level, *rows, *card.say])
