"""Which days a page shows, and what is written beside each: the lunar day, festivals, days off."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from attrs import frozen

from volsched.calendars import FIRST_LUNAR_DAY, LAST_LUNAR_DAY, festivals, to_lunar
from volsched.model import Language, Programme, Window
from volsched.model.text import one_line
from volsched.model.wording import day_in_words
from volsched_site.words import (
    WORDS,
    days_range,
    lunar_words,
    month_name,
    month_title,
    short_day,
    week_title,
    whole_day,
)

_DAY = dt.timedelta(days=1)
_FESTIVAL_YEARS = range(1901, 2101)


@frozen(kw_only=True)
class Day:
    """One civil day as it is written: `words` with its year, `whole` with its weekday, `short` without either.

    `mark` is "off", "work" or empty; `names` are those of festivals and holidays.
    """

    date: dt.date
    words: str
    whole: str
    short: str
    lunar: str = ""
    names: tuple[str, ...] = ()
    mark: str = ""
    planned: bool = True

    @property
    def iso(self) -> str:
        """The day as machines read it."""
        return self.date.isoformat()

    @property
    def column(self) -> int:
        """Its column in a week that begins on Monday, 1 to 7."""
        return self.date.isoweekday()


@frozen(kw_only=True)
class Period:
    """A month or week of a window: its name in files, in words and in short, and the days in it."""

    name: str
    title: str
    short: str = ""
    days: tuple[dt.date, ...]


class Days:
    """The days of one window in one language."""

    def __init__(self, programme: Programme, window: Window, language: Language, *, lunar: bool) -> None:
        self._programme = programme
        self._window = window
        self._language = language
        self._lunar = lunar
        self._known: dict[dt.date, Day] = {}
        self._names: defaultdict[dt.date, list[str]] = defaultdict(list)
        self._marks: dict[dt.date, str] = {}
        self._name_festivals()
        self._name_holidays()

    def day(self, date: dt.date) -> Day:
        """What is written beside a day."""
        known = self._known.get(date)
        if known is None:
            known = self._known[date] = Day(
                date=date,
                words=day_in_words(date, self._language),
                whole=whole_day(date, self._language),
                short=short_day(date, self._language),
                lunar=self._lunar_words(date),
                names=tuple(dict.fromkeys(self._names.get(date, ()))),
                mark=self._marks.get(date, ""),
                planned=self._window.first <= date < self._window.end,
            )
        return known

    @cached_property
    def months(self) -> tuple[Period, ...]:
        """The months of the window, whole: days outside the window are in them too."""
        found = []
        last = self._window.end - _DAY
        for part in self._window.months():
            first = part.first.replace(day=1)
            days = tuple(date for date in _days_from(first, 31) if date.month == first.month)
            title = month_title(first.year, first.month, self._language)
            short = month_name(first.month, self._language) if self._window.first.year == last.year else title
            found.append(Period(name=f"{first:%Y-%m}", title=title, short=short, days=days))
        return tuple(found)

    @cached_property
    def weeks(self) -> tuple[Period, ...]:
        """The weeks that the window touches, from Monday to Sunday."""
        monday = self._window.first - dt.timedelta(days=self._window.first.weekday())
        found = []
        while monday < self._window.end:
            year, week, _ = monday.isocalendar()
            title = week_title(year, week, self._language)
            days = tuple(_days_from(monday, 7))
            short = days_range(days[0], days[-1], self._language)
            found.append(Period(name=f"{year:04}-w{week:02}", title=title, short=short, days=days))
            monday += 7 * _DAY
        return tuple(found)

    def _lunar_words(self, date: dt.date) -> str:
        if not self._lunar or not FIRST_LUNAR_DAY <= date <= LAST_LUNAR_DAY:
            return ""
        found = to_lunar(date)
        return lunar_words(found.month, found.day, self._language, leap=found.leap)

    def _name_festivals(self) -> None:
        years = range(self._window.first.year - 1, self._window.end.year + 2) if self._lunar else ()
        for year in years:
            if year in _FESTIVAL_YEARS:
                for festival in festivals(year, self._programme.holidays):
                    name = one_line(festival.name.in_language(self._language))
                    doubt = f" ({WORDS[self._language]['to_confirm']})" if festival.tentative else ""
                    self._names[festival.day].append(f"{name}{doubt}")

    def _name_holidays(self) -> None:
        for holiday in self._programme.holidays:
            for date in holiday.days():
                self._marks[date] = "work" if holiday.working else "off"
                name = one_line(holiday.name.in_language(self._language))
                if not holiday.working and name not in self._names[date]:
                    self._names[date].append(name)


def _days_from(first: dt.date, number: int) -> Iterator[dt.date]:
    return (first + count * _DAY for count in range(number))
