"""A real server in the test's own loop, and sockets to talk to it."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import uvicorn
from fastapi import FastAPI
from websockets.asyncio.client import ClientConnection, connect

from scripts.serve import config
from server.services import Services
from server.settings import Settings

Message = dict[str, Any]
_PATIENCE_SECONDS = 20.0


@dataclass(slots=True)
class Peer:
    """One socket. Every wait ends: with the message, or by failing the test."""

    connection: ClientConnection

    async def send(self, **message: Any) -> None:
        """Send a message."""
        await self.connection.send(json.dumps(message))

    async def send_raw(self, frame: str | bytes) -> None:
        """Send a frame as it is."""
        await self.connection.send(frame)

    async def receive(self) -> Message:
        """The next message."""
        async with asyncio.timeout(_PATIENCE_SECONDS):
            message: Message = json.loads(await self.connection.recv())
            return message

    async def until(self, kind: str, **fields: Any) -> Message:
        """The next message of this type with these fields; others are passed over."""
        while True:
            message = await self.receive()
            if message["type"] == kind and fields.items() <= message.items():
                return message

    async def say(
        self, conversation_id: str, event_id: str, text: str, role: str = "customer"
    ) -> Message:
        """Send a final utterance and give back its `ack`."""
        await self.send(
            type="utterance",
            conversation_id=conversation_id,
            event_id=event_id,
            role=role,
            text=text,
        )
        return await self.until("ack", ref=event_id)


@dataclass(frozen=True, slots=True)
class Service:
    """A running service."""

    app: FastAPI
    host: str

    @property
    def url(self) -> str:
        """The address of its HTTP side."""
        return f"http://{self.host}"

    @property
    def services(self) -> Services:
        """Its parts, for tests that make one of them fail."""
        found: Services = self.app.state.services
        return found

    @asynccontextmanager
    async def peer(self, role: str | None = None, **headers: str) -> AsyncIterator[Peer]:
        """A socket, greeted in this role unless it is None."""
        async with connect(
            f"ws://{self.host}/v1/stream", additional_headers=headers, proxy=None
        ) as connection:
            peer = Peer(connection)
            if role is not None:
                await peer.send(type="hello", role=role)
                await peer.until("welcome")
            yield peer

    @asynccontextmanager
    async def watching(self, conversation_id: str) -> AsyncIterator[Peer]:
        """A viewer of this conversation, past its snapshot."""
        async with self.peer("viewer") as viewer:
            await viewer.send(type="watch", conversation_id=conversation_id)
            await viewer.until("snapshot")
            yield viewer


@asynccontextmanager
async def serving(settings: Settings) -> AsyncIterator[Service]:
    """A service on a free port of this machine, stopped at the end."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    configuration = config(settings)
    server = uvicorn.Server(configuration)
    task = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        while not server.started:
            await asyncio.sleep(0.01)
            if task.done():
                await task
        app = configuration.app
        assert isinstance(app, FastAPI)
        yield Service(app, f"127.0.0.1:{listener.getsockname()[1]}")
    finally:
        server.should_exit = True
        await task
        listener.close()
