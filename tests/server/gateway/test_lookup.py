"""What a customer asks is looked up beside the turns, over real sockets."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from server.gateway import lookup as module
from server.knowledge.index import Hit
from server.knowledge.shelf import Shelf, ShelfUnavailableError
from server.prompts import PROMPTS_DIR
from server.settings import Settings
from tests.service import Service, serving

_HIT = Hit("fees", "运费", "质量问题的运费我们出。", "《运费规则》", 0.9)
_QUESTION = "请问发错货了运费谁出"


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[Service]:
    """A service with the shipped samples."""
    settings = Settings(data=tmp_path / "data", knowledge=PROMPTS_DIR / "knowledge")
    async with serving(settings) as service:
        shelf = service.services.shelf
        assert shelf is not None
        async with asyncio.timeout(20):
            await shelf.reread.wait()
        yield service


async def test_a_question_is_answered_with_sentence_and_source_after_the_advice(
    running: Service,
) -> None:
    async with running.peer("source") as source, running.watching("c1") as viewer:
        await source.say("c1", "e1", _QUESTION)
        advice = await viewer.until("advice")
        found = await viewer.until("knowledge")
        assert (found["conversation_id"], found["seq"]) == ("c1", advice["seq"])
        assert 1 <= len(found["hits"]) <= 3
        best = found["hits"][0]
        assert best["article_id"] == "shop-shipping-fee"
        assert "我们承担" in best["sentence"]
        assert best["source"] == "《运费规则》示例"
        for quoting in found["wordings"]:
            assert "‹答案›" in advice["wordings"][quoting["wording"]]["text"]
            assert "我们承担" in quoting["text"]
            assert quoting["text"] == "".join(part["text"] for part in quoting["parts"])
            assert quoting["source"] == best["source"]


async def test_who_comes_later_is_told_as_well(running: Service) -> None:
    async with running.peer("source") as source, running.watching("c1") as viewer:
        await source.say("c1", "e1", _QUESTION)
        found = await viewer.until("knowledge")
    async with running.watching("c1") as late:
        assert await late.until("knowledge") == found


async def test_where_nothing_is_asked_nothing_is_told(running: Service) -> None:
    async with running.peer("source") as source, running.watching("c1") as viewer:
        await source.say("c1", "e1", "你好")
        await source.say("c1", "e2", _QUESTION)
        assert (await viewer.until("knowledge"))["seq"] == 2


async def test_without_articles_the_service_advises_as_ever(service: Service) -> None:
    async with service.peer("source") as source, service.watching("c1") as viewer:
        await source.say("c1", "e1", _QUESTION)
        await viewer.until("advice")
        await source.say("c1", "e2", "您好", role="agent")
        while (message := await viewer.receive())["type"] != "progress" or message["seq"] != 2:
            assert message["type"] != "knowledge"


async def test_a_search_that_hangs_holds_up_no_advice(
    running: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    never = asyncio.Event()

    async def hanging(self: Shelf, text: str, **_: str) -> tuple[Hit, ...]:
        await never.wait()
        return (_HIT,)

    monkeypatch.setattr(Shelf, "search", hanging)
    async with running.peer("source") as source, running.watching("c1") as viewer:
        for event_id in ("e1", "e2"):
            await source.say("c1", event_id, _QUESTION)
            await viewer.until("advice")


async def test_an_answer_to_what_was_asked_before_is_not_told(
    running: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    first = asyncio.Event()

    async def slow_at_first(self: Shelf, text: str, **_: str) -> tuple[Hit, ...]:
        asked.append(text)
        if len(asked) == 1:
            await first.wait()
        return (_HIT,)

    monkeypatch.setattr(Shelf, "search", slow_at_first)
    async with running.peer("source") as source, running.watching("c1") as viewer:
        await source.say("c1", "e1", _QUESTION)
        await viewer.until("advice")
        await source.say("c1", "e2", "那换货运费谁出")
        assert (await viewer.until("knowledge"))["seq"] == 2
        first.set()
        await source.say("c1", "e3", "换货运费谁出呢")
        assert (await viewer.until("knowledge"))["seq"] == 3


async def test_a_hit_that_hardly_fits_is_not_told(
    running: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def finding(self: Shelf, text: str, **_: str) -> tuple[Hit, ...]:
        poor = replace(_HIT, score=0.29)
        return (poor,) if "海鲜" in text else (_HIT, poor)

    monkeypatch.setattr(Shelf, "search", finding)
    async with running.peer("source") as source, running.watching("c1") as viewer:
        await source.say("c1", "e1", "请问海鲜运费谁出")
        await viewer.until("advice")
        await source.say("c1", "e2", _QUESTION)
        found = await viewer.until("knowledge")
        assert (found["seq"], len(found["hits"])) == (2, 1)


async def test_a_search_that_fails_is_noted_without_the_words(
    running: Service, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def failing(self: Shelf, text: str, **_: str) -> tuple[Hit, ...]:
        if "海鲜" in text:
            raise RuntimeError(text)
        raise ShelfUnavailableError("too many searches wait")

    monkeypatch.setattr(Shelf, "search", failing)
    async with running.peer("source") as source, running.watching("c1") as viewer:
        await source.say("c1", "e1", "海鲜包邮吗")
        await source.say("c1", "e2", _QUESTION)
        while (await viewer.until("advice"))["seq"] != 2:
            pass
    assert "海鲜" not in caplog.text
    assert "运费" not in caplog.text


async def test_more_lookups_than_can_be_done_are_left_out(
    running: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_AT_ONCE", 0)
    async with running.peer("source") as source, running.watching("c1") as viewer:
        await source.say("c1", "e1", _QUESTION)
        await viewer.until("advice")
        await source.say("c1", "e2", "在的", role="agent")
        while (message := await viewer.receive())["type"] != "progress" or message["seq"] != 2:
            assert message["type"] != "knowledge"
