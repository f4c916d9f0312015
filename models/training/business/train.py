"""The whole run for a business's own labels: doubt the labels, then learn from the rest.

Each third of the lines is read by models that were trained on the other two. What they read
softens the labels that the encoder is trained on, a little everywhere and a lot where label
and reading contradict each other with confidence (confident learning, by cleanlab). Leaving
such lines out was tried and cost more than it gained.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import numpy as np
import torch
from cleanlab.filter import find_label_issues
from numpy.typing import NDArray

from models.business.classifier import Mixture, log_softmax, window
from models.business.ngrams import Linear
from models.runtime.decisions import Floats
from models.training import network as networks
from models.training.base import open_base
from models.training.business.encoder import EncoderOptions, encoder_logits, fit_encoder
from models.training.business.linear import Labels, fit_linear
from models.training.export import export
from models.training.network import Sentence
from models.training.report import Report
from models.window import Windower

_TEMPERATURES: Final = np.geomspace(0.05, 4.0, 45)
_SHARES: Final = np.linspace(0.0, 1.0, 21)
_CALIBRATION_LINES: Final = 512
_MIN_LINES: Final = 10


class LabelsError(ValueError):
    """Labels that nothing can be learnt from; the message says why."""


@dataclass(frozen=True, slots=True)
class BusinessOptions:
    """How to train; the defaults were chosen on data of our own with labels made wrong."""

    folds: int = 3
    encoder: EncoderOptions = field(default_factory=EncoderOptions)
    most_steps: int = 2400
    """Of one fit of the encoder; many lines are gone through fewer times."""
    softened: float = 0.3
    """What the readings of others count in a line's target, beside its label."""
    doubted: float = 0.9
    """The same, where the label is in doubt."""
    seed: int = 20261122


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run found: (lines,) flags of labels in doubt, and what the lines were read as."""

    doubted: NDArray[np.bool_]
    read_as: tuple[str, ...]


@dataclass(slots=True)
class _Progress:
    """One count of steps over several fits."""

    report: Report
    steps: int
    done: int = 0

    def __call__(self, step: int, _: int, loss: float) -> None:
        self.report(self.done + step, self.steps, loss)

    def next(self, steps: int) -> None:
        self.done += steps


def train_business(
    texts: Sequence[str],
    labels: Sequence[str],
    base: Path,
    output: Path,
    options: BusinessOptions,
    report: Report,
) -> Outcome:
    """Train on `texts` with `labels`, from the encoder in `base`; write a model to `output`.

    Raises:
        LabelsError: where there are too few lines, or they all have one label.
        BaseError: where `base` holds no encoder.
    """
    names = tuple(sorted(set(labels)))
    if len(names) < 2:
        raise LabelsError("只有一个类别 all rows have the same label; 至少要两个 two are needed")
    if len(texts) < _MIN_LINES:
        raise LabelsError(f"只有 {len(texts)} 行 rows; 至少要 at least {_MIN_LINES} are needed")
    known = np.array([names.index(label) for label in labels])
    run = _Run(texts, known, names, base, options, report)
    encoder, ngram = run.read_by_others()
    mixture = _mixture(names, encoder, ngram, known)
    p = mixture.mixed(encoder, ngram)
    doubted = find_label_issues(known, p, filter_by="both", n_jobs=1)
    network, linear, windower = run.fit(doubted, p)
    output.mkdir(parents=True, exist_ok=True)
    networks.save(network, output)
    linear.save(output)
    # Fitted to wrong labels too: confidence is rather too low than too high.
    mixture.save(output)
    run.tokenizer.save(str(output / "tokenizer.json"))
    saved = networks.load_sentence(output, windower.pad)
    stride = max(1, len(texts) // _CALIBRATION_LINES)
    export(saved, output, [window(windower, text) for text in texts[::stride]])
    return Outcome(doubted, tuple(names[at] for at in p.argmax(axis=1)))


class _Run:
    """The lines of a run, and models fitted to parts of them."""

    def __init__(
        self,
        texts: Sequence[str],
        known: Labels,
        names: tuple[str, ...],
        base: Path,
        options: BusinessOptions,
        report: Report,
    ) -> None:
        self._texts, self._known, self._count = texts, known, len(names)
        self._base, self._options = base, options
        self.tokenizer, _ = open_base(base)
        self._folds = _folds(known, options)
        inside = [int((self._folds != fold).sum()) for fold in range(options.folds)]
        steps = sum(self._steps(lines) for lines in (*inside, len(texts)))
        self._progress = _Progress(report, steps)

    def read_by_others(self) -> tuple[Floats, Floats]:
        """(lines, labels) logits of encoder and n-grams, by models that had not seen the line."""
        encoder = np.zeros((len(self._texts), self._count), np.float32)
        ngram = np.zeros_like(encoder)
        own = np.eye(self._count, dtype=np.float32)[self._known]
        for fold in range(self._options.folds):
            outside = np.flatnonzero(self._folds == fold)
            inside = np.flatnonzero(self._folds != fold)
            unseen = [self._texts[int(at)] for at in outside]
            network, linear, windower = self._fit(inside, own)
            encoder[outside] = encoder_logits(network, unseen, windower)
            ngram[outside] = linear.logits(unseen)
        return encoder, ngram

    def fit(self, doubted: NDArray[np.bool_], p: Floats) -> tuple[Sentence, Linear, Windower]:
        """The models of all lines; `p` is what others read in each line."""
        own = np.eye(self._count, dtype=np.float32)[self._known]
        share = np.where(doubted, self._options.doubted, self._options.softened)[:, None]
        soft = ((1 - share) * own + share * p).astype(np.float32)
        return self._fit(np.arange(len(self._texts)), soft)

    def _fit(self, rows: Labels, targets: Floats) -> tuple[Sentence, Linear, Windower]:
        texts = [self._texts[int(at)] for at in rows]
        torch.manual_seed(self._options.seed)
        tokenizer, encoder = open_base(self._base)
        windower = Windower(tokenizer)
        network = Sentence(encoder, self._count, windower.pad)
        options = self._encoder_options(len(rows))
        fitted = fit_encoder(network, texts, targets[rows], windower, options, self._progress)
        self._progress.next(self._steps(len(rows)))
        linear = fit_linear(texts, self._known[rows], self._count, self._options.seed)
        return fitted, linear, windower

    def _encoder_options(self, lines: int) -> EncoderOptions:
        options = self._options.encoder
        affordable = self._options.most_steps // -(-lines // options.batch)
        return replace(options, epochs=max(1, min(options.epochs, affordable)))

    def _steps(self, lines: int) -> int:
        options = self._encoder_options(lines)
        return -(-lines // options.batch) * options.epochs


def _folds(known: Labels, options: BusinessOptions) -> Labels:
    """(lines,) fold numbers: each label is spread over all folds."""
    order = np.random.default_rng(options.seed).permutation(len(known))
    by_label = order[np.argsort(known[order], kind="stable")]
    folds = np.zeros(len(known), np.int64)
    folds[by_label] = np.arange(len(known)) % options.folds
    return folds


def _mixture(names: tuple[str, ...], encoder: Floats, ngram: Floats, known: Labels) -> Mixture:
    """The mixture of the two that makes the labels likeliest."""
    of_encoder = _temperature(encoder, known)
    of_ngram = _temperature(ngram, known)
    one, other = log_softmax(encoder / of_encoder), log_softmax(ngram / of_ngram)
    share = min(
        (float(share) for share in _SHARES),
        key=lambda share: _surprise(share * one + (1 - share) * other, known),
    )
    temperature = _temperature(share * one + (1 - share) * other, known)
    return Mixture(names, of_encoder, of_ngram, round(share, 3), temperature)


def _temperature(logits: Floats, known: Labels) -> float:
    return round(float(min(_TEMPERATURES, key=lambda t: _surprise(logits / t, known))), 3)


def _surprise(logits: Floats, known: Labels) -> float:
    """Mean negative log likelihood of the labels."""
    rows = np.arange(len(known))
    return -float(log_softmax(logits.astype(np.float32))[rows, known].mean())
