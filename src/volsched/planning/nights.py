"""Which duties are night duties."""

from __future__ import annotations

import datetime as dt

from volsched.model import Span
from volsched.model.zones import zone

NIGHT = (dt.time(22), dt.time(6))
DAY = dt.timedelta(days=1)


def is_at_night(span: Span, zone_name: str) -> bool:
    """Whether more than half of it lies between 22:00 and 6:00 of this clock."""
    local = zone(zone_name)
    day, last = span.start.astimezone(local).date() - DAY, span.end.astimezone(local).date()
    common = dt.timedelta()
    while day <= last:
        start = dt.datetime.combine(day, NIGHT[0], local).astimezone(dt.UTC)
        end = dt.datetime.combine(day + DAY, NIGHT[1], local).astimezone(dt.UTC)
        common += max(dt.timedelta(), min(end, span.end) - max(start, span.start))
        day += DAY
    return common > span.length / 2
