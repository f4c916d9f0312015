"""The wrap-up that offers itself at the end, and the calls to make that come out of it."""

import time
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from server.store.log import LogUnavailableError
from tests.console.browsing import CHINESE, Browsing, box, focus, misplaced
from tests.service import Service

pytestmark = pytest.mark.asyncio(loop_scope="session")

_HOUR = 3_600_000


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1440, 900)])
async def test_at_the_end_the_wrap_up_stands_first_and_nothing_else_moves(
    width: int, height: int, lang: str, browsing: Browsing, service: Service, tmp_path: Path
) -> None:
    here = f"ends-{lang}-{width}"
    page = await browsing.visit(service, here)
    await page.set_viewport_size({"width": width, "height": height})
    if lang == "en":
        await page.get_by_test_id("lang-switch").click()
    tool = page.get_by_test_id("wrap-up")
    async with service.peer("source") as source:
        await source.say(here, "e1", "我的包裹停了四天，你们必须今天送到，我急用")
        await expect(page.locator("[data-standing=live]")).to_be_visible()
        chips = page.locator("liubu-card-strip .chip")
        await expect(chips.first).to_be_visible()
        before = await box(page.get_by_test_id("insert"))
        writing = page.get_by_test_id("agent-input")
        await writing.fill("我还在写")
        await source.send(type="close", conversation_id=here)
        await expect(tool).to_be_visible()
    assert await box(page.get_by_test_id("insert")) == pytest.approx(before, abs=1)
    if await chips.count():
        assert (await box(tool))[2] <= (await box(chips.first))[0]
    await expect(tool).to_have_class("tool due calling")
    await page.screenshot(path=tmp_path / "wrap-up.png")
    assert await misplaced(page) == []
    await expect(page.get_by_test_id("sheet")).to_have_count(0)
    # It calls once: not for ever, and not again when one comes back to it.
    await expect(tool).to_have_class("tool due ")
    await page.goto(f"{service.url}/#other")
    await expect(tool).to_have_count(0)
    await page.goto(f"{service.url}/#{here}")
    await expect(tool).to_have_class("tool due ")


async def test_it_takes_no_keyboard_and_steps_back_when_it_is_stored(
    browsing: Browsing, service: Service
) -> None:
    page = await browsing.visit(service, "ends")
    async with service.peer("source") as source:
        await source.say("ends", "e1", "我的包裹停了四天")
        await source.say("ends", "e2", "已经给您催了，今晚八点前送到。", "agent")
        await source.say("ends", "e3", "好的，可以")
        await page.get_by_test_id("agent-input").click()
        await source.say("ends", "e4", "谢谢您的体谅，祝您生活愉快，再见。", "agent")
    tool = page.get_by_test_id("wrap-up")
    await expect(tool).to_have_class("tool due calling")
    at = await focus(page)
    assert at is not None and at["id"] == "agent-input"
    async with service.peer("viewer") as agent:
        await agent.send(type="wrap_up", conversation_id="ends", summary="已催，今晚送到。")
        await agent.until("wrapped_up")
    await expect(tool).to_have_class("tool  ")
    await page.reload()
    await expect(tool).to_have_class("tool  ")


async def _wrap(service: Service, conversation: str, customer: str, due: int | None) -> None:
    """A conversation with a stored wrap-up that names a call."""
    async with service.peer("source") as source, service.peer("viewer") as agent:
        await source.send(type="open", conversation_id=conversation, customer=customer, ref="open")
        await source.until("ack", ref="open")
        await source.say(conversation, "e1", "我的洗衣机脱水时跳闸")
        await source.send(type="close", conversation_id=conversation, ref="close")
        await source.until("ack", ref="close")
        await agent.send(
            type="wrap_up",
            conversation_id=conversation,
            summary="洗衣机跳闸，已约师傅。",
            outcome="promised",
            follow_up={"text": f"问{customer}师傅到了没有", "due": due},
        )
        await agent.until("wrapped_up")


async def _expect_calls(page: Page, *conversations: str) -> None:
    tasks = page.get_by_test_id("follow-up")
    await expect(tasks).to_have_count(len(conversations))
    for i, each in enumerate(conversations):
        await expect(tasks.nth(i)).to_have_attribute("data-id", each)


