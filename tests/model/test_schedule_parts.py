import datetime as dt

import pytest

from volsched.errors import InvalidValue
from volsched.model import DateList, Following, Pause, Schedule, Season

FRIDAY = dt.datetime(2027, 1, 1, 10)


def test_a_season_may_reach_over_the_turn_of_the_year():
    winter = Season(first="10-01", last="04-30", start=dt.time(11))
    assert winter.holds(dt.date(2027, 12, 31))
    assert winter.holds(dt.date(2028, 2, 29))
    assert winter.holds(dt.date(2027, 4, 30))
    assert not winter.holds(dt.date(2027, 5, 1))


@pytest.mark.parametrize("first", ["5-1", "W01-1", "13-01", "02-30", "", "0501"])
def test_a_season_is_written_as_month_and_day(first):
    with pytest.raises(InvalidValue, match="season: first: .* is not a day of the year"):
        Season(first=first, last="09-30", start=dt.time(9))


def test_pauses_and_date_lists_hold_their_first_and_last_day():
    harvest = DateList(name="harvest", spans=((dt.date(2027, 9, 1), dt.date(2027, 9, 30)),))
    assert harvest.holds(dt.date(2027, 9, 30))
    assert not harvest.holds(dt.date(2027, 10, 1))
    with pytest.raises(InvalidValue, match="pause: last: 2027-08-31 is before the first day 2027-09-01"):
        Pause(first=dt.date(2027, 9, 1), last=dt.date(2027, 8, 31))
    with pytest.raises(InvalidValue, match="write as_planned or where_it_stopped"):
        Pause(first=dt.date(2027, 9, 1), last=dt.date(2027, 9, 2), resume="later")


def test_what_follows_has_the_form_of_the_start():
    with pytest.raises(InvalidValue, match="schedule: following: 2027-05-07 is not of the form of the start"):
        Schedule(start=FRIDAY, lasts=dt.timedelta(hours=2), following=(Following(original=dt.date(2027, 5, 7)),))


def test_hours_of_a_season_need_a_start_with_a_time():
    summer = Season(first="05-01", last="09-30", start=dt.time(9))
    with pytest.raises(InvalidValue, match="schedule: seasons: have hours"):
        Schedule(start=FRIDAY.date(), lasts=dt.timedelta(days=1), seasons=(summer,))


def test_an_unknown_holiday_rule_is_refused():
    with pytest.raises(InvalidValue, match="on_holiday: 'move' is not known; write keep, skip"):
        Schedule(start=FRIDAY, lasts=dt.timedelta(hours=2), on_holiday="move")
