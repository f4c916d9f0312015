"""Every part of the method is proved by a scenario: without the part, the scenario fails."""

from collections.abc import Callable
from typing import Any

import pytest

from server.coach import (
    alternatives,
    apology,
    asks,
    coach,
    compensation,
    conduct,
    crisis,
    evidence,
    grumble,
    history,
    leaning,
    limits,
    listening,
    outburst,
    path,
    plans,
    process,
    promises,
    repair,
    risk,
    strain,
    three_f,
)
from server.coach.lint import Lint
from server.coach.playbook import Playbook
from server.coach.question import Topic
from server.coach.tier import Severity
from server.coach.wrap_up import WrapUp
from tests.server.coach import expecting
from tests.server.coach.playing import DIRECTORY, play

_Off = tuple[Any, str, Callable[..., Any]]
"""What is replaced, its name there, and what takes its place."""


def _no_card(part: object) -> _Off:
    return part, "card", lambda *_: None


def _no_cue(part: object) -> _Off:
    return part, "candidates", lambda *_: iter(())


_NO_LINT = Lint((), (), (), (), (), ())
_NO_WRAP_UP = WrapUp((), "", (), (), "open", "")

# By part: how to take it out, and scenarios of which each needs it.
_PARTS: dict[str, tuple[tuple[_Off, ...], tuple[str, ...]]] = {
    "a step passed over": (
        (_no_cue(repair),),
        ("empathy-skipped-and-repaired", "a-threat-is-not-said-back"),
    ),
    "the linter": (
        ((expecting, "lint", lambda *_: _NO_LINT),),
        ("draft-lacks-what-an-upset-customer-needs", "draft-explains-to-who-wants-an-account"),
    ),
    "listening": (
        (_no_card(listening), _no_cue(listening)),
        ("answered-but-not-said-back", "said-back-in-the-customers-words"),
    ),
    "mirror and silence": (
        (_no_cue(outburst),),
        ("outburst-in-a-call", "cool-threat-is-no-outburst"),
    ),
    "fact, feeling, and what is wanted": (
        (_no_card(three_f),),
        ("what-happened-felt-wanted",),
    ),
    "the eight steps": ((_no_card(path),), ("vip-eight-steps", "vip-asks-a-price")),
    "what can be offered": (
        (_no_card(plans),),
        ("plans-once-it-is-time-to-act", "hotline-offers-what-it-can"),
    ),
    "the customer's type": (
        (_no_card(leaning),),
        ("not-about-the-money", "wants-the-loss-made-good"),
    ),
    "the tier": (
        ((Severity, "after", lambda self, *_: self),),
        ("hurt-and-a-lawyer-is-critical", "annoyed-but-no-eight-steps"),
    ),
    "what is said and done at a tier": ((_no_card(process),), ("hurt-and-a-lawyer-is-critical",)),
    "approved statements": (
        ((crisis, "approved", lambda *_: ()),),
        ("sixty-families-and-the-press",),
    ),
    "apologies": ((_no_card(apology),), ("an-apology-that-is-asked-for",)),
    "compensation": ((_no_card(compensation),), ("a-loss-is-made-up-for",)),
    "alternatives": ((_no_card(alternatives),), ("alternatives-after-two-rejections",)),
    "promises": (
        (_no_card(promises), _no_cue(promises)),
        ("promise-runs-out", "promise-put-off", "promise-without-a-time"),
    ),
    "limits": ((_no_card(limits),), ("limits-by-tier", "limits-in-a-call", "limits-in-a-chat")),
    "evidence": ((_no_card(evidence),), ("evidence-before-compensation",)),
    "faults": ((_no_cue(conduct),), ("fault-is-taken-back",)),
    "grumbling": ((_no_cue(grumble),), ("grumble-before-a-complaint",)),
    "risk": ((_no_card(risk), _no_cue(risk)), ("risk-third-call", "risk-waiting-in-silence")),
    "who this is": (
        (_no_card(history),),
        ("came-last-week-for-the-same", "came-again-after-a-broken-promise"),
    ),
    "the same matter again": (
        ((history, "same_matter", lambda *_: None),),
        ("came-last-week-for-the-same", "came-again-after-a-broken-promise"),
    ),
    "a broken promise": (
        ((history, "past", lambda *_: {}),),
        ("late-on-a-promise-of-today", "came-again-after-a-broken-promise"),
    ),
    "strain": ((_no_cue(strain),), ("long-under-attack",)),
    "looking up": (((Topic, "question", lambda *_: None),), ("question-is-looked-up",)),
    "the wrap-up": (
        ((expecting, "wrap_up", lambda *_: _NO_WRAP_UP),),
        ("wrap-up-of-what-was-promised",),
    ),
}


@pytest.mark.parametrize(
    ("part", "name"), [(part, name) for part, (_, names) in _PARTS.items() for name in names]
)
def test_without_the_part_the_scenario_fails(
    part: str, name: str, playbook: Playbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = DIRECTORY / f"{name}.yaml"
    play(file, playbook)
    for owner, attribute, nothing in _PARTS[part][0]:
        monkeypatch.setattr(owner, attribute, nothing)
    with pytest.raises(AssertionError):
        play(file, playbook)


def test_every_part_that_gives_a_card_or_a_cue_is_named() -> None:
    named = {owner for offs, _ in _PARTS.values() for owner, _, _ in offs}
    # What the supervisor answered comes from beside the talk, which no scenario tells.
    assert named >= set(_giving()) - {asks}


def _giving() -> list[object]:
    parts = [part for part in vars(coach).values() if type(part) is type(coach)]
    return [part for part in parts if hasattr(part, "card") or hasattr(part, "candidates")]
