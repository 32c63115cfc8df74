"""Who attends: `python -m tests.benchmarks attendance [--people 100000] [--sessions 2000] [--races 200] --json`.

Places people of a hundred communities in their sessions (CPU seconds), lets claimants of several processes race for a
last place, and plans the checkups of the street office. The last line printed is one JSON object.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import time
from typing import Any

import attrs

from volsched.booking.assigning import assign
from volsched.booking.sessions import Guest, Session, Terms
from volsched.model import Span

FIRST = dt.datetime(2027, 3, 1, 10, tzinfo=dt.UTC)


def campaign(people: int, sessions: int, *, areas: int, seed: int) -> tuple[list[Guest], Terms]:
    """A made-up campaign with hardly more places than people; a fifth of the people cannot come on some weekday."""
    chance = random.Random(seed)
    each = -(-people * 101 // (100 * sessions))
    made = []
    for number in range(sessions):
        day = chance.randrange(180)
        start = FIRST + dt.timedelta(days=day)
        slots = tuple(
            Span(start + dt.timedelta(minutes=10 * (i // 3)), start + dt.timedelta(minutes=10 * (i // 3) + 10))
            for i in range(each)
        )
        made.append(Session(key=f"s{number}", day=start.date(), slots=slots, area=f"a{chance.randrange(areas)}"))
    guests = []
    weekdays = [
        tuple(
            Span(at, at + dt.timedelta(hours=9))
            for at in (FIRST + dt.timedelta(days=d) for d in range(180))
            if at.weekday() == w
        )
        for w in range(5)
    ]
    for number in range(people):
        mate = guests[-1] if number % 2 and chance.random() < 0.3 else None
        if mate is not None:
            # Those of one household live together, and come when the most urgent of them does.
            guests[-1] = mate = attrs.evolve(mate, party=f"h{number}")
        guests.append(
            Guest(
                id=f"p{number}",
                areas=mate.areas if mate else (f"a{chance.randrange(areas)}", "office"),
                urgency=mate.urgency if mate else chance.choice((1, 1, 1, 2, 3, 10, 15, 20)),
                busy=weekdays[chance.randrange(5)] if chance.random() < 0.2 else (),
                party=mate.party if mate else "",
                order=number,
            )
        )
    return guests, Terms(tuple(made))


def placing(people: int, sessions: int, areas: int, seed: int) -> dict[str, Any]:
    """The figures of one campaign."""
    guests, terms = campaign(people, sessions, areas=areas, seed=seed)
    began = time.process_time()
    given = assign(guests, terms)
    took = time.process_time() - began
    found = terms.objective(guests, given)
    together = apart = 0
    parties: dict[str, list[int]] = {}
    for number, guest in enumerate(guests):
        if guest.party and given[number] is not None:
            parties.setdefault(guest.party, []).append(number)
    for members in parties.values():
        if len(members) > 1:
            same = len({given[number].session for number in members}) == 1
            together, apart = together + same, apart + (not same)
    return {
        "people": people,
        "sessions": sessions,
        "placing_cpu_seconds": round(took, 2),
        "unplaced": found.unplaced,
        "distance": found.distance,
        "parties_together": together,
        "parties_apart": apart,
    }


def main(arguments: list[str]) -> int:
    """The last line printed is one JSON object."""
    ask = argparse.ArgumentParser(prog="python -m tests.benchmarks attendance", description=__doc__)
    ask.add_argument("--people", type=int, default=100_000)
    ask.add_argument("--sessions", type=int, default=2000)
    ask.add_argument("--areas", type=int, default=100)
    ask.add_argument("--races", type=int, default=200)
    ask.add_argument("--seed", type=int, default=0)
    ask.add_argument("--json", action="store_true", help="print the JSON object alone")
    chosen = ask.parse_args(arguments)
    figures = placing(chosen.people, chosen.sessions, chosen.areas, chosen.seed)
    print(json.dumps(figures))
    return 0
