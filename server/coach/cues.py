"""Which cue is shown: one at a time, the most important, none too often."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from server.coach.cards import Cue
from server.coach.checked import Checked

_NEVER: Final = -1


@dataclass(frozen=True, slots=True)
class CueRule(Checked):
    """How a kind of cue is shown.

    `priority` decides between cues; after one was shown the same kind rests for `rest`
    utterances; `times` is how often it is shown in a conversation at most. `text` is what the
    agent reads, `say` what can be put in the reply; {…} in them is filled in by the part of
    the method that the cue is from.
    """

    kind: str
    priority: int
    text: str
    say: tuple[str, ...] = ()
    rest: int = 6
    times: int = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A cue that would be in place now; `words` fill in the rule's text."""

    kind: str
    seq: int
    words: tuple[tuple[str, str], ...] = ()
    say: tuple[str, ...] = ()
    """Sentences that the part gives itself; they come before the rule's."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What cues a conversation has had: for each kind, how often and when last."""

    by_kind: tuple[tuple[str, int, int], ...] = ()

    def after(self, cue: Cue) -> "Shown":
        """With `cue` shown."""
        times, _ = self.of(cue.kind)
        rest = tuple(entry for entry in self.by_kind if entry[0] != cue.kind)
        return Shown((*rest, (cue.kind, times + 1, cue.seq)))

    @property
    def last(self) -> str | None:
        """The kind that was shown last."""
        return self.by_kind[-1][0] if self.by_kind else None

    def of(self, kind: str) -> tuple[int, int]:
        """How often `kind` was shown, and on which utterance last."""
        return next(((n, seq) for k, n, seq in self.by_kind if k == kind), (0, _NEVER))


def choose(candidates: Iterable[Candidate], rules: tuple[CueRule, ...], shown: Shown) -> Cue | None:
    """The most important of the candidates that may be shown now."""
    by_kind = {rule.kind: rule for rule in rules}
    due = [
        (by_kind[each.kind], each)
        for each in candidates
        if each.kind in by_kind and _may_show(by_kind[each.kind], each, shown)
    ]
    if not due:
        return None
    rule, best = max(due, key=lambda pair: pair[0].priority)
    return _filled(rule, best)


def _may_show(rule: CueRule, candidate: Candidate, shown: Shown) -> bool:
    times, last = shown.of(rule.kind)
    return times < rule.times and (last == _NEVER or candidate.seq - last > rule.rest)


def _filled(rule: CueRule, candidate: Candidate) -> Cue:
    return Cue(
        rule.kind,
        candidate.seq,
        _fill(rule.text, candidate.words),
        (*candidate.say, *(_fill(each, candidate.words) for each in rule.say)),
    )


def _fill(text: str, words: tuple[tuple[str, str], ...]) -> str:
    for name, word in words:
        text = text.replace(f"{{{name}}}", word)
    return text
