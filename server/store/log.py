"""The event log in SQLite: group commit by one writer thread, reads beside it."""

import asyncio
import contextlib
import logging
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final, ParamSpec, TypeVar

from server.store import records
from server.store.records import Record

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS events (
    place INTEGER PRIMARY KEY,
    conversation_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    kind TEXT NOT NULL,
    event_id TEXT,
    at INTEGER NOT NULL,
    body TEXT NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS events_once
    ON events (conversation_id, event_id) WHERE event_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS events_in_order ON events (conversation_id, seq);
-- The list of conversations, so that showing it does not read every event.
CREATE TABLE IF NOT EXISTS conversations (
    conversation_id TEXT PRIMARY KEY,
    updated_at INTEGER NOT NULL,
    summary TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS conversations_latest ON conversations (updated_at);
-- What a later conversation of the same customer is told.
CREATE TABLE IF NOT EXISTS visits (
    conversation_id TEXT PRIMARY KEY,
    customer_id TEXT NOT NULL,
    updated_at INTEGER NOT NULL,
    visit TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS visits_of_customer ON visits (customer_id, updated_at);
"""
_INSERT: Final = (
    "INSERT INTO events (conversation_id, seq, kind, event_id, at, body) VALUES (?,?,?,?,?,?)"
    " ON CONFLICT DO NOTHING"
)
_LIST: Final = (
    "INSERT INTO conversations VALUES (?,?,?) ON CONFLICT DO UPDATE"
    " SET updated_at=excluded.updated_at, summary=excluded.summary"
)
_VISIT: Final = (
    "INSERT INTO visits VALUES (?,?,?,?) ON CONFLICT DO UPDATE"
    " SET updated_at=excluded.updated_at, visit=excluded.visit"
)
_PENDING_LIMIT: Final = 8192
# What nobody waits for is written with the next append, or after this many seconds.
_LAZY_SECONDS: Final = 0.05
_RETRY_SECONDS: Final = 1.0

P = ParamSpec("P")
Found = TypeVar("Found")

_logger = logging.getLogger(__name__)


class LogUnavailableError(Exception):
    """The log cannot take more now; nothing of the append was stored."""


@dataclass(frozen=True, slots=True)
class Stored:
    """Where an append ended: the utterance number, and whether it had been there before."""

    seq: int
    duplicate: bool = False
    same: bool = True
    """Whether a duplicate says the same as the utterance that was there."""


@dataclass(slots=True)
class _Append:
    records: Sequence[Record]
    done: asyncio.Future[Stored]


@dataclass(frozen=True, slots=True)
class _Summary:
    at: int
    text: str
    visit: tuple[str, str] | None


class EventLog:
    """Appends are durable when their call returns. Use as an async context manager."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="log-writer")
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="log-reader")
        self._pending: list[_Append] = []
        self._summaries: dict[str, _Summary] = {}
        self._flusher: asyncio.Task[None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._closing = False
        self.healthy = True

    async def __aenter__(self) -> "EventLog":
        loop = asyncio.get_running_loop()
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._write_to = await loop.run_in_executor(self._writer, _connect, self._path)
        self._read_from = await loop.run_in_executor(self._reader, _connect, self._path)
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
        self._summaries[conversation_id] = _Summary(at, summary, visit)
        self._flush_later()

    async def read(self, conversation_id: str, last: int | None = None) -> list[Record]:
        """The records of a conversation in order; with `last`, of its last utterances only.

        Raises:
            LogUnavailableError: if the disk refuses.
        """
        return await self._ask(self._read, conversation_id, last)

    async def latest(self, limit: int) -> list[tuple[str, str]]:
        """Id and summary of the conversations that changed last, the latest first.

        Raises:
            LogUnavailableError: if the disk refuses.
        """
        return await self._ask(self._latest, limit)

    async def visits(self, customer_id: str, limit: int) -> tuple[list[str], int]:
        """What was noted of the customer's latest conversations, and how many there are.

        Raises:
            LogUnavailableError: if the disk refuses.
        """
        return await self._ask(self._visits, customer_id, limit)

    async def alarms(self) -> list[tuple[str, int]]:
        """Conversations in which a reminder is due some time, with when, in ms since 1970.

        Raises:
            LogUnavailableError: if the disk refuses.
        """
        return await self._ask(self._alarms)

    async def _ask(self, query: Callable[P, Found], *args: P.args, **kwargs: P.kwargs) -> Found:
        await self.flush()
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._reader, partial(query, *args, **kwargs))
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

    def _write(self, batch: list[_Append], summaries: dict[str, _Summary]) -> list[Stored]:
        connection = self._write_to
        with _transaction(connection):
            stored = [self._insert(connection, append.records) for append in batch]
            connection.executemany(_LIST, ((key, s.at, s.text) for key, s in summaries.items()))
            visits = ((key, s.visit, s.at) for key, s in summaries.items() if s.visit)
            connection.executemany(_VISIT, ((key, who, at, v) for key, (who, v), at in visits))
        return stored

    @staticmethod
    def _insert(connection: sqlite3.Connection, appended: Sequence[Record]) -> Stored:
        """A conversation's first utterance comes with its opening, so only the last record
        of an append can be known already, and then it is alone."""
        seq = 0
        for record in appended:
            body = records.dump(record.body)
            row = (
                record.conversation_id,
                record.seq,
                record.kind,
                record.event_id,
                record.at,
                body,
            )
            if connection.execute(_INSERT, row).rowcount == 0:
                found = connection.execute(
                    "SELECT seq, body FROM events WHERE conversation_id=? AND event_id=?",
                    (record.conversation_id, record.event_id),
                ).fetchone()
                return Stored(found[0], duplicate=True, same=found[1] == body)
            seq = record.seq
        return Stored(seq)

    def _read(self, conversation_id: str, last: int | None) -> list[Record]:
        first = 0
        if last is not None:
            newest = self._read_from.execute(
                "SELECT max(seq) FROM events WHERE conversation_id=?", (conversation_id,)
            ).fetchone()[0]
            first = (newest or 0) - last + 1
        rows = self._read_from.execute(
            "SELECT seq, kind, at, body FROM events WHERE conversation_id=?"
            " AND (seq>=? OR seq=0) ORDER BY place",
            (conversation_id, first),
        )
        return [
            Record(conversation_id, seq, at, records.load(kind, body))
            for seq, kind, at, body in rows
        ]

    def _latest(self, limit: int) -> list[tuple[str, str]]:
        return self._read_from.execute(
            "SELECT conversation_id, summary FROM conversations ORDER BY updated_at DESC LIMIT ?",
            (limit,),
        ).fetchall()

    def _alarms(self) -> list[tuple[str, int]]:
        return self._read_from.execute(
            "SELECT conversation_id, json_extract(summary, '$.alarm_at') FROM conversations"
            " WHERE json_extract(summary, '$.alarm_at') IS NOT NULL"
        ).fetchall()

    def _visits(self, customer_id: str, limit: int) -> tuple[list[str], int]:
        rows = self._read_from.execute(
            "SELECT visit FROM visits WHERE customer_id=? ORDER BY updated_at DESC LIMIT ?",
            (customer_id, limit),
        ).fetchall()
        times = self._read_from.execute(
            "SELECT count(*) FROM visits WHERE customer_id=?", (customer_id,)
        ).fetchone()[0]
        return [row[0] for row in rows], times


def _log_failure(done: asyncio.Future[Stored]) -> None:
    if not done.cancelled() and (error := done.exception()):
        _logger.error("not stored: %s", error)


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, timeout=10)
    connection.execute("PRAGMA journal_mode=WAL")
    # What was acknowledged survives a power cut; group commit pays for it.
    connection.execute("PRAGMA synchronous=FULL")
    connection.executescript(_SCHEMA)
    return connection


@contextlib.contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
