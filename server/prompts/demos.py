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
        raise PromptError(f"{path.name}:1: lines 要一行一条，如 '- customer: 在吗' must be a list")
    words = {key: _word(loaded.get(key), key, path) for key in _WORDS}
    for key, known in (("channel", labels.CHANNELS), ("industry", labels.INDUSTRIES)):
        if words[key] not in known:
            raise PromptError(
                f"{path.name}:1: 没有这个词 unknown {key} {words[key]!r}；"
                f"可以写 known are {', '.join(known)}"
            )
    return Demo(id=path.stem, lines=tuple(_demo_line(line, path) for line in lines), **words)


def _require_mapping(root: yaml.Node | None, path: Path) -> None:
    if not isinstance(root, yaml.MappingNode):
        raise PromptError(
            f"{path.name}:1: 要一行一项写 expected title, channel, lines …, a line each"
        )


def _word(value: Any, key: str, path: Path) -> str:
    if not isinstance(value, str) or not value.strip():
        raise PromptError(f"{path.name}:1: {key} 没写或是空的 is missing or empty")
    return value


def _demo_line(line: Any, path: Path) -> DemoLine:
    if not isinstance(line, dict):
        raise PromptError(
            f"{path.name}: 这行要写谁说的，如 '- customer: …' needs a speaker: the line {line!r}"
        )
    where = f"{path.name}:{line['__line__']}"
    said = [(role, text) for role, text in line.items() if role != "__line__"]
    if len(said) != 1:
        raise PromptError(f"{where}: 一条只写一个人的话，新一条以 '- ' 开头 one speaker a line")
    role, text = said[0]
    if role not in labels.ROLES:
        raise PromptError(
            f"{where}: 要以 customer 或 agent 开头，不是 {role!r} a line begins with one of these"
        )
    if text is None or not str(text).strip():
        raise PromptError(f"{where}: {role} 这行是空的，写上话 the line is empty")
    return DemoLine(role, str(text))
