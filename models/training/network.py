"""The classifier as a torch module: one encoder, all heads, one pass."""

from pathlib import Path
from typing import Final

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from transformers import AutoConfig, AutoModel, PreTrainedModel

from models.readings import EMOTION_KEYS, FAULT_KEYS, FEEL_KEYS, INTENT_KEYS, STEP_KEYS

# The pooled output is the heads side by side, in this order.
HEADS: Final[dict[str, int]] = {
    "emotion": len(EMOTION_KEYS),
    "intent": len(INTENT_KEYS),
    "next": len(STEP_KEYS),
    "steps": len(STEP_KEYS),
    "feel": len(FEEL_KEYS),
    "faults": len(FAULT_KEYS),
}


class Network(nn.Module):
    """Encoder, pooled heads and the fact span head.

    `forward` gives (pooled, span): pooled is (batch, sum of HEADS) logits; span is
    (batch, length, 2) start and end logits, where position 0 stands for "no fact".
    """

    def __init__(
        self, encoder: PreTrainedModel, hidden: int, pad: int, dropout: float = 0.1
    ) -> None:
        super().__init__()
        self.encoder = encoder
        self.pad = pad
        self.mix = nn.Sequential(
            nn.Dropout(dropout), nn.Linear(2 * hidden, hidden), nn.GELU(), nn.Dropout(dropout)
        )
        self.heads = nn.Linear(hidden, sum(HEADS.values()))
        self.span = nn.Linear(hidden, 2)

    def forward(self, ids: Tensor, types: Tensor) -> tuple[Tensor, Tensor]:
        """(batch, length) ids and types to pooled and span logits."""
        hidden = self.encoder(
            input_ids=ids, token_type_ids=types, attention_mask=ids.ne(self.pad).long()
        ).last_hidden_state
        current = types.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * current).sum(1) / current.sum(1).clamp(min=1)
        pooled = self.heads(self.mix(torch.cat((hidden[:, 0], mean), dim=-1)))
        return pooled, self.span(hidden)


def from_base(base: Path, pad: int, dropout: float = 0.1) -> Network:
    """A network with fresh heads on the encoder of a Hugging Face checkpoint directory."""
    encoder = AutoModel.from_pretrained(
        base,
        add_pooling_layer=False,
        attn_implementation="eager",
        hidden_dropout_prob=dropout,
        attention_probs_dropout_prob=0.0,
        dtype=torch.float32,
    )
    return Network(encoder, encoder.config.hidden_size, pad, dropout)


def save(network: Network, directory: Path) -> None:
    """Write the weights in half precision beside the encoder's configuration."""
    directory.mkdir(parents=True, exist_ok=True)
    network.encoder.config.save_pretrained(directory)
    weights = network.state_dict()
    state = {k: v.half().contiguous() for k, v in weights.items()}
    save_file(state, directory / "model.safetensors")


def load(directory: Path, pad: int) -> Network:
    """The network that `save` wrote, in single precision, ready to evaluate."""
    config = AutoConfig.from_pretrained(directory)
    encoder = AutoModel.from_config(
        config, add_pooling_layer=False, attn_implementation="eager", dtype=torch.float32
    )
    network = Network(encoder, config.hidden_size, pad)
    network.load_state_dict(load_file(directory / "model.safetensors"), strict=True)
    return network.float().eval()
