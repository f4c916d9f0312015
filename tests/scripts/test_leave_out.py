"""Industries left out of the training, in small."""

from pathlib import Path

from models import annotation
from models.annotation import Conversation, Split
from models.runtime.classifier import WEIGHTS_DIR
from models.training.finetune import FinetuneOptions
from models.training.train import Corpus
from scripts.leave_out import leave_out
from tests.models.training.checkpoint import EXPORT_WARNINGS, checkpoint

pytestmark = EXPORT_WARNINGS


def test_each_industry_is_scored_by_a_model_that_never_saw_it(
    tmp_path: Path,
) -> None:
    industries = ("telecom", "travel", "banking")

    def some(part: Split, count: int) -> list[Conversation]:
        chosen = list(annotation.part(part))
        return [c for i in industries for c in [c for c in chosen if c.industry == i][:count]]

    small = Corpus(some("train", 3), some("dev", 1), some("test", 2))
    base = checkpoint(tmp_path / "base")
    drops = leave_out(small, 2, WEIGHTS_DIR, base, FinetuneOptions(epochs=1))
    assert sorted(drop.industry for drop in drops) == sorted(industries)
    for drop in drops:
        assert drop.within.emotion.lines == drop.without.emotion.lines > 0
        # An encoder of one layer, drawn by chance, has learnt nothing in one epoch.
        assert drop.within.intent.accuracy > drop.without.intent.accuracy
