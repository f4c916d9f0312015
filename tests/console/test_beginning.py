"""What a newcomer finds: an empty page, the demo, a customer to play, another language."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from server.settings import Settings
from tests.console.browsing import (
    CHINESE,
    Browsing,
    serving_wordings,
    until_none,
    words_on,
)
from tests.service import Service, serving

pytestmark = pytest.mark.asyncio(loop_scope="session")

# What stays Chinese in an English page: the brand, the method's six marks, the way back.
_ALWAYS_CHINESE = {"六步 LiuBu", "听", "同", "问", "办", "议", "谢", "中文"}


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def english(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Service]:
    """A service whose wordings are English, so that all Chinese on a page is the page's own."""
    wordings = (f"Sentence {i}: I will ‹what› by ‹when›." for i in range(9))
    async with serving_wordings(tmp_path_factory.mktemp("english"), wordings) as running:
        yield running


async def test_an_empty_page_says_what_to_do_and_offers_both_ways(
    browsing: Browsing, tmp_path: Path
) -> None:
    async with serving(Settings(data=tmp_path / "data")) as empty:
        page = await browsing.visit(empty)
        await expect(page.locator("liubu-empty-state")).to_contain_text("接入一段对话")
        await expect(page.get_by_test_id("demo-big")).to_have_text("演示")
        await expect(page.get_by_test_id("play-customer-big")).to_have_text("我来扮演客户")
        await expect(page.locator("liubu-conversation-list")).to_contain_text("还没有会话")
        await expect(page.get_by_test_id("suggestion")).to_contain_text("客户说话后")
        await expect(page.get_by_test_id("insert")).to_be_disabled()
        await expect(page.locator("liubu-empty-state")).not_to_contain_text("左侧")
        await page.screenshot(path=tmp_path / "empty.png")
        async with empty.peer("source") as source:
            await source.say("c", "e1", "您好")
        await expect(page.locator("liubu-empty-state")).to_contain_text("左侧")


async def test_the_demo_plays_a_conversation_and_stops_when_told(
    browsing: Browsing, service: Service, tmp_path: Path
) -> None:
    demo = service.services.demos[0]
    page = await browsing.visit(service)
    await page.get_by_test_id("demo-big").click()
    choices = page.get_by_test_id("demo-choice")
    await expect(choices).to_have_count(len(service.services.demos))
    await choices.filter(has_text=demo.title).click()
    await page.get_by_test_id("demo-speed-4").click()
    await expect(page.get_by_test_id("demo-speed-4")).to_have_attribute("aria-pressed", "true")

    await expect(page.get_by_test_id("partial")).to_be_visible()
    messages = page.get_by_test_id("message")
    for i, line in enumerate(demo.lines[:3]):
        await expect(messages.nth(i)).to_contain_text(line.text)
        await expect(messages.nth(i)).to_have_attribute("data-role", line.role)
    await expect(page.get_by_test_id("suggestion-text")).to_be_visible()
    await expect(page.locator("[data-testid^=track-step][data-status=due]")).not_to_have_count(0)
    row = page.get_by_test_id("conversation-row").filter(has_text=demo.customer)
    await expect(row).to_have_attribute("aria-current", "true")
    await page.screenshot(path=tmp_path / "demo.png")

    await page.get_by_test_id("demo-stop").click()
    await expect(page.locator("liubu-demo-bar")).to_contain_text(demo.title)
    await expect(page.get_by_test_id("demo-pause")).to_have_count(0)
    await expect(row).to_contain_text("已结束")
    await expect(page.get_by_test_id("agent-input")).to_be_disabled()
    said = await messages.count()
    assert 3 <= said < len(demo.lines)
    (stored,) = [
        each
        for each in await service.services.gateway.viewing.conversations()
        if each.customer == demo.customer
    ]
    assert (stored.open, stored.utterances) == (False, said)
    await page.get_by_test_id("demo-stop").click()
    await expect(page.locator("liubu-demo-bar")).to_have_count(0)


async def test_that_a_demo_has_ended_is_not_told_with_another_conversation(
    browsing: Browsing, service: Service
) -> None:
    async with service.peer("source") as source:
        await source.send(type="open", conversation_id="beside", customer="温女士")
        await source.say("beside", "e1", "我的锅裂了")
    page = await browsing.visit(service)
    await page.get_by_test_id("demo-big").click()
    await page.get_by_test_id("demo-choice").first.click()
    other = page.get_by_test_id("conversation-row").filter(has_text="温女士")
    await other.click()
    await expect(page.locator("liubu-demo-bar")).to_have_count(1)
    await page.get_by_test_id("conversation-row").first.click()
    await page.get_by_test_id("demo-stop").click()
    await expect(page.get_by_test_id("demo-pause")).to_have_count(0)
    await other.click()
    await expect(page.locator("liubu-demo-bar")).to_have_count(0)


