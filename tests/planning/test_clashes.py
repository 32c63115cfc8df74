"""Clashes in a whole plan: rest, ways, rooms in houses and equipment, whatever kinds meet."""

import datetime as dt
import random
from collections import defaultdict
from itertools import combinations

import attrs
import pytest
from tests.planning.test_plan import FRIDAYS, NIGHTLY, ONE_FRIDAY, WATCH, people, plan_of

from volsched.errors import InvalidValue
from volsched.model import (
    Act,
    Area,
    Assignment,
    Booking,
    Equipment,
    Roster,
    Schedule,
    Show,
    Space,
    Span,
    Team,
    Text,
    Travel,
    Use,
    Venue,
    activity,
    checkup,
    patrol,
    performance,
)
from volsched.model.zones import zone
from volsched.planning import Whereabouts, run_checks

BEIJING = zone("Asia/Shanghai")
HOUR = dt.timedelta(hours=1)


def once(hour, lasts=1, day=7):
    return Schedule(start=dt.datetime(2027, 5, day, hour), lasts=dt.timedelta(hours=lasts))


def codes(plan):
    return [(finding.code, *finding.subjects) for finding in run_checks(plan)]


def with_rest(duty, hours):
    return attrs.evolve(duty, staffing=attrs.evolve(duty.staffing, rest_after=dt.timedelta(hours=hours)))


def clinic_at(hour):
    schedule = once(hour, day=8)
    return checkup("clinic", title="Clinic", cohort="choir", schedule=schedule, capacity=2, appointment=HOUR, at_once=2)


def late_watch():
    until_one = Schedule(start=dt.datetime(2027, 5, 7, 21), lasts=4 * HOUR)
    return with_rest(patrol("night", title="Patrol", team="watch", schedule=until_one, seats=6), 9)


def test_a_singer_on_patrol_until_one_is_not_booked_at_eight_for_the_clinic():
    plan = plan_of(late_watch(), clinic_at(8))
    # Ann watches and sings; Gul sings alone.
    booked = {booking.person: booking.status for booking in plan.bookings}
    assert booked == {"gul": "booked", "ann": "waiting"}
    assert codes(plan) == [("no-place", "clinic", "ann")]
    assert {item.person: item.status for item in plan_of(late_watch(), clinic_at(10)).bookings} == {
        "ann": "booked",
        "gul": "booked",
    }


def test_an_appointment_in_the_rest_after_a_duty_is_found_whoever_made_it():
    plan = plan_of(late_watch(), clinic_at(8))
    at_eight = Span(dt.datetime(2027, 5, 8, 8, tzinfo=BEIJING), dt.datetime(2027, 5, 8, 9, tzinfo=BEIJING))
    by_hand = Booking(person="ann", activity="clinic", occurrence="clinic/20270508T0800", span=at_eight)
    (finding,) = run_checks(attrs.evolve(plan, bookings=(by_hand,)))
    assert (finding.code, finding.severity) == ("no-time-between", "error")
    assert finding.subjects == ("ann", "night/20270507T2100", "clinic/20270508T0800")
    assert finding.sentence.en == (
        "Ann (ann) comes from 'Patrol' to 'Clinic' on Saturday 8 May 2027 08:00 (Beijing time): "
        "rest and way take 9h, 2h are missing"
    )
    assert finding.sentence.zh == (
        "Ann（ann）在2027年5月8日 周六 08:00（北京时间）参加“Clinic”之前要参加“Patrol”，"
        "中间的休息和路程需要9小时，还差2小时"
    )


def test_duties_of_one_patrol_keep_to_the_rules_of_their_roster():
    night = with_rest(patrol("night", title="Patrol", team="watch", schedule=NIGHTLY, seats=6), 23)
    plan = plan_of(night)
    assert plan.summary.filled == 6 * 31
    assert codes(plan) == []


def test_a_duty_is_not_given_where_its_rest_would_reach_into_a_rehearsal():
    rehearsal = activity("rehearsal", title="Choir", schedule=once(9, day=8), team="choir")
    five = attrs.evolve(late_watch(), staffing=patrol("x", title="X", team="watch", schedule=NIGHTLY, seats=5).staffing)
    plan = plan_of(rehearsal, with_rest(five, 9))
    assert "ann" not in {item.person for item in plan.rosters[0].assignments}
    assert codes(plan) == []


def two_places(way):
    return {
        "areas": tuple(Area(id=name, name=Text(en=name)) for name in ("north", "south")),
        "venues": (
            Venue(id="hall", name=Text(en="Hall"), area="north"),
            Venue(id="stage", name=Text(en="Stage"), area="south"),
        ),
        "travel": (Travel(one="north", other="south", takes=way),),
    }


