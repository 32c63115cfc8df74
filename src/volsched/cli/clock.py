"""What time it is, for the command line: the only place that looks at this machine's clock."""

from __future__ import annotations

import datetime as dt
import os

from volsched.errors import InvalidValue

NAME = "VOLSCHED_NOW"
"""The environment variable that stands in for the clock, for tries and tests."""


def clock() -> dt.datetime:
    """The present moment; the one of the environment variable VOLSCHED_NOW where it is set.

    Raises:
        InvalidValue: the variable holds no moment with a zone.
    """
    written = os.environ.get(NAME)
    return dt.datetime.now(dt.UTC) if not written else moment(NAME, written).astimezone(dt.UTC)


def moment(name: str, written: str) -> dt.datetime:
    """The moment that is written.

    Raises:
        InvalidValue: it cannot be read, or does not say its zone.
    """
    cure = "write day, time and zone: 2027-05-04T18:00+08:00"
    try:
        found = dt.datetime.fromisoformat(written)
    except ValueError:
        raise InvalidValue(name, "", "", f"'{written[:40]}' is not a moment", cure) from None
    if found.tzinfo is None:
        raise InvalidValue(name, "", "", f"'{written[:40]}' says no zone", cure)
    return found
