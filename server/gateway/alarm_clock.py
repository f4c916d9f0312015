"""Raises reminders when their time comes, also in conversations that have left memory."""

import asyncio
import contextlib
import heapq
import logging

from server import wire
from server.coach.alarms import Alarm
from server.coach.coach import alarms
from server.coach.events import Raised
from server.gateway.conversation import Conversation
from server.gateway.floor import Floor
from server.store.log import LogUnavailableError
from server.store.records import RaisedRecord

_MOST_SECONDS = 60.0
_RETRY_SECONDS = 5.0
# So much of the heap may be out of date before it is tidied.
_STALE_FACTOR = 4
_SPARE = 64

_logger = logging.getLogger(__name__)


class AlarmClock:
    """Wakes when the next reminder of any conversation is due. Use as an async context manager."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor
        self._due: dict[str, int] = {}
        """By conversation; what the heap says besides is out of date."""
        self._heap: list[tuple[int, str]] = []
        self._changed = asyncio.Event()
        self._running: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "AlarmClock":
        for conversation_id, at in await self._floor.log.alarms():
            self.set(conversation_id, at)
        self._floor.on_change(self.set)
        self._running = asyncio.create_task(self._run())
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._running is not None:
            self._running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._running

    def set(self, conversation_id: str, at: int | None) -> None:
        """The next reminder of a conversation is due `at`, in ms since 1970; None for none."""
        if at is None:
            self._due.pop(conversation_id, None)
        elif self._due.get(conversation_id) != at:
            self._due[conversation_id] = at
            heapq.heappush(self._heap, (at, conversation_id))
            if len(self._heap) > _STALE_FACTOR * len(self._due) + _SPARE:
                self._tidy()
            self._changed.set()

    def _tidy(self) -> None:
        """Forget what is out of date: a line a second would heap up until tomorrow."""
        self._heap = [(at, conversation_id) for conversation_id, at in self._due.items()]
        heapq.heapify(self._heap)

    async def ring(self) -> None:
        """Raise everything that is due now."""
        now = self._floor.clock()
        while self._heap and self._heap[0][0] <= now:
            at, conversation_id = heapq.heappop(self._heap)
            if self._due.get(conversation_id) != at:
                continue
            try:
                await self._ring(conversation_id, now)
            except LogUnavailableError:
                # What was not stored was not told either: its time comes again.
                heapq.heappush(self._heap, (at, conversation_id))
                raise

    async def _ring(self, conversation_id: str, now: int) -> None:
        conversation = await self._floor.live.get(conversation_id)
        async with conversation.turn:
            for alarm in alarms(conversation.state, self._floor.playbook.rules, now):
                seq = conversation.last_seq
                await self._floor.append(conversation, seq, now, RaisedRecord(alarm.key))
                conversation.note(Raised(alarm.key), self._floor.playbook)
                self._tell(conversation, alarm)
            self._floor.announce(conversation)

    def _tell(self, conversation: Conversation, alarm: Alarm) -> None:
        self._floor.alert(
            conversation,
            wire.Alert(
                conversation.id,
                alarm.key,
                alarm.kind,
                alarm.seq,
                alarm.text,
                alarm.level,
                alarm.due,
            ),
        )

    async def _run(self) -> None:
        while True:
            try:
                await self.ring()
            except LogUnavailableError:
                _logger.error("reminders wait: the log does not take them")
                await asyncio.sleep(_RETRY_SECONDS)
            except Exception as error:
                # One conversation must not keep the others from being reminded.
                _logger.error("a reminder was not raised: %s", type(error).__name__)
            await self._until_next()

    async def _until_next(self) -> None:
        seconds = _MOST_SECONDS
        if self._heap:
            seconds = min(seconds, max(0.0, (self._heap[0][0] - self._floor.clock()) / 1000))
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._changed.wait()
        self._changed.clear()
