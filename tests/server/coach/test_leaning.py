"""The customer's type: by evidence that fades, and without fluttering."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.readings import EMOTION_KEYS, INTENT_KEYS
from server.coach.leaning import Kind, Leaning, LeaningRules, Sign, TypeRule, card
from server.coach.lists import Lists
from tests.server import given as hand

_RULES = LeaningRules(
    signs=(
        Sign("要赔", "compensatory", 1.5, intents=("request_compensation",), say=("说个数。",)),
        Sign("报数", "compensatory", 1.0, amount=True),
        Sign("一上来", "compensatory", 0.5, intents=("request_compensation",), early=1),
        Sign("有气", "emotional", 1.5, emotions=("angry",)),
        Sign("不是钱", "emotional", 3.0, words=("不是钱",), unless=("是不是钱",)),
    ),
    types=(
        TypeRule("compensatory", "补偿型", "钱", ("快给数",), ("甲。", "乙。")),
        TypeRule("emotional", "情绪型", "交代", ("先听完",), ("丙。", "丁。")),
    ),
    keep=0.8,
    reach=2.0,
    margin=1.0,
    fade=1.0,
)
_LINES = st.lists(
    st.tuples(
        st.sampled_from(["赔我五百元", "这不是钱的事", "怎么还没到", "气死我了"]),
        st.sampled_from(EMOTION_KEYS),
        st.sampled_from(INTENT_KEYS),
    ),
    max_size=25,
)


def _after(*lines: tuple[str, str, str], rules: LeaningRules = _RULES) -> Leaning:
    leaning = Leaning()
    for seq, (text, emotion, intent) in enumerate(lines, start=1):
        leaning = leaning.after(hand.customer(seq, text, emotion, intent), rules)
    return leaning


_MONEY = ("赔我五百元", "calm", "request_compensation")
_HEAT = ("气死我了", "angry", "other")
_NOTHING = ("嗯", "calm", "affirm")


def test_one_sign_alone_tells_no_type_and_several_do() -> None:
    assert _after(("赔我", "calm", "request_compensation")).kind == "compensatory"
    assert _after(_NOTHING, ("赔我", "calm", "request_compensation")).kind is None
    assert _after(_HEAT).kind is None
    assert _after(_HEAT, _HEAT).kind == "emotional"


def test_who_refuses_money_is_not_taken_for_one_who_wants_it() -> None:
    leaning = _after(_MONEY, ("这不是钱的事", "dissatisfied", "deny"))
    assert leaning.kind == "compensatory"
    leaning = leaning.after(hand.customer(3, "说了不是钱的事", "angry", "deny"), _RULES)
    assert leaning.kind == "emotional"
    assert [each.name for each in leaning.shows] == ["不是钱", "不是钱"]
    assert _after(("是不是钱没到", "calm", "ask_info")).emotional.weight == 0


def test_evidence_fades_until_no_type_is_told() -> None:
    leaning = _after(_MONEY)
    for seq in range(2, 12):
        leaning = leaning.after(hand.customer(seq, *_NOTHING), _RULES)
    assert leaning.kind is None
    assert 0 < leaning.compensatory.weight < _RULES.fade


@settings(deadline=None)
@given(_LINES)
def test_a_line_without_a_sign_never_turns_one_type_into_the_other(
    lines: list[tuple[str, str, str]],
) -> None:
    before = _after(*lines)
    after = before.after(hand.customer(99, *_NOTHING), _RULES)
    assert after.kind in (before.kind, None)


@settings(deadline=None)
@given(_LINES)
def test_a_type_changes_only_with_a_lead_of_the_margin(lines: list[tuple[str, str, str]]) -> None:
    leaning = Leaning()
    for seq, line in enumerate(lines, start=1):
        before, leaning = leaning.kind, leaning.after(hand.customer(seq, *line), _RULES)
        lead = leaning.emotional.weight - leaning.compensatory.weight
        if leaning.kind is not None and leaning.kind != before:
            assert abs(lead) >= _RULES.margin
            assert (lead > 0) == (leaning.kind == "emotional")
        assert len(leaning.emotional.shows) <= 3
        assert len(leaning.compensatory.shows) <= 3


def test_near_each_other_the_two_types_do_not_take_turns() -> None:
    alternating = (_MONEY, ("真不是钱", "calm", "other"), _MONEY, ("真不是钱", "calm", "other"))
    kinds: list[Kind | None] = []
    leaning = Leaning()
    for seq, line in enumerate(alternating, start=1):
        leaning = leaning.after(hand.customer(seq, *line), replace(_RULES, margin=3.0))
        kinds.append(leaning.kind)
    assert len(set(kinds)) == 1


def test_the_card_has_the_type_what_to_do_and_the_lines_that_show_it() -> None:
    leaning = _after(_NOTHING, _MONEY)
    shown = card(leaning, _RULES, Lists().asked(leaning.lists(2)), "c")
    assert shown is not None
    rows = [(row.key, row.text, row.seq) for row in shown.rows]
    assert rows == [("type", "补偿型", None), ("do", "快给数", None), ("要赔", "赔我五百元", 2)]
    assert shown.say[0] == "说个数。"
    assert shown.say[1] in ("甲。", "乙。")
    assert card(_after(_NOTHING), _RULES, Lists(), "c") is None


def test_nothing_is_said_to_a_line_that_shows_nothing_of_the_type() -> None:
    leaning = _after(_NOTHING, _MONEY, _NOTHING)
    assert leaning.kind == "compensatory"
    assert leaning.lists(3) == ()


@pytest.mark.parametrize("kind", ["compensatory", "emotional"])
def test_the_shipped_types_have_enough_to_say(kind: Kind) -> None:
    rule = hand.RULES.leaning.of(kind)
    assert rule is not None
    assert len(rule.say) >= 12
