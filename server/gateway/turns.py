"""Between what is said on the wire, what is stored of it, and the turn that the coach follows."""

from models.readings import AgentReading, Reading
from server import wire
from server.coach.events import AgentTurn, CustomerTurn, Voice, heard
from server.coach.playbook import Playbook
from server.store.records import AgentReadingRecord, CustomerReadingRecord, UtteranceRecord


def utterance_record(message: wire.Utterance) -> UtteranceRecord:
    """The record body that stores a final utterance."""
    return UtteranceRecord(
        message.event_id, message.role, message.text, message.pitch, message.energy
    )


def reading_record(reading: Reading) -> CustomerReadingRecord | AgentReadingRecord:
    """The record body that stores a reading."""
    if isinstance(reading, AgentReading):
        return AgentReadingRecord(reading)
    return CustomerReadingRecord(reading)


def as_turn(
    record: UtteranceRecord, seq: int, at: int, reading: Reading, playbook: Playbook
) -> CustomerTurn | AgentTurn:
    """The turn that a stored utterance is, once it was read."""
    sounded = record.pitch is not None or record.energy is not None
    voice = Voice(record.pitch, record.energy) if sounded else None
    return heard(seq, record.text, reading, at, playbook.products, voice)
