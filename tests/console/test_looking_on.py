"""On the board one looks on: what is the agent's is not there; alerts outlive the page."""

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.async_api import expect

from server import wire
from server.store.records import FeedbackRecord
from tests.console.browsing import Browsing, misplaced, tell
from tests.service import Service

pytestmark = pytest.mark.asyncio(loop_scope="session")

_HURT = "我妈用了你们的热水袋烫伤住院了，我要找律师起诉你们，记者也联系好了"
_LATE = "我的包裹停了四天，什么时候能到"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1440, 900)])
async def test_the_panel_shows_what_is_advised_and_offers_nothing_to_do(
    width: int, height: int, lang: str, browsing: Browsing, service: Service, tmp_path: Path
) -> None:
    here = f"looked-at-{lang}-{width}"
    async with service.peer("source") as source:
        await source.say(here, "e1", _LATE)
        page = await browsing.look_on(service, here)
        await page.set_viewport_size({"width": width, "height": height})
        if lang == "en":
            await page.get_by_test_id("lang-switch").click()
        panel = page.locator("liubu-panel")
        await expect(panel.locator("[data-standing=live]")).to_be_visible()
        await expect(panel.get_by_test_id("suggestion-text")).not_to_be_empty()
        cue = wire.Cue(here, "c1", 1, "restate", "这句没接上", ("包裹停了四天，我记下了。",))
        await tell(service, cue)
        said = panel.get_by_test_id("cue-say")
        await expect(said).to_have_text("包裹停了四天，我记下了。")
        assert await said.evaluate("say => say.localName") == "p"
        await page.screenshot(path=tmp_path / "looking-on.png")
        assert await misplaced(page) == []
        agents = ("insert", "copy", "dismiss", "thumbs_up", "rewrite", "supervisor", "wrap-up")
        for theirs in agents:
            await expect(panel.get_by_test_id(theirs)).to_have_count(0)
        for key in ("Alt+1", "Alt+c", "Alt+x"):
            await page.keyboard.press(key)
        await expect(panel.locator("[data-standing=live]")).to_be_visible()
        await source.send(type="close", conversation_id=here)
        await expect(panel.locator("[data-standing=ended]")).to_be_visible()
        await expect(panel.get_by_test_id("wrap-up")).to_have_count(0)
    records = await service.services.log.read(here)
    assert not [each for each in records if isinstance(each.body, FeedbackRecord)]


async def test_alerts_are_there_after_the_page_is_loaded_again_until_they_are_seen(
    browsing: Browsing, floor: Service
) -> None:
    page = await browsing.look_on(floor)
    async with floor.peer("source") as source:
        await source.send(type="open", conversation_id="c", customer="李先生")
        await source.say("c", "e1", _HURT)
    alerts = page.get_by_test_id("alert")
    await expect(alerts.first).to_contain_text("李先生")
    before = await alerts.all_inner_texts()
    await page.reload()
    await expect(alerts).to_have_count(len(before))
    assert await alerts.all_inner_texts() == before
    # Seen by one, it goes from the other boards too, and does not come again.
    other = await browsing.look_on(floor)
    await expect(other.get_by_test_id("alert")).to_have_count(len(before))
    for left in reversed(range(len(before))):
        await alerts.first.get_by_test_id("alert-seen").click()
        await expect(alerts).to_have_count(left)
        await expect(other.get_by_test_id("alert")).to_have_count(left)
    await page.reload()
    await expect(page.get_by_test_id("board-row")).to_have_count(1)
    await expect(alerts).to_have_count(0)


async def test_of_many_alerts_the_last_fifty_are_kept(browsing: Browsing, floor: Service) -> None:
    async with floor.peer("source") as source:
        await source.say("many", "e1", _LATE)
    ground = floor.services.gateway.floor
    conversation = await ground.live.existing("many")
    told = wire.Alert("many", "k", "critical_harm", 1, "恶性", "alarm")
    for i in range(70):
        ground.alert(conversation, replace(told, key=f"k{i}", text=f"第{i}条"))
    page = await browsing.look_on(floor)
    alerts = page.get_by_test_id("alert")
    await expect(alerts).to_have_count(50)
    await expect(alerts.first).to_contain_text("第69条")