async def test_the_calls_to_make_stand_late_ones_first_and_go_when_made(
    browsing: Browsing, floor: Service
) -> None:
    now = time.time_ns() // 1_000_000
    await _wrap(floor, "soon", "吴女士", now + 2 * _HOUR)
    await _wrap(floor, "late", "李先生", now - 3 * _HOUR)
    page = await browsing.look_on(floor)
    views = page.get_by_test_id("filter-follow-ups")
    await expect(views).to_have_text("回访1")
    await views.click()
    await _expect_calls(page, "late", "soon")
    late = page.locator("[data-testid=follow-up][data-id=late]")
    await expect(late).to_contain_text("李先生")
    await expect(late).to_contain_text("超 3 小时")
    await expect(late).to_contain_text("问李先生师傅到了没有")
    # One that is stored while the board is open comes by itself, in its place.
    await _wrap(floor, "some-time", "周先生", None)
    await _wrap(floor, "later", "郑女士", now + 50 * _HOUR)
    await _expect_calls(page, "late", "soon", "later", "some-time")
    await late.locator(".row").click()
    await expect(page.get_by_test_id("message").locator(".bubble")).to_have_text(
        "我的洗衣机脱水时跳闸"
    )
    other = await browsing.look_on(floor)
    await other.get_by_test_id("filter-follow-ups").click()
    await _expect_calls(other, "late", "soon", "later", "some-time")
    await late.get_by_test_id("follow-up-done").click()
    for board in (page, other):
        await _expect_calls(board, "soon", "later", "some-time")
    await page.reload()
    await page.get_by_test_id("filter-follow-ups").click()
    await _expect_calls(page, "soon", "later", "some-time")
    await expect(page.get_by_test_id("filter-follow-ups")).to_have_text("回访3")


async def test_a_call_that_could_not_be_marked_as_made_stays_and_says_so(
    browsing: Browsing, floor: Service
) -> None:
    async def full(*_: object) -> None:
        raise LogUnavailableError

    await _wrap(floor, "kept", "吴女士", None)
    page = await browsing.look_on(floor)
    await page.get_by_test_id("filter-follow-ups").click()
    task = page.get_by_test_id("follow-up")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(floor.services.gateway.floor, "append", full)
        await task.get_by_test_id("follow-up-done").click()
        await expect(task.get_by_role("alert")).to_contain_text("暂时不可用")
    await task.get_by_test_id("follow-up-done").click()
    await expect(task).to_have_count(0)
    await expect(page.get_by_text("没有要回访的")).to_be_visible()


async def test_the_keyboard_walks_the_calls_too(browsing: Browsing, floor: Service) -> None:
    await _wrap(floor, "first", "吴女士", 1)
    await _wrap(floor, "second", "李先生", 2)
    page = await browsing.look_on(floor)
    await page.get_by_test_id("filter-follow-ups").click()
    await _expect_calls(page, "first", "second")
    await page.keyboard.press("j")
    await page.keyboard.press("j")
    await page.keyboard.press("Enter")
    second = page.locator("[data-testid=follow-up][data-id=second] .row")
    await expect(second).to_have_attribute("aria-current", "true")
    await page.get_by_test_id("note").click()
    await page.keyboard.press("Escape")
    await expect(second).to_be_focused()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1440, 900), (1024, 768)])
async def test_the_calls_have_their_place_in_either_language(
    width: int, height: int, lang: str, browsing: Browsing, floor: Service, tmp_path: Path
) -> None:
    now = time.time_ns() // 1_000_000
    name = "A very long name of a customer " * 2 if lang == "en" else "一位名字特别长的客户" * 3
    await _wrap(floor, "long", name, now - 90 * _HOUR)
    await _wrap(floor, "none", "Wu", None)
    await _wrap(floor, "next", "Li", now + 500 * 24 * _HOUR)
    page = await browsing.look_on(floor)
    await page.set_viewport_size({"width": width, "height": height})
    if lang == "en":
        await page.get_by_test_id("lang-switch").click()
    await page.get_by_test_id("filter-follow-ups").click()
    await _expect_calls(page, "long", "next", "none")
    await page.locator("[data-testid=follow-up][data-id=next] .row").click()
    await expect(page.get_by_test_id("message")).to_have_count(1)
    await page.screenshot(path=tmp_path / "follow-ups.png")
    assert await misplaced(page) == []
    # However long the name, the time stays in one line.
    heights = [
        (await box(each))[3] - (await box(each))[1]
        for each in await page.locator("li .due.small").all()
    ]
    assert max(heights) == pytest.approx(min(heights), abs=1)
    if lang == "en":
        said = "".join(
            await page.locator("liubu-follow-up-list header, li .due.small").all_inner_texts()
        )
        assert CHINESE.findall(said) == []
