"""The parts of an RFC 5545 recurrence rule, as values; what they mean is worked out elsewhere."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from attrs import frozen

Frequency = Literal["YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY", "SECONDLY"]
SUBDAILY = ("HOURLY", "MINUTELY", "SECONDLY")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

Until = dt.datetime | dt.date
"""Aware in UTC, or wall time, or a date (which means the whole of that day)."""


# Without slots it is made in half the time, and every rule that is read makes one.
@frozen(kw_only=True, cache_hash=True, slots=False)
class Parts:
    """A rule taken apart: one field for each of its parts, lists sorted and without repeats.

    `by_day` pairs the number of a weekday within its month or year (0 where there is none) with the weekday
    (Monday is 0). `leap_months` are the months of `by_month` written with an L (RFC 7529). `dropped` names the
    parts that were left out because nothing defines them.
    """

    frequency: Frequency
    interval: int = 1
    count: int | None = None
    until: Until | None = None
    by_second: tuple[int, ...] = ()
    by_minute: tuple[int, ...] = ()
    by_hour: tuple[int, ...] = ()
    by_day: tuple[tuple[int, int], ...] = ()
    by_month_day: tuple[int, ...] = ()
    by_year_day: tuple[int, ...] = ()
    by_week_no: tuple[int, ...] = ()
    by_month: tuple[int, ...] = ()
    by_set_pos: tuple[int, ...] = ()
    week_start: int = 0
    scale: str = ""
    leap_months: tuple[int, ...] = ()
    skip: Literal["OMIT", "FORWARD", "BACKWARD"] = "OMIT"
    dropped: tuple[str, ...] = ()

    @property
    def names_times(self) -> bool:
        """Whether a part says which times of day are meant, so that the start does not have to."""
        return bool(self.by_hour or self.by_minute or self.by_second)

    @property
    def names_parts_of_years(self) -> bool:
        """Whether it matters which month, week or day of its year a day is."""
        return bool(self.by_month or self.by_month_day or self.by_year_day or self.by_week_no)

    @property
    def names_days(self) -> bool:
        """Whether a part says which days are meant, so that the start does not have to."""
        return bool(self.by_day or self.by_month_day or self.by_year_day or self.by_week_no)


# What a rule has that says no more than how often it happens.
_DEFAULTS = dict(Parts(frequency="DAILY").__dict__)


def parts_of(values: dict[str, Any]) -> Parts:
    """The parts with these fields, made in half the time that the constructor takes."""
    made = object.__new__(Parts)
    made.__dict__.update(_DEFAULTS)
    made.__dict__.update(values)
    return made


def until_text(until: Until) -> str:
    """UNTIL as RFC 5545 writes it."""
    if not isinstance(until, dt.datetime):
        return f"{until.year:04d}{until.month:02d}{until.day:02d}"
    wall = f"{until.year:04d}{until:%m%dT%H%M%S}"
    return wall + "Z" if until.tzinfo else wall


def rule_text(parts: Parts) -> str:
    """The rule as text, its parts in one fixed order and those that change nothing left out."""
    written = [f"RSCALE={parts.scale}"] if parts.scale else []
    written.append(f"FREQ={parts.frequency}")
    if parts.interval != 1:
        written.append(f"INTERVAL={parts.interval}")
    if parts.count is not None:
        written.append(f"COUNT={parts.count}")
    if parts.until is not None:
        written.append(f"UNTIL={until_text(parts.until)}")
    months = [str(month) for month in parts.by_month] + [f"{month}L" for month in parts.leap_months]
    days = [f"{number or ''}{WEEKDAYS[weekday]}" for number, weekday in parts.by_day]
    lists: tuple[tuple[str, list[str]], ...] = (
        ("BYMONTH", months),
        ("BYWEEKNO", _texts(parts.by_week_no)),
        ("BYYEARDAY", _texts(parts.by_year_day)),
        ("BYMONTHDAY", _texts(parts.by_month_day)),
        ("BYDAY", days),
        ("BYHOUR", _texts(parts.by_hour)),
        ("BYMINUTE", _texts(parts.by_minute)),
        ("BYSECOND", _texts(parts.by_second)),
        ("BYSETPOS", _texts(parts.by_set_pos)),
    )
    written += [f"{name}={','.join(values)}" for name, values in lists if values]
    if parts.week_start:
        written.append(f"WKST={WEEKDAYS[parts.week_start]}")
    if parts.skip != "OMIT":
        written.append(f"SKIP={parts.skip}")
    return ";".join(written)


def _texts(values: tuple[int, ...]) -> list[str]:
    return [str(value) for value in values]
