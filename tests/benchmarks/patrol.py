"""Night patrols: `python -m tests.benchmarks patrol --workload FILE.json --seed N --roster OUT.csv --json`.

A workload is one community: `people[]` with `id`, `skills`, `carried_load`, `most_per_month`; `nights[]` with `date`,
`weight`, `weekend`, `holiday` and the ids `available`, `preferred`, `disliked`; `seats_per_night`,
`nights_off_between`, `minimum_with_skill`. The roster is a CSV with the header `date,person`. CPU seconds are those
from the parsed workload to the finished roster; checking and the lower bound are counted apart.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import json
import resource
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from volsched.model import (
    Availability,
    CarriedLoad,
    DaysOffBetween,
    Person,
    Requirement,
    Roster,
    Shift,
    Skill,
    SkillMinimum,
    Span,
    Text,
)
from volsched.rostering import Budget, Problem, check, fairness, solve, unfilled
from volsched.rostering.bounds import Paths
from volsched.rostering.compiling import compiled

ZONE = ZoneInfo("Asia/Shanghai")
ONE_DAY = dt.timedelta(days=1)
ROLE = "patrol"


def problem_of(work: dict[str, Any], name: str = "patrol") -> Problem:
    """The workload through the public model."""
    mix = tuple(SkillMinimum(skill, least) for skill, least in sorted(work["minimum_with_skill"].items()))
    requirements = (Requirement(role=ROLE, minimum=work["seats_per_night"], mix=mix),)
    days = [dt.date.fromisoformat(night["date"]) for night in work["nights"]]
    shifts = tuple(_shift(night, day, requirements) for night, day in zip(work["nights"], days, strict=True))
    people = tuple(
        Person(
            id=person["id"],
            name=Text(en=person["id"]),
            skills=tuple(Skill(skill) for skill in person["skills"]),
            most_per_month=person["most_per_month"],
        )
        for person in work["people"]
    )
    return Problem(
        id=name,
        shifts=shifts,
        people=people,
        availability=tuple(_availability(work, days)),
        rules=(DaysOffBetween(work["nights_off_between"]),),
        history=tuple(CarriedLoad(person=item["id"], load=item["carried_load"]) for item in work["people"]),
    )


def _shift(night: dict[str, Any], day: dt.date, requirements: tuple[Requirement, ...]) -> Shift:
    start = dt.datetime.combine(day, dt.time(22), ZONE)
    return Shift(
        id=f"patrol/{day:%Y%m%d}T2200",
        activity="patrol",
        day=day,
        span=Span(start, start + dt.timedelta(hours=4)),
        requirements=requirements,
        burden=night["weight"],
        weekend=night["weekend"],
        holiday=night["holiday"],
    )


def _availability(work: dict[str, Any], days: list[dt.date]) -> Iterator[Availability]:
    """What people say, as few entries as will do; a mask has a bit for each night."""
    names = [person["id"] for person in work["people"]]
    masks = {kind: dict.fromkeys(names, 0) for kind in ("available", "preferred", "disliked")}
    for number, night in enumerate(work["nights"]):
        bit = 1 << number
        for kind, of_person in masks.items():
            for person in night[kind]:
                of_person[person] |= bit
    by_weekday = [sum(1 << n for n, day in enumerate(days) if day.weekday() == weekday) for weekday in range(7)]
    every = (1 << len(days)) - 1
    for person in names:
        yield from _entries(person, "unavailable", every & ~masks["available"][person], days, by_weekday)
        yield from _entries(person, "preferred", masks["preferred"][person], days, by_weekday)
        yield from _entries(person, "disliked", masks["disliked"][person], days, by_weekday)


def _entries(person: str, kind: Any, mask: int, days: list[dt.date], by_weekday: list[int]) -> Iterator[Availability]:
    """Whole weekdays as one entry, and the other nights as runs of dates."""
    whole = tuple(weekday for weekday, nights in enumerate(by_weekday) if nights and nights & ~mask == 0)
    if whole:
        yield Availability(person=person, kind=kind, weekdays=whole)
    rest = mask
    for weekday in whole:
        rest &= ~by_weekday[weekday]
    while rest:
        first = (rest & -rest).bit_length() - 1
        # What is said of a whole weekday is true within a run too, so a run may reach over it.
        last = first + (~(mask >> first) & (mask >> first) + 1).bit_length() - 2
        if days[last] - days[first] != (last - first) * ONE_DAY:
            last = first
        yield Availability(person=person, kind=kind, first=days[first], last=days[last])
        rest = rest >> last + 1 << last + 1


def write_roster(path: Path, problem: Problem, roster: Roster) -> None:
    """The roster as `date,person`."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("date", "person"))
        rows.writerows((problem.shift(item.seat.shift).day, item.person) for item in roster.assignments)


