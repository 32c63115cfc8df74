"""Tiny problems solved by trying everything, beside what the engines say of them."""

import datetime as dt
import itertools
import os

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from volsched.model import (
    Assignment,
    Availability,
    CarriedLoad,
    DaysOffAfterRun,
    DaysOffBetween,
    ForbiddenSequences,
    HouseholdsApart,
    MostDaysInARow,
    MostInDays,
    MostPerDay,
    MostPerMonth,
    MostPerPeriod,
    MostPerWeek,
    MostWeekendsInARow,
    MostWeekendsPerMonth,
    NeverTogether,
    NewcomerWithExperienced,
    RequiredSequences,
    RestBetween,
    Roster,
    Seat,
    Together,
)
from volsched.rostering import Budget, check, cover, fairness, replan, shortages, solve, unfilled, why_empty, why_not
from volsched.rostering.bounds import reach_of, water_line
from volsched.rostering.compiling import compiled

OF_TWO = ("households_apart", "never_together", "newcomer_with_experienced")
"""Rules about several people: the checker names one of them, or none."""

NOT_COUNTED = (
    MostInDays,
    MostDaysInARow,
    DaysOffAfterRun,
    MostWeekendsInARow,
    MostWeekendsPerMonth,
    MostPerPeriod,
    ForbiddenSequences,
    RequiredSequences,
)
"""Rules that bounds leave aside, so that they are not tight."""

QUICK = settings(
    max_examples=int(os.environ.get("VOLSCHED_TWINS", "40")),
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
"""Without shrinking: each try solves a problem several times."""

PEOPLE = ("ann", "bob", "cem", "dil")


@st.composite
def of_their_days(draw):
    """One rule about a person's own days or about sequences, or none."""
    few = st.integers(1, 3)
    pairs = draw(st.sampled_from([(("night", "gate"),), (("gate", "night"), ("night", "gate"))]))
    return draw(
        st.sampled_from(
            [
                (),
                (MostDaysInARow(draw(few)),),
                (DaysOffAfterRun(draw(few), draw(few)),),
                (MostWeekendsInARow(draw(st.integers(1, 2))),),
                (MostWeekendsPerMonth(draw(st.integers(0, 2))),),
                (MostPerDay(1), MostPerPeriod(draw(few), make_day(25), make_day(30))),
                (ForbiddenSequences(pairs, draw(few)),),
                (RequiredSequences(pairs[:1], draw(few)),),
                (MostDaysInARow(2), DaysOffAfterRun(2, 2), RequiredSequences(pairs[:1])),
            ]
        )
    )


def make_day(number):
    return dt.date(2027, 1, 4) + dt.timedelta(days=number)


@st.composite
def problems(draw, make, company=True):
    """One to five shifts of one or two seats, on days that may be far apart, and up to four people."""
    shifts = []
    for number in draw(st.lists(st.integers(24, 32), min_size=1, max_size=5, unique=True)):
        name, weekend = draw(st.sampled_from(["night", "gate"])), number % 7 in (4, 5, 6)
        hour, hours = draw(st.sampled_from([(22, 4), (8, 3), (20, 14)]))
        mix = draw(st.sampled_from([{}, {"leader": 1}]))
        burden = draw(st.integers(1, 3))
        more = {"hour": hour, "hours": hours, "mix": mix, "burden": burden, "name": name, "weekend": weekend}
        shifts.append(make.night(number, draw(st.integers(1, 2)), **more))
    names = draw(st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=4, unique=True))
    people = []
    for name in names:
        skills = draw(st.sampled_from([(), ("leader",), ("new",)]))
        people.append(
            make.person(
                name,
                *skills,
                most_per_month=draw(st.sampled_from([None, 1, 2])),
                household=draw(st.sampled_from([None, "home"])),
            )
        )
    said = []
    for name in names:
        away = draw(st.lists(st.integers(24, 32), max_size=3))
        said += make.away(name, *away)
        if draw(st.booleans()):
            said.append(
                Availability(
                    person=name,
                    kind=draw(st.sampled_from(["unavailable", "preferred", "disliked", "available"])),
                    weekdays=tuple(draw(st.sets(st.integers(0, 6), min_size=1, max_size=6))),
                    since=(since := draw(st.sampled_from([None, dt.time(1), dt.time(21)]))),
                    until=since and dt.time(6),
                )
            )
    rules = [
        DaysOffBetween(draw(st.integers(0, 3))),
        RestBetween(dt.timedelta(hours=draw(st.integers(0, 30)))),
    ]
    rules += draw(st.sampled_from([[], [MostInDays(1, 3)], [MostInDays(2, 6)], [MostInDays(0, 1)]]))
    if company:
        apart = NeverTogether((("ann", "bob"), ("cem", "ann")))
        newcomers = NewcomerWithExperienced("new", "leader", draw(st.integers(1, 2)))
        friends = Together((("ann", "bob"),))
        rules += draw(st.sampled_from([[], [HouseholdsApart()], [apart], [newcomers], [friends, newcomers]]))
    rules += draw(of_their_days())
    rules += draw(st.sampled_from([[], [MostPerMonth(2)], [MostPerWeek(1)], [MostPerWeek(2), MostPerMonth(1)]]))
    taken = tuple((name, shifts[0].span) for name in names if draw(st.integers(0, 9)) == 0)
    history = tuple(
        CarriedLoad(person=name, load=draw(st.integers(0, 4)), last_duty=draw(st.sampled_from([None, make.day(23)])))
        for name in names
    )
    return make.problem(shifts, people, availability=tuple(said), rules=tuple(rules), taken=taken, history=history)


