"""A whole training run in small: pretrain, fine-tune, export, load, agree, write the card."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from models import annotation
from models.annotation import Conversation
from models.readings import EMOTION_KEYS, AgentReading, CustomerReading, Reading
from models.runtime import classifier as runtime
from models.runtime import decisions
from models.runtime.backend import BackendName
from models.scoring import score
from models.training.card import Measured, OpenError, write_card
from models.training.finetune import FinetuneOptions
from models.training.pretrain import PretrainOptions, pretrain
from models.training.train import Corpus, read_corpus, train
from models.window import MAX_TOKENS
from scripts.evaluate import figures
from tests.models.training.checkpoint import EXPORT_WARNINGS

pytestmark = EXPORT_WARNINGS

# The weights have had one epoch: the two backends differ by rounding to eight bits only.
MEAN_DIFFERENCE = 0.02

_DIALOGUES = (
    "在吗\t您好，请讲。\t我的快递三天没动了\t单号发我看看。\t好的，谢谢",
    "鞋子发错颜色了\t很抱歉，马上给您补发。\t那错的呢\t您留着，快递上门来取。",
    "发票什么时候开\t确认收货后七天内开。\t太慢了吧",
)
PRETRAINING = PretrainOptions(
    layers=1,
    hidden=64,
    tokens=512 * 20,
    batch_tokens=512,
    length=32,
    long_length=MAX_TOKENS,
    warmup_steps=5,
    corpus_repeats=0,
)
FINETUNING = FinetuneOptions(epochs=1, batch=16)


@dataclass(frozen=True)
class Run:
    """Where one training run began and ended, with the losses it reported."""

    base: Path
    output: Path
    pretraining: list[tuple[int, int, float]]
    finetuning: list[tuple[int, int, float]]


@pytest.fixture(scope="module")
def small(corpus: list[Conversation]) -> Corpus:
    """Conversations of each part, of both speakers."""

    def some(part: str, count: int) -> list[Conversation]:
        return [c for c in corpus if annotation.split_of(c.id) == part][:count]

    return Corpus(train=some("train", 8), dev=some("dev", 2), test=some("test", 2))


@pytest.fixture(scope="module")
def run(small: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("training")
    text = folder / "dialogues.txt"
    text.write_text("\n".join(_DIALOGUES * 400) + "\n", encoding="utf-8")
    found = Run(folder / "base", folder / "weights", [], [])
    pretrain(text, found.base, PRETRAINING, lambda *step: found.pretraining.append(step))
    train(
        small,
        found.base,
        found.output,
        FINETUNING,
        lambda *step: found.finetuning.append(step),
    )
    return found


def _readings(name: BackendName, directory: Path, lines: list[annotation.Line]) -> list[Reading]:
    reader = runtime.load(name, directory)
    return reader.read(
        [reader.request(line.role, reader.tokens(line.role, line.text), []) for line in lines]
    )


def _numbers(readings: list[Reading]) -> np.ndarray:
    rows = (
        (*r.emotion, *r.intent) if isinstance(r, CustomerReading) else (*r.steps, *r.feel)
        for r in readings
    )
    return np.array([p for row in rows for p in row])


def test_every_step_is_reported_and_pretraining_learns(run: Run) -> None:
    for reported in (run.pretraining, run.finetuning):
        steps = [step for step, _, _ in reported]
        assert steps == list(range(1, reported[0][1] + 1))
    assert run.pretraining[-1][2] < run.pretraining[0][2]


def test_pretraining_goes_on_from_an_earlier_encoder(run: Run, tmp_path: Path) -> None:
    text = tmp_path / "dialogues.txt"
    text.write_text("\n".join(_DIALOGUES * 400) + "\n", encoding="utf-8")
    losses: list[float] = []
    pretrain(text, tmp_path / "on", PRETRAINING, lambda _, __, loss: losses.append(loss), run.base)
    assert losses[-1] < run.pretraining[-1][2]
    vocabularies = [(base / "tokenizer.json").read_bytes() for base in (run.base, tmp_path / "on")]
    assert vocabularies[0] == vocabularies[1]


def test_the_backends_read_alike_what_was_trained(run: Run, small: Corpus) -> None:
    lines = [line for conversation in small.test for line in conversation.lines]
    ours = _readings("openvino", run.output, lines)
    theirs = _readings("torch", run.output, lines)
    assert [isinstance(r, AgentReading) for r in ours] == [line.role == "agent" for line in lines]
    assert np.abs(_numbers(ours) - _numbers(theirs)).mean() <= MEAN_DIFFERENCE


def test_what_is_written_is_a_whole_folder_of_weights(run: Run) -> None:
    names = {path.name for path in run.output.iterdir()}
    assert names == {
        "config.json",
        "decisions.json",
        "model.bin",
        "model.safetensors",
        "model.xml",
        "tokenizer.json",
    }
    how = decisions.load(run.output)
    assert 0.4 <= how.emotion_temperature <= 3.0


def test_the_same_seed_gives_the_same_weights(run: Run, small: Corpus, tmp_path: Path) -> None:
    # What another part of the program drew before must not matter.
    torch.manual_seed(1)
    train(small, run.base, tmp_path, FINETUNING, lambda *_: None)
    first = load_file(run.output / "model.safetensors")
    again = load_file(tmp_path / "model.safetensors")
    assert first.keys() == again.keys()
    assert [name for name in first if not torch.equal(first[name], again[name])] == []
    assert decisions.load(run.output) == decisions.load(tmp_path)


def test_the_card_and_the_metrics_tell_what_was_measured(
    run: Run, small: Corpus, tmp_path: Path
) -> None:
    lines = [line for conversation in small.test for line in conversation.lines]
    found = figures(score(lines, _readings("openvino", run.output, lines), [None] * len(lines)))
    measured = [Measured("held out", found), Measured("real chat", found)]
    errors = [OpenError("平静", "不满", 3, "怎么退|换")]
    write_card(tmp_path, small, FINETUNING, measured, errors)
    metrics = json.loads((tmp_path / "metrics.json").read_text(encoding="utf-8"))
    assert [each["measured_on"] for each in metrics] == ["held out", "real chat"]
    assert metrics[0]["figures"] == dict(found)
    card = (tmp_path / "README.md").read_text(encoding="utf-8")
    train_lines = sum(len(conversation.lines) for conversation in small.train)
    assert f"| train | 8 | {train_lines} |" in card
    for name, value in found:
        assert f"| {name} | {value} | {value} |" in card
    # A bar in a customer's words would open a column.
    assert "| 平静 | 不满 | 3 | 怎么退¦换 |" in card
    assert "epochs=1" in card
    assert f"emotion ({len(EMOTION_KEYS)})" in card


def test_a_corpus_is_split_by_conversation(tmp_path: Path) -> None:
    ids = [f"made-up-{number}" for number in range(60)]
    path = tmp_path / "a.tsv"
    path.write_text("".join(f"## {i}\nC\tcalm\tgreet\tlisten\t在吗\n" for i in ids))
    found = read_corpus([path])
    parts = {"train": found.train, "dev": found.dev, "test": found.test}
    assert sorted(c.id for part in parts.values() for c in part) == sorted(ids)
    for name, part in parts.items():
        assert part
        assert {annotation.split_of(c.id) for c in part} == {name}
