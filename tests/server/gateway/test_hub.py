"""Live conversations are what the log says of them, whatever happened to the memory."""

import asyncio
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server import wire
from server.coach.wording import Library
from server.gateway.outbox import Outbox
from server.prompts import load_playbook
from server.review.annotator import Annotator, Spoken
from server.store.log import EventLog
from server.store.records import AgentReadingRecord, CustomerReadingRecord, UtteranceRecord
from server.wire import ErrorCode, WireError
from tests.server.gateway.parts import Running, classifier, running, utterance

_IDS = ("a", "b", "c")
_LINES = st.tuples(
    st.sampled_from(_IDS),
    st.sampled_from(["我的快递停了四天", "？", "骗子！", "谢谢", "不行", "订单号8812", "😭", " "]),
    st.sampled_from(["customer", "customer", "agent"]),
)
_MOVES = st.lists(
    st.one_of(_LINES, st.tuples(st.sampled_from(_IDS), st.sampled_from(["feedback", "open"]))),
    max_size=25,
)


async def _play(parts: Running, moves: list[tuple[str, ...]], first: int = 0) -> None:
    """Lines come a second apart; `first` is the place of the first of these moves."""
    for second, (conversation_id, *move) in enumerate(moves, start=first):
        if len(move) == 2:
            await parts.say(conversation_id, move[0], move[1], at=1_000_000 + 1000 * second)
        elif move[0] == "open":
            await parts.hub.open(
                wire.Open(type="open", conversation_id=conversation_id, channel="call")
            )
        else:
            await _give_feedback(parts, conversation_id)


async def _give_feedback(parts: Running, conversation_id: str) -> None:
    snapshot = await _snapshot(parts, conversation_id)
    if snapshot is not None and snapshot.advice is not None:
        await parts.viewing.feedback(
            wire.Feedback(
                type="feedback",
                conversation_id=conversation_id,
                advice_id=snapshot.advice.advice_id,
                outcome="inserted",
                wording=0,
            )
        )


async def _snapshot(parts: Running, conversation_id: str) -> wire.Snapshot | None:
    try:
        return await parts.viewing.snapshot(conversation_id)
    except WireError as error:
        assert error.code == ErrorCode.CONVERSATION_UNKNOWN
        return None


async def _card_kinds(parts: Running, conversation_id: str) -> list[str]:
    progress = (await parts.viewing.snapshot(conversation_id)).progress
    assert progress is not None
    return [card.kind for card in progress.cards]


def _timeless(snapshot: wire.Snapshot | None) -> wire.Snapshot | None:
    if snapshot is None:
        return None
    return replace(snapshot, conversation=replace(snapshot.conversation, updated_at=0))


@settings(max_examples=25, deadline=None)
@given(_MOVES, st.integers(0, 25), st.sampled_from([1, 2, 100]))
async def test_a_conversation_is_the_same_after_leaving_memory_and_after_a_restart(
    tmp_path_factory: pytest.TempPathFactory,
    library: Library,
    moves: list[tuple[str, ...]],
    cut: int,
    live: int,
) -> None:
    kept, cut_up = tmp_path_factory.mktemp("kept"), tmp_path_factory.mktemp("cut")
    async with running(kept, library) as parts:
        await _play(parts, moves)
        whole = [_timeless(await _snapshot(parts, each)) for each in _IDS]
    async with running(kept, library) as parts:
        assert [_timeless(await _snapshot(parts, each)) for each in _IDS] == whole
    # The same lines with little memory and a restart in the middle.
    async with running(cut_up, library, live) as parts:
        await _play(parts, moves[:cut])
        ids = parts.event_ids
    async with running(cut_up, library, live) as parts:
        parts.event_ids = ids
        await _play(parts, moves[cut:], first=len(moves[:cut]))
        again = [await _snapshot(parts, each) for each in _IDS]
    for one, other in zip(whole, again, strict=True):
        assert (one is None) == (other is None)
        if one is not None and other is not None:
            assert one.readings == other.readings
            assert one.progress == other.progress
            assert one.advice == other.advice


async def test_when_a_conversation_changed_last_is_the_same_after_a_restart(
    tmp_path: Path, library: Library
) -> None:
    async with running(tmp_path, library) as parts:
        await parts.hub.open(wire.Open(type="open", conversation_id="opened"))
        await parts.say("a", "我的快递停了四天", at=5_000_000)
        await parts.say("b", "在吗")
        await parts.hub.close(wire.Close(type="close", conversation_id="b"))
        ids = ("opened", "a", "b")
        before = [(await parts.viewing.snapshot(each)).conversation.updated_at for each in ids]
    async with running(tmp_path, library) as parts:
        after = [(await parts.viewing.snapshot(each)).conversation.updated_at for each in ids]
    assert after == before


