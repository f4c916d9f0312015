"""Suggestions in another tone over a real socket, with a real server that plays the model."""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from typing import Any

import pytest

from server.settings import Settings
from tests.server.writing.model import KEY, Model, serving_model
from tests.service import Message, Peer, Service, serving

_PATIENCE_SECONDS = 20
_UPSET = "我的包裹停在郑州四天没动了，到底什么时候到，我急用"


@asynccontextmanager
async def _writing(
    settings: Settings, model: Model, seconds: float = 10
) -> AsyncIterator[tuple[Service, Peer, Peer]]:
    """A service with this model, its source and a viewer."""
    async with serving_model(model) as served:
        changed = Settings.model_validate(
            settings.model_dump()
            | {"llm_url": served.url, "llm_model": "m", "llm_key": KEY, "llm_seconds": seconds}
        )
        async with (
            serving(changed) as service,
            service.peer("source") as source,
            service.watching("c1") as viewer,
        ):
            yield service, source, viewer


async def _advised(source: Peer, viewer: Peer, text: str = _UPSET, event_id: str = "e1") -> Message:
    await source.say("c1", event_id, text)
    return await viewer.until("advice")


async def _rewrite(viewer: Peer, advice: Message, tone: str = "warm", **changed: Any) -> None:
    message = {
        "type": "rewrite",
        "conversation_id": "c1",
        "advice_id": advice["advice_id"],
        "wording": 0,
        "tone": tone,
        "ref": "r1",
    }
    await viewer.send(**(message | changed))


async def _asked(model: Model) -> None:
    async with asyncio.timeout(_PATIENCE_SECONDS):
        await model.was_asked.wait()


async def _answers(viewer: Peer) -> list[Message]:
    """All that is answered, up to the last word."""
    found: list[Message] = []
    while not found or not (found[-1]["type"] == "error" or found[-1]["done"]):
        message = await viewer.receive()
        if message["type"] in ("rewritten", "error"):
            found.append(message)
    return found


async def test_a_wording_comes_in_another_tone(settings: Settings) -> None:
    model = Model()
    async with _writing(settings, model) as (_, source, viewer):
        advice = await _advised(source, viewer)
        text = advice["wordings"][1]["text"]
        model.pieces = tuple(text)
        await _rewrite(viewer, advice, "formal", wording=1)
        *before, last = await _answers(viewer)
    assert last == {
        "type": "rewritten",
        "conversation_id": "c1",
        "advice_id": "a1",
        "wording": 1,
        "tone": "formal",
        "text": text,
        "done": True,
        "refused": None,
    }
    assert all(text.startswith(each["text"]) and not each["done"] for each in before)
    asked = model.asked[0]["messages"][-1]["content"]
    assert text in asked
    assert _UPSET in asked


async def test_what_is_refused_leaves_the_wording_as_it_was(settings: Settings) -> None:
    model = Model(pieces=("我给您赔", "500元。"))
    async with _writing(settings, model) as (_, source, viewer):
        advice = await _advised(source, viewer)
        await _rewrite(viewer, advice)
        (answer,) = await _answers(viewer)
    assert answer["refused"] == "amount"
    assert answer["text"] == advice["wordings"][0]["text"]


async def test_a_slow_model_is_given_up(settings: Settings) -> None:
    async with _writing(settings, Model(pause=30), seconds=0.2) as (_, source, viewer):
        advice = await _advised(source, viewer)
        await _rewrite(viewer, advice)
        (answer,) = await _answers(viewer)
    assert (answer["refused"], answer["text"]) == ("timeout", advice["wordings"][0]["text"])


async def test_without_a_model_it_is_off(service: Service) -> None:
    async with service.peer("source") as source, service.watching("c1") as viewer:
        advice = await _advised(source, viewer)
        await _rewrite(viewer, advice)
        (error,) = await _answers(viewer)
    assert (error["code"], error["ref"]) == ("writing_off", "r1")