def at(venue):
    return Space(venue=venue)


def test_the_way_between_two_areas_counts_and_nobody_is_booked_without_it():
    first = activity("talk", title="Talk", schedule=once(9), team="choir", space=at("hall"))
    second = activity("song", title="Song", schedule=once(10), team="choir", space=at("stage"))
    found = codes(plan_of(first, second, **two_places(dt.timedelta(minutes=20))))
    assert found == [("no-time-between", name, "talk/20270507T0900", "song/20270507T1000") for name in ("ann", "gul")]
    assert codes(plan_of(first, second, **two_places(dt.timedelta()))) == []
    later = attrs.evolve(second, schedule=attrs.evolve(once(10), start=dt.datetime(2027, 5, 7, 10, 20)))
    assert codes(plan_of(first, later, **two_places(dt.timedelta(minutes=20)))) == []


def test_a_house_is_taken_with_its_rooms_and_two_rooms_may_be_taken_at_once():
    rooms = (
        Venue(id="house", name=Text(en="House")),
        Venue(id="red", name=Text(en="Red room"), inside="house"),
        Venue(id="blue", name=Text(en="Blue room"), inside="house"),
    )
    fair = activity("fair", title="Fair", schedule=once(9, 3), space=at("house"))
    red = activity("red-class", title="Class", schedule=once(10), space=at("red"))
    blue = activity("blue-class", title="Class", schedule=once(10), space=at("blue"))
    assert codes(plan_of(red, blue, venues=rooms)) == []
    assert codes(plan_of(fair, red, blue, venues=rooms)) == [
        ("venue-clash", "house", "fair/20270507T0900", "blue-class/20270507T1000"),
        ("venue-clash", "house", "fair/20270507T0900", "red-class/20270507T1000"),
    ]


def test_equipment_is_counted_while_it_is_set_up_and_cleared_up():
    piano = Equipment(id="piano", name=Text(zh="钢琴", en="Piano"))
    chairs = Equipment(id="chairs", name=Text(en="Chairs"), count=100)
    space = Space(venue="hall", clear_up=HOUR, equipment=(Use("piano"), Use("chairs", 60)))
    first = activity("first", title="First", schedule=once(9), space=space)
    second = activity("second", title="Second", schedule=once(10), space=attrs.evolve(space, venue="yard"))
    venues = (Venue(id="hall", name=Text(en="Hall")), Venue(id="yard", name=Text(en="Yard")))
    plan = plan_of(first, second, venues=venues, equipment=(piano, chairs))
    assert codes(plan) == [
        ("equipment-clash", "chairs", "second/20270507T1000", "first/20270507T0900"),
        ("equipment-clash", "piano", "second/20270507T1000", "first/20270507T0900"),
    ]
    assert run_checks(plan)[1].sentence.en == (
        "Piano (piano): 2 are needed on Friday 7 May 2027 10:00 (Beijing time) and there are 1, by 'First', 'Second'"
    )
    enough = (attrs.evolve(piano, count=2), attrs.evolve(chairs, count=120))
    assert codes(plan_of(first, second, venues=venues, equipment=enough)) == []


def gala(**fields):
    acts = (
        Act(id="song", title=Text(en="Song"), lasts=dt.timedelta(minutes=5), team="choir"),
        Act(id="speech", title=Text(en="Speech"), lasts=dt.timedelta(minutes=5), people=("bob",)),
    )
    show = Show(acts=acts, **fields)
    return performance("gala", title="Gala", schedule=once(18, 2), venue="hall", show=show)


def test_troupes_and_soloists_of_a_show_are_there_from_its_call_on():
    talk = activity("talk", title="Talk", schedule=once(16), team="watch")
    assert codes(plan_of(gala(call=HOUR), talk)) == []
    assert codes(plan_of(gala(call=2 * HOUR), talk)) == [
        ("person-clash", name, "talk/20270507T1600", "gala/20270507T1800") for name in ("ann", "bob")
    ]
    plan = plan_of(gala())
    assert [item.key for item in plan.attending("bob")] == ["gala/20270507T1800"]
    assert plan.people_concerned() == ("ann", "bob", "gul")


def test_one_person_in_two_troupes_that_play_at_once_is_seen():
    teams = (
        Team(id="watch", name=Text(en="Watch"), members=WATCH),
        Team(id="choir", name=Text(en="Choir"), members=("ann",)),
    )
    other = performance("ball", title="Ball", schedule=once(19), venue="yard", team="watch")
    venues = (Venue(id="hall", name=Text(en="Hall")), Venue(id="yard", name=Text(en="Yard")))
    found = codes(plan_of(gala(), other, venues=venues, teams=teams))
    assert ("person-clash", "ann", "gala/20270507T1800", "ball/20270507T1900") in found


