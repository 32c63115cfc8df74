"""A roster as a workbook: the seats day by day, what each person has to serve, and a sheet of each month.

The same plan gives the same bytes: nothing in the file says when or where it was written.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from volsched.model import Language, Text
from volsched.model.text import one_line
from volsched.planning import Plan
from volsched.publishing import Viewer, roster_rows
from volsched.rostering import fairness
from volsched_xlsx.months import month_sheets
from volsched_xlsx.workbook import Cell, Sheet, workbook

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
_LOADS = ("person", "name", "duties", "weekends", "holidays", "load", "fair")


def roster_workbook(plan: Plan, roster: str, language: Language) -> bytes:
    """One roster of the plan as the bytes of an .xlsx file, for coordinators.

    Raises:
        UnknownName: the plan has no such roster.
    """
    columns, *seats = roster_rows(plan, Viewer(audience="coordinator", language=language), roster)
    return workbook(
        [
            _sheet(_SEATS, [str(column) for column in columns], [_dated(row) for row in seats], language),
            _sheet(_PEOPLE, _LOADS, tuple(_loads(plan, roster, language)), language),
            *month_sheets(plan, roster, language),
        ]
    )


def _dated(row: Sequence[str | int | None]) -> tuple[Cell, ...]:
    """The row with its day as a day, by which a spreadsheet can sort and filter."""
    return (dt.date.fromisoformat(str(row[0])), *row[1:])


def _loads(plan: Plan, roster: str, language: Language) -> Iterator[tuple[Cell, ...]]:
    for one in fairness(plan.problem(roster), plan.roster(roster)).people:
        name = one_line(plan.programme.person(one.person).name.in_language(language))
        yield (one.person, name, one.duties, one.weekends, one.holidays, one.load, round(one.fair, 1))


def _sheet(name: Text, columns: Sequence[str], rows: Sequence[Sequence[Cell]], language: Language) -> Sheet:
    return Sheet(
        name=name.in_language(language),
        headings=[_HEADINGS[column].in_language(language) if column in _HEADINGS else column for column in columns],
        widths=[_WIDTHS.get(column, _NARROW) for column in columns],
        rows=rows,
        right_to_left=language == "ug",
    )
