"""Violations planted in valid rosters: every one is found, and nothing else is.

Each kind of planting changes a valid roster in one place and says what the checker must find. The heavy run plants
each kind a hundred times, or as often as VOLSCHED_MUTATIONS says: `VOLSCHED_MUTATIONS=500 pytest -m heavy`.
"""

import datetime as dt
import os
import random

import attrs
import pytest

from volsched.model import (
    Assignment,
    Availability,
    CarriedLoad,
    DaysOffAfterRun,
    DaysOffBetween,
    ForbiddenSequences,
    MostDaysInARow,
    MostPerDay,
    MostPerMonth,
    MostPerPeriod,
    MostPerWeek,
    MostWeekendsInARow,
    MostWeekendsPerMonth,
    NewcomerWithExperienced,
    RequiredSequences,
    Requirement,
    RestBetween,
    Roster,
    Skill,
    SkillMinimum,
)
from volsched.rostering import Budget, check, solve

HEAVY = int(os.environ.get("VOLSCHED_MUTATIONS", "100"))


@pytest.fixture(scope="module")
def valid(make):
    """A problem with every rule in it, and a roster that keeps them all."""
    chance = random.Random(5)
    night = (
        Requirement(role="lead", minimum=1, skills=("leader",)),
        Requirement(role="watch", minimum=3, mix=(SkillMinimum("first_aid", 1),)),
    )
    shifts = [make.night(n, requirements=night) for n in range(42)]
    shifts += [make.night(n, 2, hour=9, hours=3, name="day") for n in range(0, 42, 2)]
    shifts += [make.night(n, 1, hour=21, hours=3, name="gate") for n in range(0, 42, 3)]
    people, said = [], []
    for number in range(60):
        name = f"p{number:02}"
        skills = [Skill("leader", until=make.day(60) if number % 2 else make.day(20))] if number % 3 == 0 else []
        skills += [Skill("first_aid")] if number % 4 == 0 else []
        people.append(make.person(name, *skills, most_per_month=5 if number % 2 else None))
        said += make.away(name, *(n for n in range(42) if chance.random() < 0.2))
        if number % 5 == 0:
            said.append(Availability(person=name, kind="available", weekdays=(0, 2, 3, 4, 6)))
        if number % 5 == 1:
            said.append(
                Availability(person=name, kind="unavailable", weekdays=(1,), since=dt.time(23), until=dt.time(5))
            )
    taken = tuple((f"p{n:02}", shifts[n % 42].span) for n in range(0, 60, 3))
    problem = make.problem(
        shifts,
        people,
        availability=tuple(said),
        rules=(DaysOffBetween(1), RestBetween(dt.timedelta(hours=11)), MostPerMonth(6), MostPerWeek(2)),
        history=tuple(CarriedLoad(person=f"p{n:02}", last_duty=make.day(-1)) for n in range(0, 60, 7)),
        taken=taken,
    )
    roster = solve(problem, budget=Budget(20_000))
    pins = tuple(attrs.evolve(item, pinned=True) for item in roster.assignments[::40])
    problem = attrs.evolve(problem, pinned=pins)
    pinned = {pin.seat for pin in pins}
    roster = roster.with_assignments(
        attrs.evolve(item, pinned=True) if item.seat in pinned else item for item in roster.assignments
    )
    assert check(problem, roster) == ()
    assert len(roster.assignments) > 200
    return problem, roster


