"""Tables of messages: what comes in goes out, and what is wrong is named."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.business import table
from models.business.table import Table, TableError

ROWS = "text,label\n什么时候发货,物流\n能便宜点吗,议价\n"
CELL = st.text(st.characters(codec="utf-8", exclude_characters="\ufeff\r"), max_size=12)


def _written(folder: Path, data: bytes) -> Path:
    path = folder / "mine.csv"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_each_encoding_is_known_and_written_back(tmp_path: Path, encoding: str) -> None:
    found = table.read(_written(tmp_path, ROWS.encode(encoding)))
    assert found.column("text") == ("什么时候发货", "能便宜点吗")
    out = tmp_path / "out.csv"
    table.write(out, found, ("predicted_label",), [("物流",), ("议价",)])
    assert out.read_bytes().decode(encoding).splitlines()[1] == "什么时候发货,物流,物流"
    assert out.read_bytes()[:3] == _written(tmp_path, ROWS.encode(encoding)).read_bytes()[:3]


def test_cells_may_hold_commas_quotes_and_line_breaks(tmp_path: Path) -> None:
    found = table.read(_written(tmp_path, 'text,label\n"在吗,亲\n""急""",催\n'.encode()))
    assert found.column("text") == ('在吗,亲\n"急"',)


@given(cells=st.lists(st.tuples(CELL, CELL), min_size=1, max_size=6))
def test_what_is_written_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, cells: list[tuple[str, str]]
) -> None:
    path = tmp_path_factory.mktemp("table") / "t.csv"
    table.write(path, Table(path, "utf-8", ("a", "b"), tuple(cells)), (), [()] * len(cells))
    assert table.read(path).rows == tuple(cells)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "没有数据行"),
        (b"text,label\n", "没有数据行"),
        ("文本,标签\n在吗,问候\n".encode(), "没有列 no column 'text'; 现有 it has: 文本、标签"),
        ("text,label\n在吗\n".encode(), "第 2 行有 1 列"),
        ("text,text\n在吗,嗯\n".encode(), "列名重复"),
        ('text,label\n"在吗,问候\n'.encode(), "不是合法的 CSV"),
        (b"text,label\n\xff\xfe\xff,a\n", "既不是 UTF-8 也不是 GB18030"),
        ("text,label\n在吗,问候\n在,\n喂, \n".encode(), "2 行标签为空 rows without a label"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, data: bytes, said: str) -> None:
    path = _written(tmp_path, data)
    with pytest.raises(TableError) as refused:
        found = table.read(path)
        found.column("text")
        found.labels("label")
    assert said in str(refused.value)
    assert "mine.csv" in str(refused.value)


def test_the_rows_without_a_label_are_numbered_as_a_spreadsheet_does(tmp_path: Path) -> None:
    found = table.read(_written(tmp_path, "text,label\n在吗,问候\n在,\n".encode()))
    with pytest.raises(TableError, match=r"row 3\)"):
        found.labels("label")


def test_a_column_that_is_there_already_is_not_written_over(tmp_path: Path) -> None:
    found = table.read(_written(tmp_path, "text,confidence\n在吗,1\n".encode()))
    with pytest.raises(TableError, match="confidence"):
        table.write(tmp_path / "out.csv", found, ("confidence",), [("0.5",)])
    assert not (tmp_path / "out.csv").exists()
