"""A conversation over real sockets: order, partial words, viewers who come late or again."""

import asyncio

import pytest

from server import wire
from server.store.records import FeedbackRecord
from tests.service import Message, Peer, Service

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def _send(source: Peer, cid: str, event_id: str, text: str, **fields: object) -> None:
    message = {"role": "customer", **fields}
    await source.send(
        type="utterance", conversation_id=cid, event_id=event_id, text=text, **message
    )


async def _until_advice(viewer: Peer, seq: int) -> list[Message]:
    """All that comes up to the advice on this utterance."""
    got: list[Message] = []
    while not got or (got[-1]["type"], got[-1].get("seq")) != ("advice", seq):
        got.append(await viewer.receive())
    return got


async def _snapshot(service: Service, cid: str) -> Message:
    async with service.peer("viewer") as viewer:
        await viewer.send(type="watch", conversation_id=cid)
        return await viewer.until("snapshot")


async def test_a_turn_is_said_then_read_then_placed_then_advised_on(
    shared: Service, cid: str
) -> None:
    async with shared.peer("source") as source, shared.watching(cid) as viewer:
        await _send(source, cid, "e1", "我的快递停了四天", at=1_700_000_000_000)
        said, reading, progress, advice = (
            message
            for message in await _until_advice(viewer, 1)
            if message["type"] != "conversation"
        )
    assert (said["type"], said["seq"], said["at"]) == ("utterance", 1, 1_700_000_000_000)
    assert (reading["type"], reading["seq"], reading["role"]) == ("reading", 1, "customer")
    assert (progress["type"], progress["seq"], len(progress["ledger"])) == ("progress", 1, 6)
    due = [entry["step"] for entry in progress["ledger"] if entry["status"] == "due"]
    assert due == [advice["step"]]


async def test_partial_words_are_shown_but_neither_stored_nor_read(
    shared: Service, cid: str
) -> None:
    async with shared.peer("source") as source, shared.watching(cid) as viewer:
        for text in ("我的", "我的快递", "我的快递停了"):
            await _send(source, cid, "e1", text, final=False)
        shown = await viewer.until("utterance", text="我的快递停了")
        assert (shown["final"], shown["seq"], shown["event_id"]) == (False, None, "e1")
        assert (await _snapshot(shared, cid))["utterances"] == []
        await _send(source, cid, "e1", "我的快递停了四天")
        got = await _until_advice(viewer, 1)
        assert [m["seq"] for m in got if m["type"] == "reading"] == [1]
        assert [m["text"] for m in got if m["type"] == "utterance"] == ["我的快递停了四天"]
        # Partial words of a next line do not move a step or withdraw the advice.
        await _send(source, cid, "e2", "那", final=False)
        await viewer.until("utterance", event_id="e2")
    snapshot = await _snapshot(shared, cid)
    assert [said["text"] for said in snapshot["utterances"]] == ["我的快递停了四天"]
    assert snapshot["advice"] == got[-1]


async def test_the_same_event_id_counts_once_however_often_it_comes(
    shared: Service, cid: str
) -> None:
    async with shared.peer("source") as source, shared.watching(cid) as viewer:
        first = await source.say(cid, "e1", "我的快递呢")
        again = await source.say(cid, "e1", "我的快递呢")
        assert (first["seq"], first["duplicate"]) == (1, False)
        assert (again["seq"], again["duplicate"]) == (1, True)
        await source.say(cid, "e2", "还没到")
        seen = [m["event_id"] for m in await _until_advice(viewer, 2) if m["type"] == "utterance"]
    assert seen == ["e1", "e2"]


async def test_an_event_id_with_other_words_is_refused_and_not_swallowed(
    shared: Service, cid: str
) -> None:
    async with shared.peer("source") as source:
        await source.say(cid, "e1", "我的快递呢")
        await _send(source, cid, "e1", "我要投诉")
        answer = await source.receive()
        assert (answer["type"], answer.get("code")) == ("error", "event_id_reused")
        assert (await source.say(cid, "e2", "我要投诉"))["seq"] == 2


