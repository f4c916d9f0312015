"""Loads `prompts/`: wordings, products and demo scripts, checked, with file and line."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, get_args

import yaml

from models import labels
from models.slots.products import Products
from server.coach.advice import Part
from server.coach.wording import FACT_SLOT, PART_ORDER, Library, Pattern

# Slots are opened and closed, one after the other, and name what is missing.
_SLOTS: Final = re.compile(r"([^‹›]|‹[^‹›]+›)*")
PROMPTS_DIR: Final = Path(__file__).parents[1] / "prompts"
_CONDITIONS: Final[dict[str, Iterable[str]]] = {
    "emotions": labels.EMOTIONS,
    "intents": labels.INTENTS,
    "demands": labels.DEMANDS,
    "channels": labels.CHANNELS,
}


_DEMO_WORDS: Final = ("title", "title_en", "channel", "industry", "customer")


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


class _Lines(yaml.CSafeLoader):
    """Notes the line of every mapping, and refuses a key that stands twice in one."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        found: dict[Any, Any] = {"__line__": node.start_mark.line + 1}
        for key_node, value_node in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, str) or key in found:
                raise yaml.MarkedYAMLError(
                    problem=f"the key {key!r} stands twice; a new entry begins with '- '"
                    if isinstance(key, str)
                    else "a key must be a word",
                    problem_mark=key_node.start_mark,
                )
            found[key] = self.construct_object(value_node, deep=True)
        return found


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


def load_products(directory: Path = PROMPTS_DIR) -> Products:
    """The product nouns of `products.txt`, one a line; `#` begins a comment.

    Raises:
        PromptError: at the first mistake.
    """
    path = directory / "products.txt"
    names: dict[str, str] = {}
    for number, line in enumerate(_text(path).splitlines(), start=1):
        name = line.partition("#")[0].strip()
        if not name:
            continue
        if len(name) == 1:
            raise PromptError(f"{path.name}:{number}: {name!r} is in too many words; write two")
        if name.lower() in names:
            raise PromptError(f"{path.name}:{number}: {name!r} stands twice; take one out")
        names[name.lower()] = name
    return Products(names.values())


def load_demos(directory: Path = PROMPTS_DIR) -> tuple[Demo, ...]:
    """The demo scripts under `demos/`, by file name.

    Raises:
        PromptError: at the first mistake.
    """
    return tuple(_demo(path) for path in sorted((directory / "demos").glob("*.yaml")))


def _entries(path: Path) -> list[dict[str, Any]]:
    loaded = _load(path, _require_entries)
    assert isinstance(loaded, list)
    return loaded


def _require_entries(root: yaml.Node | None, path: Path) -> None:
    if not isinstance(root, yaml.SequenceNode):
        raise PromptError(f"{path.name}:1: expected a list of entries, each beginning with '- id:'")
    for entry in root.value:
        if not isinstance(entry, yaml.MappingNode):
            line = entry.start_mark.line + 1
            raise PromptError(f"{path.name}:{line}: entries begin with '- id:', this one does not")


def _load(path: Path, require: Callable[[yaml.Node | None, Path], None]) -> Any:
    text = _text(path)
    try:
        loader = _Lines(text)
        root = loader.get_single_node()
        require(root, path)
        return None if root is None else loader.construct_document(root)
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1
        raise PromptError(f"{path.name}:{line}: a character that may not stand here") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise PromptError(f"{path.name}:{line}: not valid YAML: {error.problem}") from None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise PromptError(f"{path}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise PromptError(f"{path.name}:{line}: not UTF-8; save the file as UTF-8") from None


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
    parts = tuple((part, _say(entry.pop(part), where)) for part in PART_ORDER if part in entry)
    if entry:
        raise PromptError(
            f"{where}: unknown key {', '.join(map(str, entry))}; "
            f"known are id, {', '.join(_CONDITIONS)}, {', '.join(get_args(Part))}"
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
        **conditions,
    )


def _condition(value: Any, name: str, known: Iterable[str], where: str) -> frozenset[str]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise PromptError(f"{where}: {name} must be a list of words such as [a, b]")
    if unknown := set(value) - set(known):
        raise PromptError(
            f"{where}: unknown {name} {', '.join(map(str, unknown))}; known are {', '.join(known)}"
        )
    return frozenset(value)


def _say(text: Any, where: str) -> str:
    if not isinstance(text, str) or not text.strip():
        raise PromptError(f"{where}: a part must be a sentence")
    if not _SLOTS.fullmatch(text):
        raise PromptError(f"{where}: a slot is opened with ‹ and closed with ›")
    bare = text.replace(FACT_SLOT, "")
    if "{" in bare or "}" in bare:
        raise PromptError(f"{where}: the only thing filled in is {FACT_SLOT}; write ‹…› for a slot")
    return text


def _demo(path: Path) -> Demo:
    loaded = _load(path, _require_mapping)
    lines = loaded.get("lines")
    if not isinstance(lines, list) or not lines:
        raise PromptError(f"{path.name}:1: lines must be a list, each such as '- customer: 在吗'")
    words = {key: _word(loaded.get(key), key, path) for key in _DEMO_WORDS}
    for key, known in (("channel", labels.CHANNELS), ("industry", labels.INDUSTRIES)):
        if words[key] not in known:
            raise PromptError(
                f"{path.name}:1: unknown {key} {words[key]!r}; known are {', '.join(known)}"
            )
    return Demo(id=path.stem, lines=tuple(_demo_line(line, path) for line in lines), **words)


def _require_mapping(root: yaml.Node | None, path: Path) -> None:
    if not isinstance(root, yaml.MappingNode):
        raise PromptError(f"{path.name}:1: expected title, channel, lines …, a line each")


def _word(value: Any, key: str, path: Path) -> str:
    if not isinstance(value, str) or not value.strip():
        raise PromptError(f"{path.name}:1: {key} is missing or empty")
    return value


def _demo_line(line: Any, path: Path) -> DemoLine:
    if not isinstance(line, dict):
        raise PromptError(f"{path.name}: the line {line!r} needs a speaker: '- customer: …'")
    where = f"{path.name}:{line['__line__']}"
    said = [(role, text) for role, text in line.items() if role != "__line__"]
    if len(said) != 1:
        raise PromptError(f"{where}: one speaker a line; a new line begins with '- '")
    role, text = said[0]
    if role not in labels.ROLES:
        raise PromptError(f"{where}: a line begins with customer or agent, not {role!r}")
    if text is None or not str(text).strip():
        raise PromptError(f"{where}: the line of {role} is empty")
    return DemoLine(role, str(text))
