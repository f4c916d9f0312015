"""Calls to make and alerts, as those who follow the list are told of them."""

from typing import Any

from server.settings import Settings
from tests.service import Message, Peer, Service, serving

_HURT = "我妈用了你们的热水袋烫伤住院了，我要找律师起诉你们，记者也联系好了"


async def _talk(service: Service, text: str = "我的洗衣机脱水时跳闸") -> None:
    async with service.peer("source") as source:
        await source.send(type="open", conversation_id="c", customer="吴女士")
        await source.say("c", "e1", text)


async def _wrap(viewer: Peer, follow_up: dict[str, Any] | None) -> None:
    await viewer.send(type="wrap_up", conversation_id="c", summary="跳闸", follow_up=follow_up)
    await viewer.until("wrapped_up")


async def _made(viewer: Peer) -> Message:
    await viewer.send(type="followed_up", conversation_id="c", ref="made")
    return await viewer.until("ack", ref="made")


async def _following(viewer: Peer) -> None:
    """The viewer follows the list from now on."""
    await viewer.send(type="watch", conversation_id="*")


async def _told(viewer: Peer, kind: str) -> list[Message]:
    """Of this kind, all that has come when a message sent now is answered."""
    await viewer.send(type="seen", conversation_id="nobody", key="none", ref="sync")
    found: list[Message] = []
    while (message := await viewer.receive()) != {
        "type": "ack",
        "ref": "sync",
        "conversation_id": "nobody",
        "seq": None,
        "duplicate": False,
    }:
        if message["type"] == kind:
            found.append(message)
    return found


async def test_a_call_is_told_changes_and_goes_and_stays_away_after_a_restart(
    settings: Settings,
) -> None:
    told = {"type": "follow_up", "conversation_id": "c", "customer": "吴女士"}
    async with serving(settings) as service:
        await _talk(service)
        async with service.peer("viewer") as agent, service.peer("viewer") as board:
            await _following(board)
            assert await _told(board, "follow_up") == []
            await _wrap(agent, {"text": "问师傅到了没有", "due": 7})
            (task,) = await _told(board, "follow_up")
            assert task == told | {"text": "问师傅到了没有", "due": 7, "done": False}
            await _wrap(agent, {"text": "问修好了没有", "due": None})
            await _wrap(agent, None)
            changed, gone = await _told(board, "follow_up")
            assert (changed["text"], changed["done"], gone["done"]) == ("问修好了没有", False, True)
            await _wrap(agent, {"text": "问师傅到了没有", "due": 7})
    async with serving(settings) as service, service.peer("viewer") as board:
        await _following(board)
        (again,) = await _told(board, "follow_up")
        assert again == task
        await board.send(type="followed_up", conversation_id="c", ref="r")
        assert await board.until("follow_up") == task | {"done": True}
        assert not (await board.until("ack", ref="r"))["duplicate"]
        assert (await _made(board))["duplicate"]
    async with serving(settings) as service, service.peer("viewer") as board:
        await _following(board)
        assert await _told(board, "follow_up") == []
        assert (await _made(board))["duplicate"]


async def test_a_row_tells_whether_a_wrap_up_is_stored(service: Service) -> None:
    await _talk(service)
    async with service.watching("c") as agent:
        await _wrap(agent, None)
    async with service.peer("viewer") as viewer:
        await viewer.send(type="watch", conversation_id="c")
        assert (await viewer.until("snapshot"))["conversation"]["wrapped"]


async def test_what_cannot_be_followed_up_is_refused(service: Service) -> None:
    async with service.peer("viewer") as viewer, service.peer("source") as source:
        await viewer.send(type="followed_up", conversation_id="none", ref="r")
        assert (await viewer.until("error", ref="r"))["code"] == "conversation_unknown"
        await source.send(type="followed_up", conversation_id="none", ref="r")
        assert (await source.until("error", ref="r"))["code"] == "wrong_role"


async def test_an_alert_is_told_to_who_comes_later_with_its_time_until_it_is_seen(
    service: Service,
) -> None:
    async with service.peer("viewer") as first, service.peer("viewer") as second:
        await _following(first)
        await _talk(service, _HURT)
        alert = await first.until("alert")
        assert alert["at"] > 0
        await _following(second)
        assert alert in await _told(second, "alert")
        await first.send(type="seen", conversation_id="c", key=alert["key"], ref="r")
        gone = await second.until("alert_seen")
        assert gone == {"type": "alert_seen", "conversation_id": "c", "key": alert["key"]}
    async with service.peer("viewer") as third:
        await _following(third)
        assert alert not in await _told(third, "alert")


async def test_a_viewer_is_told_which_tones_there_are(service: Service, settings: Settings) -> None:
    async with service.peer() as viewer:
        await viewer.send(type="hello", role="viewer")
        assert (await viewer.until("welcome"))["tones"] == []
    elsewhere = settings.data / "other"
    asked = {"llm_url": "http://127.0.0.1:9/v1", "llm_model": "m", "data": elsewhere}
    writing = Settings.model_validate(settings.model_dump() | asked)
    async with serving(writing) as written, written.peer() as viewer:
        await viewer.send(type="hello", role="viewer")
        assert (await viewer.until("welcome"))["tones"] == ["warm", "brief", "formal"]
