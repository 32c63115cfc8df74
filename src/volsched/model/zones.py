"""Time zones by their IANA names, the same on every machine."""

from __future__ import annotations

from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from volsched.errors import InvalidValue, did_you_mean, nearest


def zone(name: str) -> ZoneInfo:
    """The zone of this name.

    Raises:
        InvalidValue: no such zone. The spelling counts, capital letters too, whatever the disk would forgive.
    """
    try:
        return _zone(name)
    except TypeError:
        problem = f"{name!r:.60} is not the name of a time zone"
        raise InvalidValue("time zone", "", "", problem, "write an IANA name such as 'Asia/Shanghai'") from None


@cache
def _zone(name: str) -> ZoneInfo:
    if not isinstance(name, str):
        raise TypeError(name)
    known = _known()
    if name not in known:
        same = [candidate for candidate in known if candidate.casefold() == name.casefold()]
        near = same or nearest(name, known)
        cure = did_you_mean(near) or "write an IANA name such as 'Asia/Shanghai' or 'Asia/Urumqi'"
        raise InvalidValue("time zone", "", "", f"no time zone '{name[:60]}'", cure)
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise InvalidValue("time zone", "", "", f"'{name}' cannot be read", "install the tzdata package") from error


@cache
def _known() -> frozenset[str]:
    # The list of the tzdata package is the same on every machine and takes a tenth of the time that a walk over the
    # system's own folder does, where posix/ and right/ may lie as well.
    try:
        listed = resources.files("tzdata").joinpath("zones").read_text("ascii").split()
    except (ModuleNotFoundError, OSError):
        listed = sorted(available_timezones())
    return frozenset(name for name in listed if not name.startswith(("posix", "right", "Factory")))
