"""`liubu serve`."""

import errno
import socket
from typing import Any

import uvicorn
from pydantic import ValidationError
from pydantic_settings import SettingsError

from models.business import classifier as business
from models.runtime import classifier
from scripts.console import fail, out
from server.app import create_app
from server.routes import CONSOLE_DIR
from server.settings import Settings

FRAME_BYTES = 64 * 1024
"""A longer frame closes its socket; the longest allowed text is far below it."""


class _Announcing(uvicorn.Server):
    """Prints the address when connections are accepted, not before."""

    address = ""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say where."""
        await super().startup(sockets)
        if self.started:
            out.print(f"六步 LiuBu → {self.address}   (Ctrl+C 停止 to stop)")


def run(host: str | None, port: int | None) -> None:
    """Serve until interrupted; prints the address once it answers."""
    settings = _settings(host, port)
    classifier.require(settings.weights)
    if settings.intent_model is not None:
        business.require(settings.intent_model)
    if settings.knowledge is not None and not settings.knowledge.is_dir():
        fail(f"没有这个文件夹 no such folder: LIUBU_KNOWLEDGE={settings.knowledge}")
    listener = _listen(settings)
    if not CONSOLE_DIR.is_dir():
        out.print("控制台尚未构建：运行 make console。The console is not built: make console.")
    server = _Announcing(config(settings))
    server.address = f"http://{settings.host}:{listener.getsockname()[1]}"
    server.run(sockets=[listener])


def _settings(host: str | None, port: int | None) -> Settings:
    given: dict[str, Any] = {"host": host, "port": port}
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except (SettingsError, ValidationError) as error:
        fail(f"设置有误 bad setting: {_complaint(error)}")


def _complaint(error: SettingsError | ValidationError) -> str:
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False)[0]
        return f"LIUBU_{str(first['loc'][0]).upper()}={first['input']}: {first['msg']}"
    return str(error)


def config(settings: Settings) -> uvicorn.Config:
    """How uvicorn runs the app."""
    return uvicorn.Config(
        create_app(settings),
        log_level="warning",
        ws_max_size=FRAME_BYTES,
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=5,
    )


def _listen(settings: Settings) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            fail(f"端口 {settings.port} 已被占用；换一个：LIUBU_PORT=8001 make run")
        raise
    return listener
