"""One socket: every refusal is answered, and the socket and the conversation go on."""

import asyncio
import json
from collections.abc import MutableMapping
from typing import Any

import pytest
from starlette.websockets import WebSocket
from websockets.exceptions import ConnectionClosed, InvalidStatus

from server import wire
from server.gateway.connection import Connection
from server.settings import Settings
from tests.service import Peer, Service, serving

pytestmark = pytest.mark.asyncio(loop_scope="module")

_LONG = "长" * (wire.TEXT_CHARS + 1)


def _said(**changed: Any) -> dict[str, Any]:
    message = {
        "type": "utterance",
        "conversation_id": "refused",
        "event_id": "bad",
        "role": "customer",
        "text": "在吗",
    }
    return {**message, **changed}


async def _still_works(source: Peer, conversation_id: str) -> None:
    before = await source.say(conversation_id, "before", "我的快递")
    after = await source.say(conversation_id, "after", "还没到")
    assert (before["seq"], after["seq"]) == (1, 2)


@pytest.mark.parametrize(
    ("frame", "code", "ref"),
    [
        ("", "malformed", None),
        ("{", "malformed", None),
        ("你好", "malformed", None),
        ("[" * 5000, "malformed", None),
        ("[]", "malformed", None),
        ("null", "malformed", None),
        ('"hello"', "malformed", None),
        (b"\xff\xfe\x00", "malformed", None),
        (b"{}", "unknown_type", None),
        ('{"ref": "r"}', "unknown_type", "r"),
        ('{"type": "shout", "ref": "r"}', "unknown_type", "r"),
        ('{"type": 7}', "unknown_type", None),
        (json.dumps(_said(text=_LONG)), "text_too_long", "bad"),
        (json.dumps(_said(text="")), "invalid", "bad"),
        (json.dumps(_said(text=None)), "invalid", "bad"),
        (json.dumps(_said(role="robot")), "invalid", "bad"),
        (json.dumps(_said(event_id="")), "invalid", ""),
        (json.dumps(_said(event_id="e" * 129)), "invalid", "e" * 128),
        (json.dumps(_said(conversation_id="c" * 129)), "invalid", "bad"),
        (json.dumps(_said(conversation_id="*")), "invalid", "bad"),
        (json.dumps(_said(at=-1)), "invalid", "bad"),
        (json.dumps(_said(at=2**63)), "invalid", "bad"),
        (json.dumps(_said(final="maybe")), "invalid", "bad"),
        ('{"type": "utterance", "ref": "r", "role": "customer"}', "invalid", "r"),
        ('{"type": "open", "ref": "r", "conversation_id": "c", "channel": "fax"}', "invalid", "r"),
        ('{"type": "hello", "ref": "r"}', "invalid", "r"),
        ('{"type": "watch", "ref": "r", "conversation_id": "c"}', "wrong_role", "r"),
        ('{"type": "unwatch", "ref": "r", "conversation_id": "c"}', "wrong_role", "r"),
        ('{"type": "close", "ref": "r", "conversation_id": "nobody"}', "conversation_unknown", "r"),
    ],
)
async def test_a_source_is_told_what_is_wrong_and_goes_on(
    shared: Service, cid: str, frame: str | bytes, code: str, ref: str | None
) -> None:
    async with shared.peer("source") as source:
        await source.send_raw(frame)
        error = await source.receive()
        assert (error["type"], error["code"], error["ref"]) == ("error", code, ref)
        assert error["message"]
        await _still_works(source, cid)


@pytest.mark.parametrize(
    ("message", "code"),
    [
        (_said(), "wrong_role"),
        ({"type": "open", "conversation_id": "c"}, "wrong_role"),
        ({"type": "close", "conversation_id": "c"}, "wrong_role"),
        (
            {
                "type": "feedback",
                "conversation_id": "nobody",
                "advice_id": "a1",
                "outcome": "copied",
            },
            "conversation_unknown",
        ),
        (
            {"type": "feedback", "conversation_id": "c", "advice_id": "a1", "outcome": "eaten"},
            "invalid",
        ),
    ],
)
async def test_a_viewer_is_told_what_is_wrong_and_goes_on(
    shared: Service, cid: str, message: dict[str, Any], code: str
) -> None:
    async with shared.peer("viewer") as viewer:
        await viewer.send(**message, ref="r")
        error = await viewer.until("error")
        assert error["code"] == code
        await viewer.send(type="watch", conversation_id=cid)
        assert (await viewer.until("snapshot"))["utterances"] == []


@pytest.mark.parametrize("kind", ["watch", "open", "close", "utterance"])
async def test_nothing_is_taken_before_hello(shared: Service, cid: str, kind: str) -> None:
    async with shared.peer() as stranger:
        await stranger.send(**_said(type=kind, conversation_id=cid))
        error = await stranger.receive()
        assert (error["code"], error["ref"]) == (
            "hello_first",
            "bad" if kind == "utterance" else None,
        )
        await stranger.send(type="hello", role="source")
        await stranger.until("welcome")
        await _still_works(stranger, cid)


