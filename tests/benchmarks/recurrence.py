"""Expansion of recurrence rules: ours, dateutil, recurring-ical-events, ical, the Rust port, and the bare limit.

All of them do the same work in one run, and the answers are compared before anything is timed. The peers that cannot
live beside dateutil 4 run in an environment of their own, which is built on the first run (`--env FOLDER`, default
in the folder for temporary files; `--no-peers` leaves them out). `--quick` takes fewer activities and repeats.
Processor time is measured, so that other work on the machine counts as little as it can.
"""

import argparse
import datetime as dt
import json
import random
import subprocess
import sys
import tempfile
import time
import venv
from itertools import accumulate, repeat
from operator import add
from pathlib import Path
from zoneinfo import ZoneInfo

PEERS = {
    "events": ["python-dateutil<3", "recurring-ical-events==3.8.2", "icalendar>=7"],
    "ical": ["ical==14.3.1"],
    "rust": ["python-dateutil-rs==0.1.7"],
}
YEAR = (dt.datetime(2026, 1, 1), dt.datetime(2027, 1, 1))
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


# --- the work --------------------------------------------------------------------------------------------------------


def single_works():
    """Name, rule, start, zone and window of the four that are timed one by one."""
    return {
        "weekly": ("FREQ=WEEKLY;BYDAY=FR", dt.datetime(2005, 1, 7, 10), "UTC", YEAR),
        "daily": (
            "FREQ=DAILY",
            dt.datetime(2000, 1, 1, 22),
            "UTC",
            (dt.datetime(2040, 6, 4), dt.datetime(2040, 6, 11)),
        ),
        "last_friday": ("FREQ=MONTHLY;BYDAY=-1FR", dt.datetime(2020, 1, 31, 10), "UTC", YEAR),
        "berlin": ("FREQ=DAILY", dt.datetime(2024, 1, 1, 22), "Europe/Berlin", YEAR),
    }


def mixed_activities(amount, seed=2026):
    """Rule, start and exclusions of so many activities, as a programme has them: one in five with exclusions."""
    chance = random.Random(seed)
    made = []
    for number in range(amount):
        start = dt.datetime(2020, 1, 1, 6 + number % 16, number % 4 * 15) + dt.timedelta(days=chance.randrange(1800))
        rule = random_rule(chance, start)
        excluded = []
        if number % 5 == 0:
            first = dt.datetime(2026, 1, 1, start.hour, start.minute)
            excluded = sorted(first + dt.timedelta(days=chance.randrange(365)) for _ in range(10))
        made.append((rule, start, excluded))
    return made


def random_rule(chance, start):  # noqa: PLR0911 - one line a kind
    kind = chance.random()
    if kind < 0.15:
        return "FREQ=DAILY"
    if kind < 0.2:
        return f"FREQ=DAILY;INTERVAL={chance.choice((2, 3, 5))}"
    if kind < 0.45:
        return f"FREQ=WEEKLY;BYDAY={','.join(chance.sample(WEEKDAYS, chance.randint(1, 3)))}"
    if kind < 0.55:
        return f"FREQ=WEEKLY;INTERVAL=2;BYDAY={chance.choice(WEEKDAYS)}"
    if kind < 0.65:
        return "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
    if kind < 0.75:
        return f"FREQ=MONTHLY;BYMONTHDAY={chance.randint(1, 28)}"
    if kind < 0.85:
        return f"FREQ=MONTHLY;BYDAY={chance.choice((1, 2, 3, 4, -1))}{chance.choice(WEEKDAYS)}"
    if kind < 0.9:
        return "FREQ=MONTHLY;BYMONTHDAY=-1"
    if kind < 0.95:
        return "FREQ=YEARLY"
    until = start + dt.timedelta(days=chance.randrange(200, 3000))
    return f"FREQ=WEEKLY;UNTIL={until:%Y%m%dT%H%M%S}Z"


# --- who does it: each gives a function that prepares and one that expands -------------------------------------------


def aware(moment, zone):
    return moment.replace(tzinfo=ZoneInfo(zone))


class Ours:
    def __init__(self):
        from volsched.recurrence import Recurrence

        self.parse = Recurrence.parse

    def prepare(self, rule, start, zone, excluded=()):
        return self.parse(rule, start=start, zone=zone, exclude=excluded)

    def expand(self, prepared, first, end):
        return prepared.between(first, end)


