"""Messages made of what was found."""

from dataclasses import replace

import pytest

from server.coach.advice import Advice, Wording
from server.coach.state import State
from server.gateway import views
from server.knowledge.index import Hit
from tests.server import given

_RULE = replace(given.RULES.questions, sure=0.6)
_HIT = Hit("fees", "运费", "质量问题的运费我们出。", "《运费规则》", 0.6)
_TEXTS = ("您‹步骤›就行。", "我查了，‹答案›。")
_ADVICE = Advice(
    1,
    "resolve",
    None,
    True,
    (),
    tuple(Wording((("plain", text),), text) for text in _TEXTS),
)
_ASKING = State(conversation_id="c1", seq=1, intent="ask_info")


def test_a_sure_answer_is_put_in_the_wordings_that_ask_for_one() -> None:
    told = views.knowledge(_ASKING, 1, (_HIT,), _ADVICE, _RULE)
    assert [hit.article_id for hit in told.hits] == ["fees"]
    (quoting,) = told.wordings
    assert (quoting.wording, quoting.source) == (1, "《运费规则》")
    assert quoting.text == "我查了，质量问题的运费我们出。"


@pytest.mark.parametrize(
    ("hit", "state", "advice"),
    [
        (replace(_HIT, score=0.59), _ASKING, _ADVICE),
        # How another case ended is no rule for this one.
        (replace(_HIT, kind="case"), _ASKING, _ADVICE),
        (_HIT, replace(_ASKING, intent="request_refund"), _ADVICE),
        (_HIT, _ASKING, None),
    ],
)
def test_what_is_not_sure_or_does_not_fit_is_only_shown(
    hit: Hit, state: State, advice: Advice | None
) -> None:
    told = views.knowledge(state, 1, (hit,), advice, _RULE)
    assert told.hits
    assert told.wordings == ()


def test_only_the_best_is_put_in() -> None:
    better = replace(_HIT, sentence="一共三天。", score=0.9, source="《时效》")
    told = views.knowledge(_ASKING, 1, (better, _HIT), _ADVICE, _RULE)
    assert [quoting.text for quoting in told.wordings] == ["我查了，一共三天。"]
