"""Each rule alone: what breaks it and what does not, that the solver keeps it, and what a wish brings about."""

import datetime as dt

import attrs
import pytest

from volsched.model import (
    AbsenceCredit,
    AreaFirst,
    Assignment,
    Availability,
    CarriedLoad,
    DaysOffAfterRun,
    FairNights,
    FairStandby,
    ForbiddenSequences,
    MostDaysInARow,
    MostPerDay,
    MostPerPeriod,
    MostWeekendsInARow,
    MostWeekendsPerMonth,
    NewcomerWithExperienced,
    Preferences,
    RequiredSequences,
    Roster,
    Seat,
    Stability,
    Together,
)
from volsched.rostering import check, cover, fairness, replan, solve, unfilled, why, why_empty, why_not
from volsched.rostering.compiling import compiled

FIRST = dt.date(2027, 1, 4)


def nights(make, *numbers, seats=1, **more):
    """Nights of these numbers; Fridays and Saturdays are weekend."""
    return [make.night(n, seats, weekend=n % 7 in (4, 5), **more) for n in numbers]


def day(number):
    return FIRST + dt.timedelta(days=number)


def broken(make, rule, shifts, roster, people="ann bob", **more):
    """The sentences of what is broken, once as a set of rules and in the three languages."""
    names = people if isinstance(people, tuple) else make.people(people)
    problem = make.problem(shifts, names, rules=(rule,), **more)
    found = check(problem, make.roster(problem, *roster))
    assert all(item.sentence.languages() == ("zh", "ug", "en") for item in found)
    assert {item.rule for item in found} <= {rule.name}
    return [(item.person, item.shifts, item.sentence.en) for item in found]


def test_most_per_day(make):
    shifts = [make.night(0, 1), make.night(0, 1, hour=8, name="gate"), make.night(1, 1)]
    roster = ("gate/0 ann", "night/0 ann", "night/1 ann")
    (found,) = broken(make, MostPerDay(1), shifts, roster)
    assert found == ("ann", ("gate/0", "night/0"), "Ann is over the limit of 2027-01-04: 2 of 1")
    assert broken(make, MostPerDay(2), shifts, roster) == []


def test_most_per_period(make):
    roster = [f"night/{n} ann" for n in range(4)]
    (found,) = broken(make, MostPerPeriod(3), nights(make, 0, 1, 2, 3), roster)
    assert found[2] == "Ann is over the limit of the period, from 2027-01-04 to 2027-01-07: 4 of 3"
    assert broken(make, MostPerPeriod(3, day(1)), nights(make, 0, 1, 2, 3), roster) == []
    assert len(broken(make, MostPerPeriod(1, day(1), day(2)), nights(make, 0, 1, 2, 3), roster)) == 1


def test_most_days_in_a_row_counts_days_and_what_was_before(make):
    two_a_day = [*nights(make, 0, 1, 2), make.night(1, 1, hour=8, name="gate")]
    roster = ("night/0 ann", "night/1 ann", "gate/1 ann", "night/2 ann")
    assert broken(make, MostDaysInARow(3), two_a_day, roster) == []
    (found,) = broken(make, MostDaysInARow(2), two_a_day, roster)
    assert found == (
        "ann",
        ("night/0", "gate/1", "night/1", "night/2"),
        "Ann serves 3 days in a row around 2027-01-04; the most is 2",
    )
    before = (CarriedLoad(person="ann", last_duty=day(-1)),)
    assert len(broken(make, MostDaysInARow(3), two_a_day, roster, history=before)) == 1


def test_days_off_after_a_run(make):
    rule = DaysOffAfterRun(3, 2)
    shifts = nights(make, *range(7))
    assert broken(make, rule, shifts, [f"night/{n} ann" for n in (0, 1, 2, 5)]) == []
    assert broken(make, rule, shifts, [f"night/{n} ann" for n in (0, 1, 3, 4)]) == []
    (found,) = broken(make, rule, shifts, [f"night/{n} ann" for n in (0, 1, 2, 4)])
    assert found[1:] == (
        ("night/2", "night/4"),
        "Ann serves 3 days in a row and again on 2027-01-08; days off: 1 of 2",
    )


