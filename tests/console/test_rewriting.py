"""A suggestion in other words, where a language model is set: a real endpoint plays it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.console.browsing import Browsing, box, feedback, misplaced, serving_wordings
from tests.server.writing.model import Model, serving_model
from tests.service import Service

pytestmark = pytest.mark.asyncio(loop_scope="session")

_OTHER = "我在听。您接着说。"


@asynccontextmanager
async def _writing(folder: Path, model: Model) -> AsyncIterator[Service]:
    """A service whose wordings are known, with this model."""
    wordings = (f"第{i}种：我在听。您接着说。" for i in range(12))
    async with (
        serving_model(model) as served,
        serving_wordings(
            folder, wordings, llm_url=served.url, llm_model="m", llm_seconds=10
        ) as service,
    ):
        yield service


async def _advised(browsing: Browsing, service: Service, conversation: str) -> tuple[Page, str]:
    """The page of a conversation that is advised on, and the first wording."""
    async with service.peer("source") as source, service.watching(conversation) as viewer:
        await source.say(conversation, "e1", "我的包裹停了四天，什么时候能到")
        advice = await viewer.until("advice")
    page = await browsing.visit(service, conversation)
    text: str = advice["wordings"][0]["text"]
    await expect(page.get_by_test_id("suggestion-text")).to_have_text(text)
    return page, text


async def test_other_words_come_as_they_are_written_and_are_inserted_when_whole(
    browsing: Browsing, tmp_path: Path
) -> None:
    model = Model(pieces=("我在听。您", "接着说。"), hold=asyncio.Event())
    async with _writing(tmp_path, model) as service:
        page, composed = await _advised(browsing, service, "words")
        shown, insert = page.get_by_test_id("suggestion-text"), page.get_by_test_id("insert")
        before = await box(insert)
        await page.get_by_test_id("rewrite").click()
        await expect(shown).to_have_text("我在听。")
        await expect(insert).to_be_disabled()
        await page.keyboard.press("Alt+1")
        await expect(page.get_by_test_id("agent-input")).to_have_value("")
        assert model.hold is not None
        model.hold.set()
        await expect(shown).to_have_text(_OTHER)
        await expect(page.get_by_test_id("rewrite-state")).to_have_text("更温和的说法")
        assert await box(insert) == pytest.approx(before, abs=1)
        await page.keyboard.press("Alt+1")
        await expect(page.get_by_test_id("agent-input")).to_have_value(_OTHER)
        await page.keyboard.press("Enter")
        told = await feedback(service, "words", 3)
    # What was sent is not what was composed, and the log learns that.
    assert composed != _OTHER
    assert [(each.outcome, each.text) for each in told] == [
        ("shown", None),
        ("inserted", None),
        ("edited", _OTHER),
    ]


async def test_what_is_refused_leaves_the_wording_and_says_why(
    browsing: Browsing, tmp_path: Path
) -> None:
    async with _writing(tmp_path, Model(pieces=("我给您赔", "500元。"))) as service:
        page, composed = await _advised(browsing, service, "refused")
        await page.get_by_test_id("rewrite").click()
        await expect(page.get_by_test_id("rewrite-state")).to_have_text(
            "改写添了金额，仍用原来的说法"
        )
        await expect(page.get_by_test_id("suggestion-text")).to_have_text(composed)
        await page.get_by_test_id("insert").click()
        await expect(page.get_by_test_id("agent-input")).to_have_value(composed)


async def test_each_press_asks_for_another_tone_and_the_composed_one_comes_back(
    browsing: Browsing, tmp_path: Path
) -> None:
    model = Model(pieces=(_OTHER,))
    async with _writing(tmp_path, model) as service:
        page, composed = await _advised(browsing, service, "tones")
        state = page.get_by_test_id("rewrite-state")
        for said in ("更温和的说法", "更简短的说法", "更正式的说法"):
            await page.get_by_test_id("rewrite").click()
            await expect(state).to_have_text(said)
        await page.get_by_test_id("restore").click()
        await expect(page.get_by_test_id("suggestion-text")).to_have_text(composed)
        await page.get_by_test_id("rewrite").click()
        await expect(page.get_by_test_id("suggestion-text")).to_have_text(_OTHER)
        # Another wording is another sentence: what was said in place of this one goes.
        await page.keyboard.press("Alt+2")
        other = await page.get_by_test_id("suggestion-text").inner_text()
        assert other.strip() not in (_OTHER, composed)
        await expect(page.get_by_test_id("agent-input")).to_have_value(other.strip())


async def test_while_it_is_waited_for_the_composed_one_can_be_inserted(
    browsing: Browsing, tmp_path: Path
) -> None:
    model = Model(pieces=("我在", "听。"), hold=asyncio.Event())
    async with _writing(tmp_path, model) as service:
        page, composed = await _advised(browsing, service, "waiting")
        await page.get_by_test_id("rewrite").click()
        await model.was_asked.wait()
        await page.keyboard.press("Alt+1")
        await expect(page.get_by_test_id("agent-input")).to_have_value(composed)
        assert model.hold is not None
        model.hold.set()
        await expect(page.get_by_test_id("suggestion-text")).to_have_text(composed)


async def test_without_a_model_it_is_not_offered(browsing: Browsing, service: Service) -> None:
    async with service.peer("source") as source:
        await source.say("no-model", "e1", "我的包裹停了四天，什么时候能到")
    page = await browsing.visit(service, "no-model")
    await expect(page.locator("[data-standing=live]")).to_be_visible()
    await expect(page.get_by_test_id("rewrite")).to_have_count(0)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1440, 900), (1024, 768)])
async def test_it_has_its_place_and_moves_no_button(
    width: int, height: int, lang: str, browsing: Browsing, tmp_path: Path
) -> None:
    async with _writing(tmp_path, Model(pieces=("我给您赔500元。",))) as service:
        page, _ = await _advised(browsing, service, "placed")
        await page.set_viewport_size({"width": width, "height": height})
        if lang == "en":
            await page.get_by_test_id("lang-switch").click()
        before = await box(page.get_by_test_id("insert"))
        await page.get_by_test_id("rewrite").click()
        await expect(page.locator("[data-state=refused]")).to_be_visible()
        await page.screenshot(path=tmp_path / "rewriting.png")
        assert await box(page.get_by_test_id("insert")) == pytest.approx(before, abs=1)
        await expect(page.get_by_test_id("rewrite")).to_be_in_viewport()
        assert await misplaced(page) == []
