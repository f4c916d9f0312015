"""Scripted conversations with hand-given labels: expected steps, ledger and content.

A line is `customer:` or `agent:` with its labels; `expect:` holds after it. `contains`
must be in one of the wordings, `never` in none of them; `no_parts` and `some_part` name
FEEL parts. What must hold for every line of every conversation is
checked without being asked for.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from models import labels
from models.readings import STEP_KEYS
from server.coach.advice import Advice
from server.coach.coach import advise
from server.coach.events import Advised, Opened
from server.coach.fold import fold
from server.coach.state import State
from server.coach.wording import PART_ORDER, Library
from tests.server import given

_DIRECTORY = Path(__file__).with_name("scenarios")
_FILES = sorted(_DIRECTORY.glob("*.yaml"))
_BANNED = re.compile(
    "亲[，,]|小妹|深表歉意|由衷|敬请谅解|理解您的心情|激动|冷静|别生气|亲爱的|您别急|！"
)
_APOLOGY = re.compile("抱歉|对不起|不好意思|致歉")
_CUSTOMER_KEYS = {"customer", "emotion", "intent", "next", "sure", "fact", "expect"}
_AGENT_KEYS = {"agent", "steps", "feel", "faults", "expect"}


@dataclass
class _Play:
    """A conversation under way."""

    library: Library
    state: State
    advice: Advice | None = None
    offered: set[str] = field(default_factory=set)
    seq: int = 0

    def customer(self, line: dict[str, Any]) -> None:
        assert line.keys() <= _CUSTOMER_KEYS, line
        self.seq += 1
        turn = given.customer(
            self.seq,
            line["customer"],
            line["emotion"],
            line["intent"],
            line["next"],
            sure=line.get("sure", 0.9),
            fact=line.get("fact"),
        )
        self.state = fold(self.state, turn, given.RULES)
        self.advice = advise(self.library, self.state)
        assert self.advice is not None
        self._sound(self.advice)
        self.state = fold(self.state, Advised(self.advice), given.RULES)

    def agent(self, line: dict[str, Any]) -> None:
        assert line.keys() <= _AGENT_KEYS, line
        self.seq += 1
        turn = given.agent(
            self.seq,
            line["agent"],
            line.get("steps", ()),
            line.get("feel", ()),
            line.get("faults", ()),
        )
        self.state = fold(self.state, turn, given.RULES)
        self.advice = advise(self.library, self.state)
        assert self.advice is None

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
    advice, state = play.advice, play.state
    texts = [wording.text for wording in advice.wordings] if advice else []
    parts = {part for wording in (advice.wordings if advice else ()) for part, _ in wording.parts}
    for key, wanted in expect.items():
        match key:
            case "ledger":
                found = {step: state.ledger[step].status for step in wanted}
                assert found == wanted
            case "demands":
                assert [demand.key for demand in state.demands] == wanted
            case "trend":
                assert state.trend == wanted
            case "step" | "also" | "confident":
                assert getattr(advice, key) == wanted
            case "why":
                assert advice
                assert set(wanted) <= {reason.code for reason in advice.why}
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
                pytest.fail(f"unknown expectation {key}")


@pytest.mark.parametrize("path", _FILES, ids=lambda path: path.stem)
def test_scenario(path: Path, library: Library) -> None:
    script = yaml.safe_load(path.read_text(encoding="utf-8"))
    opened = Opened(path.stem, script["channel"], script["industry"])
    play = _Play(library, fold(State(), opened, given.RULES))
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
