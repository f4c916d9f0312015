"""The supervisor's board: what presses first, asks answered in the row, notes, alerts."""

import re
from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from server.store.log import LogUnavailableError
from server.store.records import FeedbackRecord
from tests.console.browsing import CHINESE, Browsing, box, misplaced
from tests.service import Message, Peer, Service

pytestmark = pytest.mark.asyncio(loop_scope="session")

_HURT = "我妈用了你们的热水袋烫伤住院了，我要找律师起诉你们，记者也联系好了"
_CALM = "请问营业厅几点开门"
_WRONG_SIZE = "我订的XL码衬衫发成了S码，你们怎么搞的"


def _row(page: Page, conversation: str) -> Locator:
    return page.locator(f"[data-testid=board-row][data-id={conversation}]")


async def _expect_order(page: Page, *conversations: str) -> None:
    rows = page.get_by_test_id("board-row")
    await expect(rows).to_have_count(len(conversations))
    for i, each in enumerate(conversations):
        await expect(rows.nth(i)).to_have_attribute("data-id", each)


async def _ask(service: Service, conversation: str, **fields: Any) -> None:
    asked = {"ask_id": "a1", "kind": "approval", "amount": 120, "text": "赔干洗费", **fields}
    async with service.peer("viewer") as agent:
        await agent.send(type="ask", ref="r", conversation_id=conversation, **asked)
        await agent.until("ack", ref="r")


async def _answered(panel: Peer) -> Message:
    """The card of what was asked, once it is answered."""
    while True:
        for card in (await panel.until("progress"))["cards"]:
            if card["kind"] == "asks" and card["rows"][0]["status"] == "done":
                found: Message = card
                return found


async def _full(*_: object) -> None:
    raise LogUnavailableError


async def test_the_worst_stands_first_with_what_makes_it_so(
    browsing: Browsing, floor: Service
) -> None:
    page = await browsing.look_on(floor)
    async with floor.peer("source") as source:
        await source.send(
            type="open", conversation_id="calm", customer="吴先生", industry="telecom"
        )
        await source.say("calm", "e1", _CALM)
        await source.say("wrong", "e1", _WRONG_SIZE)
        await source.say("hurt", "e1", _HURT)
    await _ask(floor, "wrong", kind="help", amount=None, text="")
    await _expect_order(page, "hurt", "wrong", "calm")
    await expect(_row(page, "hurt").locator(".why")).to_contain_text("恶性")
    await expect(_row(page, "wrong").locator(".why")).to_contain_text("举手")
    await expect(_row(page, "calm")).to_contain_text("吴先生")
    await expect(_row(page, "calm")).to_contain_text("电信")
    await expect(_row(page, "calm")).to_contain_text(_CALM)
    await page.get_by_test_id("filter-pressing").click()
    await _expect_order(page, "hurt", "wrong")


async def test_an_ask_is_answered_in_the_row_with_less_and_the_agent_is_told(
    browsing: Browsing, service: Service
) -> None:
    page = await browsing.look_on(service)
    async with service.peer("source") as source, service.watching("less") as panel:
        await source.say("less", "e1", _WRONG_SIZE)
        await _ask(service, "less")
        row = _row(page, "less")
        await expect(row.get_by_test_id("ask")).to_have_text(re.compile("120 元.*赔干洗费"))
        amount, grant = row.get_by_test_id("answer-amount"), row.get_by_test_id("grant")
        await amount.fill("121")
        await expect(grant).to_be_disabled()
        await expect(row.get_by_test_id("ask-problem")).to_contain_text("不超过 120")
        await amount.fill("80")
        await row.get_by_test_id("answer-text").fill("先给这些")
        await expect(grant).to_have_text("同意 80 元")
        await grant.click()
        card = await _answered(panel)
        assert card["rows"][0]["text"] == "同意 80元 先给这些"
    await expect(_row(page, "less").get_by_test_id("ask")).to_have_count(0)


async def test_an_ask_is_refused(browsing: Browsing, service: Service) -> None:
    page = await browsing.look_on(service)
    async with service.peer("source") as source, service.watching("refused") as panel:
        await source.say("refused", "e1", _WRONG_SIZE)
        await _ask(service, "refused", amount=None)
        await _row(page, "refused").get_by_test_id("refuse").click()
        assert (await _answered(panel))["rows"][0]["text"] == "未同意"


async def test_an_answer_that_is_not_taken_says_so(browsing: Browsing, service: Service) -> None:
    page = await browsing.look_on(service)
    async with service.peer("source") as source:
        await source.say("untaken", "e1", _WRONG_SIZE)
    await _ask(service, "untaken")
    row = _row(page, "untaken")
    await row.get_by_test_id("grant").wait_for()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(service.services.gateway.floor, "append", _full)
        await row.get_by_test_id("grant").click()
        await expect(row.get_by_test_id("ask-problem")).to_contain_text("暂时不可用")
    await row.get_by_test_id("grant").click()
    await expect(row.get_by_test_id("ask")).to_have_count(0)


async def test_a_note_reaches_the_agent_and_looking_on_leaves_no_feedback(
    browsing: Browsing, service: Service
) -> None:
    async with service.peer("source") as source, service.watching("noted") as panel:
        await source.say("noted", "e1", _WRONG_SIZE)
        page = await browsing.look_on(service)
        await _row(page, "noted").locator(".row").click()
        await expect(page.get_by_test_id("message")).to_have_count(1)
        await expect(page.locator("liubu-panel [data-standing=live]")).to_be_visible()
        await expect(page.locator("liubu-agent-input")).to_have_count(0)
        note = page.get_by_test_id("note")
        await note.fill("先道歉，再谈赔付")
        await note.press("Enter")
        assert (await panel.until("noted"))["text"] == "先道歉，再谈赔付"
        await expect(page.locator("liubu-note-box [data-testid=noted]")).to_contain_text(
            "先道歉，再谈赔付"
        )
        await expect(note).to_have_value("")
    await page.keyboard.press("Alt+1")
    await page.reload()
    await expect(page.locator("liubu-note-box [data-testid=noted]")).to_have_count(1)
    records = await service.services.log.read("noted")
    assert not [each for each in records if isinstance(each.body, FeedbackRecord)]


