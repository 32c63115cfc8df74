"""The lunar table says what the almanacs say, and a date that a year does not have is told."""

import datetime as dt
import hashlib
from itertools import pairwise

import pytest
from borax.calendars.lunardate import LCalendars
from hypothesis import given
from hypothesis import strategies as st
from lunar_python import LunarYear

from volsched.calendars import (
    FIRST_LUNAR_DAY,
    LAST_LUNAR_DAY,
    LUNAR_YEARS,
    LunarDate,
    from_lunar,
    is_doubtful,
    leap_month,
    lunar_dates,
    lunar_day,
    lunar_months,
    month_length,
    to_lunar,
)
from volsched.errors import InvalidValue

DAYS = st.dates(FIRST_LUNAR_DAY, LAST_LUNAR_DAY)

# Of the lines "1950-01-01 1949-11-13 0" and so on, as cnlunar 0.2.5 names every day of 1950 to 2099.
GOLDEN = "5e717651041c8dbedd7176b7d920b8131b5c9154728acf946fc0333b96fcf758"

# New Year's Days as the Hong Kong Observatory prints them; ICU puts those of 2027 and 2030 on another day.
NEW_YEARS = {
    1900: "01-31", 1949: "01-29", 1950: "02-17", 1979: "01-28", 2000: "02-05", 2020: "01-25", 2023: "01-22",
    2024: "02-10", 2025: "01-29", 2026: "02-17", 2027: "02-06", 2028: "01-26", 2029: "02-13", 2030: "02-03",
    2033: "01-31", 2034: "02-19", 2100: "02-09",
}  # fmt: skip


def lines(first, last):
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        day = dt.date.fromordinal(ordinal)
        lunar = to_lunar(day)
        yield f"{day} {lunar.year}-{lunar.month}-{lunar.day} {int(lunar.leap)}"


def test_every_day_of_1950_to_2099_is_the_golden_one():
    text = "\n".join(lines(dt.date(1950, 1, 1), dt.date(2099, 12, 31)))
    assert hashlib.sha256(text.encode()).hexdigest() == GOLDEN


@pytest.mark.heavy
def test_every_day_of_1950_to_2099_is_that_of_cnlunar():
    cnlunar = pytest.importorskip("cnlunar", reason="the package cnlunar is not installed")

    def theirs():
        day = dt.datetime(1950, 1, 1, 12)
        while day.year < 2100:
            lunar = cnlunar.Lunar(day)
            yield f"{day:%Y-%m-%d} {lunar.lunarYear}-{lunar.lunarMonth}-{lunar.lunarDay} {int(lunar.isLunarLeapMonth)}"
            day += dt.timedelta(days=1)

    assert list(lines(dt.date(1950, 1, 1), dt.date(2099, 12, 31))) == list(theirs())


def months(year):
    return [(month.month, month.days, month.leap) for month in lunar_months(year)]


def test_months_are_those_of_borax_and_lunar_python_but_for_the_doubtful():
    of_borax, of_lunar_python = set(), set()
    for year in LUNAR_YEARS:
        theirs = [(month, days, bool(leap)) for month, days, leap in LCalendars.iter_year_month(year)]
        of_borax |= {(year, *month) for month in set(theirs) ^ set(months(year))}
        theirs = [
            (abs(month.getMonth()), month.getDayCount(), month.isLeap())
            for month in LunarYear.fromYear(year).getMonths()
            if month.getYear() == year
        ]
        of_lunar_python |= {(year, *month) for month in set(theirs) ^ set(months(year))}
    assert {month[:2] for month in of_borax} == {(2057, 8), (2057, 9), (2089, 7), (2089, 8), (2097, 6), (2097, 7)}
    assert {month[:2] for month in of_lunar_python} == {(2057, 8), (2057, 9)}


def test_doubtful_days_are_the_ninety_on_which_calculations_disagree():
    doubtful = [day for n in range(73_413) if is_doubtful(day := FIRST_LUNAR_DAY + dt.timedelta(n))]
    assert len(doubtful) == 90
    assert (doubtful[0], doubtful[29]) == (dt.date(2057, 9, 28), dt.date(2057, 10, 27))
    assert (doubtful[30], doubtful[60]) == (dt.date(2089, 9, 4), dt.date(2097, 8, 7))
    assert not is_doubtful(dt.date(2300, 1, 1))


@pytest.mark.parametrize(("year", "day"), NEW_YEARS.items())
def test_new_year_is_the_printed_day(year, day):
    assert from_lunar(LunarDate(year, 1, 1)) == dt.date.fromisoformat(f"{year}-{day}")
    assert to_lunar(dt.date.fromisoformat(f"{year}-{day}")) == LunarDate(year, 1, 1)


def test_the_leap_month_of_2033_follows_the_eleventh():
    assert leap_month(2033) == 11
    assert from_lunar(LunarDate(2033, 11, 1, leap=True)) == dt.date(2033, 12, 22)
    assert to_lunar(dt.date(2034, 1, 19)) == LunarDate(2033, 11, 29, True)
    leap_months = {year: month for year in range(2014, 2040) if (month := leap_month(year))}
    assert leap_months == {2014: 9, 2017: 6, 2020: 4, 2023: 2, 2025: 6, 2028: 5, 2031: 3, 2033: 11, 2036: 6, 2039: 5}


