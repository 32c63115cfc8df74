"""Events as VEVENT components, each written once however many calendars it is in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping

from volsched.model.schedule import Wall
from volsched.model.zones import zone
from volsched.publishing.audience import EventView, Face
from volsched.publishing.identity import Revision
from volsched.publishing.lines import content_line, text_line
from volsched.publishing.timezones import keeps_rules, steady_offset

COLOURS: Mapping[str, str] = {
    "activity": "steelblue",
    "checkup": "seagreen",
    "patrol": "navy",
    "performance": "purple",
    "training": "darkorange",
}
"""CSS colours by kind, for calendars that can show them (RFC 7986 5.9)."""

_END = b"END:VEVENT\r\n"


class EventWriter:
    """Writes VEVENTs for a span of years. What many events have in common is put into lines once and kept."""

    def __init__(self, revisions: Callable[[str], Revision], first_year: int, last_year: int) -> None:
        self._revisions = revisions
        self._years = (first_year, last_year)
        self._written: dict[tuple[object, ...], bytes] = {}
        self._tails: dict[tuple[Face, str, bool], bytes] = {}
        self._ends: dict[tuple[object, ...], bytes] = {}
        self._revision_lines: dict[Revision, str] = {}
        self._offsets: dict[str, dt.timedelta | None] = {}

    def write(self, view: EventView, revision: Revision | None = None, more: bytes = b"") -> bytes:
        """The VEVENT of one view, in this revision where it has one of its own here, with more lines at its end."""
        key: tuple[object, ...] = (view.uid, view.face, view.hours)
        if revision is not None or view.rule or view.instead_of is not None:
            key = (*key, revision, view.instead_of, view.rule, view.leaves_out)
        known = self._written.get(key)
        if known is None:
            known = self._written[key] = self._vevent(view, revision)
        return known[: -len(_END)] + more + _END if more else known

    def _vevent(self, view: EventView, revision: Revision | None) -> bytes:
        head = f"UID:{view.uid}"
        uid = f"{head}\r\n" if len(head) <= 75 else content_line("UID", view.uid).decode()
        stamped = self._revision(revision or self._revisions(view.uid))
        series = _series_lines(view) if view.rule or view.instead_of is not None else b""
        return f"BEGIN:VEVENT\r\n{uid}{stamped}{self._times(view)}".encode() + series + self._tail(view)

    def _revision(self, revision: Revision) -> str:
        known = self._revision_lines.get(revision)
        if known is None:
            stamp = f"{_basic(revision.stamp.astimezone(dt.UTC))}Z"
            known = f"DTSTAMP:{stamp}\r\nLAST-MODIFIED:{stamp}\r\nSEQUENCE:{revision.sequence:d}\r\n"
            self._revision_lines[revision] = known
        return known

    def _times(self, view: EventView) -> str:
        span = view.span
        if view.all_day:
            local = zone(view.zone)
            start, end = span.start.astimezone(local), span.end.astimezone(local)
            return f"DTSTART;VALUE=DATE:{start:%Y%m%d}\r\nDTEND;VALUE=DATE:{end:%Y%m%d}\r\n"
        offset = self._offset(view.zone)
        if offset is not None:
            start, end = span.start + offset, span.end + offset
            return f"DTSTART;TZID={view.zone}:{_basic(start)}\r\nDTEND;TZID={view.zone}:{_basic(end)}\r\n"
        local = zone(view.zone)
        walls = span.start.astimezone(local), span.end.astimezone(local)
        twice = any(wall.replace(fold=1).utcoffset() != wall.replace(fold=0).utcoffset() for wall in walls)
        if twice or not keeps_rules(view.zone, *self._years):
            # An hour that comes twice cannot be told apart by wall time (RFC 5545 3.3.5): UTC says which.
            return f"DTSTART:{_basic(span.start)}Z\r\nDTEND:{_basic(span.end)}Z\r\n"
        return f"DTSTART;TZID={view.zone}:{_basic(walls[0])}\r\nDTEND;TZID={view.zone}:{_basic(walls[1])}\r\n"

    def _offset(self, zone_name: str) -> dt.timedelta | None:
        if zone_name not in self._offsets:
            self._offsets[zone_name] = steady_offset(zone_name, *self._years)
        return self._offsets[zone_name]

    def _tail(self, view: EventView) -> bytes:
        """All that follows the times; the same for every night of a patrol."""
        key = (view.face, view.hours, view.cancelled)
        known = self._tails.get(key)
        if known is None:
            summary = text_line("SUMMARY", view.title)
            description = view.description
            said = text_line("DESCRIPTION", description) if description else b""
            known = self._tails[key] = summary + said + self._end(view.face, cancelled=view.cancelled)
        return known

    def _end(self, face: Face, *, cancelled: bool) -> bytes:
        """Where it is and what kind of thing; many activities share that, too."""
        key = (
            face.location,
            face.latitude,
            face.longitude,
            face.category,
            face.kind,
            face.private,
            face.url,
            cancelled,
        )
        known = self._ends.get(key)
        if known is None:
            known = self._ends[key] = b"".join(_end_lines(face, cancelled=cancelled))
        return known


def _series_lines(view: EventView) -> bytes:
    """The rule of a series and what it leaves out, or which of its occurrences this is (RFC 5545 3.8.4.4, 3.8.5)."""
    if view.instead_of is not None:
        return _wall_line("RECURRENCE-ID", view.instead_of, view.zone)
    left_out = (_wall_line("EXDATE", wall, view.zone) for wall in view.leaves_out)
    return content_line("RRULE", view.rule) + b"".join(left_out)


def _wall_line(name: str, wall: Wall, zone_name: str) -> bytes:
    if isinstance(wall, dt.datetime):
        return content_line(name, _basic(wall), {"TZID": zone_name})
    return content_line(name, f"{wall:%Y%m%d}", {"VALUE": "DATE"})


def _end_lines(face: Face, *, cancelled: bool) -> Iterator[bytes]:
    if face.location:
        yield text_line("LOCATION", face.location)
    if face.latitude is not None and face.longitude is not None:
        yield content_line("GEO", f"{_degrees(face.latitude)};{_degrees(face.longitude)}")
    if face.url:
        yield content_line("URL", face.url)
    if face.category:
        yield text_line("CATEGORIES", face.category)
    if face.private:
        yield content_line("CLASS", "PRIVATE")
    if face.kind in COLOURS:
        yield text_line("COLOR", COLOURS[face.kind])
    yield content_line("STATUS", "CANCELLED" if cancelled else "CONFIRMED")
    if cancelled:
        yield content_line("TRANSP", "TRANSPARENT")
    yield _END


def _degrees(value: float) -> str:
    """Six digits after the point, a tenth of a metre, and no more of them than are needed."""
    shown = f"{value:.6f}".rstrip("0").rstrip(".")
    return "0" if shown == "-0" else shown


def _basic(moment: dt.datetime) -> str:
    """A date-time as RFC 5545 3.3.5 writes it; reckoned as one number, which is four times as fast as strftime."""
    day = (moment.year * 100 + moment.month) * 100 + moment.day
    digits = str(((day * 100 + moment.hour) * 100 + moment.minute) * 100 + moment.second)
    return f"{digits[:8]}T{digits[8:]}"