async def test_two_sources_in_one_conversation_share_one_order(shared: Service, cid: str) -> None:
    async with (
        shared.peer("source") as customer,
        shared.peer("source") as agent,
        shared.watching(cid) as viewer,
    ):
        for number in range(10):
            await _send(customer, cid, f"c{number}", f"第{number}句")
            await _send(agent, cid, f"a{number}", "请稍等", role="agent")
        acks = [
            (await source.until("ack", ref=f"{name}{number}"))["seq"]
            for source, name in ((customer, "c"), (agent, "a"))
            for number in range(10)
        ]
        assert sorted(acks) == list(range(1, 21))
        assert acks[:10] == sorted(acks[:10])
        assert acks[10:] == sorted(acks[10:])
        seen = [(await viewer.until("reading"))["seq"] for _ in range(20)]
    assert seen == list(range(1, 21))


async def test_a_burst_keeps_its_order_and_every_line_is_read(shared: Service, cid: str) -> None:
    async with shared.peer("source") as source, shared.watching(cid) as viewer:
        for number in range(1, 61):
            await _send(source, cid, f"e{number}", f"这是第{number}句话")
        acks = [await source.until("ack") for _ in range(60)]
        assert [(ack["ref"], ack["seq"]) for ack in acks] == [(f"e{n}", n) for n in range(1, 61)]
        got = await _until_advice(viewer, 60)
    assert [m["seq"] for m in got if m["type"] == "utterance"] == list(range(1, 61))
    assert [m["seq"] for m in got if m["type"] == "reading"] == list(range(1, 61))


@pytest.mark.parametrize("role", ["agent", "customer"])
async def test_advice_is_withdrawn_when_the_conversation_moves_on(
    shared: Service, cid: str, role: str
) -> None:
    async with shared.peer("source") as source, shared.watching(cid) as viewer:
        await source.say(cid, "e1", "我的快递停了四天")
        advice = await viewer.until("advice")
        await source.say(cid, "e2", "好的，您请讲", role)
        withdrawn = await viewer.until("withdrawn")
        assert (withdrawn["advice_id"], withdrawn["seq"]) == (advice["advice_id"], 2)
        await viewer.until("reading", seq=2)
    if role == "agent":
        assert (await _snapshot(shared, cid))["advice"] is None


async def test_a_viewer_who_comes_late_sees_what_the_others_saw(shared: Service, cid: str) -> None:
    async with shared.peer("source") as source, shared.watching(cid) as early:
        await source.send(
            type="open",
            conversation_id=cid,
            channel="call",
            industry="telecom",
            customer="李女士",
            ref="o",
        )
        await source.until("ack", ref="o")
        await source.say(cid, "e1", "我家网断了两天")
        await source.say(cid, "e2", "您好，我马上查", "agent")
        await source.say(cid, "e3", "快点行吗")
        got = await _until_advice(early, 3)
        late = await _snapshot(shared, cid)
    assert late["utterances"] == [m for m in got if m["type"] == "utterance"]
    assert late["readings"] == [m for m in got if m["type"] == "reading"]
    assert late["progress"] == [m for m in got if m["type"] == "progress"][-1]
    assert late["advice"] == got[-1]
    row = late["conversation"]
    assert (row["channel"], row["industry"], row["customer"]) == ("call", "telecom", "李女士")
    assert (row["open"], row["utterances"], row["last_text"]) == (True, 3, "快点行吗")


async def test_source_and_viewer_go_on_where_they_were_after_reconnecting(
    shared: Service, cid: str
) -> None:
    async with shared.peer("source") as source, shared.watching(cid) as viewer:
        await source.say(cid, "e1", "我家网断了两天")
        await viewer.until("advice")
    async with shared.peer("source") as source:
        assert (await source.say(cid, "e1", "我家网断了两天"))["duplicate"]
        assert (await source.say(cid, "e2", "还没好"))["seq"] == 2
        async with shared.peer("viewer") as viewer:
            await viewer.send(type="watch", conversation_id=cid)
            snapshot = await viewer.until("snapshot")
            assert [said["event_id"] for said in snapshot["utterances"]] == ["e1", "e2"]
            await source.say(cid, "e3", "喂")
            assert (await viewer.until("reading", seq=3))["role"] == "customer"


