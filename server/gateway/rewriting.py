"""Suggestions in another tone, for the viewer that asks; the suggestion itself stays."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from server import wire
from server.coach.advice import Wording
from server.coach.rewriting import TONES, Task
from server.gateway import views
from server.gateway.conversation import Conversation
from server.gateway.floor import Floor
from server.wire import ErrorCode, WireError
from server.writing.writer import Writer

# An agent asks now and then: more at once than this is no desk any more.
_AT_ONCE: Final = 32


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a viewer asked for, and the suggestion that it is about."""

    message: wire.Rewrite
    wording: Wording

    def told(self, text: str) -> wire.Rewritten:
        """What has passed so far."""
        return self._answer(text, done=False)

    def given(self, text: str) -> wire.Rewritten:
        """All of it."""
        return self._answer(text, done=True)

    def refused(self, code: str) -> wire.Rewritten:
        """The suggestion as it was."""
        return self._answer(self.wording.text, done=True, refused=code)

    def _answer(self, text: str, *, done: bool, refused: str | None = None) -> wire.Rewritten:
        m = self.message
        return wire.Rewritten(
            m.conversation_id, m.advice_id, m.wording, m.tone, text, done, refused
        )


class Rewriting:
    """Without a writer every message is refused."""

    def __init__(self, floor: Floor, writer: Writer | None) -> None:
        self._floor = floor
        self._writer = writer
        self._running = 0

    @property
    def tones(self) -> tuple[wire.Tone, ...]:
        """Those that can be asked for."""
        return TONES if self._writer is not None else ()

    async def rewrite(
        self, message: wire.Rewrite, tell: Callable[[wire.Rewritten], None]
    ) -> wire.Rewritten:
        """The last word on it; what passes before that is told. Cancel it when a newer comes.

        Raises:
            WireError: where there is nothing to rewrite, or nobody to do it now.
        """
        if self._writer is None:
            raise WireError(ErrorCode.WRITING_OFF, "没有设置大模型，不能改写；建议照常可用。")
        conversation = await self._floor.live.existing(message.conversation_id)
        asked = _Asked(message, _wording(conversation, message))
        if conversation.state.severity.is_critical:
            return asked.refused("locked")
        if self._running >= _AT_ONCE:
            raise WireError(
                ErrorCode.OVERLOADED, "同时改写的太多，请稍后再试；原来的建议照常可用。"
            )
        self._running += 1
        try:
            return await self._written(self._writer, conversation, asked, tell)
        finally:
            self._running -= 1

    async def _written(
        self,
        writer: Writer,
        conversation: Conversation,
        asked: _Asked,
        tell: Callable[[wire.Rewritten], None],
    ) -> wire.Rewritten:
        advice, state = conversation.advice, conversation.state

        def tell_so_far(text: str) -> None:
            if conversation.advice is advice:
                tell(asked.told(text))

        task = Task(
            asked.wording.text,
            asked.message.tone,
            state.said.text if state.said else "",
            state.fact.text if state.fact else "",
        )
        outcome = await writer.rewrite(task, self._floor.playbook, tell_so_far)
        # The conversation may have gone on meanwhile.
        if conversation.advice is not advice:
            return asked.refused("stale")
        if outcome.refused is not None:
            return asked.refused(outcome.refused)
        return asked.given(outcome.text)


def _wording(conversation: Conversation, message: wire.Rewrite) -> Wording:
    """The suggestion meant."""
    advice = conversation.advice
    if advice is None or views.advice_id(advice.seq) != message.advice_id:
        raise WireError(ErrorCode.ADVICE_UNKNOWN, "这条建议已经收回；请用眼前这一条的 advice_id。")
    if message.wording >= len(advice.wordings):
        raise WireError(ErrorCode.INVALID, "字段 wording：没有这一种说法。")
    return advice.wordings[message.wording]
