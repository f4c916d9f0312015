"""Loads `prompts/`: the wording library and the demo scripts, checked, with file and line."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, get_args

import yaml

from models import labels
from server.coach.advice import Part
from server.coach.wording import FACT_SLOT, PART_ORDER, Library, Pattern

PROMPTS_DIR: Final = Path(__file__).parents[1] / "prompts"
_CONDITIONS: Final[dict[str, Iterable[str]]] = {
    "emotions": labels.EMOTIONS,
    "intents": labels.INTENTS,
    "demands": labels.DEMANDS,
    "channels": labels.CHANNELS,
}


class PromptError(ValueError):
    """A mistake in a prompt file; the message names file, line and what to change."""


@dataclass(frozen=True, slots=True)
class DemoLine:
    """A line of a demo script."""

    role: str
    text: str


@dataclass(frozen=True, slots=True)
class Demo:
    """A scripted conversation for the demonstration."""

    id: str
    title: str
    title_en: str
    channel: str
    industry: str
    customer: str
    lines: tuple[DemoLine, ...]


class _Lines(yaml.SafeLoader):
    """Notes the line of every mapping, so that a mistake can be pointed at."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        return {**super().construct_mapping(node, deep), "__line__": node.start_mark.line + 1}


def load_library(directory: Path = PROMPTS_DIR) -> Library:
    """The wording library: one file a step under `wording/`.

    Raises:
        PromptError: at the first mistake.
    """
    patterns: dict[str, tuple[Pattern, ...]] = {}
    seen: set[str] = set()
    for step in labels.STEPS:
        path = directory / "wording" / f"{step}.yaml"
        found = [_pattern(entry, step, path) for entry in _entries(path)]
        for pattern in found:
            if pattern.id in seen:
                raise PromptError(f"{path.name}: id {pattern.id!r} is used twice; give it another")
            seen.add(pattern.id)
        patterns[step] = tuple(found)
    return Library(patterns)


def load_demos(directory: Path = PROMPTS_DIR) -> tuple[Demo, ...]:
    """The demo scripts under `demos/`, by file name.

    Raises:
        PromptError: at the first mistake.
    """
    return tuple(_demo(path) for path in sorted((directory / "demos").glob("*.yaml")))


def _entries(path: Path) -> list[dict[str, Any]]:
    loaded = _load(path)
    if not isinstance(loaded, list) or not all(isinstance(entry, dict) for entry in loaded):
        raise PromptError(f"{path.name}: expected a list of entries, each beginning with '- id:'")
    return loaded


def _load(path: Path) -> Any:
    try:
        with path.open(encoding="utf-8") as file:
            return yaml.load(file, _Lines)
    except OSError as error:
        raise PromptError(f"{path}: cannot be read ({error.strerror})") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else "?"
        raise PromptError(f"{path.name}:{line}: not valid YAML: {error.problem}") from None


def _pattern(entry: dict[str, Any], step: str, path: Path) -> Pattern:
    where = f"{path.name}:{entry.pop('__line__')}"
    identifier = entry.pop("id", None)
    if not isinstance(identifier, str):
        raise PromptError(f"{where}: the entry needs an id")
    conditions = {
        name: _condition(entry.pop(name, []), name, known, where)
        for name, known in _CONDITIONS.items()
    }
    parts = tuple((part, _say(entry.pop(part), where)) for part in PART_ORDER if part in entry)
    if entry:
        raise PromptError(
            f"{where}: unknown key {', '.join(map(str, entry))}; "
            f"known are id, {', '.join(_CONDITIONS)}, {', '.join(get_args(Part))}"
        )
    if not parts:
        raise PromptError(f"{where}: nothing to say; add one of {', '.join(get_args(Part))}")
    needs_fact = any(FACT_SLOT in text for _, text in parts)
    return Pattern(id=identifier, step=step, parts=parts, needs_fact=needs_fact, **conditions)


def _condition(value: Any, name: str, known: Iterable[str], where: str) -> frozenset[str]:
    if not isinstance(value, list):
        raise PromptError(f"{where}: {name} must be a list such as [a, b]")
    if unknown := set(value) - set(known):
        raise PromptError(
            f"{where}: unknown {name} {', '.join(map(str, unknown))}; known are {', '.join(known)}"
        )
    return frozenset(value)


def _say(text: Any, where: str) -> str:
    if not isinstance(text, str) or not text.strip():
        raise PromptError(f"{where}: a part must be a sentence")
    if text.count("‹") != text.count("›"):
        raise PromptError(f"{where}: a slot is opened with ‹ and closed with ›")
    bare = text.replace(FACT_SLOT, "")
    if "{" in bare or "}" in bare:
        raise PromptError(f"{where}: the only thing filled in is {FACT_SLOT}; write ‹…› for a slot")
    return text


def _demo(path: Path) -> Demo:
    loaded = _load(path)
    if not isinstance(loaded, dict):
        raise PromptError(f"{path.name}: expected a mapping with title, channel and lines")
    try:
        lines = tuple(_demo_line(line) for line in loaded["lines"])
        return Demo(
            id=path.stem,
            title=loaded["title"],
            title_en=loaded["title_en"],
            channel=loaded["channel"],
            industry=loaded["industry"],
            customer=loaded["customer"],
            lines=lines,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise PromptError(f"{path.name}: {error}") from None


def _demo_line(line: dict[str, Any]) -> DemoLine:
    ((role, text),) = ((k, v) for k, v in line.items() if k != "__line__")
    if role not in labels.ROLES:
        raise ValueError(f"a line begins with one of {', '.join(labels.ROLES)}, not {role}")
    return DemoLine(role, str(text))
