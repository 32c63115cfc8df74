"""The hours of an entry as each clock shows them."""

from __future__ import annotations

import datetime as dt

from attrs import frozen

from volsched.model import Programme, Span
from volsched.model.zones import zone


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


def hours_of(span: Span, listed: dt.date, programme: Programme) -> tuple[Hours, ...]:
    """The hours by the programme's clock, and by its second one where it has one."""
    zones = (programme.zone,) if programme.second_zone is None else (programme.zone, programme.second_zone)
    return tuple(_by_one_clock(span, listed, name) for name in zones)


def _by_one_clock(span: Span, listed: dt.date, name: str) -> Hours:
    local = zone(name)
    start, end = span.start.astimezone(local), span.end.astimezone(local)
    end_day, end_time = end.date(), f"{end:%H:%M}"
    if end.time() == dt.time() and end.date() > start.date():
        end_day, end_time = end_day - dt.timedelta(days=1), "24:00"
    return Hours(
        zone=name,
        start=f"{start:%H:%M}",
        end=end_time,
        start_day=(start.date() - listed).days,
        end_day=(end_day - listed).days,
    )
