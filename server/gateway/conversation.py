"""A live conversation: its coach state, its viewers, and turns taken one at a time."""

import asyncio
import logging
import zlib
from collections import OrderedDict, deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from models.readings import AgentReading, Reading
from models.runtime.classifier import Classifier
from models.window import CONTEXT_LINES, Tokens
from server import wire
from server.coach.advice import Advice
from server.coach.cards import Cue
from server.coach.coach import cards
from server.coach.events import Advised, AgentTurn, Cued, CustomerTurn, Opened, Voice, heard
from server.coach.fold import fold
from server.coach.playbook import Playbook
from server.coach.state import State
from server.gateway import views
from server.gateway.outbox import Outbox
from server.store.records import (
    AdviceRecord,
    AgentReadingRecord,
    ClosedRecord,
    CueRecord,
    CustomerReadingRecord,
    FeedbackRecord,
    OpenedRecord,
    Record,
    UtteranceRecord,
)

_logger = logging.getLogger(__name__)
_REMEMBERED_EVENT_IDS = 256
_REMEMBERED_ADVICE = 256


@dataclass(slots=True, eq=False)
class Conversation:
    """What is kept in memory of a conversation; all of it can be rebuilt from the log."""

    id: str
    state: State
    customer: str = ""
    is_open: bool = True
    exists: bool = False
    """Whether anything of it is in the log yet."""
    last_seq: int = 0
    last_text: str = ""
    updated_at: int = 0
    advice: Advice | None = None
    cue: Cue | None = None
    advised: deque[int] = field(default_factory=lambda: deque(maxlen=_REMEMBERED_ADVICE))
    """Numbers of the last utterances that advice was given on."""
    context: deque[Tokens] = field(default_factory=lambda: deque(maxlen=CONTEXT_LINES))
    event_ids: OrderedDict[str, tuple[int, int]] = field(default_factory=OrderedDict)
    """Number and fingerprint of the last utterances, by event id."""
    viewers: set[Outbox] = field(default_factory=set)
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: list[str] = field(default_factory=list)
    """Event ids of final utterances that came and whose turn is not over."""

    @property
    def idle(self) -> bool:
        """Whether nobody would notice if it left memory."""
        return not self.viewers and not self.waiting and not self.turn.locked()

    @property
    def more_waits(self) -> bool:
        """Whether more words than those of this turn have come: advice now would be stale."""
        return any(event_id not in self.event_ids for event_id in self.waiting)

    def broadcast(self, message: wire.Outbound, key: str | None = None) -> None:
        """Queue a message for every viewer; `key` as in `Outbox.put`."""
        if self.viewers:
            frame = wire.dump(message)
            for viewer in self.viewers:
                viewer.put(frame, key)

    def open(self, record: OpenedRecord, at: int, playbook: Playbook) -> None:
        """Fold the opening."""
        self.exists, self.updated_at = True, at
        self.customer = record.customer
        opened = Opened(self.id, record.channel, record.industry, at)
        self.state = fold(self.state, opened, playbook.rules)

    def close(self, at: int) -> None:
        """Nothing more can be said."""
        self.is_open, self.updated_at = False, at

    def hear(self, record: UtteranceRecord, seq: int, at: int) -> None:
        """A stored utterance, known by its event id from now on."""
        self.last_seq, self.last_text, self.updated_at = seq, record.text, at
        self.event_ids[record.event_id] = seq, fingerprint(record.role, record.text)
        if len(self.event_ids) > _REMEMBERED_EVENT_IDS:
            self.event_ids.popitem(last=False)

    def understand(self, turn: CustomerTurn | AgentTurn, playbook: Playbook) -> None:
        """Fold a read utterance."""
        self.state = fold(self.state, turn, playbook.rules)

    def advise(self, advice: Advice, playbook: Playbook) -> None:
        """Fold given advice; it is what viewers see until the conversation moves on."""
        self.advice = advice
        self.advised.append(advice.seq)
        self.state = fold(self.state, Advised(advice), playbook.rules)

    def nudge(self, cue: Cue, playbook: Playbook) -> None:
        """Fold a shown cue; viewers see it until the conversation moves on."""
        self.cue = cue
        self.state = fold(self.state, Cued(cue), playbook.rules)

    def info(self) -> wire.ConversationInfo:
        """Its row in the list."""
        decision = self.state.decision
        return wire.ConversationInfo(
            self.id,
            self.state.channel,
            self.state.industry,
            self.customer,
            self.is_open,
            self.last_seq,
            self.last_text[:60],
            self.state.emotion,
            round(self.state.valence, 3),
            decision.step if decision else None,
            self.updated_at,
        )


