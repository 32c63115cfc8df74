"""The checker on rosters made by hand: one test a rule, with the exact violation."""

import datetime as dt

from volsched.model import (
    Assignment,
    Availability,
    CarriedLoad,
    DaysOffBetween,
    HouseholdsApart,
    MostInDays,
    MostPerMonth,
    MostPerWeek,
    NeverTogether,
    Requirement,
    RestBetween,
    Roster,
    Seat,
    Skill,
    SkillMinimum,
    Span,
)
from volsched.rostering import Violation, check, unfilled


def found(problem, roster):
    return [(item.rule, item.person, item.shifts) for item in check(problem, roster)]


def test_an_empty_roster_breaks_nothing_and_fills_nothing(make):
    problem = make.problem([make.night(1, 1), make.night(0, 2)], make.people("ann"))
    assert check(problem, Roster(id="watch")) == ()
    assert unfilled(problem, Roster(id="watch")) == (
        Seat("night/0", "watch", 0),
        Seat("night/0", "watch", 1),
        Seat("night/1", "watch", 0),
    )


def test_only_seats_that_must_be_filled_are_unfilled(make):
    problem = make.problem([make.night(0, 2, maximum=4)], make.people("ann bob"))
    assert unfilled(problem, make.roster(problem, "night/0 ann")) == (Seat("night/0", "watch", 1),)
    assert unfilled(problem, make.roster(problem, "night/0 ann bob")) == ()


def test_a_sentence_names_the_person_the_day_and_the_rule_in_every_language(make):
    problem = make.problem([make.night(0)], make.people("ann"), availability=make.away("ann", 0))
    (only,) = check(problem, make.roster(problem, "night/0 ann"))
    assert isinstance(only, Violation)
    assert only.sentence.en == "Ann cannot serve on 2027-01-04"
    assert only.sentence.zh == "Ann在2027-01-04不能值勤"
    assert only.sentence.ug.startswith("Ann 2027-01-04")


def test_availability_by_day(make):
    problem = make.problem([make.night(0), make.night(1)], make.people("ann"), availability=make.away("ann", 1))
    assert found(problem, make.roster(problem, "night/0 ann", "night/1 ann")) == [("availability", "ann", ("night/1",))]


def test_availability_by_time_reaches_over_midnight(make):
    late = Availability(person="ann", kind="unavailable", weekdays=(0,), since=dt.time(23), until=dt.time(3))
    problem = make.problem([make.night(0), make.night(1, hour=3, hours=2)], make.people("ann"), availability=(late,))
    assert found(problem, make.roster(problem, "night/0 ann", "night/1 ann")) == [("availability", "ann", ("night/0",))]


def test_those_who_name_their_days_serve_on_these_alone(make):
    monday = Availability(person="ann", kind="available", weekdays=(0,))
    problem = make.problem([make.night(0), make.night(1)], make.people("ann"), availability=(monday,))
    assert found(problem, make.roster(problem, "night/0 ann", "night/1 ann")) == [("availability", "ann", ("night/1",))]


def test_days_off_between(make):
    problem = make.problem([make.night(n) for n in range(4)], make.people("ann"), rules=(DaysOffBetween(2),))
    assert found(problem, make.roster(problem, "night/0 ann", "night/3 ann")) == []
    assert found(problem, make.roster(problem, "night/0 ann", "night/2 ann")) == [
        ("days_off_between", "ann", ("night/0", "night/2"))
    ]


def test_days_off_after_the_last_duty_before(make):
    before = (CarriedLoad(person="ann", last_duty=make.day(-2)),)
    problem = make.problem([make.night(0)], make.people("ann"), rules=(DaysOffBetween(2),), history=before)
    assert found(problem, make.roster(problem, "night/0 ann")) == [("days_off_between", "ann", ("night/0",))]


def test_rest_and_overlap_are_told_apart(make):
    shifts = [make.night(0), make.night(1, hour=8, name="day"), make.night(0, hour=23, name="gate")]
    problem = make.problem(shifts, make.people("ann"), rules=(RestBetween(dt.timedelta(hours=6)),))
    assert found(problem, make.roster(problem, "night/0 ann", "day/1 ann")) == []
    assert found(problem, make.roster(problem, "gate/0 ann", "day/1 ann")) == [
        ("rest_between", "ann", ("gate/0", "day/1"))
    ]
    assert found(problem, make.roster(problem, "night/0 ann", "gate/0 ann")) == [
        ("overlap", "ann", ("night/0", "gate/0"))
    ]


