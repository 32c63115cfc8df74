"""Trainings: who may sign up, who is drawn, who earns a certificate and until when; and banquets by household."""

import datetime as dt
import hashlib

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from volsched import Scheduler
from volsched.booking import Ending, applicants, book, certificates, draw, endings, with_certificates
from volsched.model import (
    Attendance,
    Course,
    Occurrence,
    Person,
    Places,
    Programme,
    Schedule,
    SignUp,
    Skill,
    SkillKind,
    Span,
    Team,
    Text,
    activity,
    patrol,
    training,
)
from volsched.planning.attending import Attending
from volsched.planning.taken import TakenTime

DAYS = [dt.date(2027, 6, 5), dt.date(2027, 6, 12), dt.date(2027, 6, 19)]


def person(name, **more):
    return Person(id=name, name=Text(en=name), **more)


def sessions(name="aid"):
    found = []
    for day in DAYS:
        start = dt.datetime.combine(day, dt.time(6), dt.UTC)
        original = dt.datetime.combine(day, dt.time(14))
        span = Span(start, start + dt.timedelta(hours=3))
        found.append(Occurrence(activity=name, original=original, span=span, zone="Asia/Shanghai"))
    return tuple(found)


def aid(**course):
    weekly = Schedule(start=dt.datetime(2027, 6, 5, 14), lasts=dt.timedelta(hours=3), rule="FREQ=WEEKLY;COUNT=3")
    made = training("aid", title="First aid", schedule=weekly, capacity=3, cohort="learners", grants="first_aid")
    return attrs.evolve(made, course=attrs.evolve(made.course, holds_for=dt.timedelta(days=365), **course))


def programme(*activities, names="abcd", **more):
    return Programme(
        id="p",
        name=Text(en="P"),
        skills=(SkillKind(id="first_aid", name=Text(en="First aid")),),
        people=tuple(person(name) for name in names),
        teams=(Team(id="learners", name=Text(en="Learners"), members=tuple(names)),),
        activities=activities,
        **more,
    )


def present(name, day, status="present"):
    return Attendance(person=name, activity="aid", day=DAYS[day], status=status)


def test_who_has_a_place_in_every_session_is_expected_to_earn_the_certificate():
    made = programme(aid())
    bookings = book(aid(), sessions(), made.people)
    found = certificates(made, aid(), sessions(), bookings)
    assert [(item.person, item.since, item.until, item.planned) for item in found] == [
        (name, DAYS[2], dt.date(2028, 6, 17), True) for name in "abc"
    ]


def test_what_is_written_down_of_a_session_counts_and_not_who_had_a_place():
    made = programme(aid(attend=2), attendance=(present("a", 0), present("d", 0), present("a", 1), present("d", 1)))
    bookings = book(aid(attend=2), sessions(), made.people)
    found = certificates(made, aid(attend=2), sessions(), bookings)
    assert [(item.person, item.since, item.planned) for item in found] == [("a", DAYS[1], False), ("d", DAYS[1], False)]


def test_who_was_excused_was_not_there():
    made = programme(aid(), attendance=(present("a", 0), present("b", 0, "excused")))
    found = certificates(made, aid(), sessions(), book(aid(), sessions(), made.people))
    assert [item.person for item in found] == ["a"]


def test_the_skill_holds_from_its_day_until_its_last_and_beside_what_was_held_before():
    made = programme(aid())
    made = attrs.evolve(
        made,
        people=(attrs.evolve(made.people[0], skills=(Skill("first_aid", None, DAYS[1]),)), *made.people[1:]),
    )
    earned = certificates(made, aid(), sessions(), book(aid(), sessions(), made.people[:1]))
    able = with_certificates(made, earned).person("a")
    held = {day: able.holds("first_aid", day) for day in (DAYS[1], DAYS[1] + dt.timedelta(days=1), DAYS[2])}
    assert list(held.values()) == [True, False, True]
    assert able.holds("first_aid", dt.date(2028, 6, 17))
    assert not able.holds("first_aid", dt.date(2028, 6, 18))


