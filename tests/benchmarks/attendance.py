"""Who attends: `python -m tests.benchmarks attendance [--people 100000] [--sessions 2000] [--races 200] --json`.

Places people of a hundred communities in their sessions (CPU seconds), lets claimants of several processes race for a
last place, and plans the checkups of the street office. The last line printed is one JSON object.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import multiprocessing
import random
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import attrs

from volsched import Scheduler
from volsched.booking import Book, BookingBook, BookPlace, book_body, book_of_body
from volsched.booking.assigning import assign
from volsched.booking.sessions import Guest, Session, Terms
from volsched.model import Span
from volsched.storage import SqliteStore
from volsched.storage.bookings import carry_out

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


def claim(place: str, *, rounds: int, process: int, claimants: int, gate: Any, answers: Any) -> None:
    """One process: in each round its claimants ask for the last place, one after another, as fast as they can."""
    store = SqliteStore(place)
    won = []
    for number in range(rounds):
        gate.wait()
        for claimant in range(claimants):
            person = f"p{process}-{claimant}"
            outcome = carry_out(store, f"race{number}", Book(people=(person,)), now=FIRST, who=person)
            won += [(number, event.person) for event in outcome.events if event.what == "booked"]
    store.close()
    answers.put(won)


def races(folder: Path, *, rounds: int, processes: int = 5, claimants: int = 50) -> dict[str, Any]:
    """So many races for one last place, each of these claimants from one of these processes."""
    place = str(folder / "volsched.db")
    store = SqliteStore(place)
    span = Span(FIRST + dt.timedelta(days=9), FIRST + dt.timedelta(days=9, minutes=10))
    with store.change(who="benchmark", at=FIRST) as change:
        for number in range(rounds):
            book = BookingBook(id=f"race{number}", places=(BookPlace(key="last", occurrence="last", span=span),))
            change.put("book", book.id, book_body(book), expect=0)
    here = multiprocessing.get_context("spawn")
    gate, answers = here.Barrier(processes), here.Queue()
    began = time.perf_counter()
    each = claimants // processes
    asked = {"rounds": rounds, "claimants": each, "gate": gate, "answers": answers}
    runners = [
        here.Process(target=claim, args=(place,), kwargs={**asked, "process": process}) for process in range(processes)
    ]
    for runner in runners:
        runner.start()
    won = [entry for _ in runners for entry in answers.get(timeout=900)]
    for runner in runners:
        runner.join()
    with store.look() as look:
        books = [book_of_body(record.body) for record in look.every("book")]
    store.close()
    winners = Counter(number for number, _ in won)
    told = {f"race{number}": person for number, person in won}
    return {
        "races": rounds,
        "claimants": each * processes,
        "processes": processes,
        "races_with_one_winner": sum(winners[number] == 1 for number in range(rounds)),
        "most_winners": max(winners.values(), default=0),
        "books_that_agree": sum(b.holder["last"].person == told[b.id] for b in books),
        "everybody_in_the_book": sum(len(b.entries) == each * processes for b in books),
        "race_seconds": round(time.perf_counter() - began, 1),
    }


def street_office() -> dict[str, Any]:
    """The whole year of the street office: who of the 892 is placed, who waits and why, and what clashes."""
    began = time.process_time()
    scheduler = Scheduler.open(Path(__file__).parents[2] / "examples" / "street-office")
    plan = scheduler.plan()
    took = time.process_time() - began
    invited = [b for b in plan.bookings if b.activity.endswith("-checkup")]
    clashes = [f for f in plan.findings if f.code.endswith("-clash") or f.code.startswith("equipment")]
    return {
        "office_cpu_seconds": round(took, 1),
        "checkups_invited": len({b.person for b in invited}),
        "checkups_placed": sum(b.status == "booked" for b in invited),
        "checkups_waiting": dict(Counter(b.reason for b in invited if b.status == "waiting")),
        "clashes": len(clashes),
        "findings": dict(Counter(f.code for f in plan.findings)),
    }


def main(arguments: list[str]) -> int:
    """The last line printed is one JSON object."""
    ask = argparse.ArgumentParser(prog="python -m tests.benchmarks attendance", description=__doc__)
    ask.add_argument("--people", type=int, default=100_000)
    ask.add_argument("--sessions", type=int, default=2000)
    ask.add_argument("--areas", type=int, default=100)
    ask.add_argument("--races", type=int, default=200)
    ask.add_argument("--races-only", action="store_true", help="only the races for a last place")
    ask.add_argument("--seed", type=int, default=0)
    ask.add_argument("--json", action="store_true", help="print the JSON object alone")
    chosen = ask.parse_args(arguments)
    figures = {} if chosen.races_only else placing(chosen.people, chosen.sessions, chosen.areas, chosen.seed)
    with tempfile.TemporaryDirectory() as folder:
        figures |= races(Path(folder), rounds=chosen.races)
    if not chosen.races_only:
        figures |= street_office()
    print(json.dumps(figures))
    return 0