def every_roster(problem):
    """Every way to put people into seats, counted once for each group of a shift."""
    choices = []
    for shift in problem.shifts:
        names = [person.id for person in problem.people]
        size = shift.requirements[0].maximum
        groups = [group for n in range(size + 1) for group in itertools.combinations(names, n)]
        choices.append([(shift.id, group) for group in groups])
    for combination in itertools.product(*choices):
        yield Roster(
            id=problem.id,
            assignments=tuple(
                Assignment(Seat(shift, "watch", index), name)
                for shift, group in combination
                for index, name in enumerate(group)
            ),
        )


def allowed_rows(problem):
    """For each person the sets of shifts that they may serve in together, judged by the checker alone."""
    rows = {}
    for person in problem.people:
        rows[person.id] = []
        for chosen in itertools.product([False, True], repeat=len(problem.shifts)):
            shifts = [shift for shift, taken in zip(problem.shifts, chosen, strict=True) if taken]
            roster = Roster(
                id=problem.id, assignments=tuple(Assignment(Seat(s.id, "watch", 0), person.id) for s in shifts)
            )
            if all(item.person != person.id for item in check(problem, roster)):
                rows[person.id].append(shifts)
    return rows


def best_fill(problem, rows):
    """The most seats that can be filled, by trying every row of every person."""
    sizes = {shift.id: shift.requirements[0].minimum for shift in problem.shifts}
    best = {tuple(sizes.values()): 0}
    names = list(sizes)
    for person in problem.people:
        following = dict(best)
        for left, filled in best.items():
            for row in rows[person.id]:
                rest = dict(zip(names, left, strict=True))
                for shift in row:
                    rest[shift.id] -= 1
                if all(number >= 0 for number in rest.values()):
                    key = tuple(rest.values())
                    following[key] = max(following.get(key, -1), filled + len(row))
        best = following
    return max(best.values())


