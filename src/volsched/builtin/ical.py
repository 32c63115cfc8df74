"""Calendars to subscribe to, as iCalendar files."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from volsched.hooks import Exporter, hookimpl
from volsched.publishing import write_feeds

NAME = "ical"


@frozen(eq=False)
class Calendars:
    """Writes every feed of a plan: the public one, and those of communities, teams, venues and people."""

    @hookimpl
    def volsched_exporters(self) -> Iterable[Exporter]:
        """The one exporter."""
        return (Exporter(name=NAME, title="Calendars (iCalendar)", export=write_feeds),)
