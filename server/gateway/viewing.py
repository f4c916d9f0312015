"""What viewers ask for: to follow conversations, and to say what became of a suggestion."""

from typing import Final

from pydantic import TypeAdapter

from server import wire
from server.gateway import views
from server.gateway.floor import Floor
from server.gateway.outbox import Outbox
from server.gateway.snapshots import snapshot
from server.store.records import FeedbackRecord
from server.wire import ErrorCode, WireError

SNAPSHOT_UTTERANCES: Final = 200
LISTED: Final = 100
_INFO: Final = TypeAdapter(wire.ConversationInfo)


class Viewing:
    """The viewers' side of the service."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor

    async def watch(self, conversation_id: str, viewer: Outbox) -> None:
        """Show a viewer the conversation (or the list) and all that follows."""
        if conversation_id == wire.ALL:
            rows = await self._floor.log.latest(LISTED)
            for listed, summary in reversed(rows):
                live = self._floor.live.known(listed)
                info = live.info(self._floor.playbook) if live else _INFO.validate_json(summary)
                viewer.put(wire.dump(info), key=f"info {listed}")
            for task in await self._floor.log.follow_ups(LISTED):
                viewer.put(wire.dump(wire.FollowUpTask(*task)), key=f"follow_up {task[0]}")
            for alert in self._floor.alerts:
                viewer.put(wire.dump(alert))
            if self._floor.prompts is not None:
                viewer.put(wire.dump(self._floor.prompts), key="prompts")
            self._floor.list_viewers.add(viewer)
            return
        conversation = await self._floor.live.get(conversation_id)
        async with conversation.turn:
            records = await self._floor.log.read(conversation_id, last=SNAPSHOT_UTTERANCES)
            viewer.put(wire.dump(snapshot(conversation, records, self._floor.playbook)))
            conversation.viewers.add(viewer)
            # What was found is not stored: who comes later has it looked up again.
            self._floor.look_up(conversation, lambda m: viewer.put(wire.dump(m)))

    def unwatch(self, conversation_id: str, viewer: Outbox) -> None:
        """Stop showing; unknown ids are ignored."""
        if conversation_id == wire.ALL:
            self._floor.list_viewers.discard(viewer)
        elif conversation := self._floor.live.known(conversation_id):
            conversation.viewers.discard(viewer)

    async def see(self, message: wire.Seen) -> wire.Ack:
        """A supervisor has seen an alert, for all of them."""
        self._floor.see(message.conversation_id, message.key)
        return wire.Ack(message.ref, message.conversation_id)

    async def feedback(self, message: wire.Feedback) -> wire.Ack:
        """Store what became of a suggestion."""
        conversation = await self._floor.live.existing(message.conversation_id)
        given = {views.advice_id(seq): seq for seq in conversation.advised}
        if message.advice_id not in given:
            raise WireError(
                ErrorCode.ADVICE_UNKNOWN, "没有这条建议；请用 advice 消息里的 advice_id。"
            )
        body = FeedbackRecord(message.outcome, message.wording, message.text)
        seq = given[message.advice_id]
        await self._floor.append(conversation, seq, self._floor.clock(), body)
        return wire.Ack(message.ref, conversation.id)

    async def conversations(self) -> list[wire.ConversationInfo]:
        """The conversations that changed last, the latest first."""
        return [_INFO.validate_json(row) for _, row in await self._floor.log.latest(LISTED)]

    async def snapshot(self, conversation_id: str) -> wire.Snapshot:
        """A conversation as a viewer who arrives now would see it."""
        conversation = await self._floor.live.existing(conversation_id)
        records = await self._floor.log.read(conversation_id, last=SNAPSHOT_UTTERANCES)
        return snapshot(conversation, records, self._floor.playbook)