def fingerprint(role: str, text: str) -> int:
    """Tells whether an utterance sent again is the same."""
    return zlib.crc32(f"{role} {text}".encode())


def as_turn(
    record: UtteranceRecord, seq: int, at: int, reading: Reading, playbook: Playbook
) -> CustomerTurn | AgentTurn:
    """The turn that a stored utterance is, once it was read."""
    sounded = record.pitch is not None or record.energy is not None
    voice = Voice(record.pitch, record.energy) if sounded else None
    return heard(seq, record.text, reading, at, playbook.products, voice)


def rebuild(
    conversation_id: str, records: Iterable[Record], classifier: Classifier, playbook: Playbook
) -> tuple[Conversation, list[tuple[int, Reading]]]:
    """The conversation as its records tell it.

    An utterance whose reading was not stored, because the service was killed just then, is
    read again; these readings come with their numbers.
    """
    conversation = Conversation(conversation_id, State(conversation_id=conversation_id))
    unread: tuple[int, UtteranceRecord, int] | None = None
    made: list[tuple[int, Reading]] = []
    # Only what is looked at is tokenised: the last lines, and those before an unread one.
    lines: deque[tuple[str, str]] = deque(maxlen=CONTEXT_LINES + 1)

    def catch_up() -> None:
        if unread is None:
            return
        seq, said, at = unread
        *before, current = (classifier.tokens(role, text) for role, text in lines)
        try:
            (reading,) = classifier.read([classifier.request(lines[-1][0], current, before)])
        except Exception as error:
            # It could not be read then either; the conversation goes on without.
            _logger.error("utterance %d was not read: %s", seq, type(error).__name__)
            return
        reading = classifier.in_mood(reading, conversation.state.mood)
        conversation.understand(as_turn(said, seq, at, reading, playbook), playbook)
        made.append((seq, reading))

    for record in records:
        match record.body:
            case OpenedRecord() as body:
                conversation.open(body, record.at, playbook)
            case UtteranceRecord() as body:
                catch_up()
                lines.append((body.role, body.text))
                unread = (record.seq, body, record.at)
                conversation.hear(body, record.seq, record.at)
                conversation.advice = conversation.cue = None
            case CustomerReadingRecord(reading) | AgentReadingRecord(reading):
                _, said, at = unread or (0, UtteranceRecord("", "", ""), 0)
                turn = as_turn(said, record.seq, at, reading, playbook)
                conversation.understand(turn, playbook)
                unread = None
            case AdviceRecord(advice):
                conversation.advise(advice, playbook)
            case CueRecord(cue):
                conversation.nudge(cue, playbook)
            case ClosedRecord():
                conversation.close(record.at)
            case FeedbackRecord():
                pass
    catch_up()
    conversation.context.extend(classifier.tokens(role, text) for role, text in lines)
    return conversation, made


def snapshot(
    conversation: Conversation, records: Iterable[Record], playbook: Playbook
) -> wire.Snapshot:
    """What a viewer who arrives now is shown: `records` are those of the last utterances."""
    said: list[wire.Said] = []
    readings: list[wire.Reading] = []
    texts: dict[int, str] = {}
    for record in records:
        body = record.body
        if isinstance(body, UtteranceRecord):
            texts[record.seq] = body.text
            said.append(
                wire.Said(
                    record.conversation_id,
                    body.event_id,
                    record.seq,
                    body.role,
                    body.text,
                    True,
                    record.at,
                )
            )
        elif isinstance(body, CustomerReadingRecord | AgentReadingRecord):
            text = texts.get(record.seq, "")
            turn = heard(record.seq, text, body.reading, record.at, playbook.products)
            readings.append(views.reading(conversation.id, turn))
    state, advice, cue = conversation.state, conversation.advice, conversation.cue
    return wire.Snapshot(
        conversation.info(),
        tuple(said),
        tuple(readings),
        progress=views.progress(state, cards(playbook, state)) if state.seq else None,
        advice=views.advice(conversation.id, advice) if advice else None,
        cue=views.cue(conversation.id, cue) if cue else None,
        earlier=bool(said) and said[0].seq != 1,
    )


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