class Dateutil:
    """dateutil, or the Rust port that takes over its name; the latter knows naive datetimes alone."""

    naive = False

    def __init__(self):
        from dateutil import rrule

        self.rrule = rrule

    def prepare(self, rule, start, zone, excluded=()):
        rrule = self.rrule
        if self.naive:
            begin = start
            rule = rule.removesuffix("Z")
        else:
            begin = aware(start, zone)
        made = rrule.rrulestr(rule, dtstart=begin)
        if excluded:
            whole = rrule.rruleset()
            whole.rrule(made)
            for moment in excluded:
                whole.exdate(moment if self.naive else aware(moment, zone))
            return whole
        return made

    def expand(self, prepared, first, end):
        if self.naive:
            first, end = first.replace(tzinfo=None), end.replace(tzinfo=None)
        return prepared.between(first, end - dt.timedelta(seconds=1), inc=True)


class Rust(Dateutil):
    naive = True


def calendar_text(rule, start, zone, excluded=()):
    stamp = ":{0:%Y%m%dT%H%M%SZ}" if zone == "UTC" else f";TZID={zone}:{{0:%Y%m%dT%H%M%S}}"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//benchmark//", "BEGIN:VEVENT", "UID:1"]
    lines += ["DTSTAMP:20260101T000000Z", "DTSTART" + stamp.format(start), "DURATION:PT1H", "RRULE:" + rule]
    lines += ["EXDATE" + stamp.format(moment) for moment in excluded]
    return "\r\n".join([*lines, "END:VEVENT", "END:VCALENDAR", ""])


class Events:
    def prepare(self, rule, start, zone, excluded=()):
        import icalendar
        import recurring_ical_events

        calendar = icalendar.Calendar.from_ical(calendar_text(rule, start, zone, excluded))
        return recurring_ical_events.of(calendar)

    def expand(self, prepared, first, end):
        return sorted(event["DTSTART"].dt for event in prepared.between(first, end))


class Ical:
    def prepare(self, rule, start, zone, excluded=()):
        from ical.calendar_stream import IcsCalendarStream

        return IcsCalendarStream.calendar_from_ics(calendar_text(rule, start, zone, excluded)), ZoneInfo(zone)

    def expand(self, prepared, first, end):
        calendar, zone = prepared
        return [event.dtstart for event in calendar.timeline_tz(zone).overlapping(first, end) if event.dtstart >= first]


ENGINES = {"ours": Ours, "dateutil": Dateutil, "events": Events, "ical": Ical, "rust": Rust}


# --- timing ----------------------------------------------------------------------------------------------------------


def timed(function, repeats, least=0.0):
    """The least seconds of one call, as other work only adds to it; short ones are called often enough to be seen."""
    function()
    found = []
    for _ in range(repeats):
        calls = 0
        begun = time.process_time()
        while True:
            function()
            calls += 1
            spent = time.process_time() - begun
            if spent >= least:
                break
        found.append(spent / calls)
    return min(found)


def measure(name, amount, repeats):
    """Seconds of one engine for every piece of work, and what it found, for comparison."""
    engine = ENGINES[name]()
    found = {}
    for work, (rule, start, zone, (first, end)) in single_works().items():
        if name == "rust" and zone != "UTC":
            continue
        low, high = aware(first, zone), aware(end, zone)
        prepared = engine.prepare(rule, start, zone)
        times = engine.expand(prepared, low, high)
        found[work] = {
            "times": [f"{moment:%Y%m%dT%H%M%S}" for moment in times],
            "expand": timed(lambda: engine.expand(prepared, low, high), repeats, 0.05),  # noqa: B023 - called at once
            "parse_and_expand": timed(
                lambda: engine.expand(engine.prepare(rule, start, zone), low, high),  # noqa: B023 - called at once
                repeats,
                0.05,
            ),
        }
    found["mixed"] = measure_mixed(name, engine, amount, repeats)
    if name == "ours":
        found["mixed"]["limit"] = bare_limit(found["mixed"]["occurrences"], repeats)
    return found


def measure_mixed(name, engine, amount, repeats):
    slow = name in ("events", "ical", "dateutil")
    share = amount // 10 if name in ("events", "ical") else amount
    activities = mixed_activities(amount)[:share]
    low, high = (aware(moment, "UTC") for moment in YEAR)
    spent = []
    for _ in range(1 if slow else repeats):
        clear_caches(name)
        begun = time.process_time()
        prepared = [engine.prepare(rule, start, "UTC", excluded) for rule, start, excluded in activities]
        total = sum(len(engine.expand(one, low, high)) for one in prepared)
        spent.append(time.process_time() - begun)
    parse_and_expand = min(spent)

    def expand():
        for one in prepared:
            engine.expand(one, low, high)

    # The slow ones are not warmed up: they have just done the same work once.
    seconds = timed(expand, repeats) if not slow else once(expand)
    factor = amount / share
    return {
        "amount": share,
        "occurrences": total,
        "expand": seconds * factor,
        "parse_and_expand": parse_and_expand * factor,
        "scaled_up": factor != 1,
    }


def once(expand):
    begun = time.process_time()
    expand()
    return time.process_time() - begun


