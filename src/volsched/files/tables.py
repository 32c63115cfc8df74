"""Tables of people, availability and history: rows of cells, from CSV or from any other reader."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol, runtime_checkable

from attrs import evolve, frozen

from volsched.errors import Fault
from volsched.files.faults import Report
from volsched.files.source import Encoding, Source, read_text

MOST_ROWS = 50_000


@frozen
class Row:
    """The cells of one row, as text, and the line on which it begins, counted from 1."""

    line: int
    cells: tuple[str, ...]

    def line_of(self, column: int) -> int:
        """The line on which a cell begins; cells before it may go over several."""
        return self.line + sum(cell.count("\n") for cell in self.cells[:column])

    @property
    def is_blank(self) -> bool:
        """Whether nothing is written in it."""
        return not any(cell.strip() for cell in self.cells)


@frozen
class Table:
    """A table by its name ("people", "availability", "history"); its first row names the columns.

    `complete` is false where reading had to stop before the end, and `delimiter` is what stood between the cells.
    """

    name: str
    rows: tuple[Row, ...]
    complete: bool = True
    delimiter: str = ""


@runtime_checkable
class TableReader(Protocol):
    """Reads the tables of another format: which file names it reads, and how.

    Cells are text exactly as a person sees them; days are written 2027-06-30.
    """

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The endings of the file names that it reads, such as ".xlsx"."""
        ...  # pragma: no cover

    def read(self, path: Path) -> Iterable[Table]:
        """The tables of the file."""
        ...  # pragma: no cover


def checked_tables(found: Iterable[Table]) -> list[Table]:
    """What a reader of another format gave, if it is tables of text, without blank rows.

    Raises:
        TypeError: it is something else.
    """
    tables = []
    for table in found:
        if not isinstance(table, Table) or not isinstance(table.name, str):
            raise TypeError("the reader gave something else than tables")
        rows = tuple(row for row in table.rows if not _checked(row).is_blank)
        if len(rows) > MOST_ROWS:
            raise TypeError(f"the table has more than {MOST_ROWS} rows")
        tables.append(evolve(table, rows=rows))
    return tables


def _checked(row: Row) -> Row:
    if (
        not isinstance(row, Row)
        or not isinstance(row.line, int)
        or not all(isinstance(cell, str) for cell in row.cells)
    ):
        raise TypeError("the reader gave something else than rows of text")
    return row


def read_csv(source: Source, columns: Iterable[str], report: Report, encoding: Encoding | None) -> Table | None:
    """The table of a CSV file, or None after telling why it cannot be read."""
    text = read_text(source, report, encoding)
    if text is None:
        return None
    lines = text.splitlines(keepends=True) if _plain_ends(text) else _lines(text)
    first = next((number for number, line in enumerate(lines) if line.strip()), None)
    if first is None:
        report.add(Fault(source.name, 0, "", "is empty", f"write the columns on the first line: {', '.join(columns)}"))
        return None
    delimiter, skip = _delimiter(lines[first], columns)
    start = first + skip
    rows: list[Row] = []
    complete = False
    try:
        # Row by row, because those before a broken one count all the same.
        rows.extend(row for row in _rows(lines[start:], delimiter, start + 1) if not row.is_blank)
        complete = True
    except _BadRow as bad:
        report.add(Fault(source.name, bad.line, "row", bad.problem, bad.cure))
    return Table(source.stem, tuple(rows), complete, delimiter)


class _BadRow(Exception):  # noqa: N818 - never leaves this module
    def __init__(self, line: int, problem: str, cure: str) -> None:
        super().__init__(line, problem)
        self.line, self.problem, self.cure = line, problem, cure


def _plain_ends(text: str) -> bool:
    return not any(char in text for char in "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")


def _lines(text: str) -> list[str]:
    # str.splitlines also breaks at characters that end no line of a CSV file.
    return [line + "\n" for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]


def _delimiter(header: str, columns: Iterable[str]) -> tuple[str, int]:
    """What stands between cells, and how many lines to skip. The one that makes most sense of the header wins."""
    said = header.strip().casefold()
    if said.startswith("sep=") and len(said) == 5:
        return said[4], 1
    known = set(columns)

    def sense(delimiter: str) -> tuple[int, int]:
        cells = [cell.strip(' \t\r\n"').casefold() for cell in header.split(delimiter)]
        return sum(cell in known for cell in cells), len(cells)

    return max((",", ";", "\t"), key=sense), 0


def _rows(lines: list[str], delimiter: str, number: int) -> Iterator[Row]:
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    before = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            line = number + before
            if "field larger" in str(error):
                raise _BadRow(
                    line, "a cell is too long", "shorten it, or look for a quotation mark not closed"
                ) from None
            problem = "a quotation mark is opened and not closed as it should be"
            raise _BadRow(
                line, problem, 'close it before the next cell; write a quotation mark inside text twice: ""'
            ) from None
        if reader.line_num > MOST_ROWS:
            raise _BadRow(number + before, f"the file has more than {MOST_ROWS} lines", "split it")
        yield Row(number + before, tuple(cell.replace("\r\n", "\n").replace("\r", "\n") for cell in cells))
        before = reader.line_num


def wrong_widths(table: Table) -> dict[int, tuple[str, str]]:
    """The rows that have other cells than the header, by line: what is wrong with each, and the cure.

    A separator too many at the end of every row means nothing; in a single row, something has slipped.
    """
    width = len(table.rows[0].cells)
    rows = [row for row in table.rows[1:] if len(row.cells) != width]
    if len(rows) == len(table.rows) - 1 and all(len(row.cells) > width and not any(row.cells[width:]) for row in rows):
        return {}
    return {row.line: _wrong_width(table, row) for row in rows}


def _wrong_width(table: Table, row: Row) -> tuple[str, str]:
    width = len(table.rows[0].cells)
    problem = f"has {_cells(len(row.cells))}, the header has {_cells(width)}"
    mark = _NAMES.get(table.delimiter, "")
    for other, name in _NAMES.items():
        if mark and other != table.delimiter and len(row.cells) == 1 < width and row.cells[0].count(other) >= width - 1:
            return problem, f"it seems to be separated by {name}s; write {mark}s as in the header"
    if len(row.cells) > width:
        cure = f"put text that holds a {mark} in quotation marks" if mark else "give every column a name"
        return problem, cure
    return problem, f"fill in the missing cells; an empty one still needs its {mark}" if mark else "fill them in"


_NAMES = {",": "comma", ";": "semicolon", "\t": "tab"}


def _cells(count: int) -> str:
    return "1 cell" if count == 1 else f"{count} cells"
