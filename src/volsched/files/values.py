"""How single values are written in programme files: days, times, lengths, weekdays, numbers."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from functools import lru_cache

from volsched.errors import did_you_mean, nearest
from volsched.files.faults import Refusal
from volsched.model.schedule import Wall

_DAY = re.compile(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|年(\d{1,2})月(\d{1,2})日)"
)
_DAY_OF_YEAR = re.compile(r"(\d{1,2})-(\d{1,2})|(\d{1,2})/(\d{1,2})|(\d{1,2})月(\d{1,2})日")
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")
_LENGTH = re.compile(r"(?:(\d{1,3})w)?(?:(\d{1,5})d)?(?:(\d{1,5})h)?(?:(\d{1,6})m(?:in)?)?")
_WHOLE = re.compile(r"[+-]?[0-9]{1,12}")
_SERIAL = re.compile(r"[2-6]\d{4}(?:\.\d+)?")
_SERIAL_TIME = re.compile(r"0?\.\d+")

A_DAY = "write a day such as 2027-06-30"
A_TIME = "write a time such as 22:00"
A_LENGTH = "write a length such as '4h', '90m', '1h30m' or '2d'"
A_SPAN = "write a day such as 2027-06-30, or the first and the last such as 2027-07-01/2027-08-31"
A_DAY_OF_YEAR = 'write month and day, such as "05-01"'
A_START = "write a day and a time such as '2027-01-01 22:00', or a day alone for whole days"

_WEEKDAYS = (
    ("monday", "mon", "mo", "周一", "星期一", "礼拜一", "دۈشەنبە"),
    ("tuesday", "tue", "tu", "周二", "星期二", "礼拜二", "سەيشەنبە"),
    ("wednesday", "wed", "we", "周三", "星期三", "礼拜三", "چارشەنبە"),
    ("thursday", "thu", "th", "周四", "星期四", "礼拜四", "پەيشەنبە"),
    ("friday", "fri", "fr", "周五", "星期五", "礼拜五", "جۈمە"),
    ("saturday", "sat", "sa", "周六", "星期六", "礼拜六", "شەنبە"),
    ("sunday", "sun", "su", "周日", "周天", "星期日", "星期天", "礼拜天", "礼拜日", "يەكشەنبە"),
)
WEEKDAYS: dict[str, tuple[int, ...]] = {
    **{word: (number,) for number, words in enumerate(_WEEKDAYS) for word in words},
    "weekday": (0, 1, 2, 3, 4),
    "weekdays": (0, 1, 2, 3, 4),
    "weekend": (5, 6),
    "工作日": (0, 1, 2, 3, 4),
    "周末": (5, 6),
}
EVERY_DAY = ("day", "daily", "每天")
"""What stands for all of them where something happens again and again."""
FIRST_WORKING_DAY = ("first_working_day", "每月第一个工作日")
LAST_WORKING_DAY = ("last_working_day", "每月最后一个工作日")

DaySpan = tuple[dt.date, dt.date]
"""A first and a last day, both included."""


def shown(value: object) -> str:
    """A value as a message quotes it: short, on one line."""
    text = value if isinstance(value, str) else str(value)
    text = "".join(char if char.isprintable() else " " for char in text[:61])
    return text if len(text) <= 60 else text[:57] + "..."


def in_words(value: object) -> str:
    """What sort of value a TOML value is."""
    for sort, words in (
        (bool, "true or false"),
        (int, "a whole number"),
        (float, "a number"),
        (str, "text"),
        (dt.datetime, "a date-time"),
        (dt.date, "a date"),
        (dt.time, "a time"),
        (list, "a list"),
        (dict, "a table"),
    ):
        if isinstance(value, sort):
            return words
    return "something else"


def whole(value: object) -> int:
    """A whole number; true and false are none."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise Refusal(f"is {in_words(value)}, not a whole number", "write a number without quotation marks, such as 15")
    if abs(value) > 10**12:
        raise Refusal("is too large a number", "write a smaller number")
    return value