def without_mix(make, problem):
    """The same problem with no skill wanted."""
    shifts = [
        make.night(
            (shift.day - make.first).days,
            shift.minimum,
            hour=(shift.span.start + dt.timedelta(hours=8)).hour,
            hours=int(shift.span.length.total_seconds() // 3600),
            burden=shift.burden,
            name=shift.activity,
            weekend=shift.weekend,
        )
        for shift in problem.shifts
    ]
    return make.problem(
        shifts,
        problem.people,
        availability=problem.availability,
        rules=problem.rules,
        taken=problem.taken,
        history=problem.history,
    )


@QUICK
@given(st.data())
def test_no_more_seats_can_be_filled(make, data):
    problem = without_mix(make, data.draw(problems(make, company=False)))
    roster = solve(problem)
    assert check(problem, roster) == ()
    assert len(roster.assignments) == best_fill(problem, allowed_rows(problem))


@QUICK
@given(st.data())
def test_what_is_made_breaks_no_rule_but_the_skills_that_cannot_be_brought(make, data):
    problem = data.draw(problems(make))
    roster = solve(problem, seed=data.draw(st.integers(0, 3)), budget=Budget(data.draw(st.sampled_from([0, 500]))))
    assert {item.rule for item in check(problem, roster)} <= {"skill_mix"}
    assert solve(problem, seed=roster.seed, budget=Budget(500)) == solve(problem, seed=roster.seed, budget=Budget(500))


@QUICK
@given(st.data())
def test_the_most_a_person_can_carry_and_the_water_line(make, data):
    problem = data.draw(problems(make))
    rows = allowed_rows(problem)
    carried = {item.person: item.load for item in problem.history}
    reach = reach_of(compiled(problem))
    most = tuple(
        carried[person.id] + max(sum(shift.burden for shift in row) for row in rows[person.id])
        for person in problem.people
    )
    if any(isinstance(rule, NOT_COUNTED) for rule in problem.rules):
        assert all(bound >= own for bound, own in zip(reach.most, most, strict=True))
    else:
        assert reach.most == most
    loads = {}
    for person in problem.people:
        loads[person.id] = {carried[person.id] + sum(shift.burden for shift in row) for row in rows[person.id]}
    for combination in itertools.product(*loads.values()):
        assert max(combination) >= water_line(reach, sum(combination))


@QUICK
@given(st.data())
def test_fair_loads_add_up_and_never_exceed_what_is_possible(make, data):
    problem = data.draw(problems(make))
    roster = solve(problem, budget=Budget(500))
    found = fairness(problem, roster)
    assert found.heaviest >= found.water_line
    assert 0 <= found.score <= 100
    assert abs(sum(item.fair for item in found.people) - sum(item.load for item in found.people)) < 0.05


@QUICK
@given(st.data())
def test_a_shortage_is_a_proof(make, data):
    problem = data.draw(problems(make))
    proofs = shortages(problem)
    people = [proof for proof in proofs if proof.lacking == "people"]
    rows = allowed_rows(problem)
    needed = sum(shift.minimum for shift in problem.shifts)
    best = best_fill(problem, rows)
    for proof in people:
        assert proof.short_by > 0
        assert best <= needed - proof.short_by
    skills = [proof for proof in proofs if proof.lacking == "skill"]
    roster = solve(problem)
    for proof in skills:
        broken = {shift for item in check(problem, roster) if item.rule == "skill_mix" for shift in item.shifts}
        empty = {seat.shift for seat in unfilled(problem, roster)}
        assert (broken | empty) & set(proof.shifts)


@QUICK
@given(st.data())
def test_obstacles_are_what_the_checker_would_say(make, data):
    problem = data.draw(problems(make))
    roster = solve(problem, budget=Budget(500))
    known = {(item.rule, item.person, item.shifts) for item in check(problem, roster)}
    for seat in unfilled(problem, roster):
        said = dict(why_empty(problem, roster, seat).people)
        for person in problem.people:
            more = roster.with_assignments((*roster.assignments, Assignment(seat, person.id)))
            new = {
                item.rule
                for item in check(problem, more)
                if (item.person == person.id or item.rule in OF_TWO)
                and (item.rule, item.person, item.shifts) not in known
            }
            obstacles = why_not(problem, roster, person.id, seat)
            names = {"days_off_between" if item.rule == "last_duty" else item.rule for item in obstacles}
            assert names == new
            assert said[person.id] == obstacles
            assert all(item.sentence.languages() == ("zh", "ug", "en") for item in obstacles)
            assert all(item.change.languages() == ("zh", "ug", "en") for item in obstacles)


@QUICK
@given(st.data())
def test_whoever_covers_breaks_no_rule(make, data):
    problem = data.draw(problems(make))
    roster = solve(problem, budget=Budget(500))
    known = set(check(problem, roster))
    for item in roster.assignments:
        rest = [other for other in roster.assignments if other != item]
        for candidate in cover(problem, roster, item.seat, n=9):
            new = roster.with_assignments((*rest, Assignment(item.seat, candidate.person)))
            assert {other.rule for other in set(check(problem, new)) - known} <= {"skill_mix"}


@QUICK
@given(st.data())
def test_replanning_keeps_every_rule_and_every_other_seat(make, data):
    problem = data.draw(problems(make))
    roster = solve(problem, budget=Budget(500))
    absent = data.draw(st.sampled_from([person.id for person in problem.people]))
    result = replan(problem, roster, absences=[Availability(person=absent, kind="unavailable")])
    assert {item.rule for item in check(result.problem, result.roster)} <= {"skill_mix"}
    assert absent not in result.roster.by_person
    before = {item.seat: item.person for item in roster.assignments}
    after = {item.seat: item.person for item in result.roster.assignments}
    changed = {item.seat for item in result.changes}
    assert {seat for seat in before.keys() | after.keys() if before.get(seat) != after.get(seat)} == changed
    lost = {seat for seat, person in before.items() if person == absent}
    if {rule.name for rule in problem.rules} & {"newcomer_with_experienced", "required_sequences"}:
        # Those who depended on the absent are taken off as well.
        assert set(result.lost) >= lost
    else:
        assert set(result.lost) == lost
    assert len(after) == len(before) - len(result.empty)
