"""The calls to make: those that stored wrap-ups name and nobody has made, in time, bounded."""

import sqlite3
from contextlib import closing
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from server.store import database
from server.store.log import EventLog
from server.store.records import Body, FollowedUpRecord, Record, WrapUpRecord

_DUE = st.none() | st.integers(0, 9)
_STEPS = st.lists(
    st.tuples(
        st.sampled_from("abc"),
        st.builds(WrapUpRecord, st.just("小结"), st.just("咨询"), st.just("open"),
                  st.sampled_from(["", "问到货没有", "问修好没有"]), _DUE)
        | st.just(FollowedUpRecord()),
    ),
    max_size=12,
)  # fmt: skip


def _wrap_up(text: str, due: int | None = None) -> WrapUpRecord:
    return WrapUpRecord("小结", "咨询", "open", text, due)


def _record(conversation_id: str, body: Body) -> Record:
    return Record(conversation_id, 1, 1000, body)


@given(_STEPS)
def test_the_last_wrap_up_of_each_conversation_counts_until_its_call_was_made(
    steps: list[tuple[str, Body]],
) -> None:
    expected: dict[str, WrapUpRecord] = {}
    with closing(database.connect(Path(":memory:"))) as connection:
        for conversation_id, body in steps:
            database.insert(connection, [_record(conversation_id, body)])
            expected.pop(conversation_id, None)
            if isinstance(body, WrapUpRecord) and body.follow_up:
                expected[conversation_id] = body
        found = database.follow_ups(connection, 100)
    assert {(c, text, due) for c, _, text, due in found} == {
        (c, body.follow_up, body.due) for c, body in expected.items()
    }
    times = [due for *_, due in found]
    assert times == sorted(times, key=lambda due: (due is None, due or 0))


def test_the_first_are_found_without_reading_or_sorting_all() -> None:
    with closing(database.connect(Path(":memory:"))) as connection:
        for i in range(30):
            database.insert(connection, [_record(f"c{i}", _wrap_up("回访", 100 - i))])
        assert [due for *_, due in database.follow_ups(connection, 3)] == [71, 72, 73]
        plan = connection.execute(f"EXPLAIN QUERY PLAN {database.FOLLOW_UPS}", (3,)).fetchall()
    assert any("follow_ups_by_due" in str(step) for step in plan)
    assert not any("TEMP B-TREE" in str(step) for step in plan)


async def test_a_log_from_before_there_was_the_list_has_its_calls_in_it(tmp_path: Path) -> None:
    path = tmp_path / "liubu.db"
    async with EventLog(path) as log:
        await log.append(_record("a", _wrap_up("问旧的")), _record("a", _wrap_up("问新的", 5)))
        await log.append(_record("b", _wrap_up("不用了")), _record("b", _wrap_up("")))
        log.summarise("a", 1, '{"customer": "吴女士"}')
    with closing(sqlite3.connect(path)) as old:
        old.execute("DROP TABLE follow_ups")
        old.commit()
    async with EventLog(path) as log:
        assert await log.follow_ups(9) == [("a", "吴女士", "问新的", 5)]
        await log.append(_record("a", FollowedUpRecord()))
    async with EventLog(path) as log:
        assert await log.follow_ups(9) == []
