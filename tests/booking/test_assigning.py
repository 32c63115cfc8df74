"""An assignment has the least objective there is: compared with trying everything, and with scipy where it is there."""

import datetime as dt
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from volsched.booking.assigning import assign
from volsched.booking.sessions import Blocked, Guest, Objective, Session, Terms
from volsched.booking.transport import transport
from volsched.model import Span

DAY = dt.date(2027, 3, 3)
MORNING = dt.datetime(2027, 3, 3, 10, tzinfo=dt.UTC)


def session(number, area="a", *, slots=2, at_once=1, minutes=30, accessible=True):
    start = MORNING + dt.timedelta(days=number)
    spans = [
        Span(start + dt.timedelta(minutes=minutes * i), start + dt.timedelta(minutes=minutes * (i + 1)))
        for i in range(slots)
        for _ in range(at_once)
    ]
    day = DAY + dt.timedelta(days=number)
    return Session(key=f"s{number}-{area}", day=day, slots=tuple(spans), area=area, accessible=accessible)


def minutes(day, since, until):
    start = MORNING + dt.timedelta(days=day)
    return Span(start + dt.timedelta(minutes=since), start + dt.timedelta(minutes=until))


def lexical(objective):
    return (objective.unplaced, objective.unplaced_urgency, objective.distance)


def possible(guests, terms):
    """For each guest the cells and their costs, worked out anew."""
    found = []
    for guest in guests:
        cells = {}
        for number, item in enumerate(terms.sessions):
            own = item.area is None or item.area in guest.areas
            days = (item.day - min(s.day for s in terms.sessions)).days + (0 if own else terms.elsewhere or 0)
            if guest.needs_access and not item.accessible:
                continue
            if not own and terms.elsewhere is None:
                continue
            if guest.earliest is not None and item.day < guest.earliest:
                continue
            for slot, span in enumerate(item.slots):
                if not any(span.overlaps(other) for other in guest.busy):
                    cells[number, slot] = guest.urgency * days
        found.append(cells)
    return found


def by_trying_everything(guests, terms):
    choices = possible(guests, terms)

    def best(number, taken):
        if number == len(guests):
            return (0, 0, 0)
        left = best(number + 1, taken)
        found = (left[0] + 1, left[1] + guests[number].urgency, left[2])
        for cell, cost in choices[number].items():
            if cell not in taken:
                rest = best(number + 1, taken | {cell})
                found = min(found, (rest[0], rest[1], rest[2] + cost))
        return found

    return best(0, frozenset())


def must_stand(guests, terms, result):
    """No place is doubled, and everybody can come to theirs."""
    cells = [(place.session, place.slot) for place in result if place is not None]
    assert len(set(cells)) == len(cells)
    choices = possible(guests, terms)
    for number, place in enumerate(result):
        assert place is None or (place.session, place.slot) in choices[number]


GUESTS = st.builds(
    dict,
    areas=st.sampled_from([("a",), ("b",), ("a", "top"), ()]),
    urgency=st.integers(1, 5),
    needs_access=st.booleans(),
    earliest=st.sampled_from([None, None, DAY + dt.timedelta(days=1)]),
    busy=st.lists(
        st.builds(minutes, st.integers(0, 2), st.sampled_from([0, 30]), st.sampled_from([31, 60])), max_size=2
    ),
    party=st.sampled_from(["", "", "x", "y"]),
    order=st.integers(0, 3),
)
SESSIONS = st.lists(
    st.builds(
        session,
        st.integers(0, 3),
        st.sampled_from(["a", "b", "top", None]),
        slots=st.integers(1, 2),
        accessible=st.booleans(),
    ),
    max_size=3,
)


@settings(max_examples=150, deadline=None)
@given(st.lists(GUESTS, max_size=5), SESSIONS, st.sampled_from([None, 0, 2, 30]))
def test_nothing_that_can_be_tried_is_better(guests, sessions, elsewhere):
    people = [
        Guest(id=f"g{number}", **{**fields, "busy": tuple(fields["busy"])}) for number, fields in enumerate(guests)
    ]
    terms = Terms(tuple(sessions), elsewhere)
    result = assign(people, terms)
    must_stand(people, terms, result)
    assert lexical(terms.objective(people, result)) == by_trying_everything(people, terms)


def instance(seed, guests, sessions, areas, busy=0.1):
    """A made-up campaign: people of several areas, a tenth of them busy at times, a fifth in wheelchairs."""
    chance = random.Random(seed)
    made = tuple(
        session(
            chance.randrange(60),
            f"a{chance.randrange(areas)}",
            slots=chance.randint(1, 5),
            at_once=chance.randint(1, 2),
            minutes=20,
        )
        for _ in range(sessions)
    )
    people = []
    for number in range(guests):
        spans = ()
        if chance.random() < busy:
            spans = tuple(
                minutes(item.day.toordinal() - DAY.toordinal(), 0, chance.choice([20, 45, 500])) for item in made[::2]
            )
        people.append(
            Guest(
                id=f"g{number}",
                areas=(f"a{chance.randrange(areas)}",),
                urgency=chance.choice([1, 2, 4, 8]),
                busy=spans,
                party=f"h{number // 2}" if chance.random() < 0.5 else "",
            )
        )
    return people, Terms(made, chance.choice([0, 14, 30]))


