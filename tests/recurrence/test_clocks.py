"""Zones whose clocks change, against a walk over wall times that asks the zone about each."""

import datetime as dt
import random
from zoneinfo import ZoneInfo

import pytest

from volsched.model.zones import zone
from volsched.recurrence import Recurrence
from volsched.recurrence.clock import changes, gap_at, is_steady

# Half an hour, midnight, a whole day left out, two changes in a spring, and a year that was once in China.
PLACES = [
    ("Europe/Berlin", 2027),
    ("America/New_York", 2027),
    ("Australia/Lord_Howe", 2027),
    ("America/Sao_Paulo", 2018),
    ("Pacific/Apia", 2011),
    ("Africa/Casablanca", 2024),
    ("Africa/Cairo", 2014),
    ("Asia/Shanghai", 1988),
    ("Asia/Urumqi", 2027),
]


def instants(walls, local, gap):
    """What a clock makes of wall times: asked of the zone one by one, there and back again."""
    found = set()
    for wall in walls:
        instant = wall.replace(tzinfo=local).astimezone(dt.UTC)
        exists = instant.astimezone(local).replace(tzinfo=None) == wall
        if exists or gap == "shift":
            found.add(instant)
    return sorted(found)


@pytest.mark.parametrize(("place", "year"), PLACES)
@pytest.mark.parametrize("gap", ["skip", "shift"])
def test_windows_at_every_change(place, year, gap):
    local, chance = ZoneInfo(place), random.Random(f"{place}{gap}")
    hours, minutes = (0, 1, 2, 3, 23), (0, 15, 30, 45)
    start = dt.datetime(year, 1, 1)
    rule = f"FREQ=DAILY;BYHOUR={','.join(map(str, hours))};BYMINUTE={','.join(map(str, minutes))}"
    series = Recurrence.parse(rule, start=start, zone=place, gap=gap)
    days = [start + dt.timedelta(days=day) for day in range(366)]
    walls = [day.replace(hour=hour, minute=minute) for day in days for hour in hours for minute in minutes]
    expected = instants(walls, local, gap)
    moments = [dt.datetime(year, 1, 2, tzinfo=dt.UTC) + dt.timedelta(days=chance.randrange(350)) for _ in range(5)]
    moments += [change.before.astimezone(dt.UTC) for change in changes(zone(place), year, year)]
    for moment in moments:
        first = moment + dt.timedelta(minutes=chance.randrange(-200, 200))
        end = first + dt.timedelta(minutes=chance.choice((1, 60, 300, 3000)))
        found = [one.astimezone(dt.UTC) for one in series.between(first, end)]
        assert found == [one for one in expected if first <= one < end]
        after = series.first_after(first)
        assert after.astimezone(dt.UTC) == next(one for one in expected if one > first)


def test_berlin_changes_twice_a_year():
    found = changes(zone("Europe/Berlin"), 2027, 2027)
    assert [(f"{one.first:%m-%d %H:%M}", f"{one.end:%H:%M}", one.is_gap) for one in found] == [
        ("03-28 02:00", "03:00", True),
        ("10-31 02:00", "03:00", False),
    ]


def test_samoa_left_out_a_day():
    gap = gap_at(zone("Pacific/Apia"), dt.datetime(2011, 12, 30, 12, tzinfo=zone("Pacific/Apia")))
    assert gap.shift == dt.timedelta(days=1)
    every_day = Recurrence.parse("FREQ=DAILY", start=dt.datetime(2011, 12, 28, 12), zone="Pacific/Apia")
    found = every_day.between(dt.datetime(2011, 12, 28, tzinfo=dt.UTC), dt.datetime(2012, 1, 2, tzinfo=dt.UTC))
    assert [f"{one:%m-%d}" for one in found] == ["12-28", "12-29", "12-31", "01-01", "01-02"]


def test_beijing_is_steady_now_and_was_not():
    assert changes(zone("Asia/Shanghai"), 2027, 2036) == ()
    assert len(changes(zone("Asia/Shanghai"), 1988, 1988)) == 2
    assert not is_steady(zone("Asia/Shanghai"), dt.datetime(1988, 4, 17, 12, tzinfo=zone("Asia/Shanghai")))


def test_a_day_is_there_when_its_midnight_is_not():
    days = Recurrence.parse("FREQ=DAILY", start=dt.date(2018, 11, 3), zone="America/Sao_Paulo")
    found = days.between(dt.datetime(2018, 11, 3, tzinfo=dt.UTC), dt.datetime(2018, 11, 6, tzinfo=dt.UTC))
    assert [f"{one:%m-%d %H:%M}" for one in found] == ["11-03 00:00", "11-04 01:00", "11-05 00:00"]


def test_what_is_skipped_is_not_counted():
    five = Recurrence.parse("FREQ=DAILY;COUNT=5", start=dt.datetime(2027, 3, 26, 2, 30), zone="Europe/Berlin")
    found = five.between(dt.datetime(2027, 1, 1, tzinfo=dt.UTC), dt.datetime(2028, 1, 1, tzinfo=dt.UTC))
    assert [f"{one:%d}" for one in found] == ["26", "27", "29", "30", "31"]
    assert [one.wall for one in five.skipped(dt.datetime(2027, 1, 1, tzinfo=dt.UTC), found[-1])] == ["2027-03-28 02:30"]


def test_an_until_in_the_second_of_two_hours_lets_the_first_happen():
    # 01:15 UTC is the second 02:15 of that night, so the one 02:30 there is lies before it.
    rule = "FREQ=DAILY;UNTIL=20271031T011500Z"
    found = Recurrence.parse(rule, start=dt.datetime(2027, 10, 30, 2, 30), zone="Europe/Berlin")
    times = found.between(dt.datetime(2027, 1, 1, tzinfo=dt.UTC), dt.datetime(2028, 1, 1, tzinfo=dt.UTC))
    assert [f"{one:%d %H:%M %z}" for one in times] == ["30 02:30 +0200", "31 02:30 +0200"]


def test_one_instant_in_two_zones_is_not_one_series():
    window = (dt.datetime(2027, 1, 1, tzinfo=dt.UTC), dt.datetime(2027, 1, 3, tzinfo=dt.UTC))
    london = Recurrence.parse("FREQ=DAILY", start=dt.datetime(2027, 1, 1, 9), zone="Europe/London")
    berlin = Recurrence.parse("FREQ=DAILY", start=dt.datetime(2027, 1, 1, 10), zone="Europe/Berlin")
    assert [f"{one:%H}" for one in london.between(*window)] == ["09", "09"]
    assert [f"{one:%H}" for one in berlin.between(*window)] == ["10", "10"]
