"""A scripted conversation under way: its lines are folded with hand-given readings."""

import re
from dataclasses import dataclass, field
from typing import Any, Final

from server.coach.advice import Advice
from server.coach.coach import Guidance, guide
from server.coach.events import Advised, AgentTurn, Cued, CustomerTurn, Opened
from server.coach.fold import fold
from server.coach.playbook import Playbook
from server.coach.state import State
from server.coach.visits import History, Owed, Visit
from server.coach.wording import PART_ORDER
from tests.server import given

BANNED: Final = re.compile(
    "亲[，,]|小妹|深表歉意|由衷|敬请谅解|理解您的心情|激动|冷静|别生气|亲爱的|您别急|！"
)
"""What no sentence may say."""
APOLOGY: Final = re.compile("抱歉|对不起|不好意思|致歉")
MIDNIGHT: Final = 1_772_380_800_000
"""Of Monday 2 March 2026 in China, in ms since 1970."""

_MORNING: Final = MIDNIGHT + 9 * 3_600_000
_DAY: Final = 86_400_000
_CUSTOMER_KEYS: Final = {"customer", "emotion", "intent", "next", "sure", "fact", "at", "expect"}
_VISIT_KEYS: Final = {"days", "matter", "emotion", "owed"}
_AGENT_KEYS: Final = {"agent", "steps", "feel", "faults", "at", "expect"}


@dataclass
class Talk:
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
        self.at = MIDNIGHT + of_day if "at" in line else self.at + 10_000

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
            assert not BANNED.search(wording.text), wording.text
            assert not re.search(r"[{}]", wording.text)
            assert wording.text.count("‹") == wording.text.count("›")
            assert len(APOLOGY.findall(wording.text)) <= 1, wording.text
            places = [PART_ORDER.index(part) for part, _ in wording.parts]
            assert places == sorted(places)


def opened(playbook: Playbook, conversation_id: str, scenario: dict[str, Any]) -> Talk:
    """The conversation of a scenario, before its first line."""
    visits = tuple(_visit(each) for each in scenario.get("history", ()))
    event = Opened(
        conversation_id,
        scenario["channel"],
        scenario["industry"],
        history=History(visits, len(visits)),
        vip=scenario.get("vip", False),
    )
    return Talk(playbook, fold(State(), event, playbook.rules))


def _visit(told: dict[str, Any]) -> Visit:
    assert told.keys() <= _VISIT_KEYS, told
    return Visit(
        f"{told['days']} days ago",
        _MORNING - told["days"] * _DAY,
        told["matter"],
        told["emotion"],
        tuple(
            Owed(each["words"], int(_MORNING - each["days"] * _DAY))
            for each in told.get("owed", ())
        ),
    )
