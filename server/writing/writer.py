"""Says a suggestion in another tone, told sentence by sentence as far as the guard lets it.

A clause may still turn in the next one, and a number go on in the next piece: only whole
sentences are judged, each together with all before it, and only what passed is ever told.
Where it ends badly after that, it is refused, and the suggestion stands as it was.
"""

import asyncio
import logging
import re
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass
from typing import Final, Literal

from server.coach.guard import Code, Guard
from server.coach.playbook import Playbook
from server.coach.private import Mask
from server.coach.rewriting import Task
from server.writing.endpoint import Endpoint, EndpointError, Trouble

_SENTENCES: Final = re.compile(r".*[。！？!?]", re.DOTALL)
# Models like to put what they were asked for in quotes.
_QUOTES: Final = '“”"「」 \n'

_logger = logging.getLogger(__name__)

Reason = Code | Trouble | Literal["timeout"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The suggestion in the other tone, or why there is none."""

    text: str = ""
    refused: Reason | None = None


class Writer:
    """Asks an endpoint; an answer that is not whole after so many `seconds` is given up."""

    def __init__(self, endpoint: Endpoint, seconds: float) -> None:
        self._endpoint = endpoint
        self._seconds = seconds

    async def rewrite(self, task: Task, playbook: Playbook, tell: Callable[[str], None]) -> Outcome:
        """Say the task's draft in its tone; `tell` is given the sentences so far, as they pass.

        Private numbers do not leave: they are hidden before, and put back afterwards.
        """
        mask = Mask()
        hidden = task.hidden(mask)
        known = (hidden.fact,) if hidden.fact else ()
        judge = _Judge(Guard(hidden.draft, known, playbook), mask, tell)
        try:
            async with (
                asyncio.timeout(self._seconds),
                aclosing(self._endpoint.stream(playbook.writing.messages(hidden))) as pieces,
            ):
                async for piece in pieces:
                    if (code := judge.hear(piece)) is not None:
                        return Outcome(refused=code)
        except TimeoutError:
            return Outcome(refused="timeout")
        except EndpointError as error:
            _logger.warning("no rewriting: %s (%s)", error.trouble, error)
            return Outcome(refused=error.trouble)
        return judge.end()


class _Judge:
    """Gathers the pieces and tells what of them passed."""

    def __init__(self, guard: Guard, mask: Mask, tell: Callable[[str], None]) -> None:
        self._guard = guard
        self._mask = mask
        self._tell = tell
        self._text = ""
        self._told = ""

    def hear(self, piece: str) -> Code | None:
        """Add a piece; why the sentences so far are refused, if they are."""
        self._text += piece
        found = _SENTENCES.match(self._text.lstrip(_QUOTES))
        sentences = found[0] if found else ""
        if sentences == self._told:
            return None
        if (refusal := self._guard.refusal(sentences, whole=False)) is not None:
            return refusal.code
        self._told = sentences
        self._tell(self._mask.show(sentences))
        return None

    def end(self) -> Outcome:
        """The whole."""
        text = self._text.strip(_QUOTES)
        if (refusal := self._guard.refusal(text)) is not None:
            return Outcome(refused=refusal.code)
        return Outcome(self._mask.show(text))
