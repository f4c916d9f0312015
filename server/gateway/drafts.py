"""What agents are writing: read as they write, answered with what it lacks, never stored."""

import asyncio
from dataclasses import dataclass, field

from models import labels
from models.readings import AgentReading, Reading
from models.runtime.classifier import Classifier
from server import wire
from server.coach.lint import Draft, cut, lint
from server.gateway import views
from server.gateway.conversation import Conversation
from server.gateway.floor import Floor
from server.understanding.worker import OverloadedError, Understanding, UnreadableError
from server.wire import ErrorCode, WireError


@dataclass(slots=True)
class Pad:
    """What one viewer wrote last: clauses that stay as they were are not read again."""

    place: tuple[str, int] = ("", 0)
    """The conversation, and its last utterance when the clauses were read."""
    readings: dict[str, Reading] = field(default_factory=dict)
    """By clause."""


class Drafts:
    """Looks over drafts with what the conversation is about; one viewer's come one by one."""

    def __init__(self, floor: Floor, classifier: Classifier, understanding: Understanding) -> None:
        self._floor = floor
        self._classifier = classifier
        self._understanding = understanding

    async def look_over(self, message: wire.Draft, pad: Pad) -> wire.Lint:
        """What the draft has and lacks. Cancel it when a newer draft comes.

        Raises:
            WireError: where the conversation is unknown, or the draft cannot be read now.
        """
        conversation = await self._floor.live.existing(message.conversation_id)
        text = message.text
        ranges = cut(text, self._floor.playbook.rules.lint.pieces)
        clauses = [text[start:end] for start, end in ranges]
        place = (conversation.id, conversation.last_seq)
        if pad.place != place:
            pad.place, pad.readings = place, {}
        known = pad.readings
        fresh = [each for each in dict.fromkeys((text, *clauses)) if each not in known]
        read = dict(zip(fresh, await self._read(conversation, fresh), strict=True))
        readings = {each: known.get(each) or read[each] for each in (text, *clauses)}
        pad.readings = {each: readings[each] for each in clauses}
        draft = Draft(
            text, ranges, _agent(readings[text]), tuple(_agent(readings[each]) for each in clauses)
        )
        state, playbook = conversation.state, self._floor.playbook
        found = lint(draft, state, playbook.library, playbook.rules.lint)
        return views.lint(conversation.id, message.draft_id, state.seq, found)

    async def _read(self, conversation: Conversation, texts: list[str]) -> list[Reading]:
        """The readings of agent lines as if each were said now; all of them in one batch."""
        if self._understanding.crowded:
            raise _refusal(OverloadedError())
        before = tuple(conversation.context)
        pending: list[asyncio.Future[Reading]] = []
        try:
            for text in texts:
                tokens = self._classifier.tokens(labels.AGENT, text)
                request = self._classifier.request(labels.AGENT, tokens, before)
                pending.append(self._understanding.submit(request))
            return await asyncio.gather(*pending)
        except (OverloadedError, UnreadableError) as error:
            raise _refusal(error) from None
        finally:
            for each in pending:
                each.cancel()


def _agent(reading: Reading) -> AgentReading:
    assert isinstance(reading, AgentReading)
    return reading


def _refusal(error: OverloadedError | UnreadableError) -> WireError:
    if isinstance(error, OverloadedError):
        return WireError(ErrorCode.OVERLOADED, "读取繁忙，这份草稿没有看；接着写就会再看。")
    return WireError(ErrorCode.UNAVAILABLE, "这份草稿未能解读；发送不受影响。")
