"""Rosters that stand already: they are taken as they are, and the others are made around them."""

from pathlib import Path

import attrs
import pytest

from volsched.app import Scheduler
from volsched.errors import RosterError, UnknownName
from volsched.model import Assignment, Roster, Seat

WATCH = Path(__file__).parents[2] / "examples" / "night-watch"


@pytest.fixture(scope="module")
def scheduler():
    return Scheduler.open(WATCH)


def test_the_outline_has_what_is_to_be_staffed_and_nobody_in_it(scheduler):
    outline = scheduler.outline()
    assert len(outline.shifts) == 31
    assert outline.rosters == (Roster(id="night-watch"),)
    assert outline.problems == scheduler.plan().problems
    assert outline.findings == ()


def test_a_given_roster_is_taken_as_it_is_and_checked(scheduler):
    given = Roster(id="night-watch", assignments=(Assignment(Seat("night-watch/20270501T2200", "patrol", 0), "w08"),))
    made = scheduler.plan(rosters=[given])
    assert made.rosters == (given,)
    assert made.summary.filled == 1
    broken = [item.sentence.en for item in made.findings if item.code == "rule-broken"]
    assert broken == ["Liu Yong cannot serve on 2027-05-01"]


def test_a_roster_that_is_none_of_the_plans_is_named(scheduler):
    with pytest.raises(UnknownName, match="no roster 'night-wach'; did you mean 'night-watch'"):
        scheduler.plan("2027-05-01", rosters=[Roster(id="night-wach")])


def test_a_roster_of_another_window_is_refused(scheduler):
    may = scheduler.plan("2027-05-31").roster("night-watch")
    with pytest.raises(RosterError, match=r"names 'night-watch/20270531T2200', which is no shift of its own; take the"):
        scheduler.plan("2027-05-01", rosters=[may])


def test_the_others_are_made_around_a_given_one(scheduler):
    """A second roster of the same people, after the first, leaves alone whoever serves in the given one."""
    programme = scheduler.programme
    watch = programme.activity("night-watch")
    second = attrs.evolve(watch, id="gate", staffing=attrs.evolve(watch.staffing, rules=()))
    rules = tuple(rule for rule in programme.rules if rule.name == "days_off_between")
    first = attrs.evolve(watch, staffing=attrs.evolve(watch.staffing, rules=rules))
    both = Scheduler(attrs.evolve(programme, activities=(first, second), rules=()))
    seats = (Seat("night-watch/20270510T2200", "patrol", index) for index in range(3))
    given = Roster(id="night-watch", assignments=map(Assignment, seats, ("w01", "w05", "w06")))
    made = both.plan("2027-05-10", rosters=[given])
    assert made.roster("night-watch") == given
    assert {item.person for item in made.roster("gate").assignments}.isdisjoint({"w01", "w05", "w06"})
    assert made.summary.filled == 6
