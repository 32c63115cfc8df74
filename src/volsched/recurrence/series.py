"""From the parts of a rule and its start to a series that can be asked for any window: the first tier, closed form.

A rule by days or weeks alone is a Stride; whatever looks at months or years is worked out year by year (Years).
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import NoReturn, Protocol

from volsched.errors import RecurrenceError
from volsched.recurrence.parts import Parts, rule_text
from volsched.recurrence.stride import Stride
from volsched.recurrence.years import YearRule, Years

MOST_TIMES_A_DAY = 288
_LAST_YEAR = 9999
_DAY = dt.timedelta(days=1)
_DAYS = tuple(dt.timedelta(days=days) for days in range(7))


class Series(Protocol):
    """What a rule comes to: walls in order, from the start on, without an end.

    `is_sure` says that it comes to something without a look at any year.
    """

    is_sure: bool

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
    times = _times(parts, start, all_day=all_day)
    looks_at_years = parts.by_month or parts.by_month_day or parts.by_year_day or parts.by_week_no
    try:
        if parts.frequency in ("DAILY", "WEEKLY") and not looks_at_years:
            return _stride(parts, start, times)
        return _years(parts, start, times)
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


def _times(parts: Parts, start: dt.datetime, *, all_day: bool) -> tuple[dt.timedelta, ...]:
    """The times of day, in order; BYHOUR and its like are ignored where the start is a date (RFC 5545 3.3.10)."""
    if all_day:
        return (dt.timedelta(),)
    if not (parts.by_hour or parts.by_minute or parts.by_second):
        return _time_of(start.hour, start.minute, start.second)
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


@lru_cache(maxsize=4096)
def _time_of(hour: int, minute: int, second: int) -> tuple[dt.timedelta, ...]:
    return (dt.timedelta(hours=hour, minutes=minute, seconds=second),)


@lru_cache(maxsize=1024)
def _days_of_week(parts: Parts, open_weekday: int) -> tuple[dt.timedelta, ...]:
    """The days of a week that are meant, counted from the day with which it begins."""
    weekdays = [weekday for _number, weekday in parts.by_day] or [open_weekday]
    return tuple(_DAYS[day] for day in sorted((weekday - parts.week_start) % 7 for weekday in weekdays))


def _stride(parts: Parts, start: dt.datetime, times: tuple[dt.timedelta, ...]) -> Stride:
    midnight = dt.datetime(start.year, start.month, start.day, 0, 0, 0, 0, start.tzinfo)
    if parts.frequency == "WEEKLY":
        days = _days_of_week(parts, -1 if parts.by_day else start.weekday())
        offsets = _positions(parts, tuple([day + time for day in days for time in times]))
        anchor = midnight - _DAYS[(start.weekday() - parts.week_start) % 7]
        return Stride(anchor, 7 * parts.interval * _DAY, offsets, start)
    offsets = _positions(parts, times)
    if not parts.by_day:
        return Stride(midnight, parts.interval * _DAY, offsets, start)
    wanted = {weekday for _number, weekday in parts.by_day}
    every = [turn * parts.interval for turn in range(7) if (start.weekday() + turn * parts.interval) % 7 in wanted]
    if not every:
        refuse_never(parts, "BYDAY", f"never falls on every {parts.interval}th day")
    offsets = tuple(dt.timedelta(days=day) + time for day in every for time in offsets)
    return Stride(midnight, 7 * parts.interval * _DAY, offsets, start)


def _positions(parts: Parts, offsets: tuple[dt.timedelta, ...]) -> tuple[dt.timedelta, ...]:
    if not parts.by_set_pos:
        return offsets
    total = len(offsets)
    places = {place - 1 if place > 0 else total + place for place in parts.by_set_pos}
    chosen = tuple(offsets[place] for place in sorted(places) if 0 <= place < total)
    if not chosen:
        refuse_never(parts, "BYSETPOS", f"there are only {total} to choose from")
    return chosen


def _years(parts: Parts, start: dt.datetime, times: tuple[dt.timedelta, ...]) -> Years:
    open_month, open_day, open_weekday = 0, 0, -1
    if not parts.names_days:
        # What the rule leaves open is that of the start (RFC 5545 3.3.10).
        if parts.frequency == "WEEKLY":
            open_weekday = start.weekday()
        elif parts.frequency in ("YEARLY", "MONTHLY"):
            open_day = start.day
            if parts.frequency == "YEARLY" and not parts.by_month:
                open_month = start.month
    elif (
        parts.frequency == "YEARLY"
        and parts.by_week_no
        and not (parts.by_day or parts.by_month_day or parts.by_year_day)
    ):
        open_weekday = start.weekday()
    rule = _year_rule(parts, open_month, open_day, open_weekday, times if parts.by_set_pos else ())
    return Years(rule, start, times)


@lru_cache(maxsize=4096)
def _year_rule(
    parts: Parts, open_month: int, open_day: int, open_weekday: int, times: tuple[dt.timedelta, ...]
) -> YearRule:
    months = (open_month,) if open_month else parts.by_month
    month_days = (open_day,) if open_day else parts.by_month_day
    days = ((0, open_weekday),) if open_weekday >= 0 else parts.by_day
    return YearRule(
        frequency=parts.frequency,
        interval=parts.interval,
        months=months,
        week_numbers=parts.by_week_no,
        year_days=parts.by_year_day,
        month_days=month_days,
        days=days,
        positions=_possible(parts, months, month_days, days, len(times)),
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
