"""F E E L beside what the agent writes: quiet where nothing is needed, one click where it is."""

from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.console.browsing import Browsing, box, focus, misplaced
from tests.service import Peer, Service

pytestmark = pytest.mark.asyncio(loop_scope="session")

_UPSET = "我的药停在郑州四天没动了，到底什么时候到，我急用"


async def _asked(browsing: Browsing, service: Service, source: Peer, name: str, text: str) -> Page:
    """The console where a customer has said `text`."""
    await source.say(name, "e1", text)
    page = await browsing.visit(service, name)
    await expect(page.locator("liubu-panel [data-standing=live]")).to_be_visible()
    return page


async def test_a_greeting_becomes_a_whole_reply_click_by_click(
    browsing: Browsing, service: Service, tmp_path: Path
) -> None:
    async with service.peer("source") as source:
        page = await _asked(browsing, service, source, "clicks", _UPSET)
        writing, add = page.get_by_test_id("agent-input"), page.get_by_test_id("complete")
        await expect(page.get_by_test_id("mark-fact")).to_have_count(0)
        await writing.press_sequentially("您好")
        for part in ("fact", "emotion", "link"):
            mark = page.get_by_test_id(f"mark-{part}")
            await expect(mark).to_have_attribute("data-standing", "lacks")
            await expect(add).to_have_attribute("class", f"button part-{part}")
            await page.screenshot(path=tmp_path / f"{part}.png")
            await add.click()
            await expect(writing).to_be_focused()
            await expect(mark).to_have_attribute("data-standing", "has")
        written = await writing.input_value()
        assert written.startswith("您好，您的药停在郑州四天没动了。")
        assert await misplaced(page) == []

        await writing.fill("")
        await expect(page.get_by_test_id("mark-fact")).to_have_count(0)
        await expect(add).to_have_count(0)


async def test_the_keyboard_reaches_the_sentence_that_is_lacking(
    browsing: Browsing, service: Service
) -> None:
    async with service.peer("source") as source:
        page = await _asked(browsing, service, source, "by-key", _UPSET)
        writing = page.get_by_test_id("agent-input")
        await writing.press_sequentially("药停在郑州四天没动了，难怪您急")
        await expect(page.get_by_test_id("complete")).to_be_visible()
        await page.keyboard.press("Tab")
        at = await focus(page)
        assert at == {"id": "complete", "outlined": True}
        await page.keyboard.press("Enter")
        await expect(page.get_by_test_id("mark-link")).to_have_attribute("data-standing", "has")
        await expect(writing).to_be_focused()


async def test_a_calm_question_is_left_alone_and_a_harsh_word_is_not(
    browsing: Browsing, service: Service
) -> None:
    async with service.peer("source") as source:
        page = await _asked(browsing, service, source, "calm", "请问这款洗衣机能洗羽绒服吗")
        writing = page.get_by_test_id("agent-input")
        await writing.press_sequentially("亲")
        await expect(page.get_by_test_id("draft-warning")).to_have_text("称“您”就好")
        await expect(page.locator("liubu-draft-marks .mark")).to_have_count(0)
        await writing.fill("能洗，选羽绒服程序就行。")
        await expect(page.get_by_test_id("draft-warning")).to_have_count(0)
        await expect(page.locator("liubu-draft-marks *")).to_have_count(0)


async def test_what_is_needed_changes_when_the_conversation_goes_on_and_with_another(
    browsing: Browsing, service: Service
) -> None:
    async with service.peer("source") as source:
        page = await _asked(browsing, service, source, "goes-on", _UPSET)
        await page.get_by_test_id("agent-input").press_sequentially("稍等")
        await expect(page.get_by_test_id("mark-fact")).to_have_attribute("data-standing", "lacks")
        answer = "您的药停在郑州四天没动，难怪您急，抱歉。"
        await source.say("goes-on", "e2", answer, "agent")
        await expect(page.get_by_test_id("mark-fact")).to_have_attribute("data-standing", "free")
        await expect(page.get_by_test_id("mark-link")).to_have_attribute("data-standing", "lacks")
        await source.say("other", "e1", "请问几点上班")
        await page.locator("[data-testid=conversation-row][data-id=other]").click()
        await expect(page.locator("liubu-draft-marks .mark")).to_have_count(0)
        await page.locator("[data-testid=conversation-row][data-id=goes-on]").click()
        await expect(page.get_by_test_id("agent-input")).to_have_value("稍等")
        await expect(page.get_by_test_id("mark-link")).to_have_attribute("data-standing", "lacks")


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_all_at_once_has_room_in_a_narrow_window_and_the_send_button_stays(
    browsing: Browsing, service: Service, lang: str, tmp_path: Path
) -> None:
    async with service.peer("source") as source:
        page = await _asked(browsing, service, source, f"narrow-{lang}", _UPSET)
        if lang == "en":
            await page.get_by_test_id("lang-switch").click()
        await page.set_viewport_size({"width": 1024, "height": 768})
        before = await box(page.get_by_test_id("send"))
        await page.get_by_test_id("agent-input").fill("亲，给您带来不便，我马上催网点")
        await expect(page.get_by_test_id("complete")).to_be_visible()
        await page.screenshot(path=tmp_path / "narrow.png")
        assert await misplaced(page) == []
        assert await box(page.get_by_test_id("send")) == pytest.approx(before, abs=1)
        warning = page.get_by_test_id("draft-warning")
        assert await warning.evaluate("word => word.scrollWidth - word.clientWidth") == 0
