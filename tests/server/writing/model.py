"""A language model made up for tests: a real server that speaks the chat API, well or badly."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

KEY = "sk-7749"


@dataclass
class Model:
    """Answers with `pieces`, and keeps what it was asked."""

    url: str = ""
    pieces: tuple[str, ...] = ("好。",)
    finish: str | None = "stop"
    """How the last chunk says that it ended; None for a stream that is cut."""
    pause: float = 0.0
    """Seconds before each piece."""
    raw: bytes | None = None
    """Sent in the place of a stream."""
    status: int = 200
    breaks: bool = False
    """Whether the connection is lost after the pieces."""
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[str | None] = field(default_factory=list)
    was_asked: asyncio.Event = field(default_factory=asyncio.Event)
    hung_up: asyncio.Event = field(default_factory=asyncio.Event)
    """Whether a client left before the end."""
    hold: asyncio.Event | None = None
    """Where there is one, nothing more is said after the first piece before it is set."""

    async def answer(self, request: Request) -> Response:
        """The endpoint."""
        pieces = self.pieces
        self.asked.append(await request.json())
        self.was_asked.set()
        self.headers.append(request.headers.get("authorization"))
        if self.raw is not None or self.status != 200:
            return PlainTextResponse(b"{}" if self.raw is None else self.raw, self.status)
        return StreamingResponse(self._stream(pieces), media_type="text/event-stream")

    async def _stream(self, pieces: tuple[str, ...]) -> AsyncIterator[bytes]:
        whole = False
        try:
            for at, piece in enumerate(pieces):
                if at and self.hold is not None:
                    await self.hold.wait()
                await asyncio.sleep(self.pause)
                yield _event({"delta": {"content": piece}, "finish_reason": None})
            if self.breaks:
                raise RuntimeError("the model died")
            if self.finish is not None:
                yield _event({"delta": {}, "finish_reason": self.finish})
                yield b'data: {"choices": [], "usage": {"total_tokens": 3}}\n\ndata: [DONE]\n\n'
            whole = True
        finally:
            if not whole:
                self.hung_up.set()


def _event(choice: dict[str, Any]) -> bytes:
    return f"data: {json.dumps({'choices': [choice]}, ensure_ascii=False)}\r\n\r\n".encode()


@asynccontextmanager
async def serving_model(model: Model) -> AsyncIterator[Model]:
    """The model behind a free port of this machine."""
    app = Starlette(routes=[Route("/v1/chat/completions", model.answer, methods=["POST"])])
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="off"))
    task = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        while not server.started:
            await asyncio.sleep(0.01)
            if task.done():
                await task
        model.url = f"http://127.0.0.1:{listener.getsockname()[1]}/v1"
        yield model
    finally:
        if model.hold is not None:
            model.hold.set()
        server.should_exit = server.force_exit = True
        await task
        listener.close()
