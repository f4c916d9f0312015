"""A conversation as it happens: shown, read, kept through reloads and lost connections."""

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, WebSocketRoute, expect
from websockets.asyncio.client import connect

from models import labels
from tests.console.browsing import PATIENCE_SECONDS, Browsing, address, until_none
from tests.service import Peer, Service

pytestmark = pytest.mark.asyncio(loop_scope="session")

_LONG_AGO = "我订的XL码衬衫发成了S码，你们怎么搞的"


async def test_what_a_customer_says_is_shown_with_what_was_read_from_it(
    browsing: Browsing, service: Service
) -> None:
    page = await browsing.visit(service, "read")
    async with service.peer("source") as source, service.watching("read") as viewer:
        await source.say("read", "e1", _LONG_AGO)
        reading, advice = await viewer.until("reading"), await viewer.until("advice")
    message = page.get_by_test_id("message")
    await expect(message).to_have_count(1)
    await expect(message).to_have_attribute("data-role", "customer")
    await expect(message.locator(".bubble")).to_have_text(_LONG_AGO)
    emotion, intent = reading["emotion"]["key"], reading["intent"]["key"]
    await expect(page.get_by_test_id("mood")).to_have_text(labels.EMOTIONS[emotion])
    await expect(page.get_by_test_id("intent")).to_have_text(labels.INTENTS[intent])
    await expect(page.locator("liubu-mood-curve .chart button")).to_have_count(1)

    step = page.get_by_test_id(f"track-step-{advice['step']}")
    await expect(step).to_have_attribute("data-status", "due")
    await expect(step).to_have_attribute("aria-current", "step")
    await expect(page.locator("[data-testid^=track-step][aria-current]")).to_have_count(1)
    name = labels.STEPS[advice["step"]].split()[1]
    await expect(page.get_by_test_id("suggestion-step")).to_have_text(name)
    first, *others = [each["text"] for each in advice["wordings"]]
    await expect(page.get_by_test_id("suggestion-text")).to_have_text(re.sub("[‹›]", "", first))
    for i, text in enumerate(others, 2):
        await expect(page.get_by_test_id(f"wording-{i}")).to_contain_text(text)


async def test_each_line_of_the_customer_adds_a_point_to_the_curve(
    browsing: Browsing, service: Service
) -> None:
    page = await browsing.visit(service, "curve")
    points = page.locator("liubu-mood-curve .chart button")
    async with service.peer("source") as source:
        for i, (role, text) in enumerate(
            [("customer", "在吗"), ("agent", "您好，请讲。"), ("customer", "快递一直没到")]
        ):
            await source.say("curve", f"e{i}", text, role)
    await expect(page.get_by_test_id("message")).to_have_count(3)
    await expect(points).to_have_count(2)
    await expect(points.nth(1)).to_have_attribute("aria-label", re.compile("快递一直没到"))


async def test_partial_words_are_shown_and_replaced_by_the_final(
    browsing: Browsing, service: Service
) -> None:
    page = await browsing.visit(service, "partial")
    said = {"conversation_id": "partial", "event_id": "e1", "role": "customer"}
    async with service.peer("source") as source:
        # Once this is shown, the page follows the conversation.
        await source.say("partial", "e0", "你好")
        await expect(page.get_by_test_id("message")).to_have_count(1)
        await source.send(type="utterance", **said, text="我的快", final=False)
        await expect(page.get_by_test_id("partial")).to_have_text("我的快")
        await source.send(type="utterance", **said, text="我的快递到", final=False)
        await expect(page.get_by_test_id("partial")).to_have_text("我的快递到")
        await expect(page.get_by_test_id("message")).to_have_count(1)
        await source.say("partial", "e1", "我的快递到哪儿了")
    await expect(page.locator(".bubble")).to_have_text(["你好", "我的快递到哪儿了"])
    await expect(page.get_by_test_id("partial")).to_have_count(0)


async def test_the_conversation_that_spoke_last_stands_first_in_the_list(
    browsing: Browsing, service: Service
) -> None:
    page = await browsing.visit(service)
    async with service.peer("source") as source:
        await source.say("list-a", "e1", "第一个客户")
        await source.say("list-b", "e1", "第二个客户")
        rows = page.get_by_test_id("conversation-row")
        await expect(rows.first).to_have_attribute("data-id", "list-b")
        await source.say("list-a", "e2", "第一个客户又说")
    await expect(rows.first).to_have_attribute("data-id", "list-a")
    await expect(rows.first).to_contain_text("第一个客户又说")
    await rows.nth(1).click()
    await expect(page.get_by_test_id("message").locator(".bubble")).to_have_text("第二个客户")
    assert page.url == address(service.url, "list-b")


