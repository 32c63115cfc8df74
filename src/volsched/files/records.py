"""The rows of a table as records: cells by column name, with what is wrong in the header told once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from attrs import evolve, frozen

from volsched.errors import did_you_mean, nearest
from volsched.files.faults import Here, Report
from volsched.files.positions import Place
from volsched.files.source import Encoding, Source, is_ordinary
from volsched.files.tables import Row, Table, TableReader, checked_tables, read_csv, wrong_widths
from volsched.files.values import shown

PEOPLE: Final[Mapping[str, str]] = {
    "id": "short stable name; without one, it is made from the name",
    "name": "name in the language of the programme",
    "name_zh": "name in Chinese",
    "name_ug": "name in Uyghur",
    "name_en": "name in English",
    "area": "area where the person lives",
    "language": "language of messages: zh, ug, en",
    "email": "one mail address",
    "phone": "one telephone number",
    "skills": "skills: leader; first_aid until 2027-06-30",
    "teams": "teams: watch; choir",
    "household": "short name shared by those who live together",
    "most_per_month": "most duties in a month",
    "priority": "who is asked first where places are few: 1 to 9",
    "born": "year of birth, where the oldest come first",
    "needs_access": "yes for who can only come where a wheelchair gets in",
    "helper": "who comes along, and is asked where there is no phone and no mail address: a person by id or name",
    "lead_times": "how long before each duty or appointment to remind: 1d; 2h",
}
AVAILABILITY: Final[Mapping[str, str]] = {
    "person": "person by id or name",
    "kind": "available, unavailable, preferred, disliked",
    "weekdays": "mon,wed or 周一; every day if left out",
    "first": "first day",
    "last": "last day, included",
    "since": "from this time of day",
    "until": "to this time of day",
}
HISTORY: Final[Mapping[str, str]] = {
    "person": "person by id or name",
    "load": "duties served before",
    "weekends": "weekend duties among them",
    "holidays": "holiday duties among them",
    "last_duty": "day of the last one",
    "nights": "night duties among them",
    "standby": "duties on call among them",
    "days": "over how many days; fewer for who joined late or was away",
}
SIGN_UPS: Final[Mapping[str, str]] = {
    "person": "person by id or name",
    "activity": "the activity that they want a place in",
    "day": "the day on which they said so",
}
ATTENDANCE: Final[Mapping[str, str]] = {
    "person": "person by id or name",
    "activity": "the activity",
    "day": "the day of the session",
    "status": "present, absent, excused; present if left out",
}

NAME_COLUMNS: Final = ("name", "name_zh", "name_ug", "name_en")
TABLES: Final[Mapping[str, Mapping[str, str]]] = {
    "people": PEOPLE,
    "availability": AVAILABILITY,
    "history": HISTORY,
    "signups": SIGN_UPS,
    "attendance": ATTENDANCE,
}
NEEDED: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    "people": (NAME_COLUMNS,),
    "availability": (("person",), ("kind",)),
    "history": (("person",),),
    "signups": (("person",), ("activity",)),
    "attendance": (("person",), ("activity",), ("day",)),
}
"""For each table the columns that must be there; of each group, one."""


@frozen
class Record:
    """One row: its cells by column, without the blank ones, and where it stands.

    `whole` is false if the row has other cells than the header, so that only the names in it are of use.
    """

    here: Here
    cells: Mapping[str, str]
    whole: bool = True


def records(kind: str, table: Table, file: str, report: Report) -> Iterator[Record] | None:
    """The records of a table; None, after telling why, if its columns cannot be made out."""
    if not table.rows:
        Here(report=report, file=file, line=0).fault("is empty", f"name the columns first: {', '.join(TABLES[kind])}")
        return None
    before = report.count
    here = Here(report=report, file=file, line=table.rows[0].line)
    columns = _columns(kind, table.rows[0], here)
    if columns is None:
        return None
    wrong = wrong_widths(table)
    if len(wrong) > 1 and len(wrong) == len(table.rows) - 1:
        # Every row differs from the header, so the header does: one slip, and maybe it has been told.
        line, (problem, cure) = next(iter(wrong.items()))
        if report.count == before:
            evolve(here, line=line, path=("row",)).fault(f"{problem}, and no row fits it", cure)
        return None
    if _tell_nameless(table, here):
        return None
    return _records(table, columns, wrong, here)


def _tell_nameless(table: Table, here: Here) -> bool:
    for index, name in enumerate(table.rows[0].cells):
        row = next((row for row in table.rows[1:] if "".join(row.cells[index : index + 1]).strip()), None)
        if row is not None and not name.strip():
            problem = f"column {index + 1} has no name, and line {row.line} has '{shown(row.cells[index])}' in it"
            here.at("header").fault(problem, "name the column, or empty its cells")
            return True
    return False


def _columns(kind: str, header: Row, here: Here) -> dict[str, int] | None:
    known = TABLES[kind]
    found: dict[str, int] = {}
    unknown: dict[str, tuple[int, Here]] = {}
    twice: list[Here] = []
    for index, cell in enumerate(header.cells):
        name = " ".join(cell.split()).casefold().replace(" ", "_")
        at = evolve(here, line=header.line_of(index), path=(shown(cell.strip()),))
        if name in found or name in unknown:
            twice.append(at)
        elif name in known:
            found[name] = index
        elif name:
            unknown[name] = (index, at)
    if not found and len(header.cells) > 1:
        here.at("header").fault(
            "the first line names no column", f"begin the file with {','.join(known)}, or some of them"
        )
        return None
    for at in twice:
        at.fault("stands twice in the header", "keep one of the two columns")
    return found if _mended(kind, found, unknown, here) else None


def _mended(kind: str, found: dict[str, int], unknown: dict[str, tuple[int, Here]], here: Here) -> bool:
    """Tell the unknown and the missing columns. A misspelt column that is not there otherwise is read all the same."""
    known = TABLES[kind]
    lacking = [group for group in NEEDED[kind] if not any(name in found for name in group)]
    near = {name: nearest(name, known)[:2] for name in unknown}
    for name, (index, _at) in unknown.items():
        if near[name] and near[name][0] not in found:
            found[near[name][0]] = index
    lacking = [group for group in lacking if not any(name in found for name in group)]
    for name, (index, at) in unknown.items():
        cure = did_you_mean(near[name])
        if not cure and lacking:
            found[lacking[0][0]] = index
            cure = f"did you mean '{lacking.pop(0)[0]}', which is missing?"
        at.fault("is not a column of this table", cure or f"the columns are {', '.join(known)}")
    for group in lacking:
        here.at(group[0]).fault("is missing in the header", f"add a column {' or '.join(group)}")
    return not lacking


def _records(
    table: Table, columns: Mapping[str, int], wrong: Mapping[int, tuple[str, str]], header: Here
) -> Iterator[Record]:
    names = _folded(table.rows[0])
    for row in table.rows[1:]:
        here = Here(report=header.report, file=header.file, line=row.line, place=_place(row, columns))
        cells = {}
        for name, index in columns.items():
            if index < len(row.cells) and (cell := _plain(row.cells[index])):
                cells[name] = cell
        if row.cells[0].strip().casefold() == names[0] and _folded(row) == names:
            here.at("row").fault("repeats the header", "take the line out")
            continue
        if row.line in wrong:
            here.at("row").fault(*wrong[row.line])
        yield Record(here, cells, row.line not in wrong)


def _folded(row: Row) -> list[str]:
    return [cell.strip().casefold() for cell in row.cells]


def _place(row: Row, columns: Mapping[str, int]) -> Place | None:
    if not any("\n" in cell for cell in row.cells):
        return None
    place = Place(row.line)
    for name, index in columns.items():
        if index < len(row.cells):
            place.children[name] = Place(row.line_of(index))
    return place


def _plain(cell: str) -> str:
    """A cell without what surrounds its text; a spreadsheet's mark that it is text is no part of it."""
    cell = cell.strip()
    return cell[1:] if cell[:1] == "'" and cell[1:2] in tuple("=+-@") else cell


