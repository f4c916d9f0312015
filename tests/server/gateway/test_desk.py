"""Agent and supervisor: asks that are answered, whispered notes, none of them lost."""

import json
from typing import Any

import pytest

from server.settings import Settings
from tests.service import Message, Peer, Service, serving

_OPEN = {"ask_id": "a1", "kind": "approval", "amount": 120.0, "text": "赔干洗费"}


def _asks(progress: Message) -> list[dict[str, Any]]:
    return [card for card in progress["cards"] if card["kind"] == "asks"]


async def _until_asks(viewer: Peer) -> dict[str, Any]:
    """The card of what was asked, when it comes."""
    while True:
        if found := _asks(await viewer.until("progress")):
            return found[0]


async def _ask(agent: Peer, ask_id: str = "a1", **fields: Any) -> Message:
    asked = {"kind": "approval", "amount": 120, "text": "赔干洗费", **fields}
    await agent.send(type="ask", ref="r", conversation_id="c", ask_id=ask_id, **asked)
    return await agent.until("ack", ref="r")


@pytest.fixture
async def talk(service: Service) -> None:
    async with service.peer("source") as source:
        await source.say("c", "e1", "赔我干洗费120元")


@pytest.mark.usefixtures("talk")
async def test_an_approval_goes_to_the_supervisor_and_the_answer_to_the_agent(
    service: Service,
) -> None:
    async with (
        service.watching("c") as panel,
        service.peer("viewer") as agent,
        service.peer("viewer") as supervisor,
    ):
        await supervisor.send(type="watch", conversation_id="*")
        await supervisor.until("conversation", conversation_id="c", asks=[])
        await _ask(agent)
        row = await supervisor.until("conversation", conversation_id="c", asks=[_OPEN])
        assert row["tier"] in ("inquiry", "general", "serious", "critical")
        assert (await _until_asks(panel))["rows"][0]["status"] == "open"
        await supervisor.send(
            type="answer", ref="y", conversation_id="c", ask_id="a1", granted=True, amount=80
        )
        # What has changed is told before the ack.
        await supervisor.until("conversation", conversation_id="c", asks=[])
        await supervisor.until("ack", ref="y")
        answered = await _until_asks(panel)
        assert answered["rows"][0]["status"] == "done"
        assert any("80元" in each for each in answered["say"])


@pytest.mark.usefixtures("talk")
async def test_the_same_ask_sent_again_is_one_ask(service: Service) -> None:
    async with service.watching("c") as agent:
        await _ask(agent)
        await _ask(agent)
        await _ask(agent, "a2", kind="help", amount=None)
        row = (await service.services.gateway.viewing.snapshot("c")).conversation
        assert [ask.ask_id for ask in row.asks] == ["a1", "a2"]


@pytest.mark.usefixtures("talk")
async def test_an_answer_to_nothing_and_an_ask_in_no_conversation_are_refused(
    service: Service,
) -> None:
    async with service.peer("viewer") as viewer:
        await viewer.send(type="answer", ref="x", conversation_id="c", ask_id="no", granted=True)
        assert (await viewer.until("error", ref="x"))["code"] == "ask_unknown"
        await viewer.send(type="ask", ref="z", conversation_id="none", ask_id="a", kind="help")
        assert (await viewer.until("error", ref="z"))["code"] == "conversation_unknown"
        for amount in (-1, 1e10, "many"):
            await viewer.send(
                type="ask", ref="w", conversation_id="c", ask_id="a", kind="approval", amount=amount
            )
            assert (await viewer.until("error", ref="w"))["code"] == "invalid"


async def test_a_row_of_the_list_that_an_earlier_version_stored_is_listed_still(
    service: Service,
) -> None:
    old: dict[str, Any] = {
        "conversation_id": "old",
        "channel": "call",
        "industry": "",
        "customer": "周女士",
    }
    old |= {"open": True, "utterances": 1, "last_text": "在吗", "emotion": "calm", "valence": 0}
    row = json.dumps({**old, "step": None, "updated_at": 5, "type": "conversation"})
    service.services.log.summarise("old", 5, row)
    await service.services.log.flush()
    async with service.peer("viewer") as supervisor:
        await supervisor.send(type="watch", conversation_id="*")
        listed = await supervisor.until("conversation", conversation_id="old")
        assert (listed["customer"], listed["asks"], listed["urgency"]) == ("周女士", [], 0)


async def test_a_source_may_not_ask(service: Service) -> None:
    async with service.peer("source") as source:
        await source.say("c", "e1", "在吗")
        await source.send(type="ask", ref="x", conversation_id="c", ask_id="a", kind="help")
        assert (await source.until("error", ref="x"))["code"] == "wrong_role"


async def test_asks_answers_and_notes_outlive_the_service(settings: Settings) -> None:
    async with serving(settings) as service:
        async with service.peer("source") as source:
            await source.say("c", "e1", "赔我干洗费120元")
        async with service.watching("c") as panel, service.peer("viewer") as supervisor:
            await _ask(supervisor)
            await supervisor.send(
                type="answer", ref="y", conversation_id="c", ask_id="a1", granted=False
            )
            await supervisor.until("ack", ref="y")
            await supervisor.send(type="note", ref="n", conversation_id="c", text="先稳住他")
            await supervisor.until("ack", ref="n")
            assert (await panel.until("noted"))["text"] == "先稳住他"
    async with serving(settings) as service, service.peer("viewer") as viewer:
        await viewer.send(type="watch", conversation_id="c")
        snapshot = await viewer.until("snapshot")
        (card,) = _asks(snapshot["progress"])
        assert "未同意" in card["rows"][0]["text"]
        assert [note["text"] for note in snapshot["notes"]] == ["先稳住他"]


async def test_a_crisis_is_told_to_the_supervisor_once_and_locks_the_wording(
    settings: Settings,
) -> None:
    hurt = "我妈用了你们的热水袋烫伤住院了，我要找律师起诉你们，记者也联系好了"
    async with serving(settings) as service, service.peer("viewer") as supervisor:
        await supervisor.send(type="watch", conversation_id="*")
        async with service.peer("source") as source, service.watching("c") as agent:
            await source.say("c", "e1", hurt)
            told = await supervisor.until("alert", conversation_id="c")
            assert (told["level"], told["seq"]) == ("alarm", 1)
            assert (await supervisor.until("conversation", conversation_id="c"))[
                "tier"
            ] == "critical"
            advice = await agent.until("advice", seq=1)
            statements = service.services.gateway.floor.playbook.rules.statements
            approved = {statement.text for statement in statements.approved}
            assert {wording["text"] for wording in advice["wordings"]} <= approved
    async with serving(settings) as service, service.peer("viewer") as supervisor:
        await supervisor.send(type="watch", conversation_id="*")
        async with service.peer("source") as source, service.watching("c"):
            await source.say("c", "e2", "你们说怎么办")
            while (message := await supervisor.receive())["type"] != "conversation" or message[
                "utterances"
            ] < 2:
                assert message["type"] != "alert"
