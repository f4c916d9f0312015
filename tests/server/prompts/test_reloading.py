"""A running service changes over to new prompts, and keeps the old ones where they are broken."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from server.coach.playbook import Playbook
from server.prompts import Reloader, Versions
from server.settings import Settings
from tests.service import serving

_PATIENCE_SECONDS = 20
_SECONDS = 0.02


@dataclass
class _Told:
    """What the reloader told, one change after the other."""

    changes: "asyncio.Queue[tuple[Playbook | None, str, str | None]]" = field(
        default_factory=asyncio.Queue
    )

    def __call__(self, playbook: Playbook | None, version: str, problem: str | None) -> None:
        self.changes.put_nowait((playbook, version, problem))

    async def next(self) -> tuple[Playbook | None, str, str | None]:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            return await self.changes.get()


@pytest.fixture
def versions(tmp_path: Path) -> Versions:
    shipped = tmp_path / "shipped"
    Versions(tmp_path / "none").draft(shipped)
    return Versions(tmp_path / "prompts", shipped)


def _write(versions: Versions, text: str) -> None:
    path = versions.directory() / "wording" / "listen.yaml"
    path.write_text(text, encoding="utf-8")


async def test_an_edited_file_is_served_without_a_restart(versions: Versions) -> None:
    told = _Told()
    async with Reloader(versions, told, _SECONDS) as reloader:
        _write(versions, '- id: only\n  plain: "您请讲。"\n')
        playbook = None
        while playbook is None or len(playbook.library.patterns["listen"]) != 1:
            playbook, version, problem = await told.next()
        assert (version, problem) == ("shipped", None)
        assert reloader.served.problem is None


async def test_a_broken_edit_is_told_and_the_next_good_one_served(versions: Versions) -> None:
    told = _Told()
    async with Reloader(versions, told, _SECONDS) as reloader:
        _write(versions, "- id: x\n  plian: 好。\n")
        problem = None
        while problem is None:
            playbook, _, problem = await told.next()
        assert playbook is None
        assert "listen.yaml:1" in problem
        assert reloader.served.problem == problem
        _write(versions, '- id: only\n  plain: "您请讲。"\n')
        while problem is not None:
            playbook, _, problem = await told.next()
        assert playbook is not None


async def test_publishing_and_rolling_back_change_over(versions: Versions, tmp_path: Path) -> None:
    told = _Told()
    versions.draft(tmp_path / "draft")
    async with Reloader(versions, told, _SECONDS):
        versions.publish(tmp_path / "draft")
        version = ""
        while version != "v0001":
            _, version, _ = await told.next()
        versions.roll_back()
        while version != "shipped":
            _, version, _ = await told.next()


async def test_viewers_of_the_list_and_http_are_told(settings: Settings, tmp_path: Path) -> None:
    versions = Versions(settings.data / "prompts")
    versions.draft(tmp_path / "draft")
    async with serving(settings) as service, service.peer("viewer") as viewer:
        await viewer.send(type="watch", conversation_id="*")
        versions.publish(tmp_path / "draft")
        told = await viewer.until("prompts", version="v0001")
        assert told["problem"] is None
        (versions.directory() / "products.txt").write_bytes(b"\xff\xfe")
        broken = await viewer.until("prompts")
        while broken["problem"] is None:
            broken = await viewer.until("prompts")
        assert "products.txt" in broken["problem"]
        async with httpx.AsyncClient(base_url=service.url) as client:
            answer = await client.get("/v1/prompts")
        assert answer.json() == {"version": "v0001", "problem": broken["problem"]}
        async with service.peer("viewer") as late:
            await late.send(type="watch", conversation_id="*")
            assert (await late.until("prompts"))["problem"] == broken["problem"]
