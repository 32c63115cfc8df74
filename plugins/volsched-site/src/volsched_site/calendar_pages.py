"""The public pages of the whole programme: its home page, months, weeks and lists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import cached_property

from attrs import frozen
from markupsafe import Markup

from volsched.publishing import Feed, OutputFile
from volsched_site.days import Day, Period
from volsched_site.entries import NO_MARKUP, Entry, Grouped, by_day, by_first_day
from volsched_site.shelf import HOME, Link, Shelf
from volsched_site.structured import json_ld
from volsched_site.words import count

MOST_IN_CELL = 6
"""So many events stand in a day of a month; where there are more, a link leads to all of them."""


@frozen(kw_only=True)
class Shown:
    """A day with its events as they are shown."""

    day: Day
    head: Markup = NO_MARKUP
    events: tuple[Markup, ...] = ()
    href: str = ""
    more: str = ""
    count: str = ""


@frozen(kw_only=True)
class Mini:
    """A month in small."""

    title: str
    href: str
    count: str
    days: tuple[Shown, ...]


def neighbours(periods: Sequence[Period], place: int, hrefs: Sequence[str]) -> dict[str, Link | None]:
    """The links to the periods before and after one."""
    before = Link(href=hrefs[place - 1], text=periods[place - 1].title) if place else None
    last = place + 1 == len(periods)
    after = None if last else Link(href=hrefs[place + 1], text=periods[place + 1].title)
    return {"before": before, "after": after}


class CalendarPages:
    """The pages of a shelf that show everything there is."""

    def __init__(self, shelf: Shelf, feed: Feed, sections: Sequence[str] = ()) -> None:
        """Take a shelf, the feed of everything, and the ids of the sections of the home page to link to."""
        self._shelf = shelf
        self._feed = feed
        self._sections = tuple(sections)
        self._edition = shelf.edition
        self._entries = shelf.edition.entries(feed)
        self._months = shelf.edition.days.months
        self._weeks = shelf.edition.days.weeks

    @cached_property
    def _by_day(self) -> Grouped:
        return by_day(self._entries)

    def pages(self) -> Iterator[OutputFile]:
        """Months, lists and weeks."""
        for place in range(len(self._months)):
            yield self._month(place)
            yield self._list(place)
        for place in range(len(self._weeks)):
            yield self._week(place)

    def home(self, shelves: Sequence[object]) -> OutputFile:
        """The home page, with what else there is on shelves."""
        return self._shelf.page(
            HOME,
            "home.html",
            title=self._edition.site,
            nav=self.nav(HOME, self._months[0]),
            minis=tuple(self._mini(month) for month in self._months),
            shelves=shelves,
            feed=self._shelf.subscription(HOME, self._feed),
        )

    def nav(self, here: str, month: Period, look: str = "", week: Period | None = None) -> tuple[Link, ...]:
        """The links at the top of a page, to other views of the same time."""
        words = self._edition.words
        planned = next(date for date in month.days if self._edition.days.day(date).planned)
        there = week or next(item for item in self._weeks if planned in item.days)
        places = (
            ("home", HOME, ""),
            ("month", f"month/{month.name}.html", "month"),
            ("week", f"week/{there.name}.html", "week"),
            ("list", f"list/{month.name}.html", "list"),
            *((section, f"{HOME}#{section}", "") for section in self._sections),
        )
        return tuple(
            Link(
                href=self._shelf.href(here, name),
                text=words[key],
                here="page" if name == here else "true" if look and look == key else "",
            )
            for key, name, _ in places
        )

    def _hrefs(self, here: str, look: str, periods: Sequence[Period]) -> tuple[str, ...]:
        return tuple(self._shelf.href(here, f"{look}/{period.name}.html") for period in periods)

    def _jump(self, here: str, look: str, periods: Sequence[Period]) -> tuple[Link, ...]:
        hrefs = self._hrefs(here, look, periods)
        return tuple(
            Link(
                href=href,
                text=period.short,
                here="page" if here == f"{look}/{period.name}.html" else "",
            )
            for period, href in zip(periods, hrefs, strict=True)
        )

    def _month(self, place: int) -> OutputFile:
        month = self._months[place]
        name = f"month/{month.name}.html"
        weeks = [week for week in self._weeks if set(week.days) & set(month.days)]
        return self._shelf.page(
            name,
            "month.html",
            title=f"{month.title} · {self._edition.words['month']}",
            heading=month.title,
            nav=self.nav(name, month, "month"),
            months=self._jump(name, "month", self._months),
            weeks=self._jump(name, "week", weeks),
            shown=tuple(self._cell(name, date, month) for date in month.days),
            any=any(date in self._by_day for date in month.days),
            **neighbours(self._months, place, self._hrefs(name, "month", self._months)),
        )

    def _cell(self, here: str, date: dt.date, month: Period) -> Shown:
        entries = self._by_day.get(date, ())
        shown = entries if len(entries) <= MOST_IN_CELL + 1 else entries[:MOST_IN_CELL]
        left = len(entries) - len(shown)
        day = self._edition.days.day(date)
        href = self._day_href(here, date, month) if entries else ""
        return Shown(
            day=day,
            head=self._edition.renderer.head("head", day, href),
            events=self._draw("cell", here, date, shown),
            href=href,
            more=f"+{count(left, self._edition.language)}" if left else "",
        )

    def _day_href(self, here: str, date: dt.date, month: Period) -> str:
        place = f"#d-{date.isoformat()}" if date in self._listed(month) else ""
        return self._shelf.href(here, f"list/{month.name}.html{place}")

    def _listed(self, month: Period) -> Grouped:
        return by_first_day(self._of(month), month.days)

    def _of(self, month: Period) -> tuple[Entry, ...]:
        found = {entry: None for date in month.days for entry in self._by_day.get(date, ())}
        return tuple(found)

    def _week(self, place: int) -> OutputFile:
        week = self._weeks[place]
        name = f"week/{week.name}.html"
        planned = next(date for date in week.days if self._edition.days.day(date).planned)
        month = next(month for month in self._months if planned in month.days)
        return self._shelf.page(
            name,
            "week.html",
            title=f"{week.title} · {self._edition.words['week']}",
            heading=week.title,
            range=week.short,
            nav=self.nav(name, month, "week", week),
            shown=tuple(
                self._shown("head", date, self._draw("card", name, date, self._by_day.get(date, ())))
                for date in week.days
            ),
            **neighbours(self._weeks, place, self._hrefs(name, "week", self._weeks)),
        )

    def _list(self, place: int) -> OutputFile:
        month = self._months[place]
        name = f"list/{month.name}.html"
        listed = self._listed(month)
        begun = [entry for entry in self._of(month) if entry.first in month.days]
        return self._shelf.page(
            name,
            "list.html",
            title=f"{month.title} · {self._edition.words['list']}",
            heading=month.title,
            nav=self.nav(name, month, "list"),
            months=self._jump(name, "list", self._months),
            shown=tuple(
                self._shown("long_head", date, self._draw("row", name, date, entries))
                for date, entries in listed.items()
            ),
            json_ld=json_ld(begun, self._edition.site, self._shelf.absolute(name), self._edition.language),
            **neighbours(self._months, place, self._hrefs(name, "list", self._months)),
        )

    def _mini(self, month: Period) -> Mini:
        language = self._edition.language
        listed = self._listed(month)
        days = tuple(
            Shown(
                day=self._edition.days.day(date),
                href=self._shelf.href(HOME, f"list/{month.name}.html#d-{date.isoformat()}") if date in listed else "",
                count=count(len(self._by_day.get(date, ())), language),
            )
            for date in month.days
        )
        href = self._shelf.href(HOME, f"month/{month.name}.html")
        return Mini(title=month.title, href=href, count=count(len(self._of(month)), language), days=days)

    def _shown(self, look: str, date: dt.date, events: tuple[Markup, ...]) -> Shown:
        day = self._edition.days.day(date)
        return Shown(day=day, head=self._edition.renderer.head(look, day), events=events)

    def _draw(self, look: str, here: str, date: dt.date, entries: Sequence[Entry]) -> tuple[Markup, ...]:
        root = self._shelf.root(here)
        event = self._edition.renderer.event
        return tuple(event(look, entry, root, goes_on=entry.first < date) for entry in entries)
