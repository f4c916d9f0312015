"""The HTTP side."""

from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from server.prompts import load_demos
from tests.service import Service


@pytest.fixture
async def http(service: Service) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=service.url) as client:
        yield client


async def test_a_running_service_is_alive_and_ready(http: httpx.AsyncClient) -> None:
    assert (await http.get("/healthz")).json() == {"status": "ok"}
    ready = await http.get("/readyz")
    assert (ready.status_code, ready.json()) == (200, {"log": True, "understanding": True})


@pytest.mark.parametrize("part", ["log", "understanding"])
async def test_where_a_part_fails_the_service_is_alive_but_not_ready(
    service: Service, http: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    with monkeypatch.context() as failing:
        if part == "log":
            failing.setattr(service.services.log, "healthy", False)
        else:
            failing.setattr(service.services.understanding, "_worker", None)
        ready = await http.get("/readyz")
        assert (ready.status_code, ready.json()[part]) == (503, False)
        assert (await http.get("/healthz")).status_code == 200
    assert (await http.get("/readyz")).status_code == 200


async def test_conversations_are_listed_the_latest_first(
    service: Service, http: httpx.AsyncClient
) -> None:
    assert (await http.get("/v1/conversations")).json() == []
    async with service.peer("source") as source:
        for conversation_id in ("a", "b", "a"):
            async with service.watching(conversation_id) as viewer:
                await source.say(conversation_id, f"e{id(viewer)}", "在吗")
                await viewer.until("conversation")
    rows = (await http.get("/v1/conversations")).json()
    assert [(row["conversation_id"], row["utterances"]) for row in rows] == [("a", 2), ("b", 1)]
    assert {row["type"] for row in rows} == {"conversation"}


@pytest.mark.parametrize("conversation_id", ["c1", "c 1 你好?", "shop/1"])
async def test_a_conversation_is_what_a_viewer_would_see(
    service: Service, http: httpx.AsyncClient, conversation_id: str
) -> None:
    async with service.peer("source") as source, service.watching(conversation_id) as viewer:
        await source.say(conversation_id, "e1", "我的快递停了四天")
        await viewer.until("advice")
    async with service.peer("viewer") as late:
        await late.send(type="watch", conversation_id=conversation_id)
        seen = await late.until("snapshot")
    answer = await http.get(f"/v1/conversations/{quote(conversation_id, safe='')}")
    assert (answer.status_code, answer.json()) == (200, seen)


@pytest.mark.parametrize(
    ("conversation_id", "status", "code"),
    [("nobody", 404, "conversation_unknown"), ("*", 400, "invalid")],
)
async def test_what_is_refused_has_the_one_error_shape(
    http: httpx.AsyncClient, conversation_id: str, status: int, code: str
) -> None:
    answer = await http.get(f"/v1/conversations/{conversation_id}")
    body: dict[str, Any] = answer.json()
    assert answer.status_code == status
    assert body.keys() == {"type", "code", "message", "ref"}
    assert (body["type"], body["code"], body["ref"]) == ("error", code, None)
    assert body["message"]


async def test_the_demos_are_those_of_the_prompts_folder(http: httpx.AsyncClient) -> None:
    demos = (await http.get("/v1/demos")).json()
    assert [demo["id"] for demo in demos] == [demo.id for demo in load_demos()]
    assert demos
    for demo in demos:
        assert demo["title"]
        assert demo["lines"]
        assert {line["role"] for line in demo["lines"]} == {"customer", "agent"}


async def test_the_interface_is_described(http: httpx.AsyncClient) -> None:
    described = (await http.get("/openapi.json")).json()
    assert {"/healthz", "/readyz", "/v1/conversations", "/v1/demos"} <= described["paths"].keys()
    assert (await http.get("/docs")).status_code == 200
