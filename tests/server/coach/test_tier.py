"""How grave a matter is, by rules made for the test."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import labels
from server.coach.tier import KINDS, ORDER, Severity, TierRule, Tiers
from tests.server import given as hand

_TIERS = Tiers(
    (
        TierRule("upset", "general", "有情绪", emotions=("dissatisfied", "angry")),
        TierRule("hurt", "serious", "有人受伤", "harm", words=("受伤", "骨折"), unless=("受伤险",)),
        TierRule("court", "serious", "打官司", "public", words=("起诉",)),
        TierRule("crowd", "inquiry", "多人", "group", people=10),
        TierRule("many", "critical", "多人起诉", "group", together=(("crowd",), ("court",))),
        TierRule("both", "critical", "受伤起诉", "harm", together=(("hurt",), ("court", "crowd"))),
        TierRule("again", "serious", "反复", words=("又坏了",), times=2),
        TierRule("large", "serious", "大额", "money", amount=10000),
        TierRule("meal", "serious", "餐", words=("异物",), industries=("food-delivery",)),
    ),
    denied=("没", "没有"),
    supposed=("会不会", "吗"),
    crowds=("户", "个人"),
)


def _after(*texts: str, industry: str = "telecom", tiers: Tiers = _TIERS, **of: Any) -> Severity:
    severity = Severity()
    for seq, text in enumerate(texts, start=1):
        severity = severity.after(hand.customer(seq, text, **of), industry, tiers)
    return severity


@pytest.mark.parametrize(
    ("text", "tier"),
    [
        ("在吗", "inquiry"),
        ("我骨折了", "serious"),
        ("没骨折", "inquiry"),
        ("没有受伤", "inquiry"),
        ("会不会骨折", "inquiry"),
        ("骨折了吗", "inquiry"),
        ("受伤险怎么买", "inquiry"),
        ("没有受伤，可是后来骨折了", "serious"),
        ("一共两万三千块", "serious"),
        ("一共八千块", "inquiry"),
        ("我们四十多户", "inquiry"),
        ("菜里有异物", "inquiry"),
    ],
)
def test_words_and_sums_make_a_tier_unless_denied_or_only_supposed(text: str, tier: str) -> None:
    assert _after(text).tier == tier


@pytest.mark.parametrize(
    ("text", "tier"),
    [("我被转走了26万", "serious"), ("视频有26万播放", "inquiry"), ("跑了26万公里", "inquiry")],
)
def test_tens_of_thousands_without_a_unit_are_money_unless_they_count_something(
    text: str, tier: str
) -> None:
    assert _after(text).tier == tier


def test_a_calm_question_shows_no_event_and_may_still_show_a_threat() -> None:
    tiers = Tiers(
        (
            TierRule("hurt", "serious", "受伤", words=("受伤",)),
            TierRule("court", "serious", "打官司", words=("起诉",), warned=True),
        ),
        imagined=("要是",),
    )
    calm: dict[str, Any] = {"tiers": tiers, "emotion": "calm", "intent": "ask_info"}
    assert _after("受伤的要哪些材料", **calm).tier == "inquiry"
    assert _after("受伤的要哪些材料", tiers=tiers, emotion="anxious").tier == "serious"
    assert _after("起诉的要哪些材料", **calm).tier == "serious"
    assert _after("要是受伤了", tiers=tiers).tier == "inquiry"
    assert _after("要是不赔就起诉", tiers=tiers).tier == "serious"


def test_a_rule_for_an_industry_holds_in_no_other() -> None:
    assert _after("菜里有异物", industry="food-delivery").tier == "serious"


def test_a_feeling_that_is_not_surely_read_is_no_ground() -> None:
    assert _after("嗯", emotion="angry", sure=0.9).tier == "general"
    assert _after("嗯", emotion="angry", sure=0.4).tier == "inquiry"


def test_what_has_to_be_said_twice_is_no_ground_before() -> None:
    assert _after("又坏了").tier == "inquiry"
    assert _after("又坏了", "喂", "又坏了").tier == "serious"


@pytest.mark.parametrize("texts", [("我骨折了", "我要起诉"), ("我要起诉", "我骨折了")])
def test_grounds_come_together_in_whatever_order_they_are_said(texts: tuple[str, ...]) -> None:
    severity = _after(*texts)
    assert severity.tier == "critical"
    (ground,) = severity.gravest
    assert (ground.rule.id, ground.seq, ground.quote) == ("both", 2, texts[-1])


@pytest.mark.parametrize(
    ("text", "tier"),
    [
        ("我们二百一十六户要起诉", "critical"),
        ("我们216户要起诉", "critical"),
        ("我们两户要起诉", "serious"),
        ("门牌502 我要起诉", "serious"),
    ],
)
def test_people_are_counted_as_they_are_written_and_said(text: str, tier: str) -> None:
    assert _after(text).tier == tier


def test_a_sign_alone_makes_no_tier_and_is_shown_nowhere() -> None:
    severity = _after("我们四十户")
    assert severity.grounds
    assert (severity.tier, severity.standing, severity.kind) == ("inquiry", (), None)


def test_what_is_to_be_answered_first_names_the_matter() -> None:
    severity = _after("我骨折了", "我们四十户要起诉")
    assert {ground.rule.id for ground in severity.gravest} == {"many", "both"}
    assert severity.kind == "harm"


@given(
    lines=st.lists(
        st.sampled_from(
            ["我骨折了", "没骨折", "我要起诉", "我们四十户", "又坏了", "好", "两万三千块"]
        ),
        max_size=40,
    )
)
@settings(deadline=None)
def test_the_tier_never_falls_and_the_grounds_stay_bounded(lines: list[str]) -> None:
    severity = Severity()
    for seq, text in enumerate(lines, start=1):
        later = severity.after(hand.customer(seq, text), "telecom", _TIERS)
        assert ORDER.index(later.tier) >= ORDER.index(severity.tier)
        assert len(later.grounds) <= len(_TIERS.rules)
        severity = later


def test_every_shipped_ground_has_a_name_and_can_be_met() -> None:
    tiers = hand.RULES.tiers
    assert {rule.tier for rule in tiers.rules} == set(labels.TIERS)
    for rule in tiers.rules:
        assert rule.kind in KINDS
        assert 2 <= len(rule.name) <= 20, rule.id
        for word in rule.words:
            met = _after(word.replace("…", ""), tiers=tiers, emotion="dissatisfied")
            assert any(ground.rule.id == rule.id for ground in met.grounds), (rule.id, word)


@pytest.mark.parametrize(
    ("line", "tier"),
    [
        ("我没受伤，谢谢关心", "inquiry"),
        ("刚才那个是不是诈骗电话", "inquiry"),
        ("我开玩笑的，不会去曝光你们", "inquiry"),
        ("受伤保障多少钱一年", "inquiry"),
        ("不想投诉也不想找媒体", "inquiry"),
        ("这价格跳楼价吧", "inquiry"),
        ("打我妈电话就行", "inquiry"),
        ("热得我都不想活了", "inquiry"),
        ("燃气灶有漏气的声音，闻到煤气味", "serious"),
        ("我要去银保监会告你们", "serious"),
        ("骑手尾随我到家门口", "serious"),
        ("我真的活不下去了", "critical"),
        ("要是烫伤了，还起火了怎么办", "inquiry"),
        ("要是不赔我就找记者", "serious"),
        ("他摸了我的腿", "serious"),
    ],
)
def test_the_shipped_rules_on_lines_that_are_easily_mistaken(line: str, tier: str) -> None:
    assert _after(line, tiers=hand.RULES.tiers).tier == tier
