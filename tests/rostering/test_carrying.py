"""What everybody carries into the next roster."""

import attrs

from volsched.model import AbsenceCredit, Availability, CarriedLoad
from volsched.rostering import carried_over, fairness, joined, solve


def test_everybody_carries_what_they_served_and_the_days_they_were_there(make):
    shifts = [
        make.night(n, 1, burden=3 if n == 4 else 2, weekend=n == 4, night=True, standby=n == 5) for n in range(20)
    ]
    away = Availability(person="cem", kind="unavailable", first=make.day(2), last=make.day(17))
    history = (
        CarriedLoad(person="bob", load=7, weekends=1, days=30, last_duty=make.day(-3)),
        CarriedLoad(person="dil"),
    )
    problem = make.problem(shifts, make.people("ann bob cem dil"), history=history, availability=(away,))
    roster = make.roster(problem, "night/0 cem", "night/4 ann", "night/5 ann")
    assert carried_over(problem, roster) == (
        CarriedLoad(person="ann", load=5, weekends=1, nights=2, standby=1, last_duty=make.day(5), days=20),
        CarriedLoad(person="bob", load=7, weekends=1, last_duty=make.day(-3), days=50),
        CarriedLoad(person="cem", load=2, nights=1, last_duty=make.day(0), days=4),
        CarriedLoad(person="dil", days=None),
    )


def test_who_serves_in_several_rosters_has_one_entry(make):
    one = CarriedLoad(person="bob", load=3, weekends=1, days=20, last_duty=make.day(3))
    other = CarriedLoad(person="bob", load=4, holidays=1, nights=2, days=28, last_duty=make.day(1))
    ann = CarriedLoad(person="ann")
    assert joined((one, ann, other)) == (
        ann,
        CarriedLoad(person="bob", load=7, weekends=1, holidays=1, nights=2, days=28, last_duty=make.day(3)),
    )
    assert joined((ann, ann)) == (ann,)


def test_nobody_makes_up_in_the_second_roster_for_having_been_away_in_the_first(make):
    people = make.people("ann bob cem")
    away = Availability(person="cem", kind="unavailable", last=make.day(29))
    first = make.problem(
        [make.night(n, 1) for n in range(60)], people, availability=(away,), rules=(AbsenceCredit(14),)
    )
    roster = solve(first)
    carried = carried_over(first, roster)
    assert [item.days for item in carried] == [60, 60, 60]
    second = make.problem(
        [make.night(n, 1) for n in range(60, 90)], people, history=carried, rules=(AbsenceCredit(14),)
    )
    assert [item.duties for item in fairness(second, solve(second)).people] == [10, 10, 10]
    plain = attrs.evolve(second, rules=())
    assert [item.duties for item in fairness(plain, solve(plain)).people] == [10, 10, 10]
    # Without the rule in the first, the days say who was there, and the second credits them by the mean of all.
    later = attrs.evolve(second, history=carried_over(attrs.evolve(first, rules=()), roster))
    assert [item.days for item in later.history] == [60, 60, 30]
    assert [item.duties for item in fairness(later, solve(later)).people] == [9, 9, 12]
