"""The panel in somebody else's page, on another origin."""

import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from server.routes import CONSOLE_DIR
from tests.console.browsing import LONG_WORDINGS, Browsing, feedback, misplaced, serving_wordings
from tests.service import Service

pytestmark = pytest.mark.asyncio(loop_scope="session")

_WORDING = "第{}种：我这就去查，‹时限›给您回话。"
_DESK = """<!doctype html><meta charset="utf-8"><title>desk</title>
<link rel="icon" href="data:,">
<style>body {{ margin: 0; overflow: hidden }} liubu-panel {{ height: 100vh }}</style>
<textarea id="reply" hidden></textarea>
<script type="module" src="{script}"></script>
<liubu-panel conversation="{conversation}" {attributes}></liubu-panel>
<script>
  window.states = [];
  const panel = document.querySelector("liubu-panel");
  document.addEventListener("liubu-insert", (event) => {{
    document.querySelector("#reply").value = event.detail.text;
  }});
  panel.addEventListener("liubu-connection", (event) => states.push(event.detail.state));
</script>"""


class ForeignPages:
    """A web server that is not the service: pages by path, and its own copy of the panel."""

    def __init__(self, port: int) -> None:
        self.host = f"127.0.0.1:{port}"
        self.pages: dict[str, str] = {}

    @property
    def origin(self) -> str:
        return f"http://{self.host}"

    def desk(self, conversation: str, script: str, attributes: str = "") -> str:
        """The address of a chat desk with the panel in it."""
        self.pages[f"/{conversation}"] = _DESK.format(
            script=script, conversation=conversation, attributes=attributes
        )
        return f"{self.origin}/{conversation}"


@contextmanager
def foreign_pages() -> Iterator[ForeignPages]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            script = self.path == "/liubu-panel.js"
            text = (
                (CONSOLE_DIR / "liubu-panel.js").read_text(encoding="utf-8")
                if script
                else pages.pages[self.path]
            )
            self.send_response(200)
            self.send_header("Content-Type", "text/javascript" if script else "text/html")
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        pages = ForeignPages(server.server_port)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield pages
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="module")
def desk() -> Iterator[ForeignPages]:
    """The chat desk that the service knows."""
    with foreign_pages() as pages:
        yield pages


@pytest.fixture(scope="module")
def stranger() -> Iterator[ForeignPages]:
    """A site that the service does not know."""
    with foreign_pages() as pages:
        yield pages


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def host(
    desk: ForeignPages, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Service]:
    """A service that lets the chat desk in."""
    wordings = [_WORDING.format(i) for i in range(6)]
    folder = tmp_path_factory.mktemp("host")
    async with serving_wordings(folder, wordings, allowed_origins=(desk.origin,)) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def wordy(
    desk: ForeignPages, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Service]:
    """A service that lets the chat desk in and makes many words."""
    folder = tmp_path_factory.mktemp("wordy")
    async with serving_wordings(folder, LONG_WORDINGS, allowed_origins=(desk.origin,)) as running:
        yield running


async def test_the_panel_works_in_a_desk_whose_origin_is_allowed(
    browsing: Browsing, desk: ForeignPages, host: Service, tmp_path: Path
) -> None:
    page = await _open(browsing, desk.desk("embedded", f"{host.url}/liubu-panel.js"), desk, host)
    async with host.peer("source") as source:
        await source.say("embedded", "e1", "我的包裹停了四天")
    await expect(page.locator("[data-standing=live]")).to_be_visible()
    await expect(page.get_by_test_id("mood")).to_be_visible()
    await expect(page.locator("[data-testid^=track-step][data-status=due]")).to_have_count(1)
    await page.screenshot(path=tmp_path / "embedded.png")

    await page.get_by_test_id("insert").click()
    wording = await page.get_by_test_id("suggestion-text").inner_text()
    reply = page.locator("#reply")
    await expect(reply).to_have_value(wording.replace("时限", "‹时限›"))
    sent = wording.replace("时限", "今晚8点前")
    await page.evaluate("text => document.querySelector('liubu-panel').noteSent(text)", sent)
    told = await feedback(host, "embedded", 3)
    assert [each.outcome for each in told] == ["shown", "inserted", "edited"]
    assert told[2].text == sent
    assert await page.evaluate("states") == ["connecting", "open"]


