"""What is said of a draft, beyond what the scenarios show."""

from dataclasses import replace

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from models.readings import FEEL_KEYS
from server.coach.events import AgentTurn, CustomerTurn, Opened
from server.coach.fold import fold
from server.coach.lint import Lint, cut, lint, needed
from server.coach.lint_rules import LintRules
from server.coach.state import State
from server.prompts import load_playbook
from tests.server import given

_PLAYBOOK = load_playbook()
_UPSET = given.customer(
    1,
    "我订的XL码衬衫发成了S码，你们怎么搞的",
    "dissatisfied",
    "report_problem",
    "empathize",
    fact="我订的XL码衬衫发成了S码",
)


def _state(*turns: CustomerTurn | AgentTurn, channel: str = "chat") -> State:
    state = fold(State(), Opened("c1", channel), given.RULES)
    for turn in turns or (_UPSET,):
        state = fold(state, turn, given.RULES)
    return state


def _lint(
    text: str,
    *parts: tuple[str, ...],
    state: State | None = None,
    rules: LintRules | None = None,
) -> Lint:
    rules = _PLAYBOOK.rules.lint if rules is None else rules
    return lint(given.draft(text, parts), state or _state(), _PLAYBOOK.library, rules)


def test_a_part_is_told_with_the_clauses_that_carry_it() -> None:
    text = "您的衬衫发错了码，抱歉。马上补发，今晚发出。"
    found = _lint(text, ("fact",), ("emotion",), ("link",), ("link",))
    said = {p.part: [text[start:end] for start, end in p.ranges] for p in found.present}
    assert said == {
        "fact": ["您的衬衫发错了码"],
        "emotion": ["抱歉"],
        "link": ["马上补发", "今晚发出"],
    }
    assert found.missing == ()
    assert found.late == ()


def test_a_part_that_only_the_whole_shows_is_told_where_it_is_likeliest() -> None:
    draft = given.draft("让您久等，我来办", [(), ()])
    likelier = replace(draft.readings[1], feel=(0.1, 0.2, 0.1, 0.1))
    whole = replace(draft.whole, carried=("emotion",))
    draft = replace(draft, whole=whole, readings=(draft.readings[0], likelier))
    found = lint(draft, _state(), _PLAYBOOK.library, _PLAYBOOK.rules.lint)
    assert [(each.part, each.ranges) for each in found.present] == [("emotion", ((5, 8),))]


def test_a_clause_alone_shows_a_part_only_if_it_does_so_surely() -> None:
    draft = given.draft("我记下了", [("emotion",)])
    whole = replace(draft.whole, carried=())
    for chance, parts in ((0.79, []), (0.81, ["emotion"])):
        reading = replace(draft.readings[0], feel=(0.0, chance, 0.0, 0.0))
        unsure = replace(draft, whole=whole, readings=(reading,))
        found = lint(unsure, _state(), _PLAYBOOK.library, _PLAYBOOK.rules.lint)
        assert [each.part for each in found.present] == parts


def test_what_repeats_the_customers_words_restates_the_fact() -> None:
    repeating = _lint("XL码发成了S码，抱歉", (), ("emotion",))
    assert [each.part for each in repeating.present] == ["fact", "emotion"]
    assert [each.part for each in repeating.missing] == ["link"]
    other = _lint("衬衫，抱歉", (), ("emotion",))
    assert [each.part for each in other.missing] == ["fact", "link"]


@for_all(st.permutations(FEEL_KEYS), st.integers(1, 4))
def test_late_is_what_stands_after_a_part_that_should_follow(parts: list[str], count: int) -> None:
    said = parts[:count]
    found = _lint("，".join("这样的" for _ in said), *((part,) for part in said))
    ranks = [FEEL_KEYS.index(part) for part in said]
    assert set(found.late) == {
        part
        for at, part in enumerate(said)
        if any(rank > FEEL_KEYS.index(part) for rank in ranks[:at])
    }


