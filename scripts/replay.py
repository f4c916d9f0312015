"""`liubu replay`: a transcript file through a running server, and what came back."""

import asyncio
import uuid
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from rich.table import Table

from models import labels
from models.annotation import AnnotationError
from scripts import talk
from scripts.client import ServiceError, Socket, joined
from scripts.console import bar, fail, out
from scripts.transcripts import BadLineError, read
from server.review.annotator import Spoken

# Silence before a line, and time it takes to say a character, at speed 1.
_PAUSE_SECONDS = 1.0
_SECONDS_A_CHARACTER = 0.12


@dataclass(slots=True)
class _Tally:
    """Of what came back."""

    counts: Counter[str] = field(default_factory=Counter)
    """Messages, by type."""
    faults: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Agent lines with a fault, by conversation and fault."""


def run(file: Path, url: str, speed: float, quiet: bool) -> None:
    """Replay `file`; fails unless every utterance was stored and read."""
    try:
        lines = list(read(file))
        tally = asyncio.run(_replay(lines, url, speed, quiet))
    except (AnnotationError, BadLineError, ServiceError) as error:
        fail(str(error))
    counts = tally.counts
    _print_faults(tally.faults)
    lost = len(lines) - counts["reading"]
    out.print(
        f"{file.name}: {len(lines)} 条 utterances, {counts['ack']} 已存 acknowledged, "
        f"{counts['reading']} 已解读 read, {counts['advice']} 条建议 advice, {lost} 丢失 lost"
    )
    if lost:
        fail("有话没有得到解读 some utterances were not read")


def _print_faults(faults: Counter[tuple[str, str]]) -> None:
    """For the review: which conversations have faults, those with the most of one first."""
    if not faults:
        return
    table = Table("会话 conversation", "服务禁忌 fault", "句 lines")
    for (conversation, fault), times in faults.most_common():
        table.add_row(conversation, labels.FAULTS[fault], str(times))
    out.print(table)


async def _replay(lines: list[Spoken[None]], url: str, speed: float, quiet: bool) -> _Tally:
    tally = _Tally()
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
                await _say(source, viewer, conversation, line, tally, quiet)
                progress.advance(task)
        for conversation in started:
            await source.send(type="close", conversation_id=conversation)
            await source.until("ack")
    return tally


async def _say(
    source: Socket,
    viewer: Socket,
    conversation: str,
    line: Spoken[None],
    tally: _Tally,
    quiet: bool,
) -> None:
    """Send one line, and wait for all that is said of it."""
    await source.say(conversation, f"line-{line.seq}", line.role, line.text)
    acknowledged = await source.until("ack")
    tally.counts["ack"] += 1
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
        if kind == "reading" and line.role == "agent":
            tally.faults.update((line.conversation_id, fault) for fault in message["faults"])
        if kind in ("reading", "advice"):
            tally.counts[kind] += 1
            if not quiet:
                getattr(talk, kind)(message)
        if kind == wanted:
            return
