"""The classifier as a torch module: one encoder, all heads, one pass."""

from pathlib import Path
from typing import Final

import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from transformers import AutoConfig, AutoModel, PreTrainedModel

from models.readings import EMOTION_KEYS, FAULT_KEYS, FEEL_KEYS, INTENT_KEYS, STEP_KEYS
from models.training.encode import encode, inside
from models.training.ngrams import NGrams

# One label of many, of a customer line.
CUSTOMER_HEADS: Final = {"emotion": EMOTION_KEYS, "intent": INTENT_KEYS, "next": STEP_KEYS}
# Any number of labels, of an agent line.
AGENT_HEADS: Final = {"steps": STEP_KEYS, "feel": FEEL_KEYS, "faults": FAULT_KEYS}
# The pooled output is the heads side by side, in this order.
HEADS: Final = {name: len(keys) for name, keys in {**CUSTOMER_HEADS, **AGENT_HEADS}.items()}


WEIGHTS_FILE: Final = "model.safetensors"


class Pooled(nn.Module):
    """An encoder with one linear layer of heads on its pooled output."""

    def __init__(
        self, encoder: PreTrainedModel, outputs: int, pad: int, dropout: float = 0.1
    ) -> None:
        super().__init__()
        hidden = encoder.config.hidden_size
        self.encoder = encoder
        self.pad = pad
        self.mix = nn.Sequential(
            nn.Dropout(dropout), nn.Linear(2 * hidden, hidden), nn.GELU(), nn.Dropout(dropout)
        )
        self.heads = nn.Linear(hidden, outputs)

    def pooled(self, ids: Tensor, types: Tensor) -> tuple[Tensor, Tensor]:
        """(batch, length) ids and types to the hidden states of `encode` and (batch, outputs)
        logits."""
        hidden = encode(self.encoder, ids, types, ids.ne(self.pad))
        current = inside(types, hidden.shape[1]).unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * current).sum(1) / current.sum(1).clamp(min=1)
        return hidden, self.heads(self.mix(torch.cat((hidden[:, 0], mean), dim=-1)))


class Sentence(Pooled):
    """One label of many for a line: `forward` gives (batch, labels) logits."""

    def forward(self, ids: Tensor, types: Tensor) -> Tensor:
        """See `Pooled.pooled`."""
        return self.pooled(ids, types)[1]


class Network(Pooled):
    """All heads and the fact span head.

    `forward` gives (pooled, span): pooled is (batch, sum of HEADS) logits; span is
    (batch, 1 + longest line, 2) start and end logits at the places of `encode`, of which the
    first stands for "no fact".
    """

    ngrams: NGrams | None
    """The n-gram model beside the encoder, once there is one."""

    def __init__(self, encoder: PreTrainedModel, pad: int, dropout: float = 0.1) -> None:
        super().__init__(encoder, sum(HEADS.values()), pad, dropout)
        self.ngrams = None
        self.span = nn.Linear(encoder.config.hidden_size, 2)

    def forward(self, ids: Tensor, types: Tensor) -> tuple[Tensor, Tensor]:
        """(batch, length) ids and types to pooled and span logits."""
        hidden, pooled = self.pooled(ids, types)
        if self.ngrams is not None:
            pooled = pooled + self.ngrams(ids, types, ids.ne(self.pad))
        return pooled, self.span(hidden)


def pretrained(base: Path, dropout: float = 0.1) -> PreTrainedModel:
    """The encoder in a Hugging Face checkpoint directory."""
    return AutoModel.from_pretrained(
        base,
        add_pooling_layer=False,
        attn_implementation="eager",
        hidden_dropout_prob=dropout,
        attention_probs_dropout_prob=0.0,
        dtype=torch.float32,
    )


def save(network: Pooled, directory: Path) -> None:
    """Write the weights in half precision beside the encoder's configuration."""
    directory.mkdir(parents=True, exist_ok=True)
    network.encoder.config.save_pretrained(directory)
    weights = network.state_dict()
    state = {k: (v.half() if v.is_floating_point() else v).contiguous() for k, v in weights.items()}
    save_file(state, directory / WEIGHTS_FILE)


def load(directory: Path, pad: int) -> Network:
    """The network that `save` wrote, in single precision, ready to evaluate."""
    weights = load_file(directory / WEIGHTS_FILE)
    network = Network(_fresh(directory), pad)
    if "ngrams.table" in weights:
        network.ngrams = NGrams(sum(HEADS.values()))
    network.load_state_dict(weights, strict=True)
    return network.float().eval()


def load_sentence(directory: Path, pad: int) -> Sentence:
    """As `load`, of a network with one label of many."""
    weights = load_file(directory / WEIGHTS_FILE)
    network = Sentence(_fresh(directory), len(weights["heads.bias"]), pad)
    network.load_state_dict(weights, strict=True)
    return network.float().eval()


def is_ours(directory: Path) -> bool:
    """Whether `directory` holds a network that `save` wrote, heads and all."""
    file = directory / WEIGHTS_FILE
    if not file.is_file():
        return False
    with safe_open(file, "pt") as weights:
        return "heads.bias" in weights.keys()  # noqa: SIM118 - a file, not a dict


def _fresh(directory: Path) -> PreTrainedModel:
    return AutoModel.from_config(
        AutoConfig.from_pretrained(directory),
        add_pooling_layer=False,
        attn_implementation="eager",
        dtype=torch.float32,
    )
