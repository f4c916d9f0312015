"""`liubu train` and `liubu pretrain`."""

import dataclasses
from pathlib import Path

from models import annotation
from models.runtime.classifier import WEIGHTS_DIR
from scripts.console import fail, out, reporting


def run(base: Path | None, output: Path | None, epochs: int | None) -> None:
    """Train on the corpus; write weights, metrics and the model card."""
    from models.training.base import BaseError
    from models.training.card import write_card
    from models.training.finetune import FinetuneOptions
    from models.training.train import BASE_DIR, read_corpus, train
    from scripts.evaluate import conversations, figures, measure, summary

    target = output or WEIGHTS_DIR
    options = FinetuneOptions()
    if epochs is not None:
        options = dataclasses.replace(options, epochs=epochs)
    corpus = read_corpus(annotation.corpus_files())
    try:
        with reporting("训练 train") as report:
            train(corpus, base or BASE_DIR, target, options, report)
    except BaseError as error:
        fail(str(error))
    _, scores = measure(conversations(None), target, "openvino")
    name = "held-out corpus (test part)"
    out.print(summary(name, scores))
    write_card(target, corpus, options, name, figures(scores))
    out.print(f"权重 weights → {target}")


def run_pretrain(
    text: Path, output: Path, base: Path | None, tokens: int | None, learning_rate: float | None
) -> None:
    """Pretrain an encoder, from nothing or from an earlier one."""
    from models.training.pretrain import PretrainOptions, pretrain

    options = PretrainOptions()
    if tokens is not None:
        options = dataclasses.replace(options, tokens=tokens)
    if learning_rate is not None:
        options = dataclasses.replace(options, learning_rate=learning_rate)
    with reporting("预训练 pretrain") as report:
        pretrain(text, output, options, report, base)
    out.print(f"编码器 encoder → {output}")
