"""When an activity is meant to happen, as wall time in a zone; what comes of it is worked out by recurrence."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import attrs
from attrs import frozen

from volsched.errors import InvalidValue
from volsched.model.ids import reference
from volsched.model.zones import zone

Gap = Literal["skip", "shift"]
OnHoliday = Literal["keep", "skip", "next_working_day", "previous_working_day"]

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
class Schedule:
    """Start, length and rule of an activity, kept as the wall time of its zone.

    `rule` is an RFC 5545 RRULE without its name ("FREQ=WEEKLY;BYDAY=FR"); without a rule there is the one start.
    `include` adds starts and `exclude` takes them out. A start that a clock change leaves out is skipped
    (`gap="skip"`, RFC 5545 3.3.10) or moved forward by the gap (`gap="shift"`, for what must happen).
    `lunar` ("08-15") names a day of the Chinese calendar instead of a rule.
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

    def __attrs_post_init__(self) -> None:
        zone(self.zone)
        _check_wall("start", self.start)
        if not dt.timedelta(minutes=1) <= self.lasts <= dt.timedelta(days=366):
            self._refuse("lasts", f"{self.lasts} is not possible", "write a minute to a year, such as '4h'")
        if self.is_all_day and self.lasts % dt.timedelta(days=1):
            self._refuse("lasts", f"{self.lasts} is not whole days", "give the start a time, or write '1d'")
        if self.rule is not None and self.lunar is not None:
            self._refuse("lunar", "stands beside a rule", "keep one of the two")
        if self.gap not in (None, "skip", "shift"):
            self._refuse("gap", f"'{self.gap}' is not known", "write skip or shift")
        for field, starts in (("exclude", self.exclude), ("include", self.include)):
            for start in starts:
                self._check_same_form(field, start)
        for override in self.overrides:
            self._check_same_form("overrides", override.original)
            if override.start is not None:
                self._check_same_form("overrides", override.start)

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
