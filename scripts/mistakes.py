"""Which labels are read as which, each kind with the line that shows it best."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from models import labels
from models.annotation import CustomerLabels, Line
from models.readings import EMOTION_KEYS, INTENT_KEYS, CustomerReading, top
from server.review.annotator import Annotated

Pair = tuple[Line, Annotated[Line]]


@dataclass(frozen=True, slots=True)
class Mistake:
    """A customer line of which one label is read wrongly, with probability `p`."""

    head: str
    right: str
    """Where annotators differ, the first of the accepted."""
    given: str
    p: float
    text: str

    @property
    def named(self) -> tuple[str, str]:
        """Both labels as people call them."""
        names = labels.EMOTIONS if self.head == "emotion" else labels.INTENTS
        return names[self.right], names[self.given]


def mistakes(pairs: Iterable[Pair]) -> list[Mistake]:
    """All of them, the most confident first."""
    found = [mistake for pair in pairs for mistake in _of(*pair)]
    return sorted(found, key=lambda mistake: -mistake.p)


def kinds(found: Iterable[Mistake], limit: int) -> list[tuple[int, Mistake]]:
    """The most frequent kinds of each head: how often, and the most confident example."""
    grouped: dict[tuple[str, str, str], list[Mistake]] = {}
    for mistake in found:
        kind = mistake.head, mistake.right, mistake.given
        grouped.setdefault(kind, []).append(mistake)
    often = sorted(grouped.items(), key=lambda item: -len(item[1]))
    return [
        (len(group), group[0])
        for head in ("emotion", "intent")
        for _, group in [item for item in often if item[0][0] == head][:limit]
    ]


def _of(line: Line, annotated: Annotated[Line]) -> Iterator[Mistake]:
    known, reading = line.labels, annotated.reading
    if not isinstance(known, CustomerLabels) or not isinstance(reading, CustomerReading):
        return
    for head, keys, right, found in (
        ("emotion", EMOTION_KEYS, known.emotion, reading.emotion),
        ("intent", INTENT_KEYS, known.intent, reading.intent),
    ):
        given, p = top(keys, found)
        if given not in right:
            yield Mistake(head, min(right), given, p, line.text)
