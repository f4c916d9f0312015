"""Loading the classifier, and how a batch is padded."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import labels
from models.runtime import classifier as runtime
from models.runtime.backend import BackendName
from models.runtime.classifier import WEIGHTS_DIR, Classifier, pad
from models.window import MAX_TOKENS, Window

PADDING = 0


@st.composite
def _windows(draw: st.DrawFn) -> Window:
    context, line = draw(st.integers(0, 40)), draw(st.integers(0, 80))
    return Window(tuple(range(1, context + line + 4)), context + 2, ((0, 1),) * line)


@given(st.lists(_windows(), min_size=1, max_size=5))
def test_a_padded_batch_holds_every_window_and_marks_its_line(windows: list[Window]) -> None:
    ids, types = pad(windows, PADDING)
    assert ids.shape == types.shape
    assert ids.shape[1] <= MAX_TOKENS
    for window, row, kinds in zip(windows, ids, types, strict=True):
        used = len(window.ids)
        assert tuple(row[:used]) == window.ids
        assert (row[used:] == PADDING).all()
        # The line with the marker before it and the end after it is of type 1.
        expected = np.zeros(ids.shape[1])
        expected[window.start - 1 : used] = 1
        assert (kinds == expected).all()


@given(st.integers(0, 80), st.integers(0, 80))
def test_lengths_nearby_make_the_same_shape(one: int, other: int) -> None:
    def length(line: int) -> int:
        ids, _ = pad([Window(tuple(range(1, line + 4)), 2, ())], PADDING)
        return len(ids[0])

    assert length(one) % 16 == 0
    if (one + 2) // 16 == (other + 2) // 16:
        assert length(one) == length(other)


@pytest.mark.parametrize("name", ["openvino", "torch"])
def test_a_folder_without_weights_is_not_found(tmp_path: Path, name: BackendName) -> None:
    with pytest.raises(FileNotFoundError, match=tmp_path.name):
        runtime.load(name, tmp_path)


@pytest.mark.parametrize(
    ("name", "missing"), [("openvino", "model.xml"), ("torch", "model.safetensors")]
)
def test_a_folder_without_the_network_is_not_found(
    tmp_path: Path, name: BackendName, missing: str
) -> None:
    folder = tmp_path / "weights"
    shutil.copytree(WEIGHTS_DIR, folder, ignore=shutil.ignore_patterns(missing))
    with pytest.raises(FileNotFoundError, match=missing):
        runtime.load(name, folder)


def test_lines_before_change_a_request_but_only_the_last_few(classifier: Classifier) -> None:
    tokens = [classifier.tokens(labels.AGENT, f"第{n}句") for n in "一二三四五六"]
    current = classifier.tokens(labels.CUSTOMER, "好的")
    whole = classifier.request(labels.CUSTOMER, current, tokens)
    assert whole == classifier.request(labels.CUSTOMER, current, tokens[-4:])
    assert whole != classifier.request(labels.CUSTOMER, current, tokens[-2:])
