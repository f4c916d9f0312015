"""What stands beside the suggestion: cues, cards, the supervisor's word, the wrap-up."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from server import wire
from server.store.records import WrapUpRecord
from tests.console.browsing import Browsing, focus, misplaced, tell
from tests.service import Service

pytestmark = pytest.mark.asyncio(loop_scope="session")

_ORDER = "我的包裹停了四天，什么时候能到"
_PROMISE = "我马上去查，十分钟内给您回话。"


async def test_a_cue_comes_is_inserted_from_and_goes_when_withdrawn(
    browsing: Browsing, service: Service
) -> None:
    page = await _said(browsing, service, "cue")
    await tell(service, _cue("cue", "c1", "这句没接上，可以补一句", "包裹停了四天，我记下了。"))
    cue = page.get_by_test_id("cue")
    await expect(cue).to_contain_text("这句没接上，可以补一句")
    await page.get_by_test_id("cue-say").click()
    await expect(page.get_by_test_id("agent-input")).to_have_value("包裹停了四天，我记下了。")
    await tell(service, wire.Withdrawn("cue", "c0", 1))
    await expect(cue).to_be_visible()
    await tell(service, wire.Withdrawn("cue", "c1", 1))
    await expect(cue).to_have_count(0)


async def test_a_cue_that_was_put_away_stays_away_and_the_next_one_is_shown(
    browsing: Browsing, service: Service
) -> None:
    page = await _said(browsing, service, "away")
    await tell(service, _cue("away", "c1", "先停一停"))
    await page.get_by_test_id("cue-dismiss").click()
    await expect(page.get_by_test_id("cue")).to_have_count(0)
    await tell(service, _cue("away", "c2", "再问一句"))
    await expect(page.get_by_test_id("cue")).to_contain_text("再问一句")


async def test_a_promise_counts_down_on_its_card_and_is_marked_kept(
    browsing: Browsing, service: Service
) -> None:
    page = await _said(browsing, service, "promise")
    async with service.peer("source") as source:
        await source.say("promise", "a1", _PROMISE, "agent")
    chip = page.get_by_test_id("card-promises")
    await expect(chip).to_have_text(re.compile(r"承诺\s*1 · (10:00|9:\d\d)"))
    await chip.click()
    left = page.locator("[data-testid=sheet] [data-testid=left]")
    first = await left.inner_text()
    await expect(left).not_to_have_text(first)
    await page.get_by_test_id("mark-kept").click()
    await expect(page.locator("[data-testid=sheet] .done")).to_contain_text("十分钟内给您回话")
    await expect(left).to_have_count(0)
    await expect(chip).to_have_text("承诺")


async def test_a_card_unfolds_by_click_key_and_arrow_and_its_sentence_is_inserted(
    browsing: Browsing, service: Service
) -> None:
    page = await _said(browsing, service, "unfold")
    await tell(service, _progress("unfold", _card("three_f"), _card("path", say=("我来跟。",))))
    sheet = page.get_by_test_id("sheet")
    await expect(page.get_by_test_id("card-path")).to_be_visible()
    await page.keyboard.press("Alt+5")
    await expect(sheet).to_contain_text("进程")
    await page.keyboard.press("Escape")
    await expect(sheet).to_have_count(0)
    await page.get_by_test_id("card-three_f").focus()
    await page.keyboard.press("ArrowRight")
    at = await focus(page)
    assert at is not None and at["id"] == "card-path"
    await page.keyboard.press("Enter")
    await expect(sheet).to_contain_text("进程")
    await page.keyboard.press("Enter")
    await expect(sheet).to_have_count(0)
    await page.get_by_test_id("card-path").click()
    await page.get_by_test_id("card-say").click()
    await expect(page.get_by_test_id("agent-input")).to_have_value("我来跟。")
    await expect(sheet).to_have_count(0)


async def test_an_alarm_unfolds_by_itself_once_and_never_again(
    browsing: Browsing, service: Service
) -> None:
    page = await _said(browsing, service, "alarm")
    alarm = _card("tier", level="alarm")
    await tell(service, _progress("alarm", alarm))
    sheet = page.get_by_test_id("sheet")
    await expect(sheet).to_contain_text("分级")
    await page.get_by_test_id("fold").click()
    await tell(service, _progress("alarm", alarm, _card("path")))
    await expect(page.get_by_test_id("card-path")).to_be_visible()
    await expect(sheet).to_have_count(0)
    await tell(service, wire.Alert("alarm", "k", "injury", 1, "客户说有人受伤", "alarm"))
    await expect(page.get_by_role("alert")).to_contain_text("客户说有人受伤")


async def test_an_answer_that_was_found_is_quoted_with_where_it_stands(
    browsing: Browsing, service: Service
) -> None:
    page = await _said(browsing, service, "found")
    text = "停四天以上可以补发。"
    hit = wire.KnowledgeHit("k1", "停滞的包裹", text, "物流规则 3", 0.9)
    quoting = wire.QuotingWording(0, text, (wire.WordingPart("explain", text),), "物流规则 3")
    await tell(service, wire.Knowledge("found", 1, (hit,), (quoting,)))
    await expect(page.get_by_test_id("suggestion-text")).to_have_text(text)
    await expect(page.get_by_test_id("wording-source")).to_have_text("来源：物流规则 3")
    await page.get_by_test_id("insert").click()
    writing = page.get_by_test_id("agent-input")
    await expect(writing).to_have_value(text)
    await page.get_by_test_id("card-knowledge").click()
    await expect(page.get_by_test_id("hit")).to_contain_text("停滞的包裹")
    await writing.fill("")
    await page.get_by_test_id("hit-say").click()
    await expect(writing).to_have_value(text)
    async with service.peer("source") as source:
        await source.say("found", "a1", "好的，我看看。", "agent")
    await expect(page.get_by_test_id("card-knowledge")).to_have_count(0)


async def test_an_approval_is_asked_for_and_its_answer_shows(
    browsing: Browsing, service: Service
) -> None:
    page = await _said(browsing, service, "approval")
    await page.get_by_test_id("supervisor").click()
    await expect(page.get_by_test_id("ask-approval")).to_be_disabled()
    await page.keyboard.type("停了四天，客户要补偿")
    await page.get_by_test_id("ask-amount").fill("50")
    await page.get_by_test_id("ask-approval").click()
    chip = page.get_by_test_id("card-asks")
    await expect(chip).to_contain_text("待批")
    floor = service.services.gateway.floor
    ask = (await floor.live.existing("approval")).state.asks.open[0]
    assert (ask.kind, ask.amount, ask.text) == ("approval", 50, "停了四天，客户要补偿")
    async with service.peer("viewer") as supervisor:
        await supervisor.send(
            type="answer", conversation_id="approval", ask_id=ask.id, granted=True, amount=30
        )
        await supervisor.send(
            type="note", conversation_id="approval", text="先说时间再说钱", ref="note"
        )
        await supervisor.until("ack", ref="note")
    await expect(chip).to_contain_text("同意 30元")
    await expect(page.get_by_test_id("noted")).to_contain_text("先说时间再说钱")
    await chip.click()
    await expect(page.get_by_test_id("sheet")).to_contain_text("同意 30元")
    await page.get_by_test_id("noted-dismiss").click()
    await expect(page.get_by_test_id("noted")).to_have_count(0)


async def test_a_hand_is_raised_with_two_presses(browsing: Browsing, service: Service) -> None:
    page = await _said(browsing, service, "hand")
    await page.get_by_test_id("supervisor").click()
    await page.get_by_test_id("ask-help").click()
    await expect(page.get_by_test_id("card-asks")).to_contain_text("待回应")


async def test_a_wrap_up_is_drafted_mended_and_stored(browsing: Browsing, service: Service) -> None:
    page = await _said(browsing, service, "wrap")
    async with service.peer("source") as source:
        await source.say("wrap", "a1", _PROMISE, "agent")
        await expect(page.get_by_test_id("wrap-up")).to_have_count(0)
        await source.send(type="close", conversation_id="wrap")
    await page.get_by_test_id("wrap-up").click()
    summary = page.get_by_test_id("wrap-up-summary")
    await expect(summary).to_have_value(re.compile("十分钟内给您回话"))
    await summary.fill("包裹停四天，已查，十分钟内回话。")
    await page.keyboard.press("Escape")
    await expect(summary).to_be_hidden()
    await page.get_by_test_id("wrap-up").click()
    await expect(summary).to_have_value("包裹停四天，已查，十分钟内回话。")
    await page.get_by_test_id("wrap-up-outcome").select_option("resolved")
    await page.get_by_test_id("wrap-up-follow-up").fill("问是否收到")
    await page.get_by_test_id("wrap-up-due").fill("2030-05-06T07:08")
    await page.get_by_test_id("wrap-up-save").click()
    await expect(page.get_by_test_id("wrap-up-stored")).to_have_text("已存")
    records = await service.services.log.read("wrap")
    stored = [each.body for each in records if isinstance(each.body, WrapUpRecord)][-1]
    assert stored.summary == "包裹停四天，已查，十分钟内回话。"
    assert (stored.outcome, stored.follow_up) == ("resolved", "问是否收到")
    due = await page.evaluate("new Date('2030-05-06T07:08').getTime()")
    assert stored.due == due


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_many_cards_and_lines_leave_everything_in_its_place(
    lang: str, browsing: Browsing, service: Service, tmp_path: Path
) -> None:
    page = await _said(browsing, service, f"many-{lang}")
    if lang == "en":
        await page.get_by_test_id("lang-switch").click()
    kinds = ("tier", "risk", "limits", "promises", "path", "evidence", "apology", "three_f")
    long = "很长的一句话" * 30
    shown = [replace(_card(kind, say=(long, long)), level="attend") for kind in kinds]
    await tell(service, _progress(f"many-{lang}", *shown))
    await tell(service, wire.Alert(f"many-{lang}", "k", "promise", 1, long, "alarm", 1))
    await tell(service, wire.Noted(f"many-{lang}", 1, long, 1))
    await tell(service, _cue(f"many-{lang}", "c1", long, long, long, long))
    await expect(page.get_by_test_id("cue-say")).to_have_count(2)
    await page.screenshot(path=tmp_path / "lines.png")
    assert await misplaced(page) == []
    await page.get_by_test_id("card-three_f").click()
    await page.screenshot(path=tmp_path / "sheet.png")
    assert await misplaced(page) == []


async def _said(browsing: Browsing, service: Service, conversation: str) -> Page:
    """The page of a conversation in which the customer has spoken."""
    async with service.peer("source") as source:
        await source.say(conversation, "e1", _ORDER)
    page = await browsing.visit(service, conversation)
    await expect(page.locator("[data-standing=live]")).to_be_visible()
    return page


def _cue(conversation: str, cue_id: str, text: str, *say: str) -> wire.Cue:
    return wire.Cue(conversation, cue_id, 1, "restate", text, say)


def _card(kind: str, level: str = "info", say: tuple[str, ...] = ()) -> wire.Card:
    rows = (wire.CardRow("serious", "严重"), wire.CardRow("订单号", "还没有", "open"))
    return wire.Card(kind, rows, say, level)  # type: ignore[arg-type]


def _progress(conversation: str, *cards: wire.Card) -> wire.Progress:
    return wire.Progress(conversation, 1, (), (), (), "steady", cards)
