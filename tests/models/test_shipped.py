"""The weights that are shipped: complete, small, and right about what nobody would dispute."""

import json

import pytest
from tokenizers import Tokenizer

from models import labels
from models import tokenizer as tok
from models.readings import EMOTION_KEYS, INTENT_KEYS, AgentReading, CustomerReading, Reading, top
from models.runtime import decisions
from models.runtime.classifier import WEIGHTS_DIR, Classifier

LIMIT_BYTES = 30_000_000


def _read(classifier: Classifier, *said: tuple[labels.Role, str]) -> Reading:
    """The reading of the last line said."""
    *before, (role, tokens) = [(r, classifier.tokens(r, text)) for r, text in said]
    request = classifier.request(role, tokens, [previous for _, previous in before])
    (reading,) = classifier.read([request])
    return reading


def _customer(classifier: Classifier, *said: tuple[labels.Role, str]) -> CustomerReading:
    reading = _read(classifier, *said)
    assert isinstance(reading, CustomerReading)
    return reading


@pytest.mark.parametrize(
    "name",
    [
        "model.safetensors",
        "model.xml",
        "model.bin",
        "config.json",
        "tokenizer.json",
        "decisions.json",
        "README.md",
        "metrics.json",
    ],
)
def test_every_part_is_shipped(name: str) -> None:
    assert (WEIGHTS_DIR / name).stat().st_size > 0


def test_the_weights_stay_small_enough_for_a_repository() -> None:
    total = sum(path.stat().st_size for path in WEIGHTS_DIR.rglob("*") if path.is_file())
    assert total <= LIMIT_BYTES


def test_every_agent_label_has_a_threshold() -> None:
    how = decisions.load(WEIGHTS_DIR)
    assert list(how.steps) == list(labels.STEPS)
    assert list(how.feel) == list(labels.FEEL)
    assert list(how.faults) == list(labels.FAULTS)
    assert all(0 < t < 1 for table in (how.steps, how.feel, how.faults) for t in table.values())
    assert min(how.emotion_temperature, how.intent_temperature, how.next_temperature) > 0


def test_the_card_tells_the_measured_figures() -> None:
    metrics = json.loads((WEIGHTS_DIR / "metrics.json").read_text(encoding="utf-8"))
    card = (WEIGHTS_DIR / "README.md").read_text(encoding="utf-8")
    assert metrics[0]["figures"]
    for figure, value in metrics[0]["figures"].items():
        assert f"| {figure} | {value} |" in card


@pytest.mark.parametrize(
    "text", ["单号20250814001", "看https://a.cn/b?c=1", "😀好", "❤️", "#e-s12", "ＡＢＣ！！！！！"]
)
def test_the_shipped_tokenizer_folds_as_the_code_does(text: str) -> None:
    shipped = Tokenizer.from_file(str(WEIGHTS_DIR / "tokenizer.json")).normalizer
    built = tok.build(["好"], 1).normalizer
    assert shipped.normalize_str(text) == built.normalize_str(text)


@pytest.mark.parametrize(
    ("text", "emotion"),
    [
        ("谢谢", "pleased"),
        ("太好了，谢谢你啊", "pleased"),
        ("骗子", "angry"),
        ("垃圾平台，气死我了！！", "angry"),
        ("你们这是什么效率，每次都这样", "dissatisfied"),
        ("请问这款有黑色的吗", "calm"),
    ],
)
def test_plain_feelings_are_read(classifier: Classifier, text: str, emotion: str) -> None:
    reading = _customer(classifier, (labels.CUSTOMER, text))
    assert top(EMOTION_KEYS, reading.emotion)[0] == emotion


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("谢谢", "thank"),
        ("你好", "greet"),
        ("我要退货", "request_refund"),
        ("给我转人工", "escalate"),
        ("再不处理我就去消协，找媒体曝光", "threaten"),
        ("能给我开发票吗", "request_invoice"),
        ("快点给我发货", "urge"),
    ],
)
def test_plain_requests_are_read(classifier: Classifier, text: str, intent: str) -> None:
    reading = _customer(classifier, (labels.CUSTOMER, text))
    assert top(INTENT_KEYS, reading.intent)[0] == intent


@pytest.mark.parametrize("text", ["不解决我就打12315投诉你们", "再这样我就起诉", "我要曝光你们"])
def test_a_bare_threat_is_read(classifier: Classifier, text: str) -> None:
    reading = _customer(classifier, (labels.CUSTOMER, text))
    assert top(INTENT_KEYS, reading.intent)[0] == "threaten"


def test_the_fact_is_quoted_from_the_customer(classifier: Classifier) -> None:
    text = "你们怎么搞的，我订的XL码衬衫发成了S码，气死我了"
    fact = _customer(classifier, (labels.CUSTOMER, text)).fact
    assert fact is not None
    assert "发成了S码" in text[slice(*fact)]


def test_an_apology_is_empathy_and_a_brush_off_is_a_fault(classifier: Classifier) -> None:
    complaint = (labels.CUSTOMER, "等了一周还没到，你们太不负责了")
    sorry = _read(classifier, complaint, (labels.AGENT, "非常抱歉，让您等了这么久，换谁都会着急"))
    shrug = _read(classifier, complaint, (labels.AGENT, "这不归我们管，您自己找快递去"))
    assert isinstance(sorry, AgentReading)
    assert isinstance(shrug, AgentReading)
    assert "empathize" in sorry.done
    assert "emotion" in sorry.carried
    assert not sorry.committed
    assert "blame_shift" in shrug.committed
