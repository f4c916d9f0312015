"""Documentation as a contract: what the README names exists, and what exists it names."""

import re
import subprocess
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Final
from urllib.parse import unquote

import pytest

from scripts.main import cli
from server import wire
from server.settings import Settings

ROOT: Final = Path(__file__).parents[1]
READMES: Final = ("README.md", "README.zh-CN.md")
SENT: Final = {f.default for kind in wire.OUTBOUND for f in fields(kind) if f.name == "type"}
TYPES: Final = {*wire.TYPES, *SENT}
CODES: Final = {code.value for code in wire.ErrorCode}
SUFFIXES: Final = (".py", ".md", ".yaml", ".toml", ".ts", ".json", ".tsv", ".txt", ".html", ".png")


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _code(text: str) -> list[str]:
    """What stands in backticks, and each line of the fenced blocks."""
    fenced = re.findall(r"^```.*?\n(.*?)^```", text, re.M | re.S)
    inline = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.M | re.S))
    return [*inline, *(line for block in fenced for line in block.splitlines())]


def _tables(text: str) -> list[list[list[str]]]:
    """The tables, each as the cells of its rows below the heading."""
    blocks = re.findall(r"(?:^\|.*\n)+", text, re.M)
    return [
        [[cell.strip() for cell in row.strip("|").split("|")] for row in block.splitlines()[2:]]
        for block in blocks
    ]


def _first_column(names: set[str]) -> set[str]:
    """All that is in backticks in the first column of the table that is mostly of `names`."""
    for table in _tables(_text("README.md")):
        found = {name for row in table for name in re.findall(r"`([^`]+)`", row[0])}
        if len(found & names) > len(found) / 2:
            return found
    return set()


@pytest.mark.parametrize("name", READMES)
def test_the_settings_named_are_those_there_are(name: str) -> None:
    settings = {f"LIUBU_{field.upper()}" for field in Settings.model_fields}
    assert set(re.findall(r"LIUBU_[A-Z_]+", _text(name))) == settings


def test_the_defaults_stated_are_those_of_the_settings() -> None:
    for table in _tables(_text("README.md")):
        for variable, default, *_ in table:
            if found := re.fullmatch(r"`LIUBU_([A-Z_]+)`", variable):
                value = Settings.model_fields[found.group(1).lower()].default
                if isinstance(value, Path) and value.is_absolute():
                    value = value.relative_to(ROOT)
                stated = "[]" if value == () else str(value)
                assert default == ("none" if value is None else f"`{stated}`"), variable


def test_the_protocol_table_names_every_message_and_no_other() -> None:
    assert _first_column(TYPES) == TYPES


def test_the_error_codes_named_are_those_there_are() -> None:
    assert _first_column(CODES) == CODES


def test_the_console_has_a_sentence_for_each_refusal_of_a_rewriting() -> None:
    (table,) = (t for t in _tables(_text("README.md")) if t[0][0].startswith("`amount`"))
    codes = {code for row in table for code in re.findall(r"`([^`]+)`", row[0])}
    assert len(codes) > 10
    words = _text("server/console/src/panel/other-words.ts")
    for said in re.findall(r"  why: \{\n(.*?)\n  \}", words, re.S):
        assert codes <= set(re.findall(r"^    (\w+):", said, re.M))
    assert words.count("  why: {") == 2


@pytest.mark.parametrize("name", READMES)
def test_the_commands_named_are_those_there_are(name: str) -> None:
    commands = {
        command.name or (command.callback.__name__ if command.callback else "")
        for command in cli.registered_commands
    } | {group.name or "" for group in cli.registered_groups}
    named = {
        found
        for code in _code(_text(name))
        for found in re.findall(r"(?<![\w-])liubu ([a-z]\w*)", code)
    }
    assert named == commands


@pytest.mark.parametrize("name", READMES)
def test_the_make_targets_named_exist(name: str) -> None:
    targets = set(re.findall(r"^([\w-]+):", _text("Makefile"), re.M))
    named = {t for code in _code(_text(name)) for t in re.findall(r"\bmake ([a-z]\w*)", code)}
    assert {"run", "test"} <= named <= targets


@pytest.mark.parametrize("name", [*READMES, "prompts/README.md"])
def test_links_lead_somewhere(name: str) -> None:
    targets = re.findall(r"\]\(([^)\s]+)\)", _text(name))
    local = [unquote(target.split("#")[0]) for target in targets if "://" not in target]
    assert [t for t in local if t and not (ROOT / name).parent.joinpath(t).exists()] == []


@pytest.mark.parametrize("name", READMES)
def test_paths_named_exist(name: str) -> None:
    folders = {path.split("/")[0] for path in _tracked()}
    named = {
        code
        for code in _code(_text(name))
        if re.fullmatch(r"[\w.-]+(/[\w.-]+)*/?", code)
        and "/" in code
        and (code.split("/")[0] in folders or code.endswith(SUFFIXES))
    }
    assert named
    assert sorted(path for path in named if not (ROOT / path).exists()) == []


def test_the_changelog_tells_of_this_version() -> None:
    version = tomllib.loads(_text("pyproject.toml"))["project"]["version"]
    entry = re.search(
        rf"^## \[?{re.escape(version)}\]?.*?\n(.*?)(?=^## |\Z)", _text("CHANGELOG.md"), re.M | re.S
    )
    assert entry is not None
    assert entry.group(1).strip()


def test_no_tracked_file_names_the_place_where_it_was_made() -> None:
    # Put together here, so that this file does not name them either.
    places = [b"/" + b"work/", b"shared/" + b"data"]
    naming = [
        path
        for path in _tracked()
        if (ROOT / path).is_file() and any(p in (ROOT / path).read_bytes() for p in places)
    ]
    assert naming == []


@pytest.mark.parametrize("name", ["constraints.txt", "server/console/package-lock.json"])
def test_pinned_packages_name_no_registry(name: str) -> None:
    # Who installs chooses the registry. A project's own page for donations is none.
    text = re.sub(r'"funding": (\{.*?\}|\[.*?\])', "", _text(name), flags=re.S)
    assert re.findall(r"\w+://[^/\s\"]+", text) == []
    assert '"resolved"' not in text


def _tracked() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    found = [path for path in listed.stdout.split("\0") if path]
    assert found
    return found
