"""What is looked up in the articles for what the customer asks, and how an answer is put in."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from models import labels
from models.slots.finder import find
from models.slots.slot import Slot
from server.coach.advice import Wording
from server.coach.checked import Checked, require_from, require_known
from server.coach.clauses import has
from server.coach.events import AgentTurn, CustomerTurn
from server.coach.private import NUMBERS

ANSWER_SLOT: Final = "‹答案›"
_PLACE: Final = "‹›"
_PRIVATE: Final = frozenset({"phone", "order", "tracking", "date"})
_STOPS: Final = "。！？!?；;.，, "


@dataclass(frozen=True, slots=True)
class QuestionRule(Checked):
    """What is looked up, and when an answer is sure enough to be put in a wording.

    `intents` are those of lines that ask something. A line of fewer than `chars` characters
    without `fillers` is looked up with what the talk is about; so are the last `products`
    named at most `lines` utterances ago. A hit is shown from the score `shown` on. Its sentence
    is put in wordings for the intents `quoted_for`, from the score `sure` on, if it has at most
    `answer_chars` characters and the wording says nothing of `claiming`, where ‹› stands for the
    answer; `otherwise` stands in place of the last wording where none takes it. `skipped` are
    words that ask nothing, `same` groups of words that mean the same, `words` others of the
    business that a line is to be cut in.
    """

    intents: tuple[str, ...] = ()
    fillers: tuple[str, ...] = ()
    chars: int = 4
    products: int = 3
    lines: int = 6
    quoted_for: tuple[str, ...] = ()
    shown: float = 0.0
    sure: float = 1.0
    answer_chars: int = 60
    claiming: tuple[str, ...] = ()
    otherwise: str = ANSWER_SLOT + "。"
    skipped: tuple[str, ...] = ()
    same: tuple[tuple[str, ...], ...] = ()
    words: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require_known("intents", self.intents, labels.INTENTS)
        require_known("quoted_for", self.quoted_for, labels.INTENTS)
        for name, score in (("shown", self.shown), ("sure", self.sure)):
            require_from(name, score, 0, 1)
        if ANSWER_SLOT not in self.otherwise:
            raise ValueError(f"otherwise 里要有 {ANSWER_SLOT}，答案放在那里 must have it")
        if few := [group for group in self.same if len(group) < 2]:
            raise ValueError(f"same：一组至少两个词 {list(few[0])} is alone")


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked up for utterance `seq`; `context` counts less than `text`."""

    seq: int
    text: str
    context: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """What is asked in the last line, and the products that the talk is about."""

    seq: int = 0
    asked: str = ""
    products: tuple[tuple[str, int], ...] = ()
    """Name, and the last utterance that names it; the latest last."""

    def after(self, turn: CustomerTurn | AgentTurn, rule: QuestionRule) -> "Topic":
        """With a turn; an agent's answers what was asked."""
        named = {slot.value: turn.seq for slot in turn.slots if _is_named(slot)}
        older = (each for each in self.products if each[0] not in named)
        kept = [*older, *((name, seq) for name, seq in named.items() if name is not None)]
        recent = [each for each in kept if turn.seq - each[1] <= rule.lines]
        return Topic(turn.seq, _asked(turn, rule), tuple(recent[-rule.products :]))

    def question(self, matter: str, rule: QuestionRule) -> Question | None:
        """What to look up now; `matter` is what the talk is about."""
        if not self.asked:
            return None
        about = [name for name, _ in self.products if name not in self.asked]
        if len(self.asked) < rule.chars:
            about.append(_bare(matter, find(matter), rule))
        return Question(self.seq, self.asked, " ".join(about))


def quoting(
    wordings: tuple[Wording, ...], sentence: str, rule: QuestionRule, *, always: bool = False
) -> Iterator[tuple[int, Wording]]:
    """The wordings that ask for an answer, with this one put in, by their place in the list.

    With `always` there is one that has it, however few ask for it.
    """
    answer = sentence.rstrip(_STOPS)
    if len(answer) > rule.answer_chars:
        return
    taken = False
    for place, wording in enumerate(wordings):
        beside = wording.text.replace(ANSWER_SLOT, _PLACE)
        claims = has(beside, rule.claiming)
        if ANSWER_SLOT in wording.text and not claims:
            parts = tuple((p, text.replace(ANSWER_SLOT, answer)) for p, text in wording.parts)
            yield place, Wording(parts, wording.template)
            taken = True
    if always and wordings and not taken:
        text = rule.otherwise.replace(ANSWER_SLOT, answer)
        yield len(wordings) - 1, Wording((("plain", text),), rule.otherwise)


def _is_named(slot: Slot) -> bool:
    return slot.kind == "product" and slot.value is not None


def _asked(turn: CustomerTurn | AgentTurn, rule: QuestionRule) -> str:
    if isinstance(turn, AgentTurn):
        return ""
    return _bare(turn.text, turn.slots, rule) if turn.intent in rule.intents else ""


def _bare(text: str, slots: tuple[Slot, ...], rule: QuestionRule) -> str:
    """A line without what would name a person or a case, and without filling words."""
    for slot in reversed(slots):
        if slot.kind in _PRIVATE:
            text = f"{text[: slot.start]} {text[slot.end :]}"
    text = NUMBERS.sub(" ", text)
    for filler in sorted(rule.fillers, key=len, reverse=True):
        text = text.replace(filler, " ")
    return " ".join(text.split()).strip(_STOPS)
