"""What one running service is made of, built from its settings."""

import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from models.business import classifier as business
from models.runtime import classifier
from server.coach.playbook import Playbook
from server.gateway.alarm_clock import AlarmClock
from server.gateway.closing import Closing
from server.gateway.desk import Desk
from server.gateway.drafts import Drafts
from server.gateway.floor import Floor
from server.gateway.gateway import Gateway
from server.gateway.hub import Hub
from server.gateway.lookup import Lookup
from server.gateway.rewriting import Rewriting
from server.gateway.viewing import Viewing
from server.knowledge.shelf import Shelf
from server.knowledge.words import Vocabulary
from server.prompts import Demo, Reloader, Versions, load_demos, load_playbook
from server.settings import Settings
from server.store.log import EventLog
from server.understanding.worker import Understanding
from server.writing.endpoint import Endpoint
from server.writing.writer import Writer


@dataclass(frozen=True, slots=True)
class Services:
    """The parts that requests and sockets use."""

    settings: Settings
    log: EventLog
    understanding: Understanding
    gateway: Gateway
    prompts: Reloader
    demos: tuple[Demo, ...]
    shelf: Shelf | None
    """The articles, where a folder of them is set."""


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[Services]:
    """Build and start all parts; stop them in reverse order, answering who still waits."""
    versions, demos = Versions(settings.data / "prompts"), load_demos()
    playbook = load_playbook(versions.directory())
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
        floor = Floor(log, reader, playbook, _now, settings.live, lookup)
        hub = Hub(floor, reader, understanding)
        drafts = Drafts(floor, reader, understanding)
        rewriting = Rewriting(floor, await _writer(settings, stack))
        gateway = Gateway(
            floor, hub, Viewing(floor), Desk(floor), drafts, Closing(floor), rewriting
        )
        await stack.enter_async_context(AlarmClock(floor))
        prompts = await stack.enter_async_context(Reloader(versions, floor.use))
        yield Services(settings, log, understanding, gateway, prompts, demos, shelf)


def vocabulary(playbook: Playbook) -> Vocabulary:
    """What the playbook knows of words."""
    rule = playbook.rules.questions
    return Vocabulary(frozenset(rule.skipped), rule.same, rule.words, playbook.products.names)


async def _writer(settings: Settings, stack: AsyncExitStack) -> Writer | None:
    """Who says suggestions in another tone, where an endpoint is named."""
    if settings.llm_url is None or settings.llm_model is None:
        return None
    key = settings.llm_key.get_secret_value() if settings.llm_key else None
    endpoint = Endpoint(str(settings.llm_url), settings.llm_model, key, settings.llm_seconds)
    return Writer(await stack.enter_async_context(endpoint), settings.llm_seconds)


def _now() -> int:
    return time.time_ns() // 1_000_000
