"""The days of 2027: its holidays, and times that come once, weekly or monthly, with the spans they take."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from generator.writing import Table, text

YEAR = 2027
FIRST = dt.date(YEAR, 1, 1)
LAST = dt.date(YEAR, 12, 31)
DAYS = tuple(FIRST + dt.timedelta(days=index) for index in range((LAST - FIRST).days + 1))
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

HOLIDAYS: tuple[Table, ...] = (
    {"name": text("元旦", "يېڭى يىل", "New Year"), "first": "2027-01-01", "last": "2027-01-03"},
    {"name": text("春节", "باھار بايرىمى", "Spring Festival"), "first": "2027-02-05", "last": "2027-02-11"},
    {
        "name": text("春节调休上班", "باھار بايرىمى تولۇقلىما خىزمەت كۈنى", "Make-up day for Spring Festival"),
        "first": "2027-01-31",
        "working": True,
    },
    {
        "_": "初定日期，以当年公布为准，可能前后相差一天 / tentative, by arithmetic; the announced day may be one off",
        "name": text("肉孜节", "روزى ھېيت", "Roza"),
        "first": "2027-03-10",
    },
    {"name": text("诺鲁孜节", "نورۇز بايرىمى", "Nowruz"), "first": "2027-03-21"},
    {"name": text("清明节", "چىڭمىڭ بايرىمى", "Qingming"), "first": "2027-04-03", "last": "2027-04-05"},
    {"name": text("劳动节", "ئەمگەكچىلەر بايرىمى", "Labour Day"), "first": "2027-05-01", "last": "2027-05-05"},
    {
        "name": text("劳动节调休上班", "ئەمگەكچىلەر بايرىمى تولۇقلىما خىزمەت كۈنى", "Make-up day for Labour Day"),
        "first": "2027-05-08",
        "working": True,
    },
    {
        "_": "初定日期，同上 / tentative, as above",
        "name": text("古尔邦节", "قۇربان ھېيت", "Corban"),
        "first": "2027-05-17",
        "last": "2027-05-19",
    },
    {"name": text("端午节", "دۇەنۋۇ بايرىمى", "Dragon Boat Festival"), "first": "2027-06-09"},
    {"name": text("中秋节", "ئوتتۇرا كۈز بايرىمى", "Mid-Autumn Festival"), "first": "2027-09-15"},
    {"name": text("国庆节", "دۆلەت بايرىمى", "National Day"), "first": "2027-10-01", "last": "2027-10-07"},
    {
        "name": text("国庆节调休上班", "دۆلەت بايرىمى تولۇقلىما خىزمەت كۈنى", "Make-up day for National Day"),
        "first": "2027-09-26",
        "working": True,
    },
    {
        "name": text("国庆节调休上班", "دۆلەت بايرىمى تولۇقلىما خىزمەت كۈنى", "Make-up day for National Day"),
        "first": "2027-10-09",
        "working": True,
    },
)


def _days_off() -> frozenset[dt.date]:
    days: set[dt.date] = set()
    for holiday in HOLIDAYS:
        if not holiday.get("working"):
            first = dt.date.fromisoformat(holiday["first"])
            last = dt.date.fromisoformat(holiday.get("last", holiday["first"]))
            days |= {day for day in DAYS if first <= day <= last}
    return frozenset(days)


DAYS_OFF = _days_off()


def length(written: str) -> dt.timedelta:
    """The length of "90m", "2h" or "10d"."""
    units = {"m": "minutes", "h": "hours", "d": "days"}
    return dt.timedelta(**{units[written[-1]]: int(written[:-1])})


@dataclass(frozen=True)
class Times:
    """The `when` of an activity, and the wall times at which it starts."""

    when: Table
    starts: tuple[dt.datetime, ...]

    def spans(self, before: str = "0m", after: str = "0m") -> tuple[tuple[dt.datetime, dt.datetime], ...]:
        """The time it takes, with set-up before and clear-up after."""
        lasts = length(self.when["lasts"])
        return tuple((start - length(before), start + lasts + length(after)) for start in self.starts)


def _at(day: dt.date, time: str) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.fromisoformat(time))


def once(day: dt.date, time: str, lasts: str, **more: object) -> Times:
    """One time on one day."""
    return Times({"start": f"{day} {time}", "lasts": lasts, **more}, (_at(day, time),))


def weekly(
    weekdays: tuple[str, ...], time: str, lasts: str, *, first: dt.date, last: dt.date, free: Collection[dt.date] = ()
) -> Times:
    """Every week on these weekdays from `first` to `last`, but not on the free days."""
    wanted = {WEEKDAYS.index(weekday) for weekday in weekdays}
    days = [day for day in DAYS if first <= day <= last and day.weekday() in wanted]
    kept = [day for day in days if day not in free]
    # The start is itself a session and the rule ends on the last one, so that the file reads as it is meant.
    missing = [str(day) for day in days if kept[0] < day < kept[-1] and day in free]
    every = weekdays[0] if len(weekdays) == 1 else list(weekdays)
    when: Table = {"start": f"{kept[0]} {time}", "lasts": lasts, "every": every, "until": str(kept[-1])}
    if missing:
        when["except"] = missing
    return Times(when, tuple(_at(day, time) for day in kept))


def monthly(week: int, weekday: str, time: str, lasts: str, *, first: dt.date = FIRST) -> Times:
    """Every month on its third Saturday or the like."""
    number = WEEKDAYS.index(weekday)
    days = [day for day in DAYS if day >= first and day.weekday() == number and (day.day - 1) // 7 == week - 1]
    rule = f"FREQ=MONTHLY;BYDAY={week}{weekday[:2].upper()}"
    when = {"start": f"{days[0]} {time}", "lasts": lasts, "rule": rule, "until": str(days[-1])}
    return Times(when, tuple(_at(day, time) for day in days))
