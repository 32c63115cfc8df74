"""Events of other programs' calendars as activities: what was understood, and what was not, event by event."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping

import attrs
from attrs import define, field, frozen

from volsched.errors import Fault, InvalidValue
from volsched.files.faults import Refusal
from volsched.files.foreign_times import (
    check_time_zone,
    in_zone,
    length_between,
    length_of,
    wall_and_zone,
)
from volsched.model import Activity, Override, Schedule, Space, Text, Venue
from volsched.model.activity import Audience, is_web_address
from volsched.model.schedule import Wall
from volsched.model.text import Language, clean, one_line
from volsched.publishing.reading import CalendarRefusedError, Component, Property, read_components
from volsched.recurrence import Recurrence, check_schedule

LONGEST_EVENT = dt.timedelta(days=31)
MOST_DATES = 10_000
_ONCE = (
    "DTSTART",
    "DTEND",
    "DURATION",
    "RRULE",
    "UID",
    "RECURRENCE-ID",
    "SUMMARY",
    "DESCRIPTION",
    "STATUS",
    "LOCATION",
)
_SILENT = frozenset(
    ("DTSTAMP", "CREATED", "LAST-MODIFIED", "CATEGORIES", "TRANSP", "PRIORITY", "GEO", "COLOR", "CLASS")
)
_TAKEN = frozenset((*_ONCE, "EXDATE", "RDATE", "URL", "SEQUENCE"))
_SLUG = re.compile(r"[a-z0-9]+")
_SEQUENCE = re.compile(r"[0-9]{1,9}")


@frozen(kw_only=True)
class Imported:
    """What came of a calendar: activities, what had to be left out, and what should be looked at.

    `read` counts the events of the file; each is taken, merged into the series that it belongs to, or refused. `free`
    are the activities during which the owner of the calendar is free all the same.
    """

    activities: tuple[Activity, ...] = ()
    faults: tuple[Fault, ...] = ()
    notes: tuple[Fault, ...] = ()
    read: int = 0
    merged: int = 0
    refused: int = 0
    free: frozenset[str] = frozenset()

    @property
    def taken(self) -> int:
        """How many events became activities of their own."""
        return self.read - self.merged - self.refused


def read_calendar(
    content: bytes, *, file: str, zone: str, language: Language = "zh", venues: Iterable[Venue] = ()
) -> Imported:
    """The activities of a calendar file of another program; what was not understood is told, and never guessed.

    Args:
        content: the file.
        file: its name, for what is told of it.
        zone: the zone of times that say none.
        language: the language of its texts.
        venues: where things may take place; a LOCATION with the name of one of them is that venue.
    """
    try:
        calendars = read_components(content, file)
        _check_time_zones(calendars, file)
    except CalendarRefusedError as error:
        return Imported(faults=(error.fault,))
    named = {one_line(name): venue.id for venue in venues for name in (venue.id, *_names(venue))}
    reading = _Reading(file=file, zone=zone, language=language, venues=named)
    return reading.of([part for calendar in calendars for part in calendar.components if part.name == "VEVENT"])


def _check_time_zones(calendars: Iterable[Component], file: str) -> None:
    for component in (part for calendar in calendars for part in calendar.components if part.name == "VTIMEZONE"):
        wrong = check_time_zone(component)
        if wrong is not None:
            problem = f"'{wrong.value[:40]}' cannot be in a time zone"
            raise CalendarRefusedError(Fault(file, wrong.line, wrong.name, problem, "export the calendar again"))


def _names(venue: Venue) -> Iterator[str]:
    for language in venue.name.languages():
        name = venue.name.in_language(language)
        yield name
        yield f"{name}, {venue.address}"


@frozen(kw_only=True)
class _Event:
    """One VEVENT whose times could be read."""

    component: Component
    uid: str
    start: Wall
    zone: str
    lasts: dt.timedelta
    instead_of: Wall | None


@define
class _Reading:
    file: str
    zone: str
    language: Language
    venues: Mapping[str, str]
    faults: list[Fault] = field(factory=list)
    notes: list[Fault] = field(factory=list)
    activities: dict[str, Activity] = field(factory=dict)
    free: set[str] = field(factory=set)
    refused: int = 0
    merged: int = 0

    def of(self, components: list[Component]) -> Imported:
        wholes: dict[str, _Event] = {}
        parts: list[_Event] = []
        for component in components:
            event = self._event(component)
            if event is None:
                self.refused += 1
            elif event.instead_of is not None:
                parts.append(event)
            elif event.uid in wholes:
                problem = f"is also the UID of the event of line {wholes[event.uid].component.line}"
                self._refuse(component.line, event.uid, problem, "give each event its own, or a RECURRENCE-ID")
            else:
                wholes[event.uid] = event
        by_uid: dict[str, list[_Event]] = {}
        for event in parts:
            if event.uid in wholes:
                by_uid.setdefault(event.uid, []).append(event)
            else:
                self._note(event.component.line, event.uid, "changes a series that is not in the file", "look at it")
                self._add(event, ())
        for uid, event in wholes.items():
            self._add(event, tuple(by_uid.get(uid, ())))
        return Imported(
            activities=tuple(self.activities.values()),
            faults=tuple(self.faults),
            notes=tuple(self.notes),
            read=len(components),
            merged=self.merged,
            refused=self.refused,
            free=frozenset(self.free),
        )

    def _event(self, component: Component) -> _Event | None:
        uid = one_line(found.text)[:120] if (found := component.first("UID")) is not None else ""
        cancelled = _line(component, "STATUS").upper() == "CANCELLED"
        if cancelled and component.first("RECURRENCE-ID") is None:
            self._note(component.line, uid, "is cancelled and was left out", "")
            return None
        if component.first("DTSTART") is None and component.first("RRULE") is None:
            self._note(component.line, uid, "has no DTSTART and was left out", "give it a start")
            return None
        try:
            self._check(component, uid)
            return self._timed(component, uid)
        except _Unread as error:
            self._fault(error.line, uid, f"{error.name}: {error.problem}", error.cure)
            return None

    def _timed(self, component: Component, uid: str) -> _Event:
        start_line = component.first("DTSTART")
        if start_line is None:
            raise _Unread(component.line, "DTSTART", "is missing", "give the event a start")
        start, zone, floats = self._wall(start_line)
        if floats:
            self._note(start_line.line, uid, f"has a start without a time zone, taken as {self.zone}", "look at it")
        once = component.first("RRULE") is None and component.first("RDATE") is None
        replaced = component.first("RECURRENCE-ID")
        if zone == "UTC" and once and replaced is None:
            start, zone = in_zone(start, zone, self.zone), self.zone
        lasts = self._length(component, start, zone, uid)
        instead_of = None if replaced is None else self._in_zone(replaced, zone)
        return _Event(component=component, uid=uid, start=start, zone=zone, lasts=lasts, instead_of=instead_of)

    def _check(self, component: Component, uid: str) -> None:
        for name in _ONCE:
            if len(component.all(name)) > 1:
                raise _Unread(component.all(name)[1].line, name, "stands twice", "keep one of the two")
        for found in component.properties:
            if found.problem:
                raise _Unread(found.line, found.name or "line", found.problem, "take it out, or write it anew")
        if component.first("DTEND") is not None and component.first("DURATION") is not None:
            line = component.all("DURATION")[0].line
            raise _Unread(line, "DURATION", "stands beside DTEND", "keep one of the two")
        sequence = component.first("SEQUENCE")
        if sequence is not None and sequence.value.strip().startswith("-"):
            raise _Unread(sequence.line, "SEQUENCE", "is negative", "write 0 or more, or take it out")
        if sequence is not None and not _SEQUENCE.fullmatch(sequence.value.strip()):
            self._note(sequence.line, uid, "SEQUENCE is no number that can be kept and was left out", "")
        dates = sum(found.value.count(",") + 1 for name in ("RDATE", "EXDATE") for found in component.all(name))
        if dates > MOST_DATES:
            raise _Unread(component.line, "RDATE", f"names more than {MOST_DATES:,} dates", "write a rule instead")

    def _wall(self, found: Property) -> tuple[Wall, str, bool]:
        try:
            return wall_and_zone(found, self.zone)
        except Refusal as refusal:
            raise _Unread(found.line, found.name, refusal.problem, refusal.cure) from None

    def _in_zone(self, found: Property, zone: str) -> Wall:
        wall, of, floats = self._wall(found)
        return wall if floats else in_zone(wall, of, zone)

    def _length(self, component: Component, start: Wall, zone: str, uid: str) -> dt.timedelta:
        end, duration = component.first("DTEND"), component.first("DURATION")
        whole_days = not isinstance(start, dt.datetime)
        if end is not None:
            stop = self._in_zone(end, zone)
            if isinstance(stop, dt.datetime) == whole_days:
                raise _Unread(end.line, "DTEND", "is of another form than DTSTART", "write both as dates or as times")
            lasts, line = length_between(start, stop, zone), end.line
        elif duration is not None:
            try:
                lasts, line = length_of(duration.value), duration.line
            except Refusal as refusal:
                raise _Unread(duration.line, "DURATION", refusal.problem, refusal.cure) from None
        else:
            if not whole_days:
                self._note(component.line, uid, "has no end; an hour was taken", "look at it")
            return dt.timedelta(days=1) if whole_days else dt.timedelta(hours=1)
        name = "DTEND" if end is not None else "DURATION"
        if not dt.timedelta() < lasts <= LONGEST_EVENT:
            raise _Unread(line, name, f"{lasts} is not a length of up to 31 days", "cut it into shorter events")
        return max(lasts, dt.timedelta(minutes=1))

    def _add(self, event: _Event, parts: tuple[_Event, ...]) -> None:
        """The activity of an event, with what its occurrences have of their own."""
        try:
            schedule = self._schedule(event)
            changes: list[Override] = []
            alone = [part for part in parts if not self._changed(part, schedule, changes)]
            in_order = tuple(sorted(changes, key=lambda item: str(item.original)))
            self._keep(event, attrs.evolve(schedule, overrides=in_order))
        except (_Unread, InvalidValue) as error:
            line, name = (error.line, error.name) if isinstance(error, _Unread) else (event.component.line, error.field)
            self._fault(line, event.uid, f"{name}: {error.problem}", error.cure)
            self.refused += 1 + len(parts)
            return
        self.merged += len(parts) - len(alone)
        for part in alone:
            problem = "changes an occurrence that there is not; kept as an event of its own"
            self._note(part.component.line, part.uid, problem, "look at it")
            self._add(attrs.evolve(part, uid=f"{part.uid}#{part.instead_of}"), ())

    def _schedule(self, event: _Event) -> Schedule:
        component, rule = event.component, event.component.first("RRULE")
        text = None
        if rule is not None and event.instead_of is None:
            start, zone = event.start, event.zone
            text = Recurrence.parse(rule.value.strip(), start=start, zone=zone, strict=False).to_rrule()
        exclude = tuple(self._dates(component, "EXDATE", event.zone))
        include = tuple(self._dates(component, "RDATE", event.zone))
        schedule = Schedule(
            start=event.start, lasts=event.lasts, zone=event.zone, rule=text, exclude=exclude, include=include
        )
        check_schedule(schedule)
        return schedule

    def _dates(self, component: Component, name: str, zone: str) -> Iterator[Wall]:
        for found in component.all(name):
            for value in found.value.split(","):
                if "/" in value:
                    raise _Unread(found.line, name, "holds a period", "write dates alone")
                yield self._in_zone(attrs.evolve(found, value=value), zone)

    def _changed(self, part: _Event, schedule: Schedule, changes: list[Override]) -> bool:
        """Whether an occurrence of the series is changed by it; `changes` then says how."""
        found = part.component.first("RECURRENCE-ID")
        if found is not None and found.parameter("RANGE").upper() == "THISANDFUTURE":
            raise _Unread(found.line, "RECURRENCE-ID", "changes all that follow", "say it in the programme by hand")
        status = part.component.first("STATUS")
        cancelled = status is not None and status.value.strip().upper() == "CANCELLED"
        original = self._in_zone(found, schedule.zone) if found is not None else schedule.start
        start = in_zone(part.start, part.zone, schedule.zone)
        change = Override(
            original=original,
            start=None if start == original else start,
            lasts=None if part.lasts == schedule.lasts else part.lasts,
            cancelled=cancelled,
            venue=self.venues.get(_line(part.component, "LOCATION")),
        )
        try:
            check_schedule(attrs.evolve(schedule, overrides=(*changes, change)))
        except InvalidValue:
            return False
        changes.append(change)
        return True

    def _keep(self, event: _Event, schedule: Schedule) -> None:
        component = event.component
        title = _line(component, "SUMMARY") or _line(component, "UID") or "?"
        place = _line(component, "LOCATION")
        venue = self.venues.get(place)
        said = clean(found.text) if (found := component.first("DESCRIPTION")) is not None else ""
        if place and venue is None:
            said = "\n".join(part for part in (place, said) if part)
            self._note(component.line, event.uid, f"'{place[:60]}' is no venue; it stands in the description", "")
        url = found.value.strip() if (found := component.first("URL")) is not None else ""
        if url and not is_web_address(url):
            self._note(component.line, event.uid, "URL is no https address and was left out", "")
            url = ""
        self._tell_the_rest(component, event.uid)
        private = _line(component, "CLASS").upper() in ("PRIVATE", "CONFIDENTIAL")
        audience: Audience = "coordinator" if private else "public"
        name = self._name(title, event.uid)
        self.activities[name] = Activity(
            id=name,
            title=Text(**{self.language: title[:200]}),
            description=Text(**{self.language: said[:5000]}) if said.strip() else None,
            schedule=schedule,
            space=None if venue is None else Space(venue=venue),
            audience=audience,
            url=url,
        )
        if _line(component, "TRANSP").upper() == "TRANSPARENT":
            self.free.add(name)

    def _tell_the_rest(self, component: Component, uid: str) -> None:
        left = {found.name for found in component.properties} - _TAKEN - _SILENT
        left |= {part.name for part in component.components}
        if left:
            self._note(component.line, uid, f"left out: {', '.join(sorted(left))[:200]}", "")

    def _name(self, title: str, uid: str) -> str:
        """An id that is the same however often the file is read, whatever else is in it."""
        slug = "-".join(_SLUG.findall(title.casefold()))[:40].strip("-") or "event"
        return f"{slug}-{hashlib.sha256((uid or title).encode()).hexdigest()[:8]}"

    def _refuse(self, line: int, uid: str, problem: str, cure: str) -> None:
        self.refused += 1
        self._fault(line, uid, problem, cure)

    def _fault(self, line: int, uid: str, problem: str, cure: str) -> None:
        self.faults.append(Fault(self.file, line, uid or "event", problem, cure))

    def _note(self, line: int, uid: str, problem: str, cure: str) -> None:
        self.notes.append(Fault(self.file, line, uid or "event", problem, cure))


class _Unread(Exception):  # noqa: N818 - named by what it says; never leaves this module
    def __init__(self, line: int, name: str, problem: str, cure: str) -> None:
        super().__init__(problem)
        self.line = line
        self.name = name
        self.problem = problem
        self.cure = cure


def _line(component: Component, name: str) -> str:
    found = component.first(name)
    return "" if found is None else one_line(found.text)
