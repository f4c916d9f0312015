"""What an agent does with a suggestion, and what the log learns of it."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.console.browsing import Browsing, feedback, serving_wordings
from tests.service import Peer, Service

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def known(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Service]:
    """A service whose every wording has two blanks."""
    wordings = (f"第{i}种：我现在‹方案›，‹时限›给您回话。" for i in range(12))
    async with serving_wordings(tmp_path_factory.mktemp("known"), wordings) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def plain(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Service]:
    """A service whose wordings have no blanks."""
    wordings = (f"第{i}种：我在听，您接着说。" for i in range(12))
    async with serving_wordings(tmp_path_factory.mktemp("plain"), wordings) as running:
        yield running


async def test_alt_1_inserts_the_wording_and_its_blanks_are_filled_one_by_one(
    browsing: Browsing, known: Service
) -> None:
    page, customer = await browsing.visit(known, "insert"), await browsing.context.new_page()
    await customer.goto(f"{known.url}/customer.html?conversation=insert")
    async with known.peer("source") as source:
        wording = (await _advised(known, source, page, "insert"))[0]
    await page.keyboard.press("Alt+1")
    writing = page.get_by_test_id("agent-input")
    await expect(writing).to_have_value(wording)
    await expect(writing).to_be_focused()
    assert await _selected(page) == "‹方案›"

    await page.keyboard.type("去查物流")
    await page.keyboard.press("Enter")
    await expect(page.locator("liubu-agent-input .hint")).to_contain_text("还有没填的空")
    assert await _selected(page) == "‹时限›"
    await page.keyboard.type("今晚8点前")
    await page.keyboard.press("Enter")

    sent = wording.replace("‹方案›", "去查物流").replace("‹时限›", "今晚8点前")
    for window in (page, customer):
        await expect(window.locator("[data-testid=message][data-role=agent] .bubble")).to_have_text(
            sent
        )
    await expect(writing).to_have_value("")
    told = await feedback(known, "insert", 3)
    assert [(each.outcome, each.wording, each.text) for each in told] == [
        ("shown", None, None),
        ("inserted", 0, None),
        ("edited", 0, sent),
    ]


async def test_tab_goes_from_blank_to_blank_and_round(browsing: Browsing, known: Service) -> None:
    page = await browsing.visit(known, "tab")
    async with known.peer("source") as source:
        await _advised(known, source, page, "tab")
    await page.keyboard.press("Alt+1")
    seen = [await _selected(page)]
    for key in ("Tab", "Tab", "Shift+Tab"):
        await page.keyboard.press(key)
        seen.append(await _selected(page))
    assert seen == ["‹方案›", "‹时限›", "‹方案›", "‹时限›"]


async def test_a_wording_sent_as_it_is_counts_as_inserted_and_not_as_edited(
    browsing: Browsing, plain: Service
) -> None:
    page = await browsing.visit(plain, "as-is")
    async with plain.peer("source") as source:
        wordings = await _advised(plain, source, page, "as-is")
        await page.keyboard.press("Alt+2")
        await expect(page.get_by_test_id("agent-input")).to_have_value(wordings[1])
        await page.keyboard.press("Enter")
        sent = page.locator("[data-testid=message][data-role=agent] .bubble")
        await expect(sent).to_have_text(wordings[1])
        # The next advice is told on the same socket: what came before it has arrived.
        await _advised(plain, source, page, "as-is", "那什么时候有结果", "e2")
    told = await feedback(plain, "as-is", 3)
    assert [(each.outcome, each.wording) for each in told] == [
        ("shown", None),
        ("inserted", 1),
        ("shown", None),
    ]


async def test_another_wording_can_be_chosen_before_it_is_inserted(
    browsing: Browsing, known: Service
) -> None:
    page = await browsing.visit(known, "choose")
    async with known.peer("source") as source:
        wordings = await _advised(known, source, page, "choose")
    await page.get_by_test_id("wording-3").click()
    await expect(page.get_by_test_id("insert")).to_contain_text("Alt+3")
    await page.get_by_test_id("insert").click()
    await expect(page.get_by_test_id("agent-input")).to_have_value(wordings[2])
    await expect(page.get_by_test_id("insert")).to_contain_text("已插入")
    # Inserted again while untouched, another wording takes its place.
    await page.keyboard.press("Alt+1")
    await expect(page.get_by_test_id("agent-input")).to_have_value(wordings[0])
    assert [each.wording for each in (await feedback(known, "choose", 3))[1:]] == [2, 0]


async def test_copy_puts_the_wording_on_the_clipboard_and_is_told(
    browsing: Browsing, known: Service
) -> None:
    await browsing.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = await browsing.visit(known, "copy")
    async with known.peer("source") as source:
        wordings = await _advised(known, source, page, "copy")
    await page.get_by_test_id("copy").click()
    await expect(page.get_by_test_id("copy")).to_contain_text("已复制")
    told = await feedback(known, "copy", 2)
    assert [(each.outcome, each.wording) for each in told] == [("shown", None), ("copied", 0)]
    assert await page.evaluate("navigator.clipboard.readText()") == wordings[0]
    await expect(page.get_by_test_id("agent-input")).to_have_value("")


async def test_what_does_not_fit_is_put_away_until_the_customer_speaks_again(
    browsing: Browsing, known: Service
) -> None:
    page = await browsing.visit(known, "dismiss")
    async with known.peer("source") as source:
        await _advised(known, source, page, "dismiss")
        await page.get_by_test_id("dismiss").click()
        await expect(page.get_by_test_id("suggestion")).to_contain_text("已标记为不合适")
        await expect(page.get_by_test_id("insert")).to_be_disabled()
        await page.keyboard.press("Alt+1")
        await expect(page.get_by_test_id("agent-input")).to_have_value("")
        told = await feedback(known, "dismiss", 2)
        assert [each.outcome for each in told] == ["shown", "dismissed"]
        await _advised(known, source, page, "dismiss", "到底怎么办", "e2")
    await expect(page.get_by_test_id("insert")).to_be_enabled()


async def test_thumbs_are_told_once_each(browsing: Browsing, known: Service) -> None:
    page = await browsing.visit(known, "thumbs")
    async with known.peer("source") as source:
        await _advised(known, source, page, "thumbs")
    for thumb in ("thumbs_up", "thumbs_up", "thumbs_down"):
        await page.get_by_test_id(thumb).click()
        await expect(page.get_by_test_id(thumb)).to_have_attribute("aria-pressed", "true")
    told = await feedback(known, "thumbs", 3)
    assert [each.outcome for each in told] == ["shown", "thumbs_up", "thumbs_down"]


async def test_advice_is_withdrawn_when_the_agent_has_spoken(
    browsing: Browsing, known: Service
) -> None:
    page = await browsing.visit(known, "withdrawn")
    async with known.peer("source") as source:
        await _advised(known, source, page, "withdrawn")
        await source.say("withdrawn", "e2", "您好，我来看看。", "agent")
    await expect(page.get_by_test_id("suggestion")).to_contain_text("上一条建议已收回")
    for button in ("insert", "copy", "dismiss"):
        await expect(page.get_by_test_id(button)).to_be_disabled()
    await expect(page.locator("[data-testid^=track-step][aria-current]")).to_have_count(0)
    await page.keyboard.press("Alt+1")
    await expect(page.get_by_test_id("agent-input")).to_have_value("")


async def test_what_is_being_written_waits_in_its_own_conversation(
    browsing: Browsing, known: Service
) -> None:
    page = await browsing.visit(known, "draft-a")
    async with known.peer("source") as source:
        await source.say("draft-a", "e1", "甲在等")
        await source.say("draft-b", "e1", "乙在等")
    await page.get_by_test_id("agent-input").fill("给甲的话")
    row = page.locator("[data-testid=conversation-row][data-id=draft-b]")
    await row.click()
    await expect(page.get_by_test_id("message").locator(".bubble")).to_have_text("乙在等")
    await expect(page.get_by_test_id("agent-input")).to_have_value("")
    await page.locator("[data-testid=conversation-row][data-id=draft-a]").click()
    await expect(page.get_by_test_id("agent-input")).to_have_value("给甲的话")


async def _advised(
    service: Service,
    source: Peer,
    page: Page,
    conversation: str,
    text: str = "我的包裹停了四天，什么时候能到",
    event: str = "e1",
) -> list[str]:
    """Let the customer speak; the wordings, once the page shows the first of them."""
    async with service.watching(conversation) as viewer:
        await source.say(conversation, event, text)
        advice: dict[str, Any] = await viewer.until("advice")
    wordings = [str(each["text"]) for each in advice["wordings"]]
    first = wordings[0].replace("‹", "").replace("›", "")
    await expect(page.locator("[data-standing=live]")).to_contain_text(first)
    return wordings


async def _selected(page: Page) -> str:
    selected: str = await page.get_by_test_id("agent-input").evaluate(
        "area => area.value.slice(area.selectionStart, area.selectionEnd)"
    )
    return selected
