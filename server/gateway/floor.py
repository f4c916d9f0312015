"""What the sources, the viewers and the supervisor's desk share of the running service."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from pydantic import TypeAdapter

from models.runtime.classifier import Classifier
from server import wire
from server.coach.alarms import ground
from server.coach.coach import alarm_grounds
from server.coach.history import visit
from server.coach.playbook import Playbook
from server.coach.visits import VISITS, History, Visit
from server.gateway.conversation import Conversation
from server.gateway.live import Live
from server.gateway.lookup import Lookup
from server.gateway.outbox import Outbox
from server.knowledge.cases import Case
from server.store.log import EventLog
from server.store.records import Body, Record
from server.wire import ErrorCode, WireError

_VISIT: Final = TypeAdapter(Visit)

Clock = Callable[[], int]

_STANDING: Final = 50


class Floor:
    """The conversations in memory, the log, the playbook, and who follows the list.

    `clock` gives ms since 1970.
    """

    def __init__(
        self,
        log: EventLog,
        classifier: Classifier,
        playbook: Playbook,
        clock: Clock,
        live: int,
        lookup: Lookup,
    ) -> None:
        self.log = log
        self.playbook = playbook
        self.clock = clock
        self.live = Live(log, classifier, lambda: self.playbook, live)
        self._lookup = lookup
        self.list_viewers: set[Outbox] = set()
        self.prompts: wire.Prompts | None = None
        self._alerts: OrderedDict[tuple[str, str], wire.Alert] = OrderedDict()
        self._changed: Callable[[str, int | None], None] = _nobody

    def use(self, playbook: Playbook | None, version: str, problem: str | None) -> None:
        """Coach by `playbook` from now on; None where a change of it was not served."""
        self.playbook = playbook or self.playbook
        self.prompts = wire.Prompts(version, problem)
        for viewer in self.list_viewers:
            viewer.put(wire.dump(self.prompts), key="prompts")

    def look_up(self, conversation: Conversation, tell: Callable[[wire.Knowledge], None]) -> None:
        """Look up what the customer asked last, beside everything else."""
        self._lookup.start(conversation, self.playbook, tell)

    async def keep(self, case: Case) -> None:
        """Keep a closed case among what is looked up."""
        await self._lookup.keep(case)

    def on_change(self, changed: Callable[[str, int | None], None]) -> None:
        """Call `changed` with a conversation's id, and when its next reminder is due."""
        self._changed = changed

    @property
    def alerts(self) -> tuple[wire.Alert, ...]:
        """The last that no supervisor has seen, the newest last; not kept over a restart."""
        return tuple(self._alerts.values())

    def alert(self, conversation: Conversation, message: wire.Alert) -> None:
        """Alert the conversation's viewers, and those of the list."""
        told = replace(message, at=self.clock())
        place = conversation.id, told.key
        self._let_go(conversation.id, lambda key: told.due is not None and _same(key, told.key))
        self._alerts[place] = told
        self._alerts.move_to_end(place)
        if len(self._alerts) > _STANDING:
            self._alerts.popitem(last=False)
        frame = wire.dump(told)
        for viewer in self.list_viewers | conversation.viewers:
            viewer.put(frame)

    def see(self, conversation_id: str, key: str) -> None:
        """A supervisor has seen an alert; one that does not stand any more is no mistake."""
        if self._alerts.pop((conversation_id, key), None) is not None:
            self.tell_list(wire.AlertSeen(conversation_id, key))

    def _let_go(self, conversation_id: str, is_over: Callable[[str], bool]) -> None:
        """Reminders of a time that are over, by their keys, stand no more."""
        for (talk, key), told in tuple(self._alerts.items()):
            if talk == conversation_id and told.due is not None and is_over(key):
                self.see(talk, key)

    def tell_list(self, message: wire.Outbound) -> None:
        """Tell those who follow the list."""
        frame = wire.dump(message)
        for viewer in self.list_viewers:
            viewer.put(frame)

    async def append(self, conversation: Conversation, seq: int, at: int, *bodies: Body) -> None:
        """Store what happened at utterance `seq`; durable when this returns."""
        await self.log.append(*(Record(conversation.id, seq, at, body) for body in bodies))

    def announce(self, conversation: Conversation) -> None:
        """Tell all who follow the list how the conversation stands."""
        info = conversation.info(self.playbook)
        self._changed(conversation.id, info.alarm_at)
        standing = alarm_grounds(conversation.state, self.playbook.rules)
        self._let_go(conversation.id, lambda key: ground(key) not in standing)
        key = f"info {conversation.id}"
        frame = wire.dump(info)
        self.log.summarise(conversation.id, conversation.updated_at, frame, _visit(conversation))
        for viewer in self.list_viewers | conversation.viewers:
            viewer.put(frame, key)

    async def history(self, customer_id: str) -> History:
        """Earlier conversations of the customer."""
        if not customer_id:
            return History()
        others, times = await self.log.visits(customer_id, VISITS)
        return History(tuple(_VISIT.validate_json(each) for each in others), times)


def _nobody(conversation_id: str, at: int | None) -> None:
    """Until `on_change` is called."""


def _same(one: str, other: str) -> bool:
    """Whether a reminder was the earlier one of what the other is for."""
    return one != other and ground(one) == ground(other)


def require_open(conversation: Conversation) -> None:
    """Refuse a conversation that has ended."""
    if not conversation.is_open:
        raise WireError(ErrorCode.CONVERSATION_CLOSED, "会话已经结束；请用新的 conversation_id。")


def _visit(conversation: Conversation) -> tuple[str, str] | None:
    """What a later conversation of the same customer is told, by the customer's number."""
    if not conversation.customer_id:
        return None
    return conversation.customer_id, _VISIT.dump_json(visit(conversation.state)).decode()