@given(DAYS)
def test_a_day_comes_back_from_its_lunar_date(day):
    assert from_lunar(to_lunar(day)) == day


@given(DAYS)
def test_the_next_day_is_the_next_lunar_day(day):
    today, tomorrow = to_lunar(day), to_lunar(min(day + dt.timedelta(days=1), LAST_LUNAR_DAY))
    if tomorrow.day != 1:
        assert tomorrow.day in (today.day + 1, today.day if day == LAST_LUNAR_DAY else 0)
    else:
        assert today.day == month_length(today.year, today.month, leap=today.leap)


def test_a_datetime_counts_by_its_own_date():
    assert to_lunar(dt.datetime(2027, 2, 6, 23, 59)) == LunarDate(2027, 1, 1)


def test_months_follow_each_other_without_a_gap():
    every = [month for year in LUNAR_YEARS for month in lunar_months(year)]
    for month, following in pairwise(every):
        assert month.first + dt.timedelta(month.days) == following.first
        assert month.days in (29, 30)
    assert every[0].first == FIRST_LUNAR_DAY
    assert every[-1].first + dt.timedelta(every[-1].days - 1) == LAST_LUNAR_DAY


def test_every_lunar_name_either_has_a_day_or_none_and_never_a_neighbour():
    for year in (1900, 2027, 2033, 2100):
        for month in range(1, 13):
            for leap in (False, True):
                for day in range(1, 31):
                    found = lunar_day(year, month, day, leap=leap)
                    exists = day <= (month_length(year, month, leap=leap) or 0)
                    assert (found is not None) == exists
                    assert found is None or to_lunar(found) == LunarDate(year, month, day, leap)


def test_a_date_that_its_year_does_not_have_is_told_with_the_reason():
    with pytest.raises(InvalidValue, match="2027-08L-15: leap: 2027 has no leap month 8; it has no leap month"):
        from_lunar(LunarDate(2027, 8, 15, leap=True))
    with pytest.raises(InvalidValue, match="2028 has no leap month 8; its leap month is 5"):
        from_lunar(LunarDate(2028, 8, 15, leap=True))
    with pytest.raises(InvalidValue, match="2027-12-30: day: this month of 2027 has 29 days; write 29 or less"):
        from_lunar(LunarDate(2027, 12, 30))
    assert lunar_day(2027, 12, 30) is None
    assert lunar_day(2027, 12, 29) == dt.date(2028, 1, 25)
    assert lunar_day(2027, 13, 1) is None
    assert lunar_day(2027, 1, 0) is None


@pytest.mark.parametrize("day", [dt.date(1900, 1, 30), dt.date(2101, 1, 29), dt.date.min, dt.date.max])
def test_a_day_outside_the_table_is_told(day):
    with pytest.raises(InvalidValue, match="ask about 1900-01-31 to 2101-01-28"):
        to_lunar(day)


@pytest.mark.parametrize("year", [1899, 2101, -1, 10**9])
def test_a_year_outside_the_table_is_told(year):
    for ask in (leap_month, lunar_months, lambda year: month_length(year, 1), lambda year: lunar_day(year, 1, 1)):
        with pytest.raises(InvalidValue, match="ask about 1900 to 2100"):
            ask(year)


@pytest.mark.parametrize(("month", "day"), [(0, 1), (13, 1), (1, 0), (1, 31), (-1, 1)])
def test_what_is_no_lunar_date_at_all_is_refused(month, day):
    with pytest.raises(InvalidValue):
        LunarDate(2027, month, day)


def test_lunar_dates_go_from_year_to_year_and_leave_out_those_without_the_day():
    eves = list(lunar_dates(12, 30, first=dt.date(2024, 1, 1), last=dt.date(2032, 12, 31)))
    assert eves == [dt.date(2024, 2, 9), dt.date(2030, 2, 2)]
    ninth = list(lunar_dates(9, 10, leap=True))
    assert [day.year for day in ninth] == [2014]
    assert list(lunar_dates(1, 1, first=dt.date(2027, 2, 6), last=dt.date(2027, 2, 6))) == [dt.date(2027, 2, 6)]
    assert list(lunar_dates(1, 1, first=dt.date(2027, 2, 7), last=dt.date(2028, 1, 25))) == []


@given(st.integers(1, 12), st.integers(1, 30), st.booleans(), DAYS, DAYS)
def test_lunar_dates_are_those_of_a_day_walk(month, day, leap, first, last):
    first, last = min(first, last), min(max(first, last), min(first, last) + dt.timedelta(days=1000))
    walked = [
        dt.date.fromordinal(n)
        for n in range(first.toordinal(), last.toordinal() + 1)
        if (lunar := to_lunar(dt.date.fromordinal(n))).month == month and lunar.day == day and lunar.leap == leap
    ]
    assert list(lunar_dates(month, day, leap=leap, first=first, last=last)) == walked


def test_a_lunar_date_is_written_with_an_l_for_a_leap_month():
    assert str(LunarDate(2033, 11, 1, leap=True)) == "2033-11L-01"
    assert str(LunarDate(2027, 8, 15)) == "2027-08-15"
