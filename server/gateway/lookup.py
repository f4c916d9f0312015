"""Looks up what customers ask, beside the turns: no advice ever waits for it."""

import asyncio
import logging
from collections.abc import Callable
from typing import Final

from server import wire
from server.coach.coach import question
from server.coach.playbook import Playbook
from server.coach.question import Question
from server.gateway import views
from server.gateway.conversation import Conversation
from server.knowledge.cases import Case
from server.knowledge.shelf import Shelf, ShelfUnavailableError

# More than so many at once are not looked up: an answer that comes late is none.
_AT_ONCE: Final = 64

_logger = logging.getLogger(__name__)


class Lookup:
    """Use as an async context manager. Without a shelf nothing is looked up."""

    def __init__(self, shelf: Shelf | None) -> None:
        self._shelf = shelf
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> "Lookup":
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)

    def start(
        self,
        conversation: Conversation,
        playbook: Playbook,
        tell: Callable[[wire.Knowledge], None],
    ) -> None:
        """Look up what was asked last, if anything was, and tell what was found."""
        asked = question(playbook, conversation.state)
        if self._shelf is None or asked is None:
            return
        if len(self._tasks) >= _AT_ONCE:
            _logger.warning("too many lookups; utterance %d is not looked up", asked.seq)
            return
        task = asyncio.create_task(
            self._look_up(self._shelf, conversation, asked, playbook, tell), name="lookup"
        )
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    async def keep(self, case: Case) -> None:
        """Keep a closed case, so that the next one like it finds how it ended."""
        if self._shelf is None:
            return
        try:
            await self._shelf.add_case(case)
        except (ShelfUnavailableError, ValueError) as error:
            # The wrap-up itself is stored; only the next search goes without it.
            _logger.warning("a case was not kept: %s", type(error).__name__)

    async def _look_up(
        self,
        shelf: Shelf,
        conversation: Conversation,
        asked: Question,
        playbook: Playbook,
        tell: Callable[[wire.Knowledge], None],
    ) -> None:
        industry = conversation.state.industry
        try:
            hits = await shelf.search(asked.text, industry=industry, context=asked.context)
        except ShelfUnavailableError as error:
            _logger.warning("utterance %d was not looked up: %s", asked.seq, error)
            return
        rule = playbook.rules.questions
        hits = tuple(hit for hit in hits if hit.score >= rule.shown)
        # The conversation may have gone on meanwhile.
        if hits and conversation.last_seq == asked.seq:
            tell(views.knowledge(conversation.state, asked.seq, hits, conversation.advice, rule))

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _logger.error("a lookup failed: %s", type(error).__name__)
