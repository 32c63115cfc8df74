import datetime as dt
import random
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import DAILY, FR, MONTHLY, WEEKLY, rrule, rruleset

from volsched.errors import RecurrenceError
from volsched.recurrence import Recurrence, of_dateutil, to_dateutil

from .test_random_rules import dateutil_is_right, random_rule, text_of

START = dt.datetime(2027, 1, 1, 10)
YEAR = (dt.datetime(2027, 1, 1), dt.datetime(2028, 1, 1))
ZONE = ZoneInfo("Asia/Shanghai")


def walls(recurrence, first, end):
    return [
        wall.replace(tzinfo=None) for wall in recurrence.nominal(first.replace(tzinfo=ZONE), end.replace(tzinfo=ZONE))
    ]


def between(found, first, end):
    return [moment for moment in found.between(first, end, inc=True) if moment < end]


def test_a_set_of_dateutil_gives_the_same_times():
    choir = Recurrence.parse(
        "FREQ=WEEKLY;BYDAY=FR;UNTIL=20270630T160000Z",
        start=START,
        exclude=(dt.datetime(2027, 2, 5, 10),),
        include=(dt.datetime(2027, 2, 6, 15),),
    )
    found = between(to_dateutil(choir), *YEAR)
    assert found == [
        moment.replace(tzinfo=None) for moment in choir.between(*(day.replace(tzinfo=ZONE) for day in YEAR))
    ]
    assert len(found) == 26
    assert dt.datetime(2027, 2, 6, 15) in found


def test_random_rules_have_the_same_times_where_dateutil_is_right():
    chance, compared = random.Random(11), 0
    while compared < 60:
        rule, start = random_rule(chance)
        first, end = start, start + dt.timedelta(days=400)
        try:
            recurrence = Recurrence.parse(text_of(rule), start=start)
        except RecurrenceError:
            continue
        ours = walls(recurrence, first, end)
        if ours and dateutil_is_right(rule):
            assert between(to_dateutil(recurrence), first, end) == ours, text_of(rule)
            back = of_dateutil(to_dateutil(recurrence), zone="Asia/Shanghai")
            assert walls(back, first, end) == ours, text_of(rule)
            compared += 1


def test_a_rule_of_dateutil_becomes_a_recurrence():
    rule = rrule(MONTHLY, dtstart=START, byweekday=FR(-1), until=dt.datetime(2027, 12, 31))
    found = of_dateutil(rule, zone="Asia/Shanghai")
    assert walls(found, *YEAR) == list(rule)
    aware = rrule(WEEKLY, dtstart=START.replace(tzinfo=ZONE), count=3)
    assert of_dateutil(aware).between(*(day.replace(tzinfo=ZONE) for day in YEAR)) == tuple(aware)


def test_a_set_of_dateutil_becomes_a_recurrence():
    both = rruleset()
    both.rrule(rrule(DAILY, dtstart=START, count=5))
    both.rdate(dt.datetime(2027, 3, 1, 9))
    both.exdate(dt.datetime(2027, 1, 2, 10))
    assert walls(of_dateutil(both, zone="Asia/Shanghai"), *YEAR) == list(both)


def test_a_single_date_goes_both_ways():
    one = Recurrence.parse(None, start=START)
    assert list(to_dateutil(one)) == [START]
    assert walls(of_dateutil(to_dateutil(one), zone="Asia/Shanghai"), *YEAR) == [START]


def test_days_are_their_midnights():
    days = Recurrence.parse("FREQ=DAILY;COUNT=2", start=dt.date(2027, 1, 1))
    assert list(to_dateutil(days)) == [dt.datetime(2027, 1, 1), dt.datetime(2027, 1, 2)]


def test_an_until_in_utc_stays_where_it_is():
    until = dt.datetime(2027, 1, 3, 2, tzinfo=dt.UTC)
    rule = rrule(DAILY, dtstart=START.replace(tzinfo=ZONE), until=until)
    found = of_dateutil(rule, zone="Asia/Shanghai")
    assert [wall.day for wall in walls(found, *YEAR)] == [1, 2, 3]


def _two():
    both = rruleset()
    both.rrule(rrule(DAILY, dtstart=START, count=5))
    both.rrule(rrule(WEEKLY, dtstart=START, count=5))
    return both


def _left_out_by_rule():
    both = rruleset()
    both.rrule(rrule(DAILY, dtstart=START, count=5))
    both.exrule(rrule(WEEKLY, dtstart=START, count=5))
    return both


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (lambda: rrule(DAILY, dtstart=START), "zone"),
        (rruleset, "is empty"),
        (_two, "has several rules"),
        (_left_out_by_rule, "leaves out by a rule"),
    ],
)
def test_what_cannot_be_taken_over_is_refused(made, said):
    with pytest.raises(RecurrenceError, match=said):
        of_dateutil(made())


def test_lunar_rules_are_refused():
    lunar = Recurrence.parse(
        "RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=15", start=dt.datetime(2027, 9, 15, 20), strict=False
    )
    with pytest.raises(RecurrenceError, match="dateutil has no calendar CHINESE"):
        to_dateutil(lunar)