def test_weekends_in_a_row_and_per_month(make):
    shifts = nights(make, 4, 5, 11, 12, 18, 25)
    roster = [f"night/{n} ann" for n in (4, 5, 11, 18)]
    assert broken(make, MostWeekendsInARow(3), shifts, roster) == []
    (found,) = broken(make, MostWeekendsInARow(2), shifts, roster)
    assert found[2] == "Ann serves 3 weekends in a row from 2027-01-08; the most is 2"
    (found,) = broken(make, MostWeekendsPerMonth(2), shifts, roster)
    assert found[2] == "Ann serves in 3 weekends of 2027-01; the most is 2"
    # Friday 29 January 2027 and Friday 5 February belong to the months of their Saturdays.
    apart = nights(make, 18, 25, 32)
    assert broken(make, MostWeekendsPerMonth(2), apart, [f"night/{n} ann" for n in (18, 25, 32)]) == []


def sequence_shifts(make):
    return [make.night(0, 1), make.night(1, 1, hour=8, name="gate"), make.night(2, 1, hour=8, name="gate")]


def test_forbidden_sequences(make):
    rule = ForbiddenSequences((("night", "gate"),))
    (found,) = broken(make, rule, sequence_shifts(make), ["night/0 ann", "gate/1 ann", "gate/2 ann"])
    assert found == (
        "ann",
        ("night/0", "gate/1"),
        "Ann serves in night on 2027-01-04 and soon after in gate on 2027-01-05, which may not follow it",
    )
    assert broken(make, rule, sequence_shifts(make), ["night/0 ann", "gate/1 bob", "gate/2 ann"]) == []
    turned = ForbiddenSequences((("gate", "night"),), 5)
    assert broken(make, turned, sequence_shifts(make), ["night/0 ann", "gate/1 ann"]) == []


def test_required_sequences(make):
    rule = RequiredSequences((("night", "gate"),))
    (found,) = broken(make, rule, sequence_shifts(make), ["night/0 ann", "gate/1 bob", "gate/2 ann"])
    assert found[2] == "Ann serves in night on 2027-01-04 and not in the gate that belongs to it"
    assert broken(make, rule, sequence_shifts(make), ["night/0 ann", "gate/1 ann"]) == []
    assert (
        broken(make, RequiredSequences((("night", "gate"),), 2), sequence_shifts(make), ["night/0 ann", "gate/2 ann"])
        == []
    )
    assert broken(make, rule, [make.night(0, 1)], ["night/0 ann"]) == []


def test_newcomers_only_beside_the_experienced(make):
    rule = NewcomerWithExperienced("new", "old")
    people = (
        make.person("ann", "new"),
        make.person("bob", "old"),
        make.person("cem", "new"),
        make.person("dil", "new", "old"),
        make.person("eli"),
    )
    shift = [make.night(0, 3)]
    assert broken(make, rule, shift, ["night/0 ann bob"], people) == []
    assert broken(make, rule, shift, ["night/0 dil ann eli"], people) == []
    (found,) = broken(make, rule, shift, ["night/0 ann bob cem"], people)
    assert found == (
        None,
        ("night/0",),
        "2 newcomers on 2027-01-04 beside 1 experienced people; the most for each is 1",
    )
    assert broken(make, attrs.evolve(rule, most=2), shift, ["night/0 ann bob cem"], people) == []
    assert len(broken(make, rule, shift, ["night/0 ann eli"], people)) == 1


