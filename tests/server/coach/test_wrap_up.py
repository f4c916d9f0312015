"""The wrap-up: what a conversation comes to, without the agent having to type it."""

from dataclasses import replace

import pytest

from server.coach.asks import Ask
from server.coach.events import AgentTurn, Asked, CustomerTurn, Opened
from server.coach.fold import fold
from server.coach.state import State
from server.coach.wrap_up import wrap_up
from tests.server import given

_AT = 1_772_413_200_000  # Monday 2 March 2026, 9:00 in China
_HOUR = 3_600_000
_RULES = given.RULES.wrap_up


def _fold(*turns: CustomerTurn | AgentTurn) -> State:
    state = fold(State(), Opened("c", at=_AT), given.RULES)
    for turn in turns:
        state = fold(state, turn, given.RULES)
    return state


_BROKEN = given.customer(
    1,
    "我的洗衣机脱水时跳闸",
    "dissatisfied",
    "report_problem",
    fact="我的洗衣机脱水时跳闸",
    at=_AT,
)
_COMING = given.agent(2, "师傅明天上午给您上门检修", ["resolve"], ["link"], at=_AT + 60_000)
_DONE = given.agent(2, "已经给您换了一台新的", ["resolve"], ["link"], at=_AT + 60_000)
_FINE = given.customer(3, "好的谢谢", "pleased", "affirm", "thank", at=_AT + 120_000)


def test_an_open_promise_is_followed_up_after_it_is_due() -> None:
    found = wrap_up(_fold(_BROKEN, _COMING, _FINE), _RULES)
    assert found.facts == ("您的洗衣机脱水时跳闸",)
    assert found.demand == "反映问题"
    assert found.actions == ("师傅明天上午给您上门检修",)
    assert (found.outcome, found.disposition) == ("promised", "质量与故障")
    assert any("明天上午" in promise for promise in found.promises)
    assert found.follow_up is not None
    assert "明天上午" in found.follow_up.text
    # Until noon of the next day, and two hours more.
    assert found.follow_up.due == _AT + (24 + 3 + 2) * _HOUR


def test_what_is_done_and_accepted_is_resolved_and_asked_after_by_tier() -> None:
    state = _fold(_BROKEN, _DONE, _FINE)
    found = wrap_up(state, _RULES)
    assert found.outcome == "resolved"
    hours = (_RULES.follow_up.tier_hours or {})[state.severity.tier]
    assert found.follow_up is not None
    assert found.follow_up.due == state.at + int(hours * _HOUR)


def test_an_inquiry_needs_no_follow_up() -> None:
    asked = given.customer(1, "支持七天无理由吗", "calm", "ask_info", "resolve", at=_AT)
    answered = given.agent(2, "支持的", ["resolve"], at=_AT + 5000)
    found = wrap_up(_fold(asked, answered), _RULES)
    assert (found.disposition, found.follow_up, found.facts) == ("咨询", None, ())


def test_who_asked_for_somebody_above_is_handed_on_until_content() -> None:
    above = given.customer(3, "叫你们主管来", "angry", "escalate", at=_AT + 90_000)
    assert wrap_up(_fold(_BROKEN, _DONE, above), _RULES).outcome == "escalated"
    fine = given.customer(4, "行 谢谢", "pleased", "thank", at=_AT + 120_000)
    assert wrap_up(_fold(_BROKEN, _DONE, above, fine), _RULES).outcome == "resolved"
    waiting = fold(_fold(_BROKEN, _DONE, _FINE), Asked(Ask("a", "help", 3)), given.RULES)
    assert wrap_up(waiting, _RULES).outcome == "escalated"


def test_without_an_answer_it_is_open_and_without_times_nothing_is_due() -> None:
    bare = replace(_BROKEN, at=0)
    found = wrap_up(_fold(bare, replace(_COMING, at=0)), _RULES)
    assert found.follow_up is not None
    assert found.follow_up.due is None
    assert wrap_up(_fold(_BROKEN), _RULES).outcome == "open"


@pytest.mark.parametrize("times", [40, 200])
def test_what_is_noted_is_bounded_and_begins_with_the_first_fact(times: int) -> None:
    turns: list[CustomerTurn | AgentTurn] = [_BROKEN]
    for number in range(times):
        fact = f"第{number}个零件也断了"
        turns.append(
            given.customer(2 * number + 2, fact, "dissatisfied", "report_problem", fact=fact)
        )
        turns.append(given.agent(2 * number + 3, f"第{number}个给您换", ["resolve"], ["link"]))
    found = wrap_up(_fold(*turns), _RULES)
    assert found.facts[0] == "您的洗衣机脱水时跳闸"
    assert len(found.facts) <= 5
    assert len(found.actions) <= 6
    assert f"第{times - 1}个" in found.actions[-1]
