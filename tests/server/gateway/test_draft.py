"""Drafts over a real socket: looked over as they are written, the newest answered, none kept."""

import asyncio
import logging
import sqlite3
import threading
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing

import pytest

from models.readings import Reading
from models.runtime.classifier import Request
from server import wire
from server.settings import Settings
from tests.service import Message, Peer, Service, serving

_PATIENCE_SECONDS = 20
_SECRET = "暗号七七四九"


class _Watched:
    """Reads like another, tells what it was given, and waits where it is told to."""

    def __init__(self, service: Service) -> None:
        self._inner = service.services.understanding._classifier
        self.batches: list[list[str]] = []
        self.go_on = threading.Event()
        self.go_on.set()
        self.entered = threading.Event()

    def read(self, requests: Sequence[Request]) -> list[Reading]:
        self.batches.append([request.text for request in requests])
        self.entered.set()
        assert self.go_on.wait(_PATIENCE_SECONDS)
        return self._inner.read(requests)

    def hold(self) -> None:
        """From now on, let nothing be read."""
        self.entered.clear()
        self.go_on.clear()

    async def has_entered(self) -> None:
        assert await asyncio.to_thread(self.entered.wait, _PATIENCE_SECONDS)


@asynccontextmanager
async def _watched(service: Service, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[_Watched]:
    watched = _Watched(service)
    monkeypatch.setattr(service.services.understanding, "_classifier", watched)
    try:
        yield watched
    finally:
        watched.go_on.set()


@asynccontextmanager
async def _upset(service: Service, conversation_id: str = "c1") -> AsyncIterator[tuple[Peer, Peer]]:
    """An upset customer has spoken: the source and a viewer."""
    async with service.peer("source") as source, service.watching(conversation_id) as viewer:
        await source.say(
            conversation_id, "e1", "我的包裹停在郑州四天没动了，到底什么时候到，我急用"
        )
        await viewer.until("advice")
        yield source, viewer


async def _draft(viewer: Peer, draft_id: str, text: str, conversation_id: str = "c1") -> None:
    await viewer.send(type="draft", conversation_id=conversation_id, draft_id=draft_id, text=text)


async def _answer(viewer: Peer) -> Message:
    while (message := await viewer.receive())["type"] not in ("lint", "error"):
        pass
    return message


async def test_a_draft_is_answered_with_what_it_has_and_what_it_lacks(service: Service) -> None:
    async with _upset(service) as (_, viewer):
        text = "亲，您的包裹四天没动，我马上催‹负责人›"
        await _draft(viewer, "d1", text)
        found = await viewer.until("lint")
    assert (found["conversation_id"], found["draft_id"], found["seq"]) == ("c1", "d1", 1)
    assert found["needed"] == ["fact", "emotion", "link"]
    said = {
        each["part"]: [text[place["start"] : place["end"]] for place in each["ranges"]]
        for each in found["parts"]
    }
    assert said == {"fact": ["您的包裹四天没动"], "link": ["我马上催‹负责人›"]}
    (missing,) = found["missing"]
    assert missing["part"] == "emotion"
    assert missing["piece"] in missing["fixed"]
    assert missing["fixed"].endswith("我马上催‹负责人›")
    warned = [(each["kind"], text[each["start"] : each["end"]]) for each in found["warnings"]]
    assert warned == [("slot", "‹负责人›"), ("banned", "亲")]


async def test_what_a_draft_needs_follows_the_conversation(service: Service) -> None:
    async with _upset(service) as (source, viewer):
        await source.say("c1", "e2", "您的包裹停在郑州四天没动，难怪您急，抱歉。", "agent")
        await viewer.until("progress", seq=2)
        await _draft(viewer, "d1", "稍等")
        found = await viewer.until("lint")
        assert (found["seq"], [each["part"] for each in found["missing"]]) == (2, ["link"])
        await source.say("c1", "e3", "好的，谢谢你")
        await viewer.until("advice")
        await _draft(viewer, "d2", "不客气")
        found = await viewer.until("lint")
        assert (found["seq"], found["needed"], found["missing"]) == (3, [], [])


async def test_the_whole_and_its_clauses_are_read_in_one_batch_and_old_clauses_not_again(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with _upset(service) as (source, viewer), _watched(service, monkeypatch) as watched:
        await _draft(viewer, "d1", "您好，我查")
        await viewer.until("lint", draft_id="d1")
        await _draft(viewer, "d2", "您好，我查一下，稍等")
        await viewer.until("lint", draft_id="d2")
        assert watched.batches == [
            ["您好，我查", "您好", "我查"],
            ["您好，我查一下，稍等", "我查一下", "稍等"],
        ]
        # After something was said, everything reads differently.
        await source.say("c1", "e2", "在吗")
        await viewer.until("advice")
        watched.batches.clear()
        await _draft(viewer, "d3", "您好，我查一下，稍等")
        await viewer.until("lint", draft_id="d3")
        assert watched.batches == [["您好，我查一下，稍等", "您好", "我查一下", "稍等"]]


async def test_a_long_draft_is_read_in_few_pieces(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with _upset(service) as (_, viewer), _watched(service, monkeypatch) as watched:
        text = "，".join(f"第{number}样" for number in range(300))
        await _draft(viewer, "d1", text)
        await viewer.until("lint")
        ((whole, *pieces),) = watched.batches
        assert whole == text
        assert len(pieces) <= 16
        assert sum(map(len, pieces)) >= len(text) - 16


async def test_the_newest_draft_takes_the_place_of_those_not_answered(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with _upset(service) as (source, viewer), _watched(service, monkeypatch) as watched:
        watched.hold()
        await source.say("c2", "e1", "在吗")
        await watched.has_entered()
        for number in range(20):
            await _draft(viewer, f"d{number}", f"我马上查{number}")
        await viewer.send(type="watch", conversation_id="c3")
        await viewer.until("snapshot")  # the drafts have come
        watched.go_on.set()
        assert (await _answer(viewer))["draft_id"] == "d19"
        assert watched.batches[1:] == [["我马上查19"]]
        await _draft(viewer, "last", "好的")
        assert (await _answer(viewer))["draft_id"] == "last"


async def test_drafts_of_two_viewers_do_not_disturb_each_other(service: Service) -> None:
    async with _upset(service) as (_, one), service.watching("c1") as other:
        await _draft(one, "d1", "我马上催网点")
        await _draft(other, "d1", "您的包裹四天没动")
        mine, theirs = await one.until("lint"), await other.until("lint")
        assert [each["part"] for each in mine["parts"]] == ["link"]
        assert [each["part"] for each in theirs["parts"]] == ["fact"]


async def test_where_much_waits_drafts_give_way_to_what_was_said(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with (
        serving(settings.model_copy(update={"queue": 4})) as service,
        _upset(service) as (source, viewer),
        service.watching("c4") as last,
        _watched(service, monkeypatch) as watched,
    ):
        watched.hold()
        await source.say("c0", "e", "在吗")
        await watched.has_entered()
        for number in range(2, 5):
            await source.say(f"c{number}", "e", "在吗")
        await _draft(viewer, "d1", "我马上查")
        error = await _answer(viewer)
        assert (error["type"], error["code"], error["ref"]) == ("error", "overloaded", "d1")
        watched.go_on.set()
        await last.until("reading")
        await _draft(viewer, "d2", "我马上查")
        assert (await _answer(viewer))["draft_id"] == "d2"


async def test_a_draft_that_finds_no_room_for_all_its_clauses_is_refused_whole(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with (
        serving(settings.model_copy(update={"queue": 4})) as service,
        _upset(service) as (source, viewer),
        _watched(service, monkeypatch) as watched,
    ):
        watched.hold()
        await source.say("c0", "e", "在吗")
        await watched.has_entered()
        await _draft(viewer, "d1", "一样，两样，三样，四样，五样")
        error = await _answer(viewer)
        assert (error["code"], error["ref"]) == ("overloaded", "d1")
        # Of what was refused nothing is read, and there is room again.
        await _draft(viewer, "d2", "我马上查")
        watched.go_on.set()
        assert (await _answer(viewer))["draft_id"] == "d2"
        assert watched.batches[1:] == [["我马上查"]]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"text": "长" * (wire.TEXT_CHARS + 1)}, "text_too_long"),
        ({"text": ""}, "invalid"),
        ({"conversation_id": "nobody"}, "conversation_unknown"),
        ({"conversation_id": "*"}, "invalid"),
    ],
)
async def test_a_draft_that_cannot_be_is_refused_by_its_id(
    service: Service, changed: Message, code: str
) -> None:
    async with _upset(service) as (_, viewer):
        message = {"type": "draft", "conversation_id": "c1", "draft_id": "d1", "text": "好"}
        await viewer.send(**(message | changed))
        error = await _answer(viewer)
        assert (error["type"], error["code"], error["ref"]) == ("error", code, "d1")
        await _draft(viewer, "d2", "好")
        assert (await _answer(viewer))["draft_id"] == "d2"


async def test_a_source_may_not_send_drafts(service: Service) -> None:
    async with _upset(service) as (source, _):
        await _draft(source, "d1", "好")
        error = await source.until("error")
        assert (error["code"], error["ref"]) == ("wrong_role", "d1")


async def test_a_draft_that_cannot_be_read_is_answered(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with _upset(service) as (_, viewer):
        with monkeypatch.context() as patch:
            patch.setattr(service.services.understanding, "_classifier", None)
            await _draft(viewer, "d1", "我马上查，稍等")
            error = await _answer(viewer)
            assert (error["code"], error["ref"]) == ("unavailable", "d1")
        await _draft(viewer, "d2", "我马上查，稍等")
        assert (await _answer(viewer))["draft_id"] == "d2"


async def test_nothing_of_a_draft_is_stored_logged_or_shown_to_others(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "server")
    async with (
        serving(settings) as service,
        _upset(service) as (source, viewer),
        service.watching("c1") as other,
    ):
        await _draft(viewer, "d1", f"我马上查，{_SECRET}")
        await viewer.until("lint")
        await source.say("c1", "e2", "在吗")
        while (message := await other.receive())["type"] != "advice":
            assert _SECRET not in str(message)
            assert message["type"] != "lint"
        found = await service.services.gateway.viewing.snapshot("c1")
        assert [said.event_id for said in found.utterances] == ["e1", "e2"]
    with closing(sqlite3.connect(settings.data / "liubu.db")) as stored:
        assert _SECRET not in "".join(stored.iterdump())
    assert _SECRET not in caplog.text


async def test_a_draft_of_a_viewer_that_hung_up_is_not_read(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with _upset(service) as (source, stays), _watched(service, monkeypatch) as watched:
        watched.hold()
        await source.say("c2", "e1", "在吗")
        await watched.has_entered()
        async with service.peer("viewer") as leaves:
            await _draft(leaves, "d1", "我马上查")
            await leaves.send(type="watch", conversation_id="c3")
            await leaves.until("snapshot")  # the draft has come
        await _draft(stays, "d2", "稍等")
        watched.go_on.set()
        assert (await _answer(stays))["draft_id"] == "d2"
        assert "我马上查" not in [text for batch in watched.batches for text in batch]