def tables_of(
    file: Source, readers: Iterable[TableReader], encoding: Encoding | None, report: Report
) -> Iterator[tuple[str, str, Table | None]]:
    """The tables in a file: the kind of each, the file as messages show it, and the table unless it is unreadable."""
    kind = _kind(file.stem)
    for reader in readers:
        if file.suffix in {suffix.casefold() for suffix in reader.suffixes}:
            yield from _read_by(reader, file, kind, report)
            return
    if kind is not None:
        yield kind, file.name, read_csv(file, TABLES[kind], report, encoding)
        return
    near = nearest(file.stem, TABLES)[:1]
    here = Here(report=report, file=file.name, line=0)
    if near:
        here.fault("is not the name of a table", f"did you mean '{near[0]}{file.suffix}'?")
        yield near[0], file.name, None
    else:
        here.note("is not read", f"the tables are {', '.join(f'{name}*.csv' for name in TABLES)}")


def _kind(name: str) -> str | None:
    return next((kind for kind in TABLES if name.casefold().startswith(kind)), None)


def read_tables_by(reader: TableReader, file: Source, report: Report) -> list[Table] | None:
    """The tables of a file in another format, or None after telling why it cannot be read."""
    here = Here(report=report, file=file.name, line=0)
    try:
        return checked_tables(reader.read(file.path)) if is_ordinary(file, report) else None
    except Exception as error:  # noqa: BLE001 - a reader of somebody else's; whatever it raises is about this file
        here.fault(f"cannot be read: {shown(str(error) or type(error).__name__)}", "check the file, or save it as CSV")
        return None


def _read_by(
    reader: TableReader, file: Source, kind: str | None, report: Report
) -> Iterator[tuple[str, str, Table | None]]:
    here = Here(report=report, file=file.name, line=0)
    tables = read_tables_by(reader, file, report)
    if tables is None:
        # Which tables it holds cannot be known, so that nobody in it is missed elsewhere.
        yield kind or "people", file.name, None
        return
    for table in tables:
        found = _kind(table.name) or (kind if len(tables) == 1 else None)
        if found is not None:
            yield found, f"{file.name}[{shown(table.name)}]" if len(tables) > 1 else file.name, table
        elif any(not row.is_blank for row in table.rows):
            here.note(f"the table '{shown(table.name)}' is not read", f"the tables are {', '.join(TABLES)}")