@pytest.fixture(scope="module")
def sequenced(make):
    """A problem with the rules about days, weekends, sequences and newcomers, and a roster that keeps them all."""
    chance = random.Random(6)
    shifts = [make.night(n, 2, weekend=n % 7 in (4, 5)) for n in range(56)]
    shifts += [make.night(n, 2, hour=8, hours=3, name="gate", weekend=n % 7 in (4, 5)) for n in range(56)]
    shifts += [make.night(n, 1, hour=14, hours=3, name="set-up") for n in range(2, 56, 6)]
    shifts += [make.night(n, 2, hour=18, hours=3, name="clear-up") for n in range(2, 56, 6)]
    people = [make.person(f"p{n:02}", *{0: ("new",), 1: ("old",), 2: ("old",)}.get(n % 5, ())) for n in range(40)]
    said = [
        entry for n in range(40) for entry in make.away(f"p{n:02}", *(d for d in range(56) if chance.random() < 0.1))
    ]
    problem = make.problem(
        shifts,
        people,
        availability=tuple(said),
        rules=(
            MostPerDay(2),
            MostPerPeriod(8, make.day(0), make.day(29)),
            MostDaysInARow(3),
            DaysOffAfterRun(2, 2),
            MostWeekendsInARow(2),
            MostWeekendsPerMonth(2),
            ForbiddenSequences((("night", "gate"),)),
            RequiredSequences((("set-up", "clear-up"),), 0),
            NewcomerWithExperienced("new", "old", 2),
        ),
    )
    roster = solve(problem, budget=Budget(20_000))
    assert check(problem, roster) == ()
    assert len(roster.assignments) > 220
    return problem, roster


class Planting:
    """One valid roster, and the chances by which a violation is planted in it."""

    def __init__(self, problem, roster, seed):
        self.problem, self.roster = problem, roster
        self.chance = random.Random(seed)
        self.loose = [item for item in roster.assignments if not item.pinned]

    def one(self, items):
        items = list(items)
        return items[int(self.chance.random() * len(items))]

    def shift(self, item):
        return self.problem.shift(item.seat.shift)

    def replaced(self, *pairs):
        """The roster with these people in these assignments' seats."""
        new = {item.seat: person for item, person in pairs}
        return self.roster.with_assignments(
            Assignment(item.seat, new[item.seat]) if item.seat in new else item for item in self.roster.assignments
        )

    def duties(self, person):
        return [self.shift(item) for item in self.roster.by_person.get(person, ())]

    def put(self, wanted, rule):
        """A person with `wanted(person, shift)` true takes somebody's seat; the rule is then broken there."""
        for _ in range(2000):
            item = self.one(self.loose)
            shift = self.shift(item)
            able = [p.id for p in self.problem.people if wanted(p.id, shift) and shift not in self.duties(p.id)]
            if able:
                person = self.one(able)
                return self.replaced((item, person)), rule, person, shift.id
        raise LookupError(rule)

    def fill_up(self, person, stretch, limit, rule):
        """The person takes seats in a month or week of theirs until there is one duty too many."""
        there = self.duties(person)
        chosen = stretch(self.one(there or self.problem.shifts).day)
        missing = limit + 1 - sum(stretch(shift.day) == chosen for shift in there)
        seats = {}
        for item in self.loose:
            if stretch(self.shift(item).day) == chosen and self.shift(item) not in there:
                seats.setdefault(item.seat.shift, item)
        items = self.chance.sample(sorted(seats.values(), key=lambda item: item.seat), missing)
        return self.replaced(*((item, person) for item in items)), rule, person, items[0].seat.shift


def unavailable_day(it):
    away = {(e.person, e.first) for e in it.problem.availability if e.kind == "unavailable" and e.first}
    return it.put(lambda person, shift: (person, shift.day) in away, "availability")


def unavailable_hours(it):
    timed = {e.person for e in it.problem.availability if e.since}
    night = (22, 1)
    return it.put(
        lambda person, shift: (
            person in timed and (shift.span.start + dt.timedelta(hours=8)).hour == night[0] and shift.day.weekday() == 1
        ),
        "availability",
    )


def not_a_day_named(it):
    choosy = {e.person for e in it.problem.availability if e.kind == "available"}
    return it.put(lambda person, shift: person in choosy and shift.day.weekday() in (1, 5), "availability")


def too_few_days_off(it):
    return it.put(
        lambda person, shift: any(abs((shift.day - other.day).days) == 1 for other in it.duties(person)),
        "days_off_between",
    )


