"""One socket: reads its messages, answers each, and survives what is wrong with them."""

import asyncio
import contextlib
import logging
from collections import deque
from typing import Any, Final

from starlette.status import WS_1008_POLICY_VIOLATION, WS_1013_TRY_AGAIN_LATER
from starlette.websockets import WebSocket, WebSocketDisconnect

from server import wire
from server.gateway.conversation import Conversation
from server.gateway.drafts import Pad
from server.gateway.gateway import Gateway
from server.gateway.outbox import Outbox, SlowViewerError
from server.store.log import LogUnavailableError
from server.wire import ErrorCode, WireError

_FLOOD_SECONDS: Final = 10.0
_SOURCE: Final = (wire.Open, wire.Utterance, wire.Close)

_NOT_ITS_FAULT: Final = frozenset({ErrorCode.OVERLOADED, ErrorCode.UNAVAILABLE})
_NOT_STORED: Final = "暂时无法读写记录，这一条没有收下；请稍后重发。"

_logger = logging.getLogger(__name__)


class FloodingError(Exception):
    """The client keeps sending what is refused."""


class Connection:
    """The server's side of one accepted socket."""

    def __init__(
        self, socket: WebSocket, gateway: Gateway, *, outbox: int, in_flight: int, error_budget: int
    ) -> None:
        self._socket = socket
        self._gateway = gateway
        self._hub = gateway.hub
        self._outbox = Outbox(outbox)
        self._room = asyncio.Semaphore(in_flight)
        self._turns: set[asyncio.Task[None]] = set()
        self._pad = Pad()
        self._drafting: asyncio.Task[None] | None = None
        self._rewriting: asyncio.Task[None] | None = None
        self._watched: set[str] = set()
        self._role: str | None = None
        self._refused_at: deque[float] = deque(maxlen=error_budget)

    async def serve(self) -> None:
        """Serve the socket until either side closes it."""
        sending = asyncio.create_task(self._outbox.run(self._socket.send_text))
        reading = asyncio.create_task(self._read())
        try:
            await asyncio.wait([sending, reading], return_when=asyncio.FIRST_COMPLETED)
            await self._say_goodbye(sending, reading)
        finally:
            for task in (sending, reading):
                task.cancel()
            await asyncio.wait([sending, reading])
            for task in filter(None, (self._drafting, self._rewriting)):
                task.cancel()
            for conversation_id in self._watched:
                self._gateway.viewing.unwatch(conversation_id, self._outbox)
            # Turns under way are stored utterances: they are finished, not dropped.
            if self._turns:
                await asyncio.wait(self._turns)

    async def _say_goodbye(self, *ended: asyncio.Task[None]) -> None:
        for task in ended:
            error = task.exception() if task.done() and not task.cancelled() else None
            if isinstance(error, FloodingError):
                sentence = "被拒绝的消息太多，连接关闭；请检查后再连。"
                await self._close(WS_1008_POLICY_VIOLATION, ErrorCode.FLOODING, sentence)
            elif isinstance(error, SlowViewerError):
                sentence = "接收太慢，连接关闭；请重连并重新 watch。"
                await self._close(WS_1013_TRY_AGAIN_LATER, ErrorCode.SLOW_VIEWER, sentence)
            elif error is not None and not isinstance(error, WebSocketDisconnect | RuntimeError):
                _logger.error("connection failed", exc_info=error)

    async def _close(self, status: int, code: ErrorCode, sentence: str) -> None:
        with contextlib.suppress(RuntimeError, WebSocketDisconnect):
            await self._socket.send_text(wire.dump(wire.Error(code, sentence)))
            await self._socket.close(status, code)

    async def _read(self) -> None:
        while True:
            received = await self._socket.receive()
            if received["type"] == "websocket.disconnect":
                raise WebSocketDisconnect(received.get("code", 1000))
            frame = received.get("text") or received.get("bytes") or ""
            await self._handle(frame)
            if self._flooding:
                raise FloodingError

    async def _handle(self, frame: str | bytes) -> None:
        try:
            message = wire.parse(frame)
        except WireError as error:
            self._refuse(error, error.ref)
            return
        try:
            self._authorise(message)
            if isinstance(message, wire.Utterance) and message.final:
                await self._start_turn(message)
            else:
                await self._answer(message)
        except (WireError, LogUnavailableError) as error:
            self._refuse(error, _ref(message))

    def _authorise(self, message: Any) -> None:
        if isinstance(message, wire.Hello):
            if self._role not in (None, message.role):
                raise WireError(ErrorCode.WRONG_ROLE, "一个连接只有一个 role；请另开一个连接。")
            return
        if self._role is None:
            raise WireError(ErrorCode.HELLO_FIRST, "请先发送 hello，说明 role。")
        wanted = "source" if isinstance(message, _SOURCE) else "viewer"
        if self._role != wanted:
            raise WireError(
                ErrorCode.WRONG_ROLE, f"{message.type} 只能由 {wanted} 发送；请另开一个连接。"
            )

    async def _answer(self, message: Any) -> None:
        match message:
            case wire.Hello():
                self._role = message.role
                self._put(wire.Welcome(message.role, tones=self._gateway.rewriting.tones))
            case wire.Utterance():
                await self._hub.partial(message)
            case wire.Watch():
                self._watched.add(message.conversation_id)
                await self._gateway.viewing.watch(message.conversation_id, self._outbox)
            case wire.Unwatch():
                self._watched.discard(message.conversation_id)
                self._gateway.viewing.unwatch(message.conversation_id, self._outbox)
                self._put(wire.Ack(message.ref, message.conversation_id))
            case wire.Draft():
                self._start_draft(message)
            case wire.Rewrite():
                self._start_rewrite(message)
            case _:
                self._put(await self._gateway.answer(message))

    async def _start_turn(self, message: wire.Utterance) -> None:
        """Turns of one socket run side by side; the hub keeps each conversation's order."""
        await self._room.acquire()
        try:
            conversation = await self._hub.accept(message)
        except BaseException:
            self._room.release()
            raise
        turn = asyncio.create_task(self._turn(conversation, message))
        self._turns.add(turn)
        turn.add_done_callback(self._turn_ended)

    async def _turn(self, conversation: Conversation, message: wire.Utterance) -> None:
        try:
            await self._hub.take_turn(conversation, message, self._put)
        except (WireError, LogUnavailableError) as error:
            self._refuse(error, message.event_id)

    def _turn_ended(self, turn: asyncio.Task[None]) -> None:
        self._turns.discard(turn)
        self._room.release()
        _log_failure(turn)

    def _start_draft(self, message: wire.Draft) -> None:
        """The newest draft is looked over; one before it that is not answered yet never is."""
        if self._drafting is not None:
            self._drafting.cancel()
        self._drafting = asyncio.create_task(self._look_over(message))
        self._drafting.add_done_callback(_log_failure)

    async def _look_over(self, message: wire.Draft) -> None:
        try:
            self._put(await self._gateway.drafts.look_over(message, self._pad))
        except (WireError, LogUnavailableError) as error:
            self._refuse(error, _ref(message))

    def _start_rewrite(self, message: wire.Rewrite) -> None:
        """The newest is carried out; one before it that still runs is given up."""
        if self._rewriting is not None:
            self._rewriting.cancel()
        self._rewriting = asyncio.create_task(self._rewrite(message))
        self._rewriting.add_done_callback(_log_failure)

    async def _rewrite(self, message: wire.Rewrite) -> None:
        try:
            self._put(await self._gateway.rewriting.rewrite(message, self._put))
        except (WireError, LogUnavailableError) as error:
            self._refuse(error, _ref(message))

    def _put(self, message: wire.Outbound) -> None:
        # Each piece of a rewriting has all before it; the last word on it is never dropped.
        key = "rewritten" if isinstance(message, wire.Rewritten) and not message.done else None
        self._outbox.put(wire.dump(message), key)

    def _refuse(self, error: WireError | LogUnavailableError, ref: str | None) -> None:
        if isinstance(error, LogUnavailableError):
            error = WireError(ErrorCode.UNAVAILABLE, _NOT_STORED)
        self._put(wire.Error(error.code, error.message, ref))
        if error.code not in _NOT_ITS_FAULT:
            self._refused_at.append(asyncio.get_running_loop().time())

    @property
    def _flooding(self) -> bool:
        refused = self._refused_at
        if len(refused) < (refused.maxlen or 0):
            return False
        return asyncio.get_running_loop().time() - refused[0] < _FLOOD_SECONDS


def _ref(message: Any) -> str | None:
    """What the client knows a message by."""
    named: str | None = message.ref
    return named or getattr(message, "event_id", None) or getattr(message, "draft_id", None)


def _log_failure(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        _logger.error("a message was not carried out", exc_info=error)
