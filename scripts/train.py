"""`liubu train` and `liubu pretrain`."""

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models import annotation
from models.runtime.classifier import WEIGHTS_DIR
from models.training.report import Report
from scripts.console import bar, fail, out


def run(base: Path | None, output: Path | None, epochs: int | None) -> None:
    """Train on the corpus; write weights, metrics and the model card."""
    from models.training.card import write_card
    from models.training.finetune import FinetuneOptions
    from models.training.train import BASE_DIR, read_corpus, train
    from scripts.evaluate import conversations, figures, measure, summary

    start = base or BASE_DIR
    if not (start / "tokenizer.json").is_file():
        fail(f"{start} 不是编码器目录（缺 tokenizer.json） is not a checkpoint folder")
    target = output or WEIGHTS_DIR
    options = FinetuneOptions()
    if epochs is not None:
        options = dataclasses.replace(options, epochs=epochs)
    corpus = read_corpus(annotation.corpus_files())
    with _reporting("训练 train") as report:
        train(corpus, start, target, options, report)
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
    with _reporting("预训练 pretrain") as report:
        pretrain(text, output, options, report, base)
    out.print(f"编码器 encoder → {output}")


@contextmanager
def _reporting(description: str) -> Iterator[Report]:
    """A progress bar, and what moves it."""
    with bar("loss {task.fields[loss]:.3f}") as progress:
        task = progress.add_task(description, total=None, loss=0.0)

        def report(step: int, steps: int, loss: float) -> None:
            progress.update(task, completed=step, total=steps, loss=loss)

        yield report
