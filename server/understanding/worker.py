"""One worker reads utterances of all conversations in batches; every caller is answered."""

import asyncio
import logging
from collections import deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

from models.readings import Reading
from models.runtime.classifier import Request

_logger = logging.getLogger(__name__)


class OverloadedError(Exception):
    """Too many utterances wait to be read."""


class UnreadableError(Exception):
    """The classifier failed on this utterance, or is shutting down."""


class Reads(Protocol):
    """What the worker needs of a classifier."""

    def read(self, requests: Sequence[Request]) -> list[Reading]:
        """The readings of a batch, in its order."""
        ...


@dataclass(slots=True)
class _Waiting:
    request: Request
    reading: asyncio.Future[Reading]


class Understanding:
    """Collects requests while a batch is under way and reads them together next.

    Use as an async context manager; the worker runs inside.
    """

    def __init__(self, classifier: Reads, max_batch: int, queue: int) -> None:
        self._classifier = classifier
        self._max_batch = max_batch
        self._queue = queue
        self._waiting: deque[_Waiting] = deque()
        self._batch: list[_Waiting] = []
        self._wake = asyncio.Event()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="understanding")
        self._worker: asyncio.Task[None] | None = None
        self._closing = False

    @property
    def healthy(self) -> bool:
        """Whether the worker runs."""
        return self._worker is not None and not self._worker.done()

    @property
    def crowded(self) -> bool:
        """Whether what can wait should not be added: half of the queue is taken."""
        return self._waits(self._queue // 2 + 1)

    async def __aenter__(self) -> "Understanding":
        self._start()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._closing = True
        if self._worker is not None:
            self._worker.cancel()
            await asyncio.wait([self._worker])
        await asyncio.get_running_loop().run_in_executor(None, self._thread.shutdown)

    def submit(self, request: Request) -> "asyncio.Future[Reading]":
        """A future that is always resolved: with the reading or with `UnreadableError`.

        Cancel it when the answer is no longer wanted; it is then not read.

        Raises:
            OverloadedError: if the queue is full.
            UnreadableError: if the worker is not running.
        """
        if not self.healthy:
            raise UnreadableError("the classifier is not running")
        if self._waits(self._queue):
            raise OverloadedError
        reading: asyncio.Future[Reading] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(request, reading))
        self._wake.set()
        return reading

    def _waits(self, many: int) -> bool:
        """Whether so many callers wait; where it seems so, those who left are forgotten first."""
        if len(self._waiting) >= many:
            self._waiting = deque(each for each in self._waiting if not each.reading.done())
        return len(self._waiting) >= many

    def _start(self) -> None:
        self._worker = asyncio.create_task(self._run(), name="understanding")
        self._worker.add_done_callback(self._ended)

    def _ended(self, worker: asyncio.Task[None]) -> None:
        """However the worker ended, nobody is left waiting; a crash starts a new one."""
        for waiting in (*self._batch, *self._waiting):
            if not waiting.reading.done():
                waiting.reading.set_exception(UnreadableError("the classifier stopped"))
        self._batch = []
        self._waiting.clear()
        if not worker.cancelled() and worker.exception() is not None:
            _logger.error("understanding worker crashed", exc_info=worker.exception())
        if not self._closing:
            self._start()

    async def _run(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._waiting:
                self._batch = self._take()
                if self._batch:
                    await self._read(self._batch)
                    self._batch = []

    def _take(self) -> list[_Waiting]:
        batch: list[_Waiting] = []
        while self._waiting and len(batch) < self._max_batch:
            waiting = self._waiting.popleft()
            if not waiting.reading.done():
                batch.append(waiting)
        return batch

    async def _read(self, batch: list[_Waiting]) -> None:
        readings = await self._attempt([waiting.request for waiting in batch])
        if readings is None and len(batch) > 1:
            # One bad utterance must not take its neighbours with it.
            for waiting in batch:
                if not waiting.reading.done():
                    await self._read([waiting])
            return
        for at, waiting in enumerate(batch):
            if waiting.reading.done():
                continue
            if readings is None:
                error = UnreadableError("the utterance could not be read")
                waiting.reading.set_exception(error)
            else:
                waiting.reading.set_result(readings[at])

    async def _attempt(self, requests: list[Request]) -> list[Reading] | None:
        """The readings, or None where the classifier failed."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self._try_to_read, requests)

    def _try_to_read(self, requests: list[Request]) -> list[Reading] | None:
        # Caught in the thread: some exceptions cannot pass through a future.
        try:
            readings = self._classifier.read(requests)
        except Exception as error:
            _logger.error("reading %d utterances failed: %s", len(requests), type(error).__name__)
            return None
        if len(readings) != len(requests):
            _logger.error("%d readings for %d utterances", len(readings), len(requests))
            return None
        return readings
