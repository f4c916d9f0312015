"""The three sides of the service that a socket talks to."""

from dataclasses import dataclass

from server.gateway.desk import Desk
from server.gateway.drafts import Drafts
from server.gateway.floor import Floor
from server.gateway.hub import Hub
from server.gateway.viewing import Viewing


@dataclass(frozen=True, slots=True)
class Gateway:
    """Sources talk to `hub`, viewers to `viewing`, agent and supervisor by `desk`;
    `drafts` looks over what agents are writing."""

    floor: Floor
    hub: Hub
    viewing: Viewing
    desk: Desk
    drafts: Drafts
