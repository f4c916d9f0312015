"""What the tests of `models` share: the corpus, read once, and texts of every kind."""

import pytest
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from models import annotation
from models.annotation import Conversation


@pytest.fixture(scope="session")
def corpus() -> list[Conversation]:
    """The shipped corpus."""
    return list(annotation.read(annotation.corpus_files()))


_PIECES = (
    "我的订单",
    "1234567890",
    "https://shop.example/a?b=1",
    "😀",
    "❤️",
    "#e-s12",
    "[数字x]",
    "！！！！！！",
    "……",
    "  ",
    "\n\t",
    "[SEP]",
    "⟦",
    "e\u0301",
    "ﷺ",
)


def texts(max_pieces: int = 40) -> SearchStrategy[str]:
    """Any text at all, with what folds, expands or vanishes in it more often than by chance."""
    piece = st.sampled_from(_PIECES) | st.text(max_size=20)
    return st.lists(piece, max_size=max_pieces).map("".join)
