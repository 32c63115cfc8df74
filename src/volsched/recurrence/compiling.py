"""Which engine a rule goes to, and the series that are kept because many rules are alike."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from volsched.model.schedule import Wall
from volsched.recurrence.parts import Parts
from volsched.recurrence.reading import is_subdaily
from volsched.recurrence.series import Series, build

_KEPT: dict[tuple[Parts, Wall, ZoneInfo], Series] = {}
_MOST_KEPT = 4096


def series_of(parts: Parts, wall: Wall, begin: dt.datetime, zone: ZoneInfo) -> Series:
    """The series of a rule, worked out once for rules that are alike."""
    # Kept by wall and zone: two aware datetimes are equal when they are one instant, in whatever zones.
    key = (parts, wall, zone)
    found = _KEPT.get(key)
    if found is None:
        if len(_KEPT) >= _MOST_KEPT:
            _KEPT.clear()
        found = _KEPT[key] = _built(parts, begin, all_day=not isinstance(wall, dt.datetime))
    return found


def _built(parts: Parts, begin: dt.datetime, *, all_day: bool) -> Series:
    if is_subdaily(parts):
        # Opted into by few; it brings dateutil with it.
        from volsched.recurrence.subdaily import WithinDays

        return WithinDays(parts, begin)
    if parts.scale == "CHINESE" or parts.skip != "OMIT":
        # Brings the tables of the Chinese calendar with it.
        from volsched.recurrence.scaled import Scaled

        return Scaled(parts, begin)
    return build(parts, begin, all_day=all_day)
