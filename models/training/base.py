"""Opens the encoder that a training run starts from."""

from pathlib import Path

from tokenizers import Tokenizer
from transformers import AutoTokenizer, PreTrainedModel

from models import tokenizer as tok
from models.training import network as networks
from models.window import MAX_TOKENS, Windower


class BaseError(ValueError):
    """A directory that no encoder can be opened from; the message says why."""


def open_base(base: Path, dropout: float = 0.1) -> tuple[Tokenizer, PreTrainedModel]:
    """Tokenizer and encoder of `base`: a Hugging Face checkpoint, or weights that we trained.

    A checkpoint without our two speaker tokens gets them.

    Raises:
        BaseError: where `base` is neither, or its model cannot read our windows.
    """
    if not (base / "config.json").is_file():
        raise BaseError(f"{base} 不是编码器目录（缺 config.json） is not a checkpoint folder")
    tokenizer = _tokenizer(base)
    missing = [t for t in (tok.CLS, tok.SEP, tok.PAD) if tokenizer.token_to_id(t) is None]
    if missing:
        raise BaseError(f"{base}: 分词器缺少 the tokenizer lacks {', '.join(missing)}")
    tokenizer.add_special_tokens([tok.CUSTOMER_TURN, tok.AGENT_TURN])
    encoder = _encoder(base, tokenizer, dropout)
    if encoder.config.max_position_embeddings < MAX_TOKENS:
        raise BaseError(f"{base}: 位置不足 {MAX_TOKENS} reads fewer than {MAX_TOKENS} tokens")
    if tokenizer.get_vocab_size() > encoder.config.vocab_size:
        encoder.resize_token_embeddings(tokenizer.get_vocab_size())
    return tokenizer, encoder


def _tokenizer(base: Path) -> Tokenizer:
    file = base / "tokenizer.json"
    if file.is_file():
        tokenizer = Tokenizer.from_file(str(file))
    else:
        try:
            tokenizer = AutoTokenizer.from_pretrained(base, use_fast=True).backend_tokenizer
        except (OSError, ValueError, AttributeError) as error:
            raise BaseError(f"{base}: 没有可用的分词器 no usable tokenizer: {error}") from error
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def _encoder(base: Path, tokenizer: Tokenizer, dropout: float) -> PreTrainedModel:
    if networks.is_ours(base):
        return networks.load(base, Windower(tokenizer).pad).encoder
    try:
        return networks.pretrained(base, dropout)
    except (OSError, ValueError) as error:
        raise BaseError(f"{base}: 权重读不出 the weights cannot be read: {error}") from error
