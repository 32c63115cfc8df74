"""What a rule names and the calendar or the clock does not have: said, so that nobody waits for it."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from typing import Literal
from zoneinfo import ZoneInfo

from attrs import frozen

from volsched.recurrence.clock import changes
from volsched.recurrence.masks import month_starts, shape_of
from volsched.recurrence.series import Series
from volsched.recurrence.years import Years


@frozen(order=True)
class Skipped:
    """A time that the rule names and that is not: a day that its month lacks, or a time that the clocks leave out.

    `wall` is written as it would stand on a calendar: "2027-02-30", "2027-03-28 02:30".
    """

    wall: str
    reason: Literal["no_such_day", "no_such_time"]


def missing_days(series: Series | None, first: dt.date, last: dt.date) -> list[Skipped]:
    """The days from `first` to `last` that a rule by month days names and that their months lack."""
    if not isinstance(series, Years):
        return []
    rule = series.days
    numbers = sorted({abs(number) for number in rule.month_days if abs(number) > 28})
    if not numbers or rule.days or rule.year_days or rule.week_numbers or rule.frequency == "WEEKLY":
        return []
    found = []
    for year in range(max(first.year, series.start.year), last.year + 1):
        starts, phase = month_starts(shape_of(year).leap), series.phase(year)
        for month in rule.months or range(1, 13):
            if phase < 0 or (rule.frequency == "MONTHLY" and (phase + month - 1) % rule.interval):
                continue
            end = dt.date.fromordinal(dt.date(year, 1, 1).toordinal() + starts[month] - 1)
            if end >= series.start.date() and first <= end <= last:
                found += [Skipped(f"{end:%Y-%m}-{number}", "no_such_day") for number in numbers if number > end.day]
    return found


def missing_times(walls: list[dt.datetime], zone: ZoneInfo) -> list[Skipped]:
    """Those of the wall times that a clock change leaves out."""
    if not walls:
        return []
    found = []
    for change in changes(zone, walls[0].year, walls[-1].year):
        if change.is_gap:
            gone = walls[bisect_left(walls, change.first) : bisect_left(walls, change.end)]
            found += [Skipped(f"{wall:%Y-%m-%d %H:%M}", "no_such_time") for wall in gone]
    return found