def too_little_rest(it):
    eleven = dt.timedelta(hours=11)
    return it.put(
        lambda person, shift: any(
            dt.timedelta() <= shift.span.gap_to(other.span) < eleven for other in it.duties(person)
        ),
        "rest_between",
    )


def two_at_one_time(it):
    return it.put(lambda person, shift: any(shift.span.overlaps(other.span) for other in it.duties(person)), "overlap")


def too_many_in_a_month(it):
    person = it.one(it.problem.people)
    return it.fill_up(
        person.id, lambda day: (day.year, day.month), min(6, person.most_per_month or 6), "most_per_month"
    )


def too_many_in_a_week(it):
    person = it.one(it.problem.people)
    return it.fill_up(person.id, lambda day: day.isocalendar()[:2], 2, "most_per_week")


def seat_without_its_skill(it):
    item = it.one(item for item in it.loose if item.seat.role == "lead")
    shift = it.shift(item)
    holders = [p.id for p in it.problem.people if not any(skill.id == "leader" for skill in p.skills)]
    person = it.one(p for p in holders if shift not in it.duties(p))
    return it.replaced((item, person)), "seat_skills", person, shift.id


def skill_that_has_ended(it):
    for _ in range(2000):
        item = it.one(item for item in it.loose if item.seat.role == "lead")
        day = it.shift(item).day
        ended = [p.id for p in it.problem.people if p.skills and p.skills[0].until and p.skills[0].until < day]
        able = [person for person in ended if it.shift(item) not in it.duties(person)]
        if able:
            person = it.one(able)
            return it.replaced((item, person)), "seat_skills", person, item.seat.shift
    raise LookupError("seat_skills")


def group_without_its_skill(it):
    for _ in range(2000):
        shift = it.one(s for s in it.problem.shifts if s.activity == "night")
        group = [item for item in it.roster.by_shift.get(shift.id, ()) if item.seat.role == "watch"]
        holders = [item for item in group if it.problem.person(item.person).holds("first_aid", shift.day)]
        others = [p.id for p in it.problem.people if not p.skills and shift not in it.duties(p.id)]
        if len(group) == 3 and not any(item.pinned for item in holders) and len(others) >= len(holders):
            it.chance.shuffle(others)
            return it.replaced(*zip(holders, others, strict=False)), "skill_mix", None, shift.id
    raise LookupError("skill_mix")


def seat_for_two(it):
    item = it.one(it.loose)
    other = it.one(p.id for p in it.problem.people if it.shift(item) not in it.duties(p.id))
    extra = Assignment(item.seat, other)
    roster = it.roster.with_assignments((*it.roster.assignments, extra))
    return roster, "seat_taken_twice", None, item.seat.shift


def twice_in_one_shift(it):
    shift = it.one(s for s in it.problem.shifts if len(it.roster.by_shift.get(s.id, ())) > 2)
    items = [item for item in it.roster.by_shift[shift.id] if not item.pinned]
    item = items[0]
    other = it.one(x for x in it.roster.by_shift[shift.id] if x.person != item.person)
    return it.replaced((item, other.person)), "one_seat_per_shift", other.person, shift.id


def stranger(it):
    item = it.one(it.loose)
    return it.replaced((item, "nobody")), "unknown_person", "nobody", item.seat.shift


def seat_that_is_not_there(it):
    item = it.one(it.loose)
    seat = it.one(
        (
            attrs.evolve(item.seat, index=99),
            attrs.evolve(item.seat, role="cook"),
            attrs.evolve(item.seat, shift="night/999"),
            attrs.evolve(item.seat, index=-1),
        )
    )
    moved = [Assignment(seat, item.person) if other is item else other for other in it.roster.assignments]
    return it.roster.with_assignments(moved), "unknown_seat", item.person, seat.shift


def pin_let_go(it):
    pin = it.one(it.problem.pinned)
    rest = (item for item in it.roster.assignments if item.seat != pin.seat)
    return it.roster.with_assignments(rest), "pinned", pin.person, pin.seat.shift


