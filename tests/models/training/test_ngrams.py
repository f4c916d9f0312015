"""The n-gram model: what counts as the same n-gram, what it learns, how it is put in."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer
from torch import Tensor
from transformers import BertConfig, BertModel

from models import labels
from models.annotation import AgentLabels, CustomerLabels, Line
from models.readings import EMOTION_KEYS, FEEL_KEYS
from models.runtime.classifier import WEIGHTS_DIR, pad
from models.training import network as networks
from models.training.examples import Example, window
from models.training.fit_ngrams import NGramOptions, fit_ngrams
from models.training.mixture import mix
from models.training.ngrams import BUCKETS, FACTOR, NGrams, hashed
from models.window import Window, Windower

_PAD = 0
_FILLED = st.lists(st.integers(1, 5_000), min_size=1, max_size=8)


def _seen(before: list[int], line: list[int], padding: int) -> tuple[Tensor, Tensor, Tensor]:
    ids = torch.tensor([[*before, *line, *[_PAD] * padding]])
    types = torch.tensor([[*[0] * len(before), *[1] * len(line), *[0] * padding]])
    return ids, types, ids.ne(_PAD)


def _grams(seen: tuple[Tensor, Tensor, Tensor]) -> list[tuple[int, bool]]:
    buckets, found, inside = (x[0].tolist() for x in hashed(*seen))
    return sorted((b, i) for b, f, i in zip(buckets, found, inside, strict=True) if f)


@given(before=_FILLED, line=_FILLED, padding=st.integers(0, 5))
def test_padding_adds_no_ngram_and_each_part_has_its_own(
    before: list[int], line: list[int], padding: int
) -> None:
    found = _grams(_seen(before, line, padding))
    assert found == _grams(_seen(before, line, 0))
    count = sum(max(0, len(line) - size + 1) for size in (1, 2, 3))
    assert sum(inside for _, inside in found) == count
    assert len(found) - count == len(before) + max(0, len(before) - 1)
    assert all(0 <= bucket < BUCKETS for bucket, _ in found)


def test_no_backend_has_to_reckon_with_numbers_that_a_float_cannot_hold() -> None:
    largest_vocabulary = 30_000
    assert (BUCKETS - 1) * FACTOR + largest_vocabulary < 2**24


@given(line=_FILLED, before=_FILLED)
def test_what_was_said_before_is_not_taken_for_the_line(line: list[int], before: list[int]) -> None:
    one = _grams(_seen(before, line, 0))
    other = _grams(_seen(line, before, 0))
    assert [b for b, inside in one if inside] == [
        b for b, inside in _grams(_seen([1], line, 0)) if inside
    ]
    if before != line:
        assert one != other


@pytest.fixture(scope="module")
def windower() -> Windower:
    return Windower(Tokenizer.from_file(str(WEIGHTS_DIR / "tokenizer.json")))


def _line(text: str, emotion: str) -> Example:
    known = CustomerLabels(frozenset({emotion}), frozenset({"inform"}), ("resolve",), None)
    return Example(Line(labels.CUSTOMER, text, known), ())


def _agent(text: str, *feel: str) -> Example:
    known = AgentLabels(frozenset({"resolve"}), frozenset(feel), frozenset())
    return Example(Line(labels.AGENT, text, known), ())


_LINES = [
    *(_line(text, "dissatisfied") for text in ("太慢了吧", "真的太慢了", "怎么太慢了", "慢") * 4),
    *(_line(text, "calm") for text in ("知道了", "好的知道了", "四十二码的", "下午在家") * 4),
    *(_agent(text, "link") for text in ("帮您催一下", "这边帮您催", "帮您催催") * 4),
    *(_agent(text) for text in ("可以的", "是的呢", "有货") * 4),
]


def _windows(lines: list[Example], windower: Windower) -> list[Window]:
    return [window(line, windower) for line in lines]


@torch.inference_mode()
def _logits(model: NGrams, lines: list[Example], windower: Windower) -> np.ndarray:
    ids, types = (torch.from_numpy(x) for x in pad(_windows(lines, windower), windower.pad))
    said: np.ndarray = model(ids, types, ids.ne(windower.pad)).numpy()
    return said


def _column(head: str, at: int) -> int:
    before = list(networks.HEADS)[: list(networks.HEADS).index(head)]
    return sum(networks.HEADS[name] for name in before) + at


def test_an_ngram_seen_with_a_label_speaks_for_it_in_a_new_line(windower: Windower) -> None:
    model = fit_ngrams(_LINES, _windows(_LINES, windower), windower.pad, NGramOptions())
    found = _logits(model, [_line("也太慢了", "calm"), _line("都知道了", "calm")], windower)
    upset = _column("emotion", EMOTION_KEYS.index("dissatisfied"))
    assert found[0, upset] > 0 > found[1, upset]
    said = _logits(model, [_agent("我帮您催"), _agent("没有货")], windower)
    link = _column("feel", FEEL_KEYS.index("link"))
    assert said[0, link] > 0 > said[1, link]
    # Nobody was ever pleased.
    assert (found[:, _column("emotion", EMOTION_KEYS.index("pleased"))] < -5).all()


def test_training_ngrams_again_gives_the_same_table(windower: Windower) -> None:
    one, other = (
        fit_ngrams(_LINES, _windows(_LINES, windower), windower.pad, NGramOptions())
        for _ in range(2)
    )
    assert torch.equal(one.table, other.table)
    assert torch.equal(one.scale, other.scale)


def _untrained(windower: Windower) -> networks.Network:
    torch.manual_seed(5)
    config = BertConfig(
        vocab_size=6_000,
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=128,
    )
    encoder = BertModel(config, add_pooling_layer=False)
    return networks.Network(encoder, windower.pad).eval()


def test_ngrams_count_where_they_know_more_than_the_encoder(windower: Windower) -> None:
    network = _untrained(windower)
    model = fit_ngrams(_LINES, _windows(_LINES, windower), windower.pad, NGramOptions())
    mix(network, model, _LINES, windower)
    ids, types = (torch.from_numpy(x) for x in pad(_windows(_LINES, windower), windower.pad))
    with torch.inference_mode():
        pooled, _ = network(ids, types)
    emotion = pooled[:, : len(EMOTION_KEYS)].argmax(1).tolist()
    right = [
        EMOTION_KEYS[found] in line.line.labels.emotion
        for found, line in zip(emotion, _LINES, strict=True)
        if isinstance(line.line.labels, CustomerLabels)
    ]
    assert all(right)


def test_ngrams_that_mislead_are_left_out(windower: Windower) -> None:
    network = _untrained(windower)
    swapped = {"calm": "dissatisfied", "dissatisfied": "calm"}
    misled = [
        _line(line.line.text, swapped[min(line.line.labels.emotion)])
        for line in _LINES
        if isinstance(line.line.labels, CustomerLabels)
    ]
    model = fit_ngrams(misled, _windows(misled, windower), windower.pad, NGramOptions())
    mix(network, model, _LINES, windower)
    assert (model.scale[: len(EMOTION_KEYS)] == 0).all()