async def test_a_json_message_in_a_binary_frame_is_a_message(shared: Service, cid: str) -> None:
    async with shared.peer("source") as source:
        await source.send_raw(json.dumps(_said(conversation_id=cid, event_id="e")).encode())
        assert (await source.until("ack", ref="e"))["seq"] == 1


async def test_unknown_fields_are_ignored_so_that_newer_clients_can_talk(
    shared: Service, cid: str
) -> None:
    async with shared.peer("source") as source:
        await source.send(**_said(conversation_id=cid, event_id="e", mood="?"))
        assert (await source.until("ack", ref="e"))["seq"] == 1


@pytest.mark.parametrize(
    "text", ["？", " ", "😭", "\u0000", "\u200b", "…" * 500, "a\n\tb", "\U0010ffff"]
)
async def test_odd_words_are_stored_and_read_like_any_others(
    shared: Service, cid: str, text: str
) -> None:
    async with shared.peer("source") as source, shared.watching(cid) as viewer:
        await source.say(cid, "e1", text)
        assert (await viewer.until("utterance"))["text"] == text
        assert (await viewer.until("reading"))["seq"] == 1


async def test_one_who_floods_is_cut_off_and_nobody_else_notices(shared: Service, cid: str) -> None:
    async with shared.peer("source") as honest, shared.peer("source") as flooding:
        assert (await honest.say(cid, "e1", "在吗"))["seq"] == 1
        for _ in range(shared.services.settings.error_budget):
            await flooding.send_raw("nonsense")
        await flooding.until("error", code="flooding")
        with pytest.raises(ConnectionClosed):
            await flooding.receive()
        assert flooding.connection.close_code == 1008
        assert (await honest.say(cid, "e2", "还在吗"))["seq"] == 2


async def test_a_few_mistakes_are_no_flood(shared: Service, cid: str) -> None:
    async with shared.peer("source") as source:
        for _ in range(shared.services.settings.error_budget - 1):
            await source.send_raw("nonsense")
            await source.until("error", code="malformed")
        await _still_works(source, cid)


async def test_a_frame_too_large_ends_its_socket_only(shared: Service, cid: str) -> None:
    async with shared.peer("source") as source, shared.peer("source") as large:
        await large.send(**_said(text="长" * 100_000))
        with pytest.raises(ConnectionClosed):
            await large.receive()
        await _still_works(source, cid)


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "file://", "http://127.0.0.1"])
async def test_a_page_of_another_site_may_not_open_a_socket(shared: Service, origin: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        async with shared.peer("viewer", Origin=origin):
            pass
    assert refused.value.response.status_code == 403


async def test_the_services_own_page_may_open_a_socket(shared: Service) -> None:
    async with shared.peer("viewer", Origin=shared.url) as viewer:
        await viewer.send(type="watch", conversation_id="*")


async def test_an_allowed_page_may_open_a_socket(tmp_path_factory: pytest.TempPathFactory) -> None:
    desk = "https://desk.example"
    settings = Settings(data=tmp_path_factory.mktemp("data"), allowed_origins=(desk,))
    async with serving(settings) as service:
        async with service.peer("viewer", Origin=desk):
            pass
        with pytest.raises(InvalidStatus):
            async with service.peer("viewer", Origin="https://desk.example.evil"):
                pass


async def test_a_viewer_who_takes_nothing_is_told_to_come_again_and_closed(
    shared: Service, cid: str
) -> None:
    frames: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    takes = asyncio.Event()
    taken: list[dict[str, Any]] = []

    async def send(message: MutableMapping[str, Any]) -> None:
        if len(taken) >= 2:
            await takes.wait()
        taken.append(dict(message))

    socket = WebSocket({"type": "websocket", "path": "/", "headers": []}, frames.get, send)
    await frames.put({"type": "websocket.connect"})
    await socket.accept()
    gateway = shared.services.gateway
    connection = Connection(socket, gateway, outbox=8, in_flight=1, error_budget=9)
    serving_it = asyncio.create_task(connection.serve())
    for message in (
        {"type": "hello", "role": "viewer"},
        {"type": "watch", "conversation_id": cid},
    ):
        await frames.put({"type": "websocket.receive", "text": json.dumps(message)})
    async with shared.peer("source") as source, shared.watching(cid) as other:
        for number in range(1, 13):
            await source.say(cid, f"e{number}", "在吗")
            await other.until("reading", seq=number)
        takes.set()
        async with asyncio.timeout(10):
            await serving_it
        # The others are still told.
        await source.say(cid, "e13", "还在吗")
        await other.until("reading", seq=13)
    assert json.loads(taken[-2]["text"])["code"] == "slow_viewer"
    assert (taken[-1]["type"], taken[-1]["code"]) == ("websocket.close", 1013)