@pytest.mark.heavy
@pytest.mark.parametrize("seed", range(50))
def test_the_objective_is_that_of_an_assignment_solver(seed):
    numpy = pytest.importorskip("numpy")
    optimize = pytest.importorskip("scipy.optimize")
    people, terms = instance(seed, 60 + seed, 12, 3)
    choices = possible(people, terms)
    cells = [(number, slot) for number, item in enumerate(terms.sessions) for slot in range(len(item.slots))]
    step = 1 + 2 * len(people) * 8 * 100
    costs = numpy.full((len(people), len(cells) + len(people)), 1e15)
    for row, found in enumerate(choices):
        for column, cell in enumerate(cells):
            costs[row, column] = found.get(cell, 1e15)
        costs[row, len(cells) + row] = step * (len(people) * 8 + people[row].urgency)
    rows, columns = optimize.linear_sum_assignment(costs)
    left = [row for row, column in zip(rows, columns, strict=True) if column >= len(cells)]
    distance = sum(int(costs[row, column]) for row, column in zip(rows, columns, strict=True) if column < len(cells))
    expected = Objective(
        unplaced=len(left), unplaced_urgency=sum(people[row].urgency for row in left), distance=distance
    )
    result = assign(people, terms)
    must_stand(people, terms, result)
    assert terms.objective(people, result) == expected


@given(
    st.integers(1, 4),
    st.integers(0, 4),
    st.randoms(use_true_random=False),
    st.booleans(),
)
def test_transport_is_the_cheapest_that_trying_everything_finds(rows, columns, chance, in_parts):
    supply = [chance.randint(0, 3) for _ in range(rows)]
    room = [chance.randint(0, 3) for _ in range(columns)]
    costs = [[chance.randint(0, 9) for _ in range(columns)] for _ in range(rows)]
    unplaced = [chance.randint(0, 20) for _ in range(rows)]
    near = ([row % 2 for row in range(rows)], [column % 2 for column in range(columns)]) if in_parts else None
    found = transport(supply, room, costs, unplaced, near=near)
    units = [row for row, count in enumerate(supply) for _ in range(count)]

    def best(number, left):
        if number == len(units):
            return 0
        row = units[number]
        cheapest = unplaced[row] + best(number + 1, left)
        for column in range(columns):
            if left[column]:
                rest = tuple(room - (other == column) for other, room in enumerate(left))
                cheapest = min(cheapest, costs[row][column] + best(number + 1, rest))
        return cheapest

    if len(units) > 7:
        return
    sent = [sum(flow.values()) for flow in found]
    assert all(count <= limit for count, limit in zip(sent, supply, strict=True))
    assert all(sum(flow.get(column, 0) for flow in found) <= room[column] for column in range(columns))
    total = sum(costs[row][column] * count for row, flow in enumerate(found) for column, count in flow.items())
    total += sum(unplaced[row] * (supply[row] - sent[row]) for row in range(rows))
    assert total == best(0, tuple(room))


def test_a_household_comes_at_times_next_to_each_other():
    people = [Guest(id=f"g{n}", areas=("a",), party={1: "h", 4: "h"}.get(n, ""), order=n) for n in range(6)]
    terms = Terms((session(0, slots=3), session(7, slots=3)))
    result = assign(people, terms)
    one, two = result[1], result[4]
    assert one.session == two.session
    assert abs(one.slot - two.slot) == 1


def test_an_elder_and_a_helper_of_another_class_are_brought_together_where_it_costs_nothing():
    busy = (minutes(0, 0, 30),)
    people = [
        Guest(id="elder", areas=("a",), party="h", order=0),
        Guest(id="other", areas=("a",), order=1),
        Guest(id="helper", areas=("a",), party="h", order=2, busy=busy),
        Guest(id="last", areas=("a",), order=3),
    ]
    result = assign(people, Terms((session(0), session(7))))
    assert result[0].session == result[2].session


def test_the_frail_come_first_and_the_oldest_of_those_alike():
    people = [
        Guest(id="young", areas=("a",), order=3),
        Guest(id="old", areas=("a",), order=1),
        Guest(id="frail", areas=("a",), urgency=9, order=2),
    ]
    result = assign(people, Terms((session(0, slots=1), session(7, slots=2))))
    assert [(place.session, place.slot) for place in result] == [(1, 1), (1, 0), (0, 0)]


def test_who_is_busy_at_some_hours_of_a_session_gets_another_hour_of_it():
    people = [Guest(id="free", areas=("a",), urgency=5), Guest(id="early", areas=("a",), busy=(minutes(0, 30, 60),))]
    result = assign(people, Terms((session(0),)))
    assert [(place.session, place.slot) for place in result] == [(0, 1), (0, 0)]


def test_slots_that_are_ruled_out_are_those_that_overlap():
    sessions = [session(0, slots=3), session(0, slots=2, minutes=60)]
    spans = [minutes(0, 25, 31), minutes(0, 119, 121), minutes(3, 0, 60)]
    expected = {
        (number, slot)
        for number, item in enumerate(sessions)
        for slot, span in enumerate(item.slots)
        if any(span.overlaps(other) for other in spans)
    }
    assert Blocked(sessions).of(spans) == expected == {(0, 0), (0, 1), (1, 0), (1, 1)}
