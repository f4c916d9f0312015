"""The n-gram model's features and file."""

from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from models.business import ngrams
from models.business.ngrams import Linear

TEXTS = ("什么时候发货", "什么时候到货", "能便宜点吗", "能不能便宜")


def test_numbers_widths_and_case_do_not_count() -> None:
    assert ngrams.ngrams("订单１２３ ABC") == ngrams.ngrams("订单98765  abc")


def test_the_ends_of_a_line_are_told_from_its_middle() -> None:
    assert ngrams.ngrams("在吗") != ngrams.ngrams("吗在")
    assert len(ngrams.ngrams("")) > 0


@given(st.text(max_size=40))
def test_features_have_length_one_or_none(text: str) -> None:
    indices, values = ngrams.build(TEXTS).features(text)
    assert len(indices) == len(values) == len(set(indices.tolist()))
    assert np.isclose(np.linalg.norm(values), 1) or len(values) == 0


def test_a_saved_model_answers_as_before(tmp_path: Path) -> None:
    vocabulary = ngrams.build(TEXTS)
    table = np.random.default_rng(0).normal(size=(len(vocabulary.at), 3)).astype(np.float16)
    model = Linear(vocabulary, table, np.array([0.1, 0.2, 0.3], np.float32))
    model.save(tmp_path)
    again = ngrams.load(tmp_path)
    assert np.array_equal(again.logits(TEXTS), model.logits(TEXTS))
    # Nothing known in it: the bias alone answers.
    assert np.allclose(again.logits(["囧"]), model.bias, atol=1.0)
