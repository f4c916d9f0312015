"""What agent and supervisor say to each other about a conversation, unseen by the customer."""

from server import wire
from server.coach.asks import Answer, Ask
from server.coach.coach import cards
from server.coach.events import Answered, Asked, Kept
from server.gateway import views
from server.gateway.conversation import Conversation
from server.gateway.floor import Floor, require_open
from server.store.records import AnsweredRecord, AskedRecord, KeptRecord, NotedRecord
from server.wire import ErrorCode, WireError


class Desk:
    """Asks, answers, notes and marks: each is stored, then shown."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor

    async def ask(self, message: wire.Ask) -> wire.Ack:
        """The agent asks for an approval or raises a hand; the same ask again changes nothing."""
        conversation = await self._floor.live.existing(message.conversation_id)
        async with conversation.turn:
            require_open(conversation)
            if conversation.state.asks.of(message.ask_id) is None:
                seq = conversation.last_seq
                ask = Ask(message.ask_id, message.kind, seq, message.amount, message.text)
                await self._floor.append(conversation, seq, self._floor.clock(), AskedRecord(ask))
                conversation.note(Asked(ask), self._floor.playbook)
                self._show(conversation)
        return wire.Ack(message.ref, conversation.id)

    async def answer(self, message: wire.Answer) -> wire.Ack:
        """The supervisor answers an ask."""
        conversation = await self._floor.live.existing(message.conversation_id)
        async with conversation.turn:
            if conversation.state.asks.of(message.ask_id) is None:
                raise WireError(ErrorCode.ASK_UNKNOWN, "没有这条请示；请用 ask 里的 ask_id。")
            answer = Answer(message.granted, message.amount, message.text)
            record = AnsweredRecord(message.ask_id, answer)
            seq = conversation.last_seq
            await self._floor.append(conversation, seq, self._floor.clock(), record)
            conversation.note(Answered(message.ask_id, answer), self._floor.playbook)
            self._show(conversation)
        return wire.Ack(message.ref, conversation.id)

    async def note(self, message: wire.Note) -> wire.Ack:
        """The supervisor whispers to the agent."""
        conversation = await self._floor.live.existing(message.conversation_id)
        async with conversation.turn:
            at, seq = self._floor.clock(), conversation.last_seq
            await self._floor.append(conversation, seq, at, NotedRecord(message.text))
            conversation.broadcast(wire.Noted(conversation.id, seq, message.text, at))
        return wire.Ack(message.ref, conversation.id)

    async def mark(self, message: wire.Mark) -> wire.Ack:
        """Somebody says whether a promise was kept."""
        conversation = await self._floor.live.existing(message.conversation_id)
        async with conversation.turn:
            if all(each.seq != message.seq for each in conversation.state.promises.items):
                raise WireError(ErrorCode.PROMISE_UNKNOWN, "这一句里没有记下的承诺；请核对 seq。")
            record = KeptRecord(message.seq, message.kept)
            seq = conversation.last_seq
            await self._floor.append(conversation, seq, self._floor.clock(), record)
            conversation.note(Kept(message.seq, message.kept), self._floor.playbook)
            self._show(conversation)
        return wire.Ack(message.ref, conversation.id)

    def _show(self, conversation: Conversation) -> None:
        state, playbook = conversation.state, self._floor.playbook
        conversation.broadcast(views.progress(state, cards(playbook, state)), key="progress")
        self._floor.announce(conversation)
