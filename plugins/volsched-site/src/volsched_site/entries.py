"""Events as pages write them: times by each clock, the days they are shown on, the language each text is in."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen
from markupsafe import Markup, escape

from volsched.model import Language, Programme
from volsched.model.wording import clock_name
from volsched.model.zones import zone
from volsched.publishing import EventView
from volsched_site.words import TAGS, WORDS, days_range

NO_MARKUP = Markup("")
_DAY = dt.timedelta(days=1)
_INSTANT = dt.timedelta(microseconds=1)
_MIDNIGHT = dt.time()
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")
_HAN = re.compile("[\u3400-\u9fff]")


@frozen(kw_only=True)
class Clock:
    """From when to when by one clock, for people and for machines."""

    name: str
    start: str
    end: str
    start_iso: str
    end_iso: str


@frozen(kw_only=True, eq=False)
class Entry:
    """One event on a page. `first` and `last` are the days it is shown on; `range` are its days in words, if several.

    `venue` is the id of its venue where the reader may know it.
    """

    view: EventView
    first: dt.date
    last: dt.date
    clocks: tuple[Clock, ...] = ()
    range: str = ""
    venue: str | None = None

    def days(self) -> Iterator[dt.date]:
        """Each day it is shown on."""
        return (self.first + count * _DAY for count in range((self.last - self.first).days + 1))


Grouped = Mapping[dt.date, tuple[Entry, ...]]


def by_day(entries: Iterable[Entry]) -> Grouped:
    """Entries under every day that they are shown on, in their order."""
    found: defaultdict[dt.date, list[Entry]] = defaultdict(list)
    for entry in entries:
        for date in entry.days():
            found[date].append(entry)
    return {date: tuple(entries) for date, entries in sorted(found.items())}


def by_first_day(entries: Iterable[Entry], among: Iterable[dt.date]) -> Grouped:
    """Entries once each, under the first of these days that they are shown on."""
    days = sorted(among)
    found: defaultdict[dt.date, list[Entry]] = defaultdict(list)
    for entry in entries:
        shown = entry.first if not days or entry.first >= days[0] else days[0]
        if entry.last >= shown and (not days or shown <= days[-1]):
            found[shown].append(entry)
    return {date: tuple(entries) for date, entries in sorted(found.items())}


class EntryMaker:
    """Makes entries in one language."""

    def __init__(self, programme: Programme, language: Language) -> None:
        self._programme = programme
        self._language = language

    def make(self, view: EventView, venue: str | None = None) -> Entry:
        """The entry of one event."""
        local = zone(view.zone)
        first = view.span.start.astimezone(local).date()
        end = (view.span.end - _INSTANT).astimezone(local).date()
        # A night that ends after midnight belongs to the day on which it begins; an exhibition is open on each day.
        last = end if view.all_day or view.span.length > _DAY else first
        return Entry(
            view=view,
            first=first,
            last=last,
            clocks=() if view.all_day else tuple(self._clock(view, name, first) for name in self._zones(view)),
            range=days_range(first, last, self._language) if last > first else "",
            venue=venue,
        )

    def _zones(self, view: EventView) -> tuple[str, ...]:
        """The event's own clock, and the others that the programme lives by."""
        names: dict[str, str] = {}
        for name in (view.zone, self._programme.zone, self._programme.second_zone):
            if name is not None:
                names.setdefault(clock_name(name, self._language), name)
        return tuple(names.values())

    def _clock(self, view: EventView, zone_name: str, day: dt.date) -> Clock:
        local = zone(zone_name)
        start, end = view.span.start.astimezone(local), view.span.end.astimezone(local)
        last_day, last_time = end.date(), f"{end:%H:%M}"
        if end.time() == _MIDNIGHT and last_day > start.date():  # it ends at 24:00 of the day that it fills
            last_day, last_time = last_day - _DAY, "24:00"
        return Clock(
            name=clock_name(zone_name, self._language),
            start=self._on_day(f"{start:%H:%M}", start.date(), day),
            end=self._on_day(last_time, last_day, day),
            start_iso=start.isoformat(timespec="minutes"),
            end_iso=end.isoformat(timespec="minutes"),
        )

    def _on_day(self, time: str, day: dt.date, shown_under: dt.date) -> str:
        words = WORDS[self._language]
        days = (day - shown_under).days
        if days == 0:
            return time
        if abs(days) == 1:
            return f"{words['day_after' if days > 0 else 'day_before']}{time}"
        return f"{day.isoformat()} {time}"


def language_of(text: str, language: Language) -> Language | None:
    """The language of a text where its script says that it is not that of the page."""
    found: Language | None = "ug" if _ARABIC.search(text) else "zh" if _HAN.search(text) else None
    return None if found == language else found


def written(text: str, language: Language) -> Markup:
    """A text of the programme for a page in this language: escaped, its direction kept to itself, its language said."""
    other = language_of(text, language)
    tag = f'<bdi lang="{TAGS[other]}">' if other else "<bdi>"
    return Markup(f"{tag}{escape(text)}</bdi>")  # noqa: S704 - the text is escaped