def number(value: object) -> float:
    """A number; infinity and not-a-number are none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Refusal(f"is {in_words(value)}, not a number", "write a number without quotation marks, such as 1.5")
    if not math.isfinite(value):
        raise Refusal(f"'{value}' is not a number to count with", "write an ordinary number")
    if abs(value) > 10**12:
        raise Refusal("is too large a number", "write a smaller number")
    return float(value)


def yes_or_no(value: object) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise Refusal(f"is {in_words(value)}, not true or false", "write true or false without quotation marks")
    return value


def text(value: object) -> str:
    """Text in quotation marks."""
    if not isinstance(value, str):
        raise Refusal(f"is {in_words(value)}, not text", "write it in quotation marks")
    return value


def table(value: object) -> dict[str, object]:
    """A table."""
    if not isinstance(value, dict):
        raise Refusal(f"is {in_words(value)}, not a table", "write a [table] or { key = value }")
    return value


def written_whole(cell: str) -> int:
    """A whole number in a table; full-width digits are read, other scripts' digits are asked for again."""
    plain = unicodedata.normalize("NFKC", cell).strip()
    if _WHOLE.fullmatch(plain):
        return int(plain)
    digits = "".join(str(unicodedata.digit(char, "")) or char for char in plain)
    cure = f"write {digits}" if _WHOLE.fullmatch(digits) else "write digits only, such as 3"
    raise Refusal(f"'{shown(cell)}' is not a whole number", cure)


def written_yes(cell: str) -> bool:
    """Yes or no in a table."""
    plain = unicodedata.normalize("NFKC", cell).strip().casefold()
    if plain in {"yes", "y", "true", "1", "x", "是", "ھەئە"}:
        return True
    if plain in {"no", "n", "false", "0", "否", "ياق"}:
        return False
    raise Refusal(f"'{shown(cell)}' is not yes or no", "write yes or no")


def day(value: object) -> dt.date:
    """A day: "2027-06-30", "2027/6/30", 2027年6月30日, or a TOML date."""
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return _kept(value)
    if not isinstance(value, str):
        raise Refusal(f"is {in_words(value)}, not a day", A_DAY.replace("2027-06-30", '"2027-06-30"'))
    return _written_day(value)


def is_day(text: str) -> bool:
    """Whether a text is written as a day with its year, if perhaps not one that exists."""
    return _DAY.fullmatch(text) is not None


@lru_cache(maxsize=4096)
def _written_day(value: str) -> dt.date:
    # Kept, because tables say the same few hundred days over and over.
    plain = value if value.isascii() else unicodedata.normalize("NFKC", value)
    plain = plain.strip()
    match = _DAY.fullmatch(plain) if plain.isprintable() else None
    if match is None:
        raise Refusal(f"'{shown(value)}' is not a day", _day_cure(plain))
    year, month, number = (int(part) for part in match.groups() if part is not None)
    try:
        found = dt.date(year, month, number)
    except ValueError:
        raise Refusal(f"'{shown(value)}' is not a day that exists", "check the month and the day") from None
    return _kept(found)


def _kept(value: dt.date) -> dt.date:
    if not 1900 <= value.year <= 2200:
        raise Refusal(f"the year {value.year} is not kept", "write a year of 1900 to 2200")
    return value


def _day_cure(plain: str) -> str:
    if _SERIAL.fullmatch(plain):
        meant = dt.date(1899, 12, 30) + dt.timedelta(days=int(float(plain)))
        return f"it looks like a spreadsheet's number for a day: write {meant}, or format the column as text"
    if _TIME.search(plain):
        return f"{A_DAY}, without a time"
    return A_DAY


def days(value: object) -> DaySpan:
    """A day, or a first and a last day, both included: "2027-07-01/2027-08-31"."""
    plain = unicodedata.normalize("NFKC", value).strip() if isinstance(value, str) else ""
    written = re.split(r" ?/ ?(?=\d{4}\D)", plain, maxsplit=1)
    try:
        first, last = (day(written[0]), day(written[1])) if len(written) == 2 else (day(value), day(value))
    except Refusal as refusal:
        raise Refusal(refusal.problem, A_SPAN if refusal.cure.startswith(A_DAY) else refusal.cure) from None
    if last < first:
        raise Refusal(f"{last} is before the first day {first}", "exchange the two days")
    if (last - first).days > 366:
        raise Refusal(f"{last} is more than a year after {first}", "check the two days")
    return first, last


