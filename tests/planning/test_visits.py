"""Visits: own helpers first, evenly, a stand-in from the nearest cell, what was missed; errands; the grid."""

import datetime as dt

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.planning.test_plan import people, programme

from volsched.errors import Conflict, InvalidValue, UnknownName
from volsched.model import Area, Availability, Person, Schedule, Team, Text, Window, patrol
from volsched.model.kinds import visit
from volsched.model.zones import zone
from volsched.planning import make_plan, run_checks
from volsched.planning.visits import (
    Covering,
    Errand,
    ErrandBook,
    StandIn,
    Visited,
    covering,
    distance,
    errand_figures,
    helper_loads,
    missed,
    visits_of,
    who_could_visit,
)
from volsched.rostering import check, solve

MAY = Window.month(2027, 5)
LOCAL = zone("Asia/Shanghai")
TUESDAYS = Schedule(start=dt.datetime(2027, 5, 4, 17), lasts=dt.timedelta(hours=1), rule="FREQ=WEEKLY;BYDAY=TU")
KEEPERS = {"a-1-1": "kim", "a-1-2": "lea", "a-2-1": "mia"}
TREE = ("beihe", "a", "a-1", "a-2", "a-1-1", "a-1-2", "a-2-1", "b", "b-1", "b-1-1")


def parent(name):
    return None if name == "beihe" else name.rpartition("-")[0] or "beihe"


AREAS = tuple(Area(id=name, name=Text(en=name.upper()), parent=parent(name), keeper=KEEPERS.get(name)) for name in TREE)
# Four households, one in each cell, each with two helpers of its own.
HOMES = {"h1": "a-1-1", "h2": "a-1-2", "h3": "a-2-1", "h4": "b-1-1"}
HELPERS = {"h1": ("ann", "ben"), "h2": ("cem", "dil"), "h3": ("eli", "fan"), "h4": ("gul", "han")}


def registry():
    residents = tuple(Person(id=f"r-{name}", name=Text(en=f"R {name}"), area=cell) for name, cell in HOMES.items())
    helpers = tuple(name for names in HELPERS.values() for name in names)
    return (*people(*helpers, *KEEPERS.values(), "watch"), *residents)


def teams():
    for name, helpers in HELPERS.items():
        yield Team(id=name, name=Text(en=name), members=(f"r-{name}",))
        yield Team(id=f"{name}-helpers", name=Text(en=name), members=helpers)
    yield Team(id="watch", name=Text(en="Watch"), members=("watch",))


def visits(names=HOMES, **fields):
    for name in names:
        yield visit(f"visit-{name}", title=name, household=name, helpers=f"{name}-helpers", schedule=TUESDAYS, **fields)


def plan_of(*away, more=(), **fields):
    fields = {
        "areas": AREAS,
        "venues": (),
        "people": registry(),
        "teams": tuple(teams()),
        "availability": away,
        **fields,
    }
    return make_plan(programme(*visits(), *more, **fields), MAY, solve=solve)


def absent(person, first, last):
    return Availability(person=person, kind="unavailable", first=first, last=last)


def test_each_household_is_visited_every_tuesday_by_its_own_helpers_in_turn():
    plan = plan_of()
    found = visits_of(plan)
    assert len(found) == 4 * 4
    assert all(item.helpers and set(item.helpers) <= set(item.own) and not item.stand_ins for item in found)
    assert set(helper_loads(plan).values()) == {2}
    assert run_checks(plan) == ()
    assert [item.cell for item in found[:4]] == list(HOMES.values())
    assert {item.household for item in visits_of(plan, helper="ann")} == {"h1"}


def test_where_both_own_helpers_are_away_one_from_the_nearest_cell_stands_in():
    day = dt.date(2027, 5, 11)
    plan = plan_of(absent("ann", day, day), absent("ben", day, day))
    (stood,) = [item for item in visits_of(plan) if item.stand_ins]
    assert (stood.key, stood.household) == ("visit-h1/20270511T1700", "h1")
    # Of the two of the same building the one who is not out that day.
    (went,) = stood.stand_ins
    assert went in HELPERS["h2"]
    assert plan.summary.filled == plan.summary.seats == 16
    assert run_checks(plan) == ()
    for problem, roster in zip(plan.problems, plan.rosters, strict=True):
        assert check(problem, roster) == ()


def test_if_the_whole_building_is_out_the_next_one_is_asked_and_the_other_community_last():
    day = dt.date(2027, 5, 11)
    away = [absent(name, day, day) for name in ("ann", "ben", "cem", "dil")]
    plan = plan_of(*away)
    stood = {item.household: item.stand_ins[0] for item in visits_of(plan) if item.stand_ins}
    assert stood["h1"] in HELPERS["h3"]
    assert stood["h2"] in HELPERS["h4"]
    assert run_checks(plan) == ()


