"""Which engine a rule goes to."""

from __future__ import annotations

import datetime as dt

from volsched.errors import RecurrenceError
from volsched.recurrence.parts import Parts
from volsched.recurrence.reading import is_subdaily
from volsched.recurrence.series import Nothing, Series, build


def series_of(parts: Parts, begin: dt.datetime, *, all_day: bool) -> Series:
    """The series of a rule from `begin` on, which carries its zone."""
    if is_subdaily(parts):
        # Opted into by few.
        from volsched.recurrence.subdaily import WithinDays

        try:
            return WithinDays(parts, begin)
        except RecurrenceError as never:
            return Nothing(never)
    if parts.scale == "CHINESE" or parts.skip != "OMIT":
        # Brings the tables of the Chinese calendar with it.
        from volsched.recurrence.scaled import Scaled

        return Scaled(parts, begin)
    return build(parts, begin, all_day=all_day)