def test_what_is_cancelled_takes_nothing():
    quiet = attrs.evolve(FRIDAYS, exclude=(dt.datetime(2027, 5, 7, 10),))
    plan = plan_of(
        activity("rehearsal", title="Choir", schedule=quiet, team="choir"),
        activity("talk", title="Talk", schedule=ONE_FRIDAY, team="watch"),
    )
    assert codes(plan) == []


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: Use("piano", 0), "use piano: pieces: 0 is not possible"),
        (lambda: Space(venue="hall", equipment=(Use("piano"), Use("piano"))), "one kind stands twice"),
        (lambda: Equipment(id="piano", name=Text(en="Piano"), count=0), "equipment piano: count: 0 is not possible"),
        (lambda: Travel(one="a", other="b", takes=dt.timedelta(days=2)), "travel a-b: takes: 2 days, 0:00:00"),
        (lambda: Venue(id="hall", name=Text(en="Hall"), inside="hall"), "a venue cannot lie in itself"),
        (lambda: plan_of(venues=(Venue(id="hall", name=Text(en="Hall"), inside="hal"),)), "did you mean 'hall'"),
        (lambda: plan_of(travel=(Travel(one="hall", other="yrd", takes=HOUR),)), "no venue or area 'yrd'"),
        (lambda: plan_of(areas=(Area(id="yard", name=Text(en="Yard"), keeper="zoe"),)), "no person 'zoe'"),
        (lambda: plan_of(gala(rehearsals=("gal",))), "show.rehearsals: no activity 'gal'"),
    ],
)
def test_what_cannot_be_is_refused_with_a_cure(make, told):
    with pytest.raises((InvalidValue, ExceptionGroup)) as caught:
        make()
    found = caught.value
    told_by = found.exceptions if isinstance(found, ExceptionGroup) else (found,)
    assert any(told in str(one) for one in told_by), [str(one) for one in told_by]


def test_two_rooms_that_lie_in_each_other_are_refused():
    rooms = tuple(Venue(id=one, name=Text(en=one), inside=other) for one, other in (("red", "blue"), ("blue", "red")))
    with pytest.raises(ExceptionGroup) as caught:
        plan_of(venues=rooms, people=people(*WATCH, "gul"))
    assert [item.problem for item in caught.value.exceptions] == ["lies in itself, going out"] * 2


def test_clashes_of_random_weeks_are_those_that_comparing_all_pairs_finds():
    dice = random.Random(3)
    several = 0
    for _ in range(80):
        plan = random_plan(dice)
        found = [(clash.thing, *sorted((clash.first, clash.second))) for clash in Whereabouts(plan).people()]
        expected = list(by_comparing(plan))
        assert sorted(found) == sorted(expected)
        several += len(expected) > 2
    assert several > 20


def random_plan(dice):
    """Teams that meet at random in two areas, and a duty whose people must rest."""
    meetings = []
    for number in range(dice.randrange(2, 9)):
        day, hour = dice.randrange(7, 9), dice.randrange(0, 23)
        venue, team = dice.choice(("hall", "stage")), dice.choice(("watch", "choir"))
        name = f"m{number}"
        meetings.append(activity(name, title=name, schedule=once(hour, day=day), team=team, space=at(venue)))
    duty = with_rest(patrol("night", title="Patrol", team="watch", schedule=once(20, 4), seats=2, area="north"), 9)
    plan = plan_of(*meetings, duty, **two_places(dt.timedelta(minutes=50)))
    # Whoever the roster chose, somebody else is put there by hand.
    shift = plan.shifts[0]
    pairs = zip(dice.sample(WATCH, 2), shift.seats(), strict=True)
    seats = tuple(Assignment(person=person, seat=seat) for person, seat in pairs)
    return plan.with_roster(Roster(id="night", assignments=seats))


def by_comparing(plan):
    """All pairs of what each person has, with the rest and the way written out."""
    times = defaultdict(list)
    for item in plan.occurrences:
        here = plan.programme.activity(item.activity)
        for person in plan.programme.team(here.team).members if here.team else ():
            times[person].append((item.span.start, item.span.end, HOUR * 0, plan.venue_of(item), item.key))
    for item in plan.rosters[0].assignments:
        shift = plan.shift(item.seat.shift)
        times[item.person].append((shift.span.start, shift.span.end, 9 * HOUR, "hall", shift.id))
    for person, entries in times.items():
        for one, other in combinations(sorted(entries), 2):
            way = dt.timedelta(minutes=50) if one[3] != other[3] else HOUR * 0
            if other[0] < one[1] + max(one[2], way):
                yield person, *sorted((one[4], other[4]))
