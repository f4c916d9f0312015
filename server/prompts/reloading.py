"""Serves a changed version of `prompts/` as soon as it is without mistakes."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from server.coach.playbook import Playbook
from server.prompts.files import PromptError
from server.prompts.playbook import load_playbook
from server.prompts.versions import Versions

_SECONDS: Final = 1.0

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Served:
    """Which version is served, and what is wrong with a change that is not served."""

    version: str
    problem: str | None = None


Told = Callable[[Playbook | None, str, str | None], None]


class Reloader:
    """Loads again whenever a file changes. Use as an async context manager.

    `told` is called after each change: with the new playbook and its version, or with None, the
    version that goes on being served, and the mistake in the change.
    """

    def __init__(self, versions: Versions, told: Told, seconds: float = _SECONDS) -> None:
        self._versions = versions
        self._told = told
        self._seconds = seconds
        self._seen = self._look()
        self._watching: asyncio.Task[None] | None = None
        self.served = Served(versions.current)

    async def __aenter__(self) -> "Reloader":
        self._watching = asyncio.create_task(self._watch())
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._watching is not None:
            self._watching.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watching

    async def _watch(self) -> None:
        """Look again and again: notices of changes do not come from every file system."""
        while True:
            await asyncio.sleep(self._seconds)
            found = await asyncio.to_thread(self._look)
            if found != self._seen:
                self._seen = found
                await self._reload()

    async def _reload(self) -> None:
        version = self._versions.current
        try:
            playbook = await asyncio.to_thread(load_playbook, self._versions.directory())
        except PromptError as error:
            _logger.error("prompts not reloaded: %s", error)
            self.served = Served(self.served.version, str(error))
            self._told(None, self.served.version, str(error))
            return
        _logger.info("prompts reloaded, version %s", version)
        self.served = Served(version)
        self._told(playbook, version, None)

    def _look(self) -> dict[Path, tuple[int, int]]:
        """Every file of the served version, with when it was changed and how long it is."""
        found = {}
        for path in self._versions.directory().rglob("*.*"):
            # An editor may be just replacing it.
            with contextlib.suppress(FileNotFoundError):
                stat = path.stat()
                found[path] = stat.st_mtime_ns, stat.st_size
        return found
