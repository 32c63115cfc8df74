"""Spans of time: half-open, so that one may end where the next begins."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import attrs
from attrs import frozen

from volsched.errors import InvalidValue
from volsched.model.zones import zone


def aware(what: str, field: str, value: object) -> dt.datetime:
    """The instant in UTC.

    Raises:
        InvalidValue: not a datetime, or one that does not say its time zone.
    """
    if not isinstance(value, dt.datetime):
        raise InvalidValue(what, "", field, f"{value!r} is not a datetime", "pass an aware datetime")
    if value.tzinfo is None:
        cure = "attach one, such as .replace(tzinfo=ZoneInfo('Asia/Shanghai'))"
        raise InvalidValue(what, "", field, f"{value.isoformat()} has no time zone", cure)
    return value if value.tzinfo is dt.UTC else value.astimezone(dt.UTC)


def _start(value: dt.datetime) -> dt.datetime:
    return aware("span", "start", value)


def _end(value: dt.datetime) -> dt.datetime:
    return aware("span", "end", value)


@frozen(order=True)
class Span:
    """Time that something takes, from `start` up to but not including `end`, kept in UTC.

    UTC because the length of a duty across a clock change is then its real length.

    >>> from zoneinfo import ZoneInfo
    >>> berlin = ZoneInfo("Europe/Berlin")
    >>> Span(dt.datetime(2027, 10, 30, 22, tzinfo=berlin), dt.datetime(2027, 10, 31, 6, tzinfo=berlin)).length
    datetime.timedelta(seconds=32400)
    """

    start: dt.datetime = attrs.field(converter=_start)
    end: dt.datetime = attrs.field(converter=_end)

    def __attrs_post_init__(self) -> None:
        if self.end <= self.start:
            problem = f"{self.end.isoformat()} is not after the start {self.start.isoformat()}"
            raise InvalidValue("span", "", "end", problem, "let it end after it starts")

    @property
    def length(self) -> dt.timedelta:
        """How long it really lasts."""
        return self.end - self.start

    def overlaps(self, other: Span) -> bool:
        """Whether the two share any time; spans that only touch do not."""
        return self.start < other.end and other.start < self.end

    def holds(self, moment: dt.datetime) -> bool:
        """Whether the instant lies in it; its end does not."""
        return self.start <= moment < self.end

    def gap_to(self, other: Span) -> dt.timedelta:
        """The time between the two; zero or less where they touch or overlap."""
        return max(other.start - self.end, self.start - other.end)

    def widened(self, before: dt.timedelta, after: dt.timedelta) -> Span:
        """With set-up time before it and clear-up time after it."""
        return Span(self.start - before, self.end + after)


_DAY = r"\d{4}-\d{2}-\d{2}"
_YEAR = re.compile(r"(\d{4})")
_QUARTER = re.compile(r"(\d{4})-[Qq]([1-4])")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_ONE_DAY = re.compile(rf"({_DAY})")
_DAYS = re.compile(rf"({_DAY})/({_DAY})")


@frozen
class Window:
    """The half-open span of civil days that is asked about, in one time zone.

    `first` is its first day and `end` the day after its last.
    """

    first: dt.date
    end: dt.date
    zone: str = "Asia/Shanghai"

    def __attrs_post_init__(self) -> None:
        zone(self.zone)
        if self.end <= self.first:
            problem = f"{self.end} is not after the first day {self.first}"
            raise InvalidValue("window", "", "end", problem, "the end is the day after the last day")
        if (self.end - self.first).days > 3660:
            raise InvalidValue("window", "", "end", "is more than ten years long", "ask about ten years at most")

    @classmethod
    def year(cls, year: int, zone: str = "Asia/Shanghai") -> Window:
        """A whole civil year."""
        return cls(dt.date(year, 1, 1), dt.date(year + 1, 1, 1), zone)

    @classmethod
    def month(cls, year: int, month: int, zone: str = "Asia/Shanghai") -> Window:
        """A whole civil month."""
        return cls(dt.date(year, month, 1), _month_after(dt.date(year, month, 1)), zone)

    @classmethod
    def parse(cls, text: str, zone: str = "Asia/Shanghai") -> Window:
        """Read "2027", "2027-Q2", "2027-05", "2027-05-03", or "2027-05-03/2027-06-01" (the last day not included).

        >>> Window.parse("2027-Q2").first.isoformat()
        '2027-04-01'

        Raises:
            InvalidValue: not one of these forms, or no such day.
        """
        try:
            return cls._parsed(text.strip(), zone)
        except (ValueError, OverflowError) as error:
            if isinstance(error, InvalidValue):
                raise
            raise InvalidValue("window", "", "", f"'{text[:60]}' cannot be read: {error}", "check the date") from error

    @classmethod
    def _parsed(cls, text: str, zone: str) -> Window:
        if match := _YEAR.fullmatch(text):
            return cls.year(int(match[1]), zone)
        if match := _QUARTER.fullmatch(text):
            first = dt.date(int(match[1]), int(match[2]) * 3 - 2, 1)
            return cls(first, _month_after(first, 3), zone)
        if match := _MONTH.fullmatch(text):
            return cls.month(int(match[1]), int(match[2]), zone)
        if match := _ONE_DAY.fullmatch(text):
            day = dt.date.fromisoformat(match[1])
            return cls(day, day + dt.timedelta(days=1), zone)
        if match := _DAYS.fullmatch(text):
            return cls(dt.date.fromisoformat(match[1]), dt.date.fromisoformat(match[2]), zone)
        cure = (
            "write a year, a quarter, a month, a day or two days, such as 2027, 2027-Q2, 2027-05, 2027-05-03/2027-06-01"
        )
        raise InvalidValue("window", "", "", f"'{text[:60]}' cannot be read", cure)

    @property
    def span(self) -> Span:
        """The instants from midnight of the first day up to midnight of the end."""
        local = zone(self.zone)
        midnight = dt.time()
        return Span(dt.datetime.combine(self.first, midnight, local), dt.datetime.combine(self.end, midnight, local))

    def months(self) -> Iterator[Window]:
        """The civil months in it, the first and last cut where the window cuts them."""
        first = self.first
        while first < self.end:
            end = min(_month_after(first.replace(day=1)), self.end)
            yield Window(first, end, self.zone)
            first = end

    def __str__(self) -> str:
        return f"{self.first}/{self.end}"


def _month_after(first: dt.date, months: int = 1) -> dt.date:
    count = first.year * 12 + first.month - 1 + months
    return dt.date(count // 12, count % 12 + 1, 1)