def day_of_year(value: object) -> str:
    """A day of every year: "05-01", "5-1", 5月1日."""
    if not isinstance(value, str):
        raise Refusal(f"is {in_words(value)}, not a day of the year", A_DAY_OF_YEAR)
    plain = unicodedata.normalize("NFKC", value).strip()
    match = _DAY_OF_YEAR.fullmatch(plain)
    if match is None:
        whole = _DAY.fullmatch(plain)
        cure = "leave the year out, for it comes again every year" if whole else A_DAY_OF_YEAR
        raise Refusal(f"'{shown(value)}' is not a day of the year", cure)
    month, number = (int(part) for part in match.groups() if part is not None)
    try:
        # 2000 is a leap year, so that 02-29 can be written.
        return f"{dt.date(2000, month, number):%m-%d}"
    except ValueError:
        raise Refusal(f"'{shown(value)}' is not a day that exists", "check the month and the day") from None


def time(value: object) -> dt.time:
    """A time of day: "22:00"."""
    if isinstance(value, dt.time):
        return value.replace(tzinfo=None)
    if not isinstance(value, str):
        raise Refusal(f"is {in_words(value)}, not a time", 'write a time in quotation marks, such as "22:00"')
    plain = unicodedata.normalize("NFKC", value).strip()
    match = _TIME.fullmatch(plain)
    if match is None:
        serial = "it looks like a spreadsheet's number for a time: " if _SERIAL_TIME.fullmatch(plain) else ""
        raise Refusal(f"'{shown(value)}' is not a time", serial + A_TIME)
    hour, minute, second = (int(part or 0) for part in match.groups())
    if hour > 23 or minute > 59 or second:
        cure = "midnight is 00:00 of the next day" if hour == 24 else "write 00:00 to 23:59"
        raise Refusal(f"'{shown(value)}' is not a time", cure)
    return dt.time(hour, minute)


def wall(value: object) -> Wall:
    """A wall time: "2027-01-01 22:00", or a day alone."""
    if isinstance(value, dt.datetime):
        if value.tzinfo is not None:
            raise Refusal(f"{value} says a zone", "write wall time; the zone has its own key")
        return dt.datetime.combine(_kept(value.date()), value.time())
    if isinstance(value, dt.time):
        raise Refusal(f"{value:%H:%M} is a time without a day", A_START)
    if isinstance(value, dt.date):
        return _kept(value)
    if not isinstance(value, str):
        raise Refusal(f"is {in_words(value)}, not a day and time", A_START)
    plain = unicodedata.normalize("NFKC", value).strip()
    date_part, separator, time_part = plain.replace("T", " ", 1).partition(" ")
    if _TIME.fullmatch(plain):
        raise Refusal(f"'{shown(value)}' is a time without a day", A_START)
    if not separator:
        return _or_start(date_part)
    if re.search(r"(?:Z|[+-]\d\d:?\d\d)$", time_part):
        raise Refusal(f"'{shown(value)}' says a zone", "write wall time; the zone has its own key")
    found = _or_start(date_part)
    return dt.datetime.combine(found, time(time_part.strip()))


def _or_start(part: str) -> dt.date:
    try:
        return day(part)
    except Refusal as refusal:
        raise Refusal(refusal.problem, A_START if refusal.cure == A_DAY else refusal.cure) from None


def length(value: object) -> dt.timedelta:
    """A length of time: "4h", "90m", "1h30m", "2d"."""
    if not isinstance(value, str):
        raise Refusal(f"is {in_words(value)}, not a length of time", f"{A_LENGTH}, in quotation marks")
    plain = unicodedata.normalize("NFKC", value).replace(" ", "").casefold()
    match = _LENGTH.fullmatch(plain)
    if match is None or not any(match.groups()):
        raise Refusal(f"'{shown(value)}' is not a length of time", A_LENGTH)
    weeks, days, hours, minutes = (int(part or 0) for part in match.groups())
    return dt.timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes)


def weekdays(word: str) -> tuple[int, ...]:
    """The weekdays that a word names, Monday as 0: "friday", "mon", "周五", "weekday"."""
    found = WEEKDAYS.get(unicodedata.normalize("NFKC", word).strip().casefold())
    if found is None:
        cure = did_you_mean(nearest(word, WEEKDAYS)[:1]) or "write monday to sunday, or weekday"
        raise Refusal(f"'{shown(word)}' is not a weekday", cure)
    return found
