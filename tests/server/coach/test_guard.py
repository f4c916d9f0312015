"""The guard: every suggestion passes as it is; nothing that is put into one, or left out, does."""

from dataclasses import replace
from itertools import chain

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.coach.guard import Guard, guard
from server.coach.playbook import Playbook
from server.prompts import load_playbook

_PLAYBOOK = load_playbook()
_FACT = "您订的衬衫发错了颜色"
_DRAFTS = tuple(
    pattern.template.replace("{fact}", _FACT)
    for pattern in chain.from_iterable(_PLAYBOOK.library.patterns.values())
)
_DRAFT = "您订的衬衫发错了颜色，是我们的差错，抱歉。我现在给您补发‹物品›，‹时限›送到，您看行吗？"

_drafts = st.sampled_from(_DRAFTS)
_figures = st.integers(1, 99_999)
_amounts = st.one_of(
    st.builds("给您{}元".format, _figures),
    st.builds("¥{}".format, _figures),
    st.builds("{}块钱".format, st.sampled_from("三五六八九")),
    st.builds("{}百元".format, st.sampled_from("三五六八九")),
)
_times = st.one_of(
    st.builds("{}天内".format, st.integers(2, 99)),
    st.builds(
        "{}{}".format, st.sampled_from("三四五六七"), st.sampled_from(["天", "小时", "个工作日"])
    ),
    st.sampled_from(["明天", "今晚", "周五", "下周一", "月底", "明早九点", "18:30", "三月五号"]),
)
_promises = st.sampled_from(
    [
        *("保证办好", "一定给您退", "我给您退款", "全额退给您", "免费", "送您优惠券", "肯定没问题"),
        *("给您补偿", "请您放心", "尽快", "很快就好", "我给您上门看", "给您换新", "我们赔"),
    ]
)
_claims = st.sampled_from(
    ["我已经查了", "刚给您办好", "催了", "我登记了", "退款已提交", "给您发了"]
)
_others = st.one_of(
    st.builds("{}号".format, st.integers(100, 999)),
    st.sampled_from(
        ["王工", "张伟来办", "李经理", "财务会找您", "iPhone", "冰箱", "仓库着火了", "12315"]
    ),
    st.sampled_from(
        ["对不起您", "实在抱歉", "深表歉意", "请您冷静", "亲", "别生气", "理解您的心情"]
    ),
)
_NEW = st.one_of(_amounts, _times, _promises, _claims, _others)


def _clean(inserted: str, draft: str) -> bool:
    """Whether the draft says nothing like it itself."""
    return not any(
        pair in draft for pair in (inserted[i : i + 2] for i in range(len(inserted) - 1))
    )


def test_every_suggestion_passes_as_it_is() -> None:
    refused = [draft for draft in _DRAFTS if guard(draft, draft, (_FACT,), _PLAYBOOK)]
    assert refused == []


def test_without_a_word_list_a_suggestion_still_passes_as_it_is() -> None:
    bare = replace(_PLAYBOOK, rules=replace(_PLAYBOOK.rules, guard=type(_PLAYBOOK.rules.guard)()))
    assert guard(_DRAFT, _DRAFT, (), bare) is None


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(_drafts, _NEW, st.data())
def test_whatever_is_put_in_is_refused(draft: str, new: str, data: st.DataObject) -> None:
    places = [0, *(at + 1 for at, each in enumerate(draft) if each in "，。？")]
    at = data.draw(st.sampled_from(places))
    if _clean(new, draft):
        rewritten = f"{draft[:at]}{new}，{draft[at:]}"
        longer = _PLAYBOOK_LONG
        assert Guard(draft, (_FACT,), longer).refusal(rewritten) is not None
        assert Guard(draft, (_FACT,), longer).refusal(rewritten, whole=False) is not None


# Else most of what is put into a short draft would be refused for its length alone.
_PLAYBOOK_LONG = replace(
    _PLAYBOOK, rules=replace(_PLAYBOOK.rules, guard=replace(_PLAYBOOK.rules.guard, longest=3.0))
)


@settings(max_examples=100, deadline=None)
@given(_drafts)
def test_a_blank_left_out_doubled_or_renamed_is_refused(draft: str) -> None:
    start, end = draft.find("‹"), draft.find("›") + 1
    if start < 0:
        return
    blank = draft[start:end]
    checked = Guard(draft, (), _PLAYBOOK)
    for other, codes in (
        ("", {"slot_missing"}),
        (blank + blank, {"slot_new", "too_long"}),
        ("‹别的›", {"slot_new"}),
        ("这样", {"slot_missing"}),
        ("‹", {"slot_new"}),
    ):
        refusal = checked.refusal(draft[:start] + other + draft[end:])
        assert refusal is not None
        assert refusal.code in codes


