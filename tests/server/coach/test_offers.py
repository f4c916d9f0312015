"""Which sentences a card offers: those of a turn, and none of them twice."""

from hypothesis import given, settings
from hypothesis import strategies as st

from server.coach.offers import Offers

_SENTENCES = tuple(f"第{n}句。" for n in range(7))
_LISTS = st.sets(st.sampled_from(["a", "b"]))


@settings(deadline=None)
@given(st.lists(st.one_of(_LISTS, st.none()), max_size=30), st.integers(1, 3))
def test_no_sentence_comes_back_after_the_agent_has_answered(
    moves: list[set[str] | None], at_once: int
) -> None:
    offers, before = Offers(), dict.fromkeys("ab", frozenset[str]())
    said: dict[str, set[str]] = {"a": set(), "b": set()}
    for lists in moves:
        offers = offers.answered() if lists is None else offers.asked(lists)
        for name in "ab":
            now = frozenset(offers.of(name, _SENTENCES, "c", at_once))
            assert len(now) <= at_once
            if now != before[name]:
                assert now.isdisjoint(said[name])
            said[name] |= now
            before[name] = now


def test_what_is_offered_stands_until_the_agent_answers_and_only_while_it_is_in_place() -> None:
    first = Offers().asked(["a"])
    shown = first.of("a", _SENTENCES, "c", 2)
    assert len(shown) == 2
    assert first.asked(["a"]).of("a", _SENTENCES, "c", 2) == shown
    assert first.of("b", _SENTENCES, "c", 2) == ()
    assert first.answered().of("a", _SENTENCES, "c", 2) == ()


def test_all_sentences_have_their_turn_and_then_there_are_none() -> None:
    offers, said = Offers(), list[str]()
    for _ in range(4):
        offers = offers.asked(["a"])
        said += offers.of("a", _SENTENCES, "c", 2)
        offers = offers.answered()
    assert sorted(said) == sorted(_SENTENCES)
    assert offers.asked(["a"]).of("a", _SENTENCES, "c", 2) == ()


def test_not_every_customer_hears_the_same_sentence_first() -> None:
    offers = Offers().asked(["a"])
    firsts = {offers.of("a", _SENTENCES, f"c{n}", 1) for n in range(40)}
    assert len(firsts) > 3
