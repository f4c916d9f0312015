"""Masked-language-model pretraining of the small encoder on dialogue text."""

import lzma
import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import BertConfig, BertForMaskedLM, PreTrainedTokenizerFast

from models import annotation
from models import tokenizer as tok
from models.training import network as networks
from models.training.report import Report

Ids = NDArray[np.uint16]

# Share of hidden runs of one, two, three and four tokens.
_RUN_LENGTHS: Final = (0.4, 0.3, 0.2, 0.1)


@dataclass(frozen=True, slots=True)
class PretrainOptions:
    """Size of the encoder and length of the run; the defaults made the shipped one."""

    layers: int = 4
    hidden: int = 256
    tokens: int = 45_000_000
    batch_tokens: int = 4096
    length: int = 64
    long_length: int = 128
    long_share: float = 0.2
    learning_rate: float = 1e-3
    warmup_steps: int = 300
    mask_share: float = 0.2
    corpus_repeats: int = 4
    seed: int = 20261121


def pretrain(
    text_file: Path,
    output: Path,
    options: PretrainOptions,
    report: Report,
    base: Path | None = None,
) -> None:
    """Train an encoder on `text_file` and the corpus' training part; save it to `output`.

    `text_file` is UTF-8 text, or the same compressed by xz: a dialogue a line, turns
    separated by tabs. With `base`, a directory that an earlier run wrote, its encoder and
    tokenizer are trained further; `options` then only say how.
    """
    torch.manual_seed(options.seed)
    random.seed(options.seed)
    dialogues = list(_dialogues(text_file))
    own = list(_corpus_dialogues())
    if base is None:
        tokenizer = tok.build((turn for d in (*dialogues, *own) for turn in d), min_count=12)
        model = BertForMaskedLM(_config(tokenizer, options))
        _sinusoidal(model.bert.embeddings.position_embeddings.weight.data)
    else:
        tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
        encoder = networks.pretrained(base, dropout=0.0)
        model = BertForMaskedLM(encoder.config)
        model.bert = encoder
        model.tie_weights()
    _train(model, _Stream(tokenizer, dialogues, own, options), options, report)
    save(model, tokenizer, output)


def save(model: BertForMaskedLM, tokenizer: Tokenizer, output: Path) -> None:
    """Write encoder and tokenizer as a Hugging Face checkpoint, in half precision."""
    output.mkdir(parents=True, exist_ok=True)
    model.bert.half().save_pretrained(output)
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        pad_token=tok.PAD,
        unk_token=tok.UNK,
        cls_token=tok.CLS,
        sep_token=tok.SEP,
        mask_token=tok.MASK,
    ).save_pretrained(output)


def _config(tokenizer: Tokenizer, options: PretrainOptions) -> BertConfig:
    return BertConfig(
        vocab_size=tokenizer.get_vocab_size(),
        hidden_size=options.hidden,
        num_hidden_layers=options.layers,
        num_attention_heads=options.hidden // 64,
        intermediate_size=4 * options.hidden,
        max_position_embeddings=options.long_length,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        attn_implementation="eager",
    )


