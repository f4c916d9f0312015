"""Where things stand on the page, and that the keyboard alone reaches them."""

from collections.abc import AsyncIterator
from itertools import combinations
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from server import wire
from tests.console.browsing import (
    LONG_WORDINGS,
    Browsing,
    box,
    focus,
    misplaced,
    serving_wordings,
    tell,
)
from tests.service import Service

pytestmark = pytest.mark.asyncio(loop_scope="session")

_PARTS = (
    "liubu-top-bar",
    "liubu-conversation-list",
    "liubu-chat-desk header",
    "liubu-chat-desk .messages",
    "liubu-agent-input",
    "liubu-step-track",
    "liubu-mood-curve",
    ".chips",
    "[data-testid=suggestion]",
    ".legend",
    "[data-testid=insert]",
    "[data-testid=copy]",
    "[data-testid=dismiss]",
    "liubu-status-bar",
)


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def wordy(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Service]:
    """A service that makes many words, with a conversation of many words in it."""
    async with serving_wordings(tmp_path_factory.mktemp("wordy"), LONG_WORDINGS) as running:
        async with running.peer("source") as source:
            name = "一位名字特别特别长的客户先生" * 4
            await source.send(
                type="open", conversation_id="long", customer=name, industry="utilities-property"
            )
            for i in range(4):
                long = "你们到底什么时候发货？？" * 40 + "http" + "x" * 600
                await source.say("long", f"c{i}", long)
                await source.say("long", f"a{i}", "请您先把话说完再说别的，这不归我们管。", "agent")
            await source.say("long", "last", long)
        yield running


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1440, 900), (1024, 768)])
async def test_nothing_overlaps_or_sticks_out_however_much_is_said(
    width: int, height: int, lang: str, browsing: Browsing, wordy: Service, tmp_path: Path
) -> None:
    page = await _visit(browsing, wordy, lang, "long")
    await page.set_viewport_size({"width": width, "height": height})
    await expect(page.locator("[data-standing=live]")).to_be_visible()
    await expect(page.get_by_test_id("message")).to_have_count(9)
    await page.screenshot(path=tmp_path / "long.png")
    await _expect_in_place(page, width, height)

    await page.get_by_test_id("insert").click()
    await page.keyboard.press("Enter")  # refused: a blank is left, and a hint says so
    await expect(page.locator("liubu-agent-input .warn")).to_be_visible()
    await _expect_in_place(page, width, height)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1024, 768)])
async def test_the_empty_page_and_a_running_demo_are_in_place_too(
    width: int, height: int, lang: str, browsing: Browsing, wordy: Service, tmp_path: Path
) -> None:
    page = await _visit(browsing, wordy, lang)
    await page.set_viewport_size({"width": width, "height": height})
    await page.get_by_test_id("demo-big").wait_for()
    await page.screenshot(path=tmp_path / "empty.png")
    assert await misplaced(page) == []
    hint = page.locator("liubu-mood-curve .readout")
    assert await hint.evaluate("hint => hint.scrollWidth - hint.clientWidth") == 0
    await page.get_by_test_id("demo").click()
    await page.get_by_test_id("demo-choice").first.click()
    await page.get_by_test_id("partial").wait_for()
    await page.screenshot(path=tmp_path / "demo.png")
    await _expect_in_place(page, width, height)
    await page.get_by_test_id("demo-stop").click()


async def test_a_long_suggestion_scrolls_and_the_buttons_stay_where_they_were(
    browsing: Browsing, wordy: Service
) -> None:
    page = await browsing.visit(wordy)
    insert = page.get_by_test_id("insert")
    before = await box(insert)
    await page.locator("[data-testid=conversation-row][data-id=long]").click()
    await expect(page.locator("[data-standing=live]")).to_be_visible()
    assert await box(insert) == pytest.approx(before, abs=1)
    last = page.get_by_test_id("wording-3")
    await last.scroll_into_view_if_needed()
    await last.click()
    await expect(insert).to_contain_text("Alt+3")
    assert await box(insert) == pytest.approx(before, abs=1)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1440, 900), (1024, 768), (1024, 640)])
async def test_an_alert_a_note_and_a_cue_at_once_move_no_button(
    width: int, height: int, lang: str, browsing: Browsing, wordy: Service, tmp_path: Path
) -> None:
    page = await _visit(browsing, wordy, lang, "long")
    await page.set_viewport_size({"width": width, "height": height})
    insert = page.get_by_test_id("insert")
    await expect(page.locator("[data-standing=live]")).to_be_visible()
    before = await box(insert)
    words = "客户说孩子已经送到医院，还说要找电视台和监管部门，这件事必须马上由主管来接手；" * 3
    says = (
        "您说的我都记下了，先把孩子照顾好，别的我来办。" * 2,
        "我这就请主管接过来，五分钟内给您回话。",
    )
    alert = wire.Alert("long", "k", "injury", 1, words, "alarm")
    await tell(wordy, alert)
    await tell(wordy, wire.Cue("long", "c", 1, "restate", words, says))
    async with wordy.peer("viewer") as supervisor:
        await supervisor.send(type="note", conversation_id="long", text=words, ref="note")
        await supervisor.until("ack", ref="note")
    await expect(page.get_by_test_id("noted")).to_be_attached()
    await expect(page.get_by_test_id("cue")).to_be_attached()
    await page.screenshot(path=tmp_path / "lines.png")
    assert await box(insert) == pytest.approx(before, abs=1)
    await expect(page.get_by_test_id("suggestion-text")).to_be_in_viewport()
    await _expect_in_place(page, width, height)


