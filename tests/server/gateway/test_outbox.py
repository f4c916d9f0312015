"""A viewer's queue: order kept, keyed frames merged, a slow viewer given up."""

import asyncio
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.gateway.outbox import Outbox, SlowViewerError

_LIMIT = 12
_KEYS = st.sampled_from([None, None, "progress", "info a", "info b"])
_PATIENCE_SECONDS = 5


class Viewer:
    """Takes as many frames as it is allowed to."""

    def __init__(self, outbox: Outbox) -> None:
        self.got: list[str] = []
        self._allowed = asyncio.Semaphore(0)
        self._running = asyncio.create_task(outbox.run(self._send))

    async def _send(self, frame: str) -> None:
        await self._allowed.acquire()
        self.got.append(frame)

    async def take(self, count: int) -> None:
        for _ in range(count):
            self._allowed.release()
        for _ in range(3 * count + 3):
            await asyncio.sleep(0)

    async def leave(self) -> BaseException | None:
        self._running.cancel()
        await asyncio.wait([self._running])
        return None if self._running.cancelled() else self._running.exception()

    async def given_up(self) -> None:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            with pytest.raises(SlowViewerError):
                await self._running


@given(st.lists(st.one_of(_KEYS, st.integers(1, 5)), max_size=60))
async def test_below_the_limit_nothing_unkeyed_is_lost_or_reordered_and_keys_end_at_their_last(
    moves: Sequence[str | int | None],
) -> None:
    outbox = Outbox(_LIMIT)
    viewer = Viewer(outbox)
    plain: list[str] = []
    last: dict[str, str] = {}
    put = 0
    for move in moves:
        if isinstance(move, int):
            await viewer.take(move)
        elif put - len(viewer.got) < _LIMIT - 1:
            frame = f"{move} {put}"
            outbox.put(frame, move)
            put += 1
            if move is None:
                plain.append(frame)
            else:
                last[move] = frame
    await viewer.take(put + 1)
    assert [frame for frame in viewer.got if frame.startswith("None")] == plain
    for key, frame in last.items():
        assert [got for got in viewer.got if got.startswith(key)][-1] == frame
    numbers = [int(frame.split()[-1]) for frame in viewer.got]
    assert numbers == sorted(numbers)
    assert await viewer.leave() is None


@given(st.lists(_KEYS, max_size=80))
async def test_unkeyed_frames_are_all_sent_or_the_viewer_is_given_up(
    keys: list[str | None],
) -> None:
    outbox = Outbox(_LIMIT)
    for number, key in enumerate(keys):
        outbox.put(f"{key} {number}", key)
    viewer = Viewer(outbox)
    if keys.count(None) > _LIMIT:
        await viewer.given_up()
        assert viewer.got == []
        return
    await viewer.take(len(keys))
    error = await viewer.leave()
    if error is None:
        wanted = [f"None {number}" for number, key in enumerate(keys) if key is None]
        assert [frame for frame in viewer.got if frame.startswith("None")] == wanted


async def test_waiting_frames_with_one_key_become_the_last_of_them() -> None:
    outbox = Outbox(_LIMIT)
    for number in range(100):
        outbox.put(f"progress {number}", "progress")
    outbox.put("advice")
    viewer = Viewer(outbox)
    await viewer.take(5)
    assert viewer.got == ["progress 99", "advice"]
    await viewer.leave()


async def test_keyed_frames_make_room_for_those_that_must_arrive() -> None:
    outbox = Outbox(_LIMIT)
    for number in range(_LIMIT):
        outbox.put(f"info {number}", f"info {number}")
    for number in range(_LIMIT):
        outbox.put(f"advice {number}")
    viewer = Viewer(outbox)
    await viewer.take(_LIMIT)
    assert viewer.got == [f"advice {number}" for number in range(_LIMIT)]
    await viewer.leave()


async def test_a_viewer_given_up_in_the_middle_hears_no_more() -> None:
    outbox = Outbox(_LIMIT)
    viewer = Viewer(outbox)
    for number in range(3 * _LIMIT):
        outbox.put(f"advice {number}")
        await viewer.take(0)
    await viewer.take(1)
    await viewer.given_up()
    outbox.put("later")
    assert viewer.got == ["advice 0"]
