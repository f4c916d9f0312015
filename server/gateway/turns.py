"""Between what is said on the wire and what is stored of it."""

from models.readings import AgentReading, Reading
from server import wire
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
