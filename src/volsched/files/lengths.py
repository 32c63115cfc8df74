"""Lengths of time as people write them outside of files."""

from __future__ import annotations

import datetime as dt

from volsched.errors import InvalidValue
from volsched.files import values
from volsched.files.faults import Refusal


def read_length(what: str, written: str) -> dt.timedelta:
    """A length such as "90m" or "1h30m".

    Raises:
        InvalidValue: it cannot be read; the error says of what.
    """
    try:
        return values.length(written)
    except Refusal as refusal:
        raise InvalidValue(what, "", "", refusal.problem, refusal.cure) from None
