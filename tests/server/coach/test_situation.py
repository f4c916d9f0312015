"""Which entries of the rules fit a situation, and in what order."""

import pytest

from server.coach.situation import Sentence, Situation, require_sentence, sentences

_SITUATION = Situation(
    4, "call", "banking", "angry", -0.9, "urge", frozenset({"empathize"}), "您的卡被扣了"
)


def _said(*phrases: Sentence, most: int = 9) -> tuple[str, ...]:
    return sentences(phrases, _SITUATION, most)


@pytest.mark.parametrize(
    ("fits", "misses"),
    [
        (Sentence(say="a", emotions=("angry",)), Sentence(say="b", emotions=("calm",))),
        (Sentence(say="a", intents=("urge",)), Sentence(say="b", intents=("deny",))),
        (Sentence(say="a", industries=("banking",)), Sentence(say="b", industries=("telecom",))),
        (Sentence(say="a", channels=("call",)), Sentence(say="b", channels=("chat",))),
        (Sentence(say="a", steps=("empathize",)), Sentence(say="b", steps=("clarify",))),
    ],
)
def test_each_condition_must_hold(fits: Sentence, misses: Sentence) -> None:
    assert _said(misses, fits) == ("a",)


def test_all_conditions_must_hold_together() -> None:
    assert not _said(Sentence(say="a", emotions=("angry",), channels=("chat",)))


def test_the_narrowest_come_first_else_as_they_are_written() -> None:
    wide, other = Sentence(say="wide"), Sentence(say="other")
    narrow = Sentence(say="narrow", emotions=("angry",), intents=("urge",))
    assert _said(wide, other, narrow) == ("narrow", "wide", "other")
    assert _said(wide, other, narrow, most=1) == ("narrow",)


def test_the_fact_is_filled_in_or_the_sentence_is_left_out() -> None:
    phrase = Sentence(say="{fact}，我去查。")
    assert _said(phrase) == ("您的卡被扣了，我去查。",)
    assert not sentences([phrase], Situation(4), 9)


@pytest.mark.parametrize("text", ["", "  ", "我‹时限回您。", "我时限›回您。", "{facts}，我去查。"])
def test_a_sentence_that_cannot_be_said_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="say"):
        require_sentence("say", text, "{fact}")


@pytest.mark.parametrize("name", ["emotions", "intents", "industries", "channels", "steps"])
def test_a_condition_nobody_knows_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=f"unknown {name}"):
        Sentence(say="a", **{name: ("x",)})