async def test_a_vips_complaint_goes_the_eight_steps_also_after_a_restart(
    tmp_path: Path, library: Library
) -> None:
    async with running(tmp_path, library) as parts:
        await parts.hub.open(wire.Open(type="open", conversation_id="v", vip=True))
        await parts.hub.open(wire.Open(type="open", conversation_id="o"))
        for number in range(8):
            for each in ("v", "o"):
                await parts.say(each, f"第{number + 1}箱还没来")
        kinds = [await _card_kinds(parts, each) for each in ("v", "o")]
        assert ["path" in each for each in kinds] == [True, False]
    async with running(tmp_path, library) as parts:
        assert [await _card_kinds(parts, each) for each in ("v", "o")] == kinds


async def test_a_watched_conversation_stays_and_its_viewer_misses_nothing(
    tmp_path: Path, library: Library
) -> None:
    async with running(tmp_path, library, live=1) as parts:
        frames: list[str] = []
        viewer = Outbox(100)
        await parts.viewing.watch("watched", viewer)
        for number in range(5):
            await parts.say(f"other {number}", "在吗")
        await parts.say("watched", "我的快递呢")
        await _drain(viewer, frames)
    kinds = [json.loads(frame)["type"] for frame in frames]
    assert kinds[0] == "snapshot"
    assert {"utterance", "reading", "progress", "advice"} <= set(kinds)


async def test_first_words_that_come_together_open_one_conversation_in_their_order(
    tmp_path: Path, library: Library
) -> None:
    async with running(tmp_path, library) as parts:
        acks = await asyncio.gather(*(parts.say("c", f"第{n}句") for n in range(10)))
        assert [ack.seq for ack in acks] == list(range(1, 11))
        snapshot = await parts.viewing.snapshot("c")
        assert [said.text for said in snapshot.utterances] == [f"第{n}句" for n in range(10)]
        assert [reading.seq for reading in snapshot.readings] == list(range(1, 11))


async def test_an_old_utterance_sent_again_is_known_however_long_ago_it_was(
    tmp_path: Path, library: Library
) -> None:
    async with running(tmp_path, library) as parts:
        for number in range(300):
            await parts.say("c", "嗯", event_id=f"e{number}")
        again = await parts.say("c", "嗯", event_id="e0")
        assert (again.seq, again.duplicate) == (1, True)
        assert (await parts.say("c", "嗯", event_id="new")).seq == 301
        again = await parts.say("c", "嗯", event_id="e1")
        assert (again.seq, again.duplicate) == (2, True)
        for event_id in ("e2", "e299"):
            with pytest.raises(WireError) as refused:
                await parts.say("c", "别的话", event_id=event_id)
            assert refused.value.code == ErrorCode.EVENT_ID_REUSED


async def test_a_line_sent_twice_at_once_is_advised_on_all_the_same(
    tmp_path: Path, library: Library
) -> None:
    async with running(tmp_path, library) as parts:
        acks = await asyncio.gather(
            parts.say("c", "我的快递停了四天", event_id="e"),
            parts.say("c", "我的快递停了四天", event_id="e"),
        )
        assert sorted(ack.duplicate for ack in acks) == [False, True]
        snapshot = await parts.viewing.snapshot("c")
    assert snapshot.advice is not None


async def test_of_a_burst_only_the_last_line_is_advised_on(
    tmp_path: Path, library: Library
) -> None:
    async with running(tmp_path, library) as parts:
        frames: list[str] = []
        viewer = Outbox(100)
        await parts.viewing.watch("c", viewer)
        await asyncio.gather(*(parts.say("c", f"第{n}句") for n in range(6)))
        await _drain(viewer, frames)
    messages = [json.loads(frame) for frame in frames]
    assert [m["seq"] for m in messages if m["type"] == "advice"] == [6]
    assert [m["seq"] for m in messages if m["type"] == "reading"] == [1, 2, 3, 4, 5, 6]