async def test_an_alert_shows_until_it_is_seen_and_leads_to_its_conversation(
    browsing: Browsing, floor: Service
) -> None:
    page = await browsing.look_on(floor)
    async with floor.peer("source") as source:
        await source.send(type="open", conversation_id="c", customer="李先生")
        await source.say("c", "e1", _HURT)
    alerts = page.get_by_test_id("alert")
    await expect(alerts.first).to_contain_text("李先生")
    await expect(alerts.first).to_have_class("alarm")
    await expect(page).to_have_title(re.compile(r"^\(\d+\) 主管看板"))
    count = await alerts.count()
    await alerts.first.get_by_test_id("alert-seen").click()
    await expect(alerts).to_have_count(count - 1)
    for left in reversed(range(count - 1)):
        await alerts.first.locator(".open").click()
        await expect(alerts).to_have_count(left)
        await expect(page.get_by_test_id("message").locator(".bubble")).to_have_text(_HURT)
    await expect(page).to_have_title("主管看板")


async def test_rows_keep_their_places_under_the_pointer_and_settle_after(
    browsing: Browsing, floor: Service
) -> None:
    page = await browsing.look_on(floor)
    async with floor.peer("source") as source:
        await source.say("first", "e1", _CALM)
        await expect(_row(page, "first")).to_be_visible()
        await source.say("second", "e1", _CALM)
        await _expect_order(page, "first", "second")
        await _row(page, "first").hover()
        await source.say("second", "e2", _HURT)
        await expect(_row(page, "second").locator(".why")).to_contain_text("恶性")
    await _expect_order(page, "first", "second")
    await expect(page.get_by_role("status").filter(has_text="移开鼠标后重排")).to_be_visible()
    await page.mouse.move(1000, 600)
    await _expect_order(page, "second", "first")


async def test_the_keyboard_alone_walks_opens_and_closes(
    browsing: Browsing, floor: Service
) -> None:
    async with floor.peer("source") as source:
        await source.say("hurt", "e1", _HURT)
        await source.say("calm", "e1", _CALM)
        page = await browsing.look_on(floor)
        await _expect_order(page, "hurt", "calm")
        for key in ("j", "ArrowDown", "k", "j"):
            await page.keyboard.press(key)
        calm = _row(page, "calm").locator(".row")
        await expect(calm).to_be_focused()
        # A row that moves takes the keyboard with it.
        await source.say("calm", "e2", "我要投诉你们，" + _HURT)
        await source.send(type="close", conversation_id="hurt")
        await _expect_order(page, "calm")
    await expect(calm).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("message")).to_have_count(2)
    await page.get_by_test_id("note").fill("jk")
    await expect(page.get_by_test_id("note")).to_have_value("jk")
    await page.keyboard.press("Escape")
    await expect(calm).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.locator("liubu-chat-desk")).to_have_count(0)


async def test_why_a_change_of_prompts_is_not_served_is_told(
    browsing: Browsing, service: Service
) -> None:
    page = await browsing.look_on(service)
    await expect(page.get_by_test_id("prompts-problem")).to_have_count(0)
    gateway = service.services.gateway.floor
    gateway.use(None, "v1", "tiers.yaml:3：没有这一档" + "，请改" * 90 + "\ncues.yaml:7：少了 text")
    problem = page.get_by_test_id("prompts-problem")
    await expect(problem).to_contain_text("tiers.yaml:3")
    # In one line; what else is wrong unfolds.
    await expect(problem).to_contain_text("还有 1 条")
    _, top, _, bottom = await box(problem)
    assert bottom - top < 45
    assert await misplaced(page) == []
    await problem.locator("summary").click()
    await expect(problem.get_by_text("cues.yaml:7")).to_be_visible()
    gateway.use(None, "v2", None)
    await expect(page.get_by_test_id("prompts-problem")).to_have_count(0)


@pytest.mark.parametrize(("width", "lang"), [(1280, "zh"), (1024, "zh"), (1280, "en")])
async def test_all_of_it_has_its_place_in_either_language(
    width: int, lang: str, browsing: Browsing, service: Service
) -> None:
    here = f"placed-{lang}-{width}"
    async with service.peer("source") as source:
        await source.say(here, "e1", "I am hurt" if lang == "en" else _HURT)
    await _ask(service, here, text="cleaning")
    page = await browsing.look_on(service, here)
    await page.set_viewport_size({"width": width, "height": 800})
    if lang == "en":
        await page.get_by_test_id("lang-switch").click()
    await expect(page.get_by_test_id("message")).to_have_count(1)
    await expect(_row(page, here).get_by_test_id("grant")).to_be_visible()
    assert await misplaced(page) == []
    if lang == "en":
        side = page.locator("liubu-board-list, liubu-note-box, liubu-board-bar")
        said = "".join(await side.all_inner_texts())
        assert set(CHINESE.findall(said)) <= set("六步中文听同问办议谢")


async def test_the_console_leads_to_the_board(browsing: Browsing, service: Service) -> None:
    console = await browsing.visit(service)
    async with browsing.context.expect_page() as opened:
        await console.get_by_test_id("board").click()
    await expect(await opened.value).to_have_title("主管看板")
