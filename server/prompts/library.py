"""The wording library: `prompts/wording/`, one file a step."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final, get_args

import yaml

from models import labels
from server.coach.advice import Part
from server.coach.checked import OPEN_SLOT, SLOTS
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
        raise PromptError(f"{path.name}:1: 要由一条条 '- id:' 组成 expected a list of entries")
    for entry in root.value:
        if not isinstance(entry, yaml.MappingNode):
            line = entry.start_mark.line + 1
            raise PromptError(
                f"{path.name}:{line}: 每条以 '- id:' 开头 entries begin so, this one does not"
            )


def _pattern(entry: dict[str, Any], step: str, path: Path, seen: set[str]) -> Pattern:
    where = f"{path.name}:{entry.pop('__line__')}"
    identifier = entry.pop("id", None)
    if not isinstance(identifier, str):
        raise PromptError(f"{where}: 这条没写 id the entry needs an id")
    if identifier in seen:
        raise PromptError(f"{where}: id {identifier!r} 用了两次，换一个 is used twice")
    seen.add(identifier)
    conditions = {
        name: _condition(entry.pop(name, []), name, known, where)
        for name, known in _CONDITIONS.items()
    }
    about = _words(entry.pop("about", []), "about", where)
    if not all(word.strip() for word in about):
        raise PromptError(f"{where}: about 里有空词，写上或删掉 has an empty word")
    parts = tuple((part, _say(entry.pop(part), where)) for part in PART_ORDER if part in entry)
    if entry:
        raise PromptError(
            f"{where}: 没有这一项 unknown key {', '.join(map(str, entry))}；"
            f"可以写 known are id, {', '.join(_CONDITIONS)}, about, {', '.join(get_args(Part))}"
        )
    if not parts:
        raise PromptError(
            f"{where}: 没写要说的话 nothing to say；加 add one of {', '.join(get_args(Part))}"
        )
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
            f"{where}: 没有这个词 unknown {name} {', '.join(unknown)}；"
            f"可以写 known are {', '.join(known)}"
        )
    return words


def _words(value: Any, name: str, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise PromptError(f"{where}: {name} 要写成 [a, b]，只有一个也要 must be a list of words")
    return tuple(value)


def _say(text: Any, where: str) -> str:
    if not isinstance(text, str) or not text.strip():
        raise PromptError(f"{where}: 这里要写一句话 a part must be a sentence")
    if not SLOTS.fullmatch(text):
        raise PromptError(f"{where}: {OPEN_SLOT}")
    bare = text
    for slot in _FILLED:
        bare = bare.replace(slot, "")
    if "{" in bare or "}" in bare:
        raise PromptError(
            f"{where}: 大括号只能写 the only things filled in are {', '.join(_FILLED)}；"
            "别的空写成 ‹…›"
        )
    return text
