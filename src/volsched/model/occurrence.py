"""Occurrences: what a schedule comes to within a window."""

from __future__ import annotations

import datetime as dt

from attrs import frozen

from volsched.model.schedule import Wall
from volsched.model.span import Span
from volsched.model.zones import zone


@frozen(kw_only=True)
class Occurrence:
    """One time that an activity happens, named by the activity and the start it was first meant to have.

    The original start is wall time, as RECURRENCE-ID in RFC 5545 3.8.4.4; it stays when the occurrence is moved.
    """

    activity: str
    original: Wall
    span: Span
    zone: str
    all_day: bool = False
    cancelled: bool = False
    moved: bool = False
    venue: str | None = None
    """The venue of this occurrence, where an override names one."""

    @property
    def key(self) -> str:
        """Its name, the same however it is moved: "choir/20270507T1000"."""
        return f"{self.activity}/{wall_key(self.original)}"

    @property
    def start(self) -> dt.datetime:
        """When it begins, in its own zone."""
        return self.span.start.astimezone(zone(self.zone))

    @property
    def end(self) -> dt.datetime:
        """When it ends, in its own zone."""
        return self.span.end.astimezone(zone(self.zone))

    @property
    def day(self) -> dt.date:
        """The civil day on which it begins, in its own zone."""
        return self.start.date()


def wall_key(wall: Wall) -> str:
    """Wall time as a part of names, to the minute, or to the second where there are any: "20270507T1000"."""
    if not isinstance(wall, dt.datetime):
        return f"{wall:%Y%m%d}"
    return f"{wall:%Y%m%dT%H%M%S}" if wall.second else f"{wall:%Y%m%dT%H%M}"
