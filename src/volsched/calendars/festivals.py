"""The festivals of a year: lunar, solar and Islamic ones, each with its day and whether that day is certain."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from attrs import frozen

from volsched.calendars.announced import FESTIVAL_DAYS
from volsched.calendars.china import name, qingming
from volsched.calendars.islamic import IslamicDate, from_islamic, to_islamic
from volsched.calendars.lunar import is_doubtful, lunar_months
from volsched.errors import InvalidValue
from volsched.model import Holiday, Text

NEAR = dt.timedelta(days=4)
"""How far from the computed day an announced one can be and still be the same festival."""

_LUNAR = (
    ("spring", "春节", 1, 1),
    ("lantern", "元宵节", 1, 15),
    ("dragon-boat", "端午节", 5, 5),
    ("double-seventh", "七夕节", 7, 7),
    ("mid-autumn", "中秋节", 8, 15),
    ("double-ninth", "重阳节", 9, 9),
    ("laba", "腊八节", 12, 8),
)

# Festival, name, further names by which a programme file may call it, month and day of the Islamic calendar.
_ISLAMIC = (
    ("roza", "肉孜节", ("开斋节", "روزا ھېيت", "روزا", "Roza", "Eid al-Fitr"), 10, 1),
    ("qurban", "古尔邦节", ("宰牲节", "قۇربان ھېيت", "قۇربان", "Qurban", "Corban", "Eid al-Adha"), 12, 10),
)


@frozen(kw_only=True)
class Festival:
    """A festival and its day in one year; `tentative` when the day may yet be announced as another."""

    id: str
    name: Text
    day: dt.date
    tentative: bool = False


def festivals(year: int, known: Iterable[Holiday] = ()) -> tuple[Festival, ...]:
    """The festivals of a civil year in the order of their days.

    `known` are holidays as somebody wrote them down: one that bears the name of an Islamic festival and lies near the
    computed day says when that festival is, and it is no longer tentative.

    Raises:
        InvalidValue: a year outside 1901 to 2100.
    """
    if not 1901 <= year <= 2100:
        raise InvalidValue("festivals", "", "year", f"those of {year} are not known", "ask about 1901 to 2100")
    found = [*_lunar_festivals(year), *islamic_festivals(year, known)]
    found += [
        Festival(id="nowruz", name=name("诺鲁孜节"), day=dt.date(year, 3, 21)),
        Festival(id="qingming", name=name("清明节"), day=qingming(year)),
    ]
    return tuple(sorted(found, key=lambda festival: (festival.day, festival.id)))


def islamic_festivals(year: int, known: Iterable[Holiday] = ()) -> tuple[Festival, ...]:
    """Roza and Qurban in a civil year, which may hold one of them twice.

    The official day where it is known, else the day that `known` holidays give it, else a computed and tentative one.

    >>> [(festival.id, str(festival.day), festival.tentative) for festival in islamic_festivals(2025)]
    [('roza', '2025-03-31', False), ('qurban', '2025-06-06', False)]
    >>> [(festival.id, str(festival.day), festival.tentative) for festival in islamic_festivals(2027)]
    [('roza', '2027-03-10', True), ('qurban', '2027-05-17', True)]

    Raises:
        InvalidValue: a year outside 1900 to 2200.
    """
    if not 1900 <= year <= 2200:
        raise InvalidValue("festivals", "", "year", f"those of {year} are not known", "ask about 1900 to 2200")
    written = [holiday for holiday in known if not holiday.working]
    found = []
    for id_, zh, others, month, day in _ISLAMIC:
        names = {each.casefold() for each in (zh, *others)}
        holidays = [holiday for holiday in written if names & _names(holiday)]
        # A festival computed for the first days of the next year may be announced for the last of this one.
        first, last = dt.date(year, 1, 1) - NEAR, dt.date(year, 12, 31) + NEAR
        for islamic_year in range(to_islamic(first).year, to_islamic(last).year + 1):
            computed = from_islamic(IslamicDate(islamic_year, month, day))
            told = _told(id_, computed, holidays)
            festival = Festival(id=id_, name=name(zh), day=told or computed, tentative=told is None)
            if festival.day.year == year:
                found.append(festival)
    return tuple(sorted(found, key=lambda festival: festival.day))


def _told(festival: str, computed: dt.date, holidays: Iterable[Holiday]) -> dt.date | None:
    """The day that somebody gave the festival. Of a holiday of several days, the one nearest to the computed day."""
    days = [min(max(computed, holiday.first), holiday.last) for holiday in holidays]
    days += [dt.date.fromisoformat(day) for day in FESTIVAL_DAYS[festival]]
    near = [day for day in days if abs(day - computed) <= NEAR]
    return near[0] if near else None


def _names(holiday: Holiday) -> set[str]:
    return {text.strip().casefold() for text in (holiday.name.zh, holiday.name.ug, holiday.name.en)}


def _lunar_festivals(year: int) -> Iterator[Festival]:
    # The last month of the lunar year before lies in this civil year, or some days of it do.
    for lunar_year in (year - 1, year):
        months = lunar_months(lunar_year)
        eve = months[-1].first + dt.timedelta(months[-1].days - 1)
        days = [("new-years-eve", "除夕", eve)]
        firsts = {month.month: month.first for month in months if not month.leap}
        days += [(id_, zh, firsts[month] + dt.timedelta(day - 1)) for id_, zh, month, day in _LUNAR]
        for id_, zh, day in days:
            if day.year == year:
                yield Festival(id=id_, name=name(zh), day=day, tentative=is_doubtful(day))
