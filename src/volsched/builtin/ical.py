"""Calendars to subscribe to, as iCalendar files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import frozen

from volsched.errors import InvalidValue
from volsched.hooks import Exporter, hookimpl
from volsched.planning import Plan
from volsched.publishing import FEED_KINDS, FeedKind, FeedOptions, OutputFile, write_feeds

NAME = "ical"


@frozen(kw_only=True, eq=False)
class Calendars:
    """Writes every feed of a plan: the public one, and those of areas, teams, venues, activities and people.

    `url` is where the published folder is served, for the addresses of calendars; `organiser` the mail address that
    answers for invitations; `keep_cancelled` the kinds of feed in which what was cancelled stays for thirty days;
    `series` false writes one event for each occurrence also where every calendar could read a rule.
    """

    url: str = ""
    organiser: str = ""
    keep_cancelled: tuple[str, ...] = FEED_KINDS
    series: bool = True

    def __attrs_post_init__(self) -> None:
        try:
            self.options()
        except InvalidValue as error:
            raise InvalidValue("plugin", NAME, error.field, error.problem, error.cure) from None

    def options(self) -> FeedOptions:
        """The same as the feeds take it."""
        kinds: tuple[FeedKind, ...] = self.keep_cancelled  # type: ignore[assignment]  # FeedOptions looks at each
        return FeedOptions(url=self.url, organiser=self.organiser, keep_cancelled=kinds)

    @hookimpl
    def volsched_exporters(self) -> Iterable[Exporter]:
        """The one exporter."""
        return (Exporter(name=NAME, title="Calendars (iCalendar)", export=self._export),)

    def _export(self, plan: Plan) -> Iterator[OutputFile]:
        return write_feeds(plan, self.options())