def test_the_roster_counts_on_a_skill_from_the_day_it_is_granted_until_its_last():
    nightly = Schedule(start=dt.datetime(2027, 6, 17, 22), lasts=dt.timedelta(hours=2), rule="FREQ=DAILY;COUNT=5")
    watch = patrol("watch", title="Watch", team="learners", schedule=nightly, seats=1, with_skills={"first_aid": 1})
    short = attrs.evolve(aid(), course=attrs.evolve(aid().course, holds_for=dt.timedelta(days=2)))
    made = programme(short, watch, names="a")
    plan = Scheduler(made).plan("2027-06")
    lacking = [finding.subjects[-1] for finding in plan.findings if finding.code == "skill-missing"]
    assert [key[-13:-5] for key in lacking] == ["20270617", "20270618", "20270621"]
    assert [(item.person, item.until) for item in plan.certificates] == [("a", dt.date(2027, 6, 20))]


def test_a_skill_that_ends_is_told_before_and_what_renews_it_is_named():
    made = programme(aid(tell_before=dt.timedelta(days=30)))
    people = [attrs.evolve(made.person(name), skills=(Skill("first_aid", None, DAYS[2]),)) for name in "ab"]
    made = attrs.evolve(made, people=(*people, *made.people[2:]))
    earned = certificates(made, made.activities[0], sessions(), book(made.activities[0], sessions(), people[:1]))
    found = list(endings(made, earned, dt.date(2027, 6, 1), dt.date(2027, 6, 30)))
    tell = DAYS[2] - dt.timedelta(days=30)
    assert found == [
        Ending(person="a", skill="first_aid", until=DAYS[2], tell_on=tell, renewed_by="aid"),
        Ending(person="b", skill="first_aid", until=DAYS[2], tell_on=tell),
    ]


def test_sign_ups_count_on_their_days_and_from_those_invited():
    course = aid()
    course = attrs.evolve(
        course, places=attrs.evolve(course.places, sign_up=(dt.date(2027, 5, 1), dt.date(2027, 5, 20)))
    )
    days = {"a": 3, "b": 2, "d": 25}
    signed = tuple(SignUp(person=name, activity="aid", day=dt.date(2027, 5, day)) for name, day in days.items())
    who = applicants(programme(course, sign_ups=signed), course)
    assert [p.id for p in who.people] == ["b", "a"]
    assert [(b.person, b.reason) for b in who.refused] == [("d", "signed-up-outside")]


def test_who_is_not_of_the_cohort_is_told_so():
    made = programme(
        aid(), names="abcd", sign_ups=(SignUp(person="a", activity="aid"), SignUp(person="d", activity="aid"))
    )
    made = attrs.evolve(made, teams=(attrs.evolve(made.teams[0], members=("a", "b")),))
    who = applicants(made, made.activities[0])
    assert [p.id for p in who.people] == ["a"]
    assert [(b.person, b.reason) for b in who.refused] == [("d", "not-invited")]


def test_lots_can_be_worked_out_by_anybody_and_those_never_served_come_first():
    lots = draw(7, "aid", ["a", "b", "c"], {"b": 1})
    assert [item.served for item in lots] == [0, 0, 1]
    assert lots[2].person == "b"
    for item in lots:
        assert item.digest == hashlib.sha256(f"7|aid|{item.person}".encode()).hexdigest()
    assert lots[0].digest < lots[1].digest


@given(
    st.lists(st.sampled_from("abcdefgh"), unique=True),
    st.integers(0, 99),
    st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 3)),
)
def test_a_drawing_holds_everybody_once_and_does_not_depend_on_the_order_given(people, seed, served):
    lots = draw(seed, "aid", people, served)
    assert sorted(item.person for item in lots) == sorted(people)
    assert draw(seed, "aid", people[::-1], served) == lots
    assert [item.served for item in lots] == sorted(served.get(name, 0) for name in people)