async def test_a_desk_may_change_the_conversation_and_the_language_of_the_panel(
    browsing: Browsing, desk: ForeignPages, host: Service
) -> None:
    page = await _open(browsing, desk.desk("change-a", f"{host.url}/liubu-panel.js"), desk, host)
    async with host.peer("source") as source:
        await source.say("change-a", "e1", "甲的包裹丢了")
        await source.say("change-b", "e1", "乙的包裹丢了")
    await expect(page.locator("liubu-mood-curve")).to_contain_text("甲的包裹丢了")
    panel = page.locator("liubu-panel")
    await panel.evaluate("panel => panel.setAttribute('conversation', 'change-b')")
    await expect(page.locator("liubu-mood-curve")).to_contain_text("乙的包裹丢了")
    await expect(page.locator("liubu-mood-curve .chart button")).to_have_count(1)
    await panel.evaluate("panel => panel.setAttribute('lang', 'en')")
    await expect(page.get_by_test_id("insert")).to_contain_text("Insert")


async def test_a_site_that_is_not_allowed_gets_no_connection_and_the_panel_says_so(
    browsing: Browsing, stranger: ForeignPages, host: Service
) -> None:
    browsing.expected = "WebSocket connection to .* failed"
    async with host.peer("source") as source:
        await source.say("secret", "e1", "我的卡号是 6222")
    attributes = f'server="ws://{host.host}/v1/stream"'
    address = stranger.desk("secret", "/liubu-panel.js", attributes)
    page = await _open(browsing, address, stranger, host)
    await expect(page.get_by_test_id("panel-connection")).to_contain_text("连接断开，正在重连…")
    # Also when it has tried again.
    await page.wait_for_function("states.filter((state) => state === 'waiting').length > 1")
    assert "open" not in await page.evaluate("states")
    assert "6222" not in await page.locator("liubu-panel").inner_text()
    assert await page.get_by_test_id("suggestion-text").count() == 0


async def test_a_site_that_is_not_allowed_cannot_load_the_panel_from_the_service(
    browsing: Browsing, stranger: ForeignPages, host: Service
) -> None:
    browsing.expected = "CORS policy|ERR_FAILED"
    address = stranger.desk("no-script", f"{host.url}/liubu-panel.js")
    page = await _open(browsing, address, stranger, host)
    assert not await page.evaluate("customElements.get('liubu-panel') !== undefined")
    assert any("CORS policy" in each for each in browsing.complaints)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("height", [560, 800])
async def test_a_narrow_panel_keeps_all_in_its_place(
    lang: str,
    height: int,
    browsing: Browsing,
    desk: ForeignPages,
    wordy: Service,
    tmp_path: Path,
) -> None:
    conversation = f"narrow-{lang}-{height}"
    address = desk.desk(conversation, f"{wordy.url}/liubu-panel.js", f'lang="{lang}"')
    page = await _open(browsing, address, desk, wordy)
    await page.set_viewport_size({"width": 320, "height": height})
    async with wordy.peer("source") as source:
        for i in range(3):
            await source.say(conversation, f"e{i}", "你们到底什么时候发货？？" * 30 + "x" * 400)
    await expect(page.locator("[data-standing=live]")).to_be_visible()
    await page.screenshot(path=tmp_path / "narrow.png")
    assert await misplaced(page) == []
    parts = [
        *("liubu-step-track", "liubu-mood-curve", ".chips", "[data-testid=suggestion]"),
        *(".legend", ".actions", "liubu-status-bar"),
    ]
    boxes = [await page.locator(part).bounding_box() for part in parts]
    below = 0.0
    for part, box in zip(parts, boxes, strict=True):
        assert box is not None and box["height"] > 0, part
        assert box["y"] >= below - 0.5, f"{part} lies over what is above it"
        below = box["y"] + box["height"]
    assert below <= height + 0.5
    await page.get_by_test_id("insert").click()


async def _open(browsing: Browsing, address: str, pages: ForeignPages, service: Service) -> Page:
    browsing.hosts.update((pages.host, service.host))
    page = await browsing.context.new_page()
    await page.goto(address)
    return page
