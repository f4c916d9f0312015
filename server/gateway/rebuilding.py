"""A conversation made again from its records."""

import logging
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from models.readings import Reading
from models.runtime.classifier import Classifier
from models.window import CONTEXT_LINES
from server.coach.events import Alerted, Raised
from server.coach.playbook import Playbook
from server.coach.state import State
from server.gateway.conversation import Conversation
from server.store.records import (
    AdviceRecord,
    AgentReadingRecord,
    AlertedRecord,
    Body,
    ClosedRecord,
    CueRecord,
    CustomerReadingRecord,
    FollowedUpRecord,
    OpenedRecord,
    RaisedRecord,
    Record,
    UtteranceRecord,
    WrapUpRecord,
)
from server.store.retold import as_noted, as_turn

_logger = logging.getLogger(__name__)


def rebuild(
    conversation_id: str, records: Iterable[Record], classifier: Classifier, playbook: Playbook
) -> tuple[Conversation, list[tuple[int, Reading]]]:
    """The conversation as its records tell it.

    An utterance whose reading was not stored, because the service was killed just then, is
    read again; these readings come with their numbers.
    """
    conversation = Conversation(conversation_id, State(conversation_id=conversation_id))
    rebuilding = _Rebuilding(conversation, classifier, playbook)
    for record in records:
        rebuilding.take(record)
    rebuilding.catch_up()
    lines = rebuilding.lines
    conversation.context.extend(classifier.tokens(role, text) for role, text in lines)
    return conversation, rebuilding.made


@dataclass(slots=True)
class _Rebuilding:
    conversation: Conversation
    classifier: Classifier
    playbook: Playbook
    made: list[tuple[int, Reading]] = field(default_factory=list)
    unread: tuple[int, UtteranceRecord, int] | None = None
    """Number, words and time of the last utterance, until its reading comes."""
    lines: deque[tuple[str, str]] = field(default_factory=lambda: deque(maxlen=CONTEXT_LINES + 1))
    """Only what is looked at is tokenised: the last lines, and those before an unread one."""

    def take(self, record: Record) -> None:
        conversation, playbook = self.conversation, self.playbook
        match record.body:
            case OpenedRecord() as body:
                conversation.open(body, record.at, playbook)
            case UtteranceRecord() as body:
                self.catch_up()
                self.lines.append((body.role, body.text))
                self.unread = (record.seq, body, record.at)
                conversation.hear(body, record.seq, record.at)
                conversation.advice = conversation.cue = None
            case CustomerReadingRecord(reading) | AgentReadingRecord(reading):
                _, said, at = self.unread or (0, UtteranceRecord("", "", ""), 0)
                turn = as_turn(said, record.seq, at, reading, playbook)
                conversation.understand(turn, playbook)
                self.unread = None
            case ClosedRecord():
                conversation.close(record.at, playbook)
            case body:
                _note(conversation, body, playbook)

    def catch_up(self) -> None:
        """Read the last utterance if it was not."""
        if self.unread is None:
            return
        seq, said, at = self.unread
        read, role = self.classifier, self.lines[-1][0]
        *before, current = (read.tokens(role, text) for role, text in self.lines)
        try:
            (reading,) = read.read([read.request(role, current, before)])
        except Exception as error:
            # It could not be read then either; the conversation goes on without.
            _logger.error("utterance %d was not read: %s", seq, type(error).__name__)
            return
        reading = read.in_mood(reading, self.conversation.state.mood)
        turn = as_turn(said, seq, at, reading, self.playbook)
        self.conversation.understand(turn, self.playbook)
        self.made.append((seq, reading))


def _note(conversation: Conversation, body: Body, playbook: Playbook) -> None:
    """What happened beside the talk; feedback and notes change nothing of the state."""
    match body:
        case AdviceRecord(advice):
            conversation.advise(advice, playbook)
        case CueRecord(cue):
            conversation.nudge(cue, playbook)
        case AlertedRecord(kind):
            conversation.note(Alerted(kind), playbook)
        case RaisedRecord(key):
            conversation.note(Raised(key), playbook)
        case WrapUpRecord():
            conversation.wrap(body)
        case FollowedUpRecord():
            conversation.followed_up = True
        case _:
            if (noted := as_noted(body)) is not None:
                conversation.note(noted, playbook)
