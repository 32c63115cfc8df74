"""China's public holidays as announced; a year that is not announced is told, never guessed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cache

from attrs import frozen

from volsched.calendars.announced import CHINA, CONFIRMED_UNTIL, NAMES, XINJIANG, Line
from volsched.calendars.lunar import lunar_day
from volsched.errors import InvalidValue
from volsched.model import Holiday, Text

REGIONS = ("xinjiang",)
"""Regions whose own days off are known for some years."""

_LAW_OF_2025 = 2025

_DAY = dt.timedelta(days=1)


@frozen(kw_only=True)
class Announcement:
    """One year's days off as a government announced them, with the number or title of its text as `source`.

    A holiday that reaches over New Year is whole here.
    """

    year: int
    region: str | None = None
    source: str
    announced: dt.date | None
    holidays: tuple[Holiday, ...]


def china_holidays(year: int, region: str | None = None) -> tuple[Holiday, ...]:
    """The days off and make-up working days of a civil year in China, in the order of their days.

    With `region="xinjiang"` the days that the region adds stand among them. What a holiday has of the next or the
    last year is cut off, so that years may be put together.

    >>> [str(day) for holiday in china_holidays(2026)[:2] for day in holiday.days()]
    ['2026-01-01', '2026-01-02', '2026-01-03', '2026-01-04']

    Raises:
        InvalidValue: the days of that year have not been announced, or are not known here.
    """
    wanted = [None] if region is None else [None, region]
    found = [announcement(year, each).holidays for each in wanted]
    # New Year's weekend may be announced with the next year.
    following = [entry.holidays for entry in announcements() if entry.year == year + 1 and entry.region in wanted]
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    cut = (_within(holiday, first, last) for holidays in (*found, *following) for holiday in holidays)
    return tuple(sorted((item for item in cut if item is not None), key=lambda item: (item.first, item.last)))


def announcement(year: int, region: str | None = None) -> Announcement:
    """What was announced for this year.

    Raises:
        InvalidValue: nothing yet, or nothing that is known here; the error says what to do instead.
    """
    for entry in announcements():
        if (entry.year, entry.region) == (year, region):
            return entry
    cure = "write them as [[holiday]] in the programme once they are announced"
    if region is not None and region not in REGIONS:
        raise InvalidValue("public holidays", "", "region", f"no region '{region}'", f"write {', '.join(REGIONS)}")
    if region is not None:
        raise InvalidValue("public holidays", f"{region} {year}", "", "are not known", cure)
    if year > CONFIRMED_UNTIL:
        problem = f"are not announced; the last announced year is {CONFIRMED_UNTIL}"
        raise InvalidValue("public holidays", str(year), "", problem, cure)
    raise InvalidValue("public holidays", str(year), "", f"are not kept; the first year is {min(CHINA)}", cure)


@cache
def announcements() -> tuple[Announcement, ...]:
    """Every announcement that is known, with its source: the country's, then its regions', by year."""
    kept = [(None, CHINA), ("xinjiang", XINJIANG)]
    return tuple(
        Announcement(
            year=year,
            region=region,
            source=source,
            announced=dt.date.fromisoformat(day) if day else None,
            holidays=tuple(_holidays(lines)),
        )
        for region, entries in kept
        for year, (source, day, lines) in sorted(entries.items())
    )


def statutory_holidays(year: int) -> tuple[Holiday, ...]:
    """The days off that the law itself names for a year, without the arrangement around them.

    For a year that is not announced: these days will be free, but which further days are and which weekends are
    worked for them is not known. The law is that of 2025 (State Council Order 795).

    Raises:
        InvalidValue: a year before that law, or after 2100.
    """
    if not _LAW_OF_2025 <= year <= 2100:
        problem = f"the law of {_LAW_OF_2025} does not speak of {year}"
        raise InvalidValue("public holidays", "", "year", problem, f"ask about {_LAW_OF_2025} to 2100")
    new_year = _lunar(year, 1, 1)
    dragon_boat, mid_autumn = _lunar(year, 5, 5), _lunar(year, 8, 15)
    spring = qingming(year)
    return tuple(
        Holiday(name=name(zh), first=first, last=last)
        for zh, first, last in sorted(
            (
                ("元旦", dt.date(year, 1, 1), dt.date(year, 1, 1)),
                ("春节", new_year - _DAY, new_year + 2 * _DAY),
                ("清明节", spring, spring),
                ("劳动节", dt.date(year, 5, 1), dt.date(year, 5, 2)),
                ("端午节", dragon_boat, dragon_boat),
                ("中秋节", mid_autumn, mid_autumn),
                ("国庆节", dt.date(year, 10, 1), dt.date(year, 10, 3)),
            ),
            key=lambda row: row[1],
        )
    )


def qingming(year: int) -> dt.date:
    """The day of the solar term Qingming (清明), when the sun stands at 15 degrees.

    The rule of thumb that almanacs use; it gives the right day in every year from 1901 to 2100.

    Raises:
        InvalidValue: a year outside 1901 to 2100.
    """
    if not 1901 <= year <= 2100:
        raise InvalidValue("public holidays", "", "year", f"Qingming of {year} is not known", "ask about 1901 to 2100")
    within, moment = year % 100, 481 if 2000 <= year < 2100 else 559
    return dt.date(year, 4, (within * 2422 // 100 + moment) // 100 - within // 4)


def name(zh: str) -> Text:
    """A holiday's name in every language in which it is known."""
    ug, en = NAMES[zh]
    return Text(zh=zh, ug=ug, en=en)


def _holidays(lines: tuple[Line, ...]) -> Iterator[Holiday]:
    for zh, first, last, worked in lines:
        yield Holiday(name=name(zh), first=dt.date.fromisoformat(first), last=dt.date.fromisoformat(last))
        for day in worked:
            yield Holiday(name=name(zh), first=dt.date.fromisoformat(day), working=True)


def _within(holiday: Holiday, first: dt.date, last: dt.date) -> Holiday | None:
    start, end = max(holiday.first, first), min(holiday.last, last)
    if start > end:
        return None
    return Holiday(name=holiday.name, first=start, last=end, working=holiday.working)


def _lunar(year: int, month: int, day: int) -> dt.date:
    found = lunar_day(year, month, day)
    if found is None:
        raise InvalidValue("lunar date", f"{year}-{month:02}-{day:02}", "", "does not exist", "choose another day")
    return found
