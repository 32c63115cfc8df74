"""Dates, times, lengths and time zones as the calendars of other programs write them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from volsched.errors import InvalidValue
from volsched.files.faults import Refusal
from volsched.model.schedule import Wall
from volsched.model.zones import zone
from volsched.publishing.reading import Component, Property

UTC = "UTC"
_DATE = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_TIME = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})T([0-9]{2})([0-9]{2})([0-9]{2})(Z?)")
_LENGTH = re.compile(
    r"\+?P(?:([0-9]{1,8})W|(?:([0-9]{1,8})D)?(?:T(?:([0-9]{1,8})H)?(?:([0-9]{1,8})M)?(?:([0-9]{1,8})S)?)?)"
)
_OFFSET = re.compile(r"[+-]([0-9]{2})([0-9]{2})([0-9]{2})?")
# The names that Windows and Outlook write, for the places that this is made for and those that are near.
_WINDOWS: Mapping[str, str] = {
    "China Standard Time": "Asia/Shanghai",
    "Central Asia Standard Time": "Asia/Almaty",
    "West Asia Standard Time": "Asia/Tashkent",
    "W. Europe Standard Time": "Europe/Berlin",
    "Romance Standard Time": "Europe/Paris",
    "GMT Standard Time": "Europe/London",
    "Eastern Standard Time": "America/New_York",
    "Pacific Standard Time": "America/Los_Angeles",
    "Tokyo Standard Time": "Asia/Tokyo",
    "Russian Standard Time": "Europe/Moscow",
    "Turkey Standard Time": "Europe/Istanbul",
    "India Standard Time": "Asia/Kolkata",
    "UTC": UTC,
}


def wall_and_zone(found: Property, floating: str) -> tuple[Wall, str, bool]:
    """The wall time of a property, its zone, and whether it said none, so that `floating` was taken.

    Raises:
        Refusal: it is no date or time, or its zone is not known.
    """
    name = found.parameter("TZID")
    (wall, utc), known = wall_of(found.value.strip()), zone_called(name) if name else ""
    if found.parameter("VALUE").upper() == "DATE" and isinstance(wall, dt.datetime):
        raise Refusal(f"'{found.value[:40]}' is not a date", "write it as 20270131, or leave VALUE=DATE out")
    if not isinstance(wall, dt.datetime):
        return wall, floating, False
    if utc:
        return wall, UTC, False
    return wall, known or floating, not known


def wall_of(text: str) -> tuple[Wall, bool]:
    """A date or a date with a time, and whether it is in UTC; a Refusal if it is neither."""
    try:
        if found := _DATE.fullmatch(text):
            return dt.date(int(found[1]), int(found[2]), int(found[3])), False
        if found := _TIME.fullmatch(text):
            numbers = [int(part) for part in found.groups()[:6]]
            return dt.datetime(*numbers), bool(found[7])  # type: ignore[arg-type]  # noqa: DTZ001 - wall time
    except ValueError:
        pass
    raise Refusal(f"'{text[:40]}' is not a date or time", "write it as 20270131T190000")


def length_of(text: str) -> dt.timedelta:
    """A DURATION; a Refusal if it is none, or not a positive one."""
    found = _LENGTH.fullmatch(text.strip().upper())
    if found is None or not any(found.groups()):
        raise Refusal(f"'{text[:40]}' is not a length of time", "write it as PT2H or P1D")
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return dt.timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)


def zone_called(name: str) -> str:
    """The IANA name of a zone that another program names.

    Raises:
        Refusal: nobody knows it. It is never taken for a time without a zone.
    """
    candidates = [name, _WINDOWS.get(name, ""), "/".join(name.split("/")[-2:]), "/".join(name.split("/")[-3:])]
    for candidate in candidates:
        if candidate and _is_zone(candidate):
            return candidate
    raise Refusal(f"no time zone '{name[:60]}'", "write an IANA name such as Asia/Shanghai")


def in_zone(wall: Wall, of: str, to: str) -> Wall:
    """The same instant as wall time of another zone; a date stays."""
    if of == to or not isinstance(wall, dt.datetime):
        return wall
    return wall.replace(tzinfo=_zone(of)).astimezone(_zone(to)).replace(tzinfo=None)


def length_between(start: Wall, end: Wall, zone_name: str) -> dt.timedelta:
    """How long it really lasts."""
    if not (isinstance(start, dt.datetime) and isinstance(end, dt.datetime)):
        return dt.date(end.year, end.month, end.day) - dt.date(start.year, start.month, start.day)
    local = _zone(zone_name)
    return end.replace(tzinfo=local).astimezone(dt.UTC) - start.replace(tzinfo=local).astimezone(dt.UTC)


def check_time_zone(component: Component) -> Property | None:
    """The property for which a VTIMEZONE cannot be one; None where it can."""
    names = component.all("TZID")
    if len(names) > 1:
        return names[1]
    for part in component.components:
        for found in part.properties:
            if found.name == "RRULE" and "FREQ=YEARLY" not in found.value.upper():
                return found
            if found.name in ("TZOFFSETFROM", "TZOFFSETTO") and not _is_offset(found.value.strip()):
                return found
    return None


def _is_offset(text: str) -> bool:
    found = _OFFSET.fullmatch(text)
    return found is not None and int(found[1]) < 24 and int(found[2]) < 60


def _is_zone(name: str) -> bool:
    try:
        zone(name)
    except InvalidValue:
        return False
    return True


def _zone(name: str) -> ZoneInfo:
    return zone(name)
