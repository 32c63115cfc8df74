"""`python -m tests.benchmarks clashes [--json]`: a million spans swept, and a thousand small cases by brute force."""

import json
import random
import time
from itertools import combinations

from volsched.planning.sweeping import Taken, overlapping

SPANS = 1_000_000
THINGS = 10_000
YEAR = 365 * 24 * 3600
CASES = 1000


def figures(spans: int = SPANS) -> dict[str, object]:
    """What the sweep takes and finds, and whether it is the brute force on every small case."""
    dice = random.Random(2027)
    rows = []
    for owner in range(spans):
        start = dice.randrange(YEAR)
        rows.append((f"person-{dice.randrange(THINGS)}", start, start + dice.randrange(600, 14400), owner))
    began = time.process_time()
    taken = Taken()
    for row in rows:
        taken.take(*row)
    found = sum(1 for _ in taken.clashes())
    spent = time.process_time() - began
    resting = time.process_time()
    # With rest and way every near pair is judged on its own.
    hurried = sum(1 for _ in taken.clashes(slack=8 * 3600, judge=lambda one, other: other[0] < one[1] + 8 * 3600))
    return {
        "spans": spans,
        "things": THINGS,
        "clashes": found,
        "clash_cpu_seconds": round(spent, 2),
        "clashes_with_8h_rest": hurried,
        "with_rest_cpu_seconds": round(time.process_time() - resting, 2),
        "small_cases": CASES,
        "small_cases_like_brute_force": sum(_is_like_brute_force(seed) for seed in range(CASES)),
    }


def _is_like_brute_force(seed: int) -> bool:
    dice = random.Random(seed)
    entries = []
    for owner in range(dice.randrange(30)):
        start = dice.randrange(100)
        entries.append((start, start + dice.randrange(1, 30), owner // 2, dice.random() < 0.3))
    slack = dice.choice((0, 0, 7))
    expected = [
        (one, other)
        for one, other in combinations(sorted(entries), 2)
        if one[2] != other[2] and not (one[3] and other[3]) and one[0] < other[1] + slack and other[0] < one[1] + slack
    ]
    return sorted(overlapping(entries, slack=slack)) == sorted(expected)


def main(arguments: list[str]) -> int:
    found = figures()
    if "--json" in arguments:
        print(json.dumps(found))
    else:
        for name, value in found.items():
            print(f"{name.replace('_', ' '):32} {value}")
    return 0 if found["small_cases_like_brute_force"] == CASES else 1
