"""Reads a prompt file; every mistake is told with file and line."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from server.coach.checked import MisplacedError

PROMPTS_DIR: Final = Path(__file__).parents[2] / "prompts"

NOT_UTF8: Final = "不是 UTF-8，请另存为 UTF-8 not UTF-8; save the file as UTF-8"

# What a value of a type must be, by the first word of the name of the mistake.
_WANTED: Final = {
    "string": "要写文字，全是数字的加英文引号",
    "int": "要写整数",
    "float": "要写数",
    "bool": "要写 true 或 false",
    "literal": "只能写其中一个",
    "date": "要写日期，如 2026-12-31",
    "tuple": "要写成一列，如 [a, b]",
    "dict": "下面要一行一项写",
    "dataclass": "下面要一行一项写",
}

T = TypeVar("T")


class PromptError(ValueError):
    """A mistake in a prompt file; the message names file, line and what to change."""


class _KeyRefusedError(yaml.MarkedYAMLError):
    """A key that is YAML, but not what a prompt file may have."""


class _Lines(yaml.CSafeLoader):
    """Notes the line of every mapping, and refuses a key that stands twice in one."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        found: dict[Any, Any] = {"__line__": node.start_mark.line + 1}
        for key_node, value_node in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, str) or key in found:
                raise _KeyRefusedError(
                    problem=f"重复了 the key {key!r} stands twice；新一条以 '- ' 开头"
                    if isinstance(key, str)
                    else "冒号前要是一个词 a key must be a word",
                    problem_mark=key_node.start_mark,
                )
            found[key] = self.construct_object(value_node, deep=True)
        return found


# A date stays words: whoever wants one refuses what is none, and tells the line.
_Lines.yaml_implicit_resolvers = {
    first: [each for each in resolvers if not each[0].endswith(":timestamp")]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def load(path: Path, require: Callable[[yaml.Node | None, Path], None]) -> Any:
    """What a YAML file says, each mapping with its `__line__`; `require` refuses other shapes.

    Raises:
        PromptError: where it is no YAML, or `require` says so.
    """
    return _parsed(text_of(path), path, require)[1]


def load_as(path: Path, shape: TypeAdapter[T]) -> T:
    """What a YAML file says, checked against `shape`.

    Raises:
        PromptError: at the first mistake.
    """
    return text_as(text_of(path), path.name, shape)


def text_as(text: str, name: str, shape: TypeAdapter[T]) -> T:
    """What a piece of YAML out of the file `name` says, checked against `shape`.

    Raises:
        PromptError: at the first mistake.
    """
    root, found = _parsed(text, Path(name), _anything)
    try:
        return shape.validate_python(_without_lines(found))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        told = _told(first)
        within = first.get("ctx", {}).get("error")
        place = (*first["loc"], *(within.place if isinstance(within, MisplacedError) else ()))
        where = f"{name}:{_line_of(root, place or _named(root, told))}"
        raise PromptError(f"{where}: {told}") from None


def text_of(path: Path) -> str:
    """The text of a file.

    Raises:
        PromptError: where it cannot be read, or is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise PromptError(
            f"{path}: 读不了，看文件在不在 cannot be read ({error.strerror})"
        ) from None
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise PromptError(f"{path.name}:{line}: {NOT_UTF8}") from None


def _parsed(
    text: str, path: Path, require: Callable[[yaml.Node | None, Path], None]
) -> tuple[yaml.Node | None, Any]:
    try:
        loader = _Lines(text)
        root = loader.get_single_node()
        require(root, path)
        return root, None if root is None else loader.construct_document(root)
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1
        raise PromptError(
            f"{path.name}:{line}: 有看不见的字符，删掉重打 a character that may not stand here"
        ) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        told = f"格式不对，看缩进、引号、冒号后的空格 not valid YAML: {error.problem}"
        if isinstance(error, _KeyRefusedError):
            told = str(error.problem)
        raise PromptError(f"{path.name}:{line}: {told}") from None


def _anything(root: yaml.Node | None, path: Path) -> None:
    """`load_as` tells what is wrong with a shape itself."""


def _without_lines(found: Any) -> Any:
    if isinstance(found, dict):
        return {key: _without_lines(each) for key, each in found.items() if key != "__line__"}
    if isinstance(found, list):
        return [_without_lines(each) for each in found]
    return found


def _line_of(root: yaml.Node | None, place: Sequence[int | str]) -> int:
    """The line of what stands at `place`, or of the last thing on the way there."""
    line = root.start_mark.line + 1 if root is not None else 1
    node = root
    for step in place:
        match node:
            case yaml.SequenceNode() if isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                line = node.start_mark.line + 1
            case yaml.MappingNode():
                key, node = next(
                    (pair for pair in node.value if pair[0].value == step), (None, None)
                )
                line = key.start_mark.line + 1 if key is not None else line
    return line


def _named(root: yaml.Node | None, message: str) -> tuple[str, ...]:
    """The first key of the file that a message on the whole of it names.

    Keys are in Latin letters, and may stand directly beside Chinese.
    """
    if not isinstance(root, yaml.MappingNode):
        return ()
    keys = {key.value for key, _ in root.value}
    return next(((word,) for word in re.findall(r"\w+", message, re.ASCII) if word in keys), ())


def _told(mistake: ErrorDetails) -> str:
    """What is wrong, with the key it is wrong with."""
    names = [str(step) for step in mistake["loc"] if isinstance(step, str)]
    name = names[-1] if names else "文件 the file"
    match mistake["type"]:
        case "unexpected_keyword_argument":
            return f"没有这一项，看拼写 unknown key {name!r}"
        case "missing":
            return f"缺 {name}，补上 is missing"
        case "value_error":
            return str(mistake["ctx"]["error"])
    wanted = _WANTED.get(mistake["type"].partition("_")[0], "写得不对")
    return f"{name}: {wanted} {mistake['msg'][0].lower()}{mistake['msg'][1:]}"
