"""Reminders come when they are due, once, also after a restart and for who has left memory."""

import asyncio
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from server.coach.wording import Library
from server.gateway.alarm_clock import AlarmClock
from server.gateway.outbox import Outbox
from server.settings import Settings
from server.store import database
from server.store.log import LogUnavailableError
from server.store.records import RaisedRecord
from tests.server.gateway.parts import Running, running
from tests.service import serving

_NINE = 1_772_413_200_000  # Monday 2 March 2026, 9:00 in China
_HOUR = 3_600_000
_PROMISE = "我今天12点前给您回电"


async def _promised(parts: Running) -> None:
    await parts.say("c", "我的洗衣机跳闸", at=_NINE)
    await parts.say("c", _PROMISE, role="agent", at=_NINE + 60_000)


async def _raised(parts: Running) -> list[str]:
    found = [record.body for record in await parts.log.read("c")]
    return [body.key for body in found if isinstance(body, RaisedRecord)]


async def _ring_at(parts: Running, at: int) -> None:
    clock = AlarmClock(parts.floor)
    parts.floor.clock = lambda: at
    clock.set("c", 0)
    await clock.ring()


async def test_a_promise_is_reminded_of_before_and_after_it_is_due_and_once(
    tmp_path: Path, library: Library
) -> None:
    async with running(tmp_path, library) as parts:
        await _promised(parts)
        endings = []
        for at in (2 * _HOUR, 3 * _HOUR - 60_000, 3 * _HOUR - 30_000, 4 * _HOUR, 5 * _HOUR):
            before = await _raised(parts)
            await _ring_at(parts, _NINE + at)
            new = (await _raised(parts))[len(before) :]
            endings.append([key.rpartition(":")[2] for key in new if key.startswith("promise")])
        assert endings == [[], ["soon"], [], ["late"], []]


async def test_however_often_a_time_is_put_off_it_comes_once(
    tmp_path: Path, library: Library
) -> None:
    async with running(tmp_path, library) as parts:
        await _promised(parts)
        clock = AlarmClock(parts.floor)
        for minute in range(2000):
            clock.set("c", _NINE + minute * 60_000)
            clock.set(f"other {minute % 7}", None)
        parts.floor.clock = lambda: _NINE + 4 * _HOUR
        await clock.ring()
        assert await _raised(parts) == []
        clock.set("c", _NINE + 4 * _HOUR)
        await clock.ring()
        await clock.ring()
        assert len([key for key in await _raised(parts) if key.startswith("promise")]) == 1


async def test_viewers_and_those_of_the_list_are_told(tmp_path: Path, library: Library) -> None:
    async with running(tmp_path, library) as parts:
        await _promised(parts)
        board = Outbox(100)
        parts.floor.list_viewers.add(board)
        told: asyncio.Queue[str] = asyncio.Queue()
        sending = asyncio.create_task(board.run(told.put))
        await _ring_at(parts, _NINE + 4 * _HOUR)
        async with asyncio.timeout(20):
            while (message := json.loads(await told.get())).get("kind") != "promise":
                pass
        sending.cancel()
        assert (message["type"], message["level"]) == ("alert", "alarm")
        assert "12点前" in message["text"]


async def test_a_board_keeps_a_reminder_no_longer_than_what_it_is_for(
    tmp_path: Path, library: Library
) -> None:
    def kept() -> list[tuple[str, str]]:
        return [(each.kind, each.level) for each in parts.floor.alerts]

    async with running(tmp_path, library) as parts:
        await parts.say("c", "我的洗衣机跳闸", at=_NINE)
        await _ring_at(parts, _NINE + 40_000)
        assert ("first_response", "attend") in kept()
        await _ring_at(parts, _NINE + 80_000)
        assert [level for kind, level in kept() if kind == "first_response"] == ["alarm"]
        await parts.say("c", _PROMISE, role="agent", at=_NINE + 90_000)
        assert "first_response" not in dict(kept())
        await _ring_at(parts, _NINE + 3 * _HOUR - 60_000)
        await _ring_at(parts, _NINE + 4 * _HOUR)
        assert [level for kind, level in kept() if kind == "promise"] == ["alarm"]


async def test_what_the_disk_does_not_take_comes_again(
    tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(tmp_path, library) as parts:
        await _promised(parts)
        clock = AlarmClock(parts.floor)
        parts.floor.clock = lambda: _NINE + 4 * _HOUR
        clock.set("c", 0)

        def refuse(*_: Any) -> None:
            raise sqlite3.OperationalError

        with monkeypatch.context() as broken:
            broken.setattr(database, "insert", refuse)
            with pytest.raises(LogUnavailableError):
                await clock.ring()
        assert await _raised(parts) == []
        await clock.ring()
        assert any(key.endswith("late") for key in await _raised(parts))


async def test_a_promise_past_its_time_is_told_by_a_service_started_later(
    settings: Settings,
) -> None:
    async with serving(settings) as service, service.peer("source") as source:
        for number, (role, text) in enumerate((("customer", "锅裂了"), ("agent", _PROMISE))):
            await source.send(
                type="utterance",
                conversation_id="c",
                event_id=f"e{number}",
                role=role,
                text=text,
                at=_NINE + 1000 * number,
            )
            await source.until("ack", ref=f"e{number}")
        await service.services.log.flush()
    async with serving(settings) as service, service.peer("viewer") as board:
        await board.send(type="watch", conversation_id="*")
        found = await board.until("conversation", conversation_id="c")
        while found["alarm_at"] is not None:
            found = await board.until("conversation", conversation_id="c")
