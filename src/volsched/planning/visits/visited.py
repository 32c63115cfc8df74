"""That a visit was made: when and by whom, and nothing of what was seen or said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

import attrs
from attrs import frozen

from volsched.errors import InvalidValue
from volsched.model.ids import references

KIND: Final = "visited"
"""The kind of record that a store keeps visits as."""


@frozen(kw_only=True)
class Visited:
    """One visit that was made, by these helpers, on this day."""

    visit: str
    on: dt.date
    helpers: tuple[str, ...] = attrs.field(validator=references("visited"))

    def __attrs_post_init__(self) -> None:
        if not self.helpers:
            raise InvalidValue("visited", self.visit, "helpers", "nobody went", "name who went")

    def to_body(self) -> dict[str, Any]:
        """As a store keeps it."""
        return {"on": self.on.isoformat(), "helpers": list(self.helpers)}

    @classmethod
    def of_body(cls, visit: str, body: Mapping[str, Any]) -> Visited:
        """The visit that a store kept; an InvalidValue if the body is none, or holds more."""
        try:
            if set(body) != {"on", "helpers"}:
                raise InvalidValue("visited", visit, "", "is not a visit, or holds more", "keep day and helpers alone")
            return cls(visit=visit, on=dt.date.fromisoformat(body["on"]), helpers=tuple(body["helpers"]))
        except (TypeError, ValueError) as error:
            if isinstance(error, InvalidValue):
                raise
            raise InvalidValue("visited", visit, "", f"cannot be read: {error}", "restore it from a backup") from None