async def test_in_a_critical_matter_nothing_is_rewritten_and_nothing_goes_out(
    settings: Settings,
) -> None:
    model = Model()
    async with _writing(settings, model) as (_, source, viewer):
        advice = await _advised(source, viewer, "我不想活了，活着没意思，我想死")
        await _rewrite(viewer, advice)
        (answer,) = await _answers(viewer)
    assert answer["refused"] == "locked"
    assert answer["text"] == advice["wordings"][0]["text"]
    assert model.asked == []


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"conversation_id": "nobody"}, "conversation_unknown"),
        ({"advice_id": "a7"}, "advice_unknown"),
        ({"wording": 9}, "invalid"),
        ({"wording": 10}, "invalid"),
        ({"tone": "funny"}, "invalid"),
    ],
)
async def test_what_cannot_be_is_refused(
    settings: Settings, changed: dict[str, Any], code: str
) -> None:
    model = Model()
    async with _writing(settings, model) as (_, source, viewer):
        await _rewrite(viewer, await _advised(source, viewer), **changed)
        (error,) = await _answers(viewer)
        assert (error["code"], error["ref"]) == (code, "r1")
    assert model.asked == []


async def test_a_newer_one_takes_the_place_of_one_that_runs(settings: Settings) -> None:
    model = Model(pieces=("您的", "包裹"), hold=asyncio.Event())
    async with _writing(settings, model) as (_, source, viewer):
        advice = await _advised(source, viewer)
        await _rewrite(viewer, advice, "warm")
        await _asked(model)
        model.pieces = (advice["wordings"][0]["text"],)
        await _rewrite(viewer, advice, "brief")
        answers = await _answers(viewer)
        assert {each["tone"] for each in answers} == {"brief"}
        assert answers[-1]["refused"] is None
        async with asyncio.timeout(_PATIENCE_SECONDS):
            await model.hung_up.wait()


async def test_once_the_conversation_has_gone_on_it_is_stale(settings: Settings) -> None:
    model = Model(hold=asyncio.Event())
    async with _writing(settings, model) as (_, source, viewer):
        advice = await _advised(source, viewer)
        model.pieces = ("", advice["wordings"][0]["text"])
        await _rewrite(viewer, advice)
        await _asked(model)
        await source.say("c1", "e2", "算了")
        assert model.hold is not None
        model.hold.set()
        (answer,) = await _answers(viewer)
    assert answer["refused"] == "stale"


async def test_a_viewer_that_hangs_up_ends_its_rewriting(settings: Settings) -> None:
    model = Model(pieces=("您的", "包裹"), hold=asyncio.Event())
    async with _writing(settings, model) as (service, source, viewer):
        advice = await _advised(source, viewer)
        async with service.watching("c1") as leaves:
            await _rewrite(leaves, advice)
            await _asked(model)
        async with asyncio.timeout(_PATIENCE_SECONDS):
            await model.hung_up.wait()


async def test_too_many_at_once_are_refused(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.gateway.rewriting._AT_ONCE", 1)
    model = Model(pieces=("您的", "包裹"), hold=asyncio.Event())
    async with (
        _writing(settings, model) as (service, source, viewer),
        service.watching("c1") as other,
    ):
        advice = await _advised(source, viewer)
        await _rewrite(other, advice)
        await _asked(model)
        await _rewrite(viewer, advice)
        (error,) = await _answers(viewer)
    assert (error["code"], error["ref"]) == ("overloaded", "r1")


async def test_a_source_may_not_ask_for_it(settings: Settings) -> None:
    async with _writing(settings, Model()) as (_, source, viewer):
        await _rewrite(source, await _advised(source, viewer))
        error = await source.until("error")
        assert error["code"] == "wrong_role"


async def test_only_who_asked_is_told_and_nothing_is_stored_or_logged(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    model = Model(pieces=("暗号七七四九。",))
    async with (
        _writing(settings, model) as (service, source, viewer),
        service.watching("c1") as other,
    ):
        advice = await _advised(source, viewer)
        await _rewrite(viewer, advice)
        await _answers(viewer)
        await source.say("c1", "e2", "在吗")
        while (message := await other.receive())["type"] != "utterance" or message["seq"] != 2:
            assert message["type"] != "rewritten"
    with closing(sqlite3.connect(settings.data / "liubu.db")) as stored:
        assert "暗号七七四九" not in "".join(stored.iterdump())
    ours = "\n".join(r.getMessage() for r in caplog.records if r.name.startswith("server"))
    assert "暗号七七四九" not in ours
    assert KEY not in ours
