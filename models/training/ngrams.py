"""A linear model on hashed n-grams, inside the network: the memory that a small encoder lacks."""

from typing import Final

import torch
from torch import Tensor, nn

BUCKETS: Final = 65_521
# Where the hash of an n-gram begins, so that the same characters said before are another one.
_LINE_SEED: Final = 1
_CONTEXT_SEED: Final = 92
# The product with a bucket number stays below 2 ** 24: backends reckon whole numbers as floats.
FACTOR: Final = 251
# What was said before counts this much beside the line.
_CONTEXT_SHARE: Final = 0.5


def hashed(ids: Tensor, types: Tensor, known: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """The n-grams of windows: bucket, whether there is one, whether it is in the line itself.

    N-grams of up to three tokens in the line, of up to two in what was said before. `ids`,
    `types` and `known` are (batch, length) as in `encode`; the results are (batch, n-grams).
    """
    line = types > 0
    bucket = _longer(types * (_LINE_SEED - _CONTEXT_SEED) + _CONTEXT_SEED, ids)
    second, third = _shifted(ids, 1), _shifted(ids, 2)
    pair = _longer(bucket, second)
    triple = _longer(pair, third)
    # The next token is of the same part: both before the line, or both in it.
    goes_on = known & _shifted(known, 1) & (types == _shifted(types, 1))
    goes_on_twice = line & goes_on & _shifted(goes_on, 1)
    return (
        torch.cat((bucket, pair, triple), 1),
        torch.cat((known, goes_on, goes_on_twice), 1),
        torch.cat((line, line, line), 1),
    )


def _longer(bucket: Tensor, ids: Tensor) -> Tensor:
    return (bucket * FACTOR + ids) % BUCKETS


def _shifted(x: Tensor, by: int) -> Tensor:
    """(batch, length) with what stands `by` places later, nothing at the end."""
    return torch.cat((x[:, by:], torch.zeros_like(x[:, :by])), 1)


class NGrams(nn.Module):
    """Adds up what the n-grams of a window say for each output.

    Each part of a window, the line and what was said before, counts by the n-grams' rarity,
    scaled to length 1. The weights are whole numbers of eight bits, with a scale an output.
    """

    table: Tensor
    """(BUCKETS, outputs) int8."""
    scale: Tensor
    """(outputs,)."""
    bias: Tensor
    """(outputs,)."""
    rarity: Tensor
    """(BUCKETS,) inverse document frequencies."""

    def __init__(self, outputs: int) -> None:
        super().__init__()
        self.register_buffer("table", torch.zeros((BUCKETS, outputs), dtype=torch.int8))
        self.register_buffer("scale", torch.zeros(outputs))
        self.register_buffer("bias", torch.zeros(outputs))
        self.register_buffer("rarity", torch.zeros(BUCKETS))

    def forward(self, ids: Tensor, types: Tensor, known: Tensor) -> Tensor:
        """(batch, length) as in `encode` to (batch, outputs) logits."""
        buckets, weights = self.weights(ids, types, known)
        said = self.table[buckets].float() * weights.unsqueeze(-1)
        return said.sum(1) * self.scale + self.bias

    def weights(self, ids: Tensor, types: Tensor, known: Tensor) -> tuple[Tensor, Tensor]:
        """Buckets of the n-grams and what each counts, both (batch, n-grams)."""
        buckets, found, inside = hashed(ids, types, known)
        weights = self.rarity[buckets] * found
        line = _unit(weights * inside)
        return buckets, line + _CONTEXT_SHARE * _unit(weights * ~inside)


def _unit(weights: Tensor) -> Tensor:
    return weights / weights.square().sum(1, keepdim=True).sqrt().clamp(min=1e-3)
