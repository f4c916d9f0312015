"""Sentences of the library are known again in what an agent writes."""

import re

import pytest

from server.coach.events import Opened
from server.coach.fold import fold
from server.coach.lint import lint
from server.coach.quoted import quoted
from server.coach.state import State
from server.prompts import load_playbook
from tests.server import given

_PLAYBOOK = load_playbook()
_LIBRARY = _PLAYBOOK.library


def _found(text: str) -> list[tuple[str, str]]:
    return [(each.part, text[each.start : each.end]) for each in quoted(text, _LIBRARY)]


@pytest.mark.parametrize("filled", ["‹时限›", "今天18点前", ""])
def test_a_sentence_is_known_again_whatever_fills_its_blanks(filled: str) -> None:
    known = 0
    for patterns in _LIBRARY.patterns.values():
        for pattern in patterns:
            for part, sentence in pattern.parts:
                text = "您好，" + re.sub("‹[^‹›]*›", filled, sentence)
                bare = re.sub("‹[^‹›]*›|[，。；、 ]+$", "", sentence)
                if "{fact}" in sentence or len(bare) < 4:
                    continue
                known += 1
                assert part in {found for found, _ in _found(text)}, (pattern.id, text)
    assert known > 800


def test_what_is_said_in_other_words_is_not_of_the_library() -> None:
    assert _found("我这就去联系仓库，晚上给您消息。") == []
    assert _found("") == []


def test_where_it_stands_is_told_without_the_end_of_the_sentence() -> None:
    text = "稍等。这件事让您费心了，抱歉。我接过来办，明天跟您说进展。"
    assert ("emotion", "这件事让您费心了，抱歉") in _found(text)
    assert ("link", "我接过来办，明天跟您说进展") in _found(text)


def test_a_sentence_of_the_library_says_what_it_was_written_for_and_is_no_fault() -> None:
    turn = given.customer(1, "你们怎么搞的", "dissatisfied", "complain_service", "empathize")
    state = fold(fold(State(), Opened("c1"), given.RULES), turn, given.RULES)
    text = "换谁心里都过不去。我接过来办，‹时限›跟您说进展。"
    misread = given.draft(text, [(), (), ()], faults=("rude",))
    found = lint(misread, state, _LIBRARY, _PLAYBOOK.rules.lint)
    assert [each.part for each in found.present] == ["emotion", "link"]
    assert (found.missing, found.faults) == ((), ())

    own = given.draft(text + "你到底要干嘛", [(), (), (), ()], faults=("rude",))
    found = lint(own, state, _LIBRARY, _PLAYBOOK.rules.lint)
    assert [own.text[each.start : each.end] for each in found.faults] == ["你到底要干嘛"]
