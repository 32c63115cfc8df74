"""A folder of instances: `python -m tests.benchmarks nrp-all --folder DIR --cpu-seconds 60 --seeds 1,2,3 --json`.

Every run is a process of its own, one after another, each of `--cpu-seconds` seconds of the processor. DIR holds
`Instance3.txt` and so on, and may hold BEST_KNOWN.md, a table with the file in the first column and the best known
objective in the fourth. `--cpsat PYTHON` also runs CP-SAT (see nrp-cpsat) with that Python for as many seconds of the
processor, so that both stand in one run. The mean gap is that of the medians of the instances in `--mean`.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from statistics import fmean, median
from typing import Any

ROOT = Path(__file__).parents[2]


def best_known(folder: Path) -> dict[str, int]:
    """The best known objective by name of the file, as far as the folder says."""
    page = folder / "BEST_KNOWN.md"
    found = {}
    for line in page.read_text(encoding="utf-8").splitlines() if page.exists() else ():
        cells = [cell.strip() for cell in line.strip("| ").split("|")]
        if len(cells) > 3 and cells[0].endswith(".txt") and cells[3].isdecimal():
            found[cells[0]] = int(cells[3])
    return found


def number_of(file: Path) -> int:
    """The number in an instance's name, for the order and for `--instances`."""
    return int((re.findall(r"\d+", file.stem) or ["0"])[-1])


def run(command: list[str], file: Path, seed: int, seconds: float, best: int | None) -> dict[str, Any]:
    """One run in a process of its own: what its last line says."""
    call = [*command, str(file), "--cpu-seconds", str(seconds), "--seed", str(seed), "--json"]
    call += [] if best is None else ["--best", str(best)]
    done = subprocess.run(
        call,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "src")))},
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    return dict(json.loads(done.stdout.splitlines()[-1]))


def of_instance(runs: list[dict[str, Any]], best: int | None) -> dict[str, Any]:
    """Several seeds of one instance as one entry; a seed without a roster counts as worse than any other."""
    objectives = [item["objective"] for item in runs]
    middle = median(float("inf") if value is None else value for value in objectives)
    there = middle < float("inf")
    return {
        "objectives": objectives,
        "median": middle if there else None,
        "gap": round((middle - best) / best, 4) if best and there else None,
        "hard_violations": sum(item["hard_violations"] or 0 for item in runs),
        "cpu_seconds": max(item["cpu_seconds"] for item in runs),
        **({"megabytes": max(item["megabytes"] for item in runs)} if "megabytes" in runs[0] else {}),
    }


def mean_gap(entries: dict[str, Any]) -> float | None:
    """The mean of the gaps; None where there are none or one instance has no roster."""
    gaps = [entry["gap"] for entry in entries.values()]
    return round(fmean(gaps), 4) if gaps and None not in gaps else None


def main(arguments: list[str]) -> int:
    """Run all; the last line printed is one JSON object."""
    ask = argparse.ArgumentParser(prog="python -m tests.benchmarks nrp-all", description=__doc__)
    ask.add_argument("--folder", type=Path, required=True)
    ask.add_argument("--instances", help="numbers, as 3,4,6; all of the folder otherwise")
    ask.add_argument("--mean", default="3,4,6,8,9,10,11", help="the instances whose gaps the mean is of")
    ask.add_argument("--seeds", default="1,2,3")
    ask.add_argument("--cpu-seconds", type=float, default=60)
    ask.add_argument("--cpsat", metavar="PYTHON", help="a Python that has OR-Tools, to run CP-SAT beside")
    ask.add_argument("--workers", type=int, default=2, help="how many workers CP-SAT has; they share the seconds")
    ask.add_argument("--json", action="store_true", help="print the JSON object alone")
    chosen = ask.parse_args(arguments)
    asked = {int(number) for number in chosen.instances.split(",")} if chosen.instances else set()
    files = sorted(chosen.folder.glob("Instance*.txt"), key=number_of)
    files = [file for file in files if not asked or number_of(file) in asked]
    engines = {"ours": [sys.executable, "-m", "tests.benchmarks", "nrp"]}
    if chosen.cpsat:
        words = [chosen.cpsat, "-m", "tests.benchmarks", "nrp-cpsat", "--workers", str(chosen.workers)]
        engines["cpsat"] = words
    best = best_known(chosen.folder)
    found: dict[str, dict[str, Any]] = {name: {} for name in engines}
    for file in files:
        for name, command in engines.items():
            known = best.get(file.name)
            runs = [run(command, file, int(seed), chosen.cpu_seconds, known) for seed in chosen.seeds.split(",")]
            entry = found[name][file.stem] = of_instance(runs, known)
            if not chosen.json:
                print(f"{file.stem} {name}: {entry}", flush=True)
    in_mean = {int(number) for number in chosen.mean.split(",")}
    counted = {file.stem for file in files if number_of(file) in in_mean}
    result = {
        name: {
            "mean_gap": mean_gap({stem: entry for stem, entry in entries.items() if stem in counted}),
            "hard_violations": sum(entry["hard_violations"] for entry in entries.values()),
            "instances": entries,
        }
        for name, entries in found.items()
    }
    print(json.dumps({"cpu_seconds_each": chosen.cpu_seconds, **result}))
    return 0
