"""Tables as CSV for spreadsheets, where no cell may turn into a formula."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from volsched.errors import InvalidValue
from volsched.model import Booking, Occurrence, Roster, Shift, Span
from volsched.model.text import check_text, clean, one_line
from volsched.model.zones import zone
from volsched.planning import Plan
from volsched.publishing.audience import Redaction, Viewer
from volsched.publishing.edition import personal_stem
from volsched.publishing.paths import stem
from volsched.publishing.writing import OutputFile

Cell = str | int | None

# OWASP's list, the full-width signs too: Excel reads them alike. White space before them does not help.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
_PHONE = re.compile(r"\+[0-9][0-9 ()./-]{3,30}[0-9]")
_NOT_ARITHMETIC = re.compile(r"[ ()./-]+")

ROSTER_COLUMNS = ("date", "start", "end", "zone", "activity", "title", "role", "seat", "person", "name")
BOOKING_COLUMNS = ("date", "start", "end", "zone", "activity", "title", "status", "rank", "person", "name", "reason")
_LATEST = dt.datetime.max.replace(tzinfo=dt.UTC)


@lru_cache(maxsize=8192)
def cell(value: str) -> str:
    """Text as a spreadsheet will show it: what would be a formula gets an apostrophe before it.

    A phone number keeps its plus and stays readable; signs in it that could be reckoned with become spaces.

    >>> cell("=1+1"), cell("+49 170/1234567"), cell("Choir")
    ("'=1+1", '+49 170 1234567', 'Choir')

    Raises:
        InvalidValue: the text holds half of a character.
    """
    check_text("table", "", "cell", value)
    value = clean(value)
    if _PHONE.fullmatch(value):
        return _NOT_ARITHMETIC.sub(" ", value)
    return f"'{value}" if _FORMULA.match(value) else value


def csv_text(rows: Iterable[Sequence[Cell]]) -> str:
    """Rows as CSV (RFC 4180); every text goes through `cell`; numbers stay as they are.

    Raises:
        InvalidValue: a cell is neither text nor a whole number nor None, or holds half of a character.
    """
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    for number, row in enumerate(rows, start=1):
        try:
            writer.writerow([cell(value) if isinstance(value, str) else _shown(value) for value in row])
        except InvalidValue as error:
            raise InvalidValue("table", f"row {number}", "cell", error.problem, error.cure) from error
    return written.getvalue()


def csv_bytes(rows: Iterable[Sequence[Cell]]) -> bytes:
    """The same as the bytes of a file: UTF-8 with the mark by which Excel knows it.

    Raises:
        InvalidValue: as csv_text.
    """
    return csv_text(rows).encode("utf-8-sig")


def write_tables(plan: Plan) -> Iterator[OutputFile]:
    """The tables of a plan as output files: rosters and bookings for coordinators, and organisers' own bookings."""
    coordinator = Viewer(audience="coordinator", language=plan.programme.language)
    for roster in plan.rosters:
        yield OutputFile(
            f"coordinator/roster/{stem(roster.id)}.csv", csv_bytes(roster_rows(plan, coordinator, roster.id))
        )
    yield OutputFile("coordinator/bookings.csv", csv_bytes(booking_rows(plan, coordinator)))
    organisers = {item.organiser for item in plan.programme.activities if item.places and item.organiser}
    for organiser in sorted(organisers):
        language = plan.programme.person(organiser).language or plan.programme.language
        viewer = Viewer(audience="person", language=language, person=organiser)
        name = personal_stem(plan, organiser)
        yield OutputFile(f"person/{name}.bookings.csv", csv_bytes(booking_rows(plan, viewer)))


def roster_rows(plan: Plan, viewer: Viewer, roster: str) -> Iterator[tuple[Cell, ...]]:
    """Who serves when: a heading, and a row for each seat that must be filled or is.

    A seat without a person is empty. Names stand there for those who may read them.

    Raises:
        UnknownName: there is no such roster.
    """
    chosen, redaction = plan.roster(roster), Redaction(plan.programme)
    yield ROSTER_COLUMNS
    for shift in plan.problem(roster).shifts:
        activity = plan.programme.activity(shift.activity)
        face = redaction.face_or_reserved(activity, viewer, concerned=_serves(chosen, shift, viewer))
        when = _when(shift.span, plan.occurrence(shift.id))
        filled = {(item.seat.role, item.seat.index): item.person for item in chosen.by_shift.get(shift.id, ())}
        minimum = {(wanted.role, index) for wanted in shift.requirements for index in range(wanted.minimum)}
        for role, index in sorted({*filled, *minimum}):
            person = filled.get((role, index), "")
            shown = person if viewer.may_name(person) else ""
            name = redaction.name_of(person, viewer) if shown else ""
            said = redaction.role_name(role, viewer.language) if face.activity else ""
            yield (*when, face.activity, face.title, said, index + 1, shown, name)


def roster_csv(plan: Plan, roster: Roster) -> str:
    """One roster of the plan as CSV, as coordinators read it."""
    viewer = Viewer(audience="coordinator", language=plan.programme.language)
    return csv_text(roster_rows(plan, viewer, roster.id))


def booking_rows(plan: Plan, viewer: Viewer) -> Iterator[tuple[Cell, ...]]:
    """Who is booked and who waits: a heading, and a row for each booking that the viewer may read, by start."""
    yield BOOKING_COLUMNS
    programme, redaction = plan.programme, Redaction(plan.programme)
    readable = (b for b in plan.bookings if viewer.reads_booking(programme.activity(b.activity), b.person))
    for booking in sorted(readable, key=_by_start):
        activity = programme.activity(booking.activity)
        occurrence = None if booking.occurrence is None else plan.occurrence(booking.occurrence)
        span = booking.span or (None if occurrence is None else occurrence.span)
        when = ("", "", "", "") if occurrence is None or span is None else _when(span, occurrence)
        face = redaction.face(activity.id, viewer, venue=None)
        name = one_line(programme.person(booking.person).name.in_language(viewer.language))
        rank = booking.rank or None
        yield (*when, activity.id, face.title, booking.status, rank, booking.person, name, booking.reason)


def _serves(roster: Roster, shift: Shift, viewer: Viewer) -> bool:
    return any(item.person == viewer.person for item in roster.by_shift.get(shift.id, ()))


def _by_start(booking: Booking) -> tuple[dt.datetime, str, str, int, str]:
    start = booking.span.start if booking.span is not None else _LATEST
    return start, booking.activity, booking.occurrence or "", booking.rank, booking.person


def _when(span: Span, occurrence: Occurrence) -> tuple[str, str, str, str]:
    """Day, start, end and zone; an end on another day says on which."""
    local = zone(occurrence.zone)
    start, end = span.start.astimezone(local), span.end.astimezone(local)
    if occurrence.all_day:
        last = (end - dt.timedelta(days=1)).date()
        return start.date().isoformat(), "", last.isoformat(), occurrence.zone
    same_day = start.date() == end.date()
    shown = f"{end:%H:%M}" if same_day else f"{end:%Y-%m-%d %H:%M}"
    return start.date().isoformat(), f"{start:%H:%M}", shown, occurrence.zone


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise InvalidValue("table", "", "cell", f"{value!r:.60} is neither text nor a whole number", "write it as text")
