"""An outburst: what to wait for, and the customer's own words to say back first."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from models.readings import EMOTION_KEYS
from models.slots.numerals import NUMBER, plain
from server.coach.checked import Checked, require_from, require_share
from server.coach.clauses import clauses, has
from server.coach.cues import Candidate
from server.coach.events import CustomerTurn
from server.coach.person import restate
from server.coach.situation import require_sentence

WORDS: Final = "{words}"
_ANGRY: Final = EMOTION_KEYS.index("angry")
_FIGURES: Final = frozenset({"amount", "duration"})
_TWICE: Final = re.compile(r"([\u4e00-\u9fff]{2,4})\1")
# Of a longer line the rest is not searched for words that come again.
_SEARCHED: Final = 200


@dataclass(frozen=True, slots=True)
class OutburstRule(Checked):
    """What is an outburst, and what of it is said back.

    It is one from the probability `angry` of anger on, or when the valence falls by `fall` or
    more since the line before; from joy the fall is counted from calm on. At most `most` key
    words are said back, each of `shortest` to `longest` characters, a clause of `clause_chars`
    or more, none with a word of `never` in it, none that is one of `plain`. `times` are the
    words with which one counts how often. `echo` tells the agent which the key words are;
    `chat` and `call` are sentences that say them back.
    """

    angry: float = 0.8
    fall: float = 0.75
    most: int = 3
    shortest: int = 2
    longest: int = 10
    clause_chars: int = 4
    times: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    echo: str = ""
    chat: tuple[str, ...] = ()
    call: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require_share("angry", self.angry)
        require_share("fall", self.fall)
        require_from("most", self.most, 1)
        require_from("shortest", self.shortest, 1)
        if self.shortest > self.longest:
            raise ValueError(
                f"shortest（{self.shortest}）不能比 longest（{self.longest}）大 must not be more"
            )
        for name in ("chat", "call"):
            for text in getattr(self, name):
                require_sentence(name, text, WORDS)


@dataclass(frozen=True, slots=True)
class Outburst:
    """The last outburst: its utterance and its key words; and how the customer was last."""

    seq: int = 0
    words: tuple[str, ...] = ()
    valence: float | None = None
    """Of the customer's last line; None before there was one."""

    def after(self, turn: CustomerTurn, rule: OutburstRule) -> "Outburst":
        """With a customer line."""
        valence = turn.reading.valence
        fallen = self.valence is not None and min(self.valence, 0.0) - valence >= rule.fall
        if turn.reading.emotion[_ANGRY] >= rule.angry or fallen:
            return Outburst(turn.seq, _key_words(turn, rule), valence)
        return Outburst(self.seq, self.words, valence)


def candidates(
    outburst: Outburst, seq: int, channel: str, rule: OutburstRule
) -> Iterator[Candidate]:
    """The customer has just burst out: wait, then say their words back."""
    if not outburst.seq or outburst.seq != seq:
        return
    in_call = channel == "call"
    kind = "outburst_call" if in_call else "outburst_chat"
    if not outburst.words:
        yield Candidate(kind, seq, (("echo", ""),))
        return
    echo = rule.echo.replace(WORDS, "、".join(outburst.words))
    words = "，".join(outburst.words)
    say = tuple(text.replace(WORDS, words) for text in (rule.call if in_call else rule.chat))
    yield Candidate(kind, seq, (("echo", echo),), say)


def _key_words(turn: CustomerTurn, rule: OutburstRule) -> tuple[str, ...]:
    """The words to say back: clauses of the fact; without one, figures and what came again."""
    told = [clause for clause in clauses(restate(turn.fact)) if len(clause) >= rule.clause_chars]
    others = (*_figures(turn, rule), *_repeated(turn.text))
    return _chosen(told, rule) or _chosen(others, rule)


def _chosen(words: Iterable[str], rule: OutburstRule) -> tuple[str, ...]:
    chosen: list[str] = []
    for word in words:
        fits = rule.shortest <= len(word) <= rule.longest and word not in rule.plain
        is_new = not any(word in other or other in word for other in chosen)
        if fits and is_new and not has(word, rule.never):
            chosen.append(word)
    return tuple(chosen[: rule.most])


def _figures(turn: CustomerTurn, rule: OutburstRule) -> list[str]:
    """Sums, lengths of time, and how often something happened."""
    named = [turn.text[s.start : s.end] for s in turn.slots if s.kind in _FIGURES]
    if not rule.times:
        return named
    often = rf"(?:{NUMBER}|好?几)(?:{'|'.join(map(re.escape, rule.times))})"
    return [*named, *re.findall(often, plain(turn.text[:_SEARCHED]))]


def _repeated(text: str) -> list[str]:
    """Short clauses whose words come again in the line, and words said twice running."""
    text = text[:_SEARCHED]
    again = [clause for clause in clauses(text) if text.count(clause) > 1]
    return [restate(word) for word in (*again, *(m[1] for m in _TWICE.finditer(text)))]
