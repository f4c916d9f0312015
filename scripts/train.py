"""`liubu train` and `liubu pretrain`."""

import dataclasses
from pathlib import Path

from models import annotation
from models.runtime.classifier import WEIGHTS_DIR
from scripts.console import fail, out, reporting

_HELD_OUT = "held-out corpus (test part)"
# Kinds of error of each head that the card names.
_KINDS = 10


def run(
    base: Path | None, output: Path | None, epochs: int | None, also_measure: list[Path]
) -> None:
    """Train on the corpus; write weights, metrics and the model card.

    The card tells what was measured on the corpus' test part and on `also_measure`, files in
    the corpus format that nothing was trained on.
    """
    from models.training.base import BaseError
    from models.training.card import Measured, OpenError, write_card
    from models.training.finetune import FinetuneOptions
    from models.training.train import BASE_DIR, read_corpus, train
    from scripts.evaluate import conversations, figures, measure, summary
    from scripts.mistakes import kinds, mistakes

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
    measured = []
    for file in also_measure:
        _, scores = measure(conversations(file), target, "openvino")
        out.print(summary(file.name, scores))
        measured.append(Measured(file.name, figures(scores)))
    pairs, scores = measure(conversations(None), target, "openvino")
    out.print(summary(_HELD_OUT, scores))
    errors = [
        OpenError(*mistake.named, times, mistake.text)
        for times, mistake in kinds(mistakes(pairs), _KINDS)
    ]
    held_out = Measured(_HELD_OUT, figures(scores))
    write_card(target, corpus, options, [held_out, *measured], errors)
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
