"""Changes and questions: `python -m tests.benchmarks changes --workload FILE.json [--absences 40] --json`.

On the roster of a patrol workload (see the benchmark `patrol`), people drop out for a week, one after another; after
each, somebody is asked who could cover a random seat and why a random seat could stay empty. Times are CPU
milliseconds; the first question, which makes the roster ready, is counted apart.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.benchmarks.patrol import problem_of
from volsched.model import Availability
from volsched.rostering import Budget, Problem, check, cover, replan, shortages, solve, unfilled, why_empty


def timed(times: list[float], call: Callable[[], Any]) -> Any:
    """What the call gives, with its CPU milliseconds added to the list."""
    began = time.process_time()
    answer = call()
    times.append((time.process_time() - began) * 1000)
    return answer


def measure(problem: Problem, absences: int, seed: int) -> dict[str, Any]:
    """Solve, then drop out and ask so many times."""
    chance = random.Random(seed)
    roster = solve(problem, seed=seed, budget=Budget())
    times: dict[str, list[float]] = {name: [] for name in ("first", "replan", "cover", "why_empty", "shortages")}
    timed(times["first"], lambda: cover(problem, roster, roster.assignments[0].seat))
    timed(times["shortages"], lambda: shortages(problem))
    lost = changed = empty = proved = 0
    days = [shift.day for shift in problem.shifts]
    for _ in range(absences):
        first = days[int(chance.random() * len(days))]
        person = problem.people[int(chance.random() * len(problem.people))].id
        absence = Availability(person=person, kind="unavailable", first=first, last=first + dt.timedelta(days=6))
        result = timed(times["replan"], lambda: replan(problem, roster, absences=(absence,)))  # noqa: B023
        problem, roster = result.problem, result.roster
        lost, changed, empty = lost + len(result.lost), changed + len(result.changes), empty + len(result.empty)
        seat = roster.assignments[int(chance.random() * len(roster.assignments))].seat
        timed(times["cover"], lambda: cover(problem, roster, seat))  # noqa: B023
        timed(times["why_empty"], lambda: why_empty(problem, roster, seat))  # noqa: B023
        proved += sum(why_empty(problem, roster, item).proof is not None for item in result.empty)
    refilled = lost - empty
    return {
        "absences": absences,
        "seats_lost": lost,
        "refilled": refilled,
        "left_empty": empty,
        "proved_empty": proved,
        "changes_per_refilled_seat": round((changed - empty) / refilled, 3) if refilled else None,
        "violations": len(check(problem, roster)),
        "empty_seats": len(unfilled(problem, roster)),
        **{
            f"{name}_ms": {"median": round(statistics.median(found), 2), "max": round(max(found), 2)}
            for name, found in times.items()
            if found
        },
    }


def main(arguments: list[str]) -> int:
    """The last line printed is one JSON object."""
    ask = argparse.ArgumentParser(prog="python -m tests.benchmarks changes", description=__doc__)
    ask.add_argument("--workload", type=Path, required=True)
    ask.add_argument("--absences", type=int, default=40)
    ask.add_argument("--seed", type=int, default=0)
    ask.add_argument("--json", action="store_true", help="print the JSON object alone")
    chosen = ask.parse_args(arguments)
    # The parsed file is let go, so that no collection of garbage looks through it while times are taken.
    problem = problem_of(json.loads(chosen.workload.read_text(encoding="utf-8")))
    print(json.dumps(measure(problem, chosen.absences, chosen.seed)))
    return 0
