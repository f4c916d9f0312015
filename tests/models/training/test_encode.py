"""The encoder's forward pass against the library's own, on the places that are read."""

from functools import cache

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from transformers import BertConfig, BertModel, PreTrainedModel, RobertaConfig, RobertaModel

from models.training.encode import encode, inside

_PAD = 0
# Tokens before the line, and of the line, of each window of a batch.
_WINDOWS = st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9)), min_size=1, max_size=4)
_SIZES = {
    "vocab_size": 40,
    "hidden_size": 16,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "intermediate_size": 32,
    "max_position_embeddings": 32,
    "pad_token_id": _PAD,
}


@cache
def _bert() -> PreTrainedModel:
    torch.manual_seed(3)
    return BertModel(BertConfig(**_SIZES), add_pooling_layer=False).eval()


@cache
def _roberta() -> PreTrainedModel:
    torch.manual_seed(3)
    return RobertaModel(RobertaConfig(**_SIZES, type_vocab_size=1), add_pooling_layer=False).eval()


_ENCODERS = {"bert": _bert, "without token types": _roberta}


@pytest.mark.parametrize("name", _ENCODERS)
@given(windows=_WINDOWS)
@settings(max_examples=40)
@torch.inference_mode()
def test_cls_and_the_line_come_out_as_the_library_computes_them(
    name: str, windows: list[tuple[int, int]]
) -> None:
    encoder = _ENCODERS[name]()
    length = max(map(sum, windows))
    ids = torch.full((len(windows), length), _PAD)
    types = torch.zeros_like(ids)
    for row, (before, line) in enumerate(windows):
        ids[row, : before + line] = torch.randint(1, 40, (before + line,))
        types[row, before : before + line] = 1
    known = ids.ne(_PAD)
    kinds = types.clamp(max=encoder.config.type_vocab_size - 1)
    whole = encoder(input_ids=ids, token_type_ids=kinds, attention_mask=known.long())[0]
    found = encode(encoder, ids, types, known)
    assert found.shape[1] > max(line for _, line in windows)
    for row, (before, line) in enumerate(windows):
        torch.testing.assert_close(found[row, 0], whole[row, 0], atol=1e-5, rtol=1e-4)
        expected = whole[row, before : before + line]
        mine = inside(types, found.shape[1])[row]
        torch.testing.assert_close(found[row, mine], expected, atol=1e-5, rtol=1e-4)
