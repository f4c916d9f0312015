"""What a viewer who arrives in a conversation is shown."""

from collections.abc import Iterable

from server import wire
from server.coach.coach import cards
from server.coach.events import heard
from server.coach.playbook import Playbook
from server.gateway import views
from server.gateway.conversation import Conversation
from server.store.records import (
    AgentReadingRecord,
    CustomerReadingRecord,
    NotedRecord,
    Record,
    UtteranceRecord,
)


def snapshot(
    conversation: Conversation, records: Iterable[Record], playbook: Playbook
) -> wire.Snapshot:
    """What a viewer who arrives now is shown: `records` are those of the last utterances."""
    said: list[wire.Said] = []
    readings: list[wire.Reading] = []
    notes: list[wire.Noted] = []
    texts: dict[int, str] = {}
    for record in records:
        body = record.body
        if isinstance(body, UtteranceRecord):
            texts[record.seq] = body.text
            said.append(_said(record, body))
        elif isinstance(body, NotedRecord):
            notes.append(wire.Noted(conversation.id, record.seq, body.text, record.at))
        elif isinstance(body, CustomerReadingRecord | AgentReadingRecord):
            text = texts.get(record.seq, "")
            turn = heard(record.seq, text, body.reading, record.at, playbook.products)
            readings.append(views.reading(conversation.id, turn))
    state, advice, cue = conversation.state, conversation.advice, conversation.cue
    return wire.Snapshot(
        conversation.info(playbook),
        tuple(said),
        tuple(readings),
        progress=views.progress(state, cards(playbook, state)) if state.seq else None,
        advice=views.advice(conversation.id, advice) if advice else None,
        cue=views.cue(conversation.id, cue) if cue else None,
        notes=tuple(notes),
        earlier=bool(said) and said[0].seq != 1,
    )


def _said(record: Record, body: UtteranceRecord) -> wire.Said:
    return wire.Said(
        record.conversation_id,
        body.event_id,
        record.seq,
        body.role,
        body.text,
        final=True,
        at=record.at,
    )
