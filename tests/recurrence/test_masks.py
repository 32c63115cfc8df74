"""The days of a year as bits, against the dates themselves."""

import datetime as dt
from calendar import monthrange

import pytest

from volsched.recurrence import masks

# Every weekday a year can begin with, as a leap year and as none.
YEARS = [2000, 2001, 2002, 2003, 2004, 2005, 2008, 2009, 2012, 2016, 2020, 2024, 2026, 2028]


def dates(mask, year):
    return [dt.date(year, 1, 1) + dt.timedelta(days=day) for day in masks.bits(mask)]


def around(year):
    first = dt.date(year, 1, 1)
    return [first + dt.timedelta(days=day) for day in range(-7, (dt.date(year + 1, 1, 1) - first).days + 7)]


@pytest.mark.parametrize("year", YEARS)
def test_every_mask_holds_the_days_it_names(year):
    shape = masks.shape_of(year)
    days = around(year)
    end = days[-1]

    def held(mask):
        return [day for day in dates(mask, year) if day <= end]

    for month in range(1, 13):
        assert held(masks.months(shape, [month])) == [day for day in days if day.month == month]
    for weekday in range(7):
        assert held(masks.weekdays(shape, [weekday])) == [day for day in days if day.weekday() == weekday]
    for number in (1, 15, 28, 29, 30, 31, -1, -28, -31):
        lengths = {day: monthrange(day.year, day.month)[1] for day in days}
        wanted = [day for day in days if day.day == (number if number > 0 else lengths[day] + 1 + number)]
        assert held(masks.month_days(shape, [number])) == wanted
    for number in (1, 60, 365, 366, -1, -365, -366):
        wanted = []
        for day in days:
            length = (dt.date(day.year + 1, 1, 1) - dt.date(day.year, 1, 1)).days
            place = (day - dt.date(day.year, 1, 1)).days + 1
            if place == (number if number > 0 else length + 1 + number):
                wanted.append(day)
        assert held(masks.year_days(shape, [number])) == wanted


@pytest.mark.parametrize("year", YEARS)
def test_weeks_are_numbered_as_iso_has_them(year):
    shape = masks.shape_of(year)
    for number in (1, 2, 20, 52, 53):
        wanted = [day for day in around(year) if day.isocalendar()[:2] == (year, number)]
        assert dates(masks.week_numbers(shape, 0, [number]), year) == wanted
    own = [day for day in around(year) if day.year == year and day.isocalendar()[1] in (1, 52, 53)]
    found = dates(masks.week_numbers_around(shape, 0, (1, 52, 53)) & masks.own_days(shape), year)
    assert found == own
