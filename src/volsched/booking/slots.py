"""The places of an occurrence: how many, and at what times."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction

from volsched.model import Occurrence, Places, Span


def slots_of(places: Places, occurrence: Occurrence) -> tuple[Span, ...]:
    """The time of each place, by start, those for walk-ins included; as many at each time as are seen at once."""
    if places.stations:
        return tuple(_through_stations(places, occurrence.span))
    if places.appointment is None:
        return (occurrence.span,) * places.capacity
    return tuple(_one_after_another(places, places.appointment, occurrence.span))


def split_slots(places: Places, occurrence: Occurrence) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The times that are given out, and those kept for walk-ins, which are spread evenly over the occurrence."""
    every = slots_of(places, occurrence)
    walk_in = min(places.walk_in, len(every))
    kept = {(number + 1) * len(every) // walk_in - 1 for number in range(walk_in)}
    given = tuple(span for index, span in enumerate(every) if index not in kept)
    return given, tuple(every[index] for index in sorted(kept))


def _one_after_another(places: Places, lasts: dt.timedelta, within: Span) -> Iterator[Span]:
    left, start = places.capacity, within.start
    while left > 0 and start + lasts <= within.end:
        span = Span(start, start + lasts)
        for _ in range(min(left, places.at_once)):
            yield span
        left -= places.at_once
        start += lasts


def _through_stations(places: Places, within: Span) -> Iterator[Span]:
    """One begins as often as the slowest station can take one; then nobody waits at any station."""
    # In whole minutes: a pace of two and a half minutes begins people at minutes 0, 2, 5, 7.
    pace = max(Fraction(station.lasts // dt.timedelta(minutes=1), station.at_once) for station in places.stations)
    lasts = sum((station.lasts for station in places.stations), dt.timedelta())
    for number in range(places.capacity):
        start = within.start + dt.timedelta(minutes=-(-number * pace.numerator // pace.denominator))
        if start + lasts > within.end:
            return
        yield Span(start, start + lasts)