def test_a_part_without_a_place_in_the_order_may_stand_anywhere() -> None:
    loose = replace(_PLAYBOOK.rules.lint, order=("emotion", "explain", "link"))
    draft = ("抱歉，衬衫发错了码", ("emotion",), ("fact",))
    assert _lint(*draft).late == ("fact",)
    assert _lint(*draft, rules=loose).late == ()


def test_nothing_is_needed_before_the_customer_spoke_or_where_no_rule_holds() -> None:
    rules = _PLAYBOOK.rules.lint
    assert needed(fold(State(), Opened("c1"), given.RULES), _PLAYBOOK.library, rules) == ()
    assert needed(_state(), _PLAYBOOK.library, replace(rules, needs=())) == ()
    closing = given.customer(1, "好的谢谢", "pleased", "thank", "thank")
    assert needed(_state(closing), _PLAYBOOK.library, rules) == ()


def test_a_fact_is_asked_for_only_until_it_was_restated() -> None:
    rules, library = _PLAYBOOK.rules.lint, _PLAYBOOK.library
    assert needed(_state(), library, rules) == ("fact", "emotion", "link")
    restated = given.agent(2, "您订的XL码发成了S码", (), ("fact",))
    assert needed(_state(_UPSET, restated), library, rules) == ("emotion", "link")
    again = given.customer(3, "真服了", "dissatisfied", "complain_service", "empathize")
    assert needed(_state(_UPSET, restated, again), library, rules) == ("emotion", "link")


def test_a_fault_is_told_where_it_shows_most_and_only_if_it_is_sure() -> None:
    draft = given.draft("我马上查，这不归我管", [("link",), ()], faults=("blame_shift",))
    found = lint(draft, _state(), _PLAYBOOK.library, _PLAYBOOK.rules.lint)
    assert [(each.key, draft.text[each.start : each.end]) for each in found.faults] == [
        ("blame_shift", "这不归我管")
    ]
    strict = replace(_PLAYBOOK.rules.lint, fault_from=0.99)
    assert lint(draft, _state(), _PLAYBOOK.library, strict).faults == ()


@pytest.mark.parametrize(("channel", "limit"), [("chat", 120), ("call", 80)])
def test_a_draft_is_long_by_its_channel(channel: str, limit: int) -> None:
    state = _state(channel=channel)
    fits = _lint("好" * limit, (), state=state)
    assert fits.warned == ()
    (long,) = _lint("好" * (limit + 1), (), state=state).warned
    assert (long.kind, long.text, long.start, long.end) == ("long", str(limit), limit, limit + 1)


def test_words_that_the_house_does_not_use_are_told_once_each_with_their_place() -> None:
    text = "亲，您消消气，亲，别生气"
    told = _lint(text, (), (), (), ()).warned
    assert [(each.kind, text[each.start : each.end]) for each in told] == [
        ("banned", "亲"),
        ("banned", "消消气"),
    ]
    assert _lint("您父亲亲自来", ()).warned == ()


def test_no_sentence_of_the_library_has_words_that_the_house_does_not_use() -> None:
    for patterns in _PLAYBOOK.library.patterns.values():
        for pattern in patterns:
            text = pattern.template.replace("{fact}", "")
            assert not [
                each.text
                for each in _lint(text, *(() for _ in cut(text, len(text)))).warned
                if each.kind == "banned"
            ], pattern.id


@for_all(st.text(alphabet="好的，。 ‹›", max_size=60), st.integers(1, 6))
def test_a_draft_is_read_in_so_many_pieces_and_nothing_of_it_is_left_out(
    text: str, pieces: int
) -> None:
    ranges = cut(text, pieces)
    assert len(ranges) <= pieces
    kept = [at for start, end in ranges for at in range(start, end)]
    assert kept == sorted(set(kept))
    assert not [at for at, sign in enumerate(text) if at not in kept and sign not in "，。 "]


def test_a_draft_of_punctuation_has_nothing() -> None:
    found = _lint("？？")
    assert found.present == ()
    assert [each.part for each in found.missing] == ["fact", "emotion", "link"]
