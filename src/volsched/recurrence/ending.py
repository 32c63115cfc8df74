"""The end of a series: UNTIL, or the last of COUNT."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from volsched.recurrence.clock import changes
from volsched.recurrence.parts import Parts
from volsched.recurrence.series import Series
from volsched.recurrence.walls import TICK, last_wall, wall_after


def end_of(parts: Parts, series: Series, begin: dt.datetime, zone: ZoneInfo, *, skips: bool) -> dt.datetime:
    """The wall before which the last occurrence lies.

    With `skips` those that a clock change leaves out are not counted.
    """
    end = last_wall(zone) if parts.until is None else wall_after(parts.until, zone)
    if parts.count is not None:
        last = series.nth(parts.count - 1)
        if last is not None and skips:
            last = _counted_on(series, begin, last, zone, parts.count)
        if last is not None:
            end = min(end, last + TICK)
    return end


def _counted_on(
    series: Series, begin: dt.datetime, last: dt.datetime, zone: ZoneInfo, count: int
) -> dt.datetime | None:
    """The last of `count` occurrences when those that a clock change leaves out are not counted."""
    missing = 0
    for _ in range(8):
        gaps = [change for change in changes(zone, begin.year, min(last.year, 2200)) if change.is_gap]
        now = sum(series.amount(max(gap.first, begin), min(gap.end, last + TICK)) for gap in gaps)
        if now == missing:
            break
        missing = now
        later = series.nth(count - 1 + missing)
        if later is None:
            return None
        last = later
    return last
