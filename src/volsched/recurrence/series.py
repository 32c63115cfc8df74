"""From the parts of a rule and its start to a series that can be asked for any window: the first tier, closed form.

A rule by days or weeks alone is a Stride; whatever looks at months or years is worked out year by year (Years).
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import NoReturn, Protocol

from volsched.errors import RecurrenceError
from volsched.recurrence.parts import Parts, rule_text
from volsched.recurrence.stride import Every, Stride, differences_of
from volsched.recurrence.year_days import YearDays
from volsched.recurrence.years import Years

MOST_TIMES_A_DAY = 288
_DAY = dt.timedelta(days=1)
_DAYS = tuple(dt.timedelta(days=days) for days in range(7))
_BY_MONTHS = ("MONTHLY", "YEARLY")
# The days of rules that look at months and years, kept because many rules are alike but for their starts.
_KEPT: dict[tuple[object, ...], YearDays] = {}
_MOST_KEPT = 4096


class Series(Protocol):
    """What a rule comes to: walls in order, from the start on, without an end."""

    @property
    def is_sure(self) -> bool:
        """Whether it comes to something without a look at any year."""

    def nth(self, number: int, /) -> dt.datetime | None:
        """Occurrence number so many, counted from 0; None when there is none before the year 10000."""

    def following(self, wall: dt.datetime, /) -> dt.datetime | None:
        """The first occurrence at or after the wall; None when there is none before the year 10000."""

    def amount(self, first: dt.datetime, end: dt.datetime, /) -> int:
        """How many occurrences there are from `first` up to `end`."""

    def walls(self, first: dt.datetime, end: dt.datetime, most: int, /) -> list[dt.datetime]:
        """The occurrences from `first` up to `end`; more than `most` only to tell that there are more."""


def build(parts: Parts, start: dt.datetime, *, all_day: bool) -> Series:
    """The series of a rule that is DAILY or slower; `start` carries the zone.

    Raises:
        RecurrenceError: it happens too often on one day.
    """
    times: tuple[dt.timedelta, ...] = ()
    if (parts.by_hour or parts.by_minute or parts.by_second) and not all_day:
        times = _times(parts, start)
    try:
        if parts.frequency in _BY_MONTHS or parts.names_parts_of_years:
            return Years(_year_days(parts, start, times), start)
        if times or parts.by_set_pos:
            return _stride_of_times(parts, start, times)
        if parts.frequency == "WEEKLY":
            return _weekly(parts, start)
        return _daily(parts, start) if parts.by_day else Every(start, parts.interval)
    except RecurrenceError as never:
        return Nothing(never)


class Nothing:
    """The series of a rule that was proved to never happen, with the reason."""

    def __init__(self, reason: RecurrenceError) -> None:
        self.reason = reason
        self.is_sure = False

    def nth(self, _number: int) -> dt.datetime | None:
        """None."""
        return None

    def following(self, _wall: dt.datetime) -> dt.datetime | None:
        """None."""
        return None

    def amount(self, _first: dt.datetime, _end: dt.datetime) -> int:
        """0."""
        return 0

    def walls(self, _first: dt.datetime, _end: dt.datetime, _most: int) -> list[dt.datetime]:
        """Nothing."""
        return []


def refuse_never(parts: Parts, field: str, problem: str = "never happens") -> NoReturn:
    """Say that the rule can never happen, and which part is to blame."""
    text = rule_text(parts)
    text = text if len(text) <= 80 else text[:77] + "..."
    raise RecurrenceError("rule", text, field, problem, "change or take out one of the parts")


def blamed(parts: Parts) -> str:
    """The narrowest part of a rule, for saying why it never happens."""
    for field, value in (
        ("BYSETPOS", parts.by_set_pos),
        ("BYWEEKNO", parts.by_week_no),
        ("BYYEARDAY", parts.by_year_day),
        ("BYMONTHDAY", parts.by_month_day),
        ("BYDAY", parts.by_day),
        ("BYMONTH", parts.by_month),
    ):
        if value:
            return field
    return "INTERVAL"


def _times(parts: Parts, start: dt.datetime) -> tuple[dt.timedelta, ...]:
    """The times of day, in order, of a rule that names some."""
    hours = parts.by_hour or (start.hour,)
    minutes = parts.by_minute or (start.minute,)
    seconds = parts.by_second or (start.second,)
    amount = len(hours) * len(minutes) * len(seconds)
    if amount > MOST_TIMES_A_DAY and not parts.by_set_pos:
        field = "BYSECOND" if parts.by_second else "BYMINUTE"
        refuse_never(parts, field, f"{amount} times on one day are more than {MOST_TIMES_A_DAY}")
    return tuple(
        dt.timedelta(hours=hour, minutes=minute, seconds=second)
        for hour in hours
        for minute in minutes
        for second in seconds
    )


def _weekly(parts: Parts, start: dt.datetime) -> Series:
    """Weekdays of every n-th week, at the time of the start."""
    weekday, week_start, interval = start.weekday(), parts.week_start, parts.interval
    if len(parts.by_day) < 2:
        # The first that is not before the start; every later one is so many weeks after it.
        wanted = parts.by_day[0][1] if parts.by_day else weekday
        days = (wanted - week_start) % 7 - (weekday - week_start) % 7
        if days < 0:
            days += 7 * interval
        return Every(start + _DAYS[days] if days < 7 else start + days * _DAY, 7 * interval)
    offsets, differences = _days_of_week(parts.by_day, week_start, interval)
    return Stride(start - _DAYS[(weekday - week_start) % 7], 7 * interval, offsets, start, differences)


def _daily(parts: Parts, start: dt.datetime) -> Series:
    """Every n-th day that is one of some weekdays, at the time of the start."""
    every = _turns_on_weekdays(parts, start)
    if not every:
        refuse_never(parts, "BYDAY", f"never falls on every {parts.interval}th day")
    if len(every) == 1:
        return Every(start + every[0] * _DAY, 7 * parts.interval)
    return Stride(start, 7 * parts.interval, tuple(day * _DAY for day in every), start)


def _turns_on_weekdays(parts: Parts, start: dt.datetime) -> list[int]:
    """The days from the start on of the turns that fall on a weekday that is wanted; they repeat after seven turns."""
    wanted, weekday, interval = {weekday for _number, weekday in parts.by_day}, start.weekday(), parts.interval
    return [turn * interval for turn in range(7) if (weekday + turn * interval) % 7 in wanted]


@lru_cache(maxsize=1024)
def _days_of_week(
    by_day: tuple[tuple[int, int], ...], week_start: int, interval: int
) -> tuple[tuple[dt.timedelta, ...], tuple[dt.timedelta, ...]]:
    """The days of a week that are meant, from the day with which it begins, and what lies between them."""
    days = tuple([_DAYS[day] for day in sorted([(weekday - week_start) % 7 for _number, weekday in by_day])])
    return days, differences_of(days, 7 * interval)


def _stride_of_times(parts: Parts, start: dt.datetime, times: tuple[dt.timedelta, ...]) -> Series:
    """A rule by days or weeks that names times of day or chooses by position."""
    midnight = start.replace(hour=0, minute=0, second=0)
    times = times or (start - midnight,)
    interval = parts.interval
    if parts.frequency == "WEEKLY":
        by_day = parts.by_day or ((0, start.weekday()),)
        days, _differences = _days_of_week(by_day, parts.week_start, interval)
        offsets = _positions(parts, tuple([day + time for day in days for time in times]))
        return Stride(midnight - _DAYS[(start.weekday() - parts.week_start) % 7], 7 * interval, offsets, start)
    offsets = _positions(parts, times)
    if not parts.by_day:
        return Stride(midnight, interval, offsets, start)
    every = _turns_on_weekdays(parts, start)
    if not every:
        refuse_never(parts, "BYDAY", f"never falls on every {interval}th day")
    return Stride(midnight, 7 * interval, tuple([day * _DAY + time for day in every for time in offsets]), start)


def _positions(parts: Parts, offsets: tuple[dt.timedelta, ...]) -> tuple[dt.timedelta, ...]:
    if not parts.by_set_pos:
        return offsets
    total = len(offsets)
    places = {place - 1 if place > 0 else total + place for place in parts.by_set_pos}
    chosen = tuple(offsets[place] for place in sorted(places) if 0 <= place < total)
    if not chosen:
        refuse_never(parts, "BYSETPOS", f"there are only {total} to choose from")
    return chosen


def _year_days(parts: Parts, start: dt.datetime, times: tuple[dt.timedelta, ...]) -> YearDays:
    """The days of a rule that looks at months or years, shared by all rules that are alike."""
    frequency, month_days, days, months = parts.frequency, parts.by_month_day, parts.by_day, parts.by_month
    # What the rule leaves open is that of the start (RFC 5545 3.3.10).
    if not (month_days or days or parts.by_year_day):
        if frequency == ("YEARLY" if parts.by_week_no else "WEEKLY"):
            days = ((0, start.weekday()),)
        elif frequency in _BY_MONTHS and not parts.by_week_no:
            month_days = (start.day,)
            if frequency == "YEARLY" and not months:
                months = (start.month,)
    rare = parts.by_set_pos or parts.by_week_no or parts.by_year_day or times
    more = (parts.by_set_pos, parts.by_week_no, parts.by_year_day, times) if rare else ()
    key = (frequency, parts.interval, months, month_days, days, parts.week_start, more)
    found = _KEPT.get(key)
    if found is None:
        if len(_KEPT) >= _MOST_KEPT:
            _KEPT.clear()
        found = _KEPT[key] = _worked_out(parts, months, month_days, days, times)
    return found


def _worked_out(
    parts: Parts,
    months: tuple[int, ...],
    month_days: tuple[int, ...],
    days: tuple[tuple[int, int], ...],
    times: tuple[dt.timedelta, ...],
) -> YearDays:
    return YearDays(
        frequency=parts.frequency,
        interval=parts.interval,
        months=months,
        week_numbers=parts.by_week_no,
        year_days=parts.by_year_day,
        month_days=month_days,
        days=days,
        positions=_possible(parts, months, month_days, days, len(times) or 1),
        week_start=parts.week_start,
        times=times,
    )


def _possible(
    parts: Parts,
    months: tuple[int, ...],
    month_days: tuple[int, ...],
    days: tuple[tuple[int, int], ...],
    times: int,
) -> tuple[int, ...]:
    """The positions that a period could have, by the most days that it can hold."""
    if not parts.by_set_pos:
        return ()
    monthly = parts.frequency == "MONTHLY"
    most = {"YEARLY": 366, "MONTHLY": 31, "WEEKLY": 7, "DAILY": 1}[parts.frequency]
    if monthly or parts.frequency == "YEARLY":
        spans = 1 if monthly else len(months) or 12
        most = min(most, 31 * spans, len(parts.by_year_day) or most, (len(month_days) or 31) * spans)
        if days:
            wide = not monthly and not months
            most = min(
                most, sum((1 if wide else spans) if number else (53 if wide else 5 * spans) for number, _ in days)
            )
    elif parts.frequency == "WEEKLY" and days:
        most = len(days)
    possible = tuple(place for place in parts.by_set_pos if abs(place) <= most * times)
    if not possible:
        refuse_never(parts, "BYSETPOS", f"there are never more than {most * times} to choose from")
    return possible
