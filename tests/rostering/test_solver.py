import datetime as dt

import pytest

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
    Seat,
    Skill,
    SkillMinimum,
    Span,
)
from volsched.rostering import Budget, check, fairness, solve, unfilled


def served(roster):
    return {shift: sorted(item.person for item in items) for shift, items in roster.by_shift.items()}


def test_a_small_patrol_is_filled_within_every_rule(make):
    problem = make.patrol()
    roster = solve(problem)
    assert check(problem, roster) == ()
    assert unfilled(problem, roster) == ()
    assert len(roster.assignments) == 28 * 4
    assert roster.id == problem.id


def test_the_same_seed_makes_the_same_roster(make):
    problem = make.patrol()
    roster = solve(problem, seed=7, budget=Budget(5_000))
    assert roster == solve(problem, seed=7, budget=Budget(5_000))
    assert roster != solve(problem, seed=8, budget=Budget(5_000))


def test_balance_brings_the_heaviest_load_to_the_water_line(make):
    problem = make.patrol()
    rough = fairness(problem, solve(problem, budget=Budget(0)))
    fair = fairness(problem, solve(problem))
    assert fair.heaviest <= rough.heaviest
    assert fair.heaviest - fair.water_line <= 2
    assert fair.score >= rough.score


def test_seats_that_nobody_can_fill_stay_empty(make):
    problem = make.problem([make.night(0), make.night(1)], make.people("ann bob"), rules=(DaysOffBetween(1),))
    roster = solve(problem)
    assert len(roster.assignments) == 2
    assert len(unfilled(problem, roster)) == 2
    assert check(problem, roster) == ()


def test_a_problem_without_shifts_or_people_has_an_empty_roster(make):
    assert solve(make.problem([], make.people("ann"))).assignments == ()
    problem = make.problem([make.night(0)], [])
    assert solve(problem).assignments == ()
    assert unfilled(problem, solve(problem)) == (Seat("night/0", "watch", 0), Seat("night/0", "watch", 1))


def test_pinned_people_stay_in_their_seats(make):
    pin = Assignment(Seat("night/1", "watch", 1), "cem", pinned=True)
    problem = make.problem([make.night(n) for n in range(4)], make.people("ann bob cem dil"), pinned=(pin,))
    roster = solve(problem)
    assert pin in roster.assignments
    assert check(problem, roster) == ()
    assert len(roster.assignments) == 8


def test_rest_is_kept_between_duties_of_every_kind(make):
    late, early = make.night(0, 1), make.night(1, 1, hour=8, name="day")
    problem = make.problem([late, early], make.people("ann"), rules=(RestBetween(dt.timedelta(hours=11)),))
    assert len(solve(problem).assignments) == 1
    loose = make.problem([late, early], make.people("ann"), rules=(RestBetween(dt.timedelta(hours=6)),))
    assert len(solve(loose).assignments) == 2


def test_nobody_is_in_two_shifts_at_one_time(make):
    shifts = [make.night(0, 1), make.night(0, 1, hour=23, name="gate")]
    assert len(solve(make.problem(shifts, make.people("ann"))).assignments) == 1


def test_limits_of_weeks_and_months_hold(make):
    nights = [make.night(n, 1) for n in range(14)]
    weekly = make.problem(nights, make.people("ann"), rules=(MostPerWeek(2),))
    assert len(solve(weekly).assignments) == 4
    monthly = make.problem(nights, make.people("ann"), rules=(MostPerMonth(3),))
    assert len(solve(monthly).assignments) == 3
    own = make.problem(nights, [make.person("ann", most_per_month=2)], rules=(MostPerMonth(3),))
    assert len(solve(own).assignments) == 2


def test_time_given_elsewhere_and_the_last_duty_before_count(make):
    nights = [make.night(n, 1) for n in range(3)]
    taken = (("ann", nights[1].span),)
    assert set(served(solve(make.problem(nights, make.people("ann"), taken=taken)))) == {"night/0", "night/2"}
    before = (CarriedLoad(person="ann", last_duty=make.day(-1)),)
    rested = make.problem(nights, make.people("ann"), history=before, rules=(DaysOffBetween(2),))
    assert set(served(solve(rested))) == {"night/2"}


