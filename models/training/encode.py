"""The encoder's forward pass, with the last layer only where it is read.

A window is the line in question after three times as much context. The heads read [CLS] and
the line itself, so the last layer need not work out the rest.
"""

import math

import torch
from torch import Tensor, nn
from transformers import BertModel, PreTrainedModel
from transformers.models.bert.modeling_bert import BertLayer

_FAR_BELOW = -1e4
# The longest line is rounded up to this, so that a backend meets few distinct shapes.
_LINE_STEP = 16


def encode(encoder: PreTrainedModel, ids: Tensor, types: Tensor, known: Tensor) -> Tensor:
    """Hidden states of [CLS] and then of the line: (batch, 1 + longest line rounded up, hidden).

    `ids`, `types` and `known` are (batch, length): token ids, 1 on the line, whether a place
    holds a token at all. Rows of shorter lines go on with what is not theirs; see `inside`.
    """
    places = _places(types)
    # Some encoders (RoBERTa) were made without token types; the heads still tell them.
    kinds = types.clamp(max=encoder.config.type_vocab_size - 1)
    if not isinstance(encoder, BertModel):
        hidden = encoder(input_ids=ids, token_type_ids=kinds, attention_mask=known.long())
        return _at(hidden.last_hidden_state, places)
    bias = (~known)[:, None, None, :] * _FAR_BELOW
    hidden = encoder.embeddings(input_ids=ids, token_type_ids=kinds)
    *lower, last = encoder.encoder.layer
    for layer in lower:
        hidden = _layer(layer, hidden, hidden, bias)
    return _layer(last, _at(hidden, places), hidden, bias)


def inside(types: Tensor, width: int) -> Tensor:
    """Which of the first `width` places of `encode` hold the line: (batch, width) bool."""
    place = torch.arange(width, device=types.device)
    return (place > 0) & (place <= types.sum(1, keepdim=True))


def _places(types: Tensor) -> Tensor:
    """Where in the window each place of `encode` is."""
    longest = (types.sum(1).max() + _LINE_STEP - 1) // _LINE_STEP * _LINE_STEP
    ahead = torch.arange(types.shape[1], device=types.device)[:longest]
    line = (types.argmax(1, keepdim=True) + ahead).clamp(max=types.shape[1] - 1)
    return nn.functional.pad(line, (1, 0))


def _at(hidden: Tensor, places: Tensor) -> Tensor:
    return hidden.gather(1, places.unsqueeze(-1).expand(-1, -1, hidden.shape[-1]))


def _layer(layer: BertLayer, asking: Tensor, hidden: Tensor, bias: Tensor) -> Tensor:
    """One layer for the places `asking`, which look at all of `hidden`."""
    attention = layer.attention.self
    heads, size = attention.num_attention_heads, attention.attention_head_size

    def split(x: Tensor) -> Tensor:
        return x.view(*x.shape[:2], heads, size).transpose(1, 2)

    query = split(attention.query(asking))
    key, value = split(attention.key(hidden)), split(attention.value(hidden))
    scores = query @ key.transpose(-1, -2) / math.sqrt(size) + bias
    seen = (attention.dropout(scores.softmax(-1)) @ value).transpose(1, 2).flatten(2)
    mixed = layer.attention.output(seen, asking)
    read: Tensor = layer.output(layer.intermediate(mixed), mixed)
    return read
