"""The wording library: `prompts/wording/`, one file a step."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final, get_args

import yaml

from models import labels
from server.coach.advice import Part
from server.coach.checked import SLOTS
from server.coach.question_form import FORMS
from server.coach.recalled import PAST
from server.coach.wording import FACT_SLOT, PART_ORDER, Library, Pattern
from server.prompts.files import PROMPTS_DIR, PromptError, load

_FILLED: Final = (FACT_SLOT, *sorted(PAST))
_CONDITIONS: Final[dict[str, Iterable[str]]] = {
    "emotions": labels.EMOTIONS,
    "intents": labels.INTENTS,
    "demands": labels.DEMANDS,
    "channels": labels.CHANNELS,
    "tiers": labels.TIERS,
    "industries": labels.INDUSTRIES,
    "asks": FORMS,
}


def load_library(directory: Path = PROMPTS_DIR) -> Library:
    """The wording library: one file a step under `wording/`.

    Raises:
        PromptError: at the first mistake.
    """
    patterns: dict[str, tuple[Pattern, ...]] = {}
    seen: set[str] = set()
    for step in labels.STEPS:
        path = directory / "wording" / f"{step}.yaml"
        patterns[step] = tuple(_pattern(entry, step, path, seen) for entry in _entries(path))
    return Library(patterns)


def _entries(path: Path) -> list[dict[str, Any]]:
    loaded = load(path, _require_entries)
    assert isinstance(loaded, list)
    return loaded


def _require_entries(root: yaml.Node | None, path: Path) -> None:
    if not isinstance(root, yaml.SequenceNode):
        raise PromptError(f"{path.name}:1: expected a list of entries, each beginning with '- id:'")
    for entry in root.value:
        if not isinstance(entry, yaml.MappingNode):
            line = entry.start_mark.line + 1
            raise PromptError(f"{path.name}:{line}: entries begin with '- id:', this one does not")


def _pattern(entry: dict[str, Any], step: str, path: Path, seen: set[str]) -> Pattern:
    where = f"{path.name}:{entry.pop('__line__')}"
    identifier = entry.pop("id", None)
    if not isinstance(identifier, str):
        raise PromptError(f"{where}: the entry needs an id")
    if identifier in seen:
        raise PromptError(f"{where}: id {identifier!r} is used twice; give it another")
    seen.add(identifier)
    conditions = {
        name: _condition(entry.pop(name, []), name, known, where)
        for name, known in _CONDITIONS.items()
    }
    about = _words(entry.pop("about", []), "about", where)
    if not all(word.strip() for word in about):
        raise PromptError(f"{where}: about has an empty word; write one, or take it out")
    parts = tuple((part, _say(entry.pop(part), where)) for part in PART_ORDER if part in entry)
    if entry:
        raise PromptError(
            f"{where}: unknown key {', '.join(map(str, entry))}; "
            f"known are id, {', '.join(_CONDITIONS)}, about, {', '.join(get_args(Part))}"
        )
    if not parts:
        raise PromptError(f"{where}: nothing to say; add one of {', '.join(get_args(Part))}")
    template = "".join(text for _, text in parts)
    return Pattern(
        id=identifier,
        step=step,
        parts=parts,
        needs_fact=FACT_SLOT in template,
        template=template,
        recalls=frozenset(slot for slot in PAST if slot in template),
        about=about,
        **conditions,
    )


def _condition(value: Any, name: str, known: Iterable[str], where: str) -> frozenset[str]:
    words = frozenset(_words(value, name, where))
    if unknown := words - set(known):
        raise PromptError(
            f"{where}: unknown {name} {', '.join(unknown)}; known are {', '.join(known)}"
        )
    return words


def _words(value: Any, name: str, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise PromptError(f"{where}: {name} must be a list of words such as [a, b]")
    return tuple(value)


def _say(text: Any, where: str) -> str:
    if not isinstance(text, str) or not text.strip():
        raise PromptError(f"{where}: a part must be a sentence")
    if not SLOTS.fullmatch(text):
        raise PromptError(f"{where}: a slot is opened with ‹ and closed with ›")
    bare = text
    for slot in _FILLED:
        bare = bare.replace(slot, "")
    if "{" in bare or "}" in bare:
        raise PromptError(
            f"{where}: the only things filled in are {', '.join(_FILLED)}; write ‹…› for a slot"
        )
    return text