def taken_elsewhere(it):
    taken = dict(it.problem.taken)
    return it.put(
        lambda person, shift: person in taken and taken[person].gap_to(shift.span) < dt.timedelta(hours=11), "taken"
    )


def too_soon_after_the_last(it):
    before = {item.person: item.last_duty for item in it.problem.history}
    return it.put(lambda person, shift: person in before and (shift.day - before[person]).days <= 1, "days_off_between")


def days_of(it, person):
    return {shift.day for shift in it.duties(person)}


def too_many_on_a_day(it):
    day = it.one(shift.day for shift in it.problem.shifts if shift.activity == "set-up")
    shifts = [shift.id for shift in it.problem.shifts if shift.day == day and shift.activity != "set-up"]
    person = it.one(p.id for p in it.problem.people if day not in days_of(it, p.id))
    items = [it.one(item for item in it.loose if item.seat.shift == shift) for shift in shifts]
    return it.replaced(*((item, person) for item in items)), "most_per_day", person, shifts[0]


def too_many_in_the_period(it):
    person = it.one(it.problem.people).id
    end = dt.date(2027, 1, 4) + dt.timedelta(days=29)
    there = [shift for shift in it.duties(person) if shift.day <= end]
    seats = {}
    for item in it.loose:
        if it.shift(item).day <= end and it.shift(item) not in it.duties(person):
            seats.setdefault(item.seat.shift, item)
    items = it.chance.sample(sorted(seats.values(), key=lambda item: item.seat), 9 - len(there))
    return it.replaced(*((item, person) for item in items)), "most_per_period", person, items[0].seat.shift


def at_days(it, person, days):
    """Somebody's seat on each of these days, for the person to take; none where they serve already."""
    items = []
    for day in days:
        if day not in days_of(it, person):
            able = [item for item in it.loose if it.shift(item).day == day and it.shift(item).activity != "set-up"]
            items.append(it.one(able))
    return items


def too_many_days_in_a_row(it):
    person, first = it.one(it.problem.people).id, it.one(range(52))
    items = at_days(it, person, [dt.date(2027, 1, 4) + dt.timedelta(days=first + n) for n in range(4)])
    return it.replaced(*((item, person) for item in items)), "most_days_in_a_row", person, items[0].seat.shift


def too_short_a_rest_after_a_run(it):
    for _ in range(2000):
        person, first = it.one(it.problem.people).id, dt.date(2027, 1, 4) + dt.timedelta(days=it.one(range(1, 50)))
        free = first + dt.timedelta(days=2)
        if free in days_of(it, person):
            continue
        items = at_days(it, person, [first, first + dt.timedelta(days=1), first + dt.timedelta(days=3)])
        if items and it.shift(items[-1]).day == first + dt.timedelta(days=3):
            return it.replaced(*((item, person) for item in items)), "days_off_after_run", person, items[-1].seat.shift
    raise LookupError("days_off_after_run")


def weekend_days(it, person, weekends):
    """Somebody's weekend seat in each of these weekends, for the person to take."""
    mine = {shift.day - dt.timedelta(days=shift.day.weekday()) for shift in it.duties(person) if shift.weekend}
    return [
        it.one(
            item
            for item in it.loose
            if it.shift(item).weekend
            and it.shift(item).activity != "set-up"
            and it.shift(item).day - dt.timedelta(days=it.shift(item).day.weekday()) == monday
        )
        for monday in weekends
        if monday not in mine
    ]


def too_many_weekends_in_a_row(it):
    person, first = it.one(it.problem.people).id, it.one(range(6))
    items = weekend_days(it, person, [dt.date(2027, 1, 4) + dt.timedelta(days=7 * (first + n)) for n in range(3)])
    return it.replaced(*((item, person) for item in items)), "most_weekends_in_a_row", person, items[0].seat.shift


def too_many_weekends_in_a_month(it):
    person = it.one(it.problem.people).id
    # The Saturdays of 9, 23 and 30 January 2027.
    items = weekend_days(it, person, [dt.date(2027, 1, 4), dt.date(2027, 1, 18), dt.date(2027, 1, 25)])
    return it.replaced(*((item, person) for item in items)), "most_weekends_per_month", person, items[0].seat.shift


