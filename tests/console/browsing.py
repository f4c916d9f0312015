"""What a test needs of a browser: pages that are watched, and conditions that are waited for."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
import yaml
from playwright.async_api import BrowserContext, ConsoleMessage, Locator, Page, WebError

from models import labels
from server import wire
from server.prompts import load_library, load_playbook
from server.settings import Settings
from server.store.records import FeedbackRecord
from tests.service import Service, serving

PATIENCE_SECONDS = 20.0
_TRIES = 400
LONG_WORDINGS = tuple(
    f"{i}{'您订的羽绒服、保暖内衣和登山鞋到现在都没有发出来，换谁等了九天都会着急，对不起；' * 5}"
    "‹还要您告诉我的那一项很长的资料›。"
    for i in range(9)
)
CHINESE = re.compile(r"[㐀-鿿]")

# Everything a page consists of, through the shadow roots.
_WALK = """
function* walk(root) {
  for (const element of root.querySelectorAll("*")) {
    if (element.matches("style, script")) continue;
    yield element;
    if (element.shadowRoot) yield* walk(element.shadowRoot);
  }
}
"""
_WORDS = f"""() => {{ {_WALK}
  const words = [document.title];
  for (const element of walk(document.body)) {{
    for (const node of element.childNodes)
      if (node.nodeType === Node.TEXT_NODE) words.push(node.data.trim());
    for (const name of ["title", "aria-label", "placeholder", "alt"])
      if (element.hasAttribute(name)) words.push(element.getAttribute(name));
  }}
  return words.filter((word) => word !== "");
}}"""
# What may reach beyond what holds it: a strip that scrolls sideways is meant to.
_HIDDEN = "svg, .clip *, .unseen, .sideways, .sideways *"
# Elements that are seen, with what is wrong with how they are laid out.
_MISPLACED = f"""() => {{ {_WALK}
  const wrong = [];
  const name = (el) => `${{el.localName}}.${{el.className}}#${{el.dataset?.testid ?? ""}}`
    + ` “${{(el.innerText ?? "").slice(0, 30)}}”`;
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > width) wrong.push("the page scrolls sideways");
  for (const el of walk(document.body)) {{
    const box = el.getBoundingClientRect();
    if (box.width === 0 || box.height === 0 || el.closest("{_HIDDEN}")) continue;
    if (box.left < -1 || box.right > width + 1)
      wrong.push(`${{name(el)}} is outside: ${{box.left}} … ${{box.right}} of ${{width}}`);
    const scrolls = ["auto", "scroll"].includes(getComputedStyle(el).overflowX);
    const holds = el.matches("button, .bubble, li.chosen p, .key, .word, h1, h2");
    if ((scrolls || holds) && el.scrollWidth > el.clientWidth + 1)
      wrong.push(`${{name(el)}} holds ${{el.scrollWidth}} in ${{el.clientWidth}}`);
    if (el.matches(".chips, .actions .button") && el.scrollHeight > el.clientHeight)
      wrong.push(`${{name(el)}} holds ${{el.scrollHeight}} in the height of ${{el.clientHeight}}`);
  }}
  return wrong;
}}"""
_FOCUS = """() => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  if (at === null || at === document.body) return null;
  const style = getComputedStyle(at);
  return {
    id: at.dataset.testid ?? at.localName,
    outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
  };
}"""


@dataclass
class Browsing:
    """A fresh browser profile. Whatever its pages complain of fails the test."""

    context: BrowserContext
    hosts: set[str] = field(default_factory=set)
    """Where its pages may ask for something."""
    expected: str = "(?!)"
    """Complaints that the test is about."""
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.context.on("console", self._on_console)
        self.context.on("weberror", self._on_error)
        self.context.on("request", lambda request: self._on_address(request.url))
        self.context.on("page", self._on_page)

    async def visit(self, service: Service, conversation: str = "") -> Page:
        """The console, connected, at this conversation."""
        return await self._open(service, address(service.url, conversation))

    async def look_on(self, service: Service, conversation: str = "") -> Page:
        """The supervisor's board, connected, with this conversation open."""
        return await self._open(service, f"{service.url}/board.html#{conversation}")

    async def _open(self, service: Service, url: str) -> Page:
        self.hosts.add(service.host)
        page = await self.context.new_page()
        await page.goto(url)
        await page.locator("[data-testid=connection][data-state=open]").wait_for()
        return page

    def assert_quiet(self) -> None:
        """No page complained."""
        unexpected = [each for each in self.complaints if not re.search(self.expected, each)]
        assert not unexpected, "\n".join(unexpected)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(f"console: {message.text}")

    def _on_error(self, error: WebError) -> None:
        self.complaints.append(f"page: {error.error}")

    def _on_page(self, page: Page) -> None:
        page.on("websocket", lambda socket: self._on_address(socket.url))

    def _on_address(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc not in self.hosts:
            self.complaints.append(f"request to {url}")


def address(url: str, conversation: str = "") -> str:
    """Where the console shows this conversation."""
    return f"{url}/#{quote(conversation)}" if conversation else f"{url}/"


@asynccontextmanager
async def serving_wordings(
    folder: Path, sentences: Iterable[str], **settings: Any
) -> AsyncIterator[Service]:
    """The real service with the same sentences for every step, whatever the classifier says."""
    entries = [{"link": sentence} for sentence in sentences]
    (folder / "prompts" / "wording").mkdir(parents=True)
    for step in labels.STEPS:
        named = [{"id": f"{step}-{i}", **entry} for i, entry in enumerate(entries)]
        path = folder / "prompts" / "wording" / f"{step}.yaml"
        path.write_text(yaml.safe_dump(named, allow_unicode=True), encoding="utf-8")
    known = replace(load_playbook(), library=load_library(folder / "prompts"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("server.services.load_playbook", lambda *_: known)
        async with serving(Settings(data=folder / "data", **settings)) as service:
            yield service


async def until_none(left: Callable[[], Awaitable[list[str]]]) -> None:
    """Wait until nothing is left, or fail with what is."""
    last: list[str] = []
    for _ in range(_TRIES):
        if not (last := await left()):
            return
        await asyncio.sleep(PATIENCE_SECONDS / _TRIES)
    pytest.fail("\n".join(last))


async def feedback(service: Service, conversation: str, count: int) -> list[FeedbackRecord]:
    """The stored feedback, once there are this many."""
    found: list[FeedbackRecord] = []

    async def lacking() -> list[str]:
        records = await service.services.log.read(conversation)
        found[:] = [record.body for record in records if isinstance(record.body, FeedbackRecord)]
        return [] if len(found) >= count else [f"{count} feedbacks expected, there are {found}"]

    await until_none(lacking)
    return found


async def tell(service: Service, message: wire.Outbound) -> None:
    """Say to the viewers what the coach might."""
    assert hasattr(message, "conversation_id")
    floor = service.services.gateway.floor
    (await floor.live.existing(message.conversation_id)).broadcast(message)


async def words_on(page: Page) -> list[str]:
    """All that the page says, to eyes and to screen readers."""
    found: list[str] = await page.evaluate(_WORDS)
    return found


async def misplaced(page: Page) -> list[str]:
    """What sticks out of the page, or out of what should hold it."""
    found: list[str] = await page.evaluate(_MISPLACED)
    return found


async def focus(page: Page) -> dict[str, Any] | None:
    """What has the keyboard: its test id, and whether one can see that it has."""
    found: dict[str, Any] | None = await page.evaluate(_FOCUS)
    return found


async def box(element: Locator) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of an element that is seen."""
    found = await element.bounding_box()
    assert found is not None, f"{element} is not seen"
    left, top = found["x"], found["y"]
    return left, top, left + found["width"], top + found["height"]
