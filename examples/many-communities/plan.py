"""The patrols of many communities at once: here, in two processes, and on a cluster of Dask, always the same rosters.

    python examples/many-communities/plan.py           # in one process, then in two
    python examples/many-communities/plan.py --dask    # and on a cluster of Dask on this machine

The second needs `pip install "dask[distributed]"`. Some people serve in the teams of two communities. Nobody is
asked to be in two places: what one roster takes of them, the next one heeds, wherever it is solved.
"""

import argparse
import datetime as dt
import hashlib
import random
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from zoneinfo import ZoneInfo

from volsched.model import (
    Availability,
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
from volsched.rostering import Budget, Problem, check, fairness, solve_many, unfilled

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = dt.date(2027, 1, 4)


def community(number: int, *, people: int = 40, nights: int = 90, seats: int = 6) -> Problem:
    """One community: people, some of whom lead, each away on some nights."""
    chance = random.Random(number)
    team, away = [], []
    for index in range(people):
        name = f"c{number}-p{index:02}"
        skills = (Skill("leader"),) if index < 6 or chance.random() < 0.2 else ()
        team.append(Person(id=name, name=Text(en=name), skills=skills, most_per_month=8))
        for night in range(nights):
            if chance.random() < 0.25:
                day = MONDAY + dt.timedelta(days=night)
                away.append(Availability(person=name, kind="unavailable", first=day, last=day))
    # Lives between two communities, and serves in both.
    team.append(Person(id=f"both-{number // 2}", name=Text(en="Both"), most_per_month=8))
    wanted = (Requirement(role="patrol", minimum=seats, mix=(SkillMinimum("leader", 1),)),)
    shifts = []
    for night in range(nights):
        day = MONDAY + dt.timedelta(days=night)
        start = dt.datetime.combine(day, dt.time(22), ZONE)
        span, weekend = Span(start, start + dt.timedelta(hours=3)), day.weekday() in (4, 5)
        shifts.append(
            Shift(
                id=f"c{number}/{day:%Y%m%d}",
                activity=f"c{number}",
                day=day,
                span=span,
                requirements=wanted,
                burden=3 if weekend else 2,
                weekend=weekend,
            )
        )
    rules = (DaysOffBetween(2),)
    return Problem(id=f"c{number}", shifts=tuple(shifts), people=tuple(team), availability=tuple(away), rules=rules)


@contextmanager
def dask_cluster(workers: int = 2) -> Iterator[Executor]:
    """A cluster of Dask on this machine, as the executor that the standard library knows."""
    from distributed import Client, LocalCluster

    with (
        LocalCluster(n_workers=workers, threads_per_worker=1, host="127.0.0.1", dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        yield client.get_executor()


def digest(rosters: tuple[Roster, ...]) -> str:
    """The same for the same rosters."""
    lines = (
        f"{item.seat.shift} {item.seat.role} {item.seat.index} {item.person}" for r in rosters for item in r.assignments
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def main() -> None:
    """Plan, and say what came of it."""
    ask = argparse.ArgumentParser()
    ask.add_argument("--communities", type=int, default=10)
    ask.add_argument("--dask", action="store_true", help="also on a cluster of Dask")
    chosen = ask.parse_args()
    problems, budget = [community(number) for number in range(chosen.communities)], Budget(20_000)
    rosters = solve_many(problems, budget=budget)
    print(f"{'in this process':<16} {digest(rosters)}")
    with ProcessPoolExecutor(2) as pool:
        print(f"{'two processes':<16} {digest(solve_many(problems, pool, budget=budget))}")
    if chosen.dask:
        with dask_cluster() as cluster:
            print(f"{'Dask':<16} {digest(solve_many(problems, cluster, budget=budget))}")
    for problem, roster in zip(problems, rosters, strict=True):
        fair, empty = fairness(problem, roster), len(unfilled(problem, roster))
        print(f"{problem.id}: {empty} empty seats, {len(check(problem, roster))} broken rules, fairness {fair.score}")


if __name__ == "__main__":
    main()
