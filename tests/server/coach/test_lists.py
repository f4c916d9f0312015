"""Which sentences a card lists: those of a turn, and none of them twice."""

from hypothesis import given, settings
from hypothesis import strategies as st

from server.coach.lists import Lists

_SENTENCES = tuple(f"第{n}句。" for n in range(7))
_LISTS = st.sets(st.sampled_from(["a", "b"]))


@settings(deadline=None)
@given(st.lists(st.one_of(_LISTS, st.none()), max_size=30), st.integers(1, 3))
def test_no_sentence_comes_back_after_the_agent_has_answered(
    moves: list[set[str] | None], at_once: int
) -> None:
    stand, before = Lists(), dict.fromkeys("ab", frozenset[str]())
    said: dict[str, set[str]] = {"a": set(), "b": set()}
    for named in moves:
        stand = stand.answered() if named is None else stand.asked(named)
        for name in "ab":
            now = frozenset(stand.of(name, _SENTENCES, "c", at_once))
            assert len(now) <= at_once
            if now != before[name]:
                assert now.isdisjoint(said[name])
            said[name] |= now
            before[name] = now


def test_what_is_offered_stands_until_the_agent_answers_and_only_while_it_is_in_place() -> None:
    first = Lists().asked(["a"])
    shown = first.of("a", _SENTENCES, "c", 2)
    assert len(shown) == 2
    assert first.asked(["a"]).of("a", _SENTENCES, "c", 2) == shown
    assert first.of("b", _SENTENCES, "c", 2) == ()
    assert first.answered().of("a", _SENTENCES, "c", 2) == ()


def test_all_sentences_have_their_turn_and_then_there_are_none() -> None:
    lists, said = Lists(), list[str]()
    for _ in range(4):
        lists = lists.asked(["a"])
        said += lists.of("a", _SENTENCES, "c", 2)
        lists = lists.answered()
    assert sorted(said) == sorted(_SENTENCES)
    assert lists.asked(["a"]).of("a", _SENTENCES, "c", 2) == ()


def test_not_every_customer_hears_the_same_sentence_first() -> None:
    lists = Lists().asked(["a"])
    firsts = {lists.of("a", _SENTENCES, f"c{n}", 1) for n in range(40)}
    assert len(firsts) > 3
