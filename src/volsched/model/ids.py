"""Ids: the short stable names by which everything is referred to, in files, calendars and messages.

An id becomes part of file names and of calendar UIDs, so it is held to what every file system keeps apart:
ASCII letters, digits, dot, hyphen and underscore, first and last a letter or digit, at most 64 characters.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import attrs

from volsched.errors import InvalidValue

ID_PATTERN = r"[A-Za-z0-9]([A-Za-z0-9._-]{0,62}[A-Za-z0-9])?"
_ID = re.compile(ID_PATTERN)
_CURE = (
    "write 1 to 64 of a-z, 0-9, '.', '-', '_', beginning and ending with a letter or digit, such as 'suifeng-patrol'"
)


def is_id(value: object) -> bool:
    """Whether this may stand as an id."""
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def check_id(what: str, field: str, value: object) -> None:
    """Refuse what cannot be an id, naming the kind of object and the field.

    Raises:
        InvalidValue: the value is not a string of the form that the module describes.
    """
    if not is_id(value):
        raise InvalidValue(what, _shown(value), field, f"{_shown(value)!r} cannot be an id", _CURE)


def own_id(what: str) -> Any:
    """An attrs field for the id of the object itself."""

    def validate(_instance: object, attribute: Any, value: object) -> None:
        check_id(what, attribute.name, value)

    return attrs.field(validator=validate)


def reference(what: str) -> Callable[[Any, Any, Any], None]:
    """An attrs validator for a field that names another object, or None."""

    def validate(instance: Any, attribute: Any, value: Any) -> None:
        if value is not None and not is_id(value):
            owner = str(getattr(instance, "id", ""))
            raise InvalidValue(what, owner, attribute.name, f"{_shown(value)!r} cannot be an id", _CURE)

    return validate


def references(what: str) -> Callable[[Any, Any, tuple[str, ...]], None]:
    """An attrs validator for a tuple of ids without repeats."""

    def validate(instance: Any, attribute: Any, values: tuple[str, ...]) -> None:
        owner = str(getattr(instance, "id", ""))
        for value in values:
            if not is_id(value):
                raise InvalidValue(what, owner, attribute.name, f"{_shown(value)!r} cannot be an id", _CURE)
        if len(set(values)) != len(values):
            twice = next(value for value in values if values.count(value) > 1)
            raise InvalidValue(what, owner, attribute.name, f"'{twice}' stands twice", "keep one of them")

    return validate


def _shown(value: object) -> str:
    text = str(value)
    return text if len(text) <= 80 else text[:77] + "..."
