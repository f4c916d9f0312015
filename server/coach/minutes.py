"""What is noted of the talk for the wrap-up: what the customer told, what the agent did."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from models import labels
from server.coach.events import AgentTurn, CustomerTurn
from server.coach.ledger import quote

_FACTS: Final = 5
_ACTIONS: Final = 6
_INTENTS: Final = 12
_ENDS: Final = frozenset({"affirm", "thank", "farewell"})


@dataclass(frozen=True, slots=True)
class Minutes:
    """The first of the facts and the last of everything else; bounded."""

    facts: tuple[str, ...] = ()
    """What is wrong, restated as the agent would; the first is what the talk began with."""
    actions: tuple[str, ...] = ()
    """What the agent did or announced."""
    wanted: tuple[str, ...] = ()
    """Intents that state a demand, the latest last."""
    accepted: bool = False
    """Whether the customer agreed or thanked after the agent's last action."""
    handed_on: bool = False
    """Whether the customer asked for somebody above, and it is not over."""

    def heard(self, turn: CustomerTurn, matter: str | None) -> "Minutes":
        """After a customer line; `matter` is what it states as wrong, if it does."""
        intent = turn.intent
        wanted = self.wanted
        if intent in labels.DEMAND_OF_INTENT:
            wanted = (*wanted, intent)[-_INTENTS:]
        facts = self.facts
        if matter is not None and all(matter not in fact for fact in facts):
            facts = (*facts, matter)
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
        actions = (*self.actions, quote(turn.text))[-_ACTIONS:]
        return replace(self, actions=actions, accepted=False)

    def latest(self) -> Iterator[str]:
        """Intents that state a demand, each once, the latest first."""
        return iter(dict.fromkeys(reversed(self.wanted)))
