"""One Chromium and one service for these tests; a fresh profile for each of them."""

import shutil
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright, expect

from server.routes import CONSOLE_DIR
from server.settings import Settings
from tests.console.browsing import PATIENCE_SECONDS, Browsing
from tests.service import Service, serving

_QUIETLY = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest_asyncio.fixture(loop_scope="session", scope="package")
async def browser() -> AsyncIterator[Browser]:
    """Chromium of this machine, headless."""
    if not (CONSOLE_DIR / "index.html").is_file():
        pytest.fail("the console is not built: run make console")
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    expect.set_options(timeout=PATIENCE_SECONDS * 1000)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=_QUIETLY)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def browsing(browser: Browser) -> AsyncIterator[Browsing]:
    """A fresh profile, watched: the test fails on whatever its pages complain of."""
    context = await browser.new_context(
        viewport={"width": 1280, "height": 720}, locale="zh-CN", color_scheme="light"
    )
    context.set_default_timeout(PATIENCE_SECONDS * 1000)
    browsing = Browsing(context)
    yield browsing
    await context.close()
    browsing.assert_quiet()


@pytest_asyncio.fixture(loop_scope="session", scope="package")
async def service(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Service]:
    """The service as shipped; every test has conversations of its own in it."""
    async with serving(Settings(data=tmp_path_factory.mktemp("data"))) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def floor(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Service]:
    """A service of the test's own: the board shows every conversation and alert there is."""
    async with serving(Settings(data=tmp_path_factory.mktemp("data"))) as service:
        yield service
