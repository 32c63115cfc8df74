"""A campaign: own community first, the frail and the oldest first, waves, access, households, and a reason for each."""

import datetime as dt

import attrs
import pytest

from volsched.booking import place_campaign
from volsched.booking.slots import slots_of, split_slots
from volsched.model import (
    Area,
    Campaign,
    Occurrence,
    Person,
    Places,
    Programme,
    Schedule,
    Space,
    Span,
    Station,
    Team,
    Text,
    Venue,
    checkup,
)

ZONE = "Asia/Shanghai"


def person(name, area="east", **more):
    return Person(id=name, name=Text(en=name), area=area, **more)


def clinic(area, capacity=2, **places):
    schedule = Schedule(start=dt.datetime(2027, 5, 4, 9), lasts=dt.timedelta(hours=2), rule="FREQ=WEEKLY")
    made = checkup(f"{area}-clinic", title="Clinic", cohort=area, schedule=schedule, capacity=capacity, area=area)
    return attrs.evolve(
        made, places=attrs.evolve(made.places, **places), space=Space(venue="steps" if area == "west" else "flat")
    )


def programme(people, capacities=(2, 2), **terms):
    areas = (
        Area(id="top", name=Text(en="Top")),
        *(Area(id=a, name=Text(en=a), parent="top") for a in ("east", "west")),
    )
    cohorts = [tuple(p.id for p in people if p.area == area) for area in ("east", "west")]
    campaign = Campaign(id="c", name=Text(en="C"), activities=("east-clinic", "west-clinic"), **terms)
    return Programme(
        id="p",
        name=Text(en="P"),
        areas=areas,
        venues=(Venue(id="flat", name=Text(en="Flat"), accessible=True), Venue(id="steps", name=Text(en="Steps"))),
        people=tuple(people),
        teams=tuple(Team(id=a, name=Text(en=a), members=m) for a, m in zip(("east", "west"), cohorts, strict=True)),
        activities=tuple(clinic(a, c) for a, c in zip(("east", "west"), capacities, strict=True)),
        campaigns=(campaign,),
    )


def sessions(days):
    found = {}
    for activity, numbers in days.items():
        for number in numbers:
            start = dt.datetime(2027, 5, 4, 1, tzinfo=dt.UTC) + dt.timedelta(days=number)
            original = dt.datetime(2027, 5, 4, 9) + dt.timedelta(days=number)
            span = Span(start, start + dt.timedelta(hours=2))
            item = Occurrence(activity=activity, original=original, span=span, zone=ZONE)
            found.setdefault(activity, []).append(item)
    return found


def places(made, days, taken=()):
    result = place_campaign(made, made.campaigns[0], sessions(days), taken)
    return {
        b.person: f"{b.occurrence.partition('-')[0]} {b.occurrence[-9:-5]} {b.span.start:%H:%M}"
        if b.occurrence
        else b.reason
        for b in result.bookings
    }


BOTH = {"east-clinic": [0, 7], "west-clinic": [0]}


def test_everybody_goes_to_their_own_community_first():
    made = programme([person("e1"), person("w1", "west"), person("w2", "west")])
    assert places(made, BOTH) == {"e1": "east 0504 01:00", "w1": "west 0504 01:00", "w2": "west 0504 01:15"}


def test_who_finds_no_room_at_home_goes_elsewhere_or_waits_where_that_is_not_wanted():
    people = [person(f"w{number}", "west") for number in range(3)]
    assert places(programme(people), BOTH)["w2"] == "east 0504 01:00"
    assert places(programme(people, elsewhere=None), BOTH)["w2"] == "no-place-left"


def test_the_frail_come_first_then_the_oldest():
    made = programme([person("young", born=1985), person("old", born=1931), person("frail", born=1990, priority=1)])
    found = places(made, {"east-clinic": [0, 7]})
    assert found == {"frail": "east 0504 01:00", "old": "east 0504 01:15", "young": "east 0511 01:00"}


def test_where_places_are_few_the_least_urgent_wait_in_the_order_of_urgency():
    people = [person("a"), person("b", priority=2), person("c", priority=1), person("d", priority=3)]
    made = programme(people)
    bookings = place_campaign(made, made.campaigns[0], sessions({"east-clinic": [0]})).bookings
    assert [(b.person, b.status, b.rank) for b in bookings if b.status == "waiting"] == [
        ("d", "waiting", 1),
        ("a", "waiting", 2),
    ]


