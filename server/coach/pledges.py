"""Promises in what an agent says: who does what until when, or soon without a time."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from models.slots.due import resolve_ms
from models.slots.slot import Slot, blanked
from server.coach.clauses import has, said, spans
from server.coach.events import AgentTurn
from server.coach.ledger import quote
from server.coach.pledge_rules import PledgeRules
from server.coach.timed_parts import TimedPart, listed_end, timed_parts

AGENT: Final = "agent"
"""The owner of a promise that names nobody else."""

_ASKED: Final = re.compile(r"\s*[?？]")
_ASKING: Final = ("吗", "么", "呢")
# 二是, 第一 and a particle at the end are no part of what is promised.
_TRIMMED: Final = re.compile(
    r"^(?:第?[一二三四五](?:是|[、，,：:]\s*)|第[一二三四五]\s+)|[哈哦呢啊呀哟]+$"
)
# A time with hardly a word beside it answers what was asked: 可以，19点前.
_ALONE_CHARS: Final = 2
# So short a clause is not understood without the one before it: 后天到.
_SHORT_CHARS: Final = 6
# 开场前半小时, 付款后5分钟, 等一分钟: a length that does not begin now.
_NOT_FROM_NOW: Final = tuple("前后等每过")
# 今早解封了查询口 has been done, whenever the morning ends.
_OVER: Final = re.compile(
    r"(?:今早|今晨|今天一?早上?)[^了]*[^完好]了(?!再|就|给|告诉|回|跟|和|之后|以后)"
)
# 今天起停职 says when something begins.
_FROM_THEN: Final = "起"
# 给师傅打电话 is not what the 师傅 does.
_TOWARDS: Final = tuple("给跟和与同找问")


@dataclass(frozen=True, slots=True)
class Pledge:
    """What is promised: by whom, which action (empty if no rule names it), and until when.

    `when` is the value of the time slot; `due` in ms since 1970, None where nobody knows when
    the line was said.
    """

    owner: str
    action: str
    words: str
    when: str
    due: int | None


def pledges(turn: AgentTurn, rules: PledgeRules) -> tuple[Pledge, ...]:
    """The promises of an agent line that have a time, in its order."""
    times = tuple(slot for slot in turn.slots if slot.kind in ("date", "duration"))
    line = _Line(turn, blanked(turn.text, times), rules)
    found = (line.pledge(part) for part in timed_parts(turn.text, times))
    return tuple(pledge for pledge in found if pledge is not None)


def actions_done(text: str, rules: PledgeRules) -> frozenset[str]:
    """The actions that an agent line says were done."""
    return frozenset(
        name
        for start, end in spans(text)
        if said(text[start:end], rules.done, rules.not_done) and not _is_asked(text, start, end)
        for name in actions_named(text[start:end], rules)
    )


def actions_named(text: str, rules: PledgeRules) -> frozenset[str]:
    """The actions that a text names, by words of more than one character."""
    return frozenset(name for _, name in _named(text, rules))


def vague_pledge(turn: AgentTurn, rules: PledgeRules) -> str:
    """The first clause that promises something without a time, or an empty string."""
    text = turn.text
    times = [slot.start for slot in turn.slots if slot.kind in ("date", "duration")]
    for start, end in spans(text):
        clause = text[start:end]
        if (
            said(clause, rules.vague, rules.not_vague)
            and not any(start <= at < end for at in times)
            and not _is_asked(text, start, end)
            and (has(clause, (*rules.own, *rules.to_customer)) or actions_named(clause, rules))
        ):
            return clause
    return ""


@dataclass(frozen=True, slots=True)
class _Line:
    """An agent line; `text` has no times any more, so that no word is found in them."""

    turn: AgentTurn
    text: str
    rules: PledgeRules

    def pledge(self, part: TimedPart) -> Pledge | None:
        """What a part promises."""
        if self._is_spared(part) or (until := self._until(part)) is None:
            return None
        due, slot = until
        assert slot.value is not None
        start, end, found = self._doing(part, slot)
        if found is None and not ("link" in self.turn.reading.carried and self._is_alone(part)):
            return None
        place, action = found or (end, "")
        if not self._is_meant(start, end, action):
            return None
        owner = self._owner(part.sentence, place)
        words = self._words(part, start, end, found is not None)
        return Pledge(owner, action, words, slot.value, due if self.turn.at else None)

    def _words(self, part: TimedPart, start: int, end: int, is_done: bool) -> str:
        """The range told whole; a time alone is told with what stands beside it."""
        if end - start < _SHORT_CHARS and not (is_done and self._has_time(part.before, part.start)):
            start = part.before
        # 明天上午十点 派主管去
        if not is_done and end == part.end and not self._has_time(part.end, part.after):
            end = part.after
        return quote(_TRIMMED.sub("", self.turn.text[start : listed_end(self.turn.text, end)]))

    def _is_spared(self, part: TimedPart) -> bool:
        """Whether it is general information, depends, is asked, or is the customer's to do."""
        rules = self.rules
        clause, following = self.text[part.start : part.end], self.text[part.end : part.after]
        if _OVER.search(self.turn.text, part.start, part.end):
            return True
        return (
            has(clause, (*rules.general, *rules.customer_does))
            or self._is_past(part)
            or has(self.text[part.sentence : part.end], rules.conditions)
            or has(clause + following, rules.asking)
            or _is_asked(self.text, part.start, part.end)
            or (bool(following) and _is_asked(self.text, part.end, part.after))
        )

    def _is_past(self, part: TimedPart) -> bool:
        """Whether it goes on from what was long ago: 三个月前售出过，七天后退回."""
        before = [s for s in self.turn.slots if part.before <= s.start < part.start]
        return any((slot.value or "").endswith(" ago") for slot in before) and all(
            (slot.value or "").endswith(" after") for slot in part.times
        )

    def _until(self, part: TimedPart) -> tuple[int, Slot] | None:
        """The latest of the times ahead, with the moment that it means."""
        at, east = self.turn.at, self.rules.east
        ahead = [
            (due, slot)
            for slot in part.times
            if slot.value is not None
            and self._says_when(slot)
            and (due := resolve_ms(slot.value, at, east)) > at
        ]
        return max(ahead, key=lambda pair: pair[0], default=None)

    def _says_when(self, slot: Slot) -> bool:
        """半小时内 does, and 半小时给您回电; 免费延保一年 does not, nor 今天起."""
        if self.text.startswith(_FROM_THEN, slot.end):
            return False
        if slot.kind == "date" or (slot.value or "").endswith((" within", " after")):
            return True
        if self.text[: slot.start].endswith(_NOT_FROM_NOW):
            return False
        rest = self.text[slot.end :]
        return self._next_action(slot) is not None or rest.startswith(self.rules.to_customer)

    def _next_action(self, slot: Slot) -> tuple[int, str] | None:
        """The action that is named right after a time, perhaps with who does it between."""
        at = slot.end
        between = (*self.rules.between, *self.rules.owners)
        while skipped := next((w for w in between if self.text.startswith(w, at)), ""):
            at += len(skipped)
        names = (e.name for e in self.rules.actions if self.text.startswith(e.words, at))
        return next(((at, name) for name in names), None)

    def _doing(self, part: TimedPart, slot: Slot) -> tuple[int, int, tuple[int, str] | None]:
        """What is done, where it is named, and the range of the words around it."""
        if found := self._action(part.start, part.end, slot) or self._for_customer(part):
            return part.start, part.end, found
        if self._is_alone(part):
            for start, end in ((part.start, part.after), (part.before, part.end)):
                # 21点公告，24点退款: what has a time of its own is not done at another. 今天打款，
                # 半小时内: but a time alone says the one before it more closely.
                is_other = self._has_time(start, part.start) and self._rest(part) != ""
                if is_other or self._has_time(part.end, end):
                    continue
                if found := self._action(start, end, slot):
                    return start, end, found
        return part.start, part.end, None

    def _action(self, start: int, end: int, slot: Slot) -> tuple[int, str] | None:
        """The action after the time, else the last one before it."""
        named = [(start + at, name) for at, name in _named(self.text[start:end], self.rules)]
        later = [each for each in named if each[0] >= slot.end]
        follows = None if later else self._next_action(slot)
        return min(later, default=None) or follows or max(named, default=None)

    def _for_customer(self, part: TimedPart) -> tuple[int, str] | None:
        clause = self.text[part.start : part.end]
        places = [at for w in self.rules.to_customer if (at := clause.find(w)) >= 0]
        return (part.start + min(places), "") if places else None

    def _has_time(self, start: int, end: int) -> bool:
        return "\0" in self.text[start:end]

    def _is_alone(self, part: TimedPart) -> bool:
        return len(self._rest(part)) <= _ALONE_CHARS

    def _rest(self, part: TimedPart) -> str:
        """What a part says beside its times."""
        return self.text[part.start : part.end].replace("\0", "")

    def _is_meant(self, start: int, end: int, action: str) -> bool:
        """Whether the line commits itself, or speaks for itself at least."""
        if "link" in self.turn.reading.carried:
            return True
        return bool(action) and has(self.text[start:end], self.rules.own)

    def _owner(self, start: int, end: int) -> str:
        """Who was named last before what is done; oneself where nobody was."""
        owner = AGENT
        for first, last in spans(self.text[start:end]):
            clause = self.text[start + first : start + last]
            is_last = start + last == end
            owner = self._named_in(clause, is_last) or owner
        return owner

    def _named_in(self, clause: str, does: bool) -> str | None:
        """Who is named last in a clause.

        Where the clause is not the one that tells what is done (`does`), somebody else must be
        handed the matter in it, or it must begin with them.
        """
        handed = has(clause, self.rules.hands_over)
        places = [(clause.rfind(word), len(word), AGENT) for word in self.rules.own]
        for word in self.rules.owners:
            at = clause.rfind(word)
            towards = does and clause[:at].endswith(_TOWARDS)
            spoken_of = towards or clause.startswith("的", at + len(word))
            if not spoken_of and (does or handed or at == 0):
                places.append((at, len(word), word))
        at, _, owner = max(places, default=(-1, 0, AGENT))
        return owner if at >= 0 else None


def _named(text: str, rules: PledgeRules) -> Iterator[tuple[int, str]]:
    """Where actions are named, and which."""
    for action in rules.actions:
        for word in action.words:
            if len(word) > 1 and (at := text.rfind(word)) >= 0:
                yield at, action.name


def _is_asked(text: str, start: int, end: int) -> bool:
    return text[start:end].endswith(_ASKING) or bool(_ASKED.match(text, end))
