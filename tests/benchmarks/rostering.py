"""Duty rosters beside compiled solvers: `python -m tests.benchmarks rostering --year FILE --tight FILE... --json`.

`--year` is a community-year and `--tight` are workloads of more seats than people can fill, in the format of the patrol
benchmark. In one run: volsched's own roster, CP-SAT from nothing on two cores for `--seconds`, HiGHS (how many seats
can be filled), and min-cost flow, which cannot say "rest between nights". The same checker judges every roster.

It needs the environment of requirements/solvers.txt with volsched, volsched-highs and volsched-cpsat in it. CPU seconds
are those of the whole process, all of its threads together.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.benchmarks.patrol import problem_of
from volsched.model import Roster
from volsched.rostering import Budget, Problem, check, fairness, linear_model, solve, unfilled
from volsched.rostering.compiling import compiled
from volsched.rostering.days import bits_of


def judged(problem: Problem, make: Callable[[Problem], Roster | None]) -> dict[str, Any]:
    """What a roster comes to, and what it cost."""
    wall, cpu = time.perf_counter(), time.process_time()
    roster = make(problem)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    result: dict[str, Any] = {"cpu_seconds": round(cpu, 2), "wall_seconds": round(wall, 2)}
    if roster is None:
        return result | {"filled": 0}
    broken = check(problem, roster)
    fair = fairness(problem, roster)
    seats = sum(shift.minimum for shift in problem.shifts)
    return result | {
        "filled": seats - len(unfilled(problem, roster)),
        "rules_broken": sum(not item.is_shortage for item in broken),
        "skills_short": sum(item.is_shortage for item in broken),
        "heaviest": fair.heaviest,
        "water_line": fair.water_line,
        "above_line": fair.heaviest - fair.water_line,
        "score": fair.score,
    }


def ours(problem: Problem) -> Roster:
    return solve(problem, budget=Budget())


def cpsat(seconds: float, workers: int, *, hinted: bool) -> Callable[[Problem], Roster | None]:
    from volsched_cpsat.solving import improved

    def make(problem: Problem) -> Roster | None:
        start = ours(problem) if hinted else None
        model = linear_model(problem)
        return improved(model, start, work=1e6, workers=workers, seconds=seconds).roster(0)

    return make


def highs(seconds: float) -> Callable[[Problem], Roster | None]:
    from volsched_highs import Highs

    return lambda problem: Highs(seconds=seconds).solve(problem, 0, Budget(), None)


def flow(problem: Problem) -> Roster:
    """Everybody is a source of duties and every post a sink; each further duty of a person costs more."""
    from ortools.graph.python import min_cost_flow

    work = compiled(problem)
    graph = min_cost_flow.SimpleMinCostFlow()
    people, posts = len(work.load), len(work.wanted)
    source, sink = people + posts, people + posts + 1
    arcs = {}
    for person in range(people):
        for step in range(60):
            graph.add_arc_with_capacity_and_unit_cost(source, person, 1, 2 * step + work.load[person])
    for post, mask in enumerate(work.eligible):
        for person in bits_of(mask):
            arcs[graph.add_arc_with_capacity_and_unit_cost(person, people + post, 1, 0)] = (post, person)
        graph.add_arc_with_capacity_and_unit_cost(people + post, sink, work.need[post], 0)
    total = sum(work.need)
    graph.set_node_supply(source, total)
    graph.set_node_supply(sink, -total)
    graph.solve_max_flow_with_min_cost()
    taken = {place for arc, place in arcs.items() if graph.flow(arc)}
    model = linear_model(problem)
    return model.roster_of([float(place in taken) for place in model.places])


def main(arguments: list[str]) -> int:
    """Run everything on the same work; the last line printed is one JSON object."""
    ask = argparse.ArgumentParser(prog="python -m tests.benchmarks rostering", description=__doc__)
    ask.add_argument("--year", type=Path, required=True, help="a community-year")
    ask.add_argument("--tight", type=Path, nargs="*", default=[], help="workloads that cannot be filled")
    ask.add_argument("--seconds", type=float, default=60, help="how long CP-SAT and HiGHS may take for each")
    ask.add_argument("--json", action="store_true", help="print the JSON object alone")
    chosen = ask.parse_args(arguments)
    result: dict[str, Any] = {"year": {}, "tight": []}

    def tell(name: str, figures: dict[str, Any]) -> dict[str, Any]:
        if not chosen.json:
            print(f"{name:<24}", json.dumps(figures), flush=True)
        return figures

    year = problem_of(json.loads(chosen.year.read_text(encoding="utf-8")))
    runs: dict[str, Callable[[Problem], Roster | None]] = {
        "volsched": ours,
        "cpsat from nothing": cpsat(chosen.seconds, 2, hinted=False),
        "cpsat hinted": cpsat(chosen.seconds, 2, hinted=True),
        "min-cost flow": flow,
    }
    for name, make in runs.items():
        result["year"][name] = tell(name, judged(year, make))
    for path in chosen.tight:
        tight = problem_of(json.loads(path.read_text(encoding="utf-8")))
        both = {
            name: tell(f"{path.stem} {name}", judged(tight, make))
            for name, make in (("volsched", ours), ("highs", highs(chosen.seconds)))
        }
        result["tight"].append(both)
    if result["tight"]:
        own, best = (sum(item[name]["filled"] for item in result["tight"]) for name in ("volsched", "highs"))
        result["tight_filled"] = {"volsched": own, "highs": best, "share": round(own / best, 5)}
    print(json.dumps(result))
    return 0
