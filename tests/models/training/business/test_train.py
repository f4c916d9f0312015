"""Own labels from the table to the served model: learns, doubts wrong labels, both backends."""

from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from models.business import classifier
from models.training.base import BaseError, open_base
from models.training.business.encoder import EncoderOptions
from models.training.business.train import (
    BusinessOptions,
    LabelsError,
    Outcome,
    train_business,
)
from models.training.train import BASE_DIR
from tests.models.training.checkpoint import EXPORT_WARNINGS, checkpoint

pytestmark = EXPORT_WARNINGS

_WHO = ("我", "我们家", "请问", "你好，", "亲，", "那个", "麻烦问下", "老板")
_SAID = {
    "发货": ("什么时候发货", "今天能发出吗", "几天能发走", "怎么还不发货", "多久寄出来"),
    "议价": ("能便宜点吗", "有没有优惠", "再少一点行不行", "可以打折吗", "价格还能降吗"),
    "退货": ("想退货怎么弄", "不合适可以退吗", "退货运费谁出", "要退掉这个", "帮我办退货"),
}
OPTIONS = BusinessOptions(folds=2, encoder=EncoderOptions(epochs=10, batch=16))


@dataclass(frozen=True)
class Run:
    """A training run: its lines, of which `wrong` have another's label."""

    texts: list[str]
    labels: list[str]
    wrong: list[int]
    output: Path
    outcome: Outcome
    reported: list[tuple[int, int]]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    rows = [(who + said, label) for label in _SAID for who, said in product(_WHO, _SAID[label])]
    texts, labels = [text for text, _ in rows], [label for _, label in rows]
    wrong = [3, 20, 50, 70, 100, 110]
    for at in wrong:
        labels[at] = "退货" if labels[at] != "退货" else "发货"
    output = tmp_path_factory.mktemp("business")
    reported: list[tuple[int, int]] = []
    outcome = train_business(
        texts, labels, BASE_DIR, output, OPTIONS, lambda step, of, _: reported.append((step, of))
    )
    return Run(texts, labels, wrong, output, outcome, reported)


def test_it_learns_what_the_labels_mean(run: Run) -> None:
    reader = classifier.load(run.output)
    assert set(reader.labels) == set(_SAID)
    # None of these was among the lines.
    unseen = {"发货": "店家什么时候发货呀", "议价": "这个能便宜点吗谢谢", "退货": "我要退货"}
    found = reader.predict(list(unseen.values()))
    assert [intent.label for intent in found] == list(unseen)
    assert all(1 / 3 < intent.p <= 1 for intent in found)


def test_most_wrong_labels_are_doubted_and_few_right_ones(run: Run) -> None:
    doubted = set(np.flatnonzero(run.outcome.doubted).tolist())
    found = doubted.intersection(run.wrong)
    assert len(found) >= 4
    assert len(doubted - found) <= len(run.texts) // 20
    for at in found:
        assert run.outcome.read_as[at] != run.labels[at]


def test_both_backends_answer_alike(run: Run) -> None:
    ours = classifier.load(run.output, "openvino").predict(run.texts)
    theirs = classifier.load(run.output, "torch").predict(run.texts)
    assert [i.label for i in ours] == [i.label for i in theirs]
    assert abs(np.mean([a.p - b.p for a, b in zip(ours, theirs, strict=True)])) < 0.05


def test_every_step_is_reported_once(run: Run) -> None:
    steps = [step for step, _ in run.reported]
    assert steps == list(range(1, len(steps) + 1))
    assert run.reported[-1][0] <= run.reported[0][1]


@pytest.mark.parametrize(
    ("labels", "said"),
    [(["发货"] * 20, "只有一个类别"), (["发货", "退货"], "只有 2 行")],
)
def test_labels_that_teach_nothing_are_refused(
    tmp_path: Path, labels: list[str], said: str
) -> None:
    with pytest.raises(LabelsError, match=said):
        train_business(["在吗"] * len(labels), labels, BASE_DIR, tmp_path, OPTIONS, _silent)


def _silent(*_: object) -> None:
    pass


def test_any_checkpoint_can_be_the_base(tmp_path: Path) -> None:
    base = checkpoint(tmp_path / "base")
    options = BusinessOptions(folds=2, encoder=EncoderOptions(epochs=1))
    train_business(["发货", "退货"] * 10, ["a", "b"] * 10, base, tmp_path / "out", options, _silent)
    (found,) = classifier.load(tmp_path / "out").predict(["退货"])
    assert found.label in {"a", "b"}


def test_what_is_no_base_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BaseError, match=r"config\.json"):
        open_base(tmp_path)
    with pytest.raises(BaseError, match=r"\[CLS\]"):
        open_base(checkpoint(tmp_path / "a", ("[PAD]", "[UNK]", "发")))
    with pytest.raises(BaseError, match="128"):
        open_base(checkpoint(tmp_path / "b", positions=64))
