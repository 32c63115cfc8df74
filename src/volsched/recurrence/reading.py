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
from volsched.recurrence.parts import SUBDAILY, WEEKDAYS, Frequency, Parts, Until, parts_of, rule_text

LONGEST_LIST = 62
LONGEST_RULE = 4000
MOST_COUNT = 10_000
MOST_INTERVAL = 1_000
MOST_INTERVAL_OF_OTHERS = 1_000_000

_FREQUENCIES: dict[str, Frequency] = {
    "YEARLY": "YEARLY",
    "MONTHLY": "MONTHLY",
    "WEEKLY": "WEEKLY",
    "DAILY": "DAILY",
    "HOURLY": "HOURLY",
    "MINUTELY": "MINUTELY",
    "SECONDLY": "SECONDLY",
}
_SCALES = ("GREGORIAN", "CHINESE")
# As almost everybody writes them; what is not found here is looked at letter by letter.
_NUMBERS = {str(number): number for number in range(-366, 367)}
_DAYS = {f"{number or ''}{WEEKDAYS[day]}": (number, day) for number in range(-5, 6) for day in range(7)}
# Parts as most rules have them, one of each, and which of them have nothing to do with one another.
_KNOWN: dict[str, tuple[str, Any]] = {
    **{f"FREQ={frequency}": ("frequency", frequency) for frequency in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")},
    **{f"BYDAY={day}": ("by_day", (meant,)) for day, meant in _DAYS.items()},
    **{f"INTERVAL={number}": ("interval", number) for number in range(1, 53)},
    **{f"BYMONTHDAY={number}": ("by_month_day", (number,)) for number in (*range(1, 32), *range(-7, 0))},
    **{f"BYMONTH={number}": ("by_month", (number,)) for number in range(1, 13)},
    **{f"WKST={day}": ("week_start", number) for number, day in enumerate(WEEKDAYS)},
}
_OF_ALL = frozenset({"frequency", "interval", "until", "by_month", "week_start", "by_day"})
_QUIET = {
    "DAILY": _OF_ALL | {"by_month_day"},
    "WEEKLY": _OF_ALL,
    "MONTHLY": _OF_ALL | {"by_month_day"},
    "YEARLY": _OF_ALL | {"by_month_day"},
}
_NOTHING: frozenset[str] = frozenset()
_NUMBER = re.compile(r"[0-9]{1,9}")
_SIGNED = re.compile(r"[+-]?[0-9]{1,3}")
_DAY = re.compile(r"([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_LUNAR = re.compile(r"([0-9]{2})(L?)-([0-9]{2})")
_UNTIL = re.compile(r"[0-9]{8}(?:T(?:[01][0-9]|2[0-3])[0-5][0-9](?:[0-5][0-9]|60)Z?)?")
# Name in the rule, lowest and highest value, and whether values may count from the end.
_RANGES: dict[str, tuple[int, int, bool]] = {
    "BYSECOND": (0, 60, False),
    "BYMINUTE": (0, 59, False),
    "BYHOUR": (0, 23, False),
    "BYMONTHDAY": (1, 31, True),
    "BYYEARDAY": (1, 366, True),
    "BYWEEKNO": (1, 53, True),
    "BYSETPOS": (1, 366, True),
}


def read_rule(text: str, strict: bool = True) -> Parts:
    """The parts of a rule such as "FREQ=WEEKLY;BYDAY=FR".

    Raises:
        RecurrenceError: malformed, out of range, or parts that do not go together; `field` is the part.
    """
    if not isinstance(text, str):
        raise RecurrenceError(
            "rule", "", "", f"{shown(repr(text))} is not text", "write one such as FREQ=WEEKLY;BYDAY=FR"
        )
    return _read(text, strict)


@lru_cache(maxsize=4096)
def _read(text: str, strict: bool) -> Parts:
    return _read_at_once(text) or _Reader(text, strict).parts()


def _read_at_once(text: str) -> Parts | None:
    """The parts of a rule that is put together from the plainest pieces; None where one has to look more closely."""
    values: dict[str, Any] = {}
    for piece in text.split(";"):
        field, value = _KNOWN.get(piece) or ("until", _moment(piece[6:]) if piece[:6] == "UNTIL=" else None)
        if value is None or field in values:
            return None
        values[field] = value
    if not values.keys() <= _QUIET.get(values.get("frequency", ""), _NOTHING):
        return None
    if "by_day" in values and values["by_day"][0][0] and values["frequency"] != "MONTHLY":
        return None
    return parts_of(values)


class _Reader:
    """One reading of one rule."""

    __slots__ = ("dropped", "strict", "text", "values")

    def __init__(self, text: str, strict: bool) -> None:
        self.text = text
        self.strict = strict
        self.values: dict[str, Any] = {}
        self.dropped: list[str] = []

    def refuse(self, part: str, problem: str, cure: str) -> NoReturn:
        raise RecurrenceError("rule", shown(self.text), part, problem, cure)

    def parts(self) -> Parts:
        text = self.text.strip()
        if len(text) > LONGEST_RULE:
            part = max(text[:1_000_000].split(";"), key=len).partition("=")[0]
            self.refuse(shown(part.upper(), 20), "is too long", f"write a rule of at most {LONGEST_RULE} characters")
        if "EXRULE" in text.upper():
            self.refuse("EXRULE", "is not read", "name the dates to leave out (exclude)")
        if not text.isascii() or " " in text:
            text = self._plain_letters(text)
        text = text.upper().removeprefix("RRULE:")
        values = self.values
        for piece in text.split(";"):
            name, _equals, value = piece.partition("=")
            known = _READERS.get(name)
            if known is None or not value:
                self._odd(piece, name, value)
                continue
            field, read = known
            if field in values:
                self.refuse(name, "stands twice", "keep one of the two")
            values[field] = read(self, name, value)
        if "frequency" not in values:
            self.refuse("FREQ", "is missing", "write FREQ=DAILY, WEEKLY, MONTHLY or YEARLY")
        if len(values) > 1:
            self._check_together(values, values["frequency"])
        if self.dropped:
            values["dropped"] = tuple(self.dropped)
        return parts_of(values)

    def _plain_letters(self, text: str) -> str:
        """The rule without the spaces of another program; letters like ı, whose capital is I, are refused."""
        odd = next((piece for piece in text.split(";") if not piece.isascii() or (self.strict and " " in piece)), None)
        if odd is not None:
            name = shown(odd.partition("=")[0].strip().upper(), 20)
            problem = "holds a space" if odd.isascii() else f"'{shown(odd, 40)}' holds letters that no rule has"
            cure = "take it out" if odd.isascii() else "write A to Z, digits, and nothing wider"
            self.refuse(name, problem, cure)
        return text.replace(" ", "")

    def _odd(self, piece: str, name: str, value: str) -> None:
        """A piece without a value, or with a name that no part of a rule has."""
        if not piece.strip():
            if self.strict or not (self.values or self.dropped):
                self.refuse("", "an empty part", "take out the spare ';'")
        elif not value:
            self.refuse(shown(name, 20), f"'{shown(piece, 40)}' has no value", "write NAME=VALUE, or take it out")
        elif self.strict or not name.startswith("X-"):
            cure = did_you_mean(nearest(name, _READERS)) or "take it out"
            self.refuse(shown(name, 40), "is not a part of a rule", cure)
        elif (shown_name := shown(name, 40)) in self.dropped:
            self.refuse(shown_name, "stands twice", "keep one of the two")
        else:
            self.dropped.append(shown_name)

    def _frequency(self, name: str, value: str) -> Frequency:
        frequency = _FREQUENCIES.get(value)
        if frequency is None:
            cure = did_you_mean(nearest(value, _FREQUENCIES)) or "write DAILY, WEEKLY, MONTHLY or YEARLY"
            self.refuse(name, f"'{shown(value, 40)}' is not a frequency", cure)
        return frequency

    def _interval(self, name: str, value: str) -> int:
        return self._positive(name, value, MOST_INTERVAL_OF_OTHERS)

    def _count(self, name: str, value: str) -> int:
        return self._positive(name, value, MOST_COUNT)

    def _positive(self, name: str, value: str, most: int) -> int:
        number = _NUMBERS.get(value) or (int(value) if _NUMBER.fullmatch(value) else 0)
        if not 1 <= number <= most:
            self.refuse(name, f"'{shown(value, 40)}' is not 1 to {most}", f"write a number of 1 to {most}")
        return number

    def _until(self, name: str, value: str) -> Until:
        until = _moment(value)
        if until is None:
            cure = "write 20271231, 20271231T220000 or, in UTC, 20271231T140000Z"
            self.refuse(name, f"'{shown(value, 40)}' is not a date or time", cure)
        return until

    def _list(self, name: str, value: str) -> tuple[int, ...]:
        low, high, signed = _RANGES[name]
        found = []
        for item in self._items(name, value):
            number = _NUMBERS.get(item)
            if number is None:
                number = int(item) if _SIGNED.fullmatch(item) and (signed or item[0] not in "+-") else high + 1
            if not (low <= number <= high or (signed and low <= -number <= high)):
                span = f"{low} to {high}, or -{high} to -{low}" if signed else f"{low} to {high}"
                self.refuse(name, f"'{shown(item, 20)}' is not in {span}", f"write numbers of {span}")
            found.append(number)
        return self._distinct(name, found)

    def _month(self, name: str, value: str) -> tuple[int, ...]:
        months: list[int] = []
        leap: list[int] = []
        for item in self._items(name, value):
            digits = item.removesuffix("L")
            number = _NUMBERS.get(digits) or (int(digits) if _NUMBER.fullmatch(digits) else 0)
            if not 1 <= number <= 12:
                self.refuse(name, f"'{shown(item, 20)}' is not in 1 to 12", "write numbers of 1 to 12")
            (leap if item != digits else months).append(number)
        if leap:
            self.values["leap_months"] = self._distinct(name, leap)
        return self._distinct(name, months)

    def _day(self, name: str, value: str) -> tuple[tuple[int, int], ...]:
        found = []
        for item in self._items(name, value):
            day = _DAYS.get(item)
            if day is None:
                match = _DAY.fullmatch(item)
                number = int(match[1]) if match and match[1] else 0
                if match is None or (match[1] and not 1 <= abs(number) <= 53):
                    self.refuse(name, f"'{shown(item, 20)}' is not a weekday", "write days such as FR, 1MO or -1FR")
                day = (number, WEEKDAYS.index(match[2]))
            found.append(day)
        return self._distinct(name, found)

    def _week_start(self, name: str, value: str) -> int:
        if value not in WEEKDAYS:
            self.refuse(name, f"'{shown(value, 20)}' is not a weekday", f"write one of {', '.join(WEEKDAYS)}")
        return WEEKDAYS.index(value)

    def _scale(self, name: str, value: str) -> str:
        if self.strict:
            cure = 'write lunar = "08-15" for a day of the Chinese calendar, or read it with strict=False'
            self.refuse(name, "other calendars are not read in a rule", cure)
        if value not in _SCALES:
            self.refuse(name, f"no calendar '{shown(value, 20)}'", f"write one of {', '.join(_SCALES)}")
        return value

    def _skip(self, name: str, value: str) -> str:
        if value not in ("OMIT", "FORWARD", "BACKWARD"):
            self.refuse(name, f"'{shown(value, 20)}' is not known", "write OMIT, FORWARD or BACKWARD")
        return value

    def _items(self, name: str, value: str) -> list[str]:
        longest = LONGEST_LIST if self.strict else 366
        commas = value.count(",")
        if commas >= longest:
            self.refuse(name, f"a list of {commas + 1} is longer than {longest}", "write fewer values")
        return value.split(",")

    def _distinct(self, name: str, found: list[Any]) -> tuple[Any, ...]:
        if len(found) == 1:
            return tuple(found)
        distinct = tuple(sorted(set(found)))
        if self.strict and len(distinct) < len(found):
            twice = next(value for value in found if found.count(value) > 1)
            self.refuse(name, f"{_written(twice)} stands twice", "keep one of them")
        return distinct

    def _check_together(self, values: dict[str, Any], frequency: str) -> None:
        if "skip" in values and "scale" not in values:
            self.refuse("SKIP", "stands without RSCALE", "take it out (RFC 7529 4.1)")
        if "leap_months" in values and values.get("scale") != "CHINESE":
            self.refuse("BYMONTH", "leap months belong to another calendar", "write RSCALE=CHINESE, or leave out the L")
        if self.strict:
            self._check_forbidden(values, frequency)
        if "by_day" in values:
            days = values["by_day"]
            if frequency not in ("MONTHLY", "YEARLY"):
                if any(number for number, _weekday in days):
                    values["by_day"] = tuple(sorted({(0, weekday) for _number, weekday in days}))
            elif frequency == "MONTHLY" or values.get("by_month"):
                number = next((number for number, _weekday in days if not -5 <= number <= 5), 0)
                if number:
                    self.refuse("BYDAY", f"there is no weekday number {number} in a month", "write -5 to 5")
        if "by_second" in values:
            # A leap second is read as the second before it (RFC 5545 3.3.12).
            values["by_second"] = tuple(sorted({min(second, 59) for second in values["by_second"]}))

    def _check_forbidden(self, values: dict[str, Any], frequency: str) -> None:
        if "interval" in values and values["interval"] > MOST_INTERVAL and frequency not in SUBDAILY:
            problem = f"{values['interval']} is not 1 to {MOST_INTERVAL}"
            self.refuse("INTERVAL", problem, f"write 1 to {MOST_INTERVAL}")
        if "count" in values and "until" in values:
            self.refuse("COUNT", "stands beside UNTIL", "keep one of the two")
        if "by_set_pos" in values and not any(field[:2] == "by" for field in values if field != "by_set_pos"):
            self.refuse("BYSETPOS", "has nothing to choose from", "add BYDAY, BYMONTHDAY or another list")
        if "by_week_no" in values and frequency != "YEARLY":
            self.refuse("BYWEEKNO", f"does not go with FREQ={frequency}", "write FREQ=YEARLY")
        if "by_year_day" in values and frequency in ("DAILY", "WEEKLY", "MONTHLY"):
            self.refuse("BYYEARDAY", f"does not go with FREQ={frequency}", "write FREQ=YEARLY")
        if "by_month_day" in values and frequency == "WEEKLY":
            self.refuse("BYMONTHDAY", "does not go with FREQ=WEEKLY", "write FREQ=MONTHLY")
        if "by_day" in values and (frequency not in ("MONTHLY", "YEARLY") or "by_week_no" in values):
            number = next((number for number, _weekday in values["by_day"] if number), 0)
            if number and frequency not in ("MONTHLY", "YEARLY"):
                self.refuse("BYDAY", f"number {number} does not go with FREQ={frequency}", "write FREQ=MONTHLY")
            if number:
                self.refuse("BYDAY", f"number {number} does not go with BYWEEKNO", "leave out the number")


# What stands before the equals sign, the field of Parts that it fills, and what reads it.
_READERS: dict[str, tuple[str, Callable[[_Reader, str, str], Any]]] = {
    "FREQ": ("frequency", _Reader._frequency),  # noqa: SLF001 - the table of one class stands behind it
    "INTERVAL": ("interval", _Reader._interval),  # noqa: SLF001
    "COUNT": ("count", _Reader._count),  # noqa: SLF001
    "UNTIL": ("until", _Reader._until),  # noqa: SLF001
    "BYMONTH": ("by_month", _Reader._month),  # noqa: SLF001
    "BYDAY": ("by_day", _Reader._day),  # noqa: SLF001
    "WKST": ("week_start", _Reader._week_start),  # noqa: SLF001
    "RSCALE": ("scale", _Reader._scale),  # noqa: SLF001
    "SKIP": ("skip", _Reader._skip),  # noqa: SLF001
    "BYSECOND": ("by_second", _Reader._list),  # noqa: SLF001
    "BYMINUTE": ("by_minute", _Reader._list),  # noqa: SLF001
    "BYHOUR": ("by_hour", _Reader._list),  # noqa: SLF001
    "BYMONTHDAY": ("by_month_day", _Reader._list),  # noqa: SLF001
    "BYYEARDAY": ("by_year_day", _Reader._list),  # noqa: SLF001
    "BYWEEKNO": ("by_week_no", _Reader._list),  # noqa: SLF001
    "BYSETPOS": ("by_set_pos", _Reader._list),  # noqa: SLF001
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


def _moment(written: str) -> Until | None:
    """The day or time that is written, if it is one; a leap second is the second before it."""
    if not _UNTIL.fullmatch(written):
        return None
    try:
        return _read_moment(written)
    except ValueError:
        return None


def _read_moment(written: str) -> Until:
    if len(written) == 8:
        return dt.date.fromisoformat(written)
    if written[13:15] == "60":
        written = f"{written[:13]}59{written[15:]}"
    return dt.datetime.fromisoformat(written)


def _written(value: Any) -> str:
    return f"{value[0] or ''}{WEEKDAYS[value[1]]}" if isinstance(value, tuple) else str(value)
