"""Venues that are closed, too small or not shared; and what is proposed instead."""

import datetime as dt

import attrs
from tests.planning.test_free import AREAS, HALF, HOUR, at, once
from tests.planning.test_plan import programme

from volsched.model import (
    Edit,
    Equipment,
    Hours,
    Places,
    Schedule,
    Space,
    Team,
    Text,
    Use,
    Venue,
    Window,
    activity,
)
from volsched.planning import make_plan, run_checks
from volsched.rostering import solve

WEEK = Window.parse("2027-05-03/2027-05-10")
NINE_TO_SIX = (Hours(since=dt.time(9), until=dt.time(18)),)
HOUSE = Venue(id="house", name=Text(zh="中心", en="House"), area="north", hours=NINE_TO_SIX, shared_by=("north",))
ROOM = Venue(id="room", name=Text(en="Room"), inside="house", area="north", capacity=20)
HALL = Venue(id="hall", name=Text(en="Hall"), area="north", capacity=60)
GYM = Venue(id="gym", name=Text(en="Gym"), area="north", capacity=200)


def plan_of(*activities, **more):
    fields = {"areas": AREAS, "venues": (HOUSE, ROOM, HALL, GYM), **more}
    return make_plan(programme(*activities, **fields), WEEK, solve=solve)


def meeting(name, start, lasts=HOUR, **fields):
    more = {"area": "north", "space": Space(venue="room"), "audience": "member", **fields}
    return activity(name, title=name.title(), schedule=once(start, lasts), **more)


def test_setting_up_before_a_house_opens_is_found_and_another_time_is_proposed():
    early = meeting("talk", at(9), space=Space(venue="room", set_up=HALF))
    (finding,) = run_checks(plan_of(early))
    assert (finding.code, finding.severity, finding.subjects) == (
        "venue-closed",
        "warning",
        ("room", "talk/20270507T0900"),
    )
    assert finding.sentence.en == (
        "'Talk' on Friday 7 May 2027 09:00 (Beijing time) is in Room (room), which is then closed, "
        "setting up and clearing up included"
    )
    (proposal,) = finding.proposals
    assert proposal.edits == (Edit(table="activity", id="talk", path=("when", "start"), value="2027-05-07 09:30"),)
    assert proposal.sentence.en == (
        "move 'Talk' from Friday 7 May 2027 09:00 (Beijing time) to Friday 7 May 2027 09:30 (Beijing time)"
    )


def test_one_occurrence_of_a_series_is_moved_by_a_change():
    daily = Schedule(start=dt.datetime(2027, 5, 5, 17, 30), lasts=HOUR, rule="FREQ=DAILY;COUNT=1")
    (finding,) = run_checks(plan_of(attrs.evolve(meeting("talk", at(9)), schedule=daily)))
    assert [edit for proposal in finding.proposals for edit in proposal.edits] == [
        Edit(
            table="activity",
            id="talk",
            path=("when", "change"),
            entry=(("on", "2027-05-05 17:30"), ("start", "2027-05-05 17:00")),
        )
    ]


def test_a_room_for_twenty_is_too_small_for_forty_and_the_smallest_that_is_free_is_proposed():
    class_ = meeting("class", at(10), places=Places(capacity=40))
    (finding,) = run_checks(plan_of(class_))
    assert (finding.code, finding.subjects) == ("venue-too-small", ("room", "class"))
    assert finding.sentence.zh == "Room（room）可容20人，“Class”有40人"
    assert finding.proposals[0].edits == (Edit(table="activity", id="class", path=("space", "venue"), value="hall"),)
    taken = meeting("ball", at(10), space=Space(venue="hall"))
    (finding,) = run_checks(plan_of(class_, taken))
    assert [proposal.edits[0].value for proposal in finding.proposals] == ["gym"]
    one_by_one = meeting("clinic", at(10), places=Places(capacity=40, appointment=HALF, at_once=2))
    assert run_checks(plan_of(one_by_one)) == ()


def test_a_team_that_does_not_fit_is_told_once_for_the_series():
    choir = Team(id="choir", name=Text(en="Choir"), members=("ann", "bob", "gul"))
    cell = Venue(id="cell", name=Text(en="Cell"), capacity=2)
    daily = Schedule(start=dt.datetime(2027, 5, 3, 10), lasts=HOUR, rule="FREQ=DAILY")
    song = attrs.evolve(meeting("song", at(9)), schedule=daily, team="choir", space=Space(venue="cell"))
    found = run_checks(plan_of(song, teams=(choir,), venues=(cell,)))
    assert [(item.code, item.subjects, item.proposals) for item in found] == [("venue-too-small", ("cell", "song"), ())]


def test_a_house_that_another_area_does_not_share_is_told():
    stranger = meeting("talk", at(10), area="south", space=Space(venue="house"))
    (finding,) = run_checks(plan_of(stranger))
    assert (finding.code, finding.sentence.en) == (
        "venue-not-shared",
        "House (house) is not shared with the area of 'Talk'",
    )


def test_what_clashes_is_proposed_another_time_the_later_one_first():
    first, second = meeting("first", at(10)), meeting("second", at(10, 30))
    (finding,) = run_checks(plan_of(first, second))
    assert finding.code == "venue-clash"
    assert [(edit.id, edit.value) for proposal in finding.proposals for edit in proposal.edits] == [
        ("second", "2027-05-07 11:00"),
        ("first", "2027-05-07 09:30"),
    ]


def test_more_equipment_than_there_is_is_told_and_nothing_is_proposed():
    piano = Equipment(id="piano", name=Text(en="Piano"))
    two = meeting("two", at(8), space=Space(venue="room", equipment=(Use("piano", 2),)))
    found = run_checks(plan_of(two, equipment=(piano,)))
    assert [(item.code, item.proposals) for item in found] == [("equipment-clash", ()), ("venue-closed", ())]
