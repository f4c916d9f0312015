"""A part fails under a live service: everyone is told, nothing acknowledged is lost."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, closing, contextmanager

import httpx
import pytest

from models.readings import Reading
from models.runtime.classifier import Request
from server.settings import Settings
from tests.service import Peer, Service, serving

_PATIENCE_SECONDS = 20


class _Broken:
    def read(self, requests: Sequence[Request]) -> list[Reading]:
        raise RuntimeError("the network is gone")


class _Stuck:
    """Reads like another, but only when it is let."""

    def __init__(self, service: Service) -> None:
        self._inner = service.services.understanding._classifier
        self.go_on = threading.Event()
        self.entered = threading.Event()

    def read(self, requests: Sequence[Request]) -> list[Reading]:
        self.entered.set()
        assert self.go_on.wait(_PATIENCE_SECONDS)
        return self._inner.read(requests)


@contextmanager
def _broken_disk(settings: Settings) -> Iterator[None]:
    """The table goes away under the running service and comes back."""
    with closing(sqlite3.connect(settings.data / "liubu.db", isolation_level=None)) as beside:
        beside.execute("ALTER TABLE events RENAME TO gone")
        try:
            yield
        finally:
            beside.execute("ALTER TABLE gone RENAME TO events")


@asynccontextmanager
async def _stuck(service: Service, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[_Stuck]:
    stuck = _Stuck(service)
    monkeypatch.setattr(service.services.understanding, "_classifier", stuck)
    try:
        yield stuck
    finally:
        stuck.go_on.set()


async def _send(source: Peer, conversation_id: str, event_id: str, text: str = "在吗") -> None:
    await source.send(
        type="utterance",
        conversation_id=conversation_id,
        event_id=event_id,
        role="customer",
        text=text,
    )


async def test_a_failing_classifier_costs_the_reading_and_not_the_utterance(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with service.peer("source") as source, service.watching("c") as viewer:
        with monkeypatch.context() as broken:
            broken.setattr(service.services.understanding, "_classifier", _Broken())
            assert (await source.say("c", "e1", "我的快递呢"))["seq"] == 1
            assert (await viewer.until("utterance"))["seq"] == 1
            error = await viewer.until("error")
            assert (error["code"], error["ref"]) == ("unavailable", "1")
        assert (await source.say("c", "e2", "还没到吗"))["seq"] == 2
        assert (await viewer.until("reading"))["seq"] == 2
        assert (await viewer.until("advice"))["seq"] == 2
    async with service.peer("viewer") as late:
        await late.send(type="watch", conversation_id="c")
        snapshot = await late.until("snapshot")
        assert [said["text"] for said in snapshot["utterances"]] == ["我的快递呢", "还没到吗"]


async def test_a_failing_disk_is_reported_nothing_is_lost_and_all_recovers(
    service: Service, settings: Settings
) -> None:
    async with (
        service.peer("source") as source,
        service.watching("c") as viewer,
        httpx.AsyncClient(base_url=service.url) as http,
    ):
        assert (await source.say("c", "e1", "我的快递呢"))["seq"] == 1
        await viewer.until("advice")
        with _broken_disk(settings):
            await _send(source, "c", "e2", "还没到吗")
            error = await source.until("error")
            assert (error["code"], error["ref"]) == ("unavailable", "e2")
            assert (await http.get("/readyz")).status_code == 503
        assert (await source.say("c", "e2", "还没到吗"))["seq"] == 2
        assert (await viewer.until("utterance"))["seq"] == 2
        assert (await http.get("/readyz")).status_code == 200
        snapshot = (await http.get("/v1/conversations/c")).json()
    assert [said["event_id"] for said in snapshot["utterances"]] == ["e1", "e2"]


async def test_where_the_log_cannot_be_read_the_socket_is_told_and_goes_on(
    service: Service, settings: Settings
) -> None:
    async with (
        service.peer("source") as source,
        service.peer("viewer") as viewer,
        httpx.AsyncClient(base_url=service.url) as http,
    ):
        assert (await source.say("known", "e1", "在吗"))["seq"] == 1
        with _broken_disk(settings):
            await _send(source, "new", "e2")
            error = await source.until("error")
            assert (error["code"], error["ref"]) == ("unavailable", "e2")
            await viewer.send(type="watch", conversation_id="known", ref="w")
            error = await viewer.until("error")
            assert (error["code"], error["ref"]) == ("unavailable", "w")
            answer = await http.get("/v1/conversations/known")
            assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
        assert (await source.say("new", "e2", "在吗"))["seq"] == 1
        await viewer.send(type="watch", conversation_id="known")
        assert (await viewer.until("snapshot"))["utterances"][0]["event_id"] == "e1"


async def test_where_too_much_waits_to_be_read_the_viewer_is_told_and_the_words_are_kept(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with (
        serving(settings.model_copy(update={"queue": 1})) as service,
        service.peer("source") as source,
        service.watching("c2") as waiting,
        service.watching("c3") as viewer,
    ):
        async with _stuck(service, monkeypatch) as stuck:
            await source.say("c1", "e", "在吗")
            assert await asyncio.to_thread(stuck.entered.wait, _PATIENCE_SECONDS)
            await source.say("c2", "e", "在吗")
            assert (await source.say("c3", "e", "在吗"))["seq"] == 1
            error = await viewer.until("error")
            assert (error["code"], error["ref"]) == ("overloaded", "1")
        await waiting.until("reading")
        await source.say("c3", "e2", "还在吗")
        assert (await viewer.until("reading"))["seq"] == 2


async def test_what_piles_up_in_one_conversation_is_refused_and_can_be_sent_again(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = [f"e{number}" for number in range(100)]
    roomy = settings.model_copy(update={"error_budget": 1000})
    async with (
        serving(roomy) as service,
        service.peer("source") as source,
        _stuck(service, monkeypatch) as stuck,
    ):
        for event_id in many:
            await _send(source, "c", event_id)
        accepted: list[str] = []
        refused: list[str] = []
        while len(accepted) + len(refused) < len(many):
            answer = await source.receive()
            if answer["type"] == "ack":
                accepted.append(answer["ref"])
            else:
                assert answer["code"] == "overloaded"
                refused.append(answer["ref"])
                # Until now nothing was read.
                stuck.go_on.set()
        assert sorted(accepted + refused) == sorted(many)
        for event_id in refused:
            await source.say("c", event_id, "在吗")
        found = await service.services.gateway.viewing.snapshot("c")
        assert [said.event_id for said in found.utterances] == accepted + refused
        assert [said.seq for said in found.utterances] == list(range(1, 101))


async def test_words_of_a_source_that_hung_up_are_still_taken(service: Service) -> None:
    async with service.watching("c") as viewer:
        async with service.peer("source") as source:
            await _send(source, "c", "e1", "我的快递呢")
        assert (await viewer.until("advice"))["seq"] == 1


async def test_stopping_the_service_answers_and_keeps_what_it_had_taken(
    settings: Settings,
) -> None:
    async with serving(settings) as service, service.peer("source") as source:
        for number in range(20):
            await _send(source, f"c{number}", "e1", "我的快递呢")
        acked = [(await source.until("ack"))["conversation_id"] for _ in range(20)]
    async with serving(settings) as service:
        for conversation_id in acked:
            found = await service.services.gateway.viewing.snapshot(conversation_id)
            assert [said.event_id for said in found.utterances] == ["e1"]
        listed = await service.services.gateway.viewing.conversations()
        assert {row.conversation_id for row in listed} == set(acked)