async def test_a_paused_demo_says_nothing_more_until_it_goes_on(
    browsing: Browsing, service: Service
) -> None:
    browsing.hosts.add(service.host)
    page = await browsing.context.new_page()
    await page.clock.install()
    await page.goto(service.url)
    await page.get_by_test_id("demo-big").click()
    await page.get_by_test_id("demo-choice").nth(1).click()
    await expect(page.get_by_test_id("partial")).to_be_visible()
    await page.get_by_test_id("demo-pause").click()
    await expect(page.get_by_test_id("demo-pause")).to_have_text("继续")
    growing = await page.get_by_test_id("partial").inner_text()
    await page.clock.run_for(8_000)
    await expect(page.get_by_test_id("partial")).to_have_text(growing)
    await page.get_by_test_id("demo-pause").click()
    await page.clock.run_for(8_000)
    await expect(page.get_by_test_id("message")).not_to_have_count(0)


async def test_who_plays_the_customer_reaches_the_console_and_is_answered(
    browsing: Browsing, service: Service
) -> None:
    page = await browsing.visit(service)
    async with page.expect_popup() as opening:
        await page.get_by_test_id("play-customer").click()
    customer = await opening.value
    writing = customer.get_by_test_id("customer-input")
    await writing.press_sequentially("我的快递还没到")
    await expect(page.get_by_test_id("partial")).to_contain_text("我的快递")
    await writing.press("Enter")
    await expect(page.get_by_test_id("message")).to_contain_text("我的快递还没到")
    await expect(page.get_by_test_id("partial")).to_have_count(0)
    await expect(page.get_by_test_id("suggestion-text")).to_be_visible()

    await page.get_by_test_id("agent-input").fill("我马上查，请稍等。")
    await page.get_by_test_id("send").click()
    answer = customer.locator("[data-testid=message][data-role=agent]")
    await expect(answer).to_contain_text("我马上查，请稍等。")
    await expect(customer.get_by_test_id("message")).to_have_count(2)
    await expect(page.get_by_test_id("agent-input")).to_have_value("")


async def test_where_the_popup_is_blocked_a_link_opens_the_same_window(
    browsing: Browsing, service: Service
) -> None:
    await browsing.context.add_init_script("window.open = () => null")
    page = await browsing.visit(service)
    await page.get_by_test_id("play-customer").click()
    async with page.expect_popup() as opening:
        await page.get_by_role("link", name="点这里打开客户窗口").click()
    customer = await opening.value
    await customer.get_by_test_id("customer-input").fill("有人吗")
    await customer.get_by_test_id("customer-send").click()
    await expect(page.get_by_test_id("message")).to_contain_text("有人吗")


async def test_english_is_english_everywhere_and_is_remembered(
    browsing: Browsing, english: Service, tmp_path: Path
) -> None:
    page = await browsing.visit(english)
    await page.get_by_test_id("lang-switch").click()
    await expect(page.locator("html")).to_have_attribute("lang", "en")
    await _expect_english(page)
    await page.get_by_test_id("demo-big").click()
    await expect(page.get_by_test_id("demo-choice")).not_to_have_count(0)
    await _expect_english(page)
    await page.keyboard.press("Escape")

    async with english.peer("source") as source:
        await source.send(
            type="open", conversation_id="en", industry="logistics", customer="Ms Wang"
        )
        await source.say("en", "e1", "My parcel has not moved for four days!")
        await source.say("en", "e2", "That is not our fault, wait.", "agent")
        await source.say("en", "e3", "I ordered XL and got S.")
        await page.get_by_test_id("conversation-row").click()
        await expect(page.get_by_test_id("suggestion-text")).to_be_visible()
        await page.get_by_test_id("track-step-listen").hover()
        await _expect_english(page)
        await page.screenshot(path=tmp_path / "english.png")
        await page.get_by_test_id("insert").click()
        await page.keyboard.press("Enter")  # refused: a blank is left
        await expect(page.locator("liubu-agent-input .warn")).to_be_visible()
        await _expect_english(page)
        await source.send(type="close", conversation_id="en", ref="end")
        await source.until("ack", ref="end")
    await expect(page.get_by_test_id("agent-input")).to_be_disabled()
    await _expect_english(page)

    async with page.expect_popup() as opening:
        await page.get_by_test_id("play-customer").click()
    await (await opening.value).get_by_test_id("customer-input").wait_for()
    await _expect_english(await opening.value)

    await page.reload()
    await expect(page.get_by_test_id("demo")).to_have_text("Demo")
    await page.get_by_test_id("lang-switch").click()
    await expect(page.get_by_test_id("demo")).to_have_text("演示")


async def _expect_english(page: Page) -> None:
    async def chinese() -> list[str]:
        words = await words_on(page)
        return [each for each in words if CHINESE.search(each) and each not in _ALWAYS_CHINESE]

    await until_none(chinese)
