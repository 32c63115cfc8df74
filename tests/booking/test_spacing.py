"""Courses with spacing: the best for one person against every choice, and never two people in one place at a time."""

import datetime as dt
import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from volsched.booking import book
from volsched.booking.spacing import Slot, Spacing, course_of, courses, made_up
from volsched.model import Attendance, Course, Occurrence, Person, Places, Schedule, Span, Text, activity

MONDAY = dt.date(2027, 3, 1)


def slot(day, hour=0):
    start = dt.datetime.combine(MONDAY, dt.time(2), dt.UTC) + dt.timedelta(days=day, hours=hour)
    return Slot(f"room/{day}", Span(start, start + dt.timedelta(minutes=45)), MONDAY + dt.timedelta(days=day))


def days(course):
    return None if course is None else [(item.day - MONDAY).days for item in course]


def fits(chosen, spacing, after):
    gaps = [(two.day - one.day).days for one, two in itertools.pairwise(chosen)]
    if after is not None and (chosen[0].day - after).days < spacing.least:
        return False
    apart = all(one.span.end <= two.span.start for one, two in itertools.pairwise(chosen))
    return apart and all(gap >= spacing.least and (spacing.most is None or gap <= spacing.most) for gap in gaps)


def by_trying_everything(slots, spacing, after, before):
    """The least of: sessions that are new, the end, changes of hour, and the beginning."""
    ordered = sorted(set(slots), key=lambda item: (item.span, item.occurrence))
    in_time = ordered
    if after is not None:
        allowed = [item for item in ordered if (item.day - after).days >= spacing.least]
        if not allowed:
            return None
        latest = max(allowed[0].day, after + dt.timedelta(days=spacing.most)) if spacing.most else ordered[-1].day
        in_time = [item for item in allowed if item.day <= latest]
    best = None
    for chosen in itertools.combinations(ordered, spacing.sessions):
        if chosen[0] not in in_time or not fits(chosen, spacing, after):
            continue
        new = sum(item not in before for item in chosen)
        changes = sum(a.span.start.time() != b.span.start.time() for a, b in itertools.pairwise(chosen))
        value = (new, chosen[-1].span.start, changes, chosen[0].day)
        best = value if best is None else min(best, value)
    return best


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 2)), max_size=9, unique=True),
    st.integers(1, 4),
    st.tuples(st.integers(0, 3), st.one_of(st.none(), st.integers(3, 5))),
    st.one_of(st.none(), st.integers(0, 5)),
    st.integers(0, 3),
)
def test_no_course_of_one_person_is_better(times, sessions, apart, after, kept):
    least, most = apart
    slots = [slot(day, hour) for day, hour in times]
    spacing = Spacing(sessions=sessions, least=least, most=most)
    day = None if after is None else MONDAY + dt.timedelta(days=after)
    before = slots[:kept]
    found = course_of(slots, spacing, after=day, before=before)
    expected = by_trying_everything(slots, spacing, day, before)
    if expected is None:
        assert found is None
        return
    assert fits(found, spacing, day)
    new = sum(item not in before for item in found)
    assert (new, found[-1].span.start) == expected[:2]
    changes = sum(a.span.start.time() != b.span.start.time() for a, b in itertools.pairwise(found))
    assert (changes, found[0].day) == expected[2:]


def test_sessions_are_at_least_and_at_most_so_many_days_apart_and_end_soon():
    weekdays = [slot(week * 7 + day) for week in range(4) for day in range(5)]
    assert days(course_of(weekdays, Spacing(sessions=5, least=3, most=5))) == [0, 3, 7, 10, 14]


def test_five_people_share_one_room():
    weekdays = {slot(week * 7 + day, hour): 1 for week in range(6) for day in range(5) for hour in range(3)}
    people = [f"p{number}" for number in range(5)]
    found = courses(weekdays, Spacing(sessions=8, least=2, most=5), people, {})
    assert sorted(found) == people
    taken = [item for course in found.values() for item in course]
    assert len(set(taken)) == len(taken) == 40
    assert all(fits(course, Spacing(sessions=8, least=2, most=5), None) for course in found.values())


