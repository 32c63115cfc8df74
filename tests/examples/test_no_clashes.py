"""Nobody, no venue and no equipment of the street office is in two places all year: judged by code of the test's own.

Team time, venues and equipment are read from the files and expanded here; duties and appointments are the plan's.
"""

import datetime as dt
import json
import subprocess
import sys
from collections import defaultdict
from functools import cache

import pytest
from tests.examples.test_street_office import ACTIVITIES, HAPPENINGS, OFFICE, SHANGHAI, TEAMS, length, tables

from volsched import Scheduler
from volsched.planning import Whereabouts
from volsched.planning.visits import visits_of

VENUES = {table["id"]: table for table in tables("venue")}
EQUIPMENT = {table["id"]: table.get("count", 1) for table in tables("equipment")}
PARENTS = {table["id"]: table.get("parent") for table in tables("area")}
WAYS = {frozenset(table["between"]): length(table["takes"]) for table in tables("travel")}
NO_TIME = dt.timedelta()


@pytest.fixture(scope="module")
def plan():
    return Scheduler.open(OFFICE).plan()


def community_of(area):
    """The community of an area, or the street itself."""
    while PARENTS[area] not in (None, "beihe"):
        area = PARENTS[area]
    return area


@cache
def way(one, other):
    return NO_TIME if one == other else WAYS[frozenset((one, other))]


def place(activity, venue):
    return community_of(VENUES[venue]["area"] if venue else ACTIVITIES[activity]["area"])


def people_of(activity):
    table = ACTIVITIES[activity]
    found = set(TEAMS[table["team"]]) if "team" in table else set()
    for act in table.get("show", {}).get("act", ()):
        found |= TEAMS[act["team"]] if "team" in act else set()
        found |= set(act.get("people", ()))
    return found


def time_of_people(plan):
    """For everybody: start, end, rest afterwards, community, occurrence."""
    taken = defaultdict(list)
    for name, happenings in HAPPENINGS.items():
        call = length(ACTIVITIES[name].get("show", {}).get("call", "0m"))
        for start, end, venue in happenings:
            for person in people_of(name):
                taken[person].append((start - call, end, NO_TIME, place(name, venue), name))
    spans = {shift.id: shift for shift in plan.shifts}
    for roster in plan.rosters:
        for item in roster.assignments:
            shift = spans[item.seat.shift]
            rest = length(ACTIVITIES[shift.activity]["staffing"].get("rest_after", "0m"))
            taken[item.person].append((*local(shift.span), rest, place(shift.activity, None), shift.activity))
    for booking in plan.bookings:
        if booking.status == "booked":
            venue = ACTIVITIES[booking.activity].get("space", {}).get("venue")
            entry = (*local(booking.span), NO_TIME, place(booking.activity, venue), booking.activity)
            taken[booking.person].append(entry)
    return taken


def local(span):
    return tuple(moment.astimezone(SHANGHAI).replace(tzinfo=None) for moment in (span.start, span.end))


def hurried(taken):
    """Everybody who has less than nothing, their rest or their way between two things; all pairs near enough."""
    found = []
    longest = max([*WAYS.values(), dt.timedelta(hours=12)])
    for person, entries in taken.items():
        entries.sort()
        for index, one in enumerate(entries):
            for other in entries[index + 1 :]:
                if other[0] >= one[1] + longest:
                    break
                rest = one[2] if one[4] != other[4] else NO_TIME
                if other[0] < one[1] + max(rest, way(one[3], other[3])):
                    found.append((person, one, other))
    return found


def venue_time():
    """For every room and house: when it is held, and whether as itself or as the house around."""
    taken = defaultdict(list)
    for name, happenings in HAPPENINGS.items():
        space = ACTIVITIES[name].get("space", {})
        before, after = length(space.get("set_up", "0m")), length(space.get("clear_up", "0m"))
        for start, end, venue in happenings:
            if venue is not None:
                taken[venue].append((start - before, end + after, name))
                house = VENUES[venue].get("inside")
                if house is not None:
                    taken[house].append((start - before, end + after, ""))
    return taken


