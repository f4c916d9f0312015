"""How far the customer's last words have been answered."""

from dataclasses import dataclass, replace

from server.coach.events import AgentTurn, CustomerTurn


@dataclass(frozen=True, slots=True)
class Reply:
    """What the agent has said since the customer spoke; an answer may come in several lines."""

    step: str | None = None
    """The step that was due on the customer's last line."""
    seq: int = 0
    """Of that line."""
    said: frozenset[str] = frozenset()
    """The FEEL parts that the agent has said since."""
    restated: int = 0
    """The last line in which the agent restated a fact."""

    def after(self, turn: CustomerTurn | AgentTurn, step: str | None) -> "Reply":
        """With a turn; `step` is due on it where it is the customer's."""
        if isinstance(turn, CustomerTurn):
            return replace(self, step=step, seq=turn.seq, said=frozenset())
        carried = turn.reading.carried
        return replace(
            self,
            said=self.said.union(carried),
            restated=turn.seq if "fact" in carried else self.restated,
        )
