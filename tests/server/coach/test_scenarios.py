"""Scripted conversations with hand-given labels: expected steps, ledger and content.

A line is `customer:` or `agent:` with its labels; `expect:` holds after it. `contains`
must be in one of the wordings, `never` in none of them; `no_parts` and `some_part` name
FEEL parts. `at` is the time of day at which a line is said, on Monday 2 March 2026 in China;
without it a line is said ten seconds after the one before. `tier` is the tier, `cue` the kind
of the cue that is shown (null for none), `cue_says` is in its text or sentences; `card` tells
what is in a card, by kind: words that stand somewhere in it (`until 11:05` is the time of day
of a row that has one), or null where it must not be;
`card_never` words that stand nowhere in it. `vip: true` opens the conversation of a VIP.
`drafts` are what the agent might be writing then: `text`, the FEEL `parts` of its clauses,
`steps` and `faults`; what it lacks is `missing`, by part with what must be in the draft as
completed (null for nothing to say); `late` is out of order, `warned` is to be looked at.
`looked_up` are words that the articles are searched for, null for no search; `not_looked_up`
words that they must not be.
What must hold for every line of every conversation is checked without being asked for.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from models import labels
from models.readings import STEP_KEYS
from server.coach.advice import Advice
from server.coach.cards import Card
from server.coach.coach import Guidance, guide, question
from server.coach.events import Advised, AgentTurn, Cued, CustomerTurn, Opened
from server.coach.fold import fold
from server.coach.lint import lint
from server.coach.playbook import Playbook
from server.coach.state import State
from server.coach.wording import PART_ORDER
from tests.server import given

_DIRECTORY = Path(__file__).with_name("scenarios")
_FILES = sorted(_DIRECTORY.glob("*.yaml"))
_BANNED = re.compile(
    "亲[，,]|小妹|深表歉意|由衷|敬请谅解|理解您的心情|激动|冷静|别生气|亲爱的|您别急|！"
)
_APOLOGY = re.compile("抱歉|对不起|不好意思|致歉")
_CUSTOMER_KEYS = {"customer", "emotion", "intent", "next", "sure", "fact", "at", "expect"}
_MIDNIGHT = 1_772_380_800_000
_MORNING = _MIDNIGHT + 9 * 3_600_000
_DRAFT_KEYS = {"text", "parts", "steps", "faults", "missing", "late", "warned"}
_AGENT_KEYS = {"agent", "steps", "feel", "faults", "at", "expect"}


_Check = Callable[["_Play", str, Any], bool]


@dataclass
class _Play:
    """A conversation under way."""

    playbook: Playbook
    state: State
    guidance: Guidance = field(default_factory=lambda: Guidance(None, None, ()))
    offered: set[str] = field(default_factory=set)
    seq: int = 0
    at: int = _MORNING

    def customer(self, line: dict[str, Any]) -> None:
        assert line.keys() <= _CUSTOMER_KEYS, line
        self._next(line)
        turn = given.customer(
            self.seq,
            line["customer"],
            line["emotion"],
            line["intent"],
            line["next"],
            sure=line.get("sure", 0.9),
            fact=line.get("fact"),
            at=self.at,
        )
        self._take(turn)
        advice = self.guidance.advice
        assert advice is not None
        self._sound(advice)
        self.state = fold(self.state, Advised(advice), self.playbook.rules)

    def agent(self, line: dict[str, Any]) -> None:
        assert line.keys() <= _AGENT_KEYS, line
        self._next(line)
        turn = given.agent(
            self.seq,
            line["agent"],
            line.get("steps", ()),
            line.get("feel", ()),
            line.get("faults", ()),
            at=self.at,
        )
        self._take(turn)
        assert self.guidance.advice is None

    def _next(self, line: dict[str, Any]) -> None:
        self.seq += 1
        hour, minute, *second = (int(part) for part in line.get("at", "0:0").split(":"))
        of_day = 1000 * (3600 * hour + 60 * minute + sum(second))
        self.at = _MIDNIGHT + of_day if "at" in line else self.at + 10_000

    def _take(self, turn: CustomerTurn | AgentTurn) -> None:
        self.state = fold(self.state, turn, self.playbook.rules)
        self.guidance = guide(self.playbook, self.state)
        if self.guidance.cue is not None:
            self.state = fold(self.state, Cued(self.guidance.cue), self.playbook.rules)

    def _sound(self, advice: Advice) -> None:
        assert advice.seq == self.seq
        assert self.state.ledger[advice.step].status == "due"
        assert 1 <= len(advice.wordings) <= 3
        for wording in advice.wordings:
            assert wording.text not in self.offered
            self.offered.add(wording.text)
            assert not _BANNED.search(wording.text), wording.text
            assert not re.search(r"[{}]", wording.text)
            assert wording.text.count("‹") == wording.text.count("›")
            assert len(_APOLOGY.findall(wording.text)) <= 1, wording.text
            places = [PART_ORDER.index(part) for part, _ in wording.parts]
            assert places == sorted(places)


def _expected(play: _Play, expect: dict[str, Any]) -> None:
    for key, wanted in expect.items():
        checks: tuple[_Check, ...] = (
            _advice_is,
            _wordings_are,
            _state_is,
            _beside_are,
            _drafts_are,
            _looked_up,
        )
        assert any(check(play, key, wanted) for check in checks), f"unknown expectation {key}"


def _advice_is(play: _Play, key: str, wanted: Any) -> bool:
    advice = play.guidance.advice
    match key:
        case "step" | "also" | "confident":
            assert getattr(advice, key) == wanted
        case "why":
            assert advice
            assert set(wanted) <= {reason.code for reason in advice.why}
        case _:
            return False
    return True


def _wordings_are(play: _Play, key: str, wanted: Any) -> bool:
    wordings = play.guidance.advice.wordings if play.guidance.advice else ()
    texts = [wording.text for wording in wordings]
    parts = {part for wording in wordings for part, _ in wording.parts}
    match key:
        case "contains":
            assert any(piece in text for piece in wanted for text in texts), texts
        case "never":
            assert not any(piece in text for piece in wanted for text in texts), texts
        case "no_parts":
            assert parts.isdisjoint(wanted), texts
        case "some_part":
            assert wanted in parts, texts
        case "no_apology":
            assert not any(_APOLOGY.search(text) for text in texts), texts
        case _:
            return False
    return True


def _state_is(play: _Play, key: str, wanted: Any) -> bool:
    state = play.state
    match key:
        case "ledger":
            assert {step: state.ledger[step].status for step in wanted} == wanted
        case "demands":
            assert [demand.key for demand in state.demands] == wanted
        case "trend":
            assert state.trend == wanted
        case "tier":
            assert state.severity.tier == wanted
        case _:
            return False
    return True


def _beside_are(play: _Play, key: str, wanted: Any) -> bool:
    cue = play.guidance.cue
    match key:
        case "cue":
            assert (cue and cue.kind) == wanted, cue
        case "cue_says":
            assert cue
            assert all(any(piece in say for say in (cue.text, *cue.say)) for piece in wanted), cue
        case "card":
            for kind, words in wanted.items():
                _card_has(play.guidance.cards, kind, words)
        case "card_never":
            for kind, words in wanted.items():
                _card_has_not(play.guidance.cards, kind, words)
        case _:
            return False
    return True


def _drafts_are(play: _Play, key: str, wanted: Any) -> bool:
    if key != "drafts":
        return False
    for each in wanted:
        assert each.keys() <= _DRAFT_KEYS, each
        draft = given.draft(
            each["text"], each["parts"], each.get("steps", ()), each.get("faults", ())
        )
        found = lint(draft, play.state, play.playbook.library, play.playbook.rules.lint)
        missing = {lacking.part: lacking.fixed for lacking in found.missing}
        expected = each.get("missing", {})
        assert list(missing) == list(expected), found
        for part, piece in expected.items():
            assert (missing[part] is None) == (piece is None), found
            assert piece is None or piece in (missing[part] or ""), missing[part]
            assert not _BANNED.search(missing[part] or ""), missing[part]
        assert list(found.late) == each.get("late", []), found
        assert [warned.kind for warned in found.warned] == each.get("warned", []), found
        assert [fault.key for fault in found.faults] == list(each.get("faults", [])), found
    return True


def _looked_up(play: _Play, key: str, wanted: Any) -> bool:
    asked = question(play.playbook, play.state)
    words = f"{asked.text} {asked.context}" if asked else ""
    match key:
        case "looked_up":
            assert (asked is None) == (wanted is None), asked
            assert all(word in words for word in wanted or ()), words
        case "not_looked_up":
            assert not any(word in words for word in wanted), words
        case _:
            return False
    return True


def _card_has(cards: tuple[Card, ...], kind: str, words: list[str] | None) -> None:
    found = [card for card in cards if card.kind == kind]
    assert bool(found) == (words is not None), [card.kind for card in cards]
    for card in found:
        texts = [f"{row.key} {row.text} {row.status}{_until(row.due)}" for row in card.rows]
        for word in words or ():
            assert any(word in text for text in (card.level, *texts, *card.say)), (word, card)


def _until(due: int | None) -> str:
    minutes = 0 if due is None else (due - _MIDNIGHT) // 60_000
    return "" if due is None else f" until {minutes // 60}:{minutes % 60:02}"


def _card_has_not(cards: tuple[Card, ...], kind: str, words: list[str]) -> None:
    card = next(card for card in cards if card.kind == kind)
    texts = [f"{row.key} {row.text} {row.status}" for row in card.rows]
    assert not [word for word in words if any(word in text for text in (*texts, *card.say))], card


@pytest.mark.parametrize("path", _FILES, ids=lambda path: path.stem)
def test_scenario(path: Path, playbook: Playbook) -> None:
    script = yaml.safe_load(path.read_text(encoding="utf-8"))
    vip = script.get("vip", False)
    opened = Opened(path.stem, script["channel"], script["industry"], vip=vip)
    play = _Play(playbook, fold(State(), opened, playbook.rules))
    for number, line in enumerate(script["lines"], start=1):
        if "customer" in line:
            play.customer(line)
        else:
            play.agent(line)
        try:
            _expected(play, line.get("expect", {}))
        except AssertionError as error:
            error.add_note(f"{path.name}: line {number}: {line.get('customer', line.get('agent'))}")
            raise


@pytest.mark.parametrize("path", _FILES, ids=lambda path: path.stem)
def test_a_scenario_says_why_it_exists_and_expects_something(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# ")
    script = yaml.safe_load(text)
    assert script["channel"] in labels.CHANNELS
    assert script["industry"] in labels.INDUSTRIES
    assert any("step" in line.get("expect", {}) for line in script["lines"])


def test_the_scenarios_cover_most_industries_both_channels_and_every_step() -> None:
    scripts = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in _FILES]
    assert len(scripts) >= 16
    assert len({script["industry"] for script in scripts}) >= 12
    assert {script["channel"] for script in scripts} == set(labels.CHANNELS)
    steps = {line.get("expect", {}).get("step") for script in scripts for line in script["lines"]}
    assert set(STEP_KEYS) <= steps
