"""Names of files that every file system keeps apart and nobody can turn against us."""

from __future__ import annotations

import re

from volsched.errors import InvalidValue

_PART = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*")
# Windows keeps these for devices, with any ending.
_DEVICES = frozenset(
    ("con", "prn", "aux", "nul", *(f"com{digit}" for digit in range(10)), *(f"lpt{digit}" for digit in range(10)))
)
_LONGEST_PART = 100
_CURE = "use letters a-z, digits, '.', '-' and '_', with '/' between folders, such as 'public/calendar.ics'"


def stem(name: str) -> str:
    """An id as the beginning of a file name: the id itself, but for the names that Windows keeps for devices.

    >>> stem("choir"), stem("con")
    ('choir', '_con')
    """
    return f"_{name}" if _is_device(name) else name


def check_path(path: object) -> str:
    """A path for an output file, as it is: relative, with '/', inside the folder, and odd in no part.

    Raises:
        InvalidValue: it could leave the folder, or a part of it means something else on some system.
    """
    if not isinstance(path, str):
        raise InvalidValue("output file", "", "path", f"{path!r} is not a path", _CURE)
    for part in path.split("/"):
        if not _PART.fullmatch(part) or part.endswith(".") or len(part) > _LONGEST_PART or _is_device(part):
            raise InvalidValue("output file", path[:200], "path", f"{part[:100]!r} cannot be a name in it", _CURE)
    return path


def _is_device(name: str) -> bool:
    return name.partition(".")[0].casefold() in _DEVICES
