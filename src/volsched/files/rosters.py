"""A roster in a spreadsheet becomes a roster again: made by hand, or published and changed; or all of its faults."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Final, TypeVar

from attrs import define, evolve, field, frozen

from volsched.errors import did_you_mean, nearest
from volsched.files import values
from volsched.files.faults import Here, Refusal, Report
from volsched.files.names import Names
from volsched.files.positions import Place
from volsched.files.records import read_tables_by
from volsched.files.roster_grids import DUTY, told_apart, unrolled
from volsched.files.source import Encoding, Source
from volsched.files.tables import Row, Table, TableReader, read_csv, wrong_widths
from volsched.model import LANGUAGES, Assignment, Requirement, Roster, Seat, Shift
from volsched.planning import Plan

COLUMNS: Final[Mapping[str, str]] = {
    "date": "day on which the duty begins",
    "person": "person by id or name; blank for a seat that is empty",
    "activity": "activity by id or title; needed where several are staffed that day",
    "start": "time at which the duty begins; needed where several begin that day",
    "role": "role by id or name; needed where the duty has several",
    "seat": "number of the seat, from 1; the next free one if left out",
}
NEEDED: Final = ("date", "person")
PASSED_OVER: Final = ("end", "zone", "title", "name")
"""Columns that published rosters have for people to read; what is written in them decides nothing."""

_ENCODINGS: Final[tuple[Encoding, ...]] = ("utf-8", "gb18030")
_MARKED_AS_TEXT: Final = tuple("=+-@＝＋－＠")
MOST_NAMED = 4
MOST_PLACES = 3

Value = TypeVar("Value")


@frozen
class _Duty:
    """One row that could be read so far: a person, the role they take, and the number of the seat if it says one."""

    here: Here
    shift: Shift
    requirement: Requirement
    person: str
    number: int | None


def read_rosters(
    file: Path | str, plan: Plan, *, about: str | None = None, readers: Iterable[TableReader] = ()
) -> tuple[Roster, ...]:
    """The rosters that a file holds, of those in the plan; one for each that it has a row of.

    Any CSV that volsched writes of a roster can be read, any other with a `date` and a `person` in each row, and any
    that has days across and people down. UTF-8 and GB18030 are told apart by themselves. `about` is the roster that the
    question is about: it settles what a row leaves open, and the file must have a row of it. `readers` read other
    files than CSV, such as workbooks.

    Raises:
        ProgrammeError: the file has faults; the error holds every one of them, each with line, column and cure.
        UnknownName: the plan has no roster `about`.
    """
    if about is not None:
        plan.roster(about)
    report = Report()
    source = Source("".join(char if char.isprintable() else "?" for char in str(file)), Path(file))
    # A published file is named by its roster, and rows about private activities do not name theirs.
    hint = about or next((roster.id for roster in plan.rosters if roster.id == Path(file).stem), None)
    reading = _Reading(plan, about, hint, report, Here(report=report, file=source.name, line=0))
    reader = next((one for one in readers if source.suffix in {suffix.casefold() for suffix in one.suffixes}), None)
    if reader is None:
        table = _table(source, report)
        tables = [] if table is None else [table]
    else:
        tables = read_tables_by(reader, source, report) or []
    reading.read_all(tables)
    if report.count:
        report.refuse(source.name)
    return reading.rosters()


def _table(source: Source, report: Report) -> Table | None:
    """The table of the file. Spreadsheets save in either encoding, and the file is not told which."""
    first: Report | None = None
    for encoding in _ENCODINGS:
        tried = Report()
        table = read_csv(source, COLUMNS, tried, encoding)
        if table is not None:
            report.take(tried)
            return table
        first = first or tried
    if first is not None:
        report.take(first)
    return None


@define(slots=False)
class _Reading:
    """One reading of one file, row by row."""

    plan: Plan
    about: str | None
    hint: str | None
    """The roster of rows that leave it open."""
    report: Report
    file: Here
    people: Names = field(init=False)
    activities: Names = field(init=False)
    shifts: dict[dt.date, list[Shift]] = field(factory=dict)
    roster_of: dict[str, str] = field(init=False)
    """The roster of each shift."""
    named: set[str] = field(factory=set)
    """The rosters of which there is a row."""
    duties: list[_Duty] = field(factory=list)
    seated: dict[Seat, _Duty] = field(factory=dict)
    slips: dict[str, list[tuple[Here, str, str]]] = field(factory=dict)
    """What is wrong in the same way in several rows: the problem and the cure of each."""
    role_names: dict[str, frozenset[str]] = field(factory=dict)
    """What each role may be called."""

    def __attrs_post_init__(self) -> None:
        nowhere = Here(report=Report(), file="", line=0)
        self.people, self.activities = Names("person"), Names("activity")
        for person in self.plan.programme.people:
            self.people.give(person.id, nowhere)
            for language in person.name.languages():
                self.people.call(person.id, " ".join(person.name.in_language(language).split()))
        self.roster_of = {shift.id: problem.id for problem in self.plan.problems for shift in problem.shifts}
        for shift in sorted(self.plan.shifts, key=lambda shift: (shift.span.start, shift.id)):
            self.shifts.setdefault(shift.day, []).append(shift)
        for name in sorted({shift.activity for shift in self.plan.shifts}):
            self.activities.give(name, nowhere)
            title = self.plan.programme.activity(name).title
            for language in title.languages():
                self.activities.call(name, " ".join(title.in_language(language).split()))

    def read_all(self, tables: list[Table]) -> None:
        """Take every row of those tables that are rosters, then give out the seats.

        In a workbook, where any sheet is laid out by days, the others are there for people to read.
        """
        found = [(table, self._unrolled(table)) for table in tables if table.rows]
        laid_out = [(table, grid) for table, grid in found if grid is not None]
        for table, grid in laid_out or found[:1]:
            self.read(grid or table, laid_out=grid is not None)
        self.people.settle()
        self.activities.settle()
        self._tell_slips()
        self._seat_all()

    def _unrolled(self, table: Table) -> Table | None:
        try:
            return unrolled(table, self.plan.window)
        except Refusal as refusal:
            self.file.fault(refusal.problem, refusal.cure)
            return None

    def read(self, table: Table, *, laid_out: bool) -> None:
        """Take every row."""
        if laid_out:
            columns: dict[str, int] | None = {"date": 0, "person": 1, DUTY: 2}
        else:
            columns = _columns(table.rows[0], evolve(self.file, line=table.rows[0].line))
        if columns is None:
            return
        wrong = wrong_widths(table)
        if len(wrong) > 1 and len(wrong) == len(table.rows) - 1:
            # Every row differs from the header, so the header does: one slip.
            line, (problem, cure) = next(iter(wrong.items()))
            evolve(self.file, line=line).at("row").fault(f"{problem}, and no row fits it", cure)
            return
        header = _folded(table.rows[0])
        for row in table.rows[1:]:
            if self.report.is_full(self.file.file):
                break
            here = evolve(self.file, line=row.line, place=_place(row, columns))
            if _folded(row) == header:
                continue  # several rosters one after another, each with its header
            if row.line in wrong:
                here.at("row").fault(*wrong[row.line])
                continue
            self._row(here, {name: cell for name, at in columns.items() if (cell := _plain(row.cells[at]))})

    def rosters(self) -> tuple[Roster, ...]:
        """What was read, in the order of the plan."""
        found: dict[str, list[Assignment]] = {name: [] for name in self.named}
        for seat, duty in self.seated.items():
            found[self.roster_of[seat.shift]].append(Assignment(seat, duty.person))
        ids = [problem.id for problem in self.plan.problems if problem.id in found]
        if ids and self.about in (None, *ids):
            return tuple(Roster(id=name, assignments=found[name]) for name in ids)
        if ids:
            self.file.fault(f"has no row of the roster '{self.about}'", f"it has those of {', '.join(ids)}")
        else:
            self.file.fault("has no row below its header", "write a row for each duty")
        return self.report.refuse(self.file.file)

    def _row(self, here: Here, cells: Mapping[str, str]) -> None:
        if DUTY in cells:
            try:
                said = told_apart(cells[DUTY], is_activity=self.activities.knows, is_role=self._is_role)
            except Refusal as refusal:
                here.at(cells["date"]).fault(refusal.problem, refusal.cure)
                return
            cells = {"date": cells["date"], "person": cells["person"], **said}
        shift = self._shift(here, cells)
        person = cells.get("person")
        found = None if person is None else self.people.find(person, here.at("person"))
        if shift is None:
            return
        self.named.add(self.roster_of[shift.id])
        requirement = self._requirement(here, cells, shift)
        number = _read(here, cells, "seat", values.written_whole)
        if found is None or requirement is None or (number is None and "seat" in cells):
            return
        if number is not None and not 1 <= number <= requirement.maximum:
            here.at("seat").fault(f"there is no seat {number}", _seats(requirement))
            return
        self.duties.append(_Duty(here, shift, requirement, found, number))

    def _shift(self, here: Here, cells: Mapping[str, str]) -> Shift | None:
        """The one shift that the row is about; None, after telling why, if there is none or more than one."""
        if "date" not in cells:
            here.at("date").fault("is missing", values.A_DAY)
        day, start = _read(here, cells, "date", values.day), _read(here, cells, "start", values.time)
        activity = self.activities.find(cells["activity"], here.at("activity")) if "activity" in cells else None
        if day is None or (start is None and "start" in cells) or (activity is None and "activity" in cells):
            return None
        there = self.shifts.get(day, [])
        if not self.plan.window.first <= day < self.plan.window.end:
            problem = f"{day} lies outside the window {self.plan.window}"
            cure = "correct the day, take the row out, or ask about another window"
            self._once("outside", here.at("date"), problem, cure)
            return None
        if not there:
            here.at("date").fault(f"nobody is to serve on {day}", self._near(day))
            return None
        fitting = [
            shift
            for shift in there
            if activity in (None, shift.activity) and (start is None or self._begins(shift) == f"{start:%H:%M}")
        ]
        # What the row leaves open, the question may settle.
        fitting = [shift for shift in fitting if self.roster_of[shift.id] == self.hint] or fitting
        if len(fitting) == 1:
            return fitting[0]
        self._tell(here, day, there, fitting)
        return None

    def _tell(self, here: Here, day: dt.date, there: list[Shift], fitting: list[Shift]) -> None:
        if fitting:
            column = "activity" if len({shift.activity for shift in fitting}) > 1 else "start"
            problem = f"{len(fitting)} duties begin on {day}, and the row does not say which it means"
            cure = f"fill in the column {column}: {self._said(fitting)}; or ask about one roster"
            self._once(f"{column} of {self._said(fitting)}", here.at(column), problem, cure)
        else:
            here.at("date").fault(f"no such duty begins on {day}", f"that day has {self._said(there)}")

    def _said(self, shifts: list[Shift]) -> str:
        said = [f"{shift.activity} at {self._begins(shift)}".removesuffix(" at ") for shift in shifts[:MOST_NAMED]]
        more = f" and {len(shifts) - MOST_NAMED} more" if len(shifts) > MOST_NAMED else ""
        return f"{', '.join(said)}{more}"

    def _begins(self, shift: Shift) -> str:
        occurrence = self.plan.occurrence(shift.id)
        return "" if occurrence.all_day else f"{occurrence.start:%H:%M}"

    def _near(self, day: dt.date) -> str:
        near = sorted(sorted(self.shifts, key=lambda other: (abs((other - day).days), other))[:2])
        return f"the nearest days with duties are {' and '.join(map(str, near))}" if near else "check the window"

    def _once(self, slip: str, here: Here, problem: str, cure: str) -> None:
        """Keep what may be wrong in the same way in hundreds of rows, to be told once."""
        self.slips.setdefault(slip, []).append((here, problem, cure))

    def _tell_slips(self) -> None:
        for (first, problem, cure), *others in self.slips.values():
            lines = [f"line {here.line}" for here, _, _ in others[:MOST_PLACES]]
            more = [f"{len(others) - MOST_PLACES} more"] if len(others) > MOST_PLACES else []
            first.fault(f"{problem} (also {', '.join([*lines, *more])})" if others else problem, cure)

    def _requirement(self, here: Here, cells: Mapping[str, str], shift: Shift) -> Requirement | None:
        if "role" not in cells:
            if len(shift.requirements) == 1:
                return shift.requirements[0]
            roles = ", ".join(item.role for item in shift.requirements)
            here.at("role").fault("is missing, and the duty has several", f"write one of {roles}")
            return None
        names = {name: item for item in shift.requirements for name in self._role_names(item.role)}
        wanted = " ".join(cells["role"].split()).casefold()
        if wanted not in names:
            known = [item.role for item in shift.requirements]
            cure = did_you_mean(nearest(wanted, names)[:2]) or f"write one of {', '.join(known)}"
            here.at("role").fault(f"{shift.activity} has no role '{values.shown(cells['role'])}'", cure)
        return names.get(wanted)

    def _is_role(self, name: str) -> bool:
        wanted = " ".join(name.split()).casefold()
        return any(wanted in self._role_names(role) for role in self.roles)

    @cached_property
    def roles(self) -> frozenset[str]:
        """Every role that anybody serves in."""
        return frozenset(item.role for shift in self.plan.shifts for item in shift.requirements)

    def _role_names(self, role: str) -> frozenset[str]:
        if role not in self.role_names:
            # Loaded late: it brings the calendars with it, which nobody needs who reads a programme.
            from volsched.publishing import Redaction

            redaction = Redaction(self.plan.programme)
            names = {redaction.role_name(role, language).casefold() for language in LANGUAGES}
            self.role_names[role] = frozenset({role.casefold(), *names})
        return self.role_names[role]

    def _seat_all(self) -> None:
        """Give out the seats, those first whose number is written; the others get the next free one."""
        for duty in sorted(self.duties, key=lambda duty: duty.number is None):
            place = (duty.shift.id, duty.requirement.role)
            wanted = range(duty.requirement.maximum) if duty.number is None else [duty.number - 1]
            free = next((seat for index in wanted if (seat := Seat(*place, index)) not in self.seated), None)
            if free is not None:
                self.seated[free] = duty
            elif duty.number is None:
                problem = f"no seat is left for this person on {duty.shift.day}"
                duty.here.at("person").fault(problem, f"{_seats(duty.requirement)}; take one of the rows out")
            else:
                first = self.seated[Seat(*place, duty.number - 1)]
                problem = f"seat {duty.number} of {duty.shift.day} is also that of line {first.here.line}"
                duty.here.at("seat").fault(problem, "write another number, or leave the numbers out")


def _seats(requirement: Requirement) -> str:
    many = requirement.maximum
    return f"'{requirement.role}' has one seat" if many == 1 else f"'{requirement.role}' has the seats 1 to {many}"


def _columns(header: Row, here: Here) -> dict[str, int] | None:
    """Where each column stands; None, after telling why, if one that is needed is missing."""
    found: dict[str, int] = {}
    for index, cell in enumerate(header.cells):
        name = " ".join(cell.split()).casefold().replace(" ", "_")
        at = evolve(here, line=header.line_of(index), path=(values.shown(cell.strip()),))
        if name in found:
            at.fault("stands twice in the header", "keep one of the two columns")
        elif name in COLUMNS:
            found[name] = index
        elif name and name not in PASSED_OVER:
            cure = did_you_mean(nearest(name, COLUMNS)[:2]) or f"take it out; the columns are {', '.join(COLUMNS)}"
            at.fault("is not a column of a roster", cure)
    missing = [name for name in NEEDED if name not in found]
    for name in missing:
        here.at(name).fault("is missing in the header", f"add a column {name}: {COLUMNS[name]}")
    return None if missing else found


def _folded(row: Row) -> list[str]:
    return [cell.strip().casefold() for cell in row.cells]


def _place(row: Row, columns: Mapping[str, int]) -> Place:
    place = Place(row.line)
    for name, index in columns.items():
        place.children[name] = Place(row.line_of(index))
    return place


def _plain(cell: str) -> str:
    """A cell without what surrounds its text; a spreadsheet's mark that it is text is no part of it."""
    cell = cell.strip()
    return cell[1:] if cell[:1] == "'" and cell[1:2] in _MARKED_AS_TEXT else cell


def _read(here: Here, cells: Mapping[str, str], column: str, read: Callable[[str], Value]) -> Value | None:
    if column not in cells:
        return None
    try:
        return read(cells[column])
    except Refusal as refusal:
        here.at(column).fault(refusal.problem, refusal.cure)
        return None