def test_who_fits_in_nowhere_behind_the_others_is_tried_before_them():
    only = {slot(0): 1, slot(1): 1, slot(2): 1, slot(3): 1}
    busy = {"late": [slot(1).span, slot(3).span]}
    found = courses(only, Spacing(sessions=2, least=2, most=2), ["first", "late"], busy)
    assert {person: days(course) for person, course in found.items()} == {"first": [1, 3], "late": [0, 2]}


def test_a_missed_session_is_made_up_as_soon_as_the_spacing_wants_it():
    slots = {slot(day): 1 for day in range(30)}
    spacing = Spacing(sessions=4, least=3, most=4)
    planned = courses(slots, spacing, ["a"], {})
    assert days(planned["a"]) == [0, 3, 6, 9]
    again = made_up(
        slots, spacing, planned, done={"a": [MONDAY]}, missed={"a": [MONDAY + dt.timedelta(days=3)]}, busy={}
    )
    assert days(again["a"]) == [0, 3, 4, 7, 10]


def test_what_was_planned_stays_where_the_spacing_allows_it():
    slots = {slot(day): 1 for day in range(30)}
    spacing = Spacing(sessions=4, least=3, most=None)
    planned = courses(slots, spacing, ["a"], {})
    missed = {"a": [MONDAY + dt.timedelta(days=3)]}
    again = made_up(slots, spacing, planned, done={"a": [MONDAY]}, missed=missed, busy={})
    assert days(again["a"]) == [0, 3, 6, 9, 12]


def test_making_up_takes_nobody_elses_session():
    slots = {slot(day): 1 for day in (0, 1, 3, 4, 6, 7, 9, 10, 13)}
    spacing = Spacing(sessions=3, least=3, most=4)
    planned = {"a": (slot(0), slot(3), slot(6)), "b": (slot(1), slot(4), slot(9))}
    missed = {"a": [MONDAY + dt.timedelta(days=3)]}
    again = made_up(slots, spacing, planned, done={"a": [MONDAY]}, missed=missed, busy={})
    assert again["b"] == planned["b"]
    assert days(again["a"]) == [0, 3, 6, 10]


def test_the_bookings_of_a_course_come_from_its_hours_and_what_was_missed():
    plan = Schedule(start=dt.datetime(2027, 3, 1, 10), lasts=dt.timedelta(minutes=90), rule="FREQ=DAILY")
    rehab = activity(
        "rehab",
        title="Rehabilitation",
        schedule=plan,
        places=Places(capacity=2, cohort="ill", appointment=dt.timedelta(minutes=45)),
        course=Course(sessions=3, apart_least=2, apart_most=3, needs=("referral",)),
    )
    happening = [
        Occurrence(
            activity="rehab",
            original=dt.datetime.combine(slot(day).day, dt.time(10)),
            span=Span(slot(day).span.start, slot(day).span.start + dt.timedelta(minutes=90)),
            zone="Asia/Shanghai",
        )
        for day in range(12)
    ]
    from volsched.model import Skill

    people = [Person(id=name, name=Text(en=name), skills=(Skill("referral"),)) for name in ("a", "b", "c")]
    people.append(Person(id="d", name=Text(en="d")))
    missed = [Attendance(person="a", activity="rehab", day=MONDAY + dt.timedelta(days=2), status="absent")]
    missed.append(Attendance(person="a", activity="rehab", day=MONDAY))
    made = book(rehab, happening, people, (), missed)
    by_person = {}
    for item in made:
        by_person.setdefault(item.person, []).append(
            int(item.occurrence[-7:-5]) - 1 if item.occurrence else item.reason
        )
    assert by_person == {"a": [0, 2, 3, 5], "b": [0, 2, 4], "c": [1, 3, 5], "d": ["needs-skill"]}
    taken = [item.span for item in made if item.span]
    assert len(set(taken)) == len(taken)
