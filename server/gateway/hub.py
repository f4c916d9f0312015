"""The turns of all conversations: stored, acknowledged, read, advised on, shown."""

import asyncio
from collections.abc import Callable
from typing import Final

from models.readings import Reading
from models.runtime.classifier import Classifier, Request
from server import wire
from server.coach.coach import Guidance, alerts, guide
from server.coach.events import Alerted
from server.gateway import views
from server.gateway.conversation import Conversation, fingerprint
from server.gateway.floor import Floor, require_open
from server.gateway.turns import reading_record, utterance_record
from server.store.database import Stored
from server.store.records import (
    AdviceRecord,
    AlertedRecord,
    Body,
    ClosedRecord,
    CueRecord,
    OpenedRecord,
    Record,
    UtteranceRecord,
)
from server.store.retold import as_turn
from server.understanding.worker import OverloadedError, Understanding, UnreadableError
from server.wire import ErrorCode, WireError

_TURNS_WAITING: Final = 64

Acknowledge = Callable[[wire.Ack], None]


class Hub:
    """The sources' side of the service."""

    def __init__(self, floor: Floor, classifier: Classifier, understanding: Understanding) -> None:
        self._floor = floor
        self._classifier = classifier
        self._understanding = understanding

    async def open(self, message: wire.Open) -> wire.Ack:
        """Open a conversation; opening an open one again changes nothing."""
        conversation = await self._floor.live.get(message.conversation_id)
        async with conversation.turn:
            require_open(conversation)
            if not conversation.exists:
                opened = OpenedRecord(
                    message.channel,
                    message.industry,
                    message.customer,
                    message.customer_id,
                    await self._floor.history(message.customer_id),
                    message.vip,
                )
                at = self._floor.clock()
                await self._floor.append(conversation, 0, at, opened)
                conversation.open(opened, at, self._floor.playbook)
                self._floor.announce(conversation)
        return wire.Ack(message.ref, conversation.id, duplicate=conversation.last_seq > 0)

    async def close(self, message: wire.Close) -> wire.Ack:
        """Close a conversation; nothing more can be said in it."""
        conversation = await self._floor.live.existing(message.conversation_id)
        async with conversation.turn:
            if conversation.is_open:
                at = self._floor.clock()
                await self._floor.append(conversation, conversation.last_seq, at, ClosedRecord())
                conversation.close(at, self._floor.playbook)
                self._floor.announce(conversation)
        return wire.Ack(message.ref, conversation.id)

    async def partial(self, message: wire.Utterance) -> None:
        """Show words that are still being said; nothing is stored."""
        conversation = await self._floor.live.get(message.conversation_id)
        require_open(conversation)
        said = _said(message, None, self._said_at(message))
        conversation.broadcast(said, key=f"partial {message.event_id}")

    async def accept(self, message: wire.Utterance) -> Conversation:
        """Make room for a final utterance; `take_turn` must follow. Calls fix the order."""
        conversation = await self._floor.live.get(message.conversation_id)
        if len(conversation.waiting) >= _TURNS_WAITING:
            raise WireError(ErrorCode.OVERLOADED, "这通会话积压太多，请稍后重发这一条。")
        conversation.waiting.append(message.event_id)
        return conversation

    async def take_turn(
        self, conversation: Conversation, message: wire.Utterance, acknowledge: Acknowledge
    ) -> None:
        """Store an accepted utterance, acknowledge it, read it, and advise on it."""
        try:
            async with conversation.turn:
                await self._turn(conversation, message, acknowledge)
        finally:
            conversation.waiting.remove(message.event_id)

    async def _turn(
        self, conversation: Conversation, message: wire.Utterance, acknowledge: Acknowledge
    ) -> None:
        known = conversation.event_ids.get(message.event_id)
        if known is not None:
            seq, said_before = known
            _require_same(said_before == fingerprint(message.role, message.text))
            acknowledge(wire.Ack(message.event_id, conversation.id, seq, duplicate=True))
            return
        require_open(conversation)
        # Reading does not depend on storing: both go on at once, publishing waits for both.
        tokens = self._classifier.tokens(message.role, message.text)
        request = self._classifier.request(message.role, tokens, tuple(conversation.context))
        reading = self._submit(request)
        at = self._said_at(message)
        try:
            stored = await self._store(conversation, message, at)
            _require_same(stored.same)
        except BaseException:
            reading.cancel()
            raise
        seq = stored.seq
        acknowledge(wire.Ack(message.event_id, conversation.id, seq, stored.duplicate))
        if stored.duplicate:
            reading.cancel()
            return
        record = utterance_record(message)
        conversation.hear(record, seq, at)
        conversation.context.append(tokens)
        self._withdraw(conversation, seq)
        conversation.broadcast(_said(message, seq, at))
        await self._understand(conversation, seq, record, at, reading)
        self._floor.announce(conversation)

    async def _store(self, conversation: Conversation, message: wire.Utterance, at: int) -> Stored:
        bodies: list[tuple[int, Body]] = []
        opened = OpenedRecord("chat", "", "")
        if not conversation.exists:
            bodies.append((0, opened))
            # Stored with it: whatever happens then, the conversation is in the list.
            self._floor.log.summarise(
                conversation.id, at, wire.dump(conversation.info(self._floor.playbook))
            )
        seq = conversation.last_seq + 1
        bodies.append((seq, utterance_record(message)))
        stored = await self._floor.log.append(
            *(Record(conversation.id, place, at, body) for place, body in bodies)
        )
        if not conversation.exists:
            conversation.open(opened, at, self._floor.playbook)
        return stored

    async def _understand(
        self,
        conversation: Conversation,
        seq: int,
        record: UtteranceRecord,
        at: int,
        pending: "asyncio.Future[Reading]",
    ) -> None:
        try:
            reading = await pending
        except (OverloadedError, UnreadableError) as error:
            conversation.broadcast(_unread(error, seq))
            return
        reading = self._classifier.in_mood(reading, conversation.state.mood)
        turn = as_turn(record, seq, at, reading, self._floor.playbook)
        conversation.understand(turn, self._floor.playbook)
        conversation.broadcast(views.reading(conversation.id, turn))
        guidance = guide(self._floor.playbook, conversation.state)
        progress = views.progress(conversation.state, guidance.cards)
        conversation.broadcast(progress, key="progress")
        stored: list[Body] = [reading_record(reading)]
        stored += self._alert(conversation)
        if not conversation.more_waits:
            stored += self._show(conversation, guidance)
            self._floor.look_up(conversation, conversation.broadcast)
        now = self._floor.clock()
        self._floor.log.append_lazily(*(Record(conversation.id, seq, now, body) for body in stored))

    def _alert(self, conversation: Conversation) -> list[Body]:
        """Tell agent and supervisors what is grave; the records of what they were told."""
        told: list[Body] = []
        for alert in alerts(self._floor.playbook, conversation.state):
            conversation.note(Alerted(alert.kind), self._floor.playbook)
            self._floor.alert(conversation, views.alert(conversation.id, alert))
            told.append(AlertedRecord(alert.kind))
        return told

    def _show(self, conversation: Conversation, guidance: Guidance) -> list[Body]:
        """Show the advice and the cue; the records of what was shown."""
        shown: list[Body] = []
        if (advice := guidance.advice) is not None:
            conversation.advise(advice, self._floor.playbook)
            conversation.broadcast(views.advice(conversation.id, advice))
            shown.append(AdviceRecord(advice))
        if (cue := guidance.cue) is not None:
            conversation.nudge(cue, self._floor.playbook)
            conversation.broadcast(views.cue(conversation.id, cue))
            shown.append(CueRecord(cue))
        return shown

    def _submit(self, request: Request) -> "asyncio.Future[Reading]":
        try:
            return self._understanding.submit(request)
        except (OverloadedError, UnreadableError) as error:
            refused: asyncio.Future[Reading] = asyncio.get_running_loop().create_future()
            refused.set_exception(error)
            return refused

    def _said_at(self, message: wire.Utterance) -> int:
        return self._floor.clock() if message.at is None else message.at

    def _withdraw(self, conversation: Conversation, seq: int) -> None:
        shown = []
        if conversation.advice is not None:
            shown.append(views.advice_id(conversation.advice.seq))
        if conversation.cue is not None:
            shown.append(views.cue_id(conversation.cue.seq))
        conversation.advice = conversation.cue = None
        for each in shown:
            conversation.broadcast(wire.Withdrawn(conversation.id, each, seq))


def _require_same(same: bool) -> None:
    if not same:
        raise WireError(
            ErrorCode.EVENT_ID_REUSED, "这个 event_id 已用于另一句话；请换一个 event_id。"
        )


def _unread(error: OverloadedError | UnreadableError, seq: int) -> wire.Error:
    if isinstance(error, OverloadedError):
        code, sentence = ErrorCode.OVERLOADED, "读取繁忙，这一条暂无解读；对话不受影响。"
    else:
        code, sentence = ErrorCode.UNAVAILABLE, "这一条未能解读；对话不受影响。"
    return wire.Error(code, sentence, str(seq))


def _said(message: wire.Utterance, seq: int | None, at: int) -> wire.Said:
    return wire.Said(
        message.conversation_id,
        message.event_id,
        seq,
        message.role,
        message.text,
        message.final,
        at,
    )