def test_limits_of_months_and_weeks(make):
    nights = [make.night(n) for n in range(27, 31)]  # 31 January to 3 February
    people = [make.person("ann", most_per_month=2), make.person("bob")]
    problem = make.problem(nights, people, rules=(MostPerMonth(3), MostPerWeek(3)))
    every = make.roster(problem, *(f"night/{n} ann bob" for n in range(27, 31)))
    days = ("night/28", "night/29", "night/30")
    assert found(problem, every) == [("most_per_month", "ann", days)]
    tight = make.problem(nights, people[1:], rules=(MostPerWeek(2),))
    assert found(tight, make.roster(tight, *(f"night/{n} bob" for n in range(27, 31)))) == [
        ("most_per_week", "bob", days)
    ]


def test_seats_and_skills(make):
    lead = make.night(0, skills=("leader",))
    people = [make.person("ann", Skill("leader", until=make.day(-1))), make.person("bob", "leader")]
    problem = make.problem([lead], people)
    assert found(problem, make.roster(problem, "night/0 ann bob")) == [("seat_skills", "ann", ("night/0",))]


def test_a_group_may_lack_a_skill_that_its_empty_seats_could_bring(make):
    problem = make.problem([make.night(0, 2, mix={"leader": 1})], make.people("ann bob"))
    assert found(problem, make.roster(problem, "night/0 ann")) == []
    assert found(problem, make.roster(problem, "night/0 ann bob")) == [("skill_mix", None, ("night/0",))]


def test_one_person_counts_for_several_skills(make):
    people = [make.person("ann", "leader", "first_aid"), make.person("bob")]
    problem = make.problem([make.night(0, 2, mix={"leader": 1, "first_aid": 1})], people)
    assert found(problem, make.roster(problem, "night/0 ann bob")) == []


def test_a_skill_for_a_group_that_nobody_must_join(make):
    watch = Requirement(role="watch", minimum=0, maximum=2, mix=(SkillMinimum("leader", 1),))
    problem = make.problem([make.night(0, requirements=(watch,))], make.people("ann"))
    assert found(problem, Roster(id="watch")) == []
    assert unfilled(problem, Roster(id="watch")) == ()
    assert found(problem, make.roster(problem, "night/0 ann")) == [("skill_mix", None, ("night/0",))]


def test_seats_and_people_taken_twice_or_unknown(make):
    problem = make.problem([make.night(0)], make.people("ann bob"))
    seat = Seat("night/0", "watch", 0)
    twice = Roster(id="watch", assignments=(Assignment(seat, "ann"), Assignment(seat, "bob")))
    assert found(problem, twice) == [("seat_taken_twice", None, ("night/0",))]
    assert found(problem, make.roster(problem, "night/0 ann ann")) == [("one_seat_per_shift", "ann", ("night/0",))]
    assert found(problem, make.roster(problem, "night/0 eve")) == [("unknown_person", "eve", ("night/0",))]
    for wrong in (Seat("night/0", "watch", 2), Seat("night/0", "cook", 0), Seat("night/9", "watch", 0)):
        roster = Roster(id="watch", assignments=(Assignment(wrong, "ann"),))
        assert found(problem, roster) == [("unknown_seat", "ann", (wrong.shift,))]


def test_pins_and_time_taken_elsewhere(make):
    pin = Assignment(Seat("night/0", "watch", 1), "ann", pinned=True)
    night = make.night(0)
    problem = make.problem([night], make.people("ann bob"), pinned=(pin,))
    assert found(problem, make.roster(problem, "night/0 bob ann")) == []
    assert found(problem, make.roster(problem, "night/0 ann")) == [("pinned", "ann", ("night/0",))]
    other = Span(night.span.end - dt.timedelta(minutes=1), night.span.end + dt.timedelta(hours=1))
    busy = make.problem([night], make.people("ann"), taken=(("ann", other),))
    assert found(busy, make.roster(busy, "night/0 ann")) == [("taken", "ann", ("night/0",))]


def test_limits_of_days_on_end(make):
    problem = make.problem([make.night(n) for n in range(5)], make.people("ann"), rules=(MostInDays(2, 3),))
    assert found(problem, make.roster(problem, "night/0 ann", "night/1 ann", "night/3 ann")) == []
    assert found(problem, make.roster(problem, "night/0 ann", "night/1 ann", "night/2 ann")) == [
        ("most_in_days", "ann", ("night/0", "night/1", "night/2"))
    ]


def test_households_apart_and_people_never_together(make):
    people = [
        make.person("ann", household="lane-3"),
        make.person("bob", household="lane-3"),
        make.person("cem"),
    ]
    night = make.night(0, 3)
    problem = make.problem([night], people, rules=(HouseholdsApart(), NeverTogether((("cem", "ann"),))))
    assert found(problem, make.roster(problem, "night/0 bob cem")) == []
    assert found(problem, make.roster(problem, "night/0 ann bob cem")) == [
        ("households_apart", "bob", ("night/0",)),
        ("never_together", "cem", ("night/0",)),
    ]
    lenient = make.problem([night], people, rules=(HouseholdsApart(apart=False), NeverTogether()))
    assert found(lenient, make.roster(lenient, "night/0 ann bob cem")) == []