async def test_what_a_customer_writes_is_text_and_never_markup(
    browsing: Browsing, service: Service
) -> None:
    page = await browsing.visit(service, "markup")
    attack = (
        "<img src=x onerror=\"document.title='taken'\"> 我的<b>订单</b>"
        "<script>document.title='taken'</script>${1+1}"
    )
    async with service.peer("source") as source:
        await source.send(type="open", conversation_id="markup", customer=attack[:64])
        await source.say("markup", "e1", attack)
        await expect(page.get_by_test_id("message").locator(".bubble")).to_have_text(attack)
        await expect(page.locator("liubu-conversation-list")).to_contain_text(attack[:40])
        await expect(page.locator("liubu-mood-curve .readout")).to_contain_text(attack)
        await source.say("markup", "e2", attack, "agent")
    await expect(page.get_by_test_id("message")).to_have_count(2)
    await expect(page.locator("img, .bubble b, liubu-console script")).to_have_count(0)
    assert await page.title() == "六步 LiuBu 控制台"


async def test_a_reload_brings_back_chat_track_curve_and_suggestion(
    browsing: Browsing, service: Service
) -> None:
    page = await browsing.visit(service, "reload")
    async with service.peer("source") as source:
        await source.send(type="open", conversation_id="reload", customer="周女士", channel="call")
        for i, (role, text) in enumerate(
            [
                ("customer", _LONG_AGO),
                ("agent", "XL发成了S，换谁都着急，对不起。"),
                ("customer", "明天就要穿，怎么办"),
            ]
        ):
            await source.say("reload", f"e{i}", text, role)
    await expect(page.get_by_test_id("message")).to_have_count(3)
    await expect(page.locator("liubu-mood-curve .chart button")).to_have_count(2)
    await expect(page.locator("[data-standing=live]")).to_be_visible()
    await expect(page.locator(".mark[title]")).not_to_have_count(0)
    before = await _shown(page)
    await page.reload()
    await expect(page.locator("[data-standing=live]")).to_be_visible()
    await expect(page.get_by_test_id("message")).to_have_count(3)
    assert await _shown(page) == before


async def test_a_closed_conversation_can_be_read_but_not_written_in(
    browsing: Browsing, service: Service
) -> None:
    page = await browsing.visit(service, "closed")
    async with service.peer("source") as source:
        await source.say("closed", "e1", "好的，谢谢，再见")
        await expect(page.locator("[data-standing=live]")).to_be_visible()
        await source.send(type="close", conversation_id="closed", ref="end")
    await expect(page.get_by_test_id("agent-input")).to_be_disabled()
    await expect(page.get_by_test_id("suggestion")).to_contain_text("会话已结束")
    await expect(page.get_by_test_id("insert")).to_be_disabled()
    await expect(page.locator("liubu-chat-desk")).to_contain_text("好的，谢谢，再见")


async def test_a_lost_connection_is_told_and_what_was_missed_is_made_up(
    browsing: Browsing, tmp_path: Path
) -> None:
    browsing.expected = "WebSocket connection to .* failed"
    page = await browsing.context.new_page()
    await page.clock.install()
    async with _process(tmp_path / "data") as first:
        browsing.hosts.add(first.host)
        await page.goto(address(f"http://{first.host}", "lost"))
        async with first.source() as source:
            await source.say("lost", "e1", "包裹停了四天")
        await expect(page.get_by_test_id("message")).to_have_count(1)
    await expect(page.get_by_test_id("connection")).to_have_text("连接断开，正在重连…")
    await expect(page.get_by_test_id("panel-connection")).to_have_text("连接断开，正在重连…")
    await page.screenshot(path=tmp_path / "lost.png")

    # The page's time stands still, so that it cannot come back before something is said.
    now: float = await page.evaluate("Date.now() / 1000")
    await page.clock.pause_at(now + 60)
    await page.get_by_test_id("agent-input").fill("我来查")
    await page.keyboard.press("Enter")
    await expect(page.locator(".pending")).to_contain_text("我来查")
    port = int(first.host.split(":")[1])
    async with _process(tmp_path / "data", port) as second:
        async with second.source() as source:
            await source.say("lost", "e2", "还在吗")
        await expect(page.get_by_test_id("message")).to_have_count(1)
        await page.clock.resume()
        bubbles = page.get_by_test_id("message").locator(".bubble")
        await expect(bubbles).to_have_text(["包裹停了四天", "还在吗", "我来查"])
        await expect(page.get_by_test_id("connection")).to_have_text("已连接")
        await expect(page.locator(".pending")).to_have_count(0)
        async with second.source() as source:
            await source.say("lost", "e3", "好的")
        await expect(bubbles.nth(3)).to_have_text("好的")
        await expect(page.locator("[data-standing=live]")).to_be_visible()


