"""The next state is what `dataclasses.replace` makes of the last one."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from server.coach.changing import changed
from server.coach.clauses import any_of
from server.coach.state import State


@given(st.integers(), st.text(), st.booleans())
def test_a_change_is_a_replacement(seq: int, industry: str, ended: bool) -> None:
    before = changed(State(), seq=seq, ended=not ended)
    after = changed(before, industry=industry, ended=ended)
    assert after == replace(before, industry=industry, ended=ended)
    assert before == replace(State(), seq=seq, ended=not ended)


_WORD = st.text("他们退款.|(?", max_size=3)


@given(st.lists(_WORD, max_size=6), st.text("他们退款.|(?吗", max_size=12))
def test_any_of_many_words_is_found(words: list[str], line: str) -> None:
    assert bool(any_of(words).search(line)) == any(word in line for word in words)