def taken_twice(taken):
    found = []
    for venue, entries in taken.items():
        entries.sort()
        for index, one in enumerate(entries):
            for other in entries[index + 1 :]:
                if other[0] >= one[1]:
                    break
                # Two rooms of one house may be in use; the house itself may not be, while a room is.
                if one[2] or other[2]:
                    found.append((venue, one, other))
    return found


def pieces_in_use():
    """For each kind of equipment the most pieces that are in use at one moment."""
    changes = defaultdict(list)
    for name, happenings in HAPPENINGS.items():
        space = ACTIVITIES[name].get("space", {})
        before, after = length(space.get("set_up", "0m")), length(space.get("clear_up", "0m"))
        for start, end, _ in happenings:
            for equipment, pieces in space.get("equipment", {}).items():
                changes[equipment] += [(start - before, pieces), (end + after, -pieces)]
    most = {}
    for equipment, steps in changes.items():
        total = most[equipment] = 0
        for _, step in sorted(steps):
            total += step
            most[equipment] = max(most[equipment], total)
    return most


def test_nobody_is_in_two_places_and_everybody_has_their_rest_and_their_way(plan):
    taken = time_of_people(plan)
    assert sum(map(len, taken.values())) > 80_000
    assert len(taken) == plan.summary.people
    assert hurried(taken) == []
    assert list(Whereabouts(plan).people()) == []


def test_no_venue_holds_two_things_and_no_house_one_while_its_rooms_are_in_use(plan):
    taken = venue_time()
    assert "sfy-house" in taken
    assert taken_twice(taken) == []
    assert list(Whereabouts(plan).venues()) == []


def test_there_is_enough_of_all_equipment():
    assert pieces_in_use() == {"speakers": 3, "projector": 1, "tables": 35}
    assert all(pieces <= EQUIPMENT[name] for name, pieces in pieces_in_use().items())


def test_everything_is_within_the_hours_of_its_venue(plan):
    assert sum("hours" in venue for venue in VENUES.values()) == 3 * 9 + 8 + 3
    assert [finding.code for finding in plan.findings] == []


def test_the_verifier_sees_a_person_a_venue_and_a_piece_of_equipment_that_are_moved(plan):
    taken = time_of_people(plan)
    person, entries = next(item for item in sorted(taken.items()) if len(item[1]) > 3)
    _, end, rest, there, _ = sorted(entries)[2]
    entries.append((end - dt.timedelta(minutes=1), end + dt.timedelta(hours=1), rest, there, "moved"))
    assert {item[0] for item in hurried(taken)} == {person}
    rooms = venue_time()
    rooms["sfy-house"].append((*rooms["sfy-hall"][0][:2], "fair"))
    assert {item[0] for item in taken_twice(rooms)} == {"sfy-house"}


def test_214_helpers_visit_86_households_and_somebody_stands_in_where_they_cannot(plan):
    visits = visits_of(plan)
    assert len({visit.household for visit in visits}) == 86
    assert len(visits) == 86 * 48
    assert all(visit.helpers for visit in visits)
    stood = {visit.key: visit.stand_ins for visit in visits if visit.stand_ins}
    assert sorted(stood) == [
        "visit-03/20270316T1700",
        "visit-17/20270413T1700",
        "visit-29/20270615T1700",
        "visit-50/20270713T1700",
        "visit-71/20271116T1700",
    ]
    own = {visit.household: set(visit.own) for visit in visits}
    communities = {table["id"]: table["area"] for table in tables("team")}
    for key, (person,) in stood.items():
        household = key.partition("/")[0]
        (theirs,) = [team for team, helpers in own.items() if person in helpers]
        assert communities[theirs] == communities[household]


def test_1869_errands_are_heard_and_1594_settled_by_the_end_of_april(tmp_path):
    store, script = tmp_path / "office.db", OFFICE / "remember.py"
    subprocess.run([sys.executable, str(script), "--store", str(store)], check=True, capture_output=True)
    ask = ["errands", str(OFFICE), "--store", str(store), "--figures", "--json", "--now", "2027-04-30T20:00+08:00"]
    done = subprocess.run([sys.executable, "-m", "volsched", *ask], check=True, capture_output=True, text=True)
    assert json.loads(done.stdout) == {"heard": 1869, "settled": 1594, "open": 275, "overdue": 0}
