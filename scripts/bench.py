"""`liubu bench`: throughput, latency and cost of a real server, beside the model's own cost."""

import asyncio
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median_high
from typing import Final

import psutil
from rich.table import Table

from models import annotation, labels
from models.annotation import Line
from models.runtime import classifier
from models.window import CONTEXT_LINES
from scripts.client import ServiceError, joined
from scripts.console import bar, fail, out
from scripts.load import Measured, Speaker
from server.settings import Settings

_BATCHES: Final = (8, 32, 128, 512)
_CEILING_SECONDS: Final = 2.0
_LONG_TURNS: Final = 520
_EARLY: Final = slice(4, 44)
_LATE: Final = slice(480, 520)
_TYPED_LINES: Final = 40
_TYPED_CHARS: Final = 2


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The classifier alone on the same texts, at its best batch."""

    batch: int
    rate: float
    cpu_ms: float


def run(rates: list[float], conversations: int, seconds: float) -> None:
    """Measure and print."""
    scripts = _scripts()
    with _server() as (process, url, started), bar() as progress:
        task = progress.add_task("压测 bench", total=len(rates) + 2)
        measured = []
        try:
            # The first run warms the server up and is not counted.
            asyncio.run(_drive(url, process, scripts, conversations, 100, 2.0))
            for rate in rates:
                found = asyncio.run(_drive(url, process, scripts, conversations, rate, seconds))
                measured.append(found)
                progress.advance(task)
            early, late = asyncio.run(_long_conversation(url, scripts))
            typed = asyncio.run(_typing(url, scripts))
        except ServiceError as error:
            fail(str(error))
        progress.advance(task)
        ceiling = _ceiling(scripts)
        progress.advance(task)
    _print(measured, ceiling, conversations)
    out.print(f"ready {started:.2f} s after the start of the process")
    out.print(
        f"long conversation: median turn {1000 * early:.2f} ms around turn 5–44, "
        f"{1000 * late:.2f} ms around turn 480–520, ratio {late / early:.2f}"
    )
    out.print(
        f"as you type: {typed.answered} drafts, p50 {typed.percentile(0.5):.1f} ms, "
        f"p95 {typed.percentile(0.95):.1f} ms"
    )


def _print(measured: list[Measured], ceiling: Ceiling, conversations: int) -> None:
    table = Table(title=f"{conversations} conversations, a source and a viewer socket each")
    for column in (
        "asked utt/s",
        "utt/s",
        "p50 ms",
        "p95 ms",
        "p99 ms",
        "server CPU ms/utt",
        "× model",
        "peak RSS MB",
        "unanswered",
    ):
        table.add_column(column, justify="right")
    for found in measured:
        cpu = 1000 * found.cpu_seconds / max(found.answered, 1)
        table.add_row(
            f"{found.rate:.0f}" if found.rate else "max",
            f"{found.answered / found.seconds:.0f}",
            *(f"{found.percentile(share):.1f}" for share in (0.5, 0.95, 0.99)),
            f"{cpu:.2f}",
            f"{cpu / ceiling.cpu_ms:.2f}",
            f"{found.peak_bytes / 1e6:.0f}",
            str(found.sent - found.answered),
        )
    out.print(table)
    out.print(
        f"model alone, same texts: {ceiling.rate:.0f} utt/s, "
        f"{ceiling.cpu_ms:.2f} CPU ms/utt at batch {ceiling.batch}"
    )


def _scripts() -> list[list[Line]]:
    """The conversations of the corpus' test part."""
    return [conversation.lines for conversation in annotation.part("test")]


