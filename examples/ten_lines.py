"""Who is on watch tonight, and how fair is it? `python examples/ten_lines.py 2027-05-15`"""

import sys
from pathlib import Path

from volsched import Scheduler

scheduler = Scheduler.open(Path(__file__).parent / "night-watch")
plan = scheduler.plan()
tonight = next(shift for shift in plan.shifts if str(shift.day) == (sys.argv[1:] or ["2027-05-15"])[0])
for assignment in plan.roster("night-watch").by_shift[tonight.id]:
    print(scheduler.programme.person(assignment.person).name)
for roster, fair in scheduler.fairness(plan):
    print(f"{roster}: {fair.score} of 100, the most anybody serves is {fair.heaviest}")
