"""What the tests of the commands share: the command line in this process, and a service."""

import asyncio
import json
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import httpx
import pytest

from scripts.main import main
from server.settings import Settings
from tests.service import serving

Json = dict[str, Any]


@dataclass(frozen=True)
class Outcome:
    """How a command ended, and what it printed."""

    status: int
    out: str
    err: str


class Run(Protocol):
    """Runs `liubu` with these arguments."""

    def __call__(self, *arguments: str | Path) -> Outcome: ...


@pytest.fixture
def liubu(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command line as a shell would run it, on a wide terminal."""

    def run(*arguments: str | Path) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["liubu", *map(str, arguments)])
        capsys.readouterr()
        try:
            main()
        except SystemExit as ended:
            assert ended.code is None or isinstance(ended.code, int)
            status = ended.code or 0
        else:
            status = 0
        printed = capsys.readouterr()
        return Outcome(status, printed.out, printed.err)

    return run


@dataclass(frozen=True)
class Running:
    """A service that runs beside the test."""

    host: str

    @property
    def url(self) -> str:
        """Where its socket is."""
        return f"ws://{self.host}/v1/stream"

    def get(self, path: str) -> Any:
        """What its HTTP side answers."""
        answer = httpx.get(f"http://{self.host}{path}", trust_env=False, timeout=20)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def ids(self) -> set[str]:
        """The conversations it knows."""
        return {info["conversation_id"] for info in self.get("/v1/conversations")}


@contextmanager
def _running(settings: Settings) -> Iterator[Running]:
    host: Future[str] = Future()
    stop = threading.Event()

    async def serve() -> None:
        async with serving(settings) as service:
            host.set_result(service.host)
            await asyncio.to_thread(stop.wait)

    def run() -> None:
        try:
            asyncio.run(serve())
        except BaseException as error:
            if host.done():
                raise
            host.set_exception(error)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield Running(host.result())
    finally:
        stop.set()
        thread.join()


@pytest.fixture(scope="package")
def beside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A service in a thread of its own, shared by the tests of the commands."""
    with _running(Settings(data=tmp_path_factory.mktemp("service"))) as found:
        yield found


def spoken(conversation: str, seq: int, role: str, text: str, **extra: Any) -> Json:
    """A line of the JSON Lines format."""
    return {"conversation_id": conversation, "seq": seq, "role": role, "text": text, **extra}


def write_lines(path: Path, lines: list[Json]) -> Path:
    """A JSON Lines file."""
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    path.write_text(text, encoding="utf-8")
    return path
