"""The patrol benchmark from its file to its CSV, judged from the raw workload by rules written down once more here."""

import csv
import datetime as dt
import json
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def workload(seed: int, people: int = 40, nights: int = 70, seats: int = 5) -> dict:
    chance = random.Random(seed)
    dates = [dt.date(2027, 1, 4) + dt.timedelta(days=n) for n in range(nights) if n != 20]
    names = [f"p{n:03}" for n in range(people)]
    served = {name: [chance.random() < 0.8 for _ in range(7)] for name in names}
    return {
        "seed": seed,
        "seats_per_night": seats,
        "nights_off_between": 2,
        "minimum_with_skill": {"leader": 1, "first_aid": 2},
        "people": [
            {
                "id": name,
                "skills": (["leader"] if number < 12 else []) + (["first_aid"] if number % 2 else []),
                "carried_load": number % 3,
                "most_per_month": 5 + number % 3,
            }
            for number, name in enumerate(names)
        ],
        "nights": [
            {
                "date": day.isoformat(),
                "weight": 3 if day.weekday() in (4, 5) else 2,
                "weekend": day.weekday() in (4, 5),
                "holiday": False,
                "available": [name for name in names if served[name][day.weekday()] and chance.random() < 0.85],
                "preferred": [name for name in names if day.weekday() == hash_of(name) % 7],
                "disliked": [name for name in names if chance.random() < 0.1],
            }
            for day in dates
        ],
    }


def hash_of(name: str) -> int:
    return int(name[1:])


@pytest.mark.parametrize("seed", [0, 1])
def test_a_workload_is_solved_and_its_csv_keeps_every_rule(tmp_path, seed):
    work = workload(seed)
    source, target = tmp_path / "work.json", tmp_path / "roster.csv"
    source.write_text(json.dumps(work), encoding="utf-8")
    command = [sys.executable, "-m", "tests.benchmarks", "patrol", "--workload", str(source), "--seed", str(seed)]
    run = subprocess.run(
        [*command, "--roster", str(target), "--json"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    said = json.loads(run.stdout.splitlines()[-1])
    with target.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["date", "person"]
    assert len(rows) == said["filled"] == said["seats"] == 69 * 5
    assert said["violations"] == 0
    assert said["cpu_seconds"] > 0
    judge(work, rows, said)


def judge(work, rows, said):
    nights = {night["date"]: night for night in work["nights"]}
    people = {person["id"]: person for person in work["people"]}
    loads = {name: person["carried_load"] for name, person in people.items()}
    served: dict[str, list[dt.date]] = {name: [] for name in people}
    for row in rows:
        night = nights[row["date"]]
        assert row["person"] in night["available"]
        loads[row["person"]] += night["weight"]
        served[row["person"]].append(dt.date.fromisoformat(row["date"]))
    for name, days in served.items():
        assert all((b - a).days > 2 for a, b in zip(sorted(days), sorted(days)[1:], strict=False))
        assert max(Counter((day.year, day.month) for day in days).values(), default=0) <= people[name]["most_per_month"]
    for date in nights:
        group = [people[row["person"]] for row in rows if row["date"] == date]
        assert len(group) == 5
        assert sum("leader" in person["skills"] for person in group) >= 1
        assert sum("first_aid" in person["skills"] for person in group) >= 2
    assert max(loads.values()) == said["heaviest_load"] >= said["lower_bound"]
