"""A line in its clauses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.coach.clauses import clauses, said, spans


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("您好，我马上查。", ["您好", "我马上查"]),
        ("退您19,800元,3.5天到", ["退您19,800元", "3.5天到"]),
        ("喂 您好\n我在", ["喂", "您好", "我在"]),
        ("？？……", []),
        ("", []),
    ],
)
def test_a_line_ends_its_clauses_where_it_is_punctuated(line: str, found: list[str]) -> None:
    assert clauses(line) == found


@given(st.text(alphabet="好1a，。、,. \n…", max_size=30))
def test_the_clauses_are_in_order_and_leave_out_punctuation_only(line: str) -> None:
    found = spans(line)
    edges = [edge for span in found for edge in span]
    assert edges == sorted(edges)
    left = line
    for start, end in reversed(found):
        assert start < end
        left = left[:start] + left[end:]
    assert not set(left) & set("好1a")


def test_a_line_falls_into_clauses_at_its_punctuation_and_a_recognisers_blanks() -> None:
    assert clauses("喂 我妈摔了，现在在医院！怎么办？") == [
        "喂",
        "我妈摔了",
        "现在在医院",
        "怎么办",
    ]


@pytest.mark.parametrize(
    ("text", "is_said"),
    [
        ("他受伤了", True),
        ("他摔了", False),
        ("受伤险多少钱", False),
        ("他受伤了，受伤险能赔吗", True),
        ("", False),
    ],
)
def test_a_word_counts_unless_it_is_spared_in_its_clause(text: str, is_said: bool) -> None:
    assert said(text, ["受伤"], unless=["受伤险"]) == is_said
