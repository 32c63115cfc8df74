"""Random rules against a walk over every day, and against dateutil where dateutil is right.

Run as a script for more of them: `python tests/recurrence/test_random_rules.py 50000`.
"""

import datetime as dt
import random
import sys
import time
from calendar import monthrange
from itertools import groupby

import pytest
from dateutil import rrule as oracle

from volsched.errors import RecurrenceError
from volsched.recurrence import Recurrence

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
UTC = dt.UTC


# --- a twin that shares nothing with the engine: it walks day by day --------------------------------------------------


def week_of(day, first_weekday):
    """The year and number of the week that a day lies in, and how many weeks that year has."""

    def begin(year):
        fourth = dt.date(year, 1, 4)
        return fourth - dt.timedelta(days=(fourth.weekday() - first_weekday) % 7)

    year = day.year
    if day >= begin(year + 1):
        year += 1
    elif day < begin(year):
        year -= 1
    return year, (day - begin(year)).days // 7 + 1, (begin(year + 1) - begin(year)).days // 7


def in_list(value, total, wanted):
    return value in wanted or value - total - 1 in wanted


def numbered_place(day, rule):
    """What a number before a weekday counts within: the month, or the year without BYMONTH."""
    if rule["FREQ"] == "YEARLY" and "BYMONTH" not in rule:
        total = (dt.date(day.year + 1, 1, 1) - dt.date(day.year, 1, 1)).days
        return (day - dt.date(day.year, 1, 1)).days, total
    return day.day - 1, monthrange(day.year, day.month)[1]