def test_when_nobody_is_left_the_seat_stays_empty_and_is_a_finding():
    day = dt.date(2027, 5, 11)
    away = [absent(name, day, day) for names in HELPERS.values() for name in names]
    found = [item.code for item in run_checks(plan_of(*away))]
    assert found == ["seat-unfilled"] * 4 + ["seats-impossible"] * 4


def test_a_given_roster_and_an_outline_get_no_stand_ins():
    day = dt.date(2027, 5, 11)
    fields = {"areas": AREAS, "venues": (), "people": registry(), "teams": tuple(teams())}
    away = (absent("ann", day, day), absent("ben", day, day))
    made = programme(*visits(("h1", "h2")), availability=away, **fields)
    assert make_plan(made, MAY, solve=solve, given={"visit-h1"}).summary.filled == 7
    assert make_plan(made, MAY, solve=solve, stand_ins=False).summary.filled == 7
    assert make_plan(made, MAY, solve=solve).summary.filled == 8


def test_who_could_go_instead_own_helpers_first_then_by_steps_then_evenly():
    plan = plan_of()
    visit_ = next(item for item in visits_of(plan) if item.household == "h1")
    (going,) = visit_.helpers
    (other,) = set(visit_.own) - {going}
    out = {name for item in visits_of(plan) if item.span == visit_.span for name in item.helpers}
    free = {name: next(one for one in HELPERS[name] if one not in out) for name in ("h2", "h3", "h4")}
    assert who_could_visit(plan, visit_.key) == (
        StandIn(person=other, own=True, steps=0, visits=2),
        StandIn(person=free["h2"], own=False, steps=2, visits=2),
        StandIn(person=free["h3"], own=False, steps=4, visits=2),
        StandIn(person=free["h4"], own=False, steps=6, visits=2),
    )
    assert other not in {item.person for item in who_could_visit(plan, visit_.key, away=(other,))}
    with pytest.raises(UnknownName, match="no visit 'visit-h1/20270505T1700'"):
        who_could_visit(plan, "visit-h1/20270505T1700")


def test_a_visit_that_is_over_and_of_which_nobody_says_that_it_was_made_was_missed():
    plan = plan_of()
    made = [
        Visited(visit=f"visit-{name}/20270504T1700", on=dt.date(2027, 5, 4), helpers=("ann",)) for name in ("h1", "h2")
    ]
    at = dt.datetime(2027, 5, 4, 18, tzinfo=LOCAL)
    assert [item.household for item in missed(plan, made, at)] == ["h3", "h4"]
    assert missed(plan, (), at - dt.timedelta(minutes=1)) == ()
    assert len(missed(plan, made, at + dt.timedelta(days=7))) == 6


def test_a_visit_is_kept_as_its_day_and_who_went_and_nothing_more():
    made = Visited(visit="visit-h1/20270504T1700", on=dt.date(2027, 5, 4), helpers=("ann", "ben"))
    assert made.to_body() == {"on": "2027-05-04", "helpers": ["ann", "ben"]}
    assert Visited.of_body(made.visit, made.to_body()) == made
    for body in ({"on": "2027-05-04"}, {**made.to_body(), "note": "x"}, {"on": 1, "helpers": ["ann"]}):
        with pytest.raises(InvalidValue, match="visited visit-h1"):
            Visited.of_body(made.visit, body)
    with pytest.raises(InvalidValue, match="nobody went"):
        Visited(visit=made.visit, on=made.on, helpers=())


def errand(number=1, heard=1, due=10, settled=None, **fields):
    days = [None if day is None else dt.date(2027, 1, 1) + dt.timedelta(days=day) for day in (heard, due, settled)]
    known = {"visit": "visit-h1/20270105T1700", "what": "修理楼道灯", "helper": "ann", **fields}
    return Errand(id=f"errand-{number:05d}", heard=days[0], due=days[1], settled=days[2], **known)


def test_an_errand_is_open_until_it_is_settled_once():
    first = errand()
    day = dt.date(2027, 1, 12)
    assert first.is_open
    assert first.is_overdue(day)
    assert not first.is_overdue(first.due)
    assert first.handed_to("ben").helper == "ben"
    done = first.settle(day)
    assert (done.is_open, done.settled) == (False, day)
    for again in (lambda: done.settle(day), lambda: done.handed_to("ben")):
        with pytest.raises(Conflict, match="errand-00001: was settled on 2027-01-12"):
            again()


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"what": "打电话 13899991234"}, "holds a long number"),
        ({"what": "card 65010119500101001X"}, "holds a long number"),
        ({"what": "call 0991-555 0100"}, "holds a long number"),
        ({"what": "x" * 121}, "121 characters are not an errand"),
        ({"what": "  "}, "0 characters are not an errand"),
        ({"due": 0}, "is before it was heard"),
        ({"settled": 0}, "is before it was heard"),
    ],
)
def test_an_errand_holds_no_more_than_the_errand(fields, told):
    with pytest.raises(InvalidValue, match=told):
        errand(**fields)