HARD = (
    MostPerDay(1),
    MostPerPeriod(9),
    MostDaysInARow(2),
    DaysOffAfterRun(2, 2),
    MostWeekendsInARow(1),
    MostWeekendsPerMonth(1),
    ForbiddenSequences((("night", "gate"), ("gate", "night"))),
    RequiredSequences((("night", "gate"),)),
    NewcomerWithExperienced("new", "old"),
)


def mixed(make, *rules, seed=0):
    """Four weeks of nights, and of gates by day, for sixteen people of whom some are new."""
    shifts = nights(make, *range(28), seats=2)
    shifts += [make.night(n, 2, hour=9, hours=3, name="gate", weekend=n % 7 in (4, 5)) for n in range(28)]
    skills = {0: ("new",), 1: ("old",), 2: ("new",), 3: ("old",)}
    people = [make.person(f"p{n:02}", *skills.get(n % 8, ())) for n in range(20)]
    said = [entry for n in range(20) for entry in make.away(f"p{n:02}", n, n + 3, (n * 5 + seed) % 28)]
    return make.problem(shifts, people, availability=tuple(said), rules=rules)


@pytest.mark.parametrize("rule", HARD, ids=lambda rule: rule.name)
@pytest.mark.parametrize("seed", range(3))
def test_the_solver_keeps_it(make, rule, seed):
    problem = mixed(make, rule, seed=seed)
    roster = solve(problem, seed=seed)
    assert check(problem, roster) == ()
    assert len(unfilled(problem, roster)) <= 4


@pytest.mark.parametrize("seed", range(3))
def test_all_of_them_at_once(make, seed):
    rules = (
        *HARD[:-2],
        Together((("p04", "p05"), ("p06", "p12"))),
        AreaFirst(),
        FairNights(),
        NewcomerWithExperienced("new", "old"),
    )
    problem = mixed(make, *rules, seed=seed)
    roster = solve(problem, seed=seed)
    assert check(problem, roster) == ()
    assert len(unfilled(problem, roster)) <= 30


@pytest.mark.parametrize("rule", HARD, ids=lambda rule: rule.name)
def test_it_is_named_where_it_keeps_people_away_and_in_no_other_case(make, rule):
    problem = mixed(make, rule)
    roster = solve(problem)
    seats = [item.seat for item in roster.assignments][::7]
    for seat in seats:
        found = why_empty(problem, roster, seat)
        for person, kept_by in found.people:
            assert all(item.sentence.languages() == item.change.languages() == ("zh", "ug", "en") for item in kept_by)
            assert kept_by == why_not(problem, roster, person, seat)
        for candidate in cover(problem, roster, seat):
            others = [item for item in roster.assignments if item.seat != seat]
            after = roster.with_assignments([*others, Assignment(seat, candidate.person)])
            new = {item.rule for item in check(problem, after)}
            assert new <= {"required_sequences"}, "whoever leaves may have had to serve there"


@pytest.mark.parametrize("rule", HARD, ids=lambda rule: rule.name)
def test_it_holds_after_people_drop_out(make, rule):
    problem = mixed(make, rule)
    roster = solve(problem)
    for number in (1, 3, 9):
        absence = Availability(person=f"p{number:02}", kind="unavailable", first=day(3), last=day(20))
        result = replan(problem, roster, absences=(absence,))
        problem, roster = result.problem, result.roster
        assert check(problem, roster) == ()


def test_friends_serve_together(make):
    shifts = nights(make, *range(0, 42, 3), seats=2)
    people = make.people("ann bob cem dil eli fay")
    apart = make.problem(shifts, people, rules=())
    pairs = (("ann", "bob"), ("cem", "dil"))
    together = make.problem(shifts, people, rules=(Together(pairs),))

    def alone(roster):
        groups = [{item.person for item in items} for items in roster.by_shift.values()]
        return sum((one in group) != (other in group) for group in groups for one, other in pairs)

    assert alone(solve(together)) == 0
    assert alone(solve(apart)) > 6