@contextmanager
def _server() -> Iterator[tuple[psutil.Process, str, float]]:
    """A server in a process of its own, with an empty log, and the seconds it took to start."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "scripts", "serve", "--port", "0"]
        env = {**os.environ, "LIUBU_DATA": folder, "PYTHONUNBUFFERED": "1"}
        start = time.perf_counter()
        with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) as process:
            try:
                url = _address(process)
                yield psutil.Process(process.pid), url, time.perf_counter() - start
            finally:
                process.terminate()


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        if found := re.search(r"http://([\d.]+:\d+)", line):
            return f"ws://{found.group(1)}/v1/stream"
    fail("服务没有启动 the server did not start")


async def _drive(
    url: str,
    process: psutil.Process,
    scripts: list[list[Line]],
    conversations: int,
    rate: float,
    seconds: float,
) -> Measured:
    measured = Measured(rate)
    async with AsyncExitStack() as stack:
        speakers = [
            Speaker(
                f"bench-{rate}-{number}-{time.time_ns()}",
                scripts[number % len(scripts)],
                await stack.enter_async_context(joined(url, "source")),
                await stack.enter_async_context(joined(url, "viewer")),
                measured,
            )
            for number in range(conversations)
        ]
        for speaker in speakers:
            await speaker.watch()
        before = process.cpu_times()
        start = time.perf_counter()
        pace = rate / conversations
        async with asyncio.TaskGroup() as group:
            for number, speaker in enumerate(speakers):
                group.create_task(speaker.speak(pace, start + seconds, random.Random(number)))
        measured.seconds = time.perf_counter() - start
        after = process.cpu_times()
        measured.cpu_seconds = after.user + after.system - before.user - before.system
        measured.peak_bytes = _peak_bytes(process)
    return measured


async def _long_conversation(url: str, scripts: list[list[Line]]) -> tuple[float, float]:
    """Median seconds of a customer turn early and late in a conversation of 520 utterances."""
    script = [line for lines in scripts for line in lines if line.role == labels.CUSTOMER]
    turns: list[float] = []
    async with joined(url, "source") as source, joined(url, "viewer") as viewer:
        name = f"bench-long-{time.time_ns()}"
        await viewer.watch(name)
        # The same lines early and late: only the length of the conversation differs.
        lines = [script[number % 40] for number in range(_LONG_TURNS)]
        for number, line in enumerate(lines):
            sent = time.perf_counter()
            await source.say(name, str(number), line.role, line.text)
            await viewer.until("advice")
            turns.append(time.perf_counter() - sent)
            # What nobody reads stops the socket, its pings with it.
            await source.until("ack")
    return median_high(turns[_EARLY]), median_high(turns[_LATE])


async def _typing(url: str, scripts: list[list[Line]]) -> Measured:
    """Latencies of drafts: the longest agent line of a conversation, two characters at a time."""
    measured = Measured(0)
    async with joined(url, "source") as source, joined(url, "viewer") as viewer:
        for number, lines in enumerate(scripts[:_TYPED_LINES]):
            name = f"bench-typing-{number}-{time.time_ns()}"
            asked = next(line.text for line in lines if line.role == labels.CUSTOMER)
            reply = max((line.text for line in lines if line.role == labels.AGENT), key=len)
            await viewer.watch(name)
            await source.say(name, "asked", labels.CUSTOMER, asked)
            await source.until("ack")
            await viewer.until("advice")
            for end in range(_TYPED_CHARS, len(reply) + 1, _TYPED_CHARS):
                sent = time.perf_counter()
                await viewer.send(
                    type="draft", conversation_id=name, draft_id=str(end), text=reply[:end]
                )
                await viewer.until("lint")
                measured.answered += 1
                measured.latencies.append(time.perf_counter() - sent)
    return measured


def _peak_bytes(process: psutil.Process) -> int:
    status = Path(f"/proc/{process.pid}/status")
    if status.is_file() and (found := re.search(r"VmHWM:\s+(\d+) kB", status.read_text())):
        return int(found.group(1)) * 1024
    return int(process.memory_info().rss)


def _ceiling(scripts: list[list[Line]]) -> Ceiling:
    """Rate and CPU time of the classifier alone on the same texts."""
    reader = classifier.load(directory=Settings().weights, threads=0)
    requests = []
    for lines in scripts:
        tokens = [reader.tokens(line.role, line.text) for line in lines]
        requests += [
            reader.request(line.role, tokens[at], tokens[max(0, at - CONTEXT_LINES) : at])
            for at, line in enumerate(lines)
        ]
    requests.sort(key=lambda request: len(request.window.ids))
    found = []
    for size in _BATCHES:
        batches = [requests[at : at + size] for at in range(0, len(requests), size)]
        random.Random(size).shuffle(batches)
        reader.read(batches[0])
        count, start, cpu = 0, time.perf_counter(), time.process_time()
        while (spent := time.perf_counter() - start) < _CEILING_SECONDS:
            batch = batches[(count // size) % len(batches)]
            reader.read(batch)
            count += len(batch)
        found.append(Ceiling(size, count / spent, 1000 * (time.process_time() - cpu) / count))
    return max(found, key=lambda ceiling: ceiling.rate)
