#!/usr/bin/env python3
"""Writes what the first four months left behind into a store: `python remember.py --store FILE`.

Every visit until the end of April as made, 1,869 errands promised at them, and 1,594 of these as settled. The same
every time, and invented like everything here; what was promised is one of a few plain errands.
"""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path

from volsched import Scheduler
from volsched.planning.visits import Errand, Visited, visits_of
from volsched.planning.visits.errands import KIND as ERRAND
from volsched.planning.visits.visited import KIND as VISITED
from volsched.storage import SqliteStore

HERE = Path(__file__).resolve().parent
HEARD, SETTLED = 1869, 1594
WHAT = ("修理楼道灯", "咨询社保卡", "代办公交卡", "联系家电维修", "询问体检时间", "申请法律咨询", "清理楼道杂物")
SOON, LATE = dt.timedelta(days=14), dt.timedelta(days=28)


def main() -> None:
    """Reads the option and writes the store."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--store", type=Path, required=True, help="the file to write to")
    args = ask.parse_args()
    plan = Scheduler.open(HERE).plan("2027-01-01/2027-05-01")
    visits = visits_of(plan)
    at = visits[-1].span.end
    with SqliteStore(args.store).change(who="remember.py", why="the first four months", at=at) as change:
        for visit in visits:
            day = visit.span.start.date()
            change.put(VISITED, visit.key, Visited(visit=visit.key, on=day, helpers=visit.helpers).to_body())
        for number in range(HEARD):
            visit = visits[number * len(visits) // HEARD]
            day = visit.span.start.date()
            # The later a promise, the likelier it is still open; all of the early ones are settled.
            settled = day + SOON if number < SETTLED else None
            errand = Errand(
                id=f"errand-{number + 1:05d}",
                visit=visit.key,
                what=WHAT[number % len(WHAT)],
                helper=visit.helpers[0],
                heard=day,
                due=day + LATE,
                settled=None if settled is None else min(settled, dt.date(2027, 4, 30)),
            )
            change.put(ERRAND, errand.id, errand.to_body())
    print(f"{len(visits)} visits, {HEARD} errands, {SETTLED} settled")


if __name__ == "__main__":
    main()
