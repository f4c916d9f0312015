"""A live conversation: its coach state, its viewers, and turns taken one at a time."""

import asyncio
import logging
import zlib
from collections import OrderedDict, deque
from dataclasses import dataclass, field

from models.window import CONTEXT_LINES, Tokens
from server import wire
from server.coach.advice import Advice
from server.coach.cards import Cue
from server.coach.coach import next_alarm
from server.coach.events import (
    Advised,
    AgentTurn,
    Closed,
    Cued,
    CustomerTurn,
    Noted,
)
from server.coach.fold import fold
from server.coach.playbook import Playbook
from server.coach.state import State
from server.coach.urgency import urgency
from server.gateway.outbox import Outbox
from server.store.records import OpenedRecord, UtteranceRecord, WrapUpRecord
from server.store.retold import as_opened

_logger = logging.getLogger(__name__)
_REMEMBERED_EVENT_IDS = 256
_REMEMBERED_ADVICE = 256


@dataclass(slots=True, eq=False)
class Conversation:
    """What is kept in memory of a conversation; all of it can be rebuilt from the log."""

    id: str
    state: State
    customer: str = ""
    customer_id: str = ""
    is_open: bool = True
    exists: bool = False
    """Whether anything of it is in the log yet."""
    last_seq: int = 0
    last_text: str = ""
    updated_at: int = 0
    advice: Advice | None = None
    cue: Cue | None = None
    wrap_up: WrapUpRecord | None = None
    """As the agent stored it."""
    followed_up: bool = False
    """Whether the call was made that it names."""
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
        self.customer, self.customer_id = record.customer, record.customer_id
        self.state = fold(self.state, as_opened(self.id, record, at), playbook.rules)

    def close(self, at: int, playbook: Playbook) -> None:
        """Nothing more can be said."""
        self.is_open, self.updated_at = False, at
        self.state = fold(self.state, Closed(), playbook.rules)

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

    def note(self, event: Noted, playbook: Playbook) -> None:
        """Fold what happened beside the talk."""
        self.state = fold(self.state, event, playbook.rules)

    def wrap(self, record: WrapUpRecord) -> None:
        """The wrap-up that counts from now on, with the call that it names still to make."""
        self.wrap_up, self.followed_up = record, False

    def nudge(self, cue: Cue, playbook: Playbook) -> None:
        """Fold a shown cue; viewers see it until the conversation moves on."""
        self.cue = cue
        self.state = fold(self.state, Cued(cue), playbook.rules)

    def info(self, playbook: Playbook) -> wire.ConversationInfo:
        """Its row in the list."""
        decision, rules = self.state.decision, playbook.rules
        pressing = urgency(self.state, rules.urgency, rules.risk)
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
            self.state.severity.tier,
            tuple(wire.OpenAsk(a.id, a.kind, a.amount, a.text) for a in self.state.asks.open),
            pressing.score,
            pressing.why,
            next_alarm(self.state, rules),
            self.wrap_up is not None,
        )


def fingerprint(role: str, text: str) -> int:
    """Tells whether an utterance sent again is the same."""
    return zlib.crc32(f"{role} {text}".encode())
