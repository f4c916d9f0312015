"""What the server sends when something cannot wait."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Alert:
    """Something that cannot wait, told once: `key` names its ground, `due` the time it is about.

    `level` is `attend` where there is time left, `alarm` where there is none.
    """

    conversation_id: str
    key: str
    kind: str
    seq: int
    text: str
    level: Literal["info", "attend", "alarm"]
    due: int | None = None
    at: int = 0
    """When it was told, in ms since 1970."""
    type: Literal["alert"] = "alert"


@dataclass(frozen=True, slots=True)
class AlertSeen:
    """The alert was seen by a supervisor: it need not stand on the others' boards any more."""

    conversation_id: str
    key: str
    type: Literal["alert_seen"] = "alert_seen"


@dataclass(frozen=True, slots=True)
class Noted:
    """The supervisor's private note to the agent, after utterance `seq`."""

    conversation_id: str
    seq: int
    text: str
    at: int
    type: Literal["noted"] = "noted"
