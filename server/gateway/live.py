"""The conversations in memory: loaded from the log when needed, dropped when long unused."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from itertools import islice

from models.runtime.classifier import Classifier
from server import wire
from server.coach.playbook import Playbook
from server.gateway.conversation import Conversation
from server.gateway.rebuilding import rebuild
from server.gateway.turns import reading_record
from server.store.log import EventLog
from server.store.records import Record
from server.wire import ErrorCode, WireError


class Live:
    """At most `limit` conversations, but none that is in use is dropped."""

    def __init__(
        self, log: EventLog, classifier: Classifier, playbook: Callable[[], Playbook], limit: int
    ) -> None:
        self._log = log
        self._classifier = classifier
        self._playbook = playbook
        self._limit = limit
        self._conversations: OrderedDict[str, Conversation] = OrderedDict()
        self._loading: dict[str, asyncio.Task[Conversation]] = {}

    def known(self, conversation_id: str) -> Conversation | None:
        """The conversation if it is in memory."""
        return self._conversations.get(conversation_id)

    async def get(self, conversation_id: str) -> Conversation:
        """The conversation, from memory or the log; a new one where nothing was said yet."""
        found = self._conversations.get(conversation_id)
        if found is not None:
            self._conversations.move_to_end(conversation_id)
            return found
        if conversation_id == wire.ALL:
            raise WireError(ErrorCode.INVALID, "“*” 不能作会话编号。")
        loading = self._loading.get(conversation_id)
        if loading is None:
            loading = asyncio.create_task(self._load(conversation_id))
            self._loading[conversation_id] = loading
            loading.add_done_callback(lambda _: self._loading.pop(conversation_id, None))
        loaded = await asyncio.shield(loading)
        # It may have left memory again before this caller's turn came.
        return self._conversations.setdefault(conversation_id, loaded)

    async def existing(self, conversation_id: str) -> Conversation:
        """The conversation, of which something must have been stored."""
        conversation = await self.get(conversation_id)
        if not conversation.exists:
            raise WireError(
                ErrorCode.CONVERSATION_UNKNOWN, "没有这个会话；请检查 conversation_id。"
            )
        return conversation

    async def _load(self, conversation_id: str) -> Conversation:
        records = await self._log.read(conversation_id)
        conversation, made = rebuild(conversation_id, records, self._classifier, self._playbook())
        for seq, reading in made:
            body = reading_record(reading)
            self._log.append_lazily(Record(conversation_id, seq, conversation.updated_at, body))
        self._conversations[conversation_id] = conversation
        self._evict()
        return conversation

    def _evict(self) -> None:
        """Drop the longest-unused idle conversations; the newest is about to be used."""
        over = len(self._conversations) - self._limit
        if over > 0:
            older = islice(self._conversations.values(), len(self._conversations) - 1)
            for conversation_id in [c.id for c in islice(filter(_idle, older), over)]:
                del self._conversations[conversation_id]


def _idle(conversation: Conversation) -> bool:
    return conversation.idle
