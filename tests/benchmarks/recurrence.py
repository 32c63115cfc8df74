"""Expansion of recurrence rules: ours, dateutil, recurring-ical-events, ical, the Rust port, and the bare limit.

Each of the others is compared with ours in one process and in turn: a round of ours, a round of the other, and so on,
so that whatever else the machine does hits both. A ratio is the median of those of the rounds; processor time is
measured. Every answer is compared. The peers that cannot live beside dateutil 4 run in environments of their own,
built on the first run (`--env FOLDER`, default in the folder for temporary files; `--no-peers` leaves them out), and
ours is measured there as well. `--quick` takes fewer activities and rounds.

Four ways to ask: `expand` a rule that was read before; `parse_and_expand` the same text again, as where a programme is
read twice (ours keeps 4,096 texts that it has read, and for each kind of rule the days of the kinds of years);
`new_text`, each text another one that was never read before, though rules like it were; `cold`, with all that ours
keeps thrown away before each rule, but not what the clocks of the zones do. Of the mixed activities the first time has
everything thrown away at the beginning.
"""

import argparse
import datetime as dt
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import venv
from collections import Counter
from functools import partial
from itertools import accumulate, count, repeat
from operator import add
from pathlib import Path
from statistics import median
from zoneinfo import ZoneInfo

PEERS = {
    "events": ["python-dateutil<3", "recurring-ical-events==3.8.2", "icalendar>=7"],
    "ical": ["ical==14.3.1"],
    "rust": ["python-dateutil-rs==0.1.7"],
}
# What ours needs beside them.
OURS_NEEDS = ["attrs>=23.2", "tzdata>=2025.2"]
SOURCE = Path(__file__).parents[2] / "src"
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


def spent(function, texts):
    """Processor seconds of one call, with one text after the other."""
    begun = time.process_time()
    for text in texts:
        function(text)
    return (time.process_time() - begun) / len(texts)


def in_turn(functions, texts, rounds, least=0.02):
    """Seconds of a call of each function, round by round; `texts` yields the texts to call it with."""
    calls = {}
    for name, function in functions.items():
        calls[name] = max(1, min(5000, round(least / max(spent(function, [next(texts)]), 1e-7))))
        # The first call may have made what is kept.
        calls[name] = max(1, min(5000, round(least / max(spent(function, [next(texts)]), 1e-7))))
    found = {name: [] for name in functions}
    for _ in range(rounds):
        for name, function in functions.items():
            found[name].append(spent(function, [next(texts) for _ in range(calls[name])]))
    return found


def different_texts(rule):
    """Rules like this one, each of them another text: they end in other seconds of a year far away."""
    for number in count():
        yield f"{rule};UNTIL={dt.datetime(2090, 1, 1) + dt.timedelta(seconds=number):%Y%m%dT%H%M%S}Z"


def measure(name, amount, rounds):
    """What one of the others and ours take for every piece of work, and how many answers differ."""
    engines = {"ours": ENGINES["ours"](), name: ENGINES[name]()}
    found = {}
    for work, asked in single_works().items():
        _rule, _start, zone, (first, end) = asked
        if name == "rust" and zone != "UTC":
            continue
        found[work] = measure_single(engines, asked, (aware(first, zone), aware(end, zone)), rounds)
    found["mixed"] = measure_mixed(engines, name, amount)
    return found


def measure_single(engines, work, window, rounds):
    rule, start, zone, _window = work
    prepared = {name: engine.prepare(rule, start, zone) for name, engine in engines.items()}
    asked = {
        name: partial(lambda engine, one, _text: engine.expand(one, *window), engines[name], one)
        for name, one in prepared.items()
    }
    whole = {name: partial(parse_and_expand, engine, start, zone, window) for name, engine in engines.items()}
    emptied = {
        name: partial(cold if name == "ours" else parse_and_expand, engine, start, zone, window)
        for name, engine in engines.items()
    }
    answers = [
        [walls(expand(text)) for expand in functions.values()]
        for functions, text in ((asked, rule), (whole, rule), (whole, next(different_texts(rule))))
    ]
    measured = {
        "differences": sum(ours != theirs for ours, theirs in answers),
        "expand": in_turn(asked, repeat(rule), rounds),
        "parse_and_expand": in_turn(whole, repeat(rule), rounds),
        "new_text": in_turn(whole, different_texts(rule), rounds),
        "cold": in_turn(emptied, repeat(rule), rounds),
    }
    return {key: value if key == "differences" else compared(value) for key, value in measured.items()}


