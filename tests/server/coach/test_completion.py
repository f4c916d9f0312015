"""Where in a draft the sentence that it lacks goes."""

import re

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from models.readings import FEEL_KEYS
from server.coach.completion import Target, piece, put_in
from server.coach.events import Opened
from server.coach.fold import fold
from server.coach.lint import cut, lint
from server.coach.lint_rules import Manners
from server.coach.state import State
from server.prompts import load_playbook
from tests.server import given

_PLAYBOOK = load_playbook()
_MANNERS = Manners(greetings=("您好", "喂"), once=("抱歉", "对不起"))
_PIECES = {
    "fact": "您的药停了四天，",
    "emotion": "换谁都急。",
    "explain": "是因为雪大。",
    "link": "我来催。",
}


def _put(part: str, text: str, *main: str | None, closing: int | None = None) -> str:
    ranges = cut(text, len(text) or 1)
    assert len(ranges) == len(main)
    target = Target(text, ranges, main, len(main) if closing is None else closing)
    return put_in(_PIECES[part], part, target, _MANNERS)


@pytest.mark.parametrize(
    ("part", "draft", "main", "fixed"),
    [
        ("fact", "我马上查", ["link"], "您的药停了四天，我马上查"),
        ("fact", "您好，我马上查", [None, "link"], "您好，您的药停了四天，我马上查"),
        ("fact", "您好", [None], "您好，您的药停了四天。"),
        ("fact", "王女士您好，我查", [None, None], "王女士您好，您的药停了四天，我查"),
        (
            "fact",
            "您好像没有收到短信，我查",
            [None, None],
            "您的药停了四天，您好像没有收到短信，我查",
        ),
        ("fact", "喂 您好", [None, None], "喂 您好，您的药停了四天。"),
        ("emotion", "药停了四天", ["fact"], "药停了四天，换谁都急。"),
        ("emotion", "药停了四天。我查", ["fact", "link"], "药停了四天。换谁都急。我查"),
        ("emotion", "药停了四天 我查", ["fact", "link"], "药停了四天，换谁都急。我查"),
        ("emotion", "药停了四天\n我查", ["fact", "link"], "药停了四天\n换谁都急。我查"),
        ("explain", "抱歉，我查", ["emotion", "link"], "抱歉，是因为雪大。我查"),
        ("explain", "我查", ["link"], "是因为雪大。我查"),
        ("explain", "稍等", [None], "稍等。是因为雪大。"),
        ("link", "抱歉让您久等", ["emotion"], "抱歉让您久等。我来催。"),
        ("link", "抱歉让您久等~", ["emotion"], "抱歉让您久等~我来催。"),
        ("link", "", [], "我来催。"),
        # A list is not taken apart.
        (
            "emotion",
            "药、饭停了四天，我查",
            ["fact", None, "link"],
            "药、饭停了四天，换谁都急。我查",
        ),
    ],
)
def test_a_sentence_goes_where_the_order_wants_it_and_is_punctuated(
    part: str, draft: str, main: list[str | None], fixed: str
) -> None:
    assert _put(part, draft, *main) == fixed


def test_a_way_on_comes_before_the_leave_taking() -> None:
    fixed = _put("link", "抱歉让您久等。谢谢您", "emotion", None, closing=1)
    assert fixed == "抱歉让您久等。我来催。谢谢您"


_CLAUSES = st.sampled_from(["我查了", "您好", "停了四天", "稍等", "谢谢您", "a1", "3.5天"])
_STOPS = st.sampled_from(["，", "。", " ", "\n", "、", "！", "~", ", "])


@for_all(
    st.sampled_from(FEEL_KEYS),
    st.lists(st.tuples(_CLAUSES, _STOPS, st.none() | st.sampled_from(FEEL_KEYS)), max_size=6),
    st.booleans(),
)
def test_what_the_agent_wrote_is_kept_and_the_sentence_is_put_in_whole(
    part: str, clauses: list[tuple[str, str, str | None]], stopped: bool
) -> None:
    text = "".join(clause + stop for clause, stop, _ in clauses)
    if not stopped and clauses:
        text = text[: -len(clauses[-1][1])]
    fixed = _put(part, text, *(main for _, _, main in clauses))
    sentence = _PIECES[part][:-1]
    assert fixed.count(sentence) == 1
    marks = r"[，。、！~,\s]"
    assert re.sub(marks, "", fixed.replace(sentence, "", 1)) == re.sub(marks, "", text)
    assert not re.search("[，。]{2}", fixed)
    assert fixed.endswith("。") or not fixed.endswith(sentence + "，")


def _upset() -> State:
    turn = given.customer(
        1,
        "我的药停在郑州四天没动了",
        "anxious",
        "urge",
        "empathize",
        fact="我的药停在郑州四天没动了",
    )
    return fold(fold(State(), Opened("c1"), given.RULES), turn, given.RULES)


@for_all(st.text(alphabet="abcdef", min_size=1, max_size=6))
def test_click_by_click_a_greeting_becomes_a_whole_reply_in_feel_order(
    conversation_id: str,
) -> None:
    state = fold(_upset(), Opened(conversation_id), given.RULES)
    text = "您好"
    known: dict[str, tuple[str, ...]] = {"您好": ()}
    for wanted in ("fact", "emotion", "link"):
        parts = [known[text[start:end]] for start, end in cut(text, 99)]
        found = lint(given.draft(text, parts), state, _PLAYBOOK.library, _PLAYBOOK.rules.lint)
        first = found.missing[0]
        assert first.part == wanted
        assert first.piece is not None
        assert first.fixed is not None
        known |= {first.piece[start:end]: (wanted,) for start, end in cut(first.piece, 99)}
        text = first.fixed
    parts = [known[text[start:end]] for start, end in cut(text, 99)]
    done = lint(given.draft(text, parts), state, _PLAYBOOK.library, _PLAYBOOK.rules.lint)
    assert (done.missing, done.late) == ((), ())
    assert text.startswith("您好，您的药停在郑州四天没动了。")
    assert text[-1] in "。？"
    assert len(re.findall("抱歉|对不起", text)) <= 1


def test_a_sentence_that_apologises_is_not_put_where_one_apologises_already() -> None:
    manners = _PLAYBOOK.rules.lint.manners
    for at in range(40):
        state = fold(_upset(), Opened(f"c{at}"), given.RULES)
        said = piece("emotion", _PLAYBOOK.library, state, frozenset(), "不好意思，我查", manners)
        assert said is not None
        assert not any(word in said for word in manners.once), said


def test_where_the_library_has_nothing_to_say_nothing_is_offered() -> None:
    bare = type(_PLAYBOOK.library)({})
    found = lint(given.draft("您好", [()]), _upset(), bare, _PLAYBOOK.rules.lint)
    assert [(each.part, each.piece, each.fixed) for each in found.missing] == [
        ("fact", None, None),
        ("emotion", None, None),
        ("link", None, None),
    ]


@pytest.mark.parametrize("part", FEEL_KEYS)
def test_the_sentence_stays_the_same_while_the_agent_writes(part: str) -> None:
    manners = _PLAYBOOK.rules.lint.manners
    seen = {
        piece(part, _PLAYBOOK.library, _upset(), frozenset(), text, manners)
        for text in ("我", "我马", "我马上", "我马上查")
    }
    assert len(seen) == 1
