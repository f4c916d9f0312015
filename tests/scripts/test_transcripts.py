"""Transcript files that the commands read."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import labels
from models.annotation import AnnotationError
from scripts.transcripts import BadLineError, parse, read
from tests.scripts.conftest import spoken, write_lines

_values = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=20)


@given(
    conversation=st.text(min_size=1, max_size=30),
    seq=st.integers(-(2**31), 2**31),
    role=st.sampled_from(labels.ROLES),
    text=st.text(max_size=60),
    extra=st.dictionaries(st.text(max_size=10), _values, max_size=4),
)
def test_every_field_of_a_line_comes_back(
    conversation: str, seq: int, role: str, text: str, extra: dict[str, Any]
) -> None:
    line = {**extra, **spoken(conversation, seq, role, text)}
    found = parse(json.dumps(line).encode())
    assert (found.conversation_id, found.seq) == (conversation, seq)
    assert (found.role, found.text, found.source) == (role, text, line)


@given(st.binary(max_size=60))
def test_any_bytes_are_a_line_or_a_bad_line(raw: bytes) -> None:
    try:
        found = parse(raw)
    except BadLineError as error:
        assert str(error)
    else:
        assert found.source.keys() >= {"conversation_id", "seq", "role", "text"}


@pytest.mark.parametrize("field", ["conversation_id", "seq", "role", "text"])
def test_a_missing_field_is_named(field: str) -> None:
    line = spoken("c", 1, "agent", "好")
    del line[field]
    with pytest.raises(BadLineError, match=rf"^{field}: "):
        parse(json.dumps(line).encode())


def test_both_formats_give_the_same_lines(tmp_path: Path) -> None:
    table = tmp_path / "a.tsv"
    table.write_text(
        "## c1\nC\tcalm\tgreet\tlisten\t在吗\nA\t-\t-\t-\t在的\n## c2\n?\t-\t-\t-\t喂\n",
        encoding="utf-8",
    )
    lines = [
        spoken("c1", 1, "customer", "在吗"),
        spoken("c1", 2, "agent", "在的"),
        spoken("c2", 1, "customer", "喂"),
    ]
    assert list(read(table)) == list(read(write_lines(tmp_path / "a.jsonl", lines)))
    assert [(s.conversation_id, s.seq, s.role, s.text) for s in read(table)] == [
        tuple(line.values()) for line in lines
    ]


def test_a_bad_line_is_named_by_file_and_number(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "bad.jsonl", [spoken("c", 1, "agent", "好")])
    with path.open("a") as file:
        file.write("\n{\n")
    with pytest.raises(BadLineError, match=r"^bad\.jsonl:3: "):
        list(read(path))
    table = tmp_path / "bad.tsv"
    table.write_text("## c\nC\tcalm\n")
    with pytest.raises(AnnotationError, match=r"^bad\.tsv:2: "):
        list(read(table))
