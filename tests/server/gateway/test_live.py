"""Conversations come into memory and leave it; none in use is dropped, none is forgotten."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from server import wire
from server.coach.playbook import Playbook
from server.coach.wording import Library
from server.gateway.live import Live
from server.gateway.outbox import Outbox
from server.store.log import EventLog
from server.store.records import OpenedRecord, Record, UtteranceRecord
from server.wire import ErrorCode, WireError
from tests.server import given
from tests.server.gateway.parts import classifier

_LIMIT = 3
_IDS = [f"c{number}" for number in range(12)]


@pytest.fixture
async def log(tmp_path: Path) -> AsyncIterator[EventLog]:
    async with EventLog(tmp_path / "log.db") as opened:
        for each in _IDS:
            await opened.append(
                Record(each, 0, 1, OpenedRecord("call", "telecom", "李女士")),
                Record(each, 1, 2, UtteranceRecord("e", "customer", f"我是{each}")),
            )
        yield opened


@pytest.fixture
def live(log: EventLog) -> Live:
    return Live(log, classifier(), lambda: Playbook(Library({}), given.RULES), _LIMIT)


def _in_memory(live: Live) -> list[str]:
    return [each for each in _IDS if live.known(each) is not None]


async def test_no_more_than_allowed_stay_and_those_used_last_are_the_ones(live: Live) -> None:
    for each in _IDS:
        assert (await live.get(each)).last_text == f"我是{each}"
        assert len(_in_memory(live)) <= _LIMIT
    await live.get(_IDS[-3])
    await live.get(_IDS[0])
    assert _in_memory(live) == [_IDS[0], _IDS[-3], _IDS[-1]]


async def test_a_conversation_in_use_is_not_dropped(live: Live) -> None:
    watched, busy = await live.get(_IDS[0]), await live.get(_IDS[1])
    watched.viewers.add(Outbox(9))
    busy.waiting.append("e1")
    for each in _IDS[2:]:
        await live.get(each)
    assert live.known(_IDS[0]) is watched
    assert live.known(_IDS[1]) is busy
    assert len(_in_memory(live)) <= _LIMIT
    busy.waiting.remove("e1")
    await live.get(_IDS[5])
    await live.get(_IDS[6])
    assert live.known(_IDS[1]) is None


async def test_those_who_ask_at_once_get_the_same_conversation(live: Live) -> None:
    found = await asyncio.gather(*(live.get(_IDS[0]) for _ in range(5)))
    assert all(each is found[0] for each in found)


async def test_one_who_leaves_while_it_loads_does_not_take_the_others_with_them(
    live: Live,
) -> None:
    asking = [asyncio.create_task(live.get(_IDS[0])) for _ in range(3)]
    await asyncio.sleep(0)
    asking[0].cancel()
    found = await asyncio.gather(*asking, return_exceptions=True)
    assert isinstance(found[0], asyncio.CancelledError)
    assert found[1] is found[2] is live.known(_IDS[0])


async def test_a_conversation_of_which_nothing_is_stored_does_not_exist(live: Live) -> None:
    assert not (await live.get("new")).exists
    with pytest.raises(WireError) as refused:
        await live.existing("new")
    assert refused.value.code == ErrorCode.CONVERSATION_UNKNOWN
    assert (await live.existing(_IDS[0])).exists


async def test_the_star_is_no_conversation(live: Live) -> None:
    with pytest.raises(WireError) as refused:
        await live.get(wire.ALL)
    assert refused.value.code == ErrorCode.INVALID
