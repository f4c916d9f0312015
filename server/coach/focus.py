"""What the customer feels and what is really wanted, as far as it was said."""

from dataclasses import dataclass, replace
from typing import Final

from models import labels
from models.readings import EMOTION_KEYS, top
from server.coach.checked import Checked, require_from, require_known, require_once, require_sayable
from server.coach.clauses import clauses, has, said
from server.coach.events import CustomerTurn

FACT: Final = "{fact}"
WISH: Final = "{wish}"
_MOST_RECENT: Final = 10
# After a head, as in 我就要那个镯子, less is no wish of its own.
_WISH_CHARS: Final = 2


@dataclass(frozen=True, slots=True)
class FeelingRule(Checked):
    """What a feeling is called in words that one would say; `intents` make it more exact."""

    emotion: str
    text: str
    intents: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require_known("emotion", [self.emotion], labels.EMOTIONS)
        require_known("intents", self.intents, labels.INTENTS)
        require_sayable([self.text])


@dataclass(frozen=True, slots=True)
class WishRule(Checked):
    """What a customer line asks for: `text` reads on after 您想.

    All of the conditions that it names must hold. With `say_back` it is said back to the
    customer, but not beside a fact that has one of `told`: that would say it twice.
    """

    text: str
    words: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    intents: tuple[str, ...] = ()
    say_back: bool = False
    told: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require_known("intents", self.intents, labels.INTENTS)
        require_sayable([self.text])
        if not (self.words or self.intents):
            raise ValueError(f"{self.text!r} 没写条件，加 words 或 intents names no condition")


@dataclass(frozen=True, slots=True)
class FocusRules(Checked):
    """When the card stands and how its rows are worded.

    From a line on with one of `emotions` or `intents` it is a complaint, until the customer is
    pleased. A feeling must be read with the probability `sure`; feelings count for the last
    `recent` customer lines, a wish in the customer's own words for `lasting`. A clause with one
    of `heads` and none of `unless` says what is really wanted. {fact} in `say` is what happened,
    up to `fact_chars` long and `fact_age` utterances old, {wish} the text of a wish; nothing is
    said back to a customer who shows one of `not_to`, nor in a tier that is not in `tiers`, nor
    with a fact that has one of `not_with`.
    """

    feelings: tuple[FeelingRule, ...] = ()
    heads: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    wishes: tuple[WishRule, ...] = ()
    emotions: tuple[str, ...] = ()
    intents: tuple[str, ...] = ()
    not_to: tuple[str, ...] = ()
    not_with: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    say: tuple[str, ...] = ()
    sure: float = 0.5
    recent: int = 4
    lasting: int = 6
    fact_chars: int = 30
    fact_age: int = 3

    def __post_init__(self) -> None:
        require_known("emotions", self.emotions, labels.EMOTIONS)
        require_known("intents", self.intents, labels.INTENTS)
        require_known("not_to", self.not_to, labels.EMOTIONS)
        require_known("tiers", self.tiers, labels.TIERS)
        require_sayable(self.say, ("fact", "wish"))
        require_once("say", self.say)
        if without := [each for each in self.say if FACT not in each or WISH not in each]:
            raise ValueError(f"{without[0]!r} 里要有 {FACT} 和 {WISH} needs both")
        require_from("recent", self.recent, 1, _MOST_RECENT)
        require_from("lasting", self.lasting, 1)
        require_from("sure", self.sure, 0, 1)


@dataclass(frozen=True, slots=True)
class Feeling:
    """What a customer line showed; `emotion` is None where it is not surely read."""

    emotion: str | None
    intent: str
    seq: int


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted: the rule that says it, the customer's own clause, or both."""

    rule: WishRule | None
    own: str
    seq: int
    age: int = 0
    """In customer lines."""


@dataclass(frozen=True, slots=True)
class Focus:
    """The last feelings, the wish that holds, and whether it is a complaint by now."""

    feelings: tuple[Feeling, ...] = ()
    wish: Wish | None = None
    complained: bool = False

    def after(self, turn: CustomerTurn, rules: FocusRules) -> "Focus":
        """With a customer line; who is pleased has left the feelings before behind."""
        emotion, p = top(EMOTION_KEYS, turn.reading.emotion)
        sure = emotion if p >= rules.sure else None
        before = Focus(wish=self.wish) if sure == "pleased" else self
        feelings = (*before.feelings, Feeling(sure, turn.intent, turn.seq))[-rules.recent :]
        complains = sure in rules.emotions or turn.intent in rules.intents
        wish = self._wish(turn, rules)
        return Focus(feelings, wish, before.complained or complains)

    def strongest(self, rules: FocusRules) -> Feeling | None:
        """The strongest of the last feelings that has a name, the latest of equals."""
        named = {rule.emotion for rule in rules.feelings}
        felt = [each for each in self.feelings if each.emotion in named]
        return max(felt, key=lambda each: (_strength(each), each.seq), default=None)

    def _wish(self, turn: CustomerTurn, rules: FocusRules) -> Wish | None:
        own = _own(turn.text, rules)
        rule = next((each for each in rules.wishes if _holds(each, turn)), None)
        older = self.wish and replace(self.wish, age=self.wish.age + 1)
        if not own:
            lasts = older is not None and bool(older.own) and older.age < rules.lasting
            if rule is None or lasts:
                return older
        return Wish(rule, own, turn.seq)


def _own(text: str, rules: FocusRules) -> str:
    """The clause in which the customer says what is really wanted, or an empty string."""
    for clause in reversed(clauses(text)):
        heads = [clause.partition(head)[2] for head in rules.heads if head in clause]
        spared = has(clause, rules.unless)
        if not spared and any(len(rest) >= _WISH_CHARS for rest in heads):
            return clause
    return ""


def _holds(rule: WishRule, turn: CustomerTurn) -> bool:
    return (not rule.intents or turn.intent in rule.intents) and (
        not rule.words or said(turn.text, rule.words, rule.unless)
    )


def _strength(feeling: Feeling) -> int:
    """Emotions are listed from the weakest to the strongest."""
    return EMOTION_KEYS.index(feeling.emotion) if feeling.emotion else -1
