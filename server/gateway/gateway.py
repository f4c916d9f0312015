"""The three sides of the service that a socket talks to."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from server import wire
from server.gateway.closing import Closing
from server.gateway.desk import Desk
from server.gateway.drafts import Drafts
from server.gateway.floor import Floor
from server.gateway.hub import Hub
from server.gateway.rewriting import Rewriting
from server.gateway.viewing import Viewing


@dataclass(frozen=True, slots=True)
class Gateway:
    """Sources talk to `hub`, viewers to `viewing`, agent and supervisor by `desk`;
    `drafts` looks over what agents are writing, `closing` keeps the wrap-ups, and `rewriting`
    says suggestions in another tone."""

    floor: Floor
    hub: Hub
    viewing: Viewing
    desk: Desk
    drafts: Drafts
    closing: Closing
    rewriting: Rewriting

    async def answer(self, message: Any) -> wire.Outbound:
        """Carry out a message that has one answer, and give that."""
        carry_out: dict[type[Any], Callable[[Any], Awaitable[wire.Outbound]]] = {
            wire.Open: self.hub.open,
            wire.Close: self.hub.close,
            wire.Feedback: self.viewing.feedback,
            wire.Ask: self.desk.ask,
            wire.Answer: self.desk.answer,
            wire.Mark: self.desk.mark,
            wire.Note: self.desk.note,
            wire.WrapUp: self.closing.wrap_up,
            wire.FollowedUp: self.closing.followed_up,
            wire.Seen: self.viewing.see,
        }
        return await carry_out[type(message)](message)