def weekday_fits(day, rule):
    into, total = numbered_place(day, rule)
    for number, weekday in rule["BYDAY"]:
        if weekday == day.weekday() and number in (0, into // 7 + 1, -((total - 1 - into) // 7 + 1)):
            return True
    return False


def period_of(day, start, rule):
    """Which period a day lies in, counted from that of the start."""
    first_weekday = rule.get("WKST", 0)
    if rule["FREQ"] == "YEARLY":
        year = week_of(day, first_weekday)[0] if "BYWEEKNO" in rule else day.year
        return year - start.year
    if rule["FREQ"] == "MONTHLY":
        return (day.year - start.year) * 12 + day.month - start.month
    if rule["FREQ"] == "WEEKLY":
        begin = start.toordinal() - (start.weekday() - first_weekday) % 7
        return (day.toordinal() - begin) // 7
    return day.toordinal() - start.toordinal()


def day_fits(day, start, rule):
    if "BYMONTH" in rule and day.month not in rule["BYMONTH"]:
        return False
    if "BYWEEKNO" in rule:
        _year, week, weeks = week_of(day, rule.get("WKST", 0))
        if not in_list(week, weeks, rule["BYWEEKNO"]):
            return False
    if "BYYEARDAY" in rule:
        total = (dt.date(day.year + 1, 1, 1) - dt.date(day.year, 1, 1)).days
        if not in_list((day - dt.date(day.year, 1, 1)).days + 1, total, rule["BYYEARDAY"]):
            return False
    if "BYMONTHDAY" in rule and not in_list(day.day, monthrange(day.year, day.month)[1], rule["BYMONTHDAY"]):
        return False
    if "BYDAY" in rule:
        return weekday_fits(day, rule)
    return left_open_fits(day, start, rule)


def left_open_fits(day, start, rule):
    """What a rule without BYDAY leaves open is that of the start."""
    if rule["FREQ"] == "WEEKLY":
        return day.weekday() == start.weekday()
    if "BYMONTHDAY" in rule or "BYYEARDAY" in rule or rule["FREQ"] == "DAILY":
        return True
    if "BYWEEKNO" in rule:
        return day.weekday() == start.weekday()
    if rule["FREQ"] == "YEARLY" and "BYMONTH" not in rule and day.month != start.month:
        return False
    return day.day == start.day


def walk(rule, start, first, end):
    """Every time from `first` up to `end`, by looking at each day from the beginning of the start's period on."""
    times = sorted(
        dt.time(hour, minute)
        for hour in rule.get("BYHOUR", [start.hour])
        for minute in rule.get("BYMINUTE", [start.minute])
    )
    day = start.date() - dt.timedelta(days=372) if "COUNT" in rule else min(first, end).date() - dt.timedelta(days=372)
    day = max(day, start.date() - dt.timedelta(days=372))
    last = end.date() + dt.timedelta(days=372)
    fitting = []
    while day < last:
        period = period_of(day, start.date(), rule)
        if period >= 0 and period % rule.get("INTERVAL", 1) == 0 and day_fits(day, start.date(), rule):
            fitting.append((period, day))
        day += dt.timedelta(days=1)
    found = []
    for _period, days in groupby(fitting, key=lambda pair: pair[0]):
        moments = [dt.datetime.combine(day, time) for _period, day in days for time in times]
        if "BYSETPOS" in rule:
            moments = [
                moment for place, moment in enumerate(moments) if in_list(place + 1, len(moments), rule["BYSETPOS"])
            ]
        found += [moment for moment in moments if moment >= start]
    if "COUNT" in rule:
        found = found[: rule["COUNT"]]
    return [moment for moment in found if first <= moment < end and moment <= rule.get("UNTIL", moment)]


# --- random rules -----------------------------------------------------------------------------------------------------


def signed(chance, low, high, most):
    values = {chance.randint(low, high) * chance.choice((1, 1, -1)) for _ in range(chance.randint(1, most))}
    return sorted(values)


def random_rule(chance):  # noqa: C901 - one line a part
    frequency = chance.choice(("DAILY", "WEEKLY", "MONTHLY", "MONTHLY", "YEARLY", "YEARLY"))
    start = dt.datetime(chance.randint(1990, 2030), chance.randint(1, 12), chance.randint(1, 28), 9, 30)
    start += dt.timedelta(days=chance.randint(0, 3))
    rule = {"FREQ": frequency}
    if chance.random() < 0.5:
        rule["INTERVAL"] = chance.choice((2, 3, 4, 5, 6, 7, 10, 12, 13, 17, 50))
    if chance.random() < 0.35:
        rule["BYMONTH"] = sorted({chance.randint(1, 12) for _ in range(chance.randint(1, 4))})
    if frequency == "YEARLY" and chance.random() < 0.25:
        rule["BYWEEKNO"] = signed(chance, 1, 53, 3)
    if frequency == "YEARLY" and chance.random() < 0.2:
        rule["BYYEARDAY"] = signed(chance, 1, 366, 12)
    if frequency != "WEEKLY" and chance.random() < 0.35:
        rule["BYMONTHDAY"] = signed(chance, 1, 31, 6)
    if chance.random() < 0.5:
        rule["BYDAY"] = random_days(chance, rule)
    if chance.random() < 0.15:
        rule["BYHOUR"] = sorted({chance.randint(0, 23) for _ in range(chance.randint(1, 3))})
    if chance.random() < 0.1:
        rule["BYMINUTE"] = sorted({chance.randint(0, 59) for _ in range(chance.randint(1, 2))})
    if chance.random() < 0.25 and any(name[:2] == "BY" for name in rule):
        rule["BYSETPOS"] = signed(chance, 1, chance.choice((2, 5, 31)), 3)
    if chance.random() < 0.25:
        rule["WKST"] = chance.randint(0, 6)
    if chance.random() < 0.3:
        rule["COUNT"] = chance.choice((1, 2, 3, 7, 20, 100))
    elif chance.random() < 0.3:
        rule["UNTIL"] = start + dt.timedelta(days=chance.randint(0, 2000), minutes=chance.choice((0, 0, -1, 1)))
    return rule, start


def random_days(chance, rule):
    days = set()
    may_number = rule["FREQ"] == "MONTHLY" or (rule["FREQ"] == "YEARLY" and "BYWEEKNO" not in rule)
    highest = 53 if rule["FREQ"] == "YEARLY" and "BYMONTH" not in rule else 5
    for _ in range(chance.randint(1, 3)):
        number = chance.choice((1, -1)) * chance.randint(1, highest) if may_number and chance.random() < 0.5 else 0
        days.add((number, chance.randint(0, 6)))
    return sorted(days)


def text_of(rule):
    written = []
    for name, value in rule.items():
        if name == "BYDAY":
            shown = ",".join(f"{number or ''}{DAYS[weekday]}" for number, weekday in value)
        elif name == "WKST":
            shown = DAYS[value]
        elif name == "UNTIL":
            shown = f"{value:%Y%m%dT%H%M%S}"
        else:
            shown = ",".join(map(str, value)) if isinstance(value, list) else value
        written.append(f"{name}={shown}")
    return ";".join(written)


def dateutil_is_right(rule):
    """dateutil is known to differ on these, and reads one of them otherwise than we do; the docs say which and why."""
    days = rule.get("BYDAY", [])
    return not (
        (any(number for number, _ in days) and not all(number for number, _ in days))
        or (rule["FREQ"] == "WEEKLY" and "BYSETPOS" in rule)
        or ("BYWEEKNO" in rule and ("INTERVAL" in rule or "BYSETPOS" in rule))
        or ("BYWEEKNO" in rule and not {"BYDAY", "BYMONTHDAY", "BYYEARDAY"} & set(rule))
        or {52, 53, -1, -52, -53} & set(rule.get("BYWEEKNO", []))
    )


def by_dateutil(rule, start, first, end):
    names = ("BYMONTH", "BYWEEKNO", "BYYEARDAY", "BYMONTHDAY", "BYHOUR", "BYMINUTE", "BYSETPOS")
    series = oracle.rrule(
        getattr(oracle, rule["FREQ"]),
        dtstart=start,
        interval=rule.get("INTERVAL", 1),
        wkst=rule.get("WKST", 0),
        count=rule.get("COUNT"),
        until=rule.get("UNTIL", None if "COUNT" in rule else end),
        byweekday=[oracle.weekday(day, number or None) for number, day in rule["BYDAY"]] if "BYDAY" in rule else None,
        **{name.lower(): rule[name] for name in names if name in rule},
    )
    return [moment for moment in series.between(first, end, inc=True) if moment < end]


def aware(moment):
    return moment.replace(tzinfo=UTC)


def differences(seed, amount):
    """What differs between the engine, the walk and dateutil on so many random rules; and what was compared."""
    chance = random.Random(seed)
    found, compared = [], {"rules": 0, "refused": 0, "times": 0, "dateutil": 0, "slowest": 0.0}
    for _ in range(amount):
        rule, start = random_rule(chance)
        text = text_of(rule)
        first = start + dt.timedelta(days=chance.randint(-10, 1500), minutes=chance.randint(-600, 600))
        end = first + dt.timedelta(days=chance.choice((1, 40, 366, 366, 800)))
        compared["rules"] += 1
        begun = time.process_time()
        try:
            series = Recurrence.parse(text, start=start, zone="UTC")
            ours = [moment.replace(tzinfo=None) for moment in series.between(aware(first), aware(end))]
        except RecurrenceError as error:
            compared["refused"] += 1
            series, ours = None, []
            if error.field == "window":
                found.append((text, start, str(error)))
        compared["slowest"] = max(compared["slowest"], time.process_time() - begun)
        compared["times"] += len(ours)
        walked = walk(rule, start, first, end)
        if ours != walked:
            found.append((text, start, first, end, ours[:4], walked[:4]))
        if series is None:
            continue
        found += disagreements(series, rule, start, (first, end), ours, chance)
        # dateutil goes on to the year 9999 where nothing comes, so it is only asked where something does.
        if ours and dateutil_is_right(rule):
            compared["dateutil"] += 1
            theirs = by_dateutil(rule, start, first, end)
            if ours != theirs:
                found.append((text, start, "dateutil", ours[:4], theirs[:4]))
    return found, compared


def disagreements(series, rule, start, window, ours, chance):  # noqa: PLR0917 - all of one case
    """Where the engine does not agree with itself: read again, cut in two, or asked for the first after."""
    first, end = window
    again = Recurrence.parse(series.to_rrule(), start=start, zone="UTC")
    middle = first + (end - first) / 2
    halves = again.between(aware(first), aware(middle)) + again.between(aware(middle), aware(end))
    found = []
    if [moment.replace(tzinfo=None) for moment in halves] != ours:
        found.append((text_of(rule), start, "halves", series.to_rrule()))
    if ours:
        place = chance.randrange(len(ours))
        before = aware(ours[place]) - dt.timedelta(microseconds=1)
        if series.first_after(before) != aware(ours[place]):
            found.append((text_of(rule), start, "first_after", before))
    return found


@pytest.mark.parametrize("seed", range(4))
def test_random_rules_are_as_walked_and_as_dateutil_has_them(seed):
    found, compared = differences(seed, 150)
    assert found == []
    assert compared["dateutil"] > 30


def main(amount):
    begun = time.perf_counter()
    found, compared = differences(2027, amount)
    for difference in found[:20]:
        print(*difference)
    print(f"{len(found)} differences; {compared}; {time.perf_counter() - begun:.0f} s")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000))
