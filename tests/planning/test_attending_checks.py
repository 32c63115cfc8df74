"""A place that is doubled and a course out of step are found whoever made them; a good plan has neither."""

import datetime as dt

import attrs
import pytest

from volsched import Scheduler
from volsched.model import Attendance, Course, Person, Places, Programme, Schedule, Span, Team, Text, activity, checkup
from volsched.planning.checks.attending import courses_out_of_step, overfull_places

DAILY = Schedule(start=dt.datetime(2027, 3, 1, 10), lasts=dt.timedelta(hours=1), rule="FREQ=DAILY;COUNT=20")


@pytest.fixture(scope="module")
def plan():
    names = tuple(f"p{number}" for number in range(4))
    clinic = checkup("clinic", title="Clinic", cohort="all", schedule=DAILY, capacity=2, area=None)
    hall = activity("hall", title="Hall", schedule=DAILY, places=Places(capacity=4, cohort="all"))
    hall = attrs.evolve(hall, schedule=attrs.evolve(DAILY, start=dt.datetime(2027, 4, 1, 10)))
    rehab = activity(
        "rehab",
        title="Rehabilitation",
        schedule=attrs.evolve(DAILY, start=dt.datetime(2027, 3, 1, 15)),
        places=Places(capacity=4, cohort="all", appointment=dt.timedelta(minutes=15)),
        course=Course(sessions=3, apart_least=2, apart_most=4),
    )
    programme = Programme(
        id="p",
        name=Text(en="P"),
        people=tuple(Person(id=name, name=Text(en=name)) for name in names),
        teams=(Team(id="all", name=Text(en="All"), members=names),),
        activities=(clinic, hall, rehab),
    )
    return Scheduler(programme).plan("2027")


def test_a_good_plan_has_neither(plan):
    assert [*overfull_places(plan), *courses_out_of_step(plan)] == []
    assert len(plan.bookings_in("rehab")) == 12


def changed(plan, activity, change):
    first = plan.bookings_in(activity)[0]
    return attrs.evolve(plan, bookings=tuple(change(item) if item is first else item for item in plan.bookings))


def test_two_at_one_time_are_too_many_where_one_is_seen(plan):
    second = plan.bookings_in("clinic")[1]
    broken = changed(plan, "clinic", lambda item: attrs.evolve(item, occurrence=second.occurrence, span=second.span))
    (found,) = overfull_places(broken)
    assert (found.code, found.subjects) == ("places-overfull", ("clinic", "clinic/20270301T1000"))
    assert found.sentence.en.endswith("has 2 people where 1 fit")


def test_more_than_the_capacity_are_too_many(plan):
    one = plan.bookings_in("hall")[0]
    broken = attrs.evolve(plan, bookings=(*plan.bookings, one))
    (found,) = overfull_places(broken)
    assert found.sentence.en.endswith("has 5 people where 4 fit")


def test_a_session_on_the_next_day_is_out_of_step_and_a_missed_one_does_not_count(plan):
    own = [item for item in plan.bookings_in("rehab") if item.person == "p0"]
    day = dt.timedelta(days=1)
    start, end = own[1].span.start - day, own[1].span.end - day
    nearer = attrs.evolve(own[1], span=Span(start, end))
    bookings = tuple(nearer if item is own[1] else item for item in plan.bookings)
    (found,) = courses_out_of_step(attrs.evolve(plan, bookings=bookings))
    assert (found.code, found.subjects) == ("course-spacing", ("rehab", "p0", "2027-03-02"))
    away = Attendance(person="p0", activity="rehab", day=dt.date(2027, 3, 2), status="absent")
    excused = attrs.evolve(plan, bookings=bookings, programme=attrs.evolve(plan.programme, attendance=(away,)))
    assert list(courses_out_of_step(excused)) == []
