"""Writes src/volsched/calendars/lunar_table.py: the months of the Chinese calendar from 1900 to 2100.

The days are read one by one from the package cnlunar (the tables of the Hong Kong Observatory), which knows the lunar
years 1901 to 2099; the years 1900 and 2100 are taken from lunar_python. Run it again after an update of either and look
at the difference:

    python tests/calendars/write_lunar_table.py            # writes the module
    python tests/calendars/write_lunar_table.py --check    # says whether the module is what it would write
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import cnlunar
from lunar_python import LunarYear

TARGET = Path(__file__).parents[2] / "src" / "volsched" / "calendars" / "lunar_table.py"
FIRST_CNLUNAR = dt.date(1901, 2, 19)
LAST_CNLUNAR = dt.date(2100, 2, 8)

HEAD = '''"""The months of each lunar year; written by tests/calendars/write_lunar_table.py, so do not edit it by hand.

One number a year, from the lunar year {first} on: the lowest 13 bits say which months have 30 days (bit 0 is the first
month, a leap month stands after its namesake), the bits above them name the leap month (0: none).
"""

FIRST_YEAR = {first}
FIRST_DAY = {ordinal}
"""The ordinal of {day}, the first day of the lunar year {first}."""

# fmt: off
YEARS: tuple[int, ...] = (
'''

Month = tuple[int, int, bool, int]
"""Year, month, whether it is a leap month, how many days it has."""


def months_of_lunar_python(year: int) -> Iterator[Month]:
    """The months of a lunar year that cnlunar does not know."""
    for month in LunarYear.fromYear(year).getMonths():
        if month.getYear() == year:
            yield year, abs(month.getMonth()), month.isLeap(), month.getDayCount()


def months_of_cnlunar() -> Iterator[Month]:
    """The months from 1901 on, counted from the days as cnlunar names them."""
    count = (LAST_CNLUNAR - FIRST_CNLUNAR).days + 1
    days = (cnlunar.Lunar(dt.datetime.combine(FIRST_CNLUNAR + dt.timedelta(n), dt.time(12))) for n in range(count))
    named = ((day.lunarYear, day.lunarMonth, bool(day.isLunarLeapMonth), day.lunarDay) for day in days)
    for (year, month, leap), group in groupby(named, key=lambda day: day[:3]):
        numbers = [day[3] for day in group]
        if numbers != list(range(1, len(numbers) + 1)):
            sys.exit(f"cnlunar skips a day in month {month} of {year}: {numbers}")
        yield year, month, leap, len(numbers)


def packed(months: list[Month]) -> int:
    """One year as one number."""
    lengths = sum(1 << place for place, month in enumerate(months) if month[3] == 30)
    leap = next((month for _, month, is_leap, _ in months if is_leap), 0)
    return leap << 13 | lengths


def module() -> str:
    """The text of the module."""
    months = [*months_of_lunar_python(1900), *months_of_cnlunar(), *months_of_lunar_python(2100)]
    years = [(year, packed(list(group))) for year, group in groupby(months, key=lambda month: month[0])]
    first_day = FIRST_CNLUNAR - dt.timedelta(sum(month[3] for month in months if month[0] == 1900))
    lines = [HEAD.format(first=years[0][0], ordinal=first_day.toordinal(), day=first_day)]
    for start in range(0, len(years), 10):
        row = years[start : start + 10]
        lines.append("    " + " ".join(f"0x{code:05x}," for _, code in row) + f"  # {row[0][0]}\n")
    return "".join(lines) + ")\n"


def main() -> None:
    """Write the module, or check it."""
    text = module()
    if "--check" not in sys.argv:
        TARGET.write_text(text, encoding="utf-8")
    elif TARGET.read_text(encoding="utf-8") != text:
        sys.exit(f"{TARGET.name} is not what cnlunar says; run this without --check and look at the difference")


if __name__ == "__main__":
    main()