def clear_caches(name):
    """What earlier work left behind must not help."""
    if name == "ours":
        from volsched.recurrence import compiling, reading, series, years

        compiling._KEPT.clear()
        for cached in (reading.read_rule, series._year_rule, years.pattern):
            cached.cache_clear()


def bare_limit(amount, repeats):
    """Adding a step again and again: nothing in Python makes datetimes faster."""
    step = dt.timedelta(days=1)

    def run():
        left = amount
        while left > 0:
            size = min(365, left)
            list(accumulate(repeat(step, size - 1), add, initial=YEAR[0]))
            left -= size

    return timed(run, repeats)


# --- peers in environments of their own ------------------------------------------------------------------------------


def peer(name, folder, amount, repeats):
    """What the same file says in the environment of a peer; None where that cannot be built."""
    place = folder / name
    python = place / "bin" / "python"
    if not python.exists():
        venv.create(place, with_pip=True)
        done = subprocess.run([python, "-m", "pip", "install", "-q", *PEERS[name]], check=False, capture_output=True)
        if done.returncode:
            return None
    # -P: the folder of this file holds modules named as the peers are.
    command = [python, "-P", __file__, "--worker", name, str(amount), str(repeats)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        print(done.stderr[-500:], file=sys.stderr)
        return None
    return json.loads(done.stdout)


def same_answers(results):
    """Where an engine found something else than ours did."""
    differences = []
    for name, found in results.items():
        for work, measured in found.items():
            ours = results["ours"][work]
            if "times" in measured and measured["times"] != ours["times"]:
                differences.append(f"{name} {work}")
            if work == "mixed" and not measured["scaled_up"] and measured["occurrences"] != ours["occurrences"]:
                differences.append(f"{name} mixed {measured['occurrences']} for {ours['occurrences']}")
    return differences


WANTED = {
    ("weekly", "dateutil"): 500,
    ("daily", "dateutil"): 5000,
    ("last_friday", "dateutil"): 100,
    ("berlin", "dateutil"): 60,
    ("mixed", "dateutil"): 60,
    ("mixed", "events"): 300,
    ("mixed", "rust"): 1,
}


def report(results):
    """Milliseconds and ratios: how many times as long each of the others takes as ours."""
    lines = []
    for work in (*single_works(), "mixed"):
        ours = results["ours"][work]
        for name, found in results.items():
            if work not in found:
                continue
            line = {"work": work, "engine": name}
            for part, share in (("expand", 1), ("parse_and_expand", 0.5)):
                line[part + "_ms"] = round(found[work][part] * 1000, 5)
                line[part + "_ratio"] = round(found[work][part] / ours[part], 2)
                if (work, name) in WANTED:
                    wanted = WANTED[work, name] * share
                    line[part + "_wanted"] = wanted
                    line[part + "_reached"] = found[work][part] / ours[part] >= wanted
            if found[work].get("scaled_up"):
                line["measured_on"] = found[work]["amount"]
            lines.append(line)
    mixed = results["ours"]["mixed"]
    limit = mixed["limit"]
    lines.append(
        {
            "work": "mixed",
            "engine": "bare limit",
            "occurrences": mixed["occurrences"],
            "limit_ms": round(limit * 1000, 3),
            "ours_to_limit": round(mixed["expand"] / limit, 2),
            "reached": mixed["expand"] / limit <= 2.5,
            "ours_parsed_to_limit": round(mixed["parse_and_expand"] / limit, 2),
            "parsed_reached": mixed["parse_and_expand"] / limit <= 5,
        }
    )
    return lines


def main(arguments):
    parser = argparse.ArgumentParser(prog="recurrence", description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--env", type=Path, default=Path(tempfile.gettempdir()) / "volsched-benchmark-peers")
    chosen = parser.parse_args(arguments)
    amount, repeats = (1000, 3) if chosen.quick else (10_000, 5)
    results = {name: measure(name, amount, repeats) for name in ("ours", "dateutil")}
    missing = []
    for name in () if chosen.no_peers else PEERS:
        found = peer(name, chosen.env, amount, repeats)
        if found is None:
            missing.append(name)
        else:
            results[name] = found
    outcome = {"lines": report(results), "differences": same_answers(results), "missing": missing}
    if chosen.json:
        print(json.dumps(outcome, indent=1))
    else:
        for line in outcome["lines"]:
            print(*(f"{key}={value}" for key, value in line.items()))
        print("differences:", outcome["differences"], "missing:", missing)
    return 1 if outcome["differences"] else 0


def worker(name, amount, repeats):
    print(json.dumps(measure(name, int(amount), int(repeats))))
    return 0


if __name__ == "__main__":
    sys.exit(worker(*sys.argv[2:]) if sys.argv[1:2] == ["--worker"] else main(sys.argv[1:]))
