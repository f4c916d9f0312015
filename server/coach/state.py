"""The state of a conversation, bounded however long it runs."""

from dataclasses import dataclass, field
from typing import Final, Literal

from models.mood import Mood
from server.coach.advice import Decision
from server.coach.apology import Apologies
from server.coach.asks import Asks
from server.coach.conduct import Conduct
from server.coach.cues import Shown
from server.coach.evidence import Checklist
from server.coach.focus import Focus
from server.coach.leaning import Leaning
from server.coach.ledger import Ledger
from server.coach.limits import Waits
from server.coach.listening import Listening
from server.coach.lists import Lists
from server.coach.losses import Claim
from server.coach.minutes import Minutes
from server.coach.outburst import Outburst
from server.coach.path import Path
from server.coach.plans import Offers
from server.coach.promises import Promises
from server.coach.question import Topic
from server.coach.recalled import Recalled
from server.coach.reply import Reply
from server.coach.signs import Signs
from server.coach.strain import Strain
from server.coach.tier import Severity
from server.coach.visits import History

SURE_EMOTION: Final = 0.5
"""From this probability on, the customer's feeling is taken as read."""
_TREND_MARGIN: Final = 0.15

Trend = Literal["rising", "steady", "falling"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A quoted customer utterance."""

    seq: int
    text: str


@dataclass(frozen=True, slots=True)
class Matter(Evidence):
    """What the talk is about."""

    weight: int = 0
    """0 told beside a threat or an objection, 1 told or complained of, 2 reported or asked for."""


@dataclass(frozen=True, slots=True)
class Demand:
    """A kind of demand: how often it was stated and when last."""

    key: str
    times: int
    seq: int


@dataclass(frozen=True)
class State:
    """All that advice rests on; `changing.changed` makes the next of it."""

    conversation_id: str = ""
    channel: str = "chat"
    industry: str = ""
    vip: bool = False
    seq: int = 0
    at: int = 0
    """When the last utterance was said, in ms since 1970; 0 where nobody knows."""
    ledger: Ledger = field(default_factory=Ledger)
    emotion: str | None = None
    confidence: float = 0.0
    intent: str | None = None
    mood: Mood | None = None
    """What the customer's last turn showed, once there was one."""
    valences: tuple[float, ...] = ()
    """Of the last few customer turns."""
    acknowledged: float = 0.0
    """Valence at which the agent last acknowledged the customer's feeling."""
    fact: Evidence | None = None
    """The customer's last stated fact, restated in the second person."""
    matter: Matter | None = None
    """The last fact that was stated as a problem or a demand: what the talk is about.

    One that weighs less does not take its place.
    """
    case: Matter | None = None
    """The first such fact that was told for itself: what the conversation began with."""
    raised: bool = False
    """Whether the customer has raised anything to act on or to answer."""
    said: Evidence | None = None
    demands: tuple[Demand, ...] = ()
    feel_said: frozenset[str] = frozenset()
    decision: Decision | None = None
    ended: bool = False
    asks: Asks = field(default_factory=Asks)
    minutes: Minutes = field(default_factory=Minutes)
    history: History = field(default_factory=History)
    recalled: Recalled = field(default_factory=Recalled)
    reply: Reply = field(default_factory=Reply)
    severity: Severity = field(default_factory=Severity)
    offers: Offers = field(default_factory=Offers)
    claim: Claim = field(default_factory=Claim)
    apologies: Apologies = field(default_factory=Apologies)
    listening: Listening = field(default_factory=Listening)
    outburst: Outburst = field(default_factory=Outburst)
    conduct: Conduct = field(default_factory=Conduct)
    strain: Strain = field(default_factory=Strain)
    promises: Promises = field(default_factory=Promises)
    waits: Waits = field(default_factory=Waits)
    alarmed: tuple[str, ...] = ()
    """Keys of the last alarms that were raised."""
    leaning: Leaning = field(default_factory=Leaning)
    focus: Focus = field(default_factory=Focus)
    checklist: Checklist = field(default_factory=Checklist)
    path: Path = field(default_factory=Path)
    lists: Lists = field(default_factory=Lists)
    alerted: frozenset[str] = frozenset()
    """Kinds of alert that were raised."""
    topic: Topic = field(default_factory=Topic)
    signs: Signs = field(default_factory=Signs)
    shown: Shown = field(default_factory=Shown)
    offered: frozenset[str] = frozenset()
    """Templates of the wordings already offered, bounded by the wording library."""

    @property
    def valence(self) -> float:
        """Of the last customer turn."""
        return self.valences[-1] if self.valences else 0.0

    @property
    def trend(self) -> Trend:
        """Where the customer's mood is going."""
        if len(self.valences) < 2:
            return "steady"
        before = self.valences[:-1][-3:]
        change = self.valences[-1] - sum(before) / len(before)
        if abs(change) < _TREND_MARGIN:
            return "steady"
        return "rising" if change > 0 else "falling"
