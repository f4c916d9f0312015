"""An article: Markdown with an optional front matter, cut in sections by its headings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token
from pydantic import TypeAdapter

from models import labels
from server.coach.checked import Checked, require_known
from server.prompts.files import NOT_UTF8, PromptError, text_as

ARTICLE_BYTES: Final = 256 * 1024
"""A longer file is no article; nobody would find the sentence in it."""
SUFFIX: Final = ".md"

Kind = Literal["article", "case"]

_FENCE: Final = "---"
_SENTENCE: Final = re.compile(r".+?(?:[。！？!?]+[”’」』）)]*|$)")
_MARKDOWN: Final = MarkdownIt("commonmark").enable("table")
# What a list is announced with: its items belong to that line.
_ANNOUNCING: Final = ("：", ":")
_LISTS: Final = frozenset(
    f"{kind}_list_{side}" for kind in ("bullet", "ordered") for side in ("open", "close")
)
_STOPS: Final = "。；;."


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading: paragraphs, items and rows of tables, as plain text."""

    heading: str
    lines: tuple[str, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """The lines cut at their full stops; a list is one sentence with what announces it."""
        return tuple(
            found.strip()
            for line in self.lines
            for found in _SENTENCE.findall(line)
            if found.strip()
        )


@dataclass(frozen=True, slots=True)
class Article:
    """An article by the path of its file without `.md`; `industries` empty is for any."""

    id: str
    title: str
    sections: tuple[Section, ...]
    source: str
    """What is named as the origin of a sentence, such as 《退换货规则》."""
    industries: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    valid_until: date | None = None
    """The last day on which it holds."""
    kind: Kind = "article"


@dataclass(frozen=True, slots=True)
class _Head(Checked):
    """What the front matter can say."""

    title: str = ""
    industries: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    valid_until: date | None = None
    source: str = ""
    kind: Kind = "article"

    def __post_init__(self) -> None:
        require_known("industries", self.industries, labels.INDUSTRIES)


_HEAD: Final = TypeAdapter(_Head)


def article_of(identifier: str, raw: bytes) -> Article:
    """The article in a file's bytes.

    Raises:
        PromptError: saying where the mistake is and what to change.
    """
    name = Path(identifier).name + SUFFIX
    text = _decoded(raw, name)
    head, body = _parts(text, name)
    title, sections = _sections(body, head.title)
    if not title:
        raise PromptError(f"{name}:1: 没有标题，开头写一行如 '# 退换货规则' no title")
    if not sections:
        raise PromptError(f"{name}:1: 标题下没有内容 nothing is said below the title")
    return Article(
        identifier,
        title,
        sections,
        head.source or f"《{title}》",
        head.industries,
        head.tags,
        head.valid_until,
        head.kind,
    )


def _decoded(raw: bytes, name: str) -> str:
    if len(raw) > ARTICLE_BYTES:
        raise PromptError(f"{name}:1: 太长，分成几篇 over {ARTICLE_BYTES // 1024} KiB")
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise PromptError(f"{name}:{line}: {NOT_UTF8}") from None


def _parts(text: str, name: str) -> tuple[_Head, str]:
    """The front matter, and the Markdown below it."""
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE:
        return _Head(), text
    end = next((at for at, line in enumerate(lines[1:], 1) if line.rstrip() == _FENCE), None)
    if end is None:
        raise PromptError(
            f"{name}:1: 文首的几项没有收尾，最后加一行 '---' the front matter is not closed"
        )
    # An empty line in the place of the fence keeps the numbers of the lines.
    yaml = "\n".join(["", *lines[1:end]])
    head = text_as(yaml, name, _HEAD) if yaml.strip() else _Head()
    return head, "\n".join(lines[end + 1 :])


def _sections(markdown: str, title: str) -> tuple[str, tuple[Section, ...]]:
    """The title, from the first heading where none is given, and the sections with words."""
    found: list[Section] = []
    heading, lines = "", list[str]()
    listing = False
    for kind, text in _blocks(_MARKDOWN.parse(markdown)):
        listing = listing and kind == "item"
        match kind:
            case "heading":
                found += [Section(heading, tuple(lines))] if lines else []
                heading, lines = text, []
                if not title:
                    title, heading = text, ""
            case "item" if listing:
                lines[-1] = f"{lines[-1].rstrip(_STOPS)}；{text}"
            case "item" if lines and lines[-1].endswith(_ANNOUNCING):
                lines[-1] += text
                listing = True
            case _:
                lines.append(text)
    found += [Section(heading, tuple(lines))] if lines else []
    return title, tuple(found)


def _blocks(tokens: list[Token]) -> Iterator[tuple[str, str]]:
    """Headings, items of lists, and other lines, in order."""
    lists = 0
    heading = False
    row: list[str] | None = None
    columns: list[str] = []
    for token in tokens:
        match token.type:
            case "heading_open" | "heading_close":
                heading = token.nesting > 0
            case each if each in _LISTS:
                lists += token.nesting
            case "table_open":
                columns = []
            case "tr_open":
                row = []
            case "thead_close":
                columns, row = row or [], None
            case "tr_close" if columns and row and any(row):
                yield "line", _row(columns, row)
                row = None
            case "inline" if row is not None:
                row.append(_plain(token))
            case "inline" if text := _plain(token):
                yield "heading" if heading else "item" if lists else "line", text
            case "fence" | "code_block" if token.content.strip():
                yield "line", token.content.strip()


def _row(columns: list[str], cells: list[str]) -> str:
    """A row as words: what it is about, then each column's name with what stands there."""
    about, *others = cells
    named = (f"{name}{cell}" for name, cell in zip(columns[1:], others, strict=False) if cell)
    return "：".join(filter(None, (about, "，".join(named))))


def _plain(token: Token) -> str:
    """The words of a line without its markup."""
    pieces = []
    for child in token.children or ():
        if child.type in ("text", "code_inline"):
            pieces.append(child.content)
        elif child.type == "softbreak":
            # Chinese lines go on without a blank.
            pieces.append("" if pieces and not pieces[-1][-1:].isascii() else " ")
        elif child.type == "hardbreak":
            pieces.append(" ")
    return "".join(pieces).strip()
