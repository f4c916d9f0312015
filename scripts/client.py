"""A client of the live service, as the commands use it: a source and a viewer socket."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final, Literal

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

Message = dict[str, Any]
_ANSWER_SECONDS: Final = 30.0


class ServiceError(Exception):
    """The service cannot be reached or refused; the message says what to do."""


class Socket:
    """One socket of the service, greeted."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection

    async def send(self, **message: Any) -> None:
        """Send one message."""
        await self._connection.send(json.dumps(message, ensure_ascii=False))

    async def say(self, conversation_id: str, event_id: str, role: str, text: str) -> None:
        """Send a final utterance."""
        await self.send(
            type="utterance",
            conversation_id=conversation_id,
            event_id=event_id,
            role=role,
            text=text,
        )

    async def watch(self, conversation_id: str) -> None:
        """Follow a conversation; what it said until now is passed over."""
        await self.send(type="watch", conversation_id=conversation_id)
        await self.until("snapshot")

    async def receive(self) -> Message:
        """The next message.

        Raises:
            ServiceError: where none comes, or the service closed the socket.
        """
        try:
            async with asyncio.timeout(_ANSWER_SECONDS):
                message: Message = json.loads(await self._connection.recv())
        except TimeoutError:
            raise ServiceError("服务没有应答 no answer from the service") from None
        except WebSocketException as error:
            raise ServiceError(f"连接断开 connection lost: {error}") from None
        return message

    async def until(self, *types: str) -> Message:
        """The next message of one of these types.

        Raises:
            ServiceError: where an `error` comes instead.
        """
        while True:
            message = await self.receive()
            if message["type"] in types:
                return message
            if message["type"] == "error":
                raise ServiceError(f"{message['code']}: {message['message']}")


@asynccontextmanager
async def joined(url: str, role: Literal["source", "viewer"]) -> AsyncIterator[Socket]:
    """A socket in this role.

    Raises:
        ServiceError: where the service does not run at `url`.
    """
    try:
        connection = await connect(url, compression=None, proxy=None)
    except (OSError, ValueError, WebSocketException) as error:
        raise ServiceError(f"连不上 {url}（{error}）；先运行 make run") from None
    async with connection:
        socket = Socket(connection)
        await socket.send(type="hello", role=role)
        await socket.until("welcome")
        yield socket
