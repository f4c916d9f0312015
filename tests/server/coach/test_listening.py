"""Receive, reflect, respond: what counts in an exchange, and how the score runs."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.readings import EMOTION_KEYS, FAULT_KEYS, FEEL_KEYS, INTENT_KEYS, STEP_KEYS
from server.coach.cards import Card
from server.coach.events import AgentTurn, CustomerTurn
from server.coach.listening import Listening, candidates, card
from tests.server import given as hand
from tests.server.spoiled import told

_RULE = hand.RULES.listening
_STOPPED = "我的快递停在郑州四天了"
_UPSET = hand.customer(1, _STOPPED, "dissatisfied", "urge", fact=_STOPPED)


def _after(*turns: CustomerTurn | AgentTurn) -> Listening:
    listening = Listening()
    for turn in turns:
        listening = listening.after(turn, _RULE)
    return listening


def _card(*turns: CustomerTurn | AgentTurn) -> dict[str, tuple[str, str | None]]:
    shown = card(_after(*turns), _RULE)
    assert isinstance(shown, Card)
    return {row.key: (row.text, row.status) for row in shown.rows}


def _status(*turns: CustomerTurn | AgentTurn) -> dict[str, str | None]:
    return {key: status for key, (_, status) in _card(*turns).items() if key != "score"}


def test_an_exchange_that_did_all_three_has_the_whole_score() -> None:
    answer = hand.agent(2, "停了四天，我这就催", ["resolve"], ["fact"])
    assert _card(_UPSET, answer)["score"] == ("100", None)
    assert _status(_UPSET, answer) == {
        "received": "done",
        "reflected": "done",
        "responded": "done",
    }


def test_what_was_not_said_back_stands_on_the_card_in_the_second_person() -> None:
    text, status = _card(_UPSET, hand.agent(2, "我这就催", ["resolve"]))["reflected"]
    assert status == "open"
    assert "您的快递停在郑州四天了" in text


@pytest.mark.parametrize(
    ("line", "feel", "reflected"),
    [
        ("好的", ["fact"], "done"),
        ("您这个件停在郑州，我去催", [], "done"),
        ("四天，是太久了", [], "done"),
        ("换谁都着急", [], "done"),
        ("我这就催", ["link"], "open"),
        ("很抱歉", ["emotion"], "open"),
    ],
)
def test_the_customers_fact_figures_or_feeling_count_as_said_back(
    line: str, feel: list[str], reflected: str
) -> None:
    assert _status(_UPSET, hand.agent(2, line, ["resolve"], feel))["reflected"] == reflected


def test_a_feeling_word_says_nothing_back_to_a_customer_who_is_calm() -> None:
    calm = hand.customer(1, "我的锅裂了", "calm", "report_problem", fact="我的锅裂了")
    assert _status(calm, hand.agent(2, "别担心", ["resolve"]))["reflected"] == "open"


def test_a_plain_question_wants_an_answer_and_no_restatement() -> None:
    asked = hand.customer(1, "这款滚筒多宽", "calm", "ask_info", fact="这款滚筒")
    assert _status(asked, hand.agent(2, "59.5厘米", ["resolve"])) == {
        "received": "done",
        "responded": "done",
    }


def test_a_greeting_alone_is_no_exchange_to_be_scored() -> None:
    greeted = (hand.customer(1, "在吗", "calm", "greet"), hand.agent(2, "在的"))
    assert card(_after(*greeted), _RULE) is None
    assert _after(*greeted, _UPSET).scored(_RULE) == ()


def test_a_hold_line_takes_it_in_but_answers_nothing() -> None:
    status = _status(_UPSET, hand.agent(2, "请稍等，为您查询"))
    assert (status["received"], status["responded"]) == ("done", "open")


def test_a_line_that_is_only_a_fault_has_taken_nothing_in() -> None:
    assert _status(_UPSET, hand.agent(2, "规定就是这样", faults=["cold"]))["received"] == "open"


def test_closing_early_is_no_answer() -> None:
    closing = hand.agent(2, "还有其他问题吗", ["thank"], faults=["premature_close"])
    assert _status(_UPSET, closing)["responded"] == "open"


def test_a_burst_of_lines_is_one_exchange() -> None:
    burst = (_UPSET, hand.customer(2, "人呢", "anxious", "urge"))
    listening = _after(*burst, hand.agent(3, "停在郑州，我去催", ["resolve"], ["fact"]))
    assert listening.scored(_RULE) == (100,)


def test_the_agents_later_lines_belong_to_the_exchange_until_the_customer_speaks() -> None:
    hold, answer = hand.agent(2, "请稍等"), hand.agent(3, "停在郑州，已经催了", ["resolve"])
    assert _after(_UPSET, hold, answer).scored(_RULE) == (100,)
    again = hand.customer(4, "还要多久", "calm", "ask_status")
    assert _after(_UPSET, hold, again, answer).scored(_RULE) != (100,)


def test_while_the_customer_waits_the_card_tells_of_the_exchange_before() -> None:
    before = (_UPSET, hand.agent(2, "停在郑州，我去催", ["resolve"]))
    again = hand.customer(3, "快点", "anxious", "urge")
    assert card(_after(*before, again), _RULE) == card(_after(*before), _RULE)


def test_a_low_score_is_marked_only_after_some_exchanges() -> None:
    turns: list[CustomerTurn | AgentTurn] = []
    levels: list[str] = []
    for _ in range(_RULE.attend_from):
        turns += [_UPSET, hand.agent(2, "知道了", faults=["cold"])]
        shown = card(_after(*turns), _RULE)
        assert shown
        levels.append(shown.level)
    assert levels == ["info"] * (_RULE.attend_from - 1) + ["attend"]


def test_an_answer_without_a_word_of_the_upset_customers_point_asks_for_a_restatement() -> None:
    (found,) = candidates(_after(_UPSET, hand.agent(2, "我这就催", ["resolve"])), _RULE)
    assert (found.kind, found.seq) == ("restate", 2)
    assert found.words == (("fact", "您的快递停在郑州四天了"),)


@pytest.mark.parametrize(
    "answer",
    [
        hand.agent(2, "停在郑州是不该，我去催", ["resolve"], ["fact"]),
        hand.agent(2, "很抱歉，我去催", ["empathize", "resolve"], ["emotion"]),
        hand.agent(2, "您不信是应该的，我去催", ["empathize", "resolve"], ["link"]),
        hand.agent(2, "请问单号是多少", ["clarify"]),
        hand.agent(2, "请稍等"),
    ],
    ids=["said back", "soothed", "acknowledged", "only asked", "held"],
)
def test_no_restatement_is_asked_for_where_it_would_not_fit(answer: AgentTurn) -> None:
    assert not list(candidates(_after(_UPSET, answer), _RULE))


def test_a_calm_customer_is_not_told_again_what_they_said() -> None:
    calm = hand.customer(1, _STOPPED, "calm", "report_problem", fact=_STOPPED)
    assert not list(candidates(_after(calm, hand.agent(2, "我这就催", ["resolve"])), _RULE))


@pytest.mark.parametrize("text", ["我的快递" * (_RULE.fact_chars // 4 + 1), "就说“一定”……"])
def test_a_fact_too_long_or_too_short_for_a_sentence_is_not_put_in_one(text: str) -> None:
    told_it = hand.customer(1, text, "angry", "urge", fact=text)
    listening = _after(told_it, hand.agent(2, "我去催", ["resolve"]))
    assert listening.point(_RULE) == ""
    assert not list(candidates(listening, _RULE))


_CUSTOMERS = st.builds(
    lambda text, emotion, intent: hand.customer(1, text, emotion, intent, fact=text),
    st.sampled_from([_STOPPED, "三天了", "退款两百块"]),
    st.sampled_from(EMOTION_KEYS),
    st.sampled_from(INTENT_KEYS),
)
_AGENTS = st.builds(
    lambda steps, feel, faults: hand.agent(1, "停在郑州", steps, feel, faults),
    st.sets(st.sampled_from(STEP_KEYS)).map(sorted),
    st.sets(st.sampled_from(FEEL_KEYS)).map(sorted),
    st.sets(st.sampled_from(FAULT_KEYS)).map(sorted),
)


@given(st.lists(st.one_of(_CUSTOMERS, _AGENTS), max_size=60))
def test_scores_stay_within_bounds_and_within_the_last_exchanges(
    turns: list[CustomerTurn | AgentTurn],
) -> None:
    listening = _after(*turns)
    scores = listening.scored(_RULE)
    assert len(scores) <= _RULE.exchanges
    assert all(0 <= score <= 100 for score in scores)
    shown = card(listening, _RULE)
    assert shown is None or 2 <= len(shown.rows) <= 4
    assert all(len(found.told) <= 6 for found in (listening.exchange, listening.last) if found)


@given(st.lists(_CUSTOMERS, min_size=1, max_size=4), _AGENTS, _AGENTS)
def test_another_agent_line_never_lowers_the_score_of_an_exchange(
    burst: list[CustomerTurn], first: AgentTurn, second: AgentTurn
) -> None:
    one, two = _after(*burst, first).scored(_RULE), _after(*burst, first, second).scored(_RULE)
    assert two >= one


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        ("exchanges: 6", "exchanges: 0", "exchanges 写了 0"),
        ("fact_chars: 40", "fact_chars: 4", "fact_chars 写了 4"),
        ("nudge: -0.45", "nuge: -0.45", "nuge"),
        ("unasked: [greet,", "unasked: [grete,", "grete"),
        ("telling: [report_problem,", "telling: [report,", "report"),
        ("upset: -0.3", "upset: low", "upset"),
        ("weight: 2", "weight: two", "weight"),
        ("received:\n  weight: 2", "received:\n  weight: 0", "weight 写了 0"),
    ],
)
def test_a_mistake_in_the_file_is_told(tmp_path: Path, right: str, wrong: str, says: str) -> None:
    assert says in told(tmp_path, "listening", right, wrong)
