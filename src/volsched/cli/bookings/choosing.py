"""Which session or place somebody means who names a day, a day and time, or a key."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from volsched.booking import BookingBook
from volsched.errors import InvalidValue
from volsched.model.zones import zone

_WHEN = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[ T](\d{1,2}:\d{2}))?")


def chosen(book: BookingBook, written: str, zone_name: str, prefer: Sequence[str] = ()) -> tuple[str, str | None]:
    """The occurrence, and the place at a time if one is named. Of several activities the preferred one is meant.

    Raises:
        InvalidValue: there is none, or several sessions are on that day.
    """
    plain = written.strip()
    if any(place.occurrence == plain for place in book.places):
        return plain, None
    if plain in book.place_by_key:
        return book.place_by_key[plain].occurrence, plain
    match = _WHEN.fullmatch(plain)
    if match is None:
        cure = "write a day such as 2027-03-17, a day and time, or the key of a session"
        raise InvalidValue("book", book.id, "--to", f"'{plain[:40]}' cannot be read", cure)
    local = zone(zone_name)
    on_day = [p for p in book.places if str(p.span.start.astimezone(local).date()) == match[1]]
    if not on_day:
        days = sorted({str(place.span.start.astimezone(local).date()) for place in book.places})
        raise InvalidValue("book", book.id, "--to", f"there is no session on {match[1]}", f"there are on {_some(days)}")
    if match[2] is not None:
        clock = dt.time.fromisoformat(match[2].zfill(5))
        on_day = [p for p in on_day if p.span.start.astimezone(local).time() == clock]
        if not on_day:
            raise InvalidValue("book", book.id, "--to", f"there is no place at {match[2]}", "see `volsched book show`")
    for activity in prefer:
        own = [place for place in on_day if place.occurrence.partition("/")[0] == activity]
        if own:
            on_day = own
            break
    sessions = list(dict.fromkeys(place.occurrence for place in on_day))
    if len(sessions) > 1:
        problem = f"{len(sessions)} sessions are on {match[1]}"
        raise InvalidValue("book", book.id, "--to", problem, f"name one: {', '.join(sessions)}")
    if match[2] is None:
        return sessions[0], None
    free = [place for place in on_day if place.key not in book.holder and not place.walk_in]
    return sessions[0], (free or on_day)[0].key


def _some(days: list[str]) -> str:
    return ", ".join(days[:6]) + (", ..." if len(days) > 6 else "")
