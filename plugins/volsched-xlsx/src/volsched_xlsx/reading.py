"""Workbooks as tables: every sheet that has anything on it, its cells as the text that people see."""

from __future__ import annotations

import datetime as dt
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from volsched.errors import InvalidValue
from volsched.files import Row, Table

MOST_BYTES = 10_000_000
MOST_UNPACKED = 100_000_000
MOST_ROWS = 200_000
MOST_COLUMNS = 100
_PROTECTED = b"\xd0\xcf\x11\xe0"  # the container of old .xls files and of workbooks with a password


def read_tables(path: Path) -> tuple[Table, ...]:
    """The sheets of a workbook as tables, by the names of the sheets.

    Days are written 2027-06-30, times 22:00. A formula counts with the value that the workbook keeps of it.

    Raises:
        InvalidValue: not a workbook, one with a password, one too large, or a cell that shows an error.
    """
    _check_archive(path)
    try:
        # What is left out, such as pictures and validation, openpyxl warns of; none of it belongs to a table.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _read(path)
    except InvalidValue:
        raise
    except Exception as error:
        problem = f"cannot be read as a workbook: {error}"
        raise _refused(path, "", problem, "open it in a spreadsheet program and save it as .xlsx") from error


def _check_archive(path: Path) -> None:
    size = path.stat().st_size
    with path.open("rb") as opened:
        start = opened.read(4)
    if start == _PROTECTED:
        raise _refused(path, "", "has a password, or is an old .xls file", "save it as .xlsx without a password")
    if size > MOST_BYTES or not zipfile.is_zipfile(path):
        problem = f"is larger than {MOST_BYTES // 1_000_000} MB" if size > MOST_BYTES else "is not an .xlsx file"
        raise _refused(path, "", problem, "save the table alone as .xlsx")
    with zipfile.ZipFile(path) as archive:
        if sum(member.file_size for member in archive.infolist()) > MOST_UNPACKED:
            raise _refused(path, "", "is far larger inside than it looks", "save the table alone as .xlsx")


def _read(path: Path) -> tuple[Table, ...]:
    with closing(load_workbook(path, read_only=True, data_only=False)) as book:
        sheets = [(sheet.title, tuple(_rows(path, sheet))) for sheet in book.worksheets]
    if any(cell.data_type == "f" for _title, rows in sheets for _line, cells in rows for cell in cells):
        with closing(load_workbook(path, read_only=True, data_only=True)) as book:
            values = {sheet.title: dict(_rows(path, sheet)) for sheet in book.worksheets}
    else:
        values = {}
    tables = (_table(path, title, rows, values.get(title, {})) for title, rows in sheets)
    return tuple(table for table in tables if table.rows)


def _rows(path: Path, sheet: Any) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """The rows that hold anything, by their numbers, without the empty cells at their ends."""
    sheet.reset_dimensions()  # what a workbook says of its own size may be wrong
    for count, (line, row) in enumerate(enumerate(sheet.iter_rows(), start=1)):
        cells = list(row)
        while cells and cells[-1].value is None:
            cells.pop()
        if len(cells) > MOST_COLUMNS or count >= MOST_ROWS:
            problem = f"has more than {MOST_ROWS} rows or {MOST_COLUMNS} columns"
            raise _refused(path, sheet.title, problem, "delete the cells that do not belong to the table")
        if cells:
            yield line, tuple(cells)


def _table(path: Path, title: str, rows: Iterable[tuple[int, Any]], values: dict[int, Any]) -> Table:
    found: list[Row] = []
    for line, cells in rows:
        texts = [_text(path, title, cell, values.get(line, ()), column) for column, cell in enumerate(cells)]
        width = len(found[0].cells) if found else len(texts)
        row = Row(line, tuple(texts + [""] * (width - len(texts))))
        if not row.is_blank:
            found.append(row)
    return Table(title, tuple(found))


def _text(path: Path, title: str, cell: Any, values: tuple[Any, ...], column: int) -> str:
    if cell.data_type == "f":
        kept = values[column] if column < len(values) else None
        if kept is None or kept.value is None:
            problem = f"cell {cell.coordinate} is a formula without a value"
            raise _refused(path, title, problem, "open it in a spreadsheet program and save it again")
        cell = kept
    if cell.data_type == "e":
        problem = f"cell {cell.coordinate} shows the error {cell.value}"
        raise _refused(path, title, problem, "mend it, or leave the cell empty")
    return _shown(cell.value)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, dt.datetime):
        return f"{value:%Y-%m-%d}" if value.time() == dt.time() else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(unescape(str(value)))


def _refused(path: Path, sheet: str, problem: str, cure: str) -> InvalidValue:
    return InvalidValue("workbook", path.name, f"sheet {sheet}" if sheet else "", problem, cure)
