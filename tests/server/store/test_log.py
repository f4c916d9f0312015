"""The event log: what was acknowledged is there, in order, once."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.store.database import Stored
from server.store.log import EventLog, LogUnavailableError
from server.store.records import Body, ClosedRecord, OpenedRecord, Record, UtteranceRecord
from tests.server.store.test_records import BODIES


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "folder that is not there yet" / "log.db"


@pytest.fixture
async def log(path: Path) -> AsyncIterator[EventLog]:
    async with EventLog(path) as opened:
        yield opened


def said(seq: int, event_id: str | None = None, conversation_id: str = "c") -> Record:
    event_id = event_id or f"e{seq}"
    body = UtteranceRecord(event_id, "customer", f"这是{event_id}")
    return Record(conversation_id, seq, 1000 + seq, body)


async def seqs(log: EventLog, conversation_id: str = "c") -> list[int]:
    return [record.seq for record in await log.read(conversation_id)]


async def test_what_was_appended_is_read_in_its_order_each_conversation_by_itself(
    log: EventLog,
) -> None:
    records = [said(seq, conversation_id=name) for seq in range(1, 40) for name in ("a", "b")]
    await asyncio.gather(*(log.append(record) for record in records))
    assert await log.read("a") == [record for record in records if record.conversation_id == "a"]
    assert await log.read("b") == [record for record in records if record.conversation_id == "b"]
    assert await log.read("nobody") == []


async def test_an_utterance_sent_again_keeps_its_first_number_and_is_stored_once(
    log: EventLog,
) -> None:
    assert await log.append(said(1, "e")) == Stored(1)
    assert await log.append(said(2, "f")) == Stored(2)
    assert await log.append(said(3, "e")) == Stored(1, duplicate=True)
    assert await log.append(said(1, "e", "other")) == Stored(1)
    assert await seqs(log) == [1, 2]


async def test_lazily_appended_records_are_read_and_come_in_their_place(log: EventLog) -> None:
    log.append_lazily(said(1))
    log.append_lazily(said(2), said(3))
    await log.append(said(4))
    log.append_lazily(said(5))
    assert await seqs(log) == [1, 2, 3, 4, 5]


async def test_lazily_appended_records_are_there_after_a_flush(path: Path, log: EventLog) -> None:
    log.append_lazily(said(1))
    await log.flush()
    with closing(sqlite3.connect(path)) as beside:
        assert beside.execute("SELECT count(*) FROM events").fetchone() == (1,)


async def test_lazily_appended_records_and_summaries_are_there_after_closing(path: Path) -> None:
    async with EventLog(path) as log:
        log.append_lazily(said(1))
        log.summarise("c", 1, "row")
    async with EventLog(path) as again:
        assert await seqs(again) == [1]
        assert await again.latest(10) == [("c", "row")]


async def test_the_last_utterances_come_with_all_that_belongs_to_them(log: EventLog) -> None:
    await log.append(Record("c", 0, 1, OpenedRecord("call", "telecom", "李女士")))
    for seq in range(1, 11):
        await log.append(said(seq))
        log.append_lazily(Record("c", seq, 1, ClosedRecord()))
    found = await log.read("c", last=3)
    assert [record.seq for record in found] == [0, 8, 8, 9, 9, 10, 10]


async def test_the_list_shows_the_latest_summary_of_each_conversation_the_latest_first(
    log: EventLog,
) -> None:
    for at, (name, row) in enumerate([("a", "a1"), ("b", "b1"), ("c", "c1"), ("a", "a2")]):
        log.summarise(name, at, row)
    assert await log.latest(2) == [("a", "a2"), ("c", "c1")]


async def test_an_append_is_stored_whole_or_not_at_all(path: Path, log: EventLog) -> None:
    opened = Record("c", 0, 1, OpenedRecord("chat", "", ""))
    with closing(sqlite3.connect(path, isolation_level=None)) as beside:
        _refuse(beside, "NEW.kind = 'utterance'")
        with pytest.raises(LogUnavailableError):
            await log.append(opened, said(1))
        beside.execute("DROP TRIGGER refuse")
    assert await log.read("c") == []
    await log.append(opened, said(1))
    assert await seqs(log) == [0, 1]


async def test_a_disk_that_refuses_is_reported_and_the_log_recovers(
    path: Path, log: EventLog
) -> None:
    assert log.healthy
    with closing(sqlite3.connect(path, isolation_level=None)) as beside:
        _refuse(beside, "1")
        results = await asyncio.gather(
            *(log.append(said(seq)) for seq in (1, 2, 3)), return_exceptions=True
        )
        assert [type(result) for result in results] == [LogUnavailableError] * 3
        assert not log.healthy
        beside.execute("DROP TRIGGER refuse")
    assert await log.append(said(1)) == Stored(1)
    assert log.healthy
    assert await seqs(log) == [1]


async def test_a_database_whose_tables_went_away_is_reported_and_recovers(
    path: Path, log: EventLog
) -> None:
    await log.append(said(1))
    with closing(sqlite3.connect(path, isolation_level=None)) as beside:
        beside.execute("ALTER TABLE events RENAME TO gone")
        with pytest.raises(LogUnavailableError):
            await log.append(said(2))
        with pytest.raises(LogUnavailableError):
            await log.read("c")
        assert not log.healthy
        beside.execute("ALTER TABLE gone RENAME TO events")
    assert await log.append(said(2)) == Stored(2)
    assert await seqs(log) == [1, 2]


async def test_while_another_process_holds_the_database_appends_wait_and_are_stored(
    path: Path, log: EventLog
) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as beside:
        beside.execute("BEGIN IMMEDIATE")
        waiting = asyncio.create_task(log.append(said(1)))
        done, _ = await asyncio.wait([waiting], timeout=0.2)
        assert not done
        beside.execute("COMMIT")
        assert await waiting == Stored(1)


async def test_a_commit_that_fails_leaves_the_log_usable(path: Path, log: EventLog) -> None:
    await log.append(said(1))
    # A deferred constraint is checked by COMMIT, so that it is COMMIT that fails.
    with closing(sqlite3.connect(path, isolation_level=None, timeout=0.5)) as beside:
        beside.execute("CREATE TABLE child (id REFERENCES parent DEFERRABLE INITIALLY DEFERRED)")
        beside.execute("CREATE TABLE parent (id INTEGER PRIMARY KEY)")
        beside.execute(
            "CREATE TRIGGER refuse AFTER INSERT ON events"
            " BEGIN INSERT INTO child VALUES (NEW.seq); END"
        )
        await _on_writer(log, "PRAGMA foreign_keys=ON")
        with pytest.raises(LogUnavailableError):
            await log.append(said(2))
        beside.execute("DROP TRIGGER refuse")
    assert await log.append(said(2)) == Stored(2)
    assert log.healthy
    assert await seqs(log) == [1, 2]


@pytest.mark.parametrize(
    "bad",
    [
        Record("c", 9, 2**63, UtteranceRecord("e9", "customer", "早就说过了")),
        Record("c", 9, 1, UtteranceRecord("e9", "customer", "\ud800")),
    ],
    ids=["a time no column holds", "a text no encoding holds"],
)
async def test_a_record_that_cannot_be_stored_leaves_nobody_waiting_and_the_log_goes_on(
    log: EventLog, bad: Record
) -> None:
    async with asyncio.timeout(5):
        results = await asyncio.gather(
            log.append(said(1)), log.append(bad), log.append(said(2)), return_exceptions=True
        )
        assert isinstance(results[1], LogUnavailableError)
        # Its neighbours are stored, or told to come again; never one and the other.
        stored = [result.seq for result in results if isinstance(result, Stored)]
        assert await seqs(log) == stored
        assert await log.append(said(3)) == Stored(3)
        assert log.healthy
        assert await seqs(log) == [*stored, 3]


async def test_an_append_after_closing_is_refused_and_does_not_wait_for_ever(path: Path) -> None:
    async with EventLog(path) as log:
        await log.append(said(1))
    async with asyncio.timeout(5):
        with pytest.raises(LogUnavailableError):
            await log.append(said(2))


async def test_a_caller_who_left_does_not_disturb_the_others(log: EventLog) -> None:
    left = asyncio.create_task(log.append(said(1)))
    stays = asyncio.create_task(log.append(said(2)))
    await asyncio.sleep(0)
    left.cancel()
    assert await stays == Stored(2)
    assert 2 in await seqs(log)
    assert await log.append(said(3)) == Stored(3)


async def test_summaries_of_a_failed_write_are_written_later(path: Path, log: EventLog) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as beside:
        _refuse(beside, "1")
        log.summarise("quiet", 5, "row")
        with pytest.raises(LogUnavailableError):
            await log.append(said(1))
        beside.execute("DROP TRIGGER refuse")
    await log.append(said(1))
    assert await log.latest(10) == [("quiet", "row")]


async def test_too_many_waiting_appends_are_refused_and_the_accepted_ones_stored(
    log: EventLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.store.log._PENDING_LIMIT", 10)
    results = await asyncio.gather(
        *(log.append(said(seq)) for seq in range(1, 31)), return_exceptions=True
    )
    stored = [result.seq for result in results if isinstance(result, Stored)]
    assert stored == list(range(1, 11))
    assert all(isinstance(result, LogUnavailableError) for result in results[10:])
    assert await seqs(log) == stored
    assert await log.append(said(99)) == Stored(99)


@settings(max_examples=10, deadline=None)
@given(st.lists(st.tuples(BODIES, st.booleans()), max_size=15))
async def test_every_record_comes_back_from_the_disk_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, bodies: list[tuple[Body, bool]]
) -> None:
    path = tmp_path_factory.mktemp("log") / "log.db"
    ids = set[str]()
    expected = []
    async with EventLog(path) as log:
        for seq, (body, lazily) in enumerate(bodies, start=1):
            record = Record("c", seq, seq, body)
            if record.event_id is not None and record.event_id in ids:
                continue
            ids.add(record.event_id or "")
            expected.append(record)
            if lazily:
                log.append_lazily(record)
            else:
                await log.append(record)
    async with EventLog(path) as again:
        assert await again.read("c") == expected


def _refuse(beside: sqlite3.Connection, when: str) -> None:
    beside.execute(
        f"CREATE TRIGGER refuse BEFORE INSERT ON events WHEN {when}"
        " BEGIN SELECT RAISE(ABORT, 'the disk refuses'); END"
    )


async def _on_writer(log: EventLog, sql: str) -> None:
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(log._writer, log._write_to.execute, sql)
