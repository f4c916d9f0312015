"""Tables of messages: CSV in UTF-8, with or without BOM, or GB18030."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_ENCODINGS: Final = ("utf-8-sig", "gb18030")
_SHOWN: Final = 5


class TableError(ValueError):
    """A table that cannot be used; the message names file and row, and says what to do."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it was read: `encoding` writes it back as it came."""

    path: Path
    encoding: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def column(self, name: str) -> tuple[str, ...]:
        """The cells of a column, without blanks around them.

        Raises:
            TableError: where there is no such column.
        """
        if name not in self.columns:
            have = "、".join(self.columns)
            raise TableError(f"{self.path}: 没有列 no column {name!r}; 现有 it has: {have}")
        at = self.columns.index(name)
        return tuple(row[at].strip() for row in self.rows)

    def labels(self, name: str) -> tuple[str, ...]:
        """As `column`, of labels: none is empty.

        Raises:
            TableError: where a label is empty or there is no such column.
        """
        found = self.column(name)
        # The header is row 1.
        empty = [str(row) for row, label in enumerate(found, start=2) if not label]
        if empty:
            where = ", ".join(empty[:_SHOWN]) + (" …" if len(empty) > _SHOWN else "")
            raise TableError(
                f"{self.path}: {len(empty)} 行标签为空 rows without a label in {name!r} "
                f"(行 row {where}); 补上或删去 fill them in or delete them"
            )
        return found


def read(path: Path) -> Table:
    """The table in `path`.

    Raises:
        TableError: where it is not a table with a header and at least one row.
    """
    encoding, text = _decoded(path)
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise TableError(f"{path}: 不是合法的 CSV not a valid CSV: {error}") from error
    header, *rows = records or [[]]
    columns = tuple(name.strip() for name in header)
    if len(set(columns)) != len(columns):
        raise TableError(f"{path}: 列名重复 two columns have the same name")
    kept = []
    for number, row in enumerate(rows, start=2):
        if not row:
            continue
        if len(row) != len(columns):
            raise TableError(
                f"{path}: 第 {number} 行有 {len(row)} 列，表头有 {len(columns)} 列 "
                f"row {number} has {len(row)} cells, the header {len(columns)}"
            )
        kept.append(tuple(row))
    if not kept:
        raise TableError(f"{path}: 没有数据行 no rows below the header")
    return Table(path, encoding, columns, tuple(kept))


def write(
    path: Path, table: Table, added: tuple[str, ...], cells: Iterable[tuple[str, ...]]
) -> None:
    """Write `table` to `path` with the columns `added`, in the encoding it came in.

    Raises:
        TableError: where the table has one of these columns already.
    """
    clash = [name for name in added if name in table.columns]
    if clash:
        raise TableError(
            f"{table.path}: 已有列 has a column {clash[0]!r} already; 请改名 rename it"
        )
    with path.open("w", encoding=table.encoding, newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow((*table.columns, *added))
        writer.writerows((*row, *more) for row, more in zip(table.rows, cells, strict=True))


def _decoded(path: Path) -> tuple[str, str]:
    data = path.read_bytes()
    for encoding in _ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        bare = encoding == "utf-8-sig" and not data.startswith(b"\xef\xbb\xbf")
        return ("utf-8" if bare else encoding), text
    raise TableError(
        f"{path}: 既不是 UTF-8 也不是 GB18030 neither UTF-8 nor GB18030; 请另存 save it anew"
    )
