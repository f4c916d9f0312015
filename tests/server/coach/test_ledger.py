"""The six-step ledger by itself."""

from hypothesis import given
from hypothesis import strategies as st

from models.readings import FEEL_KEYS, STEP_KEYS
from server.coach.ledger import Ledger, quote

_STEPS = st.sampled_from(STEP_KEYS)
_DID = st.sets(_STEPS)
_FEEL = st.sets(st.sampled_from(FEEL_KEYS))
_MOVES = st.lists(st.one_of(_STEPS, st.tuples(_DID, _FEEL)), max_size=30)


def _play(moves: list[str | tuple[set[str], set[str]]]) -> Ledger:
    ledger = Ledger()
    for seq, move in enumerate(moves, start=1):
        if isinstance(move, str):
            ledger = ledger.due(move, seq, f"customer {seq}")
        else:
            ledger = ledger.done(move[0], seq, f"agent {seq}", move[1])
    return ledger


def test_a_new_ledger_has_six_steps_none_of_them_due() -> None:
    assert Ledger().statuses() == tuple((step, "not_due") for step in STEP_KEYS)


@given(_MOVES, _STEPS)
def test_a_due_step_carries_the_customers_words_and_leaves_the_others_alone(
    moves: list[str | tuple[set[str], set[str]]], step: str
) -> None:
    before = _play(moves)
    after = before.due(step, 99, "怎么还没到")
    assert (after[step].status, after[step].seq, after[step].quote) == ("due", 99, "怎么还没到")
    assert all(after[other] == before[other] for other in STEP_KEYS if other != step)


@given(_MOVES, _DID, _FEEL)
def test_what_the_agent_did_is_done_and_only_due_steps_are_ever_skipped(
    moves: list[str | tuple[set[str], set[str]]], did: set[str], feel: set[str]
) -> None:
    before = _play(moves)
    after = before.done(did, 99, "已经为您办好", feel)
    for step in STEP_KEYS:
        if step in did:
            assert (after[step].status, after[step].seq) == ("done", 99)
        elif after[step].status == "skipped":
            assert before[step].status in ("due", "skipped")
        elif step != "listen":
            assert after[step] == before[step]


def test_resolving_before_a_due_empathy_skips_it_and_keeps_the_customers_words() -> None:
    ledger = Ledger().due("empathize", 1, "气死我了").done(["resolve"], 2, "已经补发", [])
    entry = ledger["empathize"]
    assert (entry.status, entry.seq, entry.quote) == ("skipped", 1, "气死我了")


def test_acknowledging_and_resolving_in_one_line_skips_nothing() -> None:
    ledger = Ledger().due("empathize", 1, "气死我了")
    done = ledger.done(["empathize", "resolve"], 2, "抱歉，已补发", [])
    assert [status for _, status in done.statuses()].count("skipped") == 0


def test_saying_the_customers_fact_back_shows_that_they_were_heard() -> None:
    ledger = Ledger().due("listen", 1, "我跟你说").done([], 2, "您订的XL码发成了S码", ["fact"])
    assert ledger["listen"].status == "done"


def test_a_line_that_does_nothing_leaves_the_ledger_as_it_is() -> None:
    ledger = Ledger().due("empathize", 1, "气死我了")
    assert ledger.done([], 2, "请稍等", ["explain"]) == ledger


def test_negotiating_is_lost_only_when_the_agent_resolves_or_closes_over_it() -> None:
    due = Ledger().due("negotiate", 1, "不行")
    assert due.done(["clarify"], 2, "您想怎么处理", [])["negotiate"].status == "due"
    assert due.done(["thank"], 2, "感谢来电", [])["negotiate"].status == "skipped"


def test_resolving_and_thanking_stay_due_until_they_are_done() -> None:
    due = Ledger().due("resolve", 1, "多久到账").due("thank", 3, "好的")
    assert due.done(["listen", "clarify"], 4, "您请讲", [])["resolve"].status == "due"
    assert due.done(["thank"], 4, "谢谢", [])["resolve"].status == "due"


def test_a_done_step_reopens_when_it_is_due_again() -> None:
    done = Ledger().due("empathize", 1, "气死我了").done(["empathize"], 2, "很抱歉", [])
    assert done["empathize"].status == "done"
    assert done.due("empathize", 3, "你们又骗我")["empathize"].status == "due"


@given(st.text(max_size=200))
def test_a_quote_is_the_beginning_of_what_was_said_and_at_most_forty_characters(text: str) -> None:
    quoted = quote(text)
    assert len(quoted) <= 40
    assert text.startswith(quoted.removesuffix("…")) or quoted == text
    assert quoted == text or quoted.endswith("…")
