"""One viewer's bounded queue of frames, and the task that sends them."""

import asyncio
from collections.abc import Awaitable, Callable

Send = Callable[[str], Awaitable[None]]


class SlowViewerError(Exception):
    """The viewer takes frames more slowly than they come; it must reconnect."""


class Outbox:
    """Frames in order. A frame with a `key` is replaced by a later one with the same key
    that is put before it was sent; frames without a key are never dropped: when too many
    of them wait, the viewer is given up and `run` raises.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._frames: dict[object, str] = {}
        self._wake = asyncio.Event()
        self._given_up = False

    def put(self, frame: str, key: str | None = None) -> None:
        """Queue a frame; never blocks."""
        if self._given_up:
            return
        place = object() if key is None else key
        self._frames.pop(place, None)
        if len(self._frames) >= self._limit and not self._drop_mergeable():
            self._given_up = True
            self._frames.clear()
        else:
            self._frames[place] = frame
        self._wake.set()

    async def run(self, send: Send) -> None:
        """Send frames as they come, until cancelled.

        Raises:
            SlowViewerError: when frames that must not be dropped overflowed.
        """
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._frames:
                frame = self._frames.pop(next(iter(self._frames)))
                await send(frame)
            if self._given_up:
                raise SlowViewerError

    def _drop_mergeable(self) -> bool:
        oldest = next((place for place in self._frames if isinstance(place, str)), None)
        if oldest is None:
            return False
        del self._frames[oldest]
        return True
