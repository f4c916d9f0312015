"""Killed or out of disk: what was acknowledged is there when the log is opened again."""

import asyncio
import sys
from pathlib import Path

import pytest

from server.store.log import EventLog

_PATIENCE_SECONDS = 60


async def _child(folder: Path, limit: int) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.server.store.appender", str(folder), str(limit)),
        stdout=asyncio.subprocess.PIPE,
    )


@pytest.mark.parametrize("acknowledged", [1, 7, 83])
async def test_everything_acknowledged_before_a_kill_is_there_on_reopening(
    tmp_path: Path, acknowledged: int
) -> None:
    child = await _child(tmp_path, 0)
    assert child.stdout is not None
    heard: list[int] = []
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            while len(heard) < acknowledged:
                heard.append(int((await child.stdout.readline()).split()[1]))
    finally:
        child.kill()
        rest, _ = await child.communicate()
    # What it still said before it died was acknowledged as well; a torn line was not.
    heard += [int(line.split()[1]) for line in rest.decode().splitlines(True) if "\n" in line]
    async with EventLog(tmp_path / "log.db") as log:
        found = [record.seq for record in await log.read("c")]
        assert found == list(range(len(found)))
        assert set(heard) <= set(found)
        assert len(heard) >= acknowledged


async def test_a_full_disk_refuses_and_works_again_when_there_is_room(tmp_path: Path) -> None:
    child = await _child(tmp_path, 200_000)
    async with asyncio.timeout(_PATIENCE_SECONDS):
        said, _ = await child.communicate()
    assert said.decode().splitlines() == ["refused 2 False", "refused 3 False", "stored 4 True"]
    assert child.returncode == 0
    async with EventLog(tmp_path / "log.db") as log:
        assert [record.seq for record in await log.read("c")] == [1, 4]
