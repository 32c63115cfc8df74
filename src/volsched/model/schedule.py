"""When an activity is meant to happen, as wall time in a zone; what comes of it is worked out by recurrence."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from typing import Literal, get_args

import attrs
from attrs import frozen

from volsched.errors import InvalidValue
from volsched.model.ids import reference
from volsched.model.zones import zone

Gap = Literal["skip", "shift"]
OnHoliday = Literal["keep", "skip", "next_working_day", "previous_working_day"]
Resume = Literal["as_planned", "where_it_stopped"]

Wall = dt.datetime | dt.date
"""Wall time: a datetime without a zone, or a date for what takes whole days."""


@frozen(kw_only=True)
class Override:
    """What differs for one occurrence, named by its original start: moved, changed or cancelled."""

    original: Wall
    start: Wall | None = None
    lasts: dt.timedelta | None = None
    cancelled: bool = False
    venue: str | None = attrs.field(default=None, validator=reference("override"))


@frozen(kw_only=True)
class Following:
    """What differs from one occurrence on, named by its original start: it and all that follow.

    With `start` all of them move by the difference of the two, in wall time. Their original starts stay, so what
    differs for single ones of them goes on holding.
    """

    original: Wall
    start: Wall | None = None
    lasts: dt.timedelta | None = None
    venue: str | None = attrs.field(default=None, validator=reference("following"))


@frozen(kw_only=True)
class Pause:
    """Days on which a series rests, `first` to `last` both included.

    `as_planned`: afterwards it goes on as if it had never rested, and the turns of the pause are lost.
    `where_it_stopped`: the turn that the pause took comes first afterwards, and all later ones after it.
    """

    first: dt.date
    last: dt.date
    resume: Resume = "as_planned"

    def __attrs_post_init__(self) -> None:
        if self.last < self.first:
            problem = f"{self.last} is before the first day {self.first}"
            raise InvalidValue("pause", "", "last", problem, "exchange the two days")
        if self.resume not in ("as_planned", "where_it_stopped"):
            problem = f"'{self.resume}' is not known"
            raise InvalidValue("pause", "", "resume", problem, "write as_planned or where_it_stopped")


@frozen(kw_only=True)
class Season:
    """Other hours for a part of every year: from `first` to `last`, both included and written as "05-01".

    A `last` before the `first` lies in the next year, as in a winter from 10-01 to 04-30.
    """

    first: str
    last: str
    start: dt.time
    lasts: dt.timedelta | None = None

    def __attrs_post_init__(self) -> None:
        for field in ("first", "last"):
            written = getattr(self, field)
            if not is_day_of_year(written):
                problem = f"'{written}' is not a day of the year"
                raise InvalidValue("season", "", field, problem, "write month and day, such as 05-01")

    def holds(self, day: dt.date) -> bool:
        """Whether the day lies in the season."""
        return lies_in_season(day, self.first, self.last)


@frozen(kw_only=True)
class DateList:
    """Days with a name, such as the school holidays: spans whose first and last day are both included."""

    name: str
    spans: tuple[tuple[dt.date, dt.date], ...]

    def __attrs_post_init__(self) -> None:
        for first, last in self.spans:
            if last < first:
                problem = f"{last} is before the first day {first}"
                raise InvalidValue("date list", self.name, "spans", problem, "exchange the two days")

    def holds(self, day: dt.date) -> bool:
        """Whether the day is in the list."""
        return any(first <= day <= last for first, last in self.spans)


@frozen(kw_only=True)
class Schedule:
    """Start, length and rule of an activity, kept as the wall time of its zone.

    `rule` is an RFC 5545 RRULE without its name ("FREQ=WEEKLY;BYDAY=FR"); without a rule there is the one start.
    `include` adds starts and `exclude` takes them out. A start that a clock change leaves out is skipped
    (`gap="skip"`, RFC 5545 3.3.10) or moved forward by the gap (`gap="shift"`, for what must happen).
    `lunar` ("08-15") names a day of the Chinese calendar instead of a rule; day 30 of a month of 29 is its last.

    `following` changes all from an occurrence on, `pauses` let the series rest, `seasons` give it other hours for a
    part of the year, `leave_out` and `only_on` are days it never or only happens on.
    """

    start: Wall
    lasts: dt.timedelta
    zone: str = "Asia/Shanghai"
    rule: str | None = None
    lunar: str | None = None
    exclude: tuple[Wall, ...] = ()
    include: tuple[Wall, ...] = ()
    overrides: tuple[Override, ...] = ()
    gap: Gap | None = None
    on_holiday: OnHoliday = "keep"
    following: tuple[Following, ...] = ()
    pauses: tuple[Pause, ...] = ()
    seasons: tuple[Season, ...] = ()
    leave_out: tuple[DateList, ...] = ()
    only_on: tuple[DateList, ...] = ()

    def __attrs_post_init__(self) -> None:
        zone(self.zone)
        _check_wall("start", self.start)
        if not dt.timedelta(minutes=1) <= self.lasts <= dt.timedelta(days=366):
            self._refuse("lasts", f"{self.lasts} is not possible", "write a minute to a year, such as '4h'")
        if self.is_all_day and self.lasts % dt.timedelta(days=1):
            self._refuse("lasts", f"{self.lasts} is not whole days", "give the start a time, or write '1d'")
        if self.rule is not None and self.lunar is not None:
            self._refuse("lunar", "stands beside a rule", "keep one of the two")
        if self.on_holiday not in get_args(OnHoliday):
            self._refuse("on_holiday", f"'{self.on_holiday}' is not known", f"write {', '.join(get_args(OnHoliday))}")
        if self.gap not in (None, "skip", "shift"):
            self._refuse("gap", f"'{self.gap}' is not known", "write skip or shift")
        for field, starts in (("exclude", self.exclude), ("include", self.include)):
            for start in starts:
                self._check_same_form(field, start)
        for field, changed in (("overrides", self.overrides), ("following", self.following)):
            for change in changed:
                self._check_same_form(field, change.original)
                if change.start is not None:
                    self._check_same_form(field, change.start)
        if self.is_all_day and self.seasons:
            self._refuse("seasons", "have hours, but the start has none", "give the start a time")

    @property
    def is_all_day(self) -> bool:
        """Whether it takes whole days rather than hours."""
        return not isinstance(self.start, dt.datetime)

    def _check_same_form(self, field: str, value: Wall) -> None:
        _check_wall(field, value)
        if isinstance(value, dt.datetime) == self.is_all_day:
            cure = "write a date" if self.is_all_day else "write the date with its time, such as 2027-05-07 10:00"
            self._refuse(field, f"{value} is not of the form of the start {self.start}", cure)

    def _refuse(self, field: str, problem: str, cure: str) -> None:
        raise InvalidValue("schedule", "", field, problem, cure)


def _check_wall(field: str, value: object) -> None:
    if not isinstance(value, dt.date):
        raise InvalidValue("schedule", "", field, f"{value!r} is not a date or time", "write 2027-01-01 22:00")
    if isinstance(value, dt.datetime) and value.tzinfo is not None:
        raise InvalidValue("schedule", "", field, f"{value} says a zone", "write wall time; the zone has its own field")
    if not 1900 <= value.year <= 2200:
        raise InvalidValue("schedule", "", field, f"the year {value.year} is not kept", "write a year of 1900 to 2200")


def lies_in_season(day: dt.date, first: str, last: str) -> bool:
    """Whether the day lies in a part of every year, both ends included; a last before the first is in the next."""
    written = f"{day:%m-%d}"
    if first <= last:
        return first <= written <= last
    return written >= first or written <= last


def is_day_of_year(written: object) -> bool:
    """Whether it is month and day of a day that exists, such as "05-01"."""
    if not isinstance(written, str) or not re.fullmatch("[0-9]{2}-[0-9]{2}", written):
        return False
    month, day = int(written[:2]), int(written[3:])
    # 2000 is a leap year, so that 02-29 can be written.
    return 1 <= month <= 12 and 1 <= day <= monthrange(2000, month)[1]
