"""The end of a conversation: its wrap-up, drafted by the coach and stored by the agent."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from server import wire
from server.coach.private import struck
from server.coach.wrap_up import WrapUp, wrap_up
from server.gateway.conversation import Conversation
from server.gateway.floor import Floor
from server.knowledge.cases import Case
from server.store.records import FollowedUpRecord, WrapUpRecord

_TITLE_CHARS: Final = 30
_OUTCOMES: Final = {
    "resolved": "已办妥",
    "promised": "已承诺，待兑现",
    "escalated": "已上报",
    "open": "未了结",
}
_HEADINGS: Final = {"facts": "情况", "demand": "诉求", "actions": "已办", "promises": "承诺"}


class Closing:
    """Wrap-ups are asked for and stored here."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor

    async def wrap_up(self, message: wire.WrapUp) -> wire.WrappedUp:
        """The wrap-up as it was stored, or a draft of it; with a summary it is stored first."""
        conversation = await self._floor.live.existing(message.conversation_id)
        async with conversation.turn:
            if message.summary is not None:
                await self._store(conversation, message.summary, message)
        return self._told(conversation)

    async def _store(self, conversation: Conversation, summary: str, message: wire.WrapUp) -> None:
        follow_up = message.follow_up
        record = WrapUpRecord(
            summary,
            message.disposition,
            message.outcome,
            follow_up.text if follow_up is not None else "",
            follow_up.due if follow_up is not None else None,
        )
        seq = conversation.last_seq
        await self._floor.append(conversation, seq, self._floor.clock(), record)
        before = self._task(conversation)
        conversation.wrap(record)
        self._floor.announce(conversation)
        if (task := self._task(conversation)) is not None:
            self._floor.tell_list(task)
        elif before is not None:
            self._floor.tell_list(replace(before, done=True))
        await self._floor.keep(self._case(conversation, record))

    async def followed_up(self, message: wire.FollowedUp) -> wire.Ack:
        """The call was made; where there is none to make, nothing changes."""
        conversation = await self._floor.live.existing(message.conversation_id)
        async with conversation.turn:
            task = self._task(conversation)
            if task is not None:
                seq, at = conversation.last_seq, self._floor.clock()
                await self._floor.append(conversation, seq, at, FollowedUpRecord())
                conversation.followed_up = True
                self._floor.tell_list(replace(task, done=True))
        return wire.Ack(message.ref, conversation.id, duplicate=task is None)

    def _task(self, conversation: Conversation) -> wire.FollowUpTask | None:
        """The call that is still to be made."""
        record = conversation.wrap_up
        if record is None or not record.follow_up or conversation.followed_up:
            return None
        return wire.FollowUpTask(
            conversation.id, conversation.customer, record.follow_up, record.due
        )

    def _case(self, conversation: Conversation, record: WrapUpRecord) -> Case:
        """The wrap-up without what would name a person."""
        text = struck(record.summary)
        if conversation.customer:
            text = text.replace(conversation.customer, "客户")
        title = f"{record.disposition}：{text.splitlines()[0][:_TITLE_CHARS]}"
        return Case(conversation.id, title, text, _OUTCOMES[record.outcome])

    def _told(self, conversation: Conversation) -> wire.WrappedUp:
        rules = self._floor.playbook.rules.wrap_up
        kinds = (*(each.name for each in rules.dispositions), rules.other)
        if (stored := conversation.wrap_up) is not None:
            follow_up = wire.FollowUpDue(stored.follow_up, stored.due) if stored.follow_up else None
            return wire.WrappedUp(
                conversation.id,
                stored.summary,
                stored.disposition,
                kinds,
                stored.outcome,
                follow_up,
                stored=True,
            )
        draft = wrap_up(conversation.state, rules)
        due = draft.follow_up
        return wire.WrappedUp(
            conversation.id,
            _summary(draft),
            draft.disposition,
            kinds,
            draft.outcome,
            wire.FollowUpDue(due.text, due.due) if due is not None else None,
            stored=False,
        )


def _summary(draft: WrapUp) -> str:
    """The draft in a few lines that are quickly read and edited."""
    parts = {
        "facts": _listed(draft.facts),
        "demand": draft.demand,
        "actions": _listed(draft.actions),
        "promises": _listed(draft.promises),
    }
    return "\n".join(f"{_HEADINGS[key]}：{text}" for key, text in parts.items() if text)


def _listed(sentences: Iterable[str]) -> str:
    """Each without the stop it ends with: another stands between them."""
    return "；".join(sentence.rstrip("，。；,;. ") for sentence in sentences)