def parse_and_expand(engine, start, zone, window, text):
    return engine.expand(engine.prepare(text, start, zone), *window)


def cold(engine, start, zone, window, text):
    forget()
    return parse_and_expand(engine, start, zone, window, text)


def compared(rounds):
    """Medians of both, and how many times as long the other takes: the median and the least of all rounds."""
    ours, theirs = rounds.values()
    ratios = [one / other for one, other in zip(theirs, ours, strict=True)]
    return {"ours": median(ours), "theirs": median(theirs), "ratio": median(ratios), "least": min(ratios)}


def walls(times):
    return [moment.replace(tzinfo=None) for moment in times]


def measure_mixed(engines, name, amount):
    """Some hundred activities by ours, by the other and by the bare limit, then the next ones."""
    activities = mixed_activities(amount)
    if name in ("events", "ical"):
        activities = activities[: amount // 10]
    window = tuple(aware(moment, "UTC") for moment in YEAR)
    sums, occurrences, differences = Counter(), 0, 0
    size = max(50, len(activities) // 20)
    for place in range(0, len(activities), size):
        some = activities[place : place + size]
        # Ours takes a hundredth of the time, so a disturbance would weigh a hundred times as much: three rounds.
        mine, other = (answers_of(engine, some, window) for engine in engines.values())
        occurrences += sum(map(len, mine))
        differences += sum(one != another for one, another in zip(mine, other, strict=True))
        ours = [timed_mixed(engines["ours"], some, window, forget) for _ in range(3)]
        theirs = [timed_mixed(engines[name], some, window) for _ in range(3 if name == "rust" else 1)]
        limits = [bare_limit(sum(map(len, mine))) for _ in range(3)]
        for part in ("expand", "parse_and_expand"):
            sums["ours", part] += median(one[part] for one in ours)
            sums["theirs", part] += median(one[part] for one in theirs)
        sums["limit"] += median(limits)
    found = {"amount": len(activities), "occurrences": occurrences, "differences": differences, "limit": sums["limit"]}
    for part in ("expand", "parse_and_expand"):
        mine, other = sums["ours", part], sums["theirs", part]
        found[part] = {"ours": mine, "theirs": other, "ratio": other / mine}
    return found


def timed_mixed(engine, activities, window, before=lambda: None):
    """Seconds for these activities; what is found is let go at once, as it is where the bare limit is measured."""
    before()
    begun = time.process_time()
    for rule, start, excluded in activities:
        engine.expand(engine.prepare(rule, start, "UTC", excluded), *window)
    whole = time.process_time() - begun
    prepared = [engine.prepare(rule, start, "UTC", excluded) for rule, start, excluded in activities]
    begun = time.process_time()
    for one in prepared:
        engine.expand(one, *window)
    return {"expand": time.process_time() - begun, "parse_and_expand": whole}


def answers_of(engine, activities, window):
    return [
        walls(engine.expand(engine.prepare(rule, start, "UTC", excluded), *window))
        for rule, start, excluded in activities
    ]


def forget():
    """Throw away everything that ours keeps between rules."""
    for keeping in KEEPING or find_keeping():
        keeping()


KEEPING = []


def find_keeping():
    from volsched.recurrence import masks, reading, series, walls

    modules = (masks, reading, series, walls)
    KEEPING.append(series._KEPT.clear)
    KEEPING.extend(
        thing.cache_clear for one in modules for thing in vars(one).values() if hasattr(thing, "cache_clear")
    )
    return KEEPING


def bare_limit(amount):
    """Adding a step again and again: nothing in Python makes datetimes faster."""
    step = dt.timedelta(days=1)
    begun = time.process_time()
    for left in range(amount, 0, -365):
        list(accumulate(repeat(step, min(365, left) - 1), add, initial=YEAR[0]))
    return time.process_time() - begun


# --- peers in environments of their own ------------------------------------------------------------------------------


def peer(name, folder, amount, rounds):
    """What the same file says in the environment of a peer; None where that cannot be built."""
    place = folder / name
    python = place / "bin" / "python"
    if not python.exists():
        venv.create(place, with_pip=True)
        command = [python, "-m", "pip", "install", "-q", *PEERS[name], *OURS_NEEDS]
        if subprocess.run(command, check=False, capture_output=True).returncode:
            shutil.rmtree(place)
            return None
    # -P: the folder of this file holds modules named as the peers are.
    command = [python, "-P", __file__, "--worker", name, str(amount), str(rounds)]
    environment = {**os.environ, "PYTHONPATH": str(SOURCE)}
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)
    if done.returncode:
        print(done.stderr[-500:], file=sys.stderr)
        return None
    return json.loads(done.stdout)


WANTED = {
    ("weekly", "dateutil"): 500,
    ("daily", "dateutil"): 5000,
    ("last_friday", "dateutil"): 100,
    ("berlin", "dateutil"): 60,
    ("mixed", "dateutil"): 60,
    ("mixed", "events"): 300,
    ("mixed", "rust"): 1,
}
# With reading the rule no worse than half of each.
PARTS = {"expand": 1, "parse_and_expand": 0.5, "new_text": 0.5, "cold": 0.5}


def report(results):
    """A line for each work and engine: milliseconds of both, and how many times as long the other takes."""
    lines = []
    for work in (*single_works(), "mixed"):
        for name, found in results.items():
            if work not in found:
                continue
            line = {"work": work, "engine": name}
            for part in (part for part in PARTS if part in found[work]):
                measured = found[work][part]
                line[part + "_ms"] = round(measured["theirs"] * 1000, 5)
                line[part + "_ours_ms"] = round(measured["ours"] * 1000, 5)
                line[part + "_ratio"] = round(measured["ratio"], 2)
                if "least" in measured:
                    line[part + "_least_ratio"] = round(measured["least"], 2)
                if (work, name) in WANTED:
                    wanted = WANTED[work, name] * PARTS[part]
                    line[part + "_wanted"] = wanted
                    line[part + "_reached"] = measured["ratio"] >= wanted
            if work == "mixed":
                line["activities"] = found[work]["amount"]
            lines.append(line)
    return [*lines, against_the_limit(results["dateutil"]["mixed"])]


def against_the_limit(mixed):
    expand, parsed = (mixed[part]["ours"] / mixed["limit"] for part in ("expand", "parse_and_expand"))
    return {
        "work": "mixed",
        "engine": "bare limit",
        "occurrences": mixed["occurrences"],
        "limit_ms": round(mixed["limit"] * 1000, 3),
        "ours_to_limit": round(expand, 2),
        "reached": expand <= 2.5,
        "ours_parsed_to_limit": round(parsed, 2),
        "parsed_reached": parsed <= 5,
    }


def main(arguments):
    parser = argparse.ArgumentParser(prog="recurrence", description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--env", type=Path, default=Path(tempfile.gettempdir()) / "volsched-benchmark-peers-with-ours")
    chosen = parser.parse_args(arguments)
    amount, rounds = (1000, 5) if chosen.quick else (10_000, 15)
    results, missing = {"dateutil": measure("dateutil", amount, rounds)}, []
    for name in () if chosen.no_peers else PEERS:
        found = peer(name, chosen.env, amount, rounds)
        if found is None:
            missing.append(name)
        else:
            results[name] = found
    different = {f"{name} {work}": one["differences"] for name, found in results.items() for work, one in found.items()}
    outcome = {
        "lines": report(results),
        "differences": {place: amount for place, amount in different.items() if amount},
        "missing": missing,
    }
    if chosen.json:
        print(json.dumps(outcome))
    else:
        for line in outcome["lines"]:
            print(*(f"{key}={value}" for key, value in line.items()))
        print("differences:", outcome["differences"], "missing:", missing)
    return 1 if outcome["differences"] else 0


def worker(name, amount, rounds):
    print(json.dumps(measure(name, int(amount), int(rounds))))
    return 0


if __name__ == "__main__":
    sys.exit(worker(*sys.argv[2:]) if sys.argv[1:2] == ["--worker"] else main(sys.argv[1:]))