def test_a_wave_is_not_booked_before_it_is_invited():
    made = programme(
        [person("e1"), person("w1", "west")],
        waves=(("west",), ("east",)),
        invited_on=dt.date(2027, 4, 27),
        wave_every=7,
        notice=7,
    )
    assert places(made, BOTH) == {"e1": "east 0511 01:00", "w1": "west 0504 01:00"}
    late = attrs.evolve(made, campaigns=(attrs.evolve(made.campaigns[0], notice=30),))
    assert places(late, BOTH) == {"e1": "invited-too-late", "w1": "invited-too-late"}


def test_who_needs_access_is_not_sent_up_steps():
    made = programme([person("w1", "west", needs_access=True), person("w2", "west")])
    assert places(made, BOTH) == {"w1": "east 0504 01:00", "w2": "west 0504 01:00"}
    assert places(made, {"west-clinic": [0]}) == {"w1": "no-access", "w2": "west 0504 01:00"}


def test_who_is_busy_all_the_time_waits_and_is_told_why():
    made = programme([person("e1"), person("e2")])
    whole_day = Span(dt.datetime(2027, 5, 4, tzinfo=dt.UTC), dt.datetime(2027, 5, 5, tzinfo=dt.UTC))
    assert places(made, {"east-clinic": [0]}, [("e1", whole_day)]) == {"e1": "never-free", "e2": "east 0504 01:00"}


def test_a_household_comes_together_when_its_most_urgent_member_does():
    people = [person("x", born=1950), person("y", born=1951), person("z", priority=1), person("mate")]
    people[2] = attrs.evolve(people[2], household="h")
    people[3] = attrs.evolve(people[3], household="h")
    found = places(programme(people), {"east-clinic": [0, 7]})
    assert (found["z"], found["mate"]) == ("east 0504 01:00", "east 0504 01:15")


def test_an_elder_comes_when_the_helper_is_free():
    made = programme([person("elder", helper="aide"), person("aide", "top")])
    busy = Span(dt.datetime(2027, 5, 4, 0, 30, tzinfo=dt.UTC), dt.datetime(2027, 5, 4, 1, 10, tzinfo=dt.UTC))
    assert places(made, {"east-clinic": [0]}, [("aide", busy)]) == {"elder": "east 0504 01:15"}


def test_places_for_walk_ins_are_spread_over_the_session_and_not_given_out():
    (occurrence,) = sessions({"east-clinic": [0]})["east-clinic"]
    given, kept = split_slots(Places(capacity=8, appointment=dt.timedelta(minutes=15), walk_in=2), occurrence)
    assert [f"{span.start:%H:%M}" for span in kept] == ["01:45", "02:45"]
    assert len(given) == 6


@pytest.mark.parametrize(
    ("stations", "starts"),
    [
        ([(5, 1), (10, 1)], ["01:00", "01:10", "01:20"]),
        ([(5, 1), (15, 2)], ["01:00", "01:08", "01:15"]),
        ([(5, 2), (5, 2)], ["01:00", "01:03", "01:05"]),
    ],
)
def test_as_many_begin_as_the_slowest_station_can_take(stations, starts):
    (occurrence,) = sessions({"east-clinic": [0]})["east-clinic"]
    made = tuple(
        Station(id=f"s{number}", lasts=dt.timedelta(minutes=lasts), at_once=at_once)
        for number, (lasts, at_once) in enumerate(stations)
    )
    spans = slots_of(Places(capacity=99, stations=made), occurrence)
    assert [f"{span.start:%H:%M}" for span in spans[:3]] == starts
    assert all(span.end <= occurrence.span.end for span in spans)
    # Nobody ever waits: at each station at most as many are inside as it can see.
    for number, station in enumerate(made):
        before = sum((item.lasts for item in made[:number]), dt.timedelta())
        inside = [(span.start + before, span.start + before + station.lasts) for span in spans]
        assert all(sum(a <= at < b for a, b in inside) <= station.at_once for at, _ in inside)
