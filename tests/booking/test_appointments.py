"""Places are given in order, at the earliest time at which a person is free; nobody is lost and no place is doubled."""

import datetime as dt

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from volsched.booking import book
from volsched.errors import InvalidValue
from volsched.model import Occurrence, Person, Schedule, Skill, Span, Text, activity, checkup, training

MORNING = dt.datetime(2027, 5, 4, 9, tzinfo=dt.UTC)
WEEKLY = Schedule(start=dt.datetime(2027, 5, 4, 9), lasts=dt.timedelta(hours=2), rule="FREQ=WEEKLY", zone="UTC")


def person(name, priority=0):
    return Person(id=name, name=Text(en=name), priority=priority)


def session(day, hours=2):
    start = MORNING + dt.timedelta(days=day)
    return Occurrence(
        activity="clinic",
        original=start.replace(tzinfo=None),
        span=Span(start, start + dt.timedelta(hours=hours)),
        zone="UTC",
    )


def clinic(capacity=4, minutes=30, at_once=1):
    return checkup(
        "clinic",
        title="Clinic",
        cohort="elders",
        schedule=WEEKLY,
        capacity=capacity,
        appointment=dt.timedelta(minutes=minutes),
        at_once=at_once,
    )


def test_the_first_by_priority_get_the_earliest_appointments():
    bookings = book(clinic(), [session(0)], [person("a"), person("b", 2), person("c", 1)])
    assert [(b.person, b.span.start.hour * 60 + b.span.start.minute) for b in bookings] == [
        ("c", 540),
        ("b", 570),
        ("a", 600),
    ]


def test_several_are_seen_at_once():
    bookings = book(clinic(capacity=8, at_once=2), [session(0)], [person("a"), person("b"), person("c")])
    assert [b.span.start.minute for b in bookings] == [0, 0, 30]


def test_who_is_busy_gets_the_next_time_and_leaves_the_first_to_others():
    busy = [("a", Span(MORNING, MORNING + dt.timedelta(minutes=45)))]
    bookings = book(clinic(), [session(0)], [person("a"), person("b")], busy)
    assert {b.person: b.span.start.hour * 60 + b.span.start.minute for b in bookings} == {"a": 600, "b": 540}


def test_who_finds_no_place_waits_with_the_reason():
    always = [("b", Span(MORNING, MORNING + dt.timedelta(days=3)))]
    bookings = book(clinic(capacity=2), [session(0)], [person("a"), person("b"), person("c"), person("d")], always)
    assert [(b.person, b.status, b.rank, b.reason) for b in bookings] == [
        ("a", "booked", 0, ""),
        ("b", "waiting", 1, "never-free"),
        ("c", "booked", 0, ""),
        ("d", "waiting", 2, "no-place-left"),
    ]


def test_a_place_in_a_course_is_one_in_every_session():
    course = training("clinic", title="Course", schedule=WEEKLY, capacity=1, cohort="elders")
    bookings = book(course, [session(0), session(7)], [person("a"), person("b")])
    assert [(b.person, b.occurrence, b.status) for b in bookings] == [
        ("a", "clinic/20270504T0900", "booked"),
        ("a", "clinic/20270511T0900", "booked"),
        ("b", None, "waiting"),
    ]


def test_a_course_keeps_out_who_is_busy_or_lacks_a_skill_and_gives_the_place_to_the_next():
    course = training("clinic", title="Course", schedule=WEEKLY, capacity=1, cohort="elders", needs=["first-aid"])
    able = {"skills": (Skill("first-aid"),)}
    busy = [("a", Span(MORNING + dt.timedelta(days=7), MORNING + dt.timedelta(days=7, hours=1)))]
    people = [attrs.evolve(person("a"), **able), person("b"), attrs.evolve(person("c"), **able)]
    bookings = book(course, [session(0), session(7)], people, busy)
    assert [(b.person, b.status, b.reason) for b in bookings] == [
        ("a", "waiting", "never-free"),
        ("b", "waiting", "needs-skill"),
        ("c", "booked", ""),
        ("c", "booked", ""),
    ]


def test_an_activity_without_places_takes_no_bookings():
    with pytest.raises(InvalidValue, match="activity walk: places: nobody can be booked"):
        book(activity("walk", title="Walk", schedule=WEEKLY), [], [])


@given(
    people=st.lists(st.integers(0, 9), max_size=12),
    capacity=st.integers(1, 6),
    at_once=st.integers(1, 3),
    sessions=st.integers(0, 3),
    busy=st.lists(st.tuples(st.integers(0, 11), st.integers(0, 4000), st.integers(1, 300)), max_size=6),
)
def test_nobody_is_lost_and_no_place_is_doubled(people, capacity, at_once, sessions, busy):
    waiting = [person(f"p{i}", priority) for i, priority in enumerate(people)]
    taken = [
        (f"p{i}", Span(MORNING + dt.timedelta(minutes=m), MORNING + dt.timedelta(minutes=m + n))) for i, m, n in busy
    ]
    bookings = book(clinic(capacity, 30, at_once), [session(day) for day in range(sessions)], waiting, taken)
    assert sorted(b.person for b in bookings) == sorted(p.id for p in waiting)
    booked = [b for b in bookings if b.status == "booked"]
    for key in {b.occurrence for b in booked}:
        assert sum(b.occurrence == key for b in booked) <= capacity
    for start in {b.span.start for b in booked}:
        assert sum(b.span.start == start for b in booked) <= at_once
    assert not any(b.span.overlaps(span) for b in booked for who, span in taken if who == b.person)
    assert [b.rank for b in bookings if b.status == "waiting"] == list(range(1, len(bookings) - len(booked) + 1))