@pytest.mark.parametrize(
    "body",
    [
        {**errand().to_body(), "illness": "diabetes"},
        {key: value for key, value in errand().to_body().items() if key != "due"},
        {**errand().to_body(), "due": "soon"},
        {**errand().to_body(), "what": 5},
        {**errand().to_body(), "settled": None},
    ],
)
def test_a_body_that_holds_less_or_more_is_refused(body):
    with pytest.raises(InvalidValue, match="errand errand-00001"):
        Errand.of_body("errand-00001", body)


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(0, 60) | st.none()), max_size=30),
    st.integers(0, 90),
)
def test_errands_survive_their_bodies_and_are_counted_once(drawn, today):
    known = tuple(
        errand(number, heard, heard + length, None if settled is None else heard + settled)
        for number, (heard, length, settled) in enumerate(drawn, start=1)
    )
    assert tuple(Errand.of_body(item.id, item.to_body()) for item in known) == known
    book = ErrandBook(known)
    day = dt.date(2027, 1, 1) + dt.timedelta(days=today)
    figures = errand_figures(known, day)
    assert figures["heard"] == figures["settled"] + figures["open"]
    assert figures["overdue"] <= figures["open"]
    assert [item.due for item in book.open()] == sorted(item.due for item in known if item.is_open)
    assert book.next_id() == f"errand-{len(known) + 1:05d}"


def test_1869_errands_of_which_1594_are_settled():
    known = tuple(
        errand(number, number % 100, number % 100 + 14, number % 100 + 7 if number <= 1594 else None)
        for number in range(1, 1870)
    )
    figures = errand_figures(known, dt.date(2027, 4, 30))
    assert (figures["heard"], figures["settled"], figures["open"]) == (1869, 1594, 275)
    with pytest.raises(UnknownName, match="no errand 'errand-01870'; did you mean"):
        ErrandBook(known).errand("errand-01870")


def test_steps_between_cells_go_up_to_what_they_share():
    made = plan_of().programme
    pairs = [
        ("a-1-1", "a-1-1"),
        ("a-1-1", "a-1-2"),
        ("a-1-1", "a-2-1"),
        ("a-1-1", "b-1-1"),
        ("a-1-1", "a"),
        (None, "a"),
    ]
    assert [distance(made, one, other) for one, other in pairs] == [0, 2, 4, 6, 2, None]


def watching():
    nightly = Schedule(start=dt.datetime(2027, 5, 1, 22), lasts=dt.timedelta(hours=4), rule="FREQ=DAILY")
    return patrol("watch", title="Watch", team="watch", schedule=nightly, seats=1, area="a")


def test_a_cell_is_covered_by_its_keeper_and_at_night_by_who_is_on_duty_around_it():
    plan = plan_of(more=(watching(),))
    noon, night = dt.datetime(2027, 5, 7, 12, tzinfo=LOCAL), dt.datetime(2027, 5, 8, 1, 59, tzinfo=LOCAL)
    keeper = Covering(person="kim", area="a-1-1", role="keeper")
    assert covering(plan, "a-1-1", noon) == (keeper,)
    on_duty = Covering(person="watch", area="a", role="patrol", occurrence="watch/20270507T2200")
    assert covering(plan, "a-1-1", night) == (keeper, on_duty)
    assert covering(plan, "a-1-1", night + dt.timedelta(minutes=1)) == (keeper,)
    assert covering(plan, "b-1-1", noon) == ()
    with pytest.raises(UnknownName, match="no area 'a-1-3'; did you mean"):
        covering(plan, "a-1-3", noon)


def test_while_a_keeper_is_away_the_nearest_neighbour_stands_in():
    noon = dt.datetime(2027, 5, 7, 12, tzinfo=LOCAL)
    day = noon.date()
    plan = plan_of(absent("kim", day, day))
    assert covering(plan, "a-1-1", noon) == (Covering(person="lea", area="a-1-1", role="neighbour"),)
    further = plan_of(absent("kim", day, day), absent("lea", day, day))
    assert covering(further, "a-1-1", noon) == (Covering(person="mia", area="a-1-1", role="neighbour"),)
    whole = attrs.evolve(Availability(person="kim", kind="unavailable"), since=dt.time(18), until=dt.time(8))
    assert covering(plan_of(whole), "a-1-1", noon)[0].role == "keeper"
    assert covering(plan_of(whole), "a-1-1", noon + dt.timedelta(hours=10))[0].role == "neighbour"
