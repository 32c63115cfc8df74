"""A strict reader of recurrence rules (RFC 5545 3.3.10, RFC 7529): form, ranges and what excludes what.

It refuses at once, and names the part that is wrong. What a rule of another program may hold and a rule of ours may
not (a repeated value, a part where the RFC forbids it) is read with `strict=False`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NoReturn

from volsched.errors import RecurrenceError, did_you_mean, nearest
from volsched.recurrence.parts import SUBDAILY, WEEKDAYS, Frequency, Parts, Until, rule_text

LONGEST_LIST = 62
LONGEST_RULE = 4000
MOST_COUNT = 10_000
MOST_INTERVAL = 1_000
MOST_INTERVAL_OF_OTHERS = 1_000_000

_FREQUENCIES: tuple[Frequency, ...] = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY", "SECONDLY")
_SCALES = ("GREGORIAN", "CHINESE")
_NUMBER = re.compile(r"[0-9]{1,9}")
_SIGNED = re.compile(r"[+-]?[0-9]{1,3}")
_DAY = re.compile(r"([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_LUNAR = re.compile(r"([0-9]{2})(L?)-([0-9]{2})")
_UNTIL = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T([0-9]{2})([0-9]{2})([0-9]{2})(Z?))?")
# Name in the rule, field of Parts, lowest and highest value, and whether values may count from the end.
_RANGES: dict[str, tuple[str, int, int, bool]] = {
    "BYSECOND": ("by_second", 0, 60, False),
    "BYMINUTE": ("by_minute", 0, 59, False),
    "BYHOUR": ("by_hour", 0, 23, False),
    "BYMONTHDAY": ("by_month_day", 1, 31, True),
    "BYYEARDAY": ("by_year_day", 1, 366, True),
    "BYWEEKNO": ("by_week_no", 1, 53, True),
    "BYSETPOS": ("by_set_pos", 1, 366, True),
}


@lru_cache(maxsize=4096)
def read_rule(text: str, *, strict: bool = True) -> Parts:
    """The parts of a rule such as "FREQ=WEEKLY;BYDAY=FR".

    Raises:
        RecurrenceError: malformed, out of range, or parts that do not go together; `field` is the part.
    """
    if not isinstance(text, str):
        raise RecurrenceError("rule", "", "", f"{text!r} is not text", "write a rule such as FREQ=WEEKLY;BYDAY=FR")
    return _Reader(text, strict=strict).parts()


class _Reader:
    """One reading of one rule."""

    def __init__(self, text: str, *, strict: bool) -> None:
        self.text = text
        self.strict = strict
        self.values: dict[str, Any] = {}
        self.seen: set[str] = set()
        self.dropped: list[str] = []

    def refuse(self, part: str, problem: str, cure: str) -> NoReturn:
        raise RecurrenceError("rule", shown(self.text), part, problem, cure)

    def parts(self) -> Parts:
        text = self.text.strip()
        if len(text) > LONGEST_RULE:
            part = max(text[:1_000_000].split(";"), key=len).partition("=")[0]
            self.refuse(shown(part.upper(), 20), "is too long", f"write a rule of at most {LONGEST_RULE} characters")
        text = text.upper().removeprefix("RRULE:")
        if "EXRULE" in text:
            self.refuse("EXRULE", "is not read", "name the dates to leave out (exclude)")
        for piece in text.split(";"):
            name, equals, value = piece.partition("=")
            if not equals or not value:
                self._unreadable(piece, name)
            elif name in self.seen:
                self.refuse(name, "stands twice", "keep one of the two")
            else:
                self.seen.add(name)
                self._read(name, value)
        if "FREQ" not in self.seen:
            self.refuse("FREQ", "is missing", "write FREQ=DAILY, WEEKLY, MONTHLY or YEARLY")
        self._check_together()
        return Parts(**self.values, dropped=tuple(self.dropped))

    def _unreadable(self, piece: str, name: str) -> None:
        if not piece.strip():
            if self.strict or not self.seen:
                self.refuse("", "an empty part", "take out the spare ';'")
        else:
            self.refuse(shown(name, 20), f"'{shown(piece, 40)}' has no value", "write NAME=VALUE, or take it out")

    def _read(self, name: str, value: str) -> None:
        read = _READERS.get(name)
        if read is not None:
            read(self, name, value)
        elif self.strict or not name.startswith("X-"):
            cure = did_you_mean(nearest(name, _READERS)) or "take it out"
            self.refuse(shown(name, 40), "is not a part of a rule", cure)
        else:
            self.dropped.append(shown(name, 40))

    def _frequency(self, name: str, value: str) -> None:
        if value not in _FREQUENCIES:
            cure = did_you_mean(nearest(value, _FREQUENCIES)) or "write DAILY, WEEKLY, MONTHLY or YEARLY"
            self.refuse(name, f"'{shown(value, 40)}' is not a frequency", cure)
        self.values["frequency"] = value

    def _interval(self, name: str, value: str) -> None:
        self.values["interval"] = self._positive(name, value, MOST_INTERVAL_OF_OTHERS)

    def _count(self, name: str, value: str) -> None:
        self.values["count"] = self._positive(name, value, MOST_COUNT)

    def _positive(self, name: str, value: str, most: int) -> int:
        number = int(value) if _NUMBER.fullmatch(value) else 0
        if not 1 <= number <= most:
            self.refuse(name, f"'{shown(value, 40)}' is not 1 to {most}", f"write a number of 1 to {most}")
        return number

    def _until(self, name: str, value: str) -> None:
        match = _UNTIL.fullmatch(value)
        try:
            self.values["until"] = _moment(match) if match else None
        except ValueError:
            match = None
        if match is None:
            cure = "write 20271231, 20271231T220000 or, in UTC, 20271231T140000Z"
            self.refuse(name, f"'{shown(value, 40)}' is not a date or time", cure)

    def _numbers(self, name: str, value: str) -> None:
        field, low, high, signed = _RANGES[name]
        found = []
        for item in self._items(name, value):
            number = int(item) if _SIGNED.fullmatch(item) else None
            in_range = number is not None and low <= (abs(number) if signed else number) <= high
            if number is None or not in_range or (not signed and item[0] in "+-"):
                span = f"{low} to {high}, or -{high} to -{low}" if signed else f"{low} to {high}"
                self.refuse(name, f"'{shown(item, 20)}' is not in {span}", f"write numbers of {span}")
            found.append(number)
        self.values[field] = self._distinct(name, found)

    def _month(self, name: str, value: str) -> None:
        months: list[int] = []
        leap: list[int] = []
        for item in self._items(name, value):
            digits = item.removesuffix("L")
            number = int(digits) if _NUMBER.fullmatch(digits) else 0
            if not 1 <= number <= 12:
                self.refuse(name, f"'{shown(item, 20)}' is not in 1 to 12", "write numbers of 1 to 12")
            (leap if item != digits else months).append(number)
        self.values["by_month"] = self._distinct(name, months)
        self.values["leap_months"] = self._distinct(name, leap)

    def _day(self, name: str, value: str) -> None:
        found = []
        for item in self._items(name, value):
            match = _DAY.fullmatch(item)
            number = int(match[1]) if match and match[1] else 0
            if match is None or (match[1] and not 1 <= abs(number) <= 53):
                self.refuse(name, f"'{shown(item, 20)}' is not a weekday", "write days such as FR, 1MO or -1FR")
            found.append((number, WEEKDAYS.index(match[2])))
        self.values["by_day"] = self._distinct(name, found)

    def _week_start(self, name: str, value: str) -> None:
        if value not in WEEKDAYS:
            self.refuse(name, f"'{shown(value, 20)}' is not a weekday", f"write one of {', '.join(WEEKDAYS)}")
        self.values["week_start"] = WEEKDAYS.index(value)

    def _scale(self, name: str, value: str) -> None:
        if self.strict:
            cure = 'write lunar = "08-15" for a day of the Chinese calendar, or read it with strict=False'
            self.refuse(name, "other calendars are not read in a rule", cure)
        if value not in _SCALES:
            self.refuse(name, f"no calendar '{shown(value, 20)}'", f"write one of {', '.join(_SCALES)}")
        self.values["scale"] = value

    def _skip(self, name: str, value: str) -> None:
        if value not in ("OMIT", "FORWARD", "BACKWARD"):
            self.refuse(name, f"'{shown(value, 20)}' is not known", "write OMIT, FORWARD or BACKWARD")
        self.values["skip"] = value

    def _items(self, name: str, value: str) -> list[str]:
        longest = LONGEST_LIST if self.strict else 366
        commas = value.count(",")
        if commas >= longest:
            self.refuse(name, f"a list of {commas + 1} is longer than {longest}", "write fewer values")
        return value.split(",")

    def _distinct(self, name: str, found: list[Any]) -> tuple[Any, ...]:
        distinct = tuple(sorted(set(found)))
        if self.strict and len(distinct) < len(found):
            twice = next(value for value in found if found.count(value) > 1)
            self.refuse(name, f"{_written(twice)} stands twice", "keep one of them")
        return distinct

    def _check_together(self) -> None:
        values, frequency = self.values, self.values["frequency"]
        if "SKIP" in self.seen and "RSCALE" not in self.seen:
            self.refuse("SKIP", "stands without RSCALE", "take it out (RFC 7529 4.1)")
        if values.get("leap_months") and values.get("scale") != "CHINESE":
            self.refuse("BYMONTH", "leap months belong to another calendar", "write RSCALE=CHINESE, or leave out the L")
        if self.strict:
            self._check_forbidden(frequency)
        for number, _weekday in values.get("by_day", ()):
            if abs(number) > 5 and (frequency == "MONTHLY" or (frequency == "YEARLY" and values.get("by_month"))):
                self.refuse("BYDAY", f"there is no weekday number {number} in a month", "write -5 to 5")
        if frequency not in ("MONTHLY", "YEARLY") and "by_day" in values:
            values["by_day"] = tuple(sorted({(0, weekday) for _number, weekday in values["by_day"]}))
        if "by_second" in values:
            # A leap second is read as the second before it (RFC 5545 3.3.12).
            values["by_second"] = tuple(sorted({min(second, 59) for second in values["by_second"]}))

    def _check_forbidden(self, frequency: str) -> None:
        interval = self.values.get("interval", 1)
        if interval > MOST_INTERVAL and frequency not in SUBDAILY:
            self.refuse("INTERVAL", f"{interval} is not 1 to {MOST_INTERVAL}", f"write 1 to {MOST_INTERVAL}")
        if "COUNT" in self.seen and "UNTIL" in self.seen:
            self.refuse("COUNT", "stands beside UNTIL", "keep one of the two")
        if "BYSETPOS" in self.seen and not any(name[:2] == "BY" for name in self.seen - {"BYSETPOS"}):
            self.refuse("BYSETPOS", "has nothing to choose from", "add BYDAY, BYMONTHDAY or another list")
        if "BYWEEKNO" in self.seen and frequency != "YEARLY":
            self.refuse("BYWEEKNO", f"does not go with FREQ={frequency}", "write FREQ=YEARLY")
        if "BYYEARDAY" in self.seen and frequency in ("DAILY", "WEEKLY", "MONTHLY"):
            self.refuse("BYYEARDAY", f"does not go with FREQ={frequency}", "write FREQ=YEARLY")
        if "BYMONTHDAY" in self.seen and frequency == "WEEKLY":
            self.refuse("BYMONTHDAY", "does not go with FREQ=WEEKLY", "write FREQ=MONTHLY")
        numbered = next((number for number, _weekday in self.values.get("by_day", ()) if number), 0)
        if numbered and frequency not in ("MONTHLY", "YEARLY"):
            self.refuse("BYDAY", f"number {numbered} does not go with FREQ={frequency}", "write FREQ=MONTHLY")
        if numbered and "BYWEEKNO" in self.seen:
            self.refuse("BYDAY", f"number {numbered} does not go with BYWEEKNO", "leave out the number")


_READERS: dict[str, Callable[[_Reader, str, str], None]] = {
    "FREQ": _Reader._frequency,  # noqa: SLF001 - the table of one class stands behind it
    "INTERVAL": _Reader._interval,  # noqa: SLF001
    "COUNT": _Reader._count,  # noqa: SLF001
    "UNTIL": _Reader._until,  # noqa: SLF001
    "BYMONTH": _Reader._month,  # noqa: SLF001
    "BYDAY": _Reader._day,  # noqa: SLF001
    "WKST": _Reader._week_start,  # noqa: SLF001
    "RSCALE": _Reader._scale,  # noqa: SLF001
    "SKIP": _Reader._skip,  # noqa: SLF001
    **dict.fromkeys(_RANGES, _Reader._numbers),  # noqa: SLF001
}


def read_lunar(text: str) -> Parts:
    """The parts of a day of the Chinese calendar, written as "08-15", or "06L-01" in a leap month.

    Day 30 of a month that has 29 is its last day, so that "12-30" is New Year's Eve in every year.

    Raises:
        RecurrenceError: not of this form, or no such day in any year.
    """
    match = _LUNAR.fullmatch(text.strip()) if isinstance(text, str) else None
    if match is None or not 1 <= int(match[1]) <= 12 or not 1 <= int(match[3]) <= 30:
        problem = f"'{shown(str(text), 40)}' is not a day of the Chinese calendar"
        raise RecurrenceError("schedule", "", "lunar", problem, 'write month and day, such as "08-15" or "06L-01"')
    months, day = (int(match[1]),), (int(match[3]),)
    if match[2]:
        return Parts(frequency="YEARLY", scale="CHINESE", leap_months=months, by_month_day=day)
    return Parts(frequency="YEARLY", scale="CHINESE", by_month=months, by_month_day=day, skip="BACKWARD")


def is_subdaily(parts: Parts) -> bool:
    """Whether the rule repeats within a day."""
    return parts.frequency in SUBDAILY


def refuse_subdaily(parts: Parts) -> None:
    """Refuse a rule that repeats within a day; few who write one mean it.

    Raises:
        RecurrenceError: the rule is HOURLY, MINUTELY or SECONDLY.
    """
    if is_subdaily(parts):
        cure = "write FREQ=DAILY with BYHOUR, or read it with allow_subdaily=True"
        raise RecurrenceError("rule", shown(rule_text(parts)), "FREQ", f"{parts.frequency} is not allowed", cure)


def shown(text: str, longest: int = 80) -> str:
    """Text as messages repeat it: printable and not too long."""
    text = text if len(text) <= longest else text[: longest - 3] + "..."
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def _moment(match: re.Match[str]) -> Until:
    year, month, day = int(match[1]), int(match[2]), int(match[3])
    if match[4] is None:
        return dt.date(year, month, day)
    second = min(int(match[6]), 59) if int(match[6]) <= 60 else 61
    wall = dt.datetime(year, month, day, int(match[4]), int(match[5]), second)  # noqa: DTZ001 - wall time is meant
    return wall.replace(tzinfo=dt.UTC) if match[7] else wall


def _written(value: Any) -> str:
    return f"{value[0] or ''}{WEEKDAYS[value[1]]}" if isinstance(value, tuple) else str(value)