async def test_one_who_stopped_watching_hears_no_more_of_it(shared: Service, cid: str) -> None:
    async with shared.peer("source") as source, shared.watching(cid) as viewer:
        await viewer.send(type="unwatch", conversation_id=cid, ref="u")
        await viewer.until("ack", ref="u")
        await source.say(cid, "e1", "在吗")
        await source.say(f"{cid} other", "e1", "在吗")
        await viewer.send(type="watch", conversation_id=f"{cid} other")
        assert (await viewer.receive())["type"] == "snapshot"


async def test_the_list_shows_each_conversation_and_how_it_goes_on(
    shared: Service, cid: str
) -> None:
    async with shared.peer("source") as source, shared.peer("viewer") as viewer:
        await source.say(cid, "e1", "我家网断了两天")
        await viewer.send(type="watch", conversation_id=wire.ALL)
        row = await viewer.until("conversation", conversation_id=cid)
        assert (row["utterances"], row["last_text"]) == (1, "我家网断了两天")
        await source.say(cid, "e2", "还没好")
        await viewer.until("conversation", conversation_id=cid, utterances=2)
        await source.send(type="close", conversation_id=cid, ref="x")
        await viewer.until("conversation", conversation_id=cid, open=False)


async def test_a_closed_conversation_takes_no_more_and_can_still_be_looked_at(
    shared: Service, cid: str
) -> None:
    async with shared.peer("source") as source:
        await source.say(cid, "e1", "在吗")
        for ref in ("x1", "x2"):
            await source.send(type="close", conversation_id=cid, ref=ref)
            await source.until("ack", ref=ref)
        await _send(source, cid, "e2", "喂")
        assert (await source.until("error", ref="e2"))["code"] == "conversation_closed"
        await _send(source, cid, "e3", "喂", final=False)
        assert (await source.until("error", ref="e3"))["code"] == "conversation_closed"
        await source.send(type="open", conversation_id=cid, ref="o")
        assert (await source.until("error", ref="o"))["code"] == "conversation_closed"
        assert (await source.say(cid, "e1", "在吗"))["duplicate"]
        assert (await source.say(f"{cid} next", "e1", "在吗"))["seq"] == 1
    snapshot = await _snapshot(shared, cid)
    assert not snapshot["conversation"]["open"]
    assert len(snapshot["utterances"]) == 1


async def test_opening_again_changes_nothing(shared: Service, cid: str) -> None:
    async with shared.peer("source") as source:
        for ref, channel in (("o1", "call"), ("o2", "chat")):
            await source.send(type="open", conversation_id=cid, channel=channel, ref=ref)
            await source.until("ack", ref=ref)
    assert (await _snapshot(shared, cid))["conversation"]["channel"] == "call"


async def test_feedback_is_stored_with_the_advice_it_is_about(shared: Service, cid: str) -> None:
    async with shared.peer("source") as source, shared.watching(cid) as viewer:
        await source.say(cid, "e1", "我的快递停了四天")
        advice = await viewer.until("advice")
        await viewer.send(
            type="feedback",
            conversation_id=cid,
            advice_id=advice["advice_id"],
            outcome="edited",
            wording=1,
            text="您别担心，我来查",
            ref="f",
        )
        await viewer.until("ack", ref="f")
    records = await shared.services.log.read(cid)
    assert [(r.seq, r.body) for r in records if isinstance(r.body, FeedbackRecord)] == [
        (1, FeedbackRecord("edited", 1, "您别担心，我来查"))
    ]


@pytest.mark.parametrize("advice_id", ["a9", "a0", "a", "a-1", "x", "a2"])
async def test_feedback_on_advice_that_was_never_given_is_refused(
    shared: Service, cid: str, advice_id: str
) -> None:
    async with shared.peer("source") as source, shared.watching(cid) as viewer:
        await source.say(cid, "e1", "我的快递停了四天")
        await viewer.until("advice", advice_id="a1")
        await source.say(cid, "e2", "您好", "agent")
        await source.say(cid, "e3", "快点")
        await viewer.until("advice", advice_id="a3")
        await viewer.send(
            type="feedback", conversation_id=cid, advice_id=advice_id, outcome="copied", ref="f"
        )
        async with asyncio.timeout(10):
            while (answer := await viewer.receive()).get("ref") != "f":
                pass
        assert (answer["type"], answer.get("code")) == ("error", "advice_unknown")
