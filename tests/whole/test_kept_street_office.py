"""The street office after publishing: a change touches the seats it has to, and no other of 62,536."""

import datetime as dt
from pathlib import Path

import attrs
import pytest

from volsched import Scheduler
from volsched.model import Availability, Holiday, Override, Text
from volsched.publishing import PublishedState, changes_between
from volsched.rostering import check, diff
from volsched.storage import SqliteStore
from volsched.storage.calendars import PUBLISHED, STATE

pytestmark = pytest.mark.heavy
FOLDER = Path(__file__).parents[2] / "examples" / "street-office"
NOW = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
JUNE = dt.datetime(2027, 6, 1, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """The year as it was published, without its files; and the file that remembers it."""
    file = tmp_path_factory.mktemp("store") / "volsched.db"
    programme = Scheduler.open(FOLDER).programme
    scheduler = Scheduler(programme, store=SqliteStore(file))
    plan = scheduler.plan(now=NOW)
    remember(scheduler, plan, None, NOW)
    return programme, plan, file


def remember(scheduler, plan, before, now):
    final = attrs.evolve(plan, rosters=tuple(roster.published() for roster in plan.rosters))
    with scheduler.store.change(who="test", why="publish", at=now) as change:
        scheduler.office.queue(change, before, final, now=now)
        change.put(PUBLISHED, STATE, PublishedState.of(final).to_body())


def planned(office, programme, now=NOW, **fields):
    return Scheduler(programme, store=SqliteStore(office[2])).plan(now=now, **fields)


def touched(before, after):
    """By roster, the seats that changed hands."""
    found = {}
    for old, new in zip(before.rosters, after.rosters, strict=True):
        if changes := diff(old, new):
            found[old.id] = changes
    return found


def without(programme, person):
    teams = (attrs.evolve(team, members=tuple(m for m in team.members if m != person)) for team in programme.teams)
    return attrs.evolve(
        programme,
        people=tuple(one for one in programme.people if one.id != person),
        teams=tuple(teams),
        availability=tuple(one for one in programme.availability if one.person != person),
        history=tuple(one for one in programme.history if one.person != person),
    )


def test_the_first_plan_is_that_without_a_store_and_the_same_programme_changes_nothing(office):
    programme, plan, _ = office
    assert [roster.assignments for roster in Scheduler(programme).plan().rosters] == [
        roster.assignments for roster in plan.rosters
    ]
    again = planned(office, programme, seed=3)
    assert touched(plan, again) == {}
    assert not changes_between(plan, again)


def test_one_who_leaves_leaves_their_own_seats_and_no_other(office):
    programme, plan, _ = office
    person = plan.roster("sfy-patrol").assignments[100].person
    held = len(plan.roster("sfy-patrol").by_person[person])
    after = planned(office, without(programme, person))
    changes = touched(plan, after)
    assert list(changes) == ["sfy-patrol"]
    assert len(changes["sfy-patrol"]) <= 1.1 * held
    assert all(item.after is not None for item in changes["sfy-patrol"])
    assert after.summary.filled == after.summary.seats
    assert check(after.problem("sfy-patrol"), after.roster("sfy-patrol")) == ()


def test_one_who_leaves_in_june_has_served_until_then(office):
    programme, plan, _ = office
    person = plan.roster("sfy-patrol").assignments[100].person
    teams = tuple(attrs.evolve(t, members=tuple(m for m in t.members if m != person)) for t in programme.teams)
    after = planned(office, attrs.evolve(programme, teams=teams), now=JUNE)
    ahead = [i for i in plan.roster("sfy-patrol").by_person[person] if plan.shift(i.seat.shift).span.start > JUNE]
    changes = touched(plan, after)["sfy-patrol"]
    assert all(plan.shift(item.seat.shift).span.start > JUNE for item in changes)
    assert len(ahead) <= len(changes) <= 1.1 * len(ahead)


def test_another_holiday_moves_nobody(office):
    programme, plan, _ = office
    day = Holiday(name=Text(en="A new day"), first=dt.date(2027, 9, 15), last=dt.date(2027, 9, 15))
    after = planned(office, attrs.evolve(programme, holidays=(*programme.holidays, day)))
    assert touched(plan, after) == {}


def test_a_night_at_another_hour_keeps_its_fifteen(office):
    programme, plan, _ = office
    patrol = programme.activity("sfy-patrol")
    original = plan.occurrences_of("sfy-patrol")[200].original
    moved = Override(original=original, start=original - dt.timedelta(hours=1))
    schedule = attrs.evolve(patrol.schedule, overrides=(*patrol.schedule.overrides, moved))
    changed = attrs.evolve(patrol, schedule=schedule)
    activities = tuple(changed if item.id == patrol.id else item for item in programme.activities)
    after = planned(office, attrs.evolve(programme, activities=activities))
    assert touched(plan, after) == {}
    assert len(changes_between(plan, after).people) == 15


def test_forty_who_cannot_come_one_after_the_other(tmp_path):
    programme = Scheduler.open(FOLDER).programme
    programme = attrs.evolve(programme, activities=(programme.activity("kly-patrol"),), campaigns=())
    store = SqliteStore(tmp_path / "volsched.db")
    scheduler = Scheduler(programme, store=store)
    before = scheduler.plan("2027-Q1", now=NOW)
    remember(scheduler, before, None, NOW)
    count, away = 0, programme.availability
    for number in range(40):
        roster = before.roster("kly-patrol")
        item = roster.assignments[(number * 131 + 57) % len(roster.assignments)]
        day = before.shift(item.seat.shift).day
        away = (*away, Availability(person=item.person, kind="unavailable", first=day, last=day))
        scheduler = Scheduler(attrs.evolve(programme, availability=away), store=store)
        after = scheduler.plan("2027-Q1", now=NOW)
        count += len(touched(before, after)["kly-patrol"])
        remember(scheduler, after, PublishedState.of(before), NOW)
        before = after
    assert before.summary.filled == before.summary.seats
    assert count <= 44
