"""When a venue is closed, and when a person has said that they cannot: time in which nothing may be put."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from volsched.model import Availability, Programme, Span
from volsched.model.zones import zone
from volsched.planning.presence import seconds
from volsched.planning.sweeping import busy_times

ONE_DAY = dt.timedelta(days=1)


def days_of(span: Span, zone_name: str) -> Iterator[dt.date]:
    """The civil days that a span touches, and the one before it, from which a night may reach in."""
    local = zone(zone_name)
    day = span.start.astimezone(local).date() - ONE_DAY
    last = span.end.astimezone(local).date()
    while day <= last:
        yield day
        day += ONE_DAY


def closed(programme: Programme, venue: str, span: Span) -> list[tuple[int, int]]:
    """The times within a span at which a venue or the house around it is closed, in seconds."""
    found: list[tuple[int, int]] = []
    for name in programme.venues_around(venue):
        if programme.venue(name).hours:
            found.extend(_outside(list(_open(programme, name, span)), span))
    return busy_times(found)


def _open(programme: Programme, venue: str, span: Span) -> Iterator[tuple[int, int]]:
    for day in days_of(span, programme.zone):
        for hours in programme.venue(venue).hours_on(day):
            yield clock_span(day, hours.since, hours.until, programme.zone)


def clock_span(day: dt.date, since: dt.time, until: dt.time, zone_name: str) -> tuple[int, int]:
    """From one time of a day to another, which lies on the next day if it is not later."""
    local = zone(zone_name)
    last = day if until > since else day + ONE_DAY
    start, end = dt.datetime.combine(day, since, local), dt.datetime.combine(last, until, local)
    return seconds(start.astimezone(dt.UTC)), seconds(end.astimezone(dt.UTC))


def _outside(times: list[tuple[int, int]], span: Span) -> Iterator[tuple[int, int]]:
    at, end = seconds(span.start), seconds(span.end)
    for start, until in busy_times(times):
        if at < min(start, end):
            yield at, min(start, end)
        at = max(at, until)
    if at < end:
        yield at, end


def outside_clock(since: dt.time, until: dt.time, span: Span, zone_name: str) -> list[tuple[int, int]]:
    """The times of a span that do not lie between two times of day."""
    return list(_outside([clock_span(day, since, until, zone_name) for day in days_of(span, zone_name)], span))


def unavailable(programme: Programme, person: str, span: Span) -> Iterator[tuple[int, int]]:
    """When a person has said that they cannot."""
    own = [item for item in programme.availability if item.person == person and item.kind == "unavailable"]
    for day in days_of(span, programme.zone) if own else ():
        for item in own:
            if item.speaks_of(day):
                yield _said(item, day, programme.zone)


def _said(item: Availability, day: dt.date, zone_name: str) -> tuple[int, int]:
    if item.since is None or item.until is None:
        return clock_span(day, dt.time(), dt.time(), zone_name)
    return clock_span(day, item.since, item.until, zone_name)
