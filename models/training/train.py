"""The whole training run: corpus to shipped weights."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import torch

from models import annotation
from models.annotation import Conversation, Split
from models.training import network as networks
from models.training.base import open_base
from models.training.calibrate import calibrate
from models.training.examples import examples, window
from models.training.export import export
from models.training.finetune import FinetuneOptions, finetune
from models.training.fit_ngrams import NGramOptions, fit_ngrams
from models.training.lasting import count
from models.training.mixture import mix
from models.training.report import Report
from models.window import Windower

BASE_DIR: Final = Path(__file__).parents[1] / "weights" / "base"
_CALIBRATION_WINDOWS: Final = 512


@dataclass(frozen=True, slots=True)
class Corpus:
    """The labelled conversations by part; a conversation is in one part only."""

    train: list[Conversation]
    dev: list[Conversation]
    test: list[Conversation]


def read_corpus(paths: list[Path]) -> Corpus:
    """The conversations of `paths`, split by conversation.

    Raises:
        AnnotationError: where a line does not follow the corpus format.
    """
    parts: dict[Split, list[Conversation]] = {"train": [], "dev": [], "test": []}
    for conversation in annotation.read(paths):
        parts[annotation.split_of(conversation.id)].append(conversation)
    return Corpus(**parts)


def train(
    corpus: Corpus, base: Path, output: Path, options: FinetuneOptions, report: Report
) -> None:
    """Fine-tune `base` on the training part; write weights and decisions to `output`."""
    output.mkdir(parents=True, exist_ok=True)
    # Before the heads are made: a seed fixes the whole run.
    torch.manual_seed(options.seed)
    tokenizer, encoder = open_base(base)
    tokenizer.save(str(output / "tokenizer.json"))
    windower = Windower(tokenizer)
    lines = examples(corpus.train)
    network = networks.Network(encoder, windower.pad)
    best = finetune(network, lines, windower, options, report)
    windows = [window(example, windower) for example in lines]
    ngrams = fit_ngrams(lines, windows, windower.pad, NGramOptions())
    held_out = examples(corpus.dev)
    mix(best, ngrams, held_out, windower)
    networks.save(best, output)
    # What is calibrated and exported is what was saved, in half precision.
    saved = networks.load(output, windower.pad)
    calibrate(saved, count(lines), held_out, windower).save(output)
    stride = max(1, len(lines) // _CALIBRATION_WINDOWS)
    export(saved, output, windows[::stride])