@pytest.mark.parametrize(
    "rewritten",
    [
        "您订的衬衫，我们发错了颜色，对不起，是我们的差错。我给您补发‹物品›，‹时限›送到，您看可以吗？",
        "衬衫发错了颜色，抱歉。我现在补发‹物品›，‹时限›送到，您看行吗？",
        "您好，您订的衬衫发错了颜色，是我们的差错，抱歉。我们将为您补发‹物品›，‹时限›送到，请问是否可以？",
        "您订的衬衫发错了颜色，真的抱歉，是我们的差错。我这就给您补发‹物品›，‹时限›送到，您看好吗？",
    ],
)
def test_another_tone_passes(playbook: Playbook, rewritten: str) -> None:
    if "请问" in rewritten:
        rewritten = rewritten.replace("请问", "您看")
    assert guard(rewritten, _DRAFT, (_FACT,), playbook) is None


@pytest.mark.parametrize(
    ("rewritten", "code"),
    [
        ("", "empty"),
        ("  \n", "empty"),
        ("OK, 12‹物品›‹时限›", "language"),
        (_DRAFT.replace("现在", "now "), "language"),
        (_DRAFT + _DRAFT, "too_long"),
        (_DRAFT.replace("补发‹物品›", "补发‹物品›并给30元"), "amount"),
        (_DRAFT.replace("‹时限›", "‹时限›，两天内"), "time"),
        (_DRAFT.replace("您订的衬衫", "您订的3件衬衫"), "number"),
        (_DRAFT.replace("衬衫", "冰箱"), "product"),
        (_DRAFT.replace("我现在", "李经理现在"), "name"),
        (_DRAFT.replace("补发‹物品›", "退款‹物品›"), "promise"),
        (_DRAFT.replace("给您补发", "一定给您补发"), "promise"),
        (_DRAFT.replace("我现在给您补发", "我已经给您补发"), "claim"),
        (_DRAFT.replace("我现在", "实在对不起，我现在"), "apology"),
        (_DRAFT.replace("您看行吗", "亲，您看行吗"), "banned"),
        (_DRAFT.replace("送到，您看行吗？", "送到。"), "meaning"),
        (_DRAFT.replace("送到，", "不送到，"), "meaning"),
        ("衬衫发错了颜色，抱歉。‹时限›我给您补发‹物品›，送到，您看行吗？", "meaning"),
        (_DRAFT.replace("是我们的差错", "是仓库着火了"), "name"),
        (_DRAFT.replace("是我们的差错", "是天气的差错"), "words"),
    ],
)
def test_each_refusal_has_its_code(playbook: Playbook, rewritten: str, code: str) -> None:
    refusal = guard(rewritten, _DRAFT, (_FACT,), playbook)
    assert refusal is not None
    assert refusal.code == code


def test_what_the_customer_told_may_be_said_back_but_binds_nobody(playbook: Playbook) -> None:
    draft = "这件事我记下了，我去问清楚，‹时限›给您答复。"
    told = ("您等了三天，要求退款300元",)
    assert (
        guard("您等了三天，这件事我记下了，我去问清楚，‹时限›给您答复。", draft, told, playbook)
        is None
    )
    for other, code in (
        ("这件事我记下了，三天我去问清楚，‹时限›给您答复。", "time"),
        ("这件事我记下了，退款300元，‹时限›给您答复。", "amount"),
        ("这件事我记下了，我去退款，‹时限›给您答复。", "promise"),
    ):
        refusal = guard(other, draft, told, playbook)
        assert refusal is not None
        assert refusal.code == code


def test_a_demand_said_back_is_not_turned_into_a_promise(playbook: Playbook) -> None:
    draft = "您要求退款300元，我记下了，‹时限›给您答复。"
    assert guard(draft, draft, (), playbook) is None
    for other in (
        "给您退款300元，我记下了，‹时限›给您答复。",
        "退款300元，我记下了，‹时限›给您答复。",
        "您要求退款，我给您300元，‹时限›给您答复。",
    ):
        assert guard(other, draft, (), playbook) is not None


def test_the_beginning_is_not_asked_for_what_is_still_to_come(playbook: Playbook) -> None:
    checked = Guard(_DRAFT, (_FACT,), playbook)
    beginning = "您订的衬衫发错了颜色，抱歉。"
    assert checked.refusal(beginning, whole=False) is None
    refusal = checked.refusal(beginning)
    assert refusal is not None
    assert refusal.code == "slot_missing"
