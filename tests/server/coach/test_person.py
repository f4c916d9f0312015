"""The customer's words in the agent's mouth."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.coach.person import restate

# Written for what each rule must do; drawn from the corpus at random and read.
_TABLES = [Path(__file__).with_name(name) for name in ("person.tsv", "drawn.tsv")]
_CASES = [
    pytest.param(*row.split("\t"), id=f"{table.name}:{line}")
    for table in _TABLES
    for line, row in enumerate(table.read_text(encoding="utf-8").splitlines(), start=1)
    if row and not row.startswith("#")
]
_PLAIN = st.text("码鞋退款快递三天了没到收发修门口XLa18", min_size=1, max_size=12)
_PERSONS = ("我", "我们", "你", "你们", "您", "本人", "我这边", "你们那边", "咱", "俺", "你那儿")


def _unspaced(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(("said", "restated"), _CASES)
def test_a_customers_clause_is_restated_in_the_second_person(said: str, restated: str) -> None:
    assert _unspaced(restate(said)) == _unspaced(restated)


@pytest.mark.parametrize(
    "said", ["", "  ", "嗯", "啊……", "喂，", "你好。", "。！？", "然后呢", "~"]
)
def test_nothing_but_filling_restates_to_nothing_worth_saying(said: str) -> None:
    assert restate(said) in ("", "嗯", "喂", "你好", "然后")


@given(st.text(max_size=80))
def test_any_text_is_restated_without_failing_and_without_growing_much(said: str) -> None:
    restated = restate(said)
    assert len(restated) <= 2 * len(said)
    assert restated == restated.strip()


@given(st.lists(st.one_of(_PLAIN, st.sampled_from(_PERSONS)), max_size=12).map("".join))
def test_the_agent_never_says_the_customers_i_or_calls_the_customer_you_bluntly(said: str) -> None:
    restated = restate(said).replace("我们", "")
    assert "我" not in restated
    assert "你" not in restated


@given(_PLAIN)
def test_a_clause_without_a_person_stays_as_it_was_said(said: str) -> None:
    assert restate(said) == said


@given(_PLAIN, st.sampled_from(["“我们明天给你送”", "「你等我」"]), _PLAIN)
def test_quoted_words_are_left_to_who_said_them(before: str, quoted: str, after: str) -> None:
    assert restate(f"{before}{quoted}{after}") == f"{before}{quoted}{after}"


@given(_PLAIN, st.text("啊呀呢嘛！!。~…", min_size=1, max_size=4))
def test_a_sigh_or_shout_at_the_end_is_not_said_back(said: str, sigh: str) -> None:
    assert restate(said + sigh) == said
