"""The days and hours of an entry as each clock shows them."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from attrs import frozen

from volsched.model import Programme, Span
from volsched.model.zones import zone
from volsched.notices.notice import Entry

_MIDNIGHT = dt.time()
_MOMENT = dt.timedelta(microseconds=1)


@frozen(kw_only=True)
class Hours:
    """From when to when by one clock, as wall time.

    `start_day` and `end_day` count from the day under which the entry is listed: -1 is the day before it, 1 the day
    after. A span that ends at midnight ends at 24:00 of the day that it fills, not at 00:00 of the next.
    """

    zone: str
    start: str
    end: str
    start_day: int = 0
    end_day: int = 0


@frozen(cache_hash=True)
class When:
    """How an entry is listed: under which day, and from when to when; without hours it takes whole days."""

    day: dt.date
    days: int
    hours: tuple[Hours, ...]


def when_of(entry: Entry, programme: Programme) -> When | None:
    """The day by the programme's clock, and the hours by it and by its second one; None for one who waits.

    What takes whole days has the days of its own zone, whatever the clock says elsewhere.
    """
    if entry.span is None:
        return None
    if entry.all_day:
        activity = programme.activity_by_id.get(entry.activity)
        return _whole_days(entry.span, programme.zone if activity is None else activity.schedule.zone)
    return _timed(entry.span, programme.zone, programme.second_zone)


def _whole_days(span: Span, name: str) -> When:
    local = zone(name)
    first = span.start.astimezone(local).date()
    last = (span.end - _MOMENT).astimezone(local).date()
    return When(first, (last - first).days + 1, ())


@lru_cache(maxsize=16384)  # in a year of a street office fifteen people share each night, in ten communities
def _timed(span: Span, name: str, second: str | None) -> When:
    day = span.start.astimezone(zone(name)).date()
    names = (name,) if second is None else (name, second)
    return When(day, 1, tuple(_by_one_clock(span, day, item) for item in names))


def _by_one_clock(span: Span, listed: dt.date, name: str) -> Hours:
    local = zone(name)
    start, end = span.start.astimezone(local), span.end.astimezone(local)
    start_day, end_day, end_time = start.date(), end.date(), f"{end:%H:%M}"
    if end.time() == _MIDNIGHT and end_day > start_day:
        end_day, end_time = end_day - dt.timedelta(days=1), "24:00"
    return Hours(
        zone=name,
        start=f"{start:%H:%M}",
        end=end_time,
        start_day=(start_day - listed).days,
        end_day=(end_day - listed).days,
    )
