"""Pages about one community, venue, team or person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from attrs import frozen
from markupsafe import Markup

from volsched.publishing import Feed, OutputFile, stem
from volsched_site.calendar_pages import MOST_IN_CELL, Shown, neighbours
from volsched_site.days import Period
from volsched_site.entries import Entry, by_day, by_first_day
from volsched_site.shelf import Link, Shelf
from volsched_site.words import count

MOST_LISTED = 400
"""A page lists so many events of its subject at most; of more it shows the months alone."""


@frozen(kw_only=True)
class Listed:
    """A month with the days that are listed under it."""

    title: str
    shown: tuple[Shown, ...]


class SubjectPages:
    """The pages of one subject: one that lists its events, and months for a community or where there are many."""

    def __init__(
        self,
        shelf: Shelf,
        feed: Feed,
        name: str,
        *,
        folder: str | None = None,
        linked: bool = False,
        always_listed: bool = False,
    ) -> None:
        self.name = name
        self.feed = feed
        self._shelf = shelf
        self._edition = shelf.edition
        self.entries: tuple[Entry, ...] = self._edition.entries(feed)
        self._folder = f"{feed.kind}/{stem(feed.subject or '')}/" if folder is None else folder
        self._linked = linked
        self._by_day = by_day(self.entries)
        self._is_listed = always_listed or len(self.entries) <= MOST_LISTED
        self._months = tuple(
            month for month in self._edition.days.months if any(date in self._by_day for date in month.days)
        )

    @property
    def index(self) -> str:
        """The name of its first page."""
        return f"{self._folder}index.html"

    def link(self, here: str) -> Link:
        """A link to its first page."""
        number = count(len(self.entries), self._edition.language)
        return Link(href=self._shelf.href(here, self.index), text=self.name, count=number)

    def pages(self, nav: Sequence[Link] = ()) -> Iterator[OutputFile]:
        """The first page and its months; `nav` are the links at the top, as seen from a folder of a subject."""
        has_months = self.feed.kind == "community" or not self._is_listed
        yield self.listing(self.index, nav, months=self._jump(self.index) if has_months else ())
        for place in range(len(self._months) if has_months else 0):
            yield self._month(place, nav)

    def listing(self, name: str, nav: Sequence[Link] = (), months: Sequence[Link] = ()) -> OutputFile:
        """The page that lists its events."""
        return self._shelf.page(
            name,
            "subject.html",
            title=self.name,
            heading=self.name,
            kind=self._edition.words[self.feed.kind],
            nav=nav,
            feed=self._shelf.subscription(name, self.feed),
            months=months,
            listed=tuple(self._listed(name, month) for month in self._months) if self._is_listed else (),
            any=bool(self.entries),
        )

    def _listed(self, here: str, month: Period) -> Listed:
        found = {entry: None for date in month.days for entry in self._by_day.get(date, ())}
        shown = tuple(
            self._shown(date, self._draw("line", here, date, entries))
            for date, entries in by_first_day(found, month.days).items()
        )
        return Listed(title=month.title, shown=shown)

    def _jump(self, here: str) -> tuple[Link, ...]:
        found = []
        for month in self._months:
            name = f"{self._folder}{month.name}.html"
            number = len({entry for date in month.days for entry in self._by_day.get(date, ())})
            found.append(
                Link(
                    href=self._shelf.href(here, name),
                    text=month.short,
                    here="page" if name == here else "",
                    count=count(number, self._edition.language) if here == self.index else "",
                )
            )
        return tuple(found)

    def _month(self, place: int, nav: Sequence[Link]) -> OutputFile:
        month = self._months[place]
        name = f"{self._folder}{month.name}.html"
        hrefs = [self._shelf.href(name, f"{self._folder}{month.name}.html") for month in self._months]
        title = f"{self.name} · {month.title}"
        return self._shelf.page(
            name,
            "month.html",
            title=title,
            heading=title,
            nav=nav,
            months=(self.link(name), *self._jump(name)),
            weeks=(),
            shown=tuple(self._cell(name, date) for date in month.days),
            any=True,
            **neighbours(self._months, place, hrefs),
        )

    def _cell(self, here: str, date: dt.date) -> Shown:
        entries = self._by_day.get(date, ())
        cut = self._is_listed and len(entries) > MOST_IN_CELL + 1
        shown = entries[:MOST_IN_CELL] if cut else entries
        left = len(entries) - len(shown)
        day = self._edition.days.day(date)
        return Shown(
            day=day,
            head=self._edition.renderer.head("head", day),
            events=self._draw("cell", here, date, shown),
            href=self._shelf.href(here, f"{self.index}#d-{date.isoformat()}") if left else "",
            more=f"+{count(left, self._edition.language)}" if left else "",
        )

    def _shown(self, date: dt.date, events: tuple[Markup, ...]) -> Shown:
        day = self._edition.days.day(date)
        return Shown(day=day, head=self._edition.renderer.head("long_head", day), events=events)

    def _draw(self, look: str, here: str, date: dt.date, entries: Sequence[Entry]) -> tuple[Markup, ...]:
        root = self._shelf.root(here) if self._linked else ""
        event = self._edition.renderer.event
        return tuple(event(look, entry, root, goes_on=entry.first < date) for entry in entries)


def name_of(shelf: Shelf, feed: Feed) -> str:
    """The name of what a feed is about, but for people."""
    programme, subject = shelf.edition.programme, feed.subject or ""
    if feed.kind == "community":
        return shelf.edition.name(programme.area(subject).name)
    if feed.kind == "team":
        return shelf.edition.name(programme.team(subject).name)
    return shelf.edition.name(programme.venue(subject).name)
