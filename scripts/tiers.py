"""`liubu evaluate --tiers`: how grave conversations are taken to be, against how grave they are."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from rich.table import Table

from models import annotation, labels
from models.annotation import Conversation
from scripts.console import fail, out
from scripts.evaluate import conversations
from scripts.labelled import turns
from server.coach.events import Opened
from server.coach.fold import fold
from server.coach.playbook import Playbook
from server.coach.state import State
from server.prompts import load_playbook


@dataclass(frozen=True, slots=True)
class Found:
    """A conversation with the tier that its author gave it, and the state at its end."""

    conversation: Conversation
    state: State

    @property
    def pair(self) -> tuple[str, str]:
        """The right tier, and the one that was found."""
        return self.conversation.tier, self.state.severity.tier


def run(file: Path | None) -> None:
    """Print the confusion of tiers on `file`, or on the held-out part of the corpus."""
    if file is not None and not file.is_file():
        fail(f"没有这个文件 no such file: {file}")
    try:
        found = measured(conversations(file), load_playbook())
    except annotation.AnnotationError as error:
        fail(str(error))
    pairs = Counter(each.pair for each in found)
    out.print(table(pairs))


def measured(found: Iterable[Conversation], playbook: Playbook) -> list[Found]:
    """Every conversation with the state at its end; labels stand for what is read."""
    return [Found(each, _ended(each, playbook)) for each in found]


def scores(pairs: Counter[tuple[str, str]], tier: str) -> tuple[float, float]:
    """Precision and recall of a tier; 0 where there is nothing to measure."""
    right = pairs[tier, tier]
    given = sum(times for (_, each), times in pairs.items() if each == tier)
    wanted = sum(times for (each, _), times in pairs.items() if each == tier)
    return right / max(given, 1), right / max(wanted, 1)


def table(pairs: Counter[tuple[str, str]]) -> Table:
    """Right tiers down, found tiers across, then how well each was found."""
    shown = Table(title="tier of conversations: right ↓ found →", title_justify="left")
    shown.add_column("")
    for column in (*labels.TIERS, "precision", "recall"):
        shown.add_column(column, justify="right")
    for right in labels.TIERS:
        counts = (str(pairs[right, given]) for given in labels.TIERS)
        shown.add_row(right, *counts, *(f"{score:.3f}" for score in scores(pairs, right)))
    return shown


def _ended(conversation: Conversation, playbook: Playbook) -> State:
    opened = Opened(conversation.id, conversation.channel, conversation.industry)
    state = fold(State(), opened, playbook.rules)
    for turn in turns(conversation, playbook.products):
        state = fold(state, turn, playbook.rules)
    return state
