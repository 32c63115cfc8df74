"""A roster laid out as coordinators lay it out, days across and people down, becomes a row for each duty.

The row of days is found wherever it stands near the top: whole days ("2027-05-01"), days of a year ("5月1日"), or bare
numbers where the name of the sheet or a line above says the month. What a cell says beside a tick is which duty is
meant: an activity, a role, a time, or several of them with " · " between.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence

from attrs import frozen

from volsched.files import values
from volsched.files.faults import Refusal
from volsched.files.tables import Row, Table
from volsched.model import Window

DUTY = "duty"
"""The column of an unrolled table that says which duty is meant."""
MARK = "●"
"""What stands in a cell where there is only one duty that can be meant."""

_TICKS = frozenset({MARK, "○", "■", "✓", "✔", "√", "x", "v", "1", "值", "是", "yes"})
_NOTHING = frozenset({"", "-", "–", "—", "/", "0", "休", "off", "no"})
# Rows that sum up, or say what is missing; nobody is called so.
_NO_PEOPLE = frozenset({"合计", "总计", "小计", "缺员", "缺", "备注", "total", "sum", "open", "notes", "بوش", "جەمئىي"})
_BETWEEN = re.compile(r"[\n;；、]")
_PARTS = re.compile(r"\s*·\s*")
_NUMBER = re.compile(r"(\d{1,2})[日号]?")
_MONTH_AND_DAY = re.compile(r"(\d{1,2})(?:月|/|-)(\d{1,2})[日号]?")
_YEAR_AND_MONTH = re.compile(r"(?<!\d)(\d{4})(?:年|-يىل|[-./])\s*(\d{1,2})(?!\d)")
_MONTH = re.compile(r"(?<!\d)(\d{1,2})(?:月|-ئاي)")
_TIME = re.compile(r"\d{1,2}:\d{2}")
_NEAR_THE_TOP = 12
_FEWEST_DAYS = 3
_NO_MONTH = 'name the sheet "2027-05", or write "2027年5月" in a cell above the days'


def unrolled(table: Table, window: Window) -> Table | None:
    """The table with a row for each duty (date, person, duty), if it is laid out by days; None if it is not.

    Raises:
        Refusal: it is laid out by the numbers of days, and nothing says of which month.
    """
    if {"date", "person"} <= {cell.strip().casefold() for cell in table.rows[0].cells}:
        return None
    for at, row in enumerate(table.rows[:_NEAR_THE_TOP]):
        days = _days(row, _month_of(table, at, window), window)
        if days is not None:
            return Table(table.name, (Row(row.line, ("date", "person", DUTY)), *_duties(table.rows[at + 1 :], days)))
    return None


def told_apart(duty: str, *, is_activity: Callable[[str], bool], is_role: Callable[[str], bool]) -> Mapping[str, str]:
    """What a cell says of the duty, by the columns that a row of a roster has for it.

    Raises:
        Refusal: a part of it is no activity, role or time.
    """
    found: dict[str, str] = {}
    for part in _PARTS.split(duty):
        if _plain(part).casefold() in _TICKS:
            continue
        kinds = (
            ("start", _TIME.fullmatch(_plain(part)) is not None),
            ("role", is_role(part)),
            ("activity", is_activity(part)),
        )
        column = next((column for column, fits in kinds if fits and column not in found), None)
        if column is None:
            problem = f"'{values.shown(part)}' is no activity, role or time"
            raise Refusal(problem, f"write {MARK} for a duty, or which one it is; leave the cell empty for none")
        found[column] = _plain(part) if column == "start" else part
    return found


@frozen
class _Month:
    """Which month bare numbers mean; `said` is false where nothing says so."""

    first: dt.date
    said: bool


def _month_of(table: Table, at: int, window: Window) -> _Month:
    """The month that the name of the table or a line down to its days says; that of the window where it is only one."""
    texts = [table.name, *(cell for row in table.rows[: at + 1] for cell in row.cells)]
    for pattern in (_YEAR_AND_MONTH, _MONTH):
        for text in texts:
            found = None if values.is_day(_plain(text)) else pattern.search(_plain(text))
            month = _first_of(found.groups(), window) if found else None
            if month is not None:
                return _Month(month, said=True)
    first = window.first.replace(day=1)
    return _Month(first, said=(window.end - dt.timedelta(days=1)).replace(day=1) == first)


def _first_of(said: Sequence[str], window: Window) -> dt.date | None:
    number = int(said[-1])
    if not 1 <= number <= 12:
        return None
    if len(said) == 2:
        return dt.date(int(said[0]), number, 1)
    # A month without a year is that of the window.
    years = range(window.first.year, window.end.year + 1)
    months = (dt.date(year, number, 1) for year in years)
    return next((one for one in months if window.first.replace(day=1) <= one < window.end), None)


def _days(row: Row, month: _Month, window: Window) -> dict[int, dt.date] | None:
    """The days of a row by column; None if it is not the row of days."""
    found: dict[int, dt.date] = {}
    bare = 0
    for column, cell in enumerate(row.cells):
        text = _plain(cell)
        if not text:
            continue
        day, number = _day(text, month, window)
        if day is None or (found and day <= max(found.values())):
            if len(found) >= _FEWEST_DAYS:
                break  # what follows the days, such as a sum
            if found:
                return None
            continue
        found[column] = day
        bare += number
    if len(found) < _FEWEST_DAYS:
        return None
    if bare and not month.said:
        raise Refusal("is laid out by the days of a month, and nothing says of which", _NO_MONTH)
    return found


def _day(text: str, month: _Month, window: Window) -> tuple[dt.date | None, bool]:
    """The day that a heading means, and whether it is a bare number."""
    try:
        if values.is_day(text):
            return values.day(text), False
        if (found := _MONTH_AND_DAY.fullmatch(text)) is not None:
            first = _first_of(found.groups()[:1], window)
            return (None if first is None else first.replace(day=int(found[2]))), False
        if (found := _NUMBER.fullmatch(text)) is not None:
            return month.first.replace(day=int(found[1])), True
    except (Refusal, ValueError):
        return None, False
    return None, False


def _duties(rows: Sequence[Row], days: Mapping[int, dt.date]) -> Iterator[Row]:
    left = min(days)
    for row in rows:
        name = _person(row.cells[:left])
        if name is None:
            continue
        for column, day in days.items():
            cell = row.cells[column] if column < len(row.cells) else ""
            for said in _BETWEEN.split(cell):
                if _plain(said).casefold() not in _NOTHING:
                    yield Row(row.line, (day.isoformat(), name, said.strip()))


def _person(cells: Sequence[str]) -> str | None:
    """Who the row is about: the first cell that is more than a number of the row; None if it is about nobody."""
    said = [cell.strip() for cell in cells if cell.strip()]
    named = next((one for one in said if not one.isdigit()), None)
    return None if named is None or named.casefold() in _NO_PEOPLE else named


def _plain(text: str) -> str:
    return (text if text.isascii() else unicodedata.normalize("NFKC", text)).strip()
