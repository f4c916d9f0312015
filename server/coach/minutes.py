"""What is noted of the talk for the wrap-up: what the customer told, what the agent did."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from models import labels
from models.readings import INTENT_KEYS, top
from server.coach.events import AgentTurn, CustomerTurn
from server.coach.ledger import quote

_FACTS: Final = 5
_ACTIONS: Final = 6
_INTENTS: Final = 12
_ENDS: Final = frozenset({"affirm", "thank", "farewell"})


@dataclass(frozen=True, slots=True)
class Minute:
    """Something noted, with the utterance that shows it."""

    seq: int
    text: str


@dataclass(frozen=True, slots=True)
class Minutes:
    """The first of the facts and the last of everything else; bounded."""

    facts: tuple[Minute, ...] = ()
    """What is wrong, restated as the agent would; the first is what the talk began with."""
    actions: tuple[Minute, ...] = ()
    """What the agent did or announced."""
    wanted: tuple[str, ...] = ()
    """Intents that state a demand, the latest last."""
    accepted: bool = False
    """Whether the customer agreed or thanked after the agent's last action."""
    handed_on: bool = False
    """Whether the customer asked for somebody above, and it is not over."""

    def heard(self, turn: CustomerTurn, matter: str | None) -> "Minutes":
        """After a customer line; `matter` is what it states as wrong, if it does."""
        intent, _ = top(INTENT_KEYS, turn.reading.intent)
        wanted = self.wanted
        if intent in labels.DEMAND_OF_INTENT:
            wanted = (*wanted, intent)[-_INTENTS:]
        facts = self.facts
        if matter is not None and all(matter not in fact.text for fact in facts):
            facts = (*facts, Minute(turn.seq, matter))
            facts = (facts[0], *facts[1:][-(_FACTS - 1) :])
        return replace(
            self,
            facts=facts,
            wanted=wanted,
            accepted=intent in _ENDS and bool(self.actions),
            handed_on=intent == "escalate" or (self.handed_on and intent not in _ENDS),
        )

    def answered(self, turn: AgentTurn) -> "Minutes":
        """After an agent line."""
        reading = turn.reading
        if "resolve" not in reading.done or "link" not in reading.carried:
            return self
        action = Minute(turn.seq, quote(turn.text))
        return replace(self, actions=(*self.actions, action)[-_ACTIONS:], accepted=False)

    def latest(self) -> Iterator[str]:
        """Intents that state a demand, each once, the latest first."""
        return iter(dict.fromkeys(reversed(self.wanted)))
