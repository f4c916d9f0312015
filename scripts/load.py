"""Load on a running service: conversations that speak at a pace, and what they measured."""

import asyncio
import math
import random
import time
from dataclasses import dataclass, field
from typing import Final

from models import labels
from models.annotation import Line
from scripts.client import Socket

_DRAIN_SECONDS: Final = 10.0


@dataclass(slots=True)
class Measured:
    """What one run showed; latencies in seconds, from sending to receiving the advice."""

    rate: float
    seconds: float = 0.0
    sent: int = 0
    answered: int = 0
    latencies: list[float] = field(default_factory=list)
    cpu_seconds: float = 0.0
    peak_bytes: int = 0

    def percentile(self, share: float) -> float:
        """Latency in ms below which this share of answers came; NaN where none came."""
        ordered = sorted(self.latencies)
        if not ordered:
            return math.nan
        return 1000 * ordered[min(int(share * len(ordered)), len(ordered) - 1)]


class Speaker:
    """Both sockets of one conversation, its script repeated as long as needed."""

    def __init__(
        self, name: str, script: list[Line], source: Socket, viewer: Socket, measured: Measured
    ) -> None:
        self._name = name
        self._script = script
        self._source = source
        self._viewer = viewer
        self._measured = measured
        self._sent_at: dict[int, float] = {}
        self._answered = asyncio.Event()

    async def watch(self) -> None:
        """Have the viewer socket follow the conversation."""
        await self._viewer.watch(self._name)

    async def speak(self, pace: float, until: float, chance: random.Random) -> None:
        """Say lines at `pace` a second, or with pace 0 each as soon as the last is answered."""
        listening = asyncio.create_task(self._listen())
        acknowledging = asyncio.create_task(self._drain())
        number = 0
        try:
            while time.perf_counter() < until:
                if pace:
                    left = until - time.perf_counter()
                    pause = chance.expovariate(pace)
                    await asyncio.sleep(min(pause, left))
                    if pause >= left:
                        break
                number += 1
                await self.say(number)
                if not pace:
                    await self._next_answer()
            deadline = time.perf_counter() + _DRAIN_SECONDS
            while self._sent_at and time.perf_counter() < deadline:
                await self._next_answer()
        finally:
            listening.cancel()
            acknowledging.cancel()
            await asyncio.wait([listening, acknowledging])

    async def say(self, number: int) -> None:
        """Send the script's line for this number."""
        line = self._script[(number - 1) % len(self._script)]
        self._sent_at[number] = time.perf_counter()
        self._measured.sent += 1
        await self._source.say(self._name, str(number), line.role, line.text)

    async def _next_answer(self) -> None:
        self._answered.clear()
        if self._sent_at:
            try:
                async with asyncio.timeout(_DRAIN_SECONDS):
                    await self._answered.wait()
            except TimeoutError:
                self._sent_at.clear()

    async def _drain(self) -> None:
        while True:
            await self._source.receive()

    async def _listen(self) -> None:
        roles: dict[int, str] = {}
        while True:
            message = await self._viewer.receive()
            kind = message["type"]
            if kind == "utterance":
                roles[message["seq"]] = message["role"]
            seq = message.get("seq") or 0
            customer = roles.get(seq) == labels.CUSTOMER
            # Progress answers an agent's line; merged advice leaves progress as the answer too.
            if kind == "advice" or (kind == "progress" and not customer):
                self._answer(seq, kind == "advice")

    def _answer(self, seq: int, advice: bool) -> None:
        now = time.perf_counter()
        for number in [n for n in self._sent_at if n <= seq]:
            sent = self._sent_at.pop(number)
            self._measured.answered += 1
            if advice and number == seq:
                self._measured.latencies.append(now - sent)
        self._answered.set()
