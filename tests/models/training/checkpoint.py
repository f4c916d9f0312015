"""What tests of training share: warnings of the export, a small checkpoint."""

from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer
from tokenizers import models as token_models
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

# OpenVINO's converter traces the network, which torch calls deprecated; the trace meets a
# deprecated attribute of transformers, and a length that is the same for every input.
EXPORT_WARNINGS = [
    pytest.mark.filterwarnings(f"ignore:{message}")
    for message in (
        r"`torch\.jit\.\w+` is deprecated:DeprecationWarning",
        "`is_gradient_checkpointing` is deprecated:FutureWarning",
        "Converting a tensor to a Python boolean:torch.jit.TracerWarning",
    )
]

TOKENS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", *"发货退款什么时候能")


def checkpoint(folder: Path, tokens: tuple[str, ...] = TOKENS, positions: int = 128) -> Path:
    """Write a Hugging Face checkpoint as others make them: without our speaker tokens, with one
    token type; its weights are drawn by chance."""
    vocabulary = {token: at for at, token in enumerate(tokens)}
    tokenizer = Tokenizer(token_models.WordLevel(vocabulary, "[UNK]"))
    PreTrainedTokenizerFast(tokenizer_object=tokenizer).save_pretrained(folder)
    config = BertConfig(
        vocab_size=len(tokens),
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=64,
        type_vocab_size=1,
        max_position_embeddings=positions,
    )
    torch.manual_seed(0)
    BertModel(config, add_pooling_layer=False).save_pretrained(folder)
    return folder