class _LateLog(EventLog):
    """Whose list of conversations takes its time to arrive."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.read_list = asyncio.Event()
        self.go_on = asyncio.Event()

    async def latest(self, limit: int) -> list[tuple[str, str]]:
        found = await super().latest(limit)
        self.read_list.set()
        await self.go_on.wait()
        return found


async def test_an_older_list_never_overwrites_newer_news(tmp_path: Path, library: Library) -> None:
    log = _LateLog(tmp_path / "liubu.db")
    async with asyncio.timeout(10), running(tmp_path, library, log=log) as parts:
        await parts.say("c", "旧的话")
        frames: list[str] = []
        viewer = Outbox(100)
        watching = asyncio.create_task(parts.viewing.watch(wire.ALL, viewer))
        await log.read_list.wait()
        await parts.say("c", "新的话")
        log.go_on.set()
        await watching
        await _drain(viewer, frames)
    assert json.loads(frames[-1])["last_text"] == "新的话"


async def _drain(viewer: Outbox, frames: list[str]) -> None:
    ended = asyncio.Event()

    async def send(frame: str) -> None:
        if frame == "last":
            ended.set()
        else:
            frames.append(frame)

    viewer.put("last")
    sending = asyncio.create_task(viewer.run(send))
    async with asyncio.timeout(5):
        await ended.wait()
    sending.cancel()
    await asyncio.wait([sending])


async def test_a_reading_that_was_lost_to_a_kill_is_made_again(
    tmp_path: Path, library: Library
) -> None:
    async with running(tmp_path / "whole", library) as parts:
        for text in ("我的快递停了四天", "？", "骗子！"):
            await parts.say("c", text, at=1)
        whole = await parts.viewing.snapshot("c")
        records = await parts.log.read("c")
    # Killed after the second line was acknowledged and before what was read of it was stored.
    kept = [r for r in records if r.seq < 2 or isinstance(r.body, UtteranceRecord)]
    async with EventLog(tmp_path / "killed" / "liubu.db") as log:
        for record in [r for r in kept if r.seq < 3]:
            await log.append(record)
    async with running(tmp_path / "killed", library) as parts:
        again = await parts.viewing.snapshot("c")
        assert again.readings == tuple(r for r in whole.readings if r.seq < 3)
        stored = [r for r in await parts.log.read("c") if isinstance(r.body, CustomerReadingRecord)]
        assert [r.seq for r in stored] == [1, 2]


async def test_how_a_line_sounded_is_stored_and_heard_again_after_a_restart(
    tmp_path: Path, library: Library
) -> None:
    async with running(tmp_path, library) as parts:
        await parts.say("c", "我的快递停了四天", pitch=210.5, energy=0.25)
        await parts.say("c", "怎么还没到", pitch=263.0)
        await parts.say("c", "在吗")
        before = (await parts.hub.accept(utterance("c", "喂", "customer", "next"))).state
        stored = [
            (record.body.pitch, record.body.energy)
            for record in await parts.log.read("c")
            if isinstance(record.body, UtteranceRecord)
        ]
    assert stored == [(210.5, 0.25), (263.0, None), (None, None)]
    async with running(tmp_path, library) as parts:
        after = (await parts.hub.accept(utterance("c", "喂", "customer", "next"))).state
    assert after.signs == before.signs
    assert (after.signs.tempo.pitch.lines, after.signs.tempo.energy.lines) == (2, 1)
    assert after.signs.tempo.pitch.mean == pytest.approx((210.5 + 263.0) / 2)


async def test_live_and_after_the_fact_read_a_line_in_the_same_mood(
    tmp_path: Path, library: Library
) -> None:
    said = ("骗子！", "customer"), ("？", "customer"), ("抱歉", "agent"), ("订单号8812", "customer")
    async with running(tmp_path, library) as parts:
        for text, role in said:
            await parts.say("c", text, role)
        stored = [
            record.body.reading
            for record in await parts.log.read("c")
            if isinstance(record.body, CustomerReadingRecord | AgentReadingRecord)
        ]
    spoken = [Spoken("c", seq, role, text, None) for seq, (text, role) in enumerate(said, 1)]
    assert stored == [
        line.reading for line in Annotator(classifier(), load_playbook()).annotate(spoken)
    ]


async def test_viewers_are_told_what_both_speakers_name(tmp_path: Path, library: Library) -> None:
    async with running(tmp_path, library) as parts:
        await parts.say("c", "衬衫299元，三天没到")
        await parts.say("c", "明天上午给您回电", role="agent")
        asked, promised = (await parts.viewing.snapshot("c")).readings
    assert [(slot.kind, slot.text, slot.value) for slot in asked.slots] == [
        ("product", "衬衫", "衬衫"),
        ("amount", "299元", "299.00"),
        ("duration", "三天", "P3D"),
    ]
    assert promised.slots == (wire.SlotFound("date", "明天上午", 0, 4, "D+1T12:00"),)


async def test_a_customer_who_comes_again_is_known_by_number_and_not_by_name(
    tmp_path: Path, library: Library
) -> None:
    def opening(conversation_id: str, customer_id: str) -> wire.Open:
        return wire.Open(
            type="open",
            conversation_id=conversation_id,
            customer="王女士",
            customer_id=customer_id,
        )

    async with running(tmp_path, library) as parts:
        await parts.hub.open(opening("first", "8812"))
        await parts.say("first", "我的衬衫发错了")
        await parts.hub.open(opening("stranger", "9900"))
        await parts.hub.open(opening("second", "8812"))
        await parts.say("second", "在吗")
        await parts.say("stranger", "在吗")
    # What was known at the opening is stored with it: a restart tells the same.
    async with running(tmp_path, library) as parts:
        cards = {
            each: [
                card.rows[0].text
                for card in (progress.cards if progress else ())
                if card.kind == "history"
            ]
            for each in ("first", "second", "stranger")
            for progress in [(await parts.viewing.snapshot(each)).progress]
        }
    assert cards["first"] == cards["stranger"] == []
    assert len(cards["second"]) == 1
    assert "第2次来" in cards["second"][0]