def test_who_was_drawn_once_comes_after_those_who_were_not():
    weekly = Schedule(start=dt.datetime(2027, 6, 5, 14), lasts=dt.timedelta(hours=3))
    later = attrs.evolve(weekly, start=dt.datetime(2027, 7, 5, 14))
    first, second = (
        training(name, title=name, schedule=when, capacity=2, cohort="learners")
        for name, when in (("one", weekly), ("two", later))
    )
    first, second = (attrs.evolve(item, places=attrs.evolve(item.places, draw=True)) for item in (first, second))
    made = programme(first, second)
    plan = Scheduler(made).plan("2027")
    got = {name: {b.person for b in plan.bookings_in(name) if b.status == "booked"} for name in ("one", "two")}
    assert got["one"] | got["two"] == set("abcd")
    assert not got["one"] & got["two"]
    taken = TakenTime(made)
    assert Attending(made, plan.occurrences, taken).everybody() == plan.bookings


def banquet(capacity):
    schedule = Schedule(start=dt.datetime(2027, 9, 12, 17), lasts=dt.timedelta(hours=3))
    return activity(
        "banquet",
        title="Banquet",
        schedule=schedule,
        places=Places(capacity=capacity, cohort="learners", by_household=True),
    )


def test_a_household_comes_whole_or_waits_whole():
    homes = {"a": "h1", "b": "h2", "c": "h1", "d": "h2", "e": "h3"}
    people = [person(name, household=home) for name, home in homes.items()]
    found = book(banquet(3), sessions("banquet")[:1], people)
    assert [(b.person, b.status) for b in found] == [
        ("a", "booked"),
        ("c", "booked"),
        ("b", "waiting"),
        ("d", "waiting"),
        ("e", "booked"),
    ]
    assert [b.reason for b in found if b.status == "waiting"] == ["no-place-left"] * 2


def test_a_household_of_which_one_is_busy_waits_whole():
    people = [person(name, household="h") for name in "ab"]
    found = book(banquet(9), sessions("banquet")[:1], people, [("b", sessions()[0].span)])
    assert [(b.person, b.reason) for b in found] == [("a", "never-free"), ("b", "never-free")]


@given(st.lists(st.integers(0, 5), max_size=14), st.integers(1, 9))
def test_households_are_never_split_and_the_hall_never_overfull(homes, capacity):
    people = [person(f"p{number}", household=f"h{home}") for number, home in enumerate(homes)]
    found = book(banquet(capacity), sessions("banquet")[:1], people)
    assert sorted(b.person for b in found) == sorted(p.id for p in people)
    status = {b.person: b.status for b in found}
    for home in set(homes):
        assert len({status[p.id] for p in people if p.household == f"h{home}"}) == 1
    assert sum(value == "booked" for value in status.values()) <= capacity


def test_one_hundred_families_are_drawn_by_household():
    made = attrs.evolve(banquet(30), places=attrs.evolve(banquet(30).places, draw=True))
    people = tuple(person(f"p{number}", household=f"h{number // 3}") for number in range(120))
    whole = programme(made, names="a")
    whole = attrs.evolve(
        whole, people=people, teams=(Team(id="learners", name=Text(en="L"), members=tuple(p.id for p in people)),)
    )
    who = applicants(whole, made, seed=3)
    assert len(who.lots) == 40
    found = book(made, sessions("banquet")[:1], who.people)
    drawn = {lot.person for lot in who.lots[:10]}
    assert {f"h{int(b.person[1:]) // 3}" for b in found if b.status == "booked"} == drawn


@pytest.mark.parametrize("field", [{"attend": 0}, {"sessions": 0}, {"apart_most": 1, "apart_least": 2}])
def test_what_a_course_cannot_be_is_refused(field):
    with pytest.raises(ValueError, match="course: "):
        Course(**field)
