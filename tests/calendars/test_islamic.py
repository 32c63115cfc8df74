"""Civil arithmetic of the Islamic calendar, both ways, and by the known facts of the calendar."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from volsched.calendars import IslamicDate, from_islamic, to_islamic
from volsched.errors import InvalidValue

LEAP_YEARS = {2, 5, 7, 10, 13, 16, 18, 21, 24, 26, 29}


@pytest.mark.parametrize(
    ("islamic", "day"),
    [
        ((1, 1, 1), "0622-07-19"),
        ((1400, 1, 1), "1979-11-21"),
        ((1425, 12, 10), "2005-01-21"),
        ((1434, 10, 1), "2013-08-08"),
        ((1446, 12, 10), "2025-06-07"),
        ((1448, 10, 1), "2027-03-10"),
        ((1448, 12, 10), "2027-05-17"),
    ],
)
def test_known_days(islamic, day):
    assert from_islamic(IslamicDate(*islamic)) == dt.date.fromisoformat(day)
    assert to_islamic(dt.date.fromisoformat(day)) == IslamicDate(*islamic)


@given(st.dates(dt.date(622, 7, 19), dt.date(9998, 1, 1)))
def test_a_day_comes_back_from_its_islamic_date(day):
    assert from_islamic(to_islamic(day)) == day


def test_days_follow_each_other_through_a_whole_cycle():
    day = from_islamic(IslamicDate(1441, 1, 1))
    for year in range(1441, 1471):
        leap = (year - 1) % 30 + 1 in LEAP_YEARS
        for month in range(1, 13):
            for number in range(1, (30 if month % 2 or (month == 12 and leap) else 29) + 1):
                assert to_islamic(day) == (year, month, number)
                day += dt.timedelta(days=1)


@pytest.mark.parametrize("islamic", [(0, 1, 1), (9666, 1, 1), (1448, 0, 1), (1448, 13, 1), (1448, 2, 30), (1448, 1, 0)])
def test_what_is_no_islamic_date_is_refused(islamic):
    with pytest.raises(InvalidValue, match="islamic date"):
        from_islamic(IslamicDate(*islamic))


@pytest.mark.parametrize("day", [dt.date.min, dt.date(622, 7, 18), dt.date.max])
def test_a_day_outside_the_calendar_is_told(day):
    with pytest.raises(InvalidValue, match=f"the Islamic date of {day} is not known"):
        to_islamic(day)


def test_the_last_days_of_the_calendar_are_reached():
    assert to_islamic(from_islamic(IslamicDate(9665, 12, 29))) == (9665, 12, 29)
