"""What the house wants of a reply: `prompts/rules/lint.yaml`."""

from dataclasses import dataclass, field
from typing import Final

from models import labels
from models.readings import FEEL_KEYS
from server.coach.checked import Checked, require_from, require_known

_HINT_CHARS: Final = 30


@dataclass(frozen=True, slots=True)
class Manners(Checked):
    """Words that tell where a sentence goes in a draft, and whether it may.

    A short clause that begins or ends with one of `greetings` stays at the beginning. `once` are
    said once at most: a sentence with one of them is not put in a draft that has one.
    """

    greetings: tuple[str, ...] = ()
    once: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NeedRule(Checked):
    """What a reply needs where all conditions hold; those that are not named always do."""

    needs: tuple[str, ...]
    steps: tuple[str, ...] = ()
    emotions: tuple[str, ...] = ()
    intents: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require_known("needs", self.needs, labels.FEEL)
        require_known("steps", self.steps, labels.STEPS)
        require_known("emotions", self.emotions, labels.EMOTIONS)
        require_known("intents", self.intents, labels.INTENTS)


@dataclass(frozen=True, slots=True)
class BannedRule(Checked):
    """Words that the house does not use, unless the clause has one of `unless`; `text` says why."""

    words: tuple[str, ...]
    text: str
    unless: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not all(self.words) or not self.words:
            raise ValueError("words 是空的，写成 [亲, 宝贝] names nothing")
        if not 0 < len(self.text) <= _HINT_CHARS:
            raise ValueError(
                f"text 有 {len(self.text)} 个字，要 1 到 {_HINT_CHARS} 个 "
                f"has 1 to {_HINT_CHARS} characters"
            )


@dataclass(frozen=True, slots=True)
class LintRules(Checked):
    """`prompts/rules/lint.yaml`; of `needs`, the first that holds counts."""

    needs: tuple[NeedRule, ...] = ()
    order: tuple[str, ...] = FEEL_KEYS
    """The parts in the order in which they are said; one that is left out may stand anywhere."""
    link_by: tuple[str, ...] = ()
    """A draft that does one of these steps moves on by itself and needs no `link`."""
    banned: tuple[BannedRule, ...] = ()
    chars: dict[str, int] = field(default_factory=dict)
    """By channel, from how many characters on a draft is long."""
    part_from: float = 1.0
    """From this probability on, a clause alone shows a part that the whole does not."""
    echo_from: float = 1.0
    """A clause restates the fact if this share of its pairs of characters is in it."""
    fault_from: float = 0.0
    """From this probability on, a fault is told of."""
    pieces: int = 16
    """In at most so many pieces a draft is read."""
    manners: Manners = field(default_factory=Manners)

    def __post_init__(self) -> None:
        require_known("order", self.order, labels.FEEL)
        require_known("link_by", self.link_by, labels.STEPS)
        require_known("chars", self.chars, labels.CHANNELS)
        require_from("pieces", self.pieces, 1)
        for name in ("part_from", "echo_from", "fault_from"):
            require_from(name, getattr(self, name), 0, 1)
