"""Trains the n-gram model: one-against-the-rest hinge loss, which wrong labels sway little."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.svm import LinearSVC

from models.business.ngrams import Linear, Vocabulary, build
from models.runtime.decisions import Floats

Labels = NDArray[np.int64]

_PENALTY = 0.3


def fit_linear(texts: Sequence[str], labels: Labels, count: int, seed: int) -> Linear:
    """The model for `texts` whose labels are indices below `count`."""
    vocabulary = build(texts)
    model = LinearSVC(C=_PENALTY, random_state=seed)
    model.fit(_matrix(vocabulary, texts), labels)
    weights, bias = model.coef_, model.intercept_
    if len(model.classes_) == 2:
        weights, bias = np.concatenate((-weights, weights)), np.concatenate((-bias, bias))
    table = np.zeros((len(vocabulary.at), count), np.float16)
    table[:, model.classes_] = weights.T
    # A label that no text here has is never the likeliest.
    biases = np.full(count, bias.min() - 1, np.float32)
    biases[model.classes_] = bias
    return Linear(vocabulary, table, biases)


def _matrix(vocabulary: Vocabulary, texts: Sequence[str]) -> csr_matrix:
    found = [vocabulary.features(text) for text in texts]
    ends = np.cumsum([0, *(len(indices) for indices, _ in found)])
    indices = np.concatenate([indices for indices, _ in found])
    values: Floats = np.concatenate([values for _, values in found])
    return csr_matrix((values, indices, ends), shape=(len(texts), len(vocabulary.at)))
