"""The same instance with CP-SAT: `python -m tests.benchmarks nrp-cpsat FILE --cpu-seconds 60 --seed N --json`.

Run it with a Python that has OR-Tools, in an environment of its own:

    python -m venv /tmp/cpsat && /tmp/cpsat/bin/pip install --require-hashes -r requirements/solvers.txt .

The limit is in seconds of the processor, over all workers together, so that another load on the machine takes nothing
away; a model with one 0/1 variable for each person, day and shift that may be. The roster found is judged by the same
checker as ours.
"""

from __future__ import annotations

import argparse
import json
import threading
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from tests.benchmarks.nrp import outcome, read, write_roster
from volsched.rostering import Duty, RowPerson, ShiftProblem, ShiftRoster

LOOK = 0.05
"""So often, in seconds, the watcher looks at the clock of the processor."""


class Model:
    """An instance as a CP-SAT model: `cells` by person, day and shift; `works` by person and day."""

    def __init__(self, problem: ShiftProblem, kit: Any) -> None:
        self.problem = problem
        self.model = kit.CpModel()
        self.cells: dict[tuple[str, int, str], Any] = {}
        self.works: dict[tuple[str, int], Any] = {}
        for person in problem.people:
            self._add_cells(person)
            self._add_shifts(person)
            self._add_runs(person)
            self._add_weekends(person)
        self._add_objective()

    def _add_cells(self, person: RowPerson) -> None:
        never = {name for name, most in person.most_of if most == 0}
        for day in range(self.problem.days):
            work = self.works[person.id, day] = self.model.new_bool_var("")
            here = []
            for shift in self.problem.shifts:
                if day not in person.days_off and shift.id not in never:
                    here.append(self.model.new_bool_var(""))
                    self.cells[person.id, day, shift.id] = here[-1]
            self.model.add(sum(here) == work)

    def _row(self, person: RowPerson, shift: str) -> list[Any]:
        days = range(self.problem.days)
        return [self.cells[person.id, day, shift] for day in days if (person.id, day, shift) in self.cells]

    def _add_shifts(self, person: RowPerson) -> None:
        for day in range(self.problem.days - 1):
            for shift in self.problem.shifts:
                first = self.cells.get((person.id, day, shift.id))
                after = [self.cells.get((person.id, day + 1, name)) for name in shift.not_before]
                later = [cell for cell in after if cell is not None]
                if first is not None and later:
                    self.model.add(first + sum(later) <= 1)
        for name, most in person.most_of:
            if 0 < most < self.problem.days:
                self.model.add(sum(self._row(person, name)) <= most)
        minutes = sum(shift.minutes * cell for shift in self.problem.shifts for cell in self._row(person, shift.id))
        if self.problem.shifts:
            self.model.add(minutes >= person.least_minutes)
            if person.most_minutes is not None:
                self.model.add(minutes <= person.most_minutes)

    def _add_runs(self, person: RowPerson) -> None:
        days = self.problem.days
        work = [self.works[person.id, day] for day in range(days)]
        most = person.most_consecutive
        if most is not None:
            for day in range(days - most):
                self.model.add(sum(work[day : day + most + 1]) <= most)
        for least, inside in ((person.least_consecutive, True), (person.least_days_off, False)):
            for length in range(1, least):
                for day in range(1, days - length):
                    run = work[day : day + length]
                    edges = [work[day - 1], work[day + length]]
                    # Not: the other, then so many of this, then the other.
                    clause = [~item for item in run] + edges if inside else run + [~item for item in edges]
                    self.model.add_bool_or(clause)

    def _add_weekends(self, person: RowPerson) -> None:
        if person.most_weekends is None:
            return
        found = []
        for inside in self.problem.weekends():
            weekend = self.model.new_bool_var("")
            for day in inside:
                self.model.add_implication(self.works[person.id, day], weekend)
            found.append(weekend)
        self.model.add(sum(found) <= person.most_weekends)

    def _add_objective(self) -> None:
        there = defaultdict(list)
        for (_, day, shift), cell in self.cells.items():
            there[day, shift].append(cell)
        terms = []
        for need in self.problem.cover:
            cells = there[need.day, need.shift]
            missing = self.model.new_int_var(0, need.people, "")
            excess = self.model.new_int_var(0, len(cells), "")
            self.model.add(sum(cells) + missing - excess == need.people)
            terms += [need.under * missing, need.over * excess]
        for request in self.problem.requests:
            cell = self.cells.get((request.person, request.day, request.shift), 0)
            terms.append(request.weight * (1 - cell if request.wanted else cell))
        self.model.minimize(sum(terms))

    def roster(self, solver: Any) -> ShiftRoster:
        return ShiftRoster(tuple(Duty(*place) for place, cell in self.cells.items() if solver.value(cell)))


def solved(model: Model, kit: Any, *, seed: int, workers: int, until: float) -> ShiftRoster | None:
    """The best roster found by the time that the clock of the processor stands at `until`."""
    solver = kit.CpSolver()
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = seed
    over = threading.Event()

    def watch() -> None:
        while time.process_time() < until and not over.wait(LOOK):
            pass
        solver.stop_search()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    status = solver.solve(model.model)
    over.set()
    watcher.join()
    return model.roster(solver) if status in {kit.OPTIMAL, kit.FEASIBLE} else None


def main(arguments: list[str]) -> int:
    """Solve one instance; the last line printed is one JSON object."""
    from ortools.sat.python import cp_model

    ask = argparse.ArgumentParser(prog="python -m tests.benchmarks nrp-cpsat", description=__doc__)
    ask.add_argument("file", type=Path)
    ask.add_argument("--seed", type=int, default=0)
    ask.add_argument("--cpu-seconds", type=float, default=60)
    ask.add_argument("--workers", type=int, default=1)
    ask.add_argument("--best", type=float)
    ask.add_argument("--roster", type=Path)
    ask.add_argument("--json", action="store_true", help="say nothing but the JSON object")
    chosen = ask.parse_args(arguments)
    began = time.process_time()
    problem = read(chosen.file)
    model = Model(problem, cp_model)
    until = began + chosen.cpu_seconds
    roster = solved(model, cp_model, seed=chosen.seed, workers=chosen.workers, until=until)
    if chosen.roster and roster is not None:
        write_roster(chosen.roster, roster)
    took = time.process_time() - began
    nothing = {"objective": None, "hard_violations": None, "gap": None}
    result = {"instance": problem.id, "seed": chosen.seed, "solver": "cpsat", "workers": chosen.workers}
    result |= nothing if roster is None else outcome(problem, roster, chosen.best)
    print(json.dumps(result | {"cpu_seconds": round(took, 2)}))
    return 0
