"""In a critical matter the supervisor is told, and nothing is offered that was not approved."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import labels
from models.readings import EMOTION_KEYS, INTENT_KEYS, STEP_KEYS
from server.coach import coach, crisis
from server.coach.cards import Alert, Card, Row
from server.coach.coach import advise, alerts, guide
from server.coach.crisis import Statement, Statements
from server.coach.cues import Candidate, CueRule
from server.coach.events import Advised, Alerted, Opened
from server.coach.fold import fold
from server.coach.playbook import Playbook
from server.coach.state import State
from server.coach.tier import KINDS, TierRule, Tiers
from server.prompts import load_playbook
from tests.server import given as hand

_PLAYBOOK = load_playbook()
_APPROVED = {statement.text for statement in _PLAYBOOK.rules.statements.approved}
_FATAL = "我爸昨天煤气中毒，我要找记者，我要报警"
_APOLOGY = re.compile("抱歉|对不起|不好意思|致歉")
_BANNED = re.compile("亲[，,]|由衷|敬请谅解|理解您的心情|激动|冷静|别生气|保证|绝对|[!！]|{|}")


def _play(*texts: str, playbook: Playbook = _PLAYBOOK) -> State:
    state = fold(State(), Opened("c", "chat", "utilities-property"), playbook.rules)
    for seq, text in enumerate(texts, start=1):
        turn = hand.customer(seq, text, "angry", "threaten", "empathize", fact=text or None)
        state = fold(state, turn, playbook.rules)
    return state


def test_what_is_critical_is_told_once_for_each_kind_with_the_reason_in_words() -> None:
    state = _play("我爸从你们楼梯上摔断了腿")
    assert state.severity.tier == "critical"
    (told,) = alerts(_PLAYBOOK, state)
    assert (told.kind, told.seq) == ("critical_harm", 1)
    assert "我爸从你们楼梯上摔断了腿" in told.reason
    state = fold(state, Alerted(told.kind), _PLAYBOOK.rules)
    assert alerts(_PLAYBOOK, state) == ()
    state = fold(state, hand.customer(2, "我们四十户都约了记者"), _PLAYBOOK.rules)
    assert "critical_group" in {alert.kind for alert in alerts(_PLAYBOOK, state)}
    assert "critical_harm" not in {alert.kind for alert in alerts(_PLAYBOOK, state)}


def test_the_reason_joins_the_grounds_of_a_kind_and_quotes_the_last() -> None:
    rules = Tiers(
        (
            TierRule("a", "critical", "起火", "danger", words=("起火",)),
            TierRule("b", "critical", "漏气", "danger", words=("漏气",)),
        )
    )
    state = State()
    for seq, text in enumerate(("漏气了", "起火了"), start=1):
        turn = hand.customer(seq, text)
        state = replace(state, severity=state.severity.after(turn, "telecom", rules))
    found = crisis.alerts(state, Statements(alert="{names}。{quote}"))
    assert list(found) == [Alert("critical_danger", 2, "漏气、起火。起火了")]


def test_nobody_is_told_of_what_is_only_serious() -> None:
    state = _play("第三次了，我要打12315")
    assert state.severity.tier == "serious"
    assert alerts(_PLAYBOOK, state) == ()


@given(
    situations=st.lists(
        st.tuples(
            st.sampled_from(STEP_KEYS),
            st.sampled_from(EMOTION_KEYS),
            st.sampled_from(INTENT_KEYS),
            st.sampled_from(["怎么办", "我的锅裂了", "收钱吗", "好吧"]),
        ),
        min_size=1,
        max_size=12,
    ),
    channel=st.sampled_from(tuple(labels.CHANNELS)),
)
@settings(deadline=None, max_examples=60)
def test_from_then_on_nothing_but_approved_sentences_is_offered(
    situations: list[tuple[str, str, str, str]], channel: str
) -> None:
    rules = _PLAYBOOK.rules
    state = fold(State(), Opened("c", channel, "utilities-property"), rules)
    state = fold(state, hand.customer(1, _FATAL, "angry", "threaten", "empathize"), rules)
    for seq, (step, emotion, intent, text) in enumerate(situations, start=2):
        turn = hand.customer(seq, text, emotion, intent, step, fact=text)
        state = fold(state, turn, rules)
        advice = advise(_PLAYBOOK, state)
        assert advice is not None
        assert 1 <= len(advice.wordings) <= 3
        assert {wording.text for wording in advice.wordings} <= _APPROVED
        state = fold(state, Advised(advice), rules)


def test_no_card_and_no_cue_has_sentences_of_its_own_then(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    card = Card("plans", (Row("补偿", "退差价"),), say=("我给您退差价。",))
    monkeypatch.setattr(coach, "_cards", lambda *_: iter([card]))
    monkeypatch.setattr(
        coach, "_candidates", lambda *_: iter([Candidate("late", 1, say=("我催。",))])
    )
    rule = CueRule("late", 1, "该回话了", say=("我现在回您。",))
    playbook = replace(_PLAYBOOK, rules=replace(_PLAYBOOK.rules, cues=(rule,)))
    calm, grave = (guide(playbook, _play(text)) for text in ("在吗", _FATAL))
    assert (calm.cards, grave.cards) == ((card,), (replace(card, say=()),))
    assert calm.cue is not None
    assert grave.cue is not None
    assert (calm.cue.say, grave.cue.say) == (("我催。", "我现在回您。"), ())
    assert grave.cue.text == "该回话了"


_STATEMENTS = Statements(
    (
        *(Statement(f"any-{step}", (step,), f"都能说{step}。") for step in STEP_KEYS),
        Statement("harm", ("resolve",), "先看病。", kinds=("harm",)),
        Statement("fire", ("resolve",), "先离开。", kinds=("danger",)),
        Statement("call", ("resolve",), "您别挂。", channels=("call",)),
    )
)


def _hurt() -> State:
    rules = Tiers((TierRule("hurt", "critical", "受伤", "harm", words=("受伤",)),))
    severity = State().severity.after(hand.customer(1, "受伤"), "telecom", rules)
    return State(severity=severity)


def test_sentences_for_this_kind_of_matter_come_first_and_those_for_others_never() -> None:
    texts = [w.text for w in crisis.approved(_STATEMENTS, _hurt(), "resolve")]
    assert texts == ["先看病。", "都能说resolve。"]
    on_the_phone = replace(_hurt(), channel="call")
    assert "您别挂。" in [w.text for w in crisis.approved(_STATEMENTS, on_the_phone, "resolve")]


def test_a_sentence_comes_again_only_when_every_other_was_offered() -> None:
    state = replace(_hurt(), offered=frozenset({"先看病。"}))
    assert [w.text for w in crisis.approved(_STATEMENTS, state, "resolve")] == ["都能说resolve。"]
    spent = replace(state, offered=frozenset({"先看病。", "都能说resolve。"}))
    assert len(crisis.approved(_STATEMENTS, spent, "resolve")) == 2


def test_when_all_were_offered_they_take_turns() -> None:
    statements = replace(_STATEMENTS, at_once=1)
    spent = replace(_hurt(), offered=frozenset({"先看病。", "都能说resolve。"}))
    said = [crisis.approved(statements, replace(spent, seq=seq), "resolve") for seq in (8, 9)]
    assert len({wording.text for wordings in said for wording in wordings}) == 2


def test_what_answers_the_line_comes_first_and_what_is_out_of_place_never() -> None:
    statements = replace(
        _STATEMENTS,
        approved=(
            *_STATEMENTS.approved,
            Statement("asked", ("resolve",), "您问的我去问。", intents=("ask_info",)),
            Statement("spared", ("resolve",), "叫救护车。", until=("hurt",)),
        ),
    )
    asked = replace(_hurt(), intent="ask_info")
    texts = [w.text for w in crisis.approved(statements, asked, "resolve")]
    assert texts == ["您问的我去问。", "先看病。", "都能说resolve。"]
    told = crisis.approved(statements, replace(asked, intent="inform"), "resolve")
    assert "您问的我去问。" not in [w.text for w in told]


def test_in_a_crisis_nobody_takes_a_pause_and_nothing_is_foretold() -> None:
    rules, state = _PLAYBOOK.rules, _play(_FATAL)
    for seq in range(2, 16, 2):
        state = fold(state, hand.agent(seq, "哦", (), (), ["rude", "cold"]), rules)
        state = fold(state, hand.customer(seq + 1, "你们等着", "angry", "threaten"), rules)
        cue = guide(_PLAYBOOK, state).cue
        assert cue is None or not cue.kind.startswith(("strain", "risk"))


def test_the_shipped_remarks_are_for_cues_that_there_are() -> None:
    kinds = {rule.kind for rule in hand.RULES.cues}
    for remark in hand.RULES.statements.cues:
        assert remark.cue in kinds
        for text in remark.say:
            assert not _BANNED.search(text), text
            assert len(_APOLOGY.findall(text)) <= 1, text


def test_without_approved_sentences_nothing_is_offered() -> None:
    assert crisis.approved(Statements(), _hurt(), "resolve") == ()


@pytest.mark.parametrize("step", STEP_KEYS)
def test_the_shipped_statements_have_a_choice_for_every_step_kind_and_channel(step: str) -> None:
    for kind in KINDS:
        rules = Tiers((TierRule("it", "critical", "它", kind, words=("它",)),))
        severity = State().severity.after(hand.customer(1, "它"), "telecom", rules)
        for channel in labels.CHANNELS:
            state = State(channel=channel, severity=severity)
            found = crisis.approved(hand.RULES.statements, state, step)
            assert len(found) == hand.RULES.statements.at_once, (step, kind, channel)


def test_the_shipped_statements_promise_nothing_and_apologise_at_most_once() -> None:
    for statement in hand.RULES.statements.approved:
        assert not _BANNED.search(statement.text), statement.id
        assert len(_APOLOGY.findall(statement.text)) <= 1, statement.id
        assert statement.text.endswith(("。", "？")), statement.id
        bare = re.sub("‹[^‹›]+›", "", statement.text)
        assert len(bare) <= 45, statement.id
        assert not re.search("[‹›]", bare), statement.id


def test_where_somebody_died_nobody_is_asked_how_he_is() -> None:
    rules = _PLAYBOOK.rules
    turn = hand.customer(1, "人没救过来，我也摔骨折了，在医院", "angry", "threaten", "clarify")
    state = fold(State(), turn, rules)
    assert state.severity.kind == "death"
    for step in STEP_KEYS:
        everything = replace(rules.statements, at_once=99)
        for wording in crisis.approved(everything, state, step):
            assert not re.search("伤得怎么样|人现在怎么样|先看病", wording.text), wording.text


def test_one_line_brings_one_alert_in_which_nothing_is_read_twice() -> None:
    state = _play("我爸煤气中毒在抢救，我要找记者，我要报警，我们四十户一起去")
    assert len({ground.rule.kind for ground in state.severity.gravest}) > 1
    (told,) = alerts(_PLAYBOOK, state)
    assert told.reason.count("还要追究") <= 1
    assert alerts(_PLAYBOOK, fold(state, Alerted(told.kind), _PLAYBOOK.rules)) == ()


def test_who_is_in_hospital_is_not_told_to_call_an_ambulance() -> None:
    everything = replace(_PLAYBOOK.rules.statements, at_once=99)
    for text, wanted in (
        ("我妈摔断了腿，我要找记者", True),
        ("我妈摔断了腿，在医院，我要找记者", False),
    ):
        state = _play(text)
        assert state.severity.kind == "harm"
        found = [w.text for step in STEP_KEYS for w in crisis.approved(everything, state, step)]
        assert any("没叫救护车" in each for each in found) is wanted
        assert any("医生现在怎么说" in each for each in found) is not wanted


@pytest.mark.parametrize("step", [step for step in STEP_KEYS if step != "thank"])
def test_nothing_is_offered_twice_in_seven_lines_that_ask_for_the_same_step(step: str) -> None:
    state = _play("我妈摔断了腿，我要找记者")
    seen: list[str] = []
    for _ in range(7):
        found = crisis.approved(_PLAYBOOK.rules.statements, state, step)
        seen.extend(wording.text for wording in found)
        offered = state.offered.union(wording.template for wording in found)
        state = replace(state, offered=offered)
    assert len(seen) == len(set(seen))


def test_what_the_shipped_statements_wait_for_are_grounds() -> None:
    grounds = {rule.id for rule in _PLAYBOOK.rules.tiers.rules}
    for statement in _PLAYBOOK.rules.statements.approved:
        assert grounds.issuperset(statement.since + statement.until), statement.id
