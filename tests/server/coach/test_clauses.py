"""What is said in a clause, and what only stands there."""

import pytest

from server.coach.clauses import clauses, said


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
        ("没受伤", False),
        ("没受伤，后来还是受伤了", True),
        ("没受伤但是又受伤了", True),
        ("受伤险多少钱", False),
        ("他受伤了，受伤险能赔吗", True),
        ("", False),
    ],
)
def test_a_word_counts_unless_it_is_denied_or_spared_in_its_clause(
    text: str, is_said: bool
) -> None:
    assert said(text, ["受伤"], unless=["受伤险"], denied=["没"]) == is_said
