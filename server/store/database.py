"""The event log's tables in SQLite, and every statement that is run on them."""

import contextlib
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from server.store import records
from server.store.records import FollowedUpRecord, Record, WrapUpRecord

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
# The calls that are still to be made, so that listing them does not read those that were.
_FOLLOW_UPS: Final = """
CREATE TABLE follow_ups (
    conversation_id TEXT PRIMARY KEY,
    text TEXT NOT NULL,
    due INTEGER
);
CREATE INDEX follow_ups_by_due ON follow_ups (due IS NULL, due);
-- A log that was begun before there was this table.
INSERT OR REPLACE INTO follow_ups
    SELECT conversation_id, json_extract(body, '$.follow_up'), json_extract(body, '$.due')
    FROM events WHERE kind = 'wrap_up' ORDER BY place;
DELETE FROM follow_ups WHERE text = '';
"""
_HAS_FOLLOW_UPS: Final = "SELECT 1 FROM sqlite_master WHERE name='follow_ups'"
_TO_FOLLOW_UP: Final = (
    "INSERT INTO follow_ups VALUES (?,?,?) ON CONFLICT DO UPDATE"
    " SET text=excluded.text, due=excluded.due"
)
FOLLOW_UPS: Final = (
    "SELECT conversation_id, coalesce(json_extract(summary, '$.customer'), ''), text, due"
    " FROM follow_ups LEFT JOIN conversations USING (conversation_id)"
    " ORDER BY due IS NULL, due LIMIT ?"
)
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


@dataclass(frozen=True, slots=True)
class Stored:
    """Where an append ended: the utterance number, and whether it had been there before."""

    seq: int
    duplicate: bool = False
    same: bool = True
    """Whether a duplicate says the same as the utterance that was there."""


@dataclass(frozen=True, slots=True)
class Summary:
    """An entry of the list; `visit` is the customer's number and what is told later."""

    at: int
    text: str
    visit: tuple[str, str] | None


def connect(path: Path) -> sqlite3.Connection:
    """Open the database, made if it is not there."""
    connection = sqlite3.connect(path, isolation_level=None, timeout=10)
    connection.execute("PRAGMA journal_mode=WAL")
    # What was acknowledged survives a power cut; group commit pays for it.
    connection.execute("PRAGMA synchronous=FULL")
    connection.executescript(_SCHEMA)
    with transaction(connection):
        if not connection.execute(_HAS_FOLLOW_UPS).fetchone():
            for statement in filter(str.strip, _FOLLOW_UPS.split(";")):
                connection.execute(statement)
    return connection


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All that is written within, or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def insert(connection: sqlite3.Connection, appended: Sequence[Record]) -> Stored:
    """Store an append, or find where its utterance was stored before.

    A conversation's first utterance comes with its opening, so only the last record of an
    append can be known already, and then it is alone.
    """
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
        _follow_up(connection, record)
    return Stored(seq)


def _follow_up(connection: sqlite3.Connection, record: Record) -> None:
    """Keep the list of calls to make; a wrap-up takes the place of the one before it."""
    match record.body:
        case WrapUpRecord(follow_up=text, due=due) if text:
            connection.execute(_TO_FOLLOW_UP, (record.conversation_id, text, due))
        case WrapUpRecord() | FollowedUpRecord():
            connection.execute(
                "DELETE FROM follow_ups WHERE conversation_id=?", (record.conversation_id,)
            )


def summarise(connection: sqlite3.Connection, summaries: dict[str, Summary]) -> None:
    """Set the entries of these conversations in the list."""
    connection.executemany(_LIST, ((key, s.at, s.text) for key, s in summaries.items()))
    visits = ((key, s.visit, s.at) for key, s in summaries.items() if s.visit)
    connection.executemany(_VISIT, ((key, who, at, v) for key, (who, v), at in visits))


def read(connection: sqlite3.Connection, conversation_id: str, last: int | None) -> list[Record]:
    """The records of a conversation in order; with `last`, of its last utterances only."""
    first = 0
    if last is not None:
        newest = connection.execute(
            "SELECT max(seq) FROM events WHERE conversation_id=?", (conversation_id,)
        ).fetchone()[0]
        first = (newest or 0) - last + 1
    rows = connection.execute(
        "SELECT seq, kind, at, body FROM events WHERE conversation_id=?"
        " AND (seq>=? OR seq=0) ORDER BY place",
        (conversation_id, first),
    )
    return [
        Record(conversation_id, seq, at, records.load(kind, body)) for seq, kind, at, body in rows
    ]


def latest(connection: sqlite3.Connection, limit: int) -> list[tuple[str, str]]:
    """Id and summary of the conversations that changed last, the latest first."""
    return connection.execute(
        "SELECT conversation_id, summary FROM conversations ORDER BY updated_at DESC LIMIT ?",
        (limit,),
    ).fetchall()


def alarms(connection: sqlite3.Connection) -> list[tuple[str, int]]:
    """Conversations in which a reminder is due some time, with when, in ms since 1970."""
    return connection.execute(
        "SELECT conversation_id, json_extract(summary, '$.alarm_at') FROM conversations"
        " WHERE json_extract(summary, '$.alarm_at') IS NOT NULL"
    ).fetchall()


def visits(connection: sqlite3.Connection, customer_id: str, limit: int) -> tuple[list[str], int]:
    """What was noted of the customer's latest conversations, and how many there are."""
    rows = connection.execute(
        "SELECT visit FROM visits WHERE customer_id=? ORDER BY updated_at DESC LIMIT ?",
        (customer_id, limit),
    ).fetchall()
    times = connection.execute(
        "SELECT count(*) FROM visits WHERE customer_id=?", (customer_id,)
    ).fetchone()[0]
    return [row[0] for row in rows], times


def follow_ups(
    connection: sqlite3.Connection, limit: int
) -> list[tuple[str, str, str, int | None]]:
    """Conversation, customer, what for and when (ms since 1970) of the calls still to make.

    Those that are due first come first, those without a time last.
    """
    return connection.execute(FOLLOW_UPS, (limit,)).fetchall()