async def test_the_newest_message_is_in_sight_unless_one_reads_what_was_before(
    browsing: Browsing, wordy: Service
) -> None:
    page = await browsing.visit(wordy, "long")
    messages = page.locator("liubu-chat-desk .messages")
    await expect(page.get_by_test_id("message")).to_have_count(9)
    await expect(page.get_by_test_id("message").last.locator(".meta")).to_be_in_viewport()
    await page.set_viewport_size({"width": 1024, "height": 600})
    await expect(page.get_by_test_id("message").last.locator(".meta")).to_be_in_viewport()
    await messages.evaluate("element => { element.scrollTop = 0 }")
    await expect(page.get_by_test_id("message").first).to_be_in_viewport()
    async with wordy.peer("source") as source:
        await source.say("long", "later", "还有人吗")
    newer = page.get_by_role("button", name="有新消息")
    await expect(newer).to_be_visible()
    await expect(page.get_by_test_id("message").first).to_be_in_viewport()
    await newer.click()
    await expect(page.get_by_text("还有人吗").first).to_be_in_viewport()
    await expect(newer).to_have_count(0)


async def test_tab_reaches_everything_in_the_order_of_the_page_and_one_sees_where_it_is(
    browsing: Browsing, service: Service
) -> None:
    async with service.peer("source") as source:
        await source.say("keys", "e1", "我的包裹停了四天，什么时候能到")
    page = await browsing.visit(service, "keys")
    await expect(page.locator("[data-standing=live]")).to_be_visible()
    await page.get_by_test_id("agent-input").fill("您好")  # so that it can be sent
    await page.locator("h1").click()  # the keyboard begins at the top
    stops: list[str] = []
    for _ in range(60):
        await page.keyboard.press("Tab")
        at = await focus(page)
        if at is None:
            break
        assert at["outlined"], f"one does not see that {at['id']} has the keyboard"
        stops.append(at["id"])
    rows = stops.count("conversation-row")
    assert rows >= 1
    others = [each for each in stops if each != "conversation-row"]
    assert others[:4] == ["board", "demo", "play-customer", "lang-switch"]
    assert stops[4 : 4 + rows] == ["conversation-row"] * rows
    wanted = [
        *("agent-input", "send", "track-step-listen", "track-step-thank"),
        *("thumbs_up", "insert", "copy", "dismiss"),
    ]
    assert [each for each in others if each in wanted] == wanted


async def test_the_keyboard_alone_opens_a_conversation_and_answers_it(
    browsing: Browsing, service: Service
) -> None:
    async with service.peer("source") as source:
        await source.say("typing", "e1", "你们几点上班")
    page = await browsing.visit(service)
    await page.locator("[data-testid=conversation-row][data-id=typing]").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("message")).to_have_count(1)
    await _tab_to(page, "agent-input")
    await page.keyboard.type("早上九点。")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("周末也是。")
    await page.keyboard.press("Enter")
    answer = page.locator("[data-testid=message][data-role=agent] .bubble")
    await expect(answer).to_have_text("早上九点。\n周末也是。", use_inner_text=True)


async def test_the_demo_menu_is_opened_left_and_chosen_from_by_keyboard(
    browsing: Browsing, service: Service
) -> None:
    page = await browsing.visit(service)
    await _tab_to(page, "demo")
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("demo-choice").first).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_test_id("demo-choice").first).to_be_hidden()
    await page.keyboard.press("Enter")
    await _tab_to(page, "demo-choice")
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("demo-stop")).to_be_visible()
    await _tab_to(page, "demo-stop")
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("demo-pause")).to_have_count(0)


async def _visit(browsing: Browsing, service: Service, lang: str, conversation: str = "") -> Page:
    page = await browsing.visit(service, conversation)
    if lang == "en":
        await page.get_by_test_id("lang-switch").click()
    return page


async def _tab_to(page: Page, test_id: str) -> None:
    for _ in range(60):
        at = await focus(page)
        if at is not None and at["id"] == test_id:
            return
        await page.keyboard.press("Tab")
    pytest.fail(f"Tab does not reach {test_id}")


async def _expect_in_place(page: Page, width: int, height: int) -> None:
    assert await misplaced(page) == []
    boxes = {part: await box(page.locator(part)) for part in _PARTS}
    for part, (left, top, right, bottom) in boxes.items():
        assert right - left > 8 and bottom - top > 8, f"{part} has no room"
        assert left >= -0.5 and right <= width + 0.5, f"{part}: {left} … {right} of {width}"
        assert top >= -0.5 and bottom <= height + 0.5, f"{part}: {top} … {bottom} of {height}"
    for (one, a), (other, b) in combinations(boxes.items(), 2):
        wide = min(a[2], b[2]) - max(a[0], b[0])
        high = min(a[3], b[3]) - max(a[1], b[1])
        assert wide < 1 or high < 1, f"{one} and {other} overlap"
