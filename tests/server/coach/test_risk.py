"""An outburst foreseen: the score, its reasons, and what is said and done in which tier."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given as having
from hypothesis import settings
from hypothesis import strategies as st

from models import labels
from server.coach.cards import Card
from server.coach.cues import Candidate
from server.coach.events import AgentTurn, CustomerTurn, Opened, Voice
from server.coach.fold import fold
from server.coach.risk import NO_RISK, Contingency, RiskRules, assess, candidates, card
from server.coach.signs import MEASURED
from server.coach.state import State
from server.coach.tier import Ground, Severity, TierRule
from server.prompts import PROMPTS_DIR, PromptError
from server.prompts.rules import load_rules
from tests.server import given

_RULES = given.RULES.risk
_NOON = 1_772_424_000_000
_UPSET = ("dissatisfied", "urge")
_SAID = "你们到底什么时候给我办"


def _after(turns: Iterable[CustomerTurn | AgentTurn], channel: str = "chat") -> State:
    state = fold(State(), Opened("c", channel, "telecom", _NOON), given.RULES)
    for turn in turns:
        state = fold(state, turn, given.RULES)
    return state


def _score(*turns: CustomerTurn | AgentTurn, channel: str = "chat") -> float:
    return assess(_after(turns, channel), _RULES).score


def _reasons(state: State) -> list[str]:
    return [reason.sign.name for reason in assess(state, _RULES).reasons]


def _near(tier: str = "general") -> State:
    """A state in which an outburst is near."""
    grounds = (Ground(TierRule("x", tier, "x", words=("x",)), 1, 1, "x"),)
    cold = given.agent(2, "规定就是这样", faults=["cold"])
    state = _after([given.customer(1, _SAID, *_UPSET), cold])
    return replace(state, severity=Severity(grounds))


def _shown(state: State) -> Card:
    found = card(state, _RULES)
    assert found is not None
    return found


def _cue(state: State) -> Candidate:
    (found,) = candidates(state, _RULES)
    return found


def test_discontent_that_is_not_met_raises_the_risk_and_an_answer_lowers_it() -> None:
    said = given.customer(1, _SAID, *_UPSET)
    alone = _score(said)
    assert alone > 5 * _score(given.customer(1, "请问几点办", "calm", "ask_info"))
    assert _score(said, given.agent(2, "不归我们管", faults=["blame_shift"])) > 2 * alone
    assert _score(said, given.agent(2, "今天下午办好", ["resolve"])) < alone
    assert _score(said, given.customer(2, "好的", "calm", "affirm")) < alone


@pytest.mark.parametrize(
    ("turns", "sign"),
    [
        ([given.customer(n, _SAID, *_UPSET) for n in (1, 2)], "repeated"),
        ([given.customer(1, "这是第三次了", "dissatisfied", "urge")], "earlier"),
        (
            [
                given.agent(1, "给您补发", ["resolve"]),
                given.customer(2, "不要", "dissatisfied", "deny"),
            ],
            "rejected",
        ),
        ([given.customer(1, "骗子", "angry"), given.customer(2, "说话", *_UPSET)], "outburst"),
        ([given.customer(1, "把钱退给我", "calm", "request_refund")], "money"),
        ([given.customer(n, f"第{n}件事", "anxious", "urge") for n in (1, 2, 3)], "unanswered"),
        (
            [given.customer(n, "在吗", "anxious", "urge", at=_NOON + n * 150_000) for n in (1, 2)],
            "waiting",
        ),
        (
            [given.customer(n, "在吗", "anxious", "urge", at=_NOON + n * 5_000) for n in (1, 2)],
            "burst",
        ),
    ],
)
def test_a_sign_that_weighs_is_a_reason_with_the_line_that_shows_it(
    turns: list[CustomerTurn | AgentTurn], sign: str
) -> None:
    state = _after(turns)
    reason = next(each for each in assess(state, _RULES).reasons if each.sign.name == sign)
    assert reason.seq == turns[-1].seq or sign in ("outburst", "earlier")
    assert reason.text
    assert "{" not in reason.text
    without = tuple(each for each in _RULES.signs if each.name != sign)
    assert assess(state, replace(_RULES, signs=without)).score < assess(state, _RULES).score


def test_a_raised_voice_and_a_faster_pace_are_reasons_in_a_call() -> None:
    def said(seq: int, second: float, voice: Voice | None) -> CustomerTurn:
        turn = given.customer(seq, "我想问一下宽带", at=_NOON + round(1000 * second))
        return replace(turn, voice=voice)

    slow = [said(n, 8 * n, Voice(200, 0.3)) for n in range(1, 5)]
    loud = [*slow, said(5, 35, Voice(280, 0.6))]
    assert {"pitch", "energy", "pace"} <= set(_reasons(_after(loud, "call")))
    # One types as fast as one likes.
    assert not {"pitch", "energy", "pace"} & set(_reasons(_after(loud, "chat")))
    level = [*slow, said(5, 40, Voice(200, 0.3))]
    assert _score(*loud, channel="call") > 2 * _score(*level, channel="call")


def test_the_minutes_waited_are_told_whole_however_many_count() -> None:
    asked = given.customer(1, "在吗", "anxious", "urge", at=_NOON)
    again = given.customer(2, "还在吗", "anxious", "urge", at=_NOON + 45 * 60_000)
    texts = [reason.text for reason in assess(_after([asked, again]), _RULES).reasons]
    assert "等了45分钟，还没有答复" in texts


def test_the_card_has_the_score_few_reasons_and_what_to_do() -> None:
    rows = _shown(_near()).rows
    assert [row.key for row in rows] == ["score", "reason", "reason", "todo", "todo"]
    assert rows[0].text == f"{assess(_near(), _RULES).score:.0%}"
    assert [row.text for row in rows[3:]] == list(_RULES.of("general").steps)
    assert all(row.seq == 1 for row in rows[1:3])


@pytest.mark.parametrize("tier", list(labels.TIERS))
def test_what_to_do_goes_by_the_tier(tier: str) -> None:
    contingency = _RULES.of(tier)
    near = _near(tier)
    assert [row.text for row in _shown(near).rows if row.key == "todo"] == [*contingency.steps]
    cue = _cue(near)
    assert dict(cue.words)["todo"] == contingency.todo
    assert cue.seq == near.seq


def test_a_crisis_is_given_no_sentences_and_the_rest_first_the_answer_to_the_reason() -> None:
    assert _cue(_near("critical")).say == ()
    said = _cue(_near("general")).say
    assert "刚才那句我没说好" in said[0]
    assert said[1:] == _RULES.of("general").say


def test_nothing_is_foreseen_once_it_is_there_nor_below_the_threshold() -> None:
    threat = given.customer(3, "我去投诉你们", "dissatisfied", "threaten")
    burst = fold(_near(), threat, given.RULES)
    assert assess(burst, _RULES).score >= _RULES.threshold
    assert card(burst, _RULES) is None
    assert list(candidates(burst, _RULES)) == []
    higher = replace(_RULES, threshold=0.99)
    assert card(_near(), higher) is None
    assert card(State(), _RULES) is None


def test_no_nudge_while_the_agents_help_does_its_work() -> None:
    helped = fold(_near(), given.agent(3, "抱歉，我现在查", ["empathize"]), given.RULES)
    assert card(helped, _RULES) is not None
    assert list(candidates(helped, _RULES)) == []


@settings(deadline=None)
@having(
    st.lists(
        st.builds(
            lambda emotion, intent, at: given.customer(1, _SAID, emotion, intent, at=at),
            st.sampled_from(list(labels.EMOTIONS)),
            st.sampled_from(list(labels.INTENTS)),
            st.integers(0, 10**9),
        ),
        max_size=12,
    ),
    st.floats(-1e6, 1e6),
)
def test_the_score_is_between_0_and_1_whatever_is_said_and_whatever_the_bias(
    turns: list[CustomerTurn], bias: float
) -> None:
    assert 0 <= assess(_after(turns), replace(_RULES, bias=bias)).score <= 1


def test_all_that_can_be_measured_is_weighed_and_every_sentence_can_be_said() -> None:
    assert set(MEASURED) <= {sign.name for sign in _RULES.signs}
    says = [say for sign in _RULES.signs for say in sign.say]
    says += [say for each in _RULES.contingencies for say in each.say]
    for say in says:
        assert say.endswith(("。", "？"))
        assert "‹" in say or len(say) <= 12
        assert len(say) <= 45
        assert say.count("抱歉") <= 1
        assert not any(word in say for word in ("亲", "冷静", "激动", "理解您", "别生气", "！"))


def test_without_rules_nothing_is_foreseen() -> None:
    assert card(_near(), NO_RISK) is None


def _written(folder: Path, old: str, new: str) -> Path:
    """The shipped rules with one thing changed in `risk.yaml`."""
    (folder / "rules").mkdir()
    for path in (PROMPTS_DIR / "rules").glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        if path.name == "risk.yaml":
            assert old in text
            text = text.replace(old, new, 1)
        (folder / "rules" / path.name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("threshold: 0.45", "threshold: 45", "threshold 写了 45"),
        ("reasons: 2", "reasons: 2\ncolour: red", "unknown key 'colour'"),
        ("  - tier: serious", "  - tier: grave", "unknown tier 'grave'"),
        ("  - tier: serious", "  - tier: general", "one contingency a tier"),
        ("先把他问的答了", "先把他问的每一样从头到尾答清楚了再说", "longer than 16"),
        (
            'steps: ["先答问题；答不了，就说几点能答", "说过的不再问"]',
            "steps: []",
            "one or two steps",
        ),
        ("emotions: [dissatisfied, angry]", "emotions: [cross]", "unknown emotions 'cross'"),
        ("- name: worry", "- name: discontent", "'discontent' stands twice"),
        ("- name: pause", "- name: silence", "silence"),
        ("repeated: 0.6", "repeated: 6", "repeated 写了 6"),
        ("    weight: 0.6\n", "    weight: heavy\n", "weight"),
    ],
)
def test_a_mistake_in_the_file_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    with pytest.raises(PromptError, match=r"^risk\.yaml:\d+: ") as refused:
        load_rules(_written(tmp_path, old, new))
    assert told in str(refused.value)


def test_the_line_of_a_mistake_is_the_one_that_it_stands_in(tmp_path: Path) -> None:
    folder = _written(tmp_path, "repeated: 0.6", "repeated: 6")
    lines = (folder / "rules" / "risk.yaml").read_text(encoding="utf-8").splitlines()
    with pytest.raises(PromptError) as refused:
        load_rules(folder)
    assert str(refused.value).startswith(f"risk.yaml:{lines.index('notes:') + 1}: ")


def test_a_contingency_names_a_tier_and_what_to_do() -> None:
    good: dict[str, Any] = {"tier": "general", "todo": "先听", "steps": ("听",)}
    Contingency(**good)
    for wrong in ({"tier": "grave"}, {"steps": ()}, {"steps": ("听",) * 3}, {"todo": "听" * 17}):
        with pytest.raises(ValueError, match=r"tier|steps|todo"):
            Contingency(**{**good, **wrong})


def test_every_tier_needs_a_contingency() -> None:
    with pytest.raises(ValueError, match="one contingency a tier"):
        RiskRules(-4, 0.5, 2, _RULES.notes, _RULES.signs, _RULES.contingencies[1:])
