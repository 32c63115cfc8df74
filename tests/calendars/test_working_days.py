"""Weekends and days off are free, make-up working days are worked, and no search goes on without end."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from volsched.calendars import WorkingDays
from volsched.errors import InvalidValue
from volsched.model import Holiday, Text

NATIONAL = [
    Holiday(name=Text(zh="国庆节"), first=dt.date(2025, 10, 1), last=dt.date(2025, 10, 8)),
    Holiday(name=Text(zh="国庆节"), first=dt.date(2025, 9, 28), working=True),
    Holiday(name=Text(zh="国庆节"), first=dt.date(2025, 10, 11), working=True),
]
DAYS = st.dates(dt.date(2025, 1, 1), dt.date(2025, 12, 31))
SOME = st.frozensets(DAYS, max_size=40)


def test_weekends_and_days_off_are_free_and_make_up_days_are_worked():
    days = WorkingDays.of(NATIONAL)
    assert days.is_working(dt.date(2025, 9, 28))  # a Sunday
    assert not days.is_working(dt.date(2025, 10, 1))
    assert not days.is_working(dt.date(2025, 10, 8))
    assert days.is_working(dt.date(2025, 10, 9))
    assert days.is_working(dt.date(2025, 10, 11))  # a Saturday
    assert not days.is_working(dt.date(2025, 10, 12))


def test_next_and_previous_never_answer_the_day_itself():
    days = WorkingDays.of(NATIONAL)
    assert days.next(dt.date(2025, 9, 30)) == dt.date(2025, 10, 9)
    assert days.next(dt.date(2025, 10, 10)) == dt.date(2025, 10, 11)
    assert days.next(dt.date(2025, 10, 11)) == dt.date(2025, 10, 13)
    assert days.previous(dt.date(2025, 10, 9)) == dt.date(2025, 9, 30)
    assert days.previous(dt.date(2025, 9, 29)) == dt.date(2025, 9, 28)


def test_a_later_holiday_has_the_last_word_on_a_day():
    own = [Holiday(name=Text(en="Flood watch"), first=dt.date(2025, 10, 2), working=True)]
    assert WorkingDays.of([*NATIONAL, *own]).is_working(dt.date(2025, 10, 2))
    assert not WorkingDays.of([*own, *NATIONAL]).is_working(dt.date(2025, 10, 2))


def test_a_day_that_is_both_off_and_made_up_for_is_worked():
    day = dt.date(2025, 10, 2)
    assert WorkingDays({day}, {day}).is_working(day)


def test_another_weekend_is_as_good():
    days = WorkingDays.of([], weekend=[4])
    assert not days.is_working(dt.date(2025, 10, 10))
    assert days.is_working(dt.date(2025, 10, 11))
    assert WorkingDays(weekend=[]).is_working(dt.date(2025, 10, 12))


def test_a_datetime_counts_by_its_own_date():
    days = WorkingDays.of(NATIONAL)
    assert not days.is_working(dt.datetime(2025, 10, 1, 10))
    assert days.next(dt.datetime(2025, 10, 1, 10)) == dt.date(2025, 10, 9)


@given(SOME, SOME, DAYS)
def test_next_and_previous_are_those_of_a_day_walk(days_off, make_up, day):
    days = WorkingDays(days_off, make_up)
    after = day + dt.timedelta(days=1)
    while not days.is_working(after):
        after += dt.timedelta(days=1)
    assert days.next(day) == after
    before = day - dt.timedelta(days=1)
    while not days.is_working(before):
        before -= dt.timedelta(days=1)
    assert days.previous(day) == before


def test_a_search_without_a_working_day_ends_and_says_so():
    never = WorkingDays(weekend=range(7))
    with pytest.raises(InvalidValue, match="no day is worked in the year after 2025-10-01; shorten the days off"):
        never.next(dt.date(2025, 10, 1))
    with pytest.raises(InvalidValue, match="in the year before 2025-10-01"):
        never.previous(dt.date(2025, 10, 1))
    with pytest.raises(InvalidValue, match="after 9999-12-31"):
        WorkingDays().next(dt.date.max)
    with pytest.raises(InvalidValue, match="before 0001-01-01"):
        WorkingDays().previous(dt.date.min)


def test_a_long_but_possible_search_arrives():
    first = dt.date(2025, 1, 1)
    free = WorkingDays.of([Holiday(name=Text(en="Year off"), first=first, last=first + dt.timedelta(days=362))])
    assert free.next(first - dt.timedelta(days=1)) == dt.date(2025, 12, 30)


def test_working_days_of_a_month_are_counted_from_either_end():
    days = WorkingDays.of(NATIONAL)
    assert days.of_month(2025, 10) == dt.date(2025, 10, 9)
    assert days.of_month(2025, 10, 3) == dt.date(2025, 10, 11)
    assert days.of_month(2025, 9, -2) == dt.date(2025, 9, 29)
    assert days.of_month(2025, 2, -1) == dt.date(2025, 2, 28)
    assert days.of_month(2025, 10, 19) is None
    assert days.of_month(2025, 10, 0) is None
    assert WorkingDays(weekend=range(7)).of_month(2025, 10) is None
    assert days.of_month(9999, 12, -1) == dt.date(9999, 12, 31)


def test_a_weekday_that_is_none_is_refused():
    with pytest.raises(InvalidValue, match="weekend: 7 is no weekday; write 0 .Monday. to 6"):
        WorkingDays(weekend=[5, 7])
