"""The examples of RFC 5545 3.8.5.3 with the days that it prints, all at 09:00 in New York, and its hours."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from volsched.recurrence import Recurrence

ZONE = "America/New_York"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# Rule, first day, and the days that the RFC lists; where the series goes on, as many as are listed.
EXAMPLES = [
    ("FREQ=DAILY;COUNT=10", "1997-09-02", "1997 Sep 2-11"),
    ("FREQ=DAILY;UNTIL=19971224T000000Z", "1997-09-02", "1997 Sep 2-30; Oct 1-31; Nov 1-30; Dec 1-23"),
    ("FREQ=DAILY;INTERVAL=10;COUNT=5", "1997-09-02", "1997 Sep 2,12,22; Oct 2,12"),
    ("FREQ=WEEKLY;COUNT=10", "1997-09-02", "1997 Sep 2,9,16,23,30; Oct 7,14,21,28; Nov 4"),
    (
        "FREQ=WEEKLY;UNTIL=19971224T000000Z",
        "1997-09-02",
        "1997 Sep 2,9,16,23,30; Oct 7,14,21,28; Nov 4,11,18,25; Dec 2,9,16,23",
    ),
    (
        "FREQ=WEEKLY;INTERVAL=2;WKST=SU",
        "1997-09-02",
        "1997 Sep 2,16,30; Oct 14,28; Nov 11,25; Dec 9,23; 1998 Jan 6,20; Feb 3,17",
    ),
    (
        "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR",
        "1997-09-01",
        "1997 Sep 1,3,5,15,17,19,29; Oct 1,3,13,15,17,27,29,31; Nov 10,12,14,24,26,28; Dec 8,10,12,22",
    ),
    ("FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH", "1997-09-02", "1997 Sep 2,4,16,18,30; Oct 2,14,16"),
    (
        "FREQ=MONTHLY;COUNT=10;BYDAY=1FR",
        "1997-09-05",
        "1997 Sep 5; Oct 3; Nov 7; Dec 5; 1998 Jan 2; Feb 6; Mar 6; Apr 3; May 1; Jun 5",
    ),
    ("FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR", "1997-09-05", "1997 Sep 5; Oct 3; Nov 7; Dec 5"),
    (
        "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU",
        "1997-09-07",
        "1997 Sep 7,28; Nov 2,30; 1998 Jan 4,25; Mar 1,29; May 3,31",
    ),
    ("FREQ=MONTHLY;COUNT=6;BYDAY=-2MO", "1997-09-22", "1997 Sep 22; Oct 20; Nov 17; Dec 22; 1998 Jan 19; Feb 16"),
    ("FREQ=MONTHLY;BYMONTHDAY=-3", "1997-09-28", "1997 Sep 28; Oct 29; Nov 28; Dec 29; 1998 Jan 29; Feb 26"),
    (
        "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15",
        "1997-09-02",
        "1997 Sep 2,15; Oct 2,15; Nov 2,15; Dec 2,15; 1998 Jan 2,15",
    ),
    (
        "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1",
        "1997-09-30",
        "1997 Sep 30; Oct 1,31; Nov 1,30; Dec 1,31; 1998 Jan 1,31; Feb 1",
    ),
    ("FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15", "1997-09-10", "1997 Sep 10-15; 1999 Mar 10-13"),
    (
        "FREQ=MONTHLY;INTERVAL=2;BYDAY=TU",
        "1997-09-02",
        "1997 Sep 2,9,16,23,30; Nov 4,11,18,25; 1998 Jan 6,13,20,27; Mar 3,10,17,24,31",
    ),
    (
        "FREQ=YEARLY;COUNT=10;BYMONTH=6,7",
        "1997-06-10",
        "1997 Jun 10; Jul 10; 1998 Jun 10; Jul 10; 1999 Jun 10; Jul 10; 2000 Jun 10; Jul 10; 2001 Jun 10; Jul 10",
    ),
    (
        "FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3",
        "1997-03-10",
        "1997 Mar 10; 1999 Jan 10; Feb 10; Mar 10; 2001 Jan 10; Feb 10; Mar 10; 2003 Jan 10; Feb 10; Mar 10",
    ),
    (
        "FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200",
        "1997-01-01",
        "1997 Jan 1; Apr 10; Jul 19; 2000 Jan 1; Apr 9; Jul 18; 2003 Jan 1; Apr 10; Jul 19; 2006 Jan 1",
    ),
    ("FREQ=YEARLY;BYDAY=20MO", "1997-05-19", "1997 May 19; 1998 May 18; 1999 May 17"),
    ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "1997-05-12", "1997 May 12; 1998 May 11; 1999 May 17"),
    ("FREQ=YEARLY;BYMONTH=3;BYDAY=TH", "1997-03-13", "1997 Mar 13,20,27; 1998 Mar 5,12,19,26; 1999 Mar 4,11,18,25"),
    ("FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8", "1997-06-05", "1997 Jun 5,12,19,26; Jul 3,10,17,24,31; Aug 7,14,21,28"),
    ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "1997-09-02", "1998 Feb 13; Mar 13; Nov 13; 1999 Aug 13; 2000 Oct 13"),
    (
        "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13",
        "1997-09-13",
        "1997 Sep 13; Oct 11; Nov 8; Dec 13; 1998 Jan 10; Feb 7; Mar 7; Apr 11; May 9; Jun 13",
    ),
    (
        "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
        "1996-11-05",
        "1996 Nov 5; 2000 Nov 7; 2004 Nov 2",
    ),
    ("FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "1997-09-04", "1997 Sep 4; Oct 7; Nov 6"),
    (
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
        "1997-09-29",
        "1997 Sep 29; Oct 30; Nov 27; Dec 30; 1998 Jan 29; Feb 26; Mar 30",
    ),
    ("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "1997-08-05", "1997 Aug 5,10,19,24"),
    ("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "1997-08-05", "1997 Aug 5,17,19,31"),
    ("FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5", "2007-01-15", "2007 Jan 15,30; Feb 15; Mar 15,30"),
    ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "1997-09-30", "1997 Sep 30; Oct 31; Nov 28; Dec 31"),
    (
        "FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA",
        "1998-01-01",
        "1998 Jan 1-31; 1999 Jan 1-31; 2000 Jan 1-31",
    ),
    ("FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1", "1998-01-01", "1998 Jan 1-31; 1999 Jan 1-31; 2000 Jan 1-31"),
    ("FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH", "1997-09-02", "1997 Sep 2,4,9,11,16,18,23,25,30; Oct 2"),
    ("FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH", "1997-09-02", "1997 Sep 2,4,9,11,16,18,23,25,30; Oct 2"),
]


def listed(text):
    """The days of "1997 Sep 2-11; Oct 1,3"."""
    days, year = [], 0
    for piece in text.split("; "):
        *named, numbers = piece.split()
        if len(named) == 2:
            year = int(named[0])
        for number in numbers.split(","):
            first, _, last = number.partition("-")
            days += [
                dt.date(year, MONTHS.index(named[-1]) + 1, day) for day in range(int(first), int(last or first) + 1)
            ]
    return days


def first_ones(rule, start, amount):
    series = Recurrence.parse(rule, start=start, zone=ZONE, allow_subdaily=True)
    found, moment = [], start.replace(tzinfo=ZoneInfo(ZONE)) - dt.timedelta(seconds=1)
    while len(found) < amount and (moment := series.first_after(moment)):
        found.append(moment)
    return found


@pytest.mark.parametrize(("rule", "first", "days"), EXAMPLES)
def test_an_example_comes_on_the_days_that_are_printed(rule, first, days):
    expected = listed(days)
    start = dt.datetime.fromisoformat(first + "T09:00")
    found = first_ones(rule, start, len(expected) + 1)
    assert [moment.date() for moment in found[: len(expected)]] == expected
    assert {f"{moment:%H:%M}" for moment in found} == {"09:00"}
    assert len(found) == len(expected) + ("COUNT" not in rule and "UNTIL" not in rule)


@pytest.mark.parametrize(
    ("rule", "hours"),
    [
        # The RFC prints 15:00 as well; 17:00 UTC is 13:00 in New York.
        ("FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T170000Z", "09:00 12:00"),
        ("FREQ=MINUTELY;INTERVAL=15;COUNT=6", "09:00 09:15 09:30 09:45 10:00 10:15"),
        ("FREQ=MINUTELY;INTERVAL=90;COUNT=4", "09:00 10:30 12:00 13:30"),
    ],
)
def test_hours_of_a_day(rule, hours):
    assert [f"{moment:%H:%M}" for moment in first_ones(rule, dt.datetime(1997, 9, 2, 9), 10)] == hours.split()


def test_every_20_minutes_can_be_said_in_two_ways():
    hours = "BYHOUR=9,10,11,12,13,14,15,16"
    daily = first_ones(f"FREQ=DAILY;{hours};BYMINUTE=0,20,40", dt.datetime(1997, 9, 2, 9), 60)
    assert daily == first_ones(f"FREQ=MINUTELY;INTERVAL=20;{hours}", dt.datetime(1997, 9, 2, 9), 60)
    assert [f"{moment:%d %H:%M}" for moment in daily[22:25]] == ["02 16:20", "02 16:40", "03 09:00"]
