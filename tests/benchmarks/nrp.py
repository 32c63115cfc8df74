"""Shift scheduling instances: `python -m tests.benchmarks nrp FILE --cpu-seconds 60 --seed N --roster OUT.csv --json`.

FILE is in the text format of the employee shift scheduling benchmark (schedulingbenchmarks.org, T. Curtois and R. Qu,
2014): SECTION_HORIZON, SECTION_SHIFTS, SECTION_STAFF, SECTION_DAYS_OFF, SECTION_SHIFT_ON_REQUESTS,
SECTION_SHIFT_OFF_REQUESTS and SECTION_COVER; day 0 is a Monday. The roster is a CSV with the header
`person,day,shift`. CPU seconds run from the start of reading to the finished roster; the checker, which shares no code
with the engine, gives `hard_violations` and `objective`. `gap` (with `--best`) is a share: 0.05 is five per cent.
"""

from __future__ import annotations

import argparse
import csv
import json
import resource
import time
from pathlib import Path

from volsched.rostering import (
    Budget,
    Cover,
    Request,
    RowPerson,
    ShiftProblem,
    ShiftRoster,
    ShiftType,
    check_rows,
    score_rows,
    solve,
)

MOVES = 400_000
SPARE = 0.5
"""CPU seconds kept back, so that the whole stays within what was asked for."""


def read(path: Path) -> ShiftProblem:
    """The instance as a problem."""
    found: dict[str, list[list[str]]] = {}
    section: list[list[str]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        text = line.strip()
        if text.startswith("SECTION_"):
            section = found.setdefault(text.removeprefix("SECTION_"), [])
        elif text and not text.startswith("#"):
            section.append(text.split(","))
    return ShiftProblem(
        id=path.stem,
        days=int(found["HORIZON"][0][0]),
        shifts=tuple(
            ShiftType(id=name, minutes=int(minutes), not_before=_names(after))
            for name, minutes, after in found["SHIFTS"]
        ),
        people=tuple(_people(found)),
        requests=tuple(_requests(found)),
        cover=tuple(
            Cover(day=int(day), shift=shift, people=int(people), under=int(under), over=int(over))
            for day, shift, people, under, over in found["COVER"]
        ),
    )


def _names(text: str) -> tuple[str, ...]:
    return tuple(name for name in text.split("|") if name)


def _people(found: dict[str, list[list[str]]]) -> list[RowPerson]:
    off = {row[0]: tuple(int(day) for day in row[1:]) for row in found.get("DAYS_OFF", [])}
    people = []
    for name, most_of, most_minutes, least_minutes, most_run, least_run, least_off, weekends in found["STAFF"]:
        limits = (item.split("=") for item in _names(most_of))
        people.append(
            RowPerson(
                id=name,
                days_off=off.get(name, ()),
                most_of=tuple((shift, int(most)) for shift, most in limits),
                most_minutes=int(most_minutes),
                least_minutes=int(least_minutes),
                most_consecutive=int(most_run),
                least_consecutive=int(least_run),
                least_days_off=int(least_off),
                most_weekends=int(weekends),
            )
        )
    return people


def _requests(found: dict[str, list[list[str]]]) -> list[Request]:
    sections = (("SHIFT_ON_REQUESTS", True), ("SHIFT_OFF_REQUESTS", False))
    return [
        Request(person=person, day=int(day), shift=shift, weight=int(weight), wanted=wanted)
        for section, wanted in sections
        for person, day, shift, weight in found.get(section, [])
    ]


def write_roster(path: Path, roster: ShiftRoster) -> None:
    """The roster as `person,day,shift`."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("person", "day", "shift"))
        rows.writerows((duty.person, duty.day, duty.shift) for duty in roster.duties)


def outcome(problem: ShiftProblem, roster: ShiftRoster, best: float | None = None) -> dict[str, object]:
    """What the checker says of a roster, as the line of JSON has it."""
    score = score_rows(problem, roster)
    return {
        "objective": score.objective,
        "hard_violations": len(check_rows(problem, roster)),
        **({} if best is None else {"gap": round((score.objective - best) / best, 4)}),
        "shortage": score.shortage,
        "excess": score.excess,
        "requests": score.requests,
    }


def main(arguments: list[str]) -> int:
    """Solve one instance; the last line printed is one JSON object."""
    ask = argparse.ArgumentParser(prog="python -m tests.benchmarks nrp", description=__doc__)
    ask.add_argument("file", type=Path)
    ask.add_argument("--seed", type=int, default=0)
    ask.add_argument("--cpu-seconds", type=float, help="how long in all; the roster then depends on the machine too")
    ask.add_argument("--moves", type=int, default=MOVES, help="the budget where no seconds are given")
    ask.add_argument("--best", type=float, help="the best known objective")
    ask.add_argument("--roster", type=Path, help="where to write person,day,shift")
    ask.add_argument("--json", action="store_true", help="print the JSON object alone")
    chosen = ask.parse_args(arguments)
    spent = time.process_time()
    began = time.process_time()
    problem = read(chosen.file)
    seconds = chosen.cpu_seconds and max(0.1, chosen.cpu_seconds - spent - (time.process_time() - began) - SPARE)
    roster = solve(problem, seed=chosen.seed, budget=Budget(chosen.moves, seconds))
    solved = time.process_time()
    if chosen.roster:
        write_roster(chosen.roster, roster)
    result = {
        "instance": problem.id,
        "seed": chosen.seed,
        **outcome(problem, roster, chosen.best),
        "cpu_seconds": round(solved - began, 2),
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    if not chosen.json:
        print("".join(f"{violation}\n" for violation in check_rows(problem, roster)), end="")
    print(json.dumps(result))
    return 0