def _dialogues(path: Path) -> Iterator[list[str]]:
    reads = lzma.open if path.suffix == ".xz" else open
    with reads(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield line.rstrip("\n").split("\t")


def _id(tokenizer: Tokenizer, token: str) -> int:
    found = tokenizer.token_to_id(token)
    assert found is not None, token
    return int(found)


def _corpus_dialogues() -> Iterator[list[str]]:
    for conversation in annotation.part("train"):
        yield [line.text for line in conversation.lines]


def _sinusoidal(weight: Tensor) -> None:
    """Start positions as sinusoids: nearness is given, so attention finds it sooner."""
    positions, width = weight.shape
    rates = torch.exp(torch.arange(0, width, 2) * (-math.log(1e4) / width))
    angles = torch.arange(positions)[:, None] * rates
    weight[:, 0::2], weight[:, 1::2] = angles.sin() * 0.03, angles.cos() * 0.03


class _Stream:
    """Windows of consecutive turns, shuffled, each of one of two lengths."""

    def __init__(
        self,
        tokenizer: Tokenizer,
        dialogues: list[list[str]],
        own: list[list[str]],
        options: PretrainOptions,
    ) -> None:
        self.options = options
        self.vocab = tokenizer.get_vocab_size()
        self.cls, self.sep, self.mask, self.pad, *self.turns = (
            _id(tokenizer, token)
            for token in (tok.CLS, tok.SEP, tok.MASK, tok.PAD, tok.CUSTOMER_TURN, tok.AGENT_TURN)
        )
        self.tokenizer = tokenizer
        mixed = dialogues + own * options.corpus_repeats
        random.shuffle(mixed)
        self.dialogues = mixed

    def batches(self) -> Iterator[tuple[Tensor, Tensor]]:
        """Endless (ids, token types), each of about `batch_tokens` tokens."""
        options = self.options
        pools: dict[int, list[tuple[Ids, int]]] = {options.length: [], options.long_length: []}
        while True:
            for start in range(0, len(self.dialogues), 256):
                length = (
                    options.long_length if random.random() < options.long_share else options.length
                )
                pool = pools[length]
                for window in self._windows(self.dialogues[start : start + 256], length):
                    pool.append(window)
                random.shuffle(pool)
                size = options.batch_tokens // length
                while len(pool) >= 8 * size:
                    yield self._collate(pool[-size:], length)
                    del pool[-size:]
            random.shuffle(self.dialogues)

    def _windows(self, dialogues: list[list[str]], length: int) -> Iterator[tuple[Ids, int]]:
        flat = [turn for dialogue in dialogues for turn in dialogue]
        encoded = iter(self.tokenizer.encode_batch_fast(flat, add_special_tokens=False))
        for dialogue in dialogues:
            speaker = random.randrange(2)
            window: list[int] = [self.cls]
            last = 1
            for _ in dialogue:
                ids = next(encoded).ids
                speaker = 1 - speaker
                while ids:
                    room = length - 1 - len(window)
                    if room < 8:
                        yield np.array([*window, self.sep], np.uint16), last
                        window, last = [self.cls], 1
                        continue
                    last = len(window)
                    window += [self.turns[speaker], *ids[: room - 1]]
                    ids = ids[room - 1 :]
            if len(window) > 8:
                yield np.array([*window, self.sep], np.uint16), last

    def _collate(self, windows: list[tuple[Ids, int]], length: int) -> tuple[Tensor, Tensor]:
        ids = torch.full((len(windows), length), self.pad, dtype=torch.long)
        types = torch.zeros_like(ids)
        for row, (window, last) in enumerate(windows):
            ids[row, : len(window)] = torch.from_numpy(window.astype(np.int64))
            types[row, last:] = 1
        return ids, types


def _train(
    model: BertForMaskedLM, stream: _Stream, options: PretrainOptions, report: Report
) -> None:
    steps = options.tokens // options.batch_tokens
    decayed = [p for p in model.parameters() if p.ndim > 1]
    plain = [p for p in model.parameters() if p.ndim == 1]
    optimizer = torch.optim.AdamW(
        [{"params": decayed, "weight_decay": 0.01}, {"params": plain, "weight_decay": 0.0}],
        lr=options.learning_rate,
        betas=(0.9, 0.98),
        fused=True,
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer,
        lambda s: min(1.0, (s + 1) / options.warmup_steps) * max(0.02, 1 - s / steps),
    )
    mean = 0.0
    for step, (ids, types) in zip(range(steps), stream.batches(), strict=False):
        loss = _masked_loss(model, stream, ids, types)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        schedule.step()
        mean = loss.item() if step == 0 else 0.98 * mean + 0.02 * loss.item()
        report(step + 1, steps, mean)


def _runs(shape: torch.Size, share: float) -> Tensor:
    """Which tokens to hide: runs of one to four, since one character of a word gives the
    word away."""
    lengths = torch.multinomial(torch.tensor(_RUN_LENGTHS), shape.numel(), replacement=True)
    mean = 1 + sum(more * weight for more, weight in enumerate(_RUN_LENGTHS))
    starts = torch.rand(shape) < share / mean
    reach = torch.where(starts, lengths.view(shape) + 1, 0)
    hidden = reach > 0
    for back in range(1, len(_RUN_LENGTHS)):
        hidden[:, back:] |= reach[:, :-back] > back
    return hidden


def _masked_loss(model: BertForMaskedLM, stream: _Stream, ids: Tensor, types: Tensor) -> Tensor:
    chosen = _runs(ids.shape, stream.options.mask_share) & (ids >= len(tok.SPECIAL))
    kind = torch.rand(ids.shape)
    corrupted = torch.where(chosen & (kind < 0.8), stream.mask, ids)
    noise = torch.randint(len(tok.SPECIAL), stream.vocab, ids.shape)
    corrupted = torch.where(chosen & (kind >= 0.9), noise, corrupted)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        hidden = model.bert(
            corrupted, token_type_ids=types, attention_mask=ids.ne(stream.pad).long()
        ).last_hidden_state[chosen]
        scores = model.cls(hidden)
    return nn.functional.cross_entropy(scores.float(), ids[chosen])
