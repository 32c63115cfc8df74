"""Rules that repeat within a day, against dateutil and against what can never happen."""

import datetime as dt
import random
from itertools import islice

import pytest
from dateutil import rrule as oracle

from volsched.errors import RecurrenceError
from volsched.recurrence import Recurrence

UTC = dt.UTC
START = dt.datetime(2027, 1, 4, 7, 52, 18)


def read(rule, start=START):
    return Recurrence.parse(rule, start=start, zone="UTC", allow_subdaily=True)


def first_ones(series, start, amount):
    found, moment = [], start.replace(tzinfo=UTC) - dt.timedelta(seconds=1)
    while len(found) < amount and (moment := series.first_after(moment)):
        found.append(moment.replace(tzinfo=None))
    return found


def walls(moments):
    return [moment.replace(tzinfo=None) for moment in moments]


def some(chance, values, most):
    return ",".join(map(str, sorted(chance.sample(values, chance.randint(1, most)))))


def random_rule(chance):
    frequency = chance.choice(("HOURLY", "MINUTELY", "SECONDLY"))
    rule = [f"FREQ={frequency}"]
    if chance.random() < 0.6:
        rule.append(f"INTERVAL={chance.choice((2, 3, 5, 7, 12, 24, 25, 48, 90, 100, 1000, 1440, 86_400))}")
    if chance.random() < 0.3:
        rule.append("BYDAY=" + some(chance, ("FR", "MO", "SU"), 3))
    if chance.random() < 0.2:
        rule.append("BYMONTHDAY=" + some(chance, (-2, -1, 1, 2, 15, 31), 3))
    for name, high in (("BYHOUR", 24), ("BYMINUTE", 60), ("BYSECOND", 60)):
        if chance.random() < 0.4:
            rule.append(f"{name}={some(chance, range(high), 4)}")
    if len(rule) > 1 and any(part[:2] == "BY" for part in rule) and chance.random() < 0.2:
        rule.append(f"BYSETPOS={chance.choice((1, -1, 2))}")
    if chance.random() < 0.2:
        rule.append(f"COUNT={chance.choice((1, 3, 10))}")
    return ";".join(rule)


def test_random_rules_agree_with_dateutil():
    chance, compared = random.Random(2027), 0
    for _ in range(200):
        rule = random_rule(chance)
        start = dt.datetime(2024, chance.randint(1, 12), chance.randint(1, 28), chance.randint(0, 23), 16, 43)
        try:
            found = first_ones(read(rule, start), start, 8)
        except RecurrenceError:
            # Refused because it never happens; dateutil would look for it until the year 9999.
            continue
        compared += 1
        assert found == list(islice(oracle.rrulestr(rule, dtstart=start), 8)), rule
    assert compared > 120


@pytest.mark.parametrize(
    ("rule", "part"),
    [
        # There is one second in a second, and dateutil looks for the other one without end.
        ("FREQ=SECONDLY;BYSECOND=10,27;BYSETPOS=2", "BYSETPOS"),
        ("FREQ=MINUTELY;BYSECOND=10,27;BYSETPOS=3", "BYSETPOS"),
        ("FREQ=HOURLY;BYMINUTE=0,30;BYSETPOS=-3", "BYSETPOS"),
        # Steps of 24 minutes from a second 18 on never come to a second 14.
        ("FREQ=SECONDLY;INTERVAL=1440;BYMINUTE=7,39,44;BYSECOND=14,25", "INTERVAL"),
        ("FREQ=MINUTELY;INTERVAL=60;BYMINUTE=0,30", "INTERVAL"),
        ("FREQ=HOURLY;INTERVAL=6;BYHOUR=0,2,3", "INTERVAL"),
        ("FREQ=SECONDLY;INTERVAL=86400;BYHOUR=0,1,2,3,4,5,6;BYMINUTE=1,2,3", "INTERVAL"),
        # Every Monday, and never on a Tuesday.
        ("FREQ=SECONDLY;INTERVAL=604800;BYDAY=TU;BYMINUTE=" + ",".join(map(str, range(60))), "INTERVAL"),
        ("FREQ=HOURLY;INTERVAL=168;BYDAY=TU", "INTERVAL"),
    ],
)
def test_what_never_happens_is_refused(rule, part):
    with pytest.raises(RecurrenceError) as refused:
        read(rule)
    assert refused.value.field == part
    never = Recurrence.parse(rule, start=START, zone="UTC", allow_subdaily=True, strict=False)
    if part == "BYSETPOS":
        assert never.first_after(dt.datetime(2027, 1, 1, tzinfo=UTC)) is None


def test_every_way_to_ask_says_the_same():
    chance = random.Random(9)
    for _ in range(60):
        rule = random_rule(chance).partition(";COUNT")[0]
        try:
            series = read(rule)
        except RecurrenceError:
            continue
        ones = first_ones(series, START, 30)
        if len(ones) < 30:
            continue
        last = ones[-1].replace(tzinfo=UTC)
        assert walls(series.between(START.replace(tzinfo=UTC), last)) == ones[:-1]
        cut = ones[11].replace(tzinfo=UTC)
        assert walls(series.between(cut, last)) == ones[11:-1]
        counted = read(f"{rule};COUNT=17")
        assert walls(counted.between(START.replace(tzinfo=UTC), last)) == ones[:17]
        assert counted.first_after(ones[16].replace(tzinfo=UTC)) is None


def test_few_times_are_found_at_once_however_far_they_lie():
    rule = "FREQ=MINUTELY;INTERVAL=13;BYMONTH=1,4;BYDAY=SA;BYMINUTE=13;COUNT=10000"
    last = read(rule).between(dt.datetime(2500, 1, 1, tzinfo=UTC), dt.datetime(9999, 1, 1, tzinfo=UTC))
    assert len(last) < 10_000
    far = read("FREQ=HOURLY;INTERVAL=1000;BYMONTHDAY=29;BYMONTH=2", dt.datetime(2027, 1, 1, 5))
    assert all((one.month, one.day) == (2, 29) for one in first_ones(far, START, 2))


def test_positions_that_are_there_are_kept_beside_those_that_never_are():
    series = read("FREQ=HOURLY;BYMINUTE=0,30;BYSETPOS=2,9;BYSECOND=0")
    assert [f"{one:%H:%M}" for one in first_ones(series, START, 2)] == ["08:30", "09:30"]


def test_long_steps_come_only_where_hour_and_minute_are_meant():
    series = read("FREQ=SECONDLY;INTERVAL=1000;BYHOUR=15;BYMINUTE=6,29", dt.datetime(2024, 8, 22, 17, 59, 40))
    assert [f"{one:%m-%d %H:%M:%S}" for one in first_ones(series, dt.datetime(2024, 8, 22), 3)] == [
        "08-23 15:06:20",
        "08-27 15:29:40",
        "08-28 15:06:20",
    ]
