"""Sentences of the cards: which of a list are offered now, and none of them twice."""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Lists:
    """How often each list of sentences had its turn, and which lists stand now.

    A list has a new turn when it comes to stand after the customer has spoken; what it offers
    stands until the agent answers. There are as many lists as the rules name.
    """

    turns: tuple[tuple[str, int], ...] = ()
    standing: frozenset[str] = frozenset()

    def asked(self, lists: Iterable[str]) -> "Lists":
        """After a customer line: `lists` are in place."""
        turns, now = dict(self.turns), frozenset(lists)
        for name in sorted(now - self.standing):
            turns[name] = turns.get(name, 0) + 1
        return Lists(tuple(turns.items()), now)

    def answered(self) -> "Lists":
        """After an agent line: what was offered was said, or passed by."""
        return replace(self, standing=frozenset())

    def of(
        self, name: str, sentences: Iterable[str], conversation_id: str, at_once: int
    ) -> tuple[str, ...]:
        """What the list offers now, `at_once` at most; empty when nothing of it is left.

        The conversation's id turns the order, so that not every customer hears the same.
        """
        if name not in self.standing:
            return ()
        ordered = sorted(sentences, key=lambda s: zlib.crc32(f"{s} {conversation_id}".encode()))
        start = (dict(self.turns)[name] - 1) * at_once
        return tuple(ordered[start : start + at_once])