@pytest.mark.parametrize(
    ("path", "writing"),
    [("/#{}", "agent-input"), ("/customer.html?conversation={}", "customer-input")],
)
async def test_a_line_that_arrives_before_one_watches_again_is_not_left_as_being_sent(
    path: str, writing: str, browsing: Browsing, service: Service
) -> None:
    conversation = f"again-{writing}"
    sockets: list[WebSocketRoute] = []
    held: list[Callable[[], None]] = []
    holding = False

    def carry(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        sockets.append(socket)

        def pass_on(message: str | bytes) -> None:
            if holding and '"viewer"' in str(message):
                held.append(lambda: server.send(message))
            else:
                server.send(message)

        socket.on_message(pass_on)

    async def unheard() -> list[str]:
        records = await service.services.log.read(conversation)
        heard = any(record.seq == 2 for record in records)
        return [] if heard and held else ["the line has not come to the log"]

    async with service.peer("source") as source:
        await source.say(conversation, "e1", "在吗")
    browsing.hosts.add(service.host)
    await browsing.context.route_web_socket(re.compile("/v1/stream"), carry)
    page = await browsing.context.new_page()
    await page.goto(service.url + path.format(conversation))
    await expect(page.get_by_test_id("message")).to_have_count(1)
    holding = True
    for socket in tuple(sockets):
        await socket.close()
    await page.get_by_test_id(writing).fill("我在写")
    await page.get_by_test_id(writing).press("Enter")
    await expect(page.locator(".pending")).to_contain_text("我在写")
    await until_none(unheard)
    holding = False
    for let_go in held:
        let_go()
    await expect(page.get_by_test_id("message").nth(1)).to_contain_text("我在写")
    await expect(page.locator(".pending")).to_have_count(0)


@dataclass(frozen=True, slots=True)
class _Running:
    host: str

    @asynccontextmanager
    async def source(self) -> AsyncIterator[Peer]:
        async with connect(f"ws://{self.host}/v1/stream", proxy=None) as connection:
            peer = Peer(connection)
            await peer.send(type="hello", role="source")
            await peer.until("welcome")
            yield peer


@asynccontextmanager
async def _process(data: Path, port: int = 0) -> AsyncIterator[_Running]:
    """`liubu serve` as a process of its own, killed at the end as by a power cut."""
    serving = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "scripts", "serve", "--port", str(port)),
        env={**os.environ, "LIUBU_DATA": str(data)},
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert serving.stdout is not None
        async with asyncio.timeout(PATIENCE_SECONDS):
            said = await serving.stdout.readuntil(b"\n")
        found = re.search(r"http://([\d.]+:\d+)", said.decode())
        assert found is not None, said
        yield _Running(found.group(1))
    finally:
        serving.kill()
        await serving.communicate()


async def _shown(page: Page) -> dict[str, Any]:
    """What a person sees of a conversation."""
    points = page.locator("liubu-mood-curve .chart button")
    track = page.locator("[data-testid^=track-step]")
    return {
        "chat": await page.locator("liubu-chat-desk .bubble").all_inner_texts(),
        "marks": await page.locator("liubu-chat-desk .meta").all_inner_texts(),
        "header": await page.locator("liubu-chat-desk header").inner_text(),
        "track": await track.evaluate_all("all => all.map((each) => each.dataset.status)"),
        "curve": await points.evaluate_all("all => all.map((each) => each.ariaLabel)"),
        "chips": await page.locator(".chips").inner_text(),
        "suggestion": await page.get_by_test_id("suggestion").inner_text(),
    }
