"""Troupes and soloists of a show find it in their calendars and in what changes for them."""

import datetime as dt

import attrs

from volsched import Scheduler
from volsched.model import Act, Person, Programme, Schedule, Show, Span, Team, Text, Venue, Window, performance
from volsched.planning import agenda, make_plan
from volsched.publishing import PublishedState, changes_between
from volsched.rostering import solve

MAY = Window.month(2027, 5)
EVENING = Schedule(start=dt.datetime(2027, 5, 7, 18), lasts=dt.timedelta(hours=2))
KEY = "gala/20270507T1800"


def act(name, **fields):
    return Act(id=name, title=Text(en=name), lasts=dt.timedelta(minutes=5), **fields)


def plan():
    acts = (act("song", team="choir"), act("dance", team="dancers"), act("poem", people=("dil",)))
    gala = performance("gala", title="Gala", schedule=EVENING, venue="hall", show=Show(acts=acts))
    made = Programme(
        id="place",
        name=Text(en="Place"),
        venues=(Venue(id="hall", name=Text(en="Hall")),),
        people=tuple(Person(id=name, name=Text(en=name)) for name in ("ann", "bob", "cem", "dil", "eve")),
        teams=(
            Team(id="choir", name=Text(en="Choir"), members=("ann", "bob")),
            Team(id="dancers", name=Text(en="Dancers"), members=("bob", "cem")),
        ),
        activities=(gala,),
    )
    return make_plan(made, MAY, solve=solve)


def test_each_troupe_and_each_soloist_has_the_show():
    made = plan()
    assert {name: len(made.attending(name)) for name in ("ann", "bob", "cem", "dil", "eve")} == {
        "ann": 1,
        "bob": 1,
        "cem": 1,
        "dil": 1,
        "eve": 0,
    }
    assert made.people_concerned() == ("ann", "bob", "cem", "dil")
    assert [entry.activity for entry in agenda(made, team="dancers")] == ["gala"]


def test_a_state_keeps_all_troupes_and_who_plays_alone():
    state = PublishedState.of(plan())
    assert sorted(state.commitments) == ["ann", "bob", "cem", "dil"]
    assert {len(found) for found in state.commitments.values()} == {1}
    assert PublishedState.of_body(state.to_body()) == state
    before = {**state.to_body(), "taking_part": {"gala": "choir"}}
    assert sorted(PublishedState.of_body(before).commitments) == ["ann", "bob"]


def test_when_the_show_is_moved_everybody_in_it_is_concerned():
    made = plan()
    occurrence = made.occurrence(KEY)
    span = Span(occurrence.span.start + dt.timedelta(hours=1), occurrence.span.end + dt.timedelta(hours=1))
    moved = attrs.evolve(made, occurrences=(attrs.evolve(occurrence, span=span, moved=True),))
    assert changes_between(made, moved).concerned == ("ann", "bob", "cem", "dil")


def test_the_calendars_of_troupes_and_soloists_hold_the_show(tmp_path):
    made = plan()
    Scheduler(made.programme).publish(made, tmp_path)
    for path in ("person/dil.ics", "person/bob.ics", "member/team/choir.ics", "member/team/dancers.ics"):
        assert (tmp_path / path).read_text(encoding="utf-8").count("SUMMARY:Gala") == 1, path
    assert "Gala" not in (tmp_path / "person/eve.ics").read_text(encoding="utf-8")
