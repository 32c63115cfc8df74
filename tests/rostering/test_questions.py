"""Why, why not, why empty, who could step in; on rosters small enough to see the answer."""

import datetime as dt

import pytest

from volsched.errors import RosterError, UnknownName
from volsched.model import Assignment, Availability, DaysOffBetween, MostPerMonth, Roster, Seat
from volsched.rostering import cover, shortages, why, why_empty, why_not


@pytest.fixture
def week(make):
    """Three nights, four people: ann served on the first, bob is away on the second."""
    people = [
        make.person("ann", "leader"),
        make.person("bob"),
        make.person("cem", "leader"),
        make.person("dil", most_per_month=0),
    ]
    problem = make.problem(
        [make.night(n, 1) for n in range(3)],
        people,
        availability=make.away("bob", 1),
        rules=(DaysOffBetween(1), MostPerMonth(2)),
    )
    return problem, make.roster(problem, "night/0 ann")


def test_why_not_names_every_rule(week):
    problem, roster = week
    seat = Seat("night/1", "watch", 0)
    (rest,) = why_not(problem, roster, "ann", seat)
    assert (rest.rule, rest.shifts) == ("days_off_between", ("night/0",))
    assert rest.sentence.en == "Ann serves on 2027-01-04; days off between duties: 1"
    assert rest.change.en == "give the duty of Ann on 2027-01-04 to somebody else"
    assert [item.rule for item in why_not(problem, roster, "bob", seat)] == ["availability"]
    assert why_not(problem, roster, "cem", seat) == ()
    (limit,) = why_not(problem, roster, "dil", seat)
    assert limit.sentence.en == "Dil has reached the limit of 2027-01: 0 of 0"


def test_why_empty_counts_and_says_who_is_free(week):
    problem, roster = week
    found = why_empty(problem, roster, Seat("night/1", "watch", 0))
    assert found.counts == (("availability", 1), ("days_off_between", 1), ("most_per_month", 1))
    assert found.free == ("cem",)
    assert found.proof is None
    assert [item.person for item in found.nearest] == ["ann", "dil"]
    assert found.sentence.en == "the seat on 2027-01-05 is empty, and 1 could take it"


def test_why_empty_proves_that_nobody_exists(make):
    problem = make.problem([make.night(0, 3)], make.people("ann bob"), availability=make.away("bob", 0))
    roster = make.roster(problem, "night/0 ann")
    found = why_empty(problem, roster, Seat("night/0", "watch", 1))
    assert found.free == ()
    assert (found.proof.needed, found.proof.possible) == (3, 1)
    assert found.sentence.en == (
        "nobody can come on 2027-01-04: 1 not available, 1 in the shift already; "
        "2027-01-04 needs 3 people and at most 1 can serve: short by 2"
    )


def test_why_somebody_serves(make):
    people = [make.person("ann", "leader"), *make.people("bob cem")]
    shift = make.night(0, 2, mix={"leader": 1})
    pin = Assignment(Seat("night/0", "watch", 1), "bob", pinned=True)
    problem = make.problem([shift], people, pinned=(pin,))
    roster = make.roster(problem, "night/0 ann bob")
    leader = why(problem, roster, Seat("night/0", "watch", 0))
    assert (leader.person, leader.needed_for, leader.instead) == ("ann", ("leader",), ("cem",))
    assert leader.sentence.en == "Ann serves on 2027-01-04 because 'leader' is needed"
    assert why(problem, roster, pin.seat).pinned
    empty = why(problem, Roster(id="watch"), pin.seat)
    assert empty.person is None
    assert empty.sentence.zh == "2027-01-04的这个席位空着"


def test_cover_ranks_by_skill_then_fairness_then_who_was_asked_least(make):
    people = [make.person("ann", "leader"), *make.people("bob cem"), make.person("dil", "leader"), make.person("eli")]
    problem = make.problem(
        [make.night(0, 2, mix={"leader": 1}), make.night(3, 2), make.night(6, 2)],
        people,
        availability=(Availability(person="eli", kind="disliked"),),
    )
    roster = make.roster(problem, "night/0 ann bob", "night/3 cem dil")
    # Without ann nobody leads, so only dil is worth asking.
    assert [item.person for item in cover(problem, roster, Seat("night/0", "watch", 0))] == ["dil"]
    found = cover(problem, roster, Seat("night/0", "watch", 1))
    assert [item.person for item in found] == ["eli", "cem", "dil"]
    assert found[0].rested is None
    assert (found[1].rested, found[1].change) == (3, 8.0)
    asked = {"cem": dt.datetime(2027, 1, 2, tzinfo=dt.UTC)}
    again = cover(problem, roster, Seat("night/0", "watch", 1), n=2, asked=asked)
    assert [item.person for item in again] == ["eli", "dil"]
    assert again[1].sentence.en == "Dil is free, with a load of 2, 3 days from the nearest duty"


def test_questions_about_what_is_not_there(week):
    problem, roster = week
    with pytest.raises(UnknownName, match="no shift 'night/9'"):
        why(problem, roster, Seat("night/9", "watch", 0))
    with pytest.raises(UnknownName, match="no seat 'watch/7'"):
        cover(problem, roster, Seat("night/0", "watch", 7))
    with pytest.raises(UnknownName, match="no person 'eve'"):
        why_not(problem, roster, "eve", Seat("night/0", "watch", 0))
    stranger = Roster(id="watch", assignments=(Assignment(Seat("night/0", "watch", 0), "eve"),))
    with pytest.raises(RosterError, match="check the roster first"):
        why(problem, stranger, Seat("night/0", "watch", 0))


def test_shortages_of_windows_months_and_skills(make):
    nights = [make.night(n, 2) for n in range(3)]
    problem = make.problem(nights, make.people("ann bob cem"), rules=(DaysOffBetween(2),))
    proof, larger = shortages(problem)
    assert (proof.lacking, proof.shifts, proof.needed, proof.possible) == ("people", ("night/0", "night/1"), 4, 3)
    assert (larger.shifts, larger.short_by) == (("night/0", "night/1", "night/2"), 3)
    assert proof.sentence.zh == "2027-01-04至2027-01-05需要4人次，最多能安排3人次，缺1人次"
    month = make.problem([make.night(3 * n, 1) for n in range(4)], make.people("ann"), rules=(MostPerMonth(2),))
    (whole,) = shortages(month)
    assert (whole.needed, whole.possible, whole.short_by) == (4, 2, 2)
    skilled = make.problem([make.night(0, 2, mix={"leader": 1})], make.people("ann bob"))
    (lacking,) = shortages(skilled)
    assert (lacking.lacking, lacking.name) == ("skill", "leader")
    assert lacking.sentence.en == "2027-01-04 needs 1 with 'leader' and at most 0 can serve: short by 1"