def measure(work: dict[str, Any], name: str, seed: int, budget: Budget) -> tuple[Problem, Roster, dict[str, Any]]:
    """Solve one workload and judge the roster."""
    began = time.process_time()
    problem = problem_of(work, name)
    built = time.process_time()
    roster = solve(problem, seed=seed, budget=budget)
    solved = time.process_time()
    violations = check(problem, roster)
    empty = unfilled(problem, roster)
    checked = time.process_time()
    fair = fairness(problem, roster)
    judged = time.process_time()
    loads = [item.load for item in fair.people]
    weekends = [item.weekends for item in fair.people]
    result = {
        "cpu_seconds": round(solved - began, 3),
        "cpu_seconds_building": round(built - began, 3),
        "cpu_seconds_checking": round(checked - solved, 3),
        "cpu_seconds_fairness": round(judged - checked, 3),
        "seats": sum(shift.minimum for shift in problem.shifts),
        "filled": len(roster.assignments),
        "empty": len(empty),
        "violations": len(violations),
        "heaviest_load": fair.heaviest,
        "lower_bound": fair.water_line,
        "above": fair.heaviest - fair.water_line,
        "lightest_load": min(loads, default=0),
        "score": fair.score,
        "weekends_mean": round(sum(weekends) / max(1, len(weekends)), 2),
        "weekends_range": [min(weekends, default=0), max(weekends, default=0)],
        "weekends_far_from_mean": len(far_from_mean(problem, weekends)),
        "people": len(problem.people),
        "shifts": len(problem.shifts),
    }
    return problem, roster, result


def far_from_mean(problem: Problem, weekends: list[int]) -> list[str]:
    """Who serves over 3 weekend duties more than the mean, or over 3 fewer although they could serve more."""
    mean = sum(weekends) / max(1, len(weekends))
    work = compiled(problem)
    paths = Paths(work, burdens=[int(shift.weekend) for shift in work.shifts])
    found = []
    for number, (person, served) in enumerate(zip(problem.people, weekends, strict=True)):
        able = [mask >> number & 1 for mask in work.eligible]
        if served > mean + 3 or (served < mean - 3 and served < paths.heaviest(person, able)):
            found.append(person.id)
    return found


def main(arguments: list[str]) -> int:
    """Solve each workload named; the last line printed is one JSON object."""
    ask = argparse.ArgumentParser(prog="python -m tests.benchmarks patrol", description=__doc__)
    ask.add_argument("--workload", type=Path, required=True, nargs="+", help="one file, or several solved in turn")
    ask.add_argument("--seed", type=int, default=0)
    ask.add_argument("--moves", type=int, default=Budget().moves, help="the budget; 0 leaves the loads unbalanced")
    ask.add_argument("--roster", type=Path, help="where to write date,person (one workload only)")
    ask.add_argument("--json", action="store_true", help="print the JSON object alone")
    chosen = ask.parse_args(arguments)
    if chosen.roster and len(chosen.workload) > 1:
        ask.error("--roster takes one workload")
    results = []
    for path in chosen.workload:
        work = json.loads(path.read_text(encoding="utf-8"))
        problem, roster, result = measure(work, path.stem, chosen.seed, Budget(chosen.moves))
        results.append(result)
        if chosen.roster:
            write_roster(chosen.roster, problem, roster)
        if not chosen.json:
            print(path.name, json.dumps(result))
    print(json.dumps(results[0] if len(results) == 1 else _together(results)))
    return 0


def _together(results: list[dict[str, Any]]) -> dict[str, Any]:
    summed = ("cpu_seconds", "cpu_seconds_building", "cpu_seconds_checking", "cpu_seconds_fairness")
    counted = ("seats", "filled", "empty", "violations", "people", "shifts")
    total: dict[str, Any] = {"workloads": len(results)}
    total |= {name: round(sum(result[name] for result in results), 3) for name in (*summed, *counted)}
    total |= {
        name: [result[name] for result in results]
        for name in ("heaviest_load", "lower_bound", "above", "weekends_far_from_mean")
    }
    total["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return total