def test_those_of_the_area_come_first(make):
    shifts = [make.night(n, 2, areas=("east", "east-1")) for n in range(0, 12, 3)]
    people = [
        make.person("ann", area="east"),
        make.person("bob", area="east-1"),
        make.person("cem", area="west"),
        make.person("dil"),
    ]
    roster = solve(make.problem(shifts, people, rules=(AreaFirst(1000),)))
    assert set(roster.by_person) == {"ann", "bob"}
    assert set(solve(make.problem(shifts, people)).by_person) == {"ann", "bob", "cem", "dil"}


@pytest.mark.parametrize(("kind", "rule"), [("night", FairNights(50)), ("standby", FairStandby(50))])
def test_a_kind_of_burden_is_spread(make, kind, rule):
    shifts = [make.night(n, 1, **{kind: n % 2 == 0}) for n in range(40)]
    people = make.people("ann bob cem dil")
    likes = tuple(Availability(person="ann", kind="preferred", weekdays=(weekday,)) for weekday in range(7))
    problem = make.problem(shifts, people, availability=likes, rules=(rule,))
    served = [getattr(item, {"night": "nights"}.get(kind, kind)) for item in fairness(problem, solve(problem)).people]
    assert served == [5, 5, 5, 5]


def test_people_keep_the_duties_they_had(make):
    problem = make.patrol(people=30, nights=14)
    before = solve(problem, seed=1)
    fresh = solve(problem, seed=2)
    stable = solve(attrs.evolve(problem, before=before.assignments, rules=(*problem.rules, Stability(100))), seed=2)

    def kept(roster):
        return len(
            {(a.seat.shift, a.person) for a in roster.assignments}
            & {(a.seat.shift, a.person) for a in before.assignments}
        )

    assert kept(stable) > 0.9 * len(before.assignments) > kept(fresh)


def test_a_wish_counts_for_the_minutes_that_it_speaks_of(make):
    said = (
        Availability(person="ann", kind="disliked", since=dt.time(1), until=dt.time(5)),
        Availability(person="bob", kind="preferred", since=dt.time(21), until=dt.time(23)),
        Availability(person="bob", kind="preferred", since=dt.time(22, 30), until=dt.time(0)),
        Availability(person="cem", kind="preferred", weekdays=(0,)),
        Availability(person="cem", kind="disliked", since=dt.time(22), until=dt.time(23)),
    )
    problem = make.problem([make.night(0, 1)], make.people("ann bob cem dil"), availability=said)
    # From 22:00 to 2:00: ann dislikes one of four hours, bob's wishes come to two and a half.
    assert compiled(problem).liking == [[-0.25, 0.625, 0.75, 0]]
    assert compiled(attrs.evolve(problem, rules=(Preferences(4),))).wish == [[-1.0, 2.5, 3.0, 0]]


def test_who_is_away_for_long_need_not_make_up_for_it(make):
    shifts = nights(make, *range(60))
    people = make.people("ann bob cem")
    away = (Availability(person="cem", kind="unavailable", first=day(0), last=day(29)),)
    plain = make.problem(shifts, people, availability=away)
    credited = attrs.evolve(plain, rules=(AbsenceCredit(14),))

    def duties(problem):
        return {item.person: item.duties for item in fairness(problem, solve(problem)).people}

    assert duties(plain) == {"ann": 20, "bob": 20, "cem": 20}
    assert duties(credited) == {"ann": 25, "bob": 25, "cem": 10}
    cem = fairness(credited, solve(credited)).people[2]
    assert (cem.load, cem.credit) == (50, 30)
    # Short absences are not credited.
    assert duties(attrs.evolve(plain, rules=(AbsenceCredit(31),))) == duties(plain)