def gate_after_the_night(it):
    return it.put(
        lambda person, shift: (
            shift.activity == "gate"
            and any(o.activity == "night" and (shift.day - o.day).days == 1 for o in it.duties(person))
        ),
        "forbidden_sequences",
    )


def no_clearing_up_after_setting_up(it):
    return it.put(
        lambda person, shift: (
            shift.activity == "set-up"
            and not any(o.activity == "clear-up" and o.day == shift.day for o in it.duties(person))
        ),
        "required_sequences",
    )


def newcomers_alone(it):
    for _ in range(2000):
        item = it.one(item for item in it.loose if item.seat.shift.startswith("night"))
        group = it.roster.by_shift[item.seat.shift]
        new = [
            p.id
            for p in it.problem.people
            if p.skills and p.skills[0].id == "new" and it.shift(item) not in it.duties(p.id)
        ]
        if len(group) == 2 and len(new) > 1:
            chosen = it.chance.sample(new, 2)
            planted = it.replaced(*zip(group, chosen, strict=True))
            return planted, "newcomer_with_experienced", None, item.seat.shift
    raise LookupError("newcomer_with_experienced")


SEQUENCED = (
    too_many_on_a_day,
    too_many_in_the_period,
    too_many_days_in_a_row,
    too_short_a_rest_after_a_run,
    too_many_weekends_in_a_row,
    too_many_weekends_in_a_month,
    gate_after_the_night,
    no_clearing_up_after_setting_up,
    newcomers_alone,
)

KINDS = (
    unavailable_day,
    unavailable_hours,
    not_a_day_named,
    too_few_days_off,
    too_little_rest,
    two_at_one_time,
    too_many_in_a_month,
    too_many_in_a_week,
    seat_without_its_skill,
    skill_that_has_ended,
    group_without_its_skill,
    seat_for_two,
    twice_in_one_shift,
    stranger,
    seat_that_is_not_there,
    pin_let_go,
    taken_elsewhere,
    too_soon_after_the_last,
)


def plant(valid, kind, seed):
    problem, roster = valid
    planted, rule, person, shift = kind(Planting(problem, roster, seed))
    return check(problem, planted), rule, person, shift


@pytest.mark.parametrize("kind", [*KINDS, *SEQUENCED])
@pytest.mark.parametrize("times", [pytest.param(4, id="few"), pytest.param(HEAVY, id="many", marks=pytest.mark.heavy)])
def test_every_planted_violation_is_found(kind, times, request):
    if times == HEAVY and not request.config.getoption("-m"):
        pytest.skip("plants thousands of violations; run with -m heavy")
    base = request.getfixturevalue("sequenced" if kind in SEQUENCED else "valid")
    for seed in range(times):
        violations, rule, person, shift = plant(base, kind, seed)
        assert any(item.rule == rule and item.person == person and shift in item.shifts for item in violations), (
            kind.__name__,
            seed,
        )


def test_fewer_people_never_break_the_rules_about_days(sequenced):
    problem, roster = sequenced
    chance = random.Random(2)
    for _ in range(10):
        gone = {f"p{int(chance.random() * 40):02}" for _ in range(6)}
        fewer = [item for item in roster.assignments if item.person not in gone]
        rules = {item.rule for item in check(problem, Roster(id=roster.id, assignments=tuple(fewer)))}
        assert rules <= {"newcomer_with_experienced"}


def test_what_was_valid_raises_no_alarm(valid):
    problem, roster = valid
    assert check(problem, roster) == ()
    # Taking people away never breaks a rule that was kept, apart from a pin.
    chance = random.Random(1)
    for _ in range(10):
        fewer = [item for item in roster.assignments if item.pinned or chance.random() < 0.5]
        assert check(problem, Roster(id=roster.id, assignments=tuple(fewer))) == ()
