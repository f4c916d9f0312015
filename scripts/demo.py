"""`liubu demo`: a scripted conversation in real time, with the advice beside it."""

import asyncio
import contextlib
import uuid

from models import labels
from scripts import talk
from scripts.client import ServiceError, Socket, joined
from scripts.console import fail, out
from server.prompts import Demo, DemoLine, load_demos

_PARTIAL_SECONDS = 0.25
_CHARACTERS_A_PARTIAL = 2
_PAUSE_SECONDS = 1.5


def run(url: str, speed: float, script: str | None) -> None:
    """Stream one script, the first by default."""
    scripts = {demo.id: demo for demo in load_demos()}
    chosen = next(iter(scripts.values())) if script is None else scripts.get(script)
    if chosen is None:
        fail(f"没有剧本 {script}；可选 choose one of: {'、'.join(scripts)}")
    try:
        asyncio.run(_stream(chosen, url, speed))
    except ServiceError as error:
        fail(str(error))


async def _stream(demo: Demo, url: str, speed: float) -> None:
    conversation = f"demo-{uuid.uuid4().hex[:8]}"
    out.print(f"{demo.title}  {demo.title_en}  ({labels.CHANNELS[demo.channel]})", style="bold")
    async with joined(url, "source") as source, joined(url, "viewer") as viewer:
        await source.send(
            type="open",
            conversation_id=conversation,
            channel=demo.channel,
            industry=demo.industry,
            customer=demo.customer,
        )
        await source.until("ack")
        await viewer.watch(conversation)
        for number, line in enumerate(demo.lines, start=1):
            await _listen(viewer, _PAUSE_SECONDS / speed)
            await _speak(source, conversation, number, line, speed)
            talk.line(line.role, line.text)
            await _answer(viewer, line)
        await _listen(viewer, _PAUSE_SECONDS / speed)
        await source.send(type="close", conversation_id=conversation)
        await source.until("ack")


async def _listen(viewer: Socket, seconds: float) -> None:
    """Print what is found for the last line, which comes after the advice on it."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while True:
                talk.knowledge(await viewer.until("knowledge"))


async def _speak(
    source: Socket, conversation: str, number: int, line: DemoLine, speed: float
) -> None:
    """Say a line as it grows, then as a whole."""
    utterance = {
        "type": "utterance",
        "conversation_id": conversation,
        "event_id": f"line-{number}",
        "role": line.role,
    }
    for upto in range(_CHARACTERS_A_PARTIAL, len(line.text), _CHARACTERS_A_PARTIAL):
        await source.send(**utterance, text=line.text[:upto], final=False)
        await asyncio.sleep(_PARTIAL_SECONDS / speed)
    await source.send(**utterance, text=line.text)
    await source.until("ack")


async def _answer(viewer: Socket, line: DemoLine) -> None:
    talk.reading(await viewer.until("reading"))
    if line.role == labels.CUSTOMER:
        talk.advice(await viewer.until("advice"))
