"""`liubu evaluate --leave-out`: how much is lost on an industry that was not trained on."""

import dataclasses
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rich.table import Table

from models import annotation
from models.annotation import Conversation
from models.runtime.classifier import WEIGHTS_DIR
from models.scoring import Scores
from scripts.console import out, reporting
from scripts.evaluate import annotated, scored
from scripts.mistakes import Pair

if TYPE_CHECKING:
    from models.training.finetune import FinetuneOptions
    from models.training.train import Corpus


@dataclass(frozen=True, slots=True)
class Drop:
    """Scores on an industry's held-out lines, with and without training on the industry."""

    industry: str
    within: Scores
    without: Scores


def run(groups: int, model: Path | None, epochs: int | None) -> None:
    """Train once a group of industries without it; print what each industry loses."""
    from models.training.finetune import FinetuneOptions
    from models.training.train import BASE_DIR, read_corpus

    corpus = read_corpus(annotation.corpus_files())
    options = FinetuneOptions()
    if epochs is not None:
        options = dataclasses.replace(options, epochs=epochs)
    out.print(_table(leave_out(corpus, groups, model or WEIGHTS_DIR, BASE_DIR, options)))


def leave_out(
    corpus: "Corpus", groups: int, model: Path, base: Path, options: "FinetuneOptions"
) -> list[Drop]:
    """The drop of each industry: `model` was trained with it, another is trained without its
    whole group. As many groups as industries leave out one at a time."""
    from models.training.train import train

    industries = sorted({c.industry for c in corpus.test} & {c.industry for c in corpus.train})
    groups = min(groups, len(industries))
    within = _scores([c for c in corpus.test if c.industry in industries], model)
    drops = []
    for at in range(groups):
        group = set(industries[at::groups])
        with tempfile.TemporaryDirectory() as folder:
            with reporting(f"{at + 1}/{groups}") as report:
                train(_without(corpus, group), base, Path(folder), options, report)
            without = _scores([c for c in corpus.test if c.industry in group], Path(folder))
        drops += [Drop(industry, within[industry], without[industry]) for industry in sorted(group)]
    return drops


def _without(corpus: "Corpus", industries: set[str]) -> "Corpus":
    from models.training.train import Corpus

    def kept(part: list[Conversation]) -> list[Conversation]:
        return [c for c in part if c.industry not in industries]

    return Corpus(kept(corpus.train), kept(corpus.dev), kept(corpus.test))


def _scores(found: list[Conversation], model: Path) -> dict[str, Scores]:
    """The scores of each industry."""
    industry = {c.id: c.industry for c in found}
    pairs: dict[str, list[Pair]] = {}
    for pair in annotated(found, model, "openvino"):
        pairs.setdefault(industry[pair[1].spoken.conversation_id], []).append(pair)
    return {name: scored(lines) for name, lines in pairs.items()}


def _table(drops: list[Drop]) -> Table:
    table = Table(title="留一行业 leave industries out: accuracy", title_justify="left")
    table.add_column("industry")
    for column in ("lines", "emotion", "left out", "drop", "intent", "left out", "drop"):
        table.add_column(column, justify="right")
    for drop in drops:
        table.add_row(drop.industry, str(drop.within.emotion.lines), *_cells(drop))
    lines = sum(drop.within.emotion.lines for drop in drops)
    means = [_mean(drops, head, lines) for head in ("emotion", "intent")]
    table.add_row("all", str(lines), *(f"{value:.3f}" for mean in means for value in mean))
    return table


def _cells(drop: Drop) -> list[str]:
    pairs = (
        (drop.within.emotion.accuracy, drop.without.emotion.accuracy),
        (drop.within.intent.accuracy, drop.without.intent.accuracy),
    )
    return [f"{value:.3f}" for a, b in pairs for value in (a, b, a - b)]


def _mean(drops: list[Drop], head: str, lines: int) -> tuple[float, float, float]:
    """Over all lines: accuracy within, without, and the drop."""

    def total(side: str) -> float:
        scores = [getattr(getattr(drop, side), head) for drop in drops]
        return float(sum(score.accuracy * score.lines for score in scores)) / max(1, lines)

    within, without = total("within"), total("without")
    return within, without, within - without
