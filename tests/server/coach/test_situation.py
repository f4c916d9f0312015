"""Which entries of the rules fit a situation, and in what order."""

import pytest

from server.coach.situation import Phrase, Situation, require_sentence, sentences

_SITUATION = Situation(
    4, "call", "banking", "angry", -0.9, "urge", frozenset({"empathize"}), "您的卡被扣了"
)


def _said(*phrases: Phrase, most: int = 9) -> tuple[str, ...]:
    return sentences(phrases, _SITUATION, most)


@pytest.mark.parametrize(
    ("fits", "misses"),
    [
        (Phrase(say="a", emotions=("angry",)), Phrase(say="b", emotions=("calm",))),
        (Phrase(say="a", intents=("urge",)), Phrase(say="b", intents=("deny",))),
        (Phrase(say="a", industries=("banking",)), Phrase(say="b", industries=("telecom",))),
        (Phrase(say="a", channels=("call",)), Phrase(say="b", channels=("chat",))),
        (Phrase(say="a", steps=("empathize",)), Phrase(say="b", steps=("clarify",))),
    ],
)
def test_each_condition_must_hold(fits: Phrase, misses: Phrase) -> None:
    assert _said(misses, fits) == ("a",)


def test_all_conditions_must_hold_together() -> None:
    assert not _said(Phrase(say="a", emotions=("angry",), channels=("chat",)))


def test_the_narrowest_come_first_else_as_they_are_written() -> None:
    wide, other = Phrase(say="wide"), Phrase(say="other")
    narrow = Phrase(say="narrow", emotions=("angry",), intents=("urge",))
    assert _said(wide, other, narrow) == ("narrow", "wide", "other")
    assert _said(wide, other, narrow, most=1) == ("narrow",)


def test_the_fact_is_filled_in_or_the_sentence_is_left_out() -> None:
    phrase = Phrase(say="{fact}，我去查。")
    assert _said(phrase) == ("您的卡被扣了，我去查。",)
    assert not sentences([phrase], Situation(4), 9)


@pytest.mark.parametrize("text", ["", "  ", "我‹时限回您。", "我时限›回您。", "{facts}，我去查。"])
def test_a_sentence_that_cannot_be_said_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="say"):
        require_sentence("say", text, "{fact}")


@pytest.mark.parametrize("name", ["emotions", "intents", "industries", "channels", "steps"])
def test_a_condition_nobody_knows_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=f"unknown {name}"):
        Phrase(say="a", **{name: ("x",)})
