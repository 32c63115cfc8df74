"""A free time is one at which putting it into the plan makes no clash, and the first such; the twin tries them all."""

import datetime as dt
import random

import attrs
import pytest
from tests.planning.test_plan import people, programme

from volsched.errors import InvalidValue, UnknownName
from volsched.model import (
    Area,
    Availability,
    Equipment,
    Hours,
    Schedule,
    Space,
    Span,
    Team,
    Text,
    Travel,
    Use,
    Venue,
    Window,
    activity,
    patrol,
)
from volsched.model.zones import zone
from volsched.planning import make_plan
from volsched.planning.free import Alternative, Diary, InTheWay, Wish, free_time
from volsched.planning.sweeping import beyond
from volsched.planning.whereabouts import Whereabouts
from volsched.rostering import solve

LOCAL = zone("Asia/Shanghai")
DAY = Window.parse("2027-05-07")
HALF, HOUR = dt.timedelta(minutes=30), dt.timedelta(hours=1)
NAMES = ("ann", "bob", "cem")
AREAS = tuple(Area(id=name, name=Text(en=name)) for name in ("north", "south"))
VENUES = (
    Venue(id="house", name=Text(en="House"), area="north"),
    Venue(id="red", name=Text(en="Red room"), inside="house"),
    Venue(id="yard", name=Text(en="Yard"), area="south"),
)
PLACE = {
    "areas": AREAS,
    "venues": VENUES,
    "equipment": (Equipment(id="chairs", name=Text(en="Chairs"), count=3),),
    "travel": (Travel(one="north", other="south", takes=HALF),),
    "people": people(*NAMES),
    "teams": tuple(
        Team(id=name, name=Text(en=name), members=members)
        for name, members in (*((name, (name,)) for name in NAMES), ("both", NAMES[:2]))
    ),
}


def at(hour, minute=0, day=7):
    return dt.datetime(2027, 5, day, hour, minute, tzinfo=LOCAL)


def once(start, lasts):
    return Schedule(start=start.replace(tzinfo=None), lasts=lasts)


def plan_of(*activities, window=DAY, **more):
    return make_plan(programme(*activities, **{**PLACE, **more}), window, solve=solve)


def some_activity(dice, number):
    start = at(dice.randrange(0, 20), dice.choice((0, 30)))
    space = None
    if dice.random() < 0.7:
        uses = (Use("chairs", dice.randrange(1, 3)),) if dice.random() < 0.5 else ()
        room = dice.choice(("house", "red", "yard"))
        space = Space(
            venue=room, set_up=dice.choice((0, 1)) * HALF, clear_up=dice.choice((0, 1)) * HALF, equipment=uses
        )
    more = {"team": dice.choice(("ann", "bob", "cem", "both"))} if dice.random() < 0.7 else {}
    title = f"a{number}"
    return activity(title, title=title, schedule=once(start, dice.choice((1, 2, 4)) * HALF), space=space, **more)


def clashes(plan):
    where = Whereabouts(plan)
    found = {("person", c.thing, c.first, c.second) for c in where.people()}
    found |= {("venue", c.thing, c.first, c.second) for c in where.venues()}
    for name, holdings in where.holdings().items():
        found |= {
            ("equipment", name, use[0]) for use, _, _ in beyond(holdings, plan.programme.kind_of_equipment(name).count)
        }
    return found


def test_the_first_free_time_is_the_first_that_puts_nothing_into_two_places():
    dice = random.Random(7)
    none = 0
    for _ in range(120):
        known = [some_activity(dice, number) for number in range(dice.randrange(3, 14))]
        plan = plan_of(*known)
        if clashes(plan):
            # The twin looks for clashes that come new, and those of equipment have no pairs.
            known = known[:2]
            plan = plan_of(*known)
        wish = Wish(
            length=dice.choice((1, 3, 5)) * HALF,
            people=dice.choice(((), ("ann",), ("ann", "bob"), NAMES)),
            room=dice.choice((None, "house", "red", "yard")),
            equipment={"chairs": dice.randrange(1, 4)} if dice.random() < 0.4 else {},
            set_up=dice.choice((0, 1)) * HALF,
            clear_up=dice.choice((0, 1)) * HALF,
            step=HALF,
        )
        expected = by_trying(known, plan, wish)
        assert free_time(plan, wish).span == expected, (known, wish)
        none += expected is None
    assert none < 60


def by_trying(known, plan, wish):
    """Put it at every half hour of the day and look for clashes."""
    before = clashes(plan)
    teams = (*PLACE["teams"], Team(id="wished", name=Text(en="wished"), members=wish.people))
    uses = tuple(Use(name, pieces) for name, pieces in wish.equipment.items())
    start = at(0)
    while start < at(23, 59):
        # Equipment is held where a room is; a place that nobody knows holds nothing else.
        room = wish.room or ("nowhere" if uses else None)
        space = None
        if room is not None:
            space = Space(venue=room, set_up=wish.set_up, clear_up=wish.clear_up, equipment=uses)
        tried = activity("tried", title="tried", schedule=once(start, wish.length), team="wished", space=space)
        venues = (*VENUES, Venue(id="nowhere", name=Text(en="Nowhere")))
        inside = start - wish.set_up >= at(0) and start + wish.length + wish.clear_up <= at(0, day=8)
        if inside and not clashes(plan_of(*known, tried, teams=teams, venues=venues)) - before:
            return Span(start, start + wish.length)
        start += HALF
    return None


