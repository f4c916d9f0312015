"""What of the customer's past the suggestions have brought up: each thing once."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from server.coach.advice import Wording

WHEN: Final = "{when}"
"""Filled in with when the customer last came for the same matter, such as 上周."""
PROMISE: Final = "{promise}"
"""Filled in with the words of a promise whose time has passed."""
PAST: Final = frozenset({WHEN, PROMISE})


@dataclass(frozen=True, slots=True)
class Recalled:
    """What was brought up: an unanswered suggestion may bring it up once more."""

    offered: frozenset[str] = frozenset()
    """In what the agent was offered and has not answered by."""
    over: frozenset[str] = frozenset()

    def advised(self, wordings: Iterable[Wording]) -> "Recalled":
        """With wordings that are offered."""
        found = {slot for each in wordings for slot in PAST if slot in each.template}
        return replace(self, offered=self.offered | found)

    def answered(self) -> "Recalled":
        """After an agent line."""
        return Recalled(over=self.over | self.offered)
