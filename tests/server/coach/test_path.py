"""The eight-step path: for whom it is, what ticks a step off, what opens it again."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.readings import FEEL_KEYS, STEP_KEYS
from server.coach.lists import Lists
from server.coach.path import Path, PathRules, card, offer
from tests.server import given as hand

_RULES = hand.RULES.path
_IDS = [step.id for step in _RULES.steps]


def _done(*lines: tuple[str, list[str], list[str]]) -> Path:
    path = Path()
    for seq, (text, steps, feel) in enumerate(lines, start=1):
        path = path.answered(hand.agent(seq, text, steps, feel), _RULES)
    return path


def _ids(path: Path) -> list[str]:
    return [each.step for each in path.done]


@pytest.mark.parametrize(
    ("tier", "vip", "chosen"),
    [
        ("critical", False, True),
        ("serious", False, True),
        ("general", False, False),
        ("general", True, True),
        ("inquiry", True, False),
    ],
)
def test_the_path_is_for_grave_matters_and_complaints_of_vips(
    tier: str, vip: bool, chosen: bool
) -> None:
    assert _RULES.chosen(tier, vip) is chosen


def test_the_shipped_path_has_its_eight_steps_and_enough_to_say() -> None:
    assert [step.name for step in _RULES.steps] == [
        *("倾听", "理解", "重视", "方案"),
        *("解决", "根因", "改进", "闭环"),
    ]
    assert all(len(step.say) >= 4 for step in _RULES.steps)


@pytest.mark.parametrize(
    ("text", "shows"),
    [
        ("这件事由我来负责，三点前回您", True),
        ("我报主管，加急办", True),
        ("负责人不在，您等着", False),
        ("好的，请稍等", False),
    ],
)
def test_taking_it_seriously_is_seen_in_who_takes_it_on(text: str, shows: bool) -> None:
    assert ("value" in _ids(_done((text, [], [])))) is shows


@pytest.mark.parametrize(
    ("text", "shows"),
    [("钱已退回去了", True), ("还没提交了", False), ("提交了吗", False), ("我现在提交", False)],
)
def test_solved_is_what_was_done_not_what_will_be(text: str, shows: bool) -> None:
    path = _done(("给您两个办法", ["negotiate"], []), (text, ["resolve"], []))
    assert ("solve" in _ids(path)) is shows


def test_who_blames_or_promises_too_much_has_done_no_step() -> None:
    fault = hand.agent(1, "我全赔，原因是上家", ["resolve"], ["explain", "link"], ["overpromise"])
    assert Path().answered(fault, _RULES).done == ()


def test_a_close_before_the_solution_is_none() -> None:
    early = _done(("感谢您的来电", ["thank"], []))
    assert "close" not in _ids(early)
    late = _done(
        ("退您三百", ["resolve"], ["link"]),
        ("已经退了，我明天回访您", ["resolve", "thank"], []),
    )
    assert {"plan", "solve", "close"} <= set(_ids(late))


def test_a_rejected_offer_opens_the_plan_and_what_rests_on_it() -> None:
    path = _done(
        ("抱歉", ["empathize"], ["emotion"]),
        ("退您三百", ["resolve"], ["link"]),
        ("已提交，原因是系统故障，之后回访您", ["resolve", "thank"], ["explain"]),
    )
    assert _ids(path.rejected(_RULES)) == ["listen", "understand", "cause"]


def test_who_has_told_it_all_is_not_asked_to_begin_again() -> None:
    path = _done(("给您两个办法，您选", ["negotiate"], []))
    assert "listen" not in _ids(path)
    current = path.current(_RULES)
    assert current is not None
    assert current.id == "understand"


def test_the_card_shows_every_step_and_says_what_does_the_current_one() -> None:
    path = _done(("您请讲", ["listen"], []))
    name = offer(path, "inform", _RULES)
    assert name is not None
    shown = card(path, _RULES, Lists().asked([name]), "c")
    assert shown is not None
    assert [row.status for row in shown.rows] == ["done", *["open"] * 7]
    assert (shown.rows[0].text, shown.rows[0].seq) == ("您请讲", 1)
    assert len(shown.say) == _RULES.say_at_once
    assert set(shown.say) <= set(_RULES.steps[1].say)


def test_who_asks_or_presses_is_not_told_to_go_on_talking() -> None:
    assert offer(Path(), "inform", _RULES) is not None
    assert all(
        offer(Path(), intent, _RULES) is None for intent in ("ask_status", "urge", "escalate")
    )


def test_the_report_is_a_draft_with_everything_to_fill_in() -> None:
    (improve,) = (step for step in _RULES.steps if step.id == "improve")
    report = next(say for say in improve.say if say.startswith("情况说明"))
    for slot in ("‹经过›", "‹原因›", "‹改进›", "‹负责人›"):
        assert slot in report


_LINES = st.tuples(
    st.sampled_from(["我来负责", "已提交", "原因是故障", "以后会改进", "好的"]),
    st.sets(st.sampled_from(STEP_KEYS)).map(sorted),
    st.sets(st.sampled_from(FEEL_KEYS)).map(sorted),
)


@settings(deadline=None)
@given(st.lists(st.one_of(_LINES, st.none()), max_size=25))
def test_no_step_is_done_twice_nor_before_what_it_rests_on(
    lines: list[tuple[str, list[str], list[str]] | None],
) -> None:
    path = Path()
    needs = {step.id: step.only_after for step in _RULES.steps}
    for seq, line in enumerate(lines, start=1):
        path = (
            path.rejected(_RULES) if line is None else path.answered(hand.agent(seq, *line), _RULES)
        )
        done = _ids(path)
        assert len(done) == len(set(done)) <= len(_IDS)
        assert all(needs[each] is None or needs[each] in done for each in done)
    if path.current(_RULES) is None:
        assert card(path, _RULES, Lists(), "c") is None


def test_a_path_without_rules_is_never_gone() -> None:
    assert not PathRules().chosen("critical", True)