def test_a_newcomer_need_not_make_up_for_what_was_before_them(make):
    shifts = nights(make, *range(30))
    people = make.people("ann bob cem")
    history = (
        CarriedLoad(person="ann", load=60, weekends=8, days=180),
        CarriedLoad(person="bob", load=20, weekends=4, days=60),
    )
    problem = make.problem(shifts, people, history=history, rules=(AbsenceCredit(),))
    found = {item.person: (item.credit, item.duties) for item in fairness(problem, solve(problem)).people}
    assert found == {"ann": (0, 10), "bob": (40, 10), "cem": (60, 10)}
    plain = attrs.evolve(problem, rules=())
    duties = {item.person: item.duties for item in fairness(plain, solve(plain)).people}
    assert duties["cem"] > 2 * duties["ann"]


def test_a_seat_that_stands_empty_for_want_of_company_says_so(make):
    people = (make.person("ann", "new"), make.person("bob"))
    problem = make.problem([make.night(0, 2)], people, rules=(NewcomerWithExperienced("new", "old"),))
    roster = solve(problem)
    assert [item.person for item in roster.assignments] == ["bob"]
    (obstacle,) = why_not(problem, roster, "ann", Seat("night/0", "watch", 1))
    assert obstacle.sentence.en == "Ann is a newcomer, and too few experienced people serve on 2027-01-04"
    assert obstacle.change.en == "seat one more person with 'old' on 2027-01-04"


def test_who_depends_on_the_absent_is_taken_off_with_them(make):
    people = (make.person("ann", "new"), make.person("bob", "old"), make.person("cem", "old"), make.person("dil"))
    rule = NewcomerWithExperienced("new", "old")
    problem = make.problem([make.night(0, 2)], people, rules=(rule,), availability=make.away("cem", 0))
    roster = make.roster(problem, "night/0 ann bob")
    result = replan(problem, roster, absences=make.away("bob", 0))
    assert [item.person for item in result.roster.assignments] == ["dil"]
    assert len(result.empty) == 1
    able = attrs.evolve(problem, availability=())
    again = replan(able, roster, absences=make.away("bob", 0))
    assert [item.person for item in again.roster.assignments] == ["ann", "cem"]
    assert Roster(id="watch") != again.roster


def test_why_somebody_serves_names_every_rule_that_had_to_do_with_it(make):
    people = (make.person("ann", "old", area="east"), make.person("bob", "new"), make.person("cem"))
    shifts = [
        make.night(0, 3, areas=("east",)),
        make.night(1, 1, hour=9, name="gate"),
    ]
    problem = make.problem(
        shifts,
        people,
        availability=(
            Availability(person="ann", kind="preferred", weekdays=(0,)),
            Availability(person="bob", kind="disliked", weekdays=(0,)),
        ),
        rules=(
            AreaFirst(),
            NewcomerWithExperienced("new", "old"),
            RequiredSequences((("night", "gate"),)),
            Stability(),
            Together((("ann", "bob"),)),
        ),
        before=(Assignment(Seat("night/0", "watch", 0), "ann"),),
    )
    roster = make.roster(problem, "night/0 ann bob", "gate/1 ann")
    found = why(problem, roster, Seat("night/0", "watch", 0))
    assert [(item.rule, item.sentence.en) for item in found.grounds] == [
        ("newcomer_with_experienced", "Ann accompanies newcomers on 2027-01-04"),
        ("preferences", "Ann likes to serve on 2027-01-04"),
        ("area_first", "Ann lives in the area"),
        ("together", "Ann and Bob like to serve together"),
        ("stability", "Ann served on 2027-01-04 in the roster before"),
    ]
    (gate,) = why(problem, roster, Seat("gate/1", "watch", 0)).grounds
    assert gate.sentence.en == "an earlier duty of Ann asks for this one on 2027-01-05 too"
    disliked, together = why(problem, roster, Seat("night/0", "watch", 1)).grounds
    assert disliked.sentence.en == "Bob would rather not serve on 2027-01-04"
    assert all(item.sentence.languages() == ("zh", "ug", "en") for item in (*found.grounds, gate, disliked, together))
