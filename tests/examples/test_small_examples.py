"""The examples that a newcomer begins with: they plan without a finding, and say what their pages say."""

import itertools
import subprocess
import sys
from pathlib import Path

import pytest

from volsched import Scheduler

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module")
def watch():
    scheduler = Scheduler.open(EXAMPLES / "night-watch")
    return scheduler, scheduler.plan()


def test_three_keep_watch_each_night_of_may(watch):
    _, plan = watch
    roster = plan.roster("night-watch")
    assert len(plan.shifts) == 31
    assert {len(roster.by_shift[shift.id]) for shift in plan.shifts} == {3}
    assert plan.findings == ()


def test_there_is_a_leader_each_night_and_nobody_serves_two_nights_running(watch):
    scheduler, plan = watch
    roster = plan.roster("night-watch")
    nights = [{item.person for item in roster.by_shift[shift.id]} for shift in plan.shifts]
    for shift, night in zip(plan.shifts, nights, strict=True):
        assert any(scheduler.programme.person(person).holds("leader", shift.day) for person in night)
    assert all(not one & two for one, two in itertools.pairwise(nights))


def test_ten_lines_are_enough_to_say_who_is_on_tonight_and_how_fair_it_is(watch):
    scheduler, plan = watch
    script = EXAMPLES / "ten_lines.py"
    code = [line for line in script.read_text("utf-8").splitlines()[1:] if line.strip()]
    assert len(code) == 10
    done = subprocess.run(
        [sys.executable, "-X", "utf8", str(script), "2027-05-15"], capture_output=True, encoding="utf-8", check=True
    )
    tonight = next(shift for shift in plan.shifts if f"{shift.day}" == "2027-05-15")
    serving = plan.roster("night-watch").by_shift[tonight.id]
    names = [str(scheduler.programme.person(item.person).name) for item in serving]
    ((_, fair),) = scheduler.fairness(plan)
    last = f"night-watch: {fair.score} of 100, the most anybody serves is {fair.heaviest}"
    assert done.stdout.splitlines() == [*names, last]


def test_the_choir_sings_on_fridays_but_not_on_holidays():
    plan = Scheduler.open(EXAMPLES / "choir").plan()
    days = [str(item.day) for item in plan.occurrences_of("rehearsal") if not item.cancelled]
    assert len(days) == 50 - 2 - 2 + 1 - 1
    away = {"2027-02-05", "2027-05-14", "2027-07-30", "2027-08-06", "2027-10-01", "2027-11-12"}
    assert not away & set(days)
    assert {"2027-05-13", "2027-09-29"} <= set(days)
    (concert,) = plan.occurrences_of("concert")
    assert str(concert.day) == "2027-10-08"
    assert plan.findings == ()
