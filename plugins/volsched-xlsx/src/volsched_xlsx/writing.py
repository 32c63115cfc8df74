"""A roster as a workbook: the seats day by day, and what each person has to serve.

The same plan gives the same bytes: nothing in the file says when or where it was written.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.writer.excel import ExcelWriter

from volsched.model import Language, Text
from volsched.model.text import one_line
from volsched.planning import Plan
from volsched.publishing import Viewer, roster_rows
from volsched.rostering import fairness
from volsched_xlsx.archive import StillArchive

Cell = str | int | float | dt.date | None

_WRITTEN = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - openpyxl wants it so; no moment is meant
_SEATS = Text(zh="岗位", ug="ئورۇنلار", en="Seats")
_PEOPLE = Text(zh="人员", ug="ئادەملەر", en="People")
_HEADINGS: Mapping[str, Text] = {
    "date": Text(zh="日期", ug="چېسلا", en="Date"),
    "start": Text(zh="开始", ug="باشلىنىش", en="Start"),
    "end": Text(zh="结束", ug="ئاخىرلىشىش", en="End"),
    "zone": Text(zh="时区", ug="ۋاقىت رايونى", en="Time zone"),
    "activity": Text(zh="活动编号", ug="پائالىيەت نومۇرى", en="Activity"),
    "title": Text(zh="活动", ug="پائالىيەت", en="Title"),
    "role": Text(zh="职责", ug="ۋەزىپە", en="Role"),
    "seat": Text(zh="席位", ug="ئورۇن", en="Seat"),
    "person": Text(zh="人员编号", ug="ئادەم نومۇرى", en="Person"),
    "name": Text(zh="姓名", ug="ئىسمى", en="Name"),
    "duties": Text(zh="值勤次数", ug="نۆۋەتچىلىك", en="Duties"),
    "weekends": Text(zh="周末", ug="ھەپتە ئاخىرى", en="Weekends"),
    "holidays": Text(zh="节假日", ug="بايراملار", en="Holidays"),
    "load": Text(zh="负担", ug="يۈك", en="Load"),
    "fair": Text(zh="应担", ug="ئادىل يۈك", en="Fair load"),
}
_WIDTHS = {"date": 12, "end": 17, "zone": 15, "title": 28, "name": 22}
_NARROW = 10


def roster_workbook(plan: Plan, roster: str, language: Language) -> bytes:
    """One roster of the plan as the bytes of an .xlsx file, for coordinators.

    Raises:
        UnknownName: the plan has no such roster.
    """
    book = Workbook()
    book.properties.creator = "volsched"
    book.properties.created = book.properties.modified = _WRITTEN
    viewer = Viewer(audience="coordinator", language=language)
    columns, *seats = roster_rows(plan, viewer, roster)
    names = [str(column) for column in columns]
    _fill(book.active, _SEATS, names, (_dated(row) for row in seats), language)
    loads = ("person", "name", "duties", "weekends", "holidays", "load", "fair")
    _fill(book.create_sheet(), _PEOPLE, loads, _loads(plan, roster, language), language)
    return _saved(book)


def _dated(row: Sequence[str | int | None]) -> tuple[Cell, ...]:
    """The row with its day as a day, by which a spreadsheet can sort and filter."""
    return (dt.date.fromisoformat(str(row[0])), *row[1:])


def _loads(plan: Plan, roster: str, language: Language) -> Iterable[tuple[Cell, ...]]:
    for one in fairness(plan.problem(roster), plan.roster(roster)).people:
        name = one_line(plan.programme.person(one.person).name.in_language(language))
        yield (one.person, name, one.duties, one.weekends, one.holidays, one.load, round(one.fair, 1))


def _fill(sheet: Any, title: Text, columns: Sequence[str], rows: Iterable[Sequence[Cell]], language: Language) -> None:
    sheet.title = title.in_language(language)
    sheet.sheet_view.rightToLeft = language == "ug"
    sheet.freeze_panes = "A2"
    headings = [_HEADINGS[column].in_language(language) if column in _HEADINGS else column for column in columns]
    _write_row(sheet, 1, headings)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for number, row in enumerate(rows, start=2):
        _write_row(sheet, number, row)
    sheet.auto_filter.ref = sheet.dimensions
    for number, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = _WIDTHS.get(column, _NARROW)


def _write_row(sheet: Any, number: int, row: Sequence[Cell]) -> None:
    for column, value in enumerate(row, start=1):
        if value is None or value == "":
            continue
        cell = sheet.cell(number, column, value)
        if isinstance(value, str):
            # Text stays text, whatever it begins with: openpyxl would make a formula of "=1+1", and a spreadsheet
            # would once somebody edits the cell, if there were no mark.
            cell.data_type = "s"
            cell.quotePrefix = value[:1] in "=+-@\t"
        elif isinstance(value, dt.date):
            cell.number_format = "yyyy-mm-dd"


def _saved(book: Workbook) -> bytes:
    written = io.BytesIO()
    # Workbook.save would note the present moment in the file.
    with StillArchive(written, "w") as archive:
        ExcelWriter(book, archive).save()
    return written.getvalue()
