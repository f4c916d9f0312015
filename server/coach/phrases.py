"""Sentences that stand in rules: which can be filled in, and which was not yet given."""

import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from models import labels
from server.coach.checked import OPEN_SLOT, SLOTS, Checked, require_known

_FILLED: Final = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Phrase(Checked):
    """A sentence for the reply; without `channels` it fits any. ‹…› is left to the agent."""

    may_fill: ClassVar[frozenset[str]] = frozenset()
    """What may stand in {…}."""
    must_fill: ClassVar[frozenset[str]] = frozenset()

    say: str
    channels: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require_known("channels", self.channels, labels.CHANNELS)
        require_known("{…}", sorted(self.filled), sorted(self.may_fill))
        if not self.say.strip():
            raise ValueError("say 是空的，写上一句 nothing to say")
        if not SLOTS.fullmatch(self.say):
            raise ValueError(OPEN_SLOT)
        if re.search(r"[{}]", _FILLED.sub("", self.say)):
            raise ValueError("{ } 没成对 what is filled in is opened with { and closed with }")
        if missing := sorted(self.must_fill - self.filled):
            raise ValueError(f"这句要有 {{{missing[0]}}}，补上 the sentence needs it")

    @property
    def filled(self) -> frozenset[str]:
        """The names in {…}."""
        return frozenset(_FILLED.findall(self.say))


def pick(
    phrases: Iterable[Phrase], words: Mapping[str, str], channel: str, conversation: str, turn: int
) -> str | None:
    """The sentence for the `turn`-th time (from 0) that one is wanted, filled in.

    Of the sentences that can be filled in with `words`, those that say most are taken, in an
    order that differs by conversation. As long as `turn` grows, none comes twice; None when
    there is none left.
    """
    fitting = [
        (len(filled), phrase.say)
        for phrase in phrases
        if (not phrase.channels or channel in phrase.channels)
        and (filled := phrase.filled) <= words.keys()
    ]
    most = max((count for count, _ in fitting), default=0)
    telling = sorted(
        (say for count, say in fitting if count == most),
        key=lambda say: zlib.crc32(f"{say} {conversation}".encode()),
    )
    if turn >= len(telling):
        return None
    return _FILLED.sub(lambda found: words[found[1]], telling[turn])
