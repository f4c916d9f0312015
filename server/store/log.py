"""The event log in SQLite: group commit by one writer thread, reads beside it."""

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Concatenate, Final, ParamSpec, TypeVar

from server.store import database
from server.store.database import Stored, Summary
from server.store.records import Record

_PENDING_LIMIT: Final = 8192
# What nobody waits for is written with the next append, or after this many seconds.
_LAZY_SECONDS: Final = 0.05
_RETRY_SECONDS: Final = 1.0

P = ParamSpec("P")
Found = TypeVar("Found")

_logger = logging.getLogger(__name__)


class LogUnavailableError(Exception):
    """The log cannot take more now; nothing of the append was stored."""


@dataclass(slots=True)
class _Append:
    records: Sequence[Record]
    done: asyncio.Future[Stored]


class EventLog:
    """Appends are durable when their call returns. Use as an async context manager."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="log-writer")
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="log-reader")
        self._pending: list[_Append] = []
        self._summaries: dict[str, Summary] = {}
        self._flusher: asyncio.Task[None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._closing = False
        self.healthy = True

    async def __aenter__(self) -> "EventLog":
        loop = asyncio.get_running_loop()
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._write_to = await loop.run_in_executor(self._writer, database.connect, self._path)
        self._read_from = await loop.run_in_executor(self._reader, database.connect, self._path)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._closing = True
        await self.flush()
        if self._timer is not None:
            self._timer.cancel()
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._writer, self._write_to.close)
        await loop.run_in_executor(self._reader, self._read_from.close)
        self._writer.shutdown()
        self._reader.shutdown()

    async def append(self, *appended: Record) -> Stored:
        """Store the records, all or none; durable when this returns.

        An utterance whose event id is known is not stored again: its first `seq` is given.

        Raises:
            LogUnavailableError: if too much waits to be written, or the disk refuses.
        """
        done = self._add(appended)
        self._start_flush()
        return await done

    def append_lazily(self, *appended: Record) -> None:
        """Store the records soon, with what is appended next; what can be derived again.

        A failure is logged, not raised.
        """
        try:
            self._add(appended).add_done_callback(_log_failure)
        except LogUnavailableError as error:
            _logger.error("not stored: %s", error)
        self._flush_later()

    def summarise(
        self, conversation_id: str, at: int, summary: str, visit: tuple[str, str] | None = None
    ) -> None:
        """Set the conversation's entry in the list, soon.

        `visit` is the customer's number, and what their later conversations are told of it.
        """
        self._summaries[conversation_id] = Summary(at, summary, visit)
        self._flush_later()

    async def read(self, conversation_id: str, last: int | None = None) -> list[Record]:
        """The records of a conversation in order; with `last`, of its last utterances only.

        Raises:
            LogUnavailableError: if the disk refuses.
        """
        return await self._ask(database.read, conversation_id, last)

    async def latest(self, limit: int) -> list[tuple[str, str]]:
        """Id and summary of the conversations that changed last, the latest first.

        Raises:
            LogUnavailableError: if the disk refuses.
        """
        return await self._ask(database.latest, limit)

    async def visits(self, customer_id: str, limit: int) -> tuple[list[str], int]:
        """What was noted of the customer's latest conversations, and how many there are.

        Raises:
            LogUnavailableError: if the disk refuses.
        """
        return await self._ask(database.visits, customer_id, limit)

    async def alarms(self) -> list[tuple[str, int]]:
        """Conversations in which a reminder is due some time, with when, in ms since 1970.

        Raises:
            LogUnavailableError: if the disk refuses.
        """
        return await self._ask(database.alarms)

    async def follow_ups(self, limit: int) -> list[tuple[str, str, str, int | None]]:
        """Conversation, customer, what for and when (ms since 1970) of the calls still to make.

        Raises:
            LogUnavailableError: if the disk refuses.
        """
        return await self._ask(database.follow_ups, limit)

    async def _ask(
        self,
        query: Callable[Concatenate[sqlite3.Connection, P], Found],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Found:
        await self.flush()
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(
                self._reader, partial(query, self._read_from, *args, **kwargs)
            )
        except sqlite3.Error as error:
            raise LogUnavailableError(type(error).__name__) from error

    async def flush(self) -> None:
        """Wait until everything appended so far is stored or refused."""
        if self._pending or self._summaries:
            self._start_flush()
        if self._flusher is not None:
            await asyncio.wait([self._flusher])

    def _add(self, appended: Sequence[Record]) -> asyncio.Future[Stored]:
        if len(self._pending) >= _PENDING_LIMIT:
            raise LogUnavailableError("too many appends wait")
        done: asyncio.Future[Stored] = asyncio.get_running_loop().create_future()
        self._pending.append(_Append(appended, done))
        return done

    def _flush_later(self) -> None:
        if self._timer is None and self._flusher is None:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(_LAZY_SECONDS, self._start_flush)

    def _start_flush(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._flusher is None:
            self._flusher = asyncio.create_task(self._flush(), name="log flush")

    async def _flush(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            batch, self._pending = self._pending, []
            summaries, self._summaries = self._summaries, {}
            try:
                stored = await loop.run_in_executor(self._writer, self._write, batch, summaries)
            except Exception as error:
                # Whatever went wrong, nobody is left waiting.
                self.healthy = False
                _logger.error("log write failed: %s", type(error).__name__)
                for append in batch:
                    if not append.done.done():
                        append.done.set_exception(LogUnavailableError(str(error)))
                self._summaries = {**summaries, **self._summaries}
            else:
                self.healthy = True
                for append, result in zip(batch, stored, strict=True):
                    if not append.done.done():
                        append.done.set_result(result)
            if not self._pending and not (self.healthy and self._summaries):
                break
        self._flusher = None
        if not self.healthy and not self._closing:
            # A write tells whether the disk works again, also when nothing comes to be written.
            self._timer = loop.call_later(_RETRY_SECONDS, self._start_flush)

    def _write(self, batch: list[_Append], summaries: dict[str, Summary]) -> list[Stored]:
        connection = self._write_to
        with database.transaction(connection):
            stored = [database.insert(connection, append.records) for append in batch]
            database.summarise(connection, summaries)
        return stored


def _log_failure(done: asyncio.Future[Stored]) -> None:
    if not done.cancelled() and (error := done.exception()):
        _logger.error("not stored: %s", error)
