"""What the talk stands at, as far as rules ask for it, and which of their entries fit."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, TypeVar

from models import labels
from server.coach.checked import OPEN_SLOT, SLOTS, Checked, require_known

FACT: Final = "{fact}"


@dataclass(frozen=True, slots=True)
class Situation:
    """What an entry of the rules can be meant for, after utterance `seq`."""

    seq: int
    channel: str = ""
    industry: str = ""
    emotion: str | None = None
    """Of the customer's last line; None where it is not surely read."""
    valence: float = 0.0
    intent: str | None = None
    owed: frozenset[str] = frozenset()
    """Steps that are due, or were passed over."""
    fact: str = ""
    """What can be said back to the customer, in the second person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant(Checked):
    """Base of entries that are meant for some situations; what is left out means any.

    `steps`: one of them is due or was passed over.
    """

    emotions: tuple[str, ...] = ()
    intents: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require_known("emotions", self.emotions, labels.EMOTIONS)
        require_known("intents", self.intents, labels.INTENTS)
        require_known("industries", self.industries, labels.INDUSTRIES)
        require_known("channels", self.channels, labels.CHANNELS)
        require_known("steps", self.steps, labels.STEPS)

    def fits(self, situation: Situation) -> bool:
        """Whether everything that the entry names holds."""
        return (
            (not self.emotions or situation.emotion in self.emotions)
            and (not self.intents or situation.intent in self.intents)
            and (not self.industries or situation.industry in self.industries)
            and (not self.channels or situation.channel in self.channels)
            and (not self.steps or not situation.owed.isdisjoint(self.steps))
        )

    @property
    def narrowness(self) -> int:
        """How many kinds of condition the entry names."""
        named = (self.emotions, self.intents, self.industries, self.channels, self.steps)
        return sum(map(bool, named))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence(Meant):
    """A sentence for the reply; with {fact} in it, it needs something to say back."""

    say: str

    def __post_init__(self) -> None:
        Meant.__post_init__(self)
        require_sentence("say", self.say, FACT)

    def fits(self, situation: Situation) -> bool:
        """Whether the sentence can be said now."""
        return Meant.fits(self, situation) and (FACT not in self.say or bool(situation.fact))


_Entry = TypeVar("_Entry", bound=Meant)


def fitting(entries: Iterable[_Entry], situation: Situation) -> list[_Entry]:
    """The entries that fit, the most narrowly meant first, else as they stand in the file."""
    return sorted((e for e in entries if e.fits(situation)), key=lambda e: -e.narrowness)


def sentences(known: Iterable[Sentence], situation: Situation, most: int) -> tuple[str, ...]:
    """The sentences that can be said now, at most so many, with the fact filled in."""
    found = fitting(known, situation)[:most]
    return tuple(each.say.replace(FACT, situation.fact) for each in found)


def require_sentence(name: str, text: str, *filled: str) -> None:
    """Refuse a sentence of `name` that is empty, has a slot open, or has a name nobody fills in.

    Raises:
        ValueError: saying which, and what can be filled in here.
    """
    if not text.strip():
        raise ValueError(f"{name} 有一句是空的，写上或删掉这行 has an empty sentence")
    if not SLOTS.fullmatch(text):
        raise ValueError(f"{name}：{text!r}：{OPEN_SLOT}")
    bare = text
    for known in filled:
        bare = bare.replace(known, "")
    if "{" in bare or "}" in bare:
        names = "、".join(filled) or "无 nothing"
        raise ValueError(
            f"{name}：{text!r}：这里只能填 {names} can be filled in here；要填的空写成 ‹…›"
        )
