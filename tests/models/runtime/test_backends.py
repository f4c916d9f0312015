"""Both backends on the shipped weights: the same network twice, so the same answers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import annotation, labels
from models.annotation import Conversation
from models.readings import EMOTION_KEYS, INTENT_KEYS, AgentReading, CustomerReading, Reading, top
from models.runtime import classifier as runtime
from models.runtime.classifier import Classifier, Request
from models.window import CONTEXT_LINES
from tests.models.conftest import texts

# The exported network has eight-bit weights and activations: that moves a probability by
# about a hundredth, and the answer only where two are about as likely.
SAME_TOP_SHARE = 0.97
MEAN_DIFFERENCE = 0.02
# What company a line has in its batch only changes the order of additions and its padding.
BATCH_DIFFERENCE = 0.02


@pytest.fixture(scope="module")
def torch_classifier() -> Classifier:
    return runtime.load("torch")


@pytest.fixture(scope="module")
def requests(classifier: Classifier, corpus: list[Conversation]) -> list[Request]:
    """Held-out lines of customers and agents in their context, of several industries."""
    held_out = [c for c in corpus if annotation.split_of(c.id) == "test"]
    found = []
    for conversation in held_out[::6]:
        tokens = [classifier.tokens(line.role, line.text) for line in conversation.lines]
        found += [
            classifier.request(line.role, tokens[at], tokens[max(0, at - CONTEXT_LINES) : at])
            for at, line in enumerate(conversation.lines)
        ]
    # Similar lengths together, so that little is padded.
    return sorted(found, key=lambda request: len(request.window.ids))


def _probabilities(readings: list[Reading]) -> np.ndarray:
    """Emotion and intent of each customer line, a row a line."""
    return np.array([(*r.emotion, *r.intent) for r in readings if isinstance(r, CustomerReading)])


def _answers(readings: list[Reading], name: str, keys: tuple[str, ...]) -> list[str]:
    return [top(keys, getattr(r, name))[0] for r in readings if isinstance(r, CustomerReading)]


def _agents(readings: list[Reading]) -> np.ndarray:
    return np.array(
        [(*r.steps, *r.feel, *r.faults) for r in readings if isinstance(r, AgentReading)]
    )


def _in_batches(classifier: Classifier, requests: list[Request], size: int) -> list[Reading]:
    return [
        reading
        for start in range(0, len(requests), size)
        for reading in classifier.read(requests[start : start + size])
    ]


def test_the_backends_agree(
    classifier: Classifier, torch_classifier: Classifier, requests: list[Request]
) -> None:
    ours = _in_batches(classifier, requests, 16)
    theirs = _in_batches(torch_classifier, requests, 16)
    assert len(_probabilities(ours)) >= 200
    for name, keys in (("emotion", EMOTION_KEYS), ("intent", INTENT_KEYS)):
        pairs = list(zip(_answers(ours, name, keys), _answers(theirs, name, keys), strict=True))
        assert sum(a == b for a, b in pairs) / len(pairs) >= SAME_TOP_SHARE, name
    assert np.abs(_probabilities(ours) - _probabilities(theirs)).mean() <= MEAN_DIFFERENCE
    assert np.abs(_agents(ours) - _agents(theirs)).mean() <= MEAN_DIFFERENCE


@pytest.mark.parametrize("name", ["openvino", "torch"])
def test_a_line_alone_is_read_as_in_a_padded_batch(
    name: str,
    classifier: Classifier,
    torch_classifier: Classifier,
    requests: list[Request],
) -> None:
    reader = classifier if name == "openvino" else torch_classifier
    chosen = requests[::10]
    assert len(chosen[0].window.ids) < len(chosen[-1].window.ids) / 2
    alone = [reading for request in chosen for reading in reader.read([request])]
    together = reader.read(chosen)
    for found in (_probabilities, _agents):
        assert np.abs(found(alone) - found(together)).max() <= BATCH_DIFFERENCE


def test_a_batch_is_answered_in_its_order(classifier: Classifier, requests: list[Request]) -> None:
    forward = classifier.read(requests[::20])
    backward = classifier.read(requests[::20][::-1])[::-1]
    assert [type(r) for r in forward] == [type(r) for r in backward]
    assert np.allclose(_probabilities(forward), _probabilities(backward), atol=BATCH_DIFFERENCE)


def _check(classifier: Classifier, text: str) -> None:
    before = classifier.tokens(labels.AGENT, "您好，请讲。")
    for role in labels.ROLES:
        request = classifier.request(role, classifier.tokens(role, text), [before])
        (reading,) = classifier.read([request])
        if isinstance(reading, CustomerReading):
            assert role == labels.CUSTOMER
            for distribution in (reading.emotion, reading.intent, reading.next):
                assert min(distribution) >= 0
                assert sum(distribution) == pytest.approx(1.0, abs=1e-4)
            if reading.fact is not None:
                assert 0 <= reading.fact[0] <= reading.fact[1] <= len(text)
        else:
            assert role == labels.AGENT
            assert all(0 <= p <= 1 for p in (*reading.steps, *reading.feel, *reading.faults))


@pytest.mark.parametrize(
    "text",
    ["", " ", "😀😀😀", "？", "\x00\x1f", "我" * 10_000, "no Chinese at all", "e\u0301" * 99],
)
@pytest.mark.parametrize("name", ["openvino", "torch"])
def test_strange_lines_are_read(
    classifier: Classifier, torch_classifier: Classifier, name: str, text: str
) -> None:
    _check(classifier if name == "openvino" else torch_classifier, text)


@given(text=texts(20) | st.text("我你他的，。0123456789", max_size=300))
@settings(deadline=None, max_examples=60)
def test_any_text_is_read(classifier: Classifier, text: str) -> None:
    _check(classifier, text)
