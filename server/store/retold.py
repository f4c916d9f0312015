"""What the records of a conversation are to the coach: its events."""

from models.readings import Reading
from server.coach.events import (
    AgentTurn,
    Answered,
    Asked,
    Closed,
    CustomerTurn,
    Kept,
    Noted,
    Opened,
    Voice,
    heard,
)
from server.coach.playbook import Playbook
from server.store.records import (
    AnsweredRecord,
    AskedRecord,
    Body,
    ClosedRecord,
    KeptRecord,
    OpenedRecord,
    UtteranceRecord,
)


def as_opened(conversation_id: str, record: OpenedRecord, at: int) -> Opened:
    """The opening that was stored at `at`, in ms since 1970."""
    channel, industry = record.channel, record.industry
    return Opened(conversation_id, channel, industry, at, record.history, record.vip)


def as_turn(
    record: UtteranceRecord, seq: int, at: int, reading: Reading, playbook: Playbook
) -> CustomerTurn | AgentTurn:
    """The turn that a stored utterance is, once it was read."""
    sounded = record.pitch is not None or record.energy is not None
    voice = Voice(record.pitch, record.energy) if sounded else None
    return heard(seq, record.text, reading, at, playbook.products, voice)


def as_noted(body: Body) -> Noted | None:
    """What people did beside the talk; None for everything else."""
    match body:
        case AskedRecord(ask):
            return Asked(ask)
        case AnsweredRecord(ask_id, answer):
            return Answered(ask_id, answer)
        case KeptRecord(promised, kept):
            return Kept(promised, kept)
        case ClosedRecord():
            return Closed()
        case _:
            return None