def shown(span):
    return f"{span.start.astimezone(LOCAL):%d %H:%M}-{span.end.astimezone(LOCAL):%H:%M}"


def test_a_room_is_free_between_its_hours_and_after_what_is_cleared_up():
    hall = Venue(
        id="hall",
        name=Text(en="Hall"),
        hours=(
            Hours(since=dt.time(9), until=dt.time(18)),
            Hours(since=dt.time(20), until=dt.time(2), first="05-01", last="09-30"),
        ),
    )
    class_ = activity("class", title="Class", schedule=once(at(20), HOUR), space=Space(venue="hall", clear_up=HALF))
    plan = plan_of(class_, venues=(hall,))
    # In May the summer hours hold alone; the night before reaches into the morning.
    assert shown(free_time(plan, Wish(length=HOUR, room="hall")).span) == "07 00:00-01:00"
    late = Wish(length=HOUR, room="hall", since=dt.time(8), until=dt.time(23))
    assert shown(free_time(plan, late).span) == "07 21:30-22:30"
    # Setting up begins when the class has cleared up, and then the evening is too short.
    assert free_time(plan, attrs.evolve(late, set_up=HOUR)).span is None
    assert shown(free_time(plan, attrs.evolve(late, set_up=HALF)).span) == "07 22:00-23:00"
    winter = make_plan(programme(venues=(hall,)), Window.parse("2027-12-01"), solve=solve)
    assert shown(free_time(winter, Wish(length=HOUR, room="hall")).span) == "01 09:00-10:00"


def test_who_said_that_they_cannot_is_not_free_and_who_rests_after_a_duty_neither():
    away = Availability(person="ann", kind="unavailable", weekdays=(4,), since=dt.time(0), until=dt.time(12))
    night = patrol("night", title="Patrol", team="bob", schedule=once(at(0), HOUR), seats=1)
    night = attrs.evolve(night, staffing=attrs.evolve(night.staffing, rest_after=14 * HOUR))
    plan = plan_of(night, availability=(away,))
    assert shown(free_time(plan, Wish(length=HOUR, people=("ann",))).span) == "07 12:00-13:00"
    assert shown(free_time(plan, Wish(length=HOUR, people=("ann", "bob"))).span) == "07 15:00-16:00"


def test_where_there_is_no_time_the_nearest_alternatives_say_what_they_give_up():
    week = Window.parse("2027-05-03/2027-05-10")
    fair = activity("fair", title="Fair", schedule=once(at(0), 24 * HOUR), space=Space(venue="red"))
    talk = activity("talk", title="Talk", schedule=once(at(0), 12 * HOUR), team="ann")
    ball = activity("ball", title="Ball", schedule=once(at(12), 12 * HOUR), team="bob")
    plan = plan_of(
        fair, talk, ball, window=week, venues=(*VENUES, Venue(id="blue", name=Text(en="Blue"), area="north"))
    )
    wish = Wish(length=HOUR, people=("ann",), room="red", step=HALF)
    answer = free_time(plan, wish, DAY)
    assert answer.span is None
    assert answer.in_the_way == (InTheWay(what="venue", name="red"),)
    assert answer.alternatives == (
        Alternative(kind="other-room", span=Span(at(12), at(13)), room="blue"),
        Alternative(kind="other-day", span=Span(at(0, day=8), at(1, day=8)), room="red"),
    )
    both = free_time(plan, Wish(length=HOUR, people=("ann", "bob")), DAY)
    # Each has half of the day, and nobody is to blame alone.
    assert both.in_the_way == tuple(InTheWay(what="person", name=name) for name in ("ann", "bob"))
    assert both.alternatives == (
        Alternative(
            kind="without",
            span=Span(at(0), at(1)),
            without=(InTheWay(what="person", name="ann", why="talk/20270507T0000"),),
        ),
        Alternative(kind="other-day", span=Span(at(0, day=8), at(1, day=8))),
    )
    before = Window.parse("2027-05-04")
    later = attrs.evolve(fair, schedule=once(at(0, day=4), 144 * HOUR))
    earlier = free_time(plan_of(later, window=week), attrs.evolve(wish, people=()), before)
    assert earlier.alternatives == (Alternative(kind="other-day", span=Span(at(23, day=3), at(0, day=4)), room="red"),)


def test_a_diary_says_of_one_start_whether_it_is_free():
    talk = activity("talk", title="Talk", schedule=once(at(9), HOUR), team="ann")
    diary = Diary(plan_of(talk))
    wish = Wish(length=HOUR, people=("ann",))
    assert [diary.is_free(wish, at(hour, minute)) for hour, minute in ((8, 0), (8, 15), (9, 45), (10, 0))] == [
        True,
        False,
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        ({"people": ("zoe",)}, "no person 'zoe'"),
        ({"room": "hal"}, "no venue 'hal'"),
        ({"equipment": {"chair": 1}}, "no equipment 'chair'; did you mean 'chairs'"),
        ({"equipment": {"chairs": 4}}, "equipment chairs: count: 4 are wished for and there are 3; ask for 1 to 3"),
        ({"length": dt.timedelta()}, "wish: length: 0:00:00 is not possible"),
        ({"since": dt.time(8)}, "one of the two times is missing"),
    ],
)
def test_what_cannot_be_wished_for_is_told(wish, told):
    with pytest.raises((InvalidValue, UnknownName), match=told.replace("(", r"\(")):
        free_time(plan_of(), Wish(**{"length": HOUR, **wish}))
