"""`liubu replay`: a transcript file through a running server, and what came back."""

import asyncio
import uuid
from collections import Counter
from pathlib import Path

from models.annotation import AnnotationError
from scripts import talk
from scripts.client import ServiceError, Socket, joined
from scripts.console import bar, fail, out
from scripts.transcripts import BadLineError, read
from server.review.annotator import Spoken

# Silence before a line, and time it takes to say a character, at speed 1.
_PAUSE_SECONDS = 1.0
_SECONDS_A_CHARACTER = 0.12


def run(file: Path, url: str, speed: float, quiet: bool) -> None:
    """Replay `file`; fails unless every utterance was stored and read."""
    try:
        lines = list(read(file))
        counts = asyncio.run(_replay(lines, url, speed, quiet))
    except (AnnotationError, BadLineError, ServiceError) as error:
        fail(str(error))
    lost = len(lines) - counts["reading"]
    out.print(
        f"{file.name}: {len(lines)} 条 utterances, {counts['ack']} 已存 acknowledged, "
        f"{counts['reading']} 已解读 read, {counts['advice']} 条建议 advice, {lost} 丢失 lost"
    )
    if lost:
        fail("有话没有得到解读 some utterances were not read")


async def _replay(lines: list[Spoken[None]], url: str, speed: float, quiet: bool) -> Counter[str]:
    counts: Counter[str] = Counter()
    run_id = uuid.uuid4().hex[:8]
    async with joined(url, "source") as source, joined(url, "viewer") as viewer:
        with bar() as progress:
            task = progress.add_task("重放 replay", total=len(lines))
            started: dict[str, None] = {}
            for line in lines:
                conversation = f"{line.conversation_id}@{run_id}"
                if conversation not in started:
                    started[conversation] = None
                    await viewer.watch(conversation)
                if speed:
                    pause = _PAUSE_SECONDS + len(line.text) * _SECONDS_A_CHARACTER
                    await asyncio.sleep(pause / speed)
                await _say(source, viewer, conversation, line, counts, quiet)
                progress.advance(task)
        for conversation in started:
            await source.send(type="close", conversation_id=conversation)
            await source.until("ack")
    return counts


async def _say(
    source: Socket,
    viewer: Socket,
    conversation: str,
    line: Spoken[None],
    counts: Counter[str],
    quiet: bool,
) -> None:
    """Send one line, and wait for all that is said of it."""
    await source.say(conversation, f"line-{line.seq}", line.role, line.text)
    acknowledged = await source.until("ack")
    counts["ack"] += 1
    if not quiet:
        talk.line(line.role, line.text)
    wanted = "advice" if line.role == "customer" else "progress"
    while True:
        message = await viewer.receive()
        kind = message["type"]
        if kind == "error" and message["ref"] == str(acknowledged["seq"]):
            return
        if (message.get("conversation_id"), message.get("seq")) != (
            conversation,
            acknowledged["seq"],
        ):
            continue
        if kind in ("reading", "advice"):
            counts[kind] += 1
            if not quiet:
                getattr(talk, kind)(message)
        if kind == wanted:
            return
