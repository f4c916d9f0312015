"""`liubu serve` in a process of its own."""

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from websockets.asyncio.client import connect

from server.store.log import EventLog
from server.store.records import UtteranceRecord
from tests.service import Peer

COMMAND = (sys.executable, "-m", "scripts", "serve")
ENDED_WELL = {0, -signal.SIGTERM, 128 + signal.SIGTERM}
PATIENCE_SECONDS = 60


def _environment(folder: Path, **settings: str) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("LIUBU_")}
    wide = {"COLUMNS": "200", "PYTHONUNBUFFERED": "1"}
    return {**kept, **wide, "LIUBU_DATA": str(folder), **settings}


@dataclass
class Served:
    """A server process and the address that it printed."""

    process: subprocess.Popen[str]
    host: str

    def terminate(self) -> int:
        """Ask it to end; its exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE_SECONDS)


@contextmanager
def _served(folder: Path) -> Iterator[Served]:
    with subprocess.Popen(
        [*COMMAND, "--port", "0"],
        env=_environment(folder),
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            printed = next(line for line in process.stdout if "http://" in line)
            found = re.search(r"http://(127\.0\.0\.1:\d+)", printed)
            assert found is not None, printed
            yield Served(process, found.group(1))
        finally:
            process.kill()


def _refused(folder: Path, *arguments: str, **settings: str) -> str:
    """What a server that cannot start says."""
    ended = subprocess.run(
        [*COMMAND, *arguments],
        env=_environment(folder, **settings),
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    assert "Traceback" not in ended.stderr
    assert ended.returncode == 2
    return ended.stderr


def _names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


async def test_what_was_acknowledged_is_stored_when_it_is_told_to_end(tmp_path: Path) -> None:
    with _served(tmp_path) as served:
        async with httpx.AsyncClient(trust_env=False, timeout=20) as client:
            for path in ("/healthz", "/readyz"):
                # The address is printed only when it answers.
                answer = await client.get(f"http://{served.host}{path}")
                assert answer.status_code == 200
        async with connect(f"ws://{served.host}/v1/stream", proxy=None) as connection:
            source = Peer(connection)
            await source.send(type="hello", role="source")
            await source.until("welcome")
            texts = [f"第{number}句，怎么还没到" for number in range(20)]
            for number, text in enumerate(texts):
                assert (await source.say("c1", f"e{number}", text))["seq"] == number + 1
            status = await asyncio.to_thread(served.terminate)
    assert status in ENDED_WELL
    # A log that was closed leaves no journal behind.
    assert _names(tmp_path) == ["liubu.db"]
    async with EventLog(tmp_path / "liubu.db") as log:
        records = await log.read("c1")
    assert [r.body.text for r in records if isinstance(r.body, UtteranceRecord)] == texts


def test_a_taken_port_is_told_with_what_to_do(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        said = _refused(tmp_path, "--port", port)
    assert port in said
    assert "LIUBU_PORT" in said


def test_a_port_that_is_none_is_told(tmp_path: Path) -> None:
    assert "70000" in _refused(tmp_path, "--port", "70000")


@pytest.mark.parametrize(
    ("name", "value"), [("LIUBU_LIVE", "eighty"), ("LIUBU_BACKEND", "gpu"), ("LIUBU_QUEUE", "0")]
)
def test_a_setting_that_cannot_be_is_named(tmp_path: Path, name: str, value: str) -> None:
    assert name in _refused(tmp_path, "--port", "0", **{name: value}).upper()


def test_a_folder_without_weights_is_told(tmp_path: Path) -> None:
    said = _refused(tmp_path, "--port", "0", LIUBU_WEIGHTS=str(tmp_path / "no-weights"))
    assert "no-weights" in said


def test_a_folder_without_own_intents_is_told(tmp_path: Path) -> None:
    said = _refused(tmp_path, "--port", "0", LIUBU_INTENT_MODEL=str(tmp_path / "no-model"))
    assert "no-model" in said
    assert "liubu train --task intent" in said
