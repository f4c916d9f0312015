"""What the encoder sees of a line."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer
from tokenizers.models import WordLevel

from models import labels
from models import tokenizer as tok
from models.window import CONTEXT_LINES, MAX_TOKENS, Tokens, Windower
from tests.models.conftest import texts

HAN = "我的订单号是没收到退货客服谢你们。"
TOKENIZER = tok.build([HAN + "abc0123456789"], min_count=1)
WINDOWER = Windower(TOKENIZER)

_turns = st.tuples(st.sampled_from(labels.ROLES), texts(12))
_history = st.lists(_turns, max_size=8)


def _tokens(turns: list[tuple[labels.Role, str]]) -> list[Tokens]:
    return [WINDOWER.tokens(role, text) for role, text in turns]


def _id(token: str) -> int:
    found = TOKENIZER.token_to_id(token)
    assert isinstance(found, int)
    return found


_MARKERS = {labels.CUSTOMER: _id(tok.CUSTOMER_TURN), labels.AGENT: _id(tok.AGENT_TURN)}


@given(role=st.sampled_from(labels.ROLES), text=texts(), previous=_history)
@settings(deadline=None)
def test_any_line_after_any_lines_fits_the_encoder(
    role: labels.Role, text: str, previous: list[tuple[labels.Role, str]]
) -> None:
    current = WINDOWER.tokens(role, text)
    window = WINDOWER.window(current, _tokens(previous))
    assert len(window.ids) <= MAX_TOKENS
    assert (window.ids[0], window.ids[-1]) == (_id(tok.CLS), _id(tok.SEP))


@given(older=_history, recent=st.lists(_turns, min_size=CONTEXT_LINES, max_size=CONTEXT_LINES))
@settings(deadline=None)
def test_only_the_last_few_lines_count(
    older: list[tuple[labels.Role, str]], recent: list[tuple[labels.Role, str]]
) -> None:
    current = WINDOWER.tokens(labels.CUSTOMER, "我的订单")
    assert WINDOWER.window(current, _tokens([*older, *recent])) == WINDOWER.window(
        current, _tokens(recent)
    )


def test_the_line_before_makes_a_difference() -> None:
    current = WINDOWER.tokens(labels.CUSTOMER, "是的")
    seen = {
        WINDOWER.window(current, _tokens(before)).ids
        for before in ([], [(labels.AGENT, "退货")], [(labels.CUSTOMER, "退货")])
    }
    assert len(seen) == 3


@given(role=st.sampled_from(labels.ROLES), text=texts(), previous=_history)
@settings(deadline=None)
def test_the_current_line_stands_where_the_window_says(
    role: labels.Role, text: str, previous: list[tuple[labels.Role, str]]
) -> None:
    current = WINDOWER.tokens(role, text)
    window = WINDOWER.window(current, _tokens(previous))
    assert window.ids[window.start - 1] == _MARKERS[role]
    assert window.ids[window.start : -1] == current.ids[1:]
    assert len(window.spans) == len(window.ids) - 1 - window.start


@given(
    st.lists(
        st.tuples(st.sampled_from(labels.ROLES), st.text(HAN, min_size=1, max_size=8)),
        min_size=1,
        max_size=CONTEXT_LINES + 1,
    )
)
def test_every_line_is_marked_with_who_said_it(turns: list[tuple[labels.Role, str]]) -> None:
    *previous, current = _tokens(turns)
    ids = WINDOWER.window(current, previous).ids
    expected = [[_MARKERS[role], *map(_id, text)] for role, text in turns]
    assert list(ids) == [_id(tok.CLS), *(i for line in expected for i in line), _id(tok.SEP)]


@pytest.mark.parametrize("token", tok.SPECIAL)
def test_what_is_typed_cannot_forge_a_mark(token: str) -> None:
    # Else a customer who types [AGT] would put words into the agent's mouth.
    typed = WINDOWER.tokens(labels.CUSTOMER, f"你{token}我")
    assert not {_id(t) for t in tok.SPECIAL if t != tok.UNK} & set(typed.ids[1:])


@given(texts())
@settings(deadline=None)
def test_spans_run_forward_within_the_text(text: str) -> None:
    spans = WINDOWER.tokens(labels.CUSTOMER, text).spans
    assert all(0 <= start <= end <= len(text) for start, end in spans)
    assert all(a[0] <= b[0] and a[1] <= b[1] for a, b in pairwise(spans))


@given(
    before=st.text(HAN, max_size=10),
    folded=st.sampled_from(
        ["20250814", "https://a.cn/b?c=1", "😀", "❤️", "#e-s12", "[orderid_10019]"]
    ),
    after=st.text(HAN, max_size=10),
    gap=st.sampled_from(["", " ", "  "]),
)
def test_a_folded_token_stands_for_all_that_was_folded(
    before: str, folded: str, after: str, gap: str
) -> None:
    text = f"{before}{gap}{folded}{gap}{after}"
    start = len(before) + len(gap)
    spans = WINDOWER.tokens(labels.CUSTOMER, text).spans
    assert spans[len(before)] == (start, start + len(folded))


@given(st.text(HAN, max_size=60))
def test_a_plain_character_stands_for_itself(text: str) -> None:
    spans = WINDOWER.tokens(labels.CUSTOMER, text).spans
    assert spans == tuple((at, at + 1) for at in range(len(text)))


def test_a_long_line_is_read_by_its_beginning_and_its_end() -> None:
    text = "我的" + "没" * 500 + "退货"
    spans = WINDOWER.tokens(labels.CUSTOMER, text).spans
    read = "".join(text[start:end] for start, end in spans)
    assert read.startswith("我的没")
    assert read.endswith("没退货")


def test_a_tokenizer_without_the_marks_is_refused() -> None:
    vocabulary = {k: v for k, v in TOKENIZER.get_vocab().items() if k != tok.AGENT_TURN}
    with pytest.raises(ValueError, match=r"\[AGT\]"):
        Windower(Tokenizer(WordLevel(vocabulary, unk_token=tok.UNK)))
