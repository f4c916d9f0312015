"""The demo scripts: `prompts/demos/`."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from models import labels
from server.prompts.files import PROMPTS_DIR, PromptError, load

_WORDS: Final = ("title", "title_en", "channel", "industry", "customer")


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


def load_demos(directory: Path = PROMPTS_DIR) -> tuple[Demo, ...]:
    """The demo scripts under `demos/`, by file name.

    Raises:
        PromptError: at the first mistake.
    """
    return tuple(_demo(path) for path in sorted((directory / "demos").glob("*.yaml")))


def _demo(path: Path) -> Demo:
    loaded = load(path, _require_mapping)
    lines = loaded.get("lines")
    if not isinstance(lines, list) or not lines:
        raise PromptError(f"{path.name}:1: lines must be a list, each such as '- customer: 在吗'")
    words = {key: _word(loaded.get(key), key, path) for key in _WORDS}
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
