"""Wrap-ups: drafted from the conversation, edited, stored, there again after a restart."""

from pathlib import Path

from server.settings import Settings
from tests.service import Message, Peer, Service, serving


async def _asked(viewer: Peer, **fields: object) -> Message:
    await viewer.send(type="wrap_up", conversation_id="c", **fields)
    return await viewer.until("wrapped_up")


async def _talk(service: Service) -> None:
    async with service.peer("source") as source:
        await source.say("c", "e1", "我的洗衣机脱水时跳闸，你们怎么卖的东西")
        await source.say("c", "e2", "我马上登记，24小时内给您回电说明检修时间。", "agent")


async def test_a_draft_tells_what_was_promised_and_a_stored_one_is_what_the_agent_wrote(
    settings: Settings,
) -> None:
    async with serving(settings) as service:
        await _talk(service)
        async with service.peer("viewer") as viewer:
            draft = await _asked(viewer)
            assert not draft["stored"]
            assert "24小时内" in draft["summary"]
            assert "。；" not in draft["summary"]
            assert not any(line.endswith("。") for line in draft["summary"].splitlines())
            assert draft["disposition"] in draft["dispositions"]
            assert draft["follow_up"]["due"] > 0
            mine = {
                "summary": "洗衣机跳闸，24小时内回电。",
                "disposition": draft["disposition"],
                "outcome": "promised",
                "follow_up": {"text": "回访", "due": 1_800_000_000_000},
            }
            stored = await _asked(viewer, **mine)
            assert stored["stored"]
    async with serving(settings) as service, service.peer("viewer") as viewer:
        again = await _asked(viewer)
    assert {key: again[key] for key in mine} == mine
    assert again["stored"]


async def test_the_last_one_stored_counts_and_no_follow_up_is_none(service: Service) -> None:
    await _talk(service)
    async with service.peer("viewer") as viewer:
        await _asked(viewer, summary="一")
        found = await _asked(viewer, summary="二", outcome="resolved")
    assert (found["summary"], found["outcome"], found["follow_up"]) == ("二", "resolved", None)


async def test_what_cannot_be_stored_is_refused(service: Service) -> None:
    await _talk(service)
    async with service.peer("viewer") as viewer:
        for wrong in (
            {"summary": ""},
            {"summary": "字", "outcome": "won"},
            {"summary": "字", "follow_up": {"text": "回访", "due": -1}},
        ):
            await viewer.send(type="wrap_up", ref="r", conversation_id="c", **wrong)
            assert (await viewer.until("error", ref="r"))["code"] == "invalid"
        await viewer.send(type="wrap_up", ref="r", conversation_id="none")
        assert (await viewer.until("error", ref="r"))["code"] == "conversation_unknown"


async def test_what_was_stored_is_found_by_the_next_one_like_it_without_naming_anybody(
    settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "articles").mkdir()
    known = settings.model_copy(update={"knowledge": tmp_path / "articles"})
    async with serving(known) as service:
        async with service.peer("source") as source:
            await source.send(type="open", conversation_id="c", customer="欧阳女士")
            await source.say("c", "e1", "我的洗衣机脱水时跳闸")
        async with service.peer("viewer") as viewer:
            numbers = "电话13812345678，卡号6222021234567890"
            summary = f"欧阳女士的洗衣机脱水时跳闸，{numbers}，换了电源板后正常。"
            await _asked(viewer, summary=summary, disposition="质量与故障", outcome="resolved")
        assert service.services.shelf is not None
        hits = await service.services.shelf.search("洗衣机脱水跳闸")
        assert hits
        assert hits[0].kind == "case"
        article = await service.services.shelf.article(hits[0].article_id)
    told = str(article)
    assert "换了电源板" in told
    assert "欧阳" not in told
    assert "13812345678" not in told
    assert "6222021234567890" not in told