def test_availability_by_day_and_by_time(make):
    nights = [make.night(n, 1) for n in range(7)]
    friday = Availability(person="ann", kind="available", weekdays=(4,))
    assert set(served(solve(make.problem(nights, make.people("ann"), availability=(friday,))))) == {"night/4"}
    small_hours = Availability(person="ann", kind="unavailable", weekdays=(2,), since=dt.time(0, 30), until=dt.time(6))
    # Tuesday's night reaches into the small hours of Wednesday.
    found = solve(make.problem(nights, make.people("ann"), availability=(small_hours,)))
    assert "night/1" not in served(found)
    assert len(found.assignments) == 6


def test_skills_of_seats_and_of_groups(make):
    roles = (
        Requirement(role="lead", minimum=1, skills=("leader",)),
        Requirement(role="watch", minimum=2, mix=(SkillMinimum("first_aid", 1),)),
    )
    shift = make.night(0, requirements=roles)
    people = [
        make.person("ann"),
        make.person("bob", Skill("leader", until=make.day(-1))),
        make.person("cem", "leader", "first_aid"),
        make.person("dil", "first_aid"),
    ]
    problem = make.problem([shift], people)
    roster = solve(problem)
    seats = {(item.seat.role, item.seat.index): item.person for item in roster.assignments}
    assert seats["lead", 0] == "cem"
    assert "dil" in {seats["watch", 0], seats["watch", 1]}
    assert check(problem, roster) == ()


def test_optional_seats_are_filled_only_by_those_who_have_served_less(make):
    shifts = [make.night(0, 1, maximum=2), make.night(1, 1, maximum=2)]
    assert len(solve(make.problem(shifts, make.people("ann"))).assignments) == 2
    assert len(solve(make.problem(shifts[:1], make.people("ann bob"))).assignments) == 2
    unwilling = Availability(person="bob", kind="disliked")
    alone = make.problem(shifts[:1], make.people("ann bob"), availability=(unwilling,))
    assert served(solve(alone)) == {"night/0": ["ann"]}


def test_the_progress_is_told_and_ends_at_the_whole(make):
    told: list[tuple[int, int]] = []
    solve(make.patrol(), budget=Budget(2_000), progress=lambda done, whole: told.append((done, whole)))
    assert told[-1] == (2_000, 2_000)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_an_interrupt_hands_out_the_best_so_far(make):
    def stop(done: int, whole: int) -> None:
        if done < whole:
            raise KeyboardInterrupt

    problem = make.patrol()
    roster = solve(problem, progress=stop)
    assert roster.stopped
    assert not solve(problem).stopped
    assert check(problem, roster) == ()
    assert unfilled(problem, roster) == ()


@pytest.mark.parametrize("moves", [0, 1, 255, 256])
def test_any_budget_makes_a_valid_roster(make, moves):
    problem = make.patrol()
    assert check(problem, solve(problem, budget=Budget(moves))) == ()
    assert check(problem, solve(problem, budget=Budget(moves, seconds=0.0))) == ()


def test_spans_taken_are_half_open(make):
    night = make.night(0, 1)
    after = Span(night.span.end, night.span.end + dt.timedelta(hours=1))
    assert len(solve(make.problem([night], make.people("ann"), taken=(("ann", after),))).assignments) == 1
    rested = make.problem(
        [night], make.people("ann"), taken=(("ann", after),), rules=(RestBetween(dt.timedelta(minutes=1)),)
    )
    assert solve(rested).assignments == ()


def test_households_and_pairs_are_kept_apart_and_the_seats_filled(make):
    people = [make.person(name, household=f"home-{index // 2}") for index, name in enumerate("abcdefgh")]
    rules = (HouseholdsApart(), NeverTogether((("a", "c"), ("a", "e"))), MostInDays(3, 5))
    problem = make.problem([make.night(n, 3) for n in range(14)], people, rules=rules)
    roster = solve(problem)
    assert check(problem, roster) == ()
    assert unfilled(problem, roster) == ()


def test_nobody_is_counted_out_by_a_household_that_may_serve_together(make):
    people = [make.person(name, household="home") for name in ("ann", "bob")]
    together = make.problem([make.night(0)], people)
    assert len(solve(together).assignments) == 2
    assert len(solve(make.problem([make.night(0)], people, rules=(HouseholdsApart(),))).assignments) == 1
