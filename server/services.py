"""What one running service is made of, built from its settings."""

import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from models.business import classifier as business
from models.runtime import classifier
from server.coach.playbook import Playbook
from server.gateway.hub import Hub
from server.gateway.lookup import Lookup
from server.knowledge.shelf import Shelf
from server.knowledge.words import Vocabulary
from server.prompts import Demo, load_demos, load_playbook
from server.settings import Settings
from server.store.log import EventLog
from server.understanding.worker import Understanding


@dataclass(frozen=True, slots=True)
class Services:
    """The parts that requests and sockets use."""

    settings: Settings
    log: EventLog
    understanding: Understanding
    hub: Hub
    demos: tuple[Demo, ...]
    shelf: Shelf | None
    """The articles, where a folder of them is set."""


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[Services]:
    """Build and start all parts; stop them in reverse order, answering who still waits."""
    playbook, demos = load_playbook(), load_demos()
    own = None
    if settings.intent_model is not None:
        own = business.load(settings.intent_model, settings.backend, settings.threads)
    reader = classifier.load(settings.backend, settings.weights, settings.threads, own)
    async with AsyncExitStack() as stack:
        log = await stack.enter_async_context(EventLog(settings.data / "liubu.db"))
        understanding = await stack.enter_async_context(
            Understanding(reader, settings.max_batch, settings.queue)
        )
        shelf = None
        if settings.knowledge is not None:
            kept = settings.data / "knowledge"
            shelf = Shelf(settings.knowledge, kept, vocabulary(playbook), _now)
            await stack.enter_async_context(shelf)
        lookup = await stack.enter_async_context(Lookup(shelf))
        hub = Hub(log, reader, understanding, playbook, _now, settings.live, lookup)
        yield Services(settings, log, understanding, hub, demos, shelf)


def vocabulary(playbook: Playbook) -> Vocabulary:
    """What the playbook knows of words."""
    rule = playbook.rules.questions
    return Vocabulary(frozenset(rule.skipped), rule.same, rule.words, playbook.products.names)


def _now() -> int:
    return time.time_ns() // 1_000_000
