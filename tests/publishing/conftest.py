"""A small place with everything in it that feeds treat differently, and a plan of four days of it."""

import datetime as dt
from zoneinfo import ZoneInfo

import attrs
import pytest

from volsched.model import (
    Area,
    Assignment,
    Booking,
    Occurrence,
    Person,
    Programme,
    Roster,
    Schedule,
    Seat,
    Shift,
    Space,
    Span,
    Team,
    Text,
    Venue,
    Window,
    activity,
    checkup,
    patrol,
    performance,
    training,
)
from volsched.planning import Plan
from volsched.rostering import Problem

HOUR = dt.timedelta(hours=1)
SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(day, hour, minute=0, zone=SHANGHAI):
    return dt.datetime(2027, 5, day, hour, minute, tzinfo=zone)


def schedule(day, hour, hours=2, **more):
    return Schedule(start=dt.datetime(2027, 5, day, hour), lasts=hours * HOUR, **more)


PEOPLE = (
    Person(
        id="an", name=Text(zh="安娜尔", ug="ئاناار"), language="ug", email="an@people.example", phone="+86 991 5550101"
    ),
    Person(id="bo", name=Text(zh="李博"), email="bo@people.example", phone="13999550102"),
    Person(id="chen", name=Text(zh="陈医生", en="Dr Chen"), language="en", phone="0991-5550103"),
    Person(id="di", name=Text(zh="狄娜"), email="di@people.example"),
    Person(id="nobody", name=Text(zh="无事")),
)
NIGHT = patrol(
    "night", title=Text(zh="夜间巡逻", ug="كېچىلىك چارلاش"), team="watch", schedule=schedule(1, 22, 4), seats=2
)
REHEARSAL = activity(
    "rehearsal",
    title=Text(zh="合唱排练", ug="خور مەشىقى", en="Rehearsal"),
    schedule=schedule(7, 10),
    team="choir",
    space=Space(venue="hall"),
    description=Text(zh="带水杯; 歌本, 老花镜\n有事打 0991 5550103 或 bo@people.example，办公室 0991 2220000"),
)
CHECKUP = checkup(
    "checkup",
    title=Text(zh="免费体检", en="Checkup"),
    cohort="elders",
    schedule=schedule(8, 9, 1),
    capacity=4,
    organiser="chen",
    space=Space(venue="hall"),
)
COURSE = training("first-aid", title=Text(zh="急救培训"), schedule=schedule(9, 19), capacity=20, area="suifeng")
GALA = performance("gala", title=Text(zh="百家宴"), schedule=schedule(10, 18), venue="square", area="kangle")
FAIR = activity(
    "fair",
    title=Text(zh="年货会"),
    schedule=Schedule(start=dt.date(2027, 5, 11), lasts=dt.timedelta(days=2)),
    area="office",
)
MEETING = activity(
    "meeting", title=Text(zh="协调会"), schedule=schedule(12, 9), audience="coordinator", space=Space(venue="hall")
)


def place(**more):
    fields = {
        "id": "street",
        "name": Text(zh="街道办", en="Street office"),
        "second_zone": "Asia/Urumqi",
        "uid_domain": "cal.example.org",
        "areas": (
            Area(id="office", name=Text(zh="街道")),
            Area(id="suifeng", name=Text(zh="穗丰园"), parent="office"),
            Area(id="kangle", name=Text(zh="康乐园"), parent="office"),
        ),
        "venues": (
            Venue(
                id="hall",
                name=Text(zh="礼堂"),
                area="suifeng",
                address="文化路 3 号",
                latitude=44.3,
                longitude=84.9012345,
            ),
            Venue(id="square", name=Text(zh="广场")),
        ),
        "people": PEOPLE,
        "teams": (
            Team(id="watch", name=Text(zh="巡逻队"), area="suifeng", members=("an", "bo")),
            Team(id="choir", name=Text(zh="合唱团"), members=("bo", "di")),
            Team(id="elders", name=Text(zh="老人"), members=("an", "di")),
        ),
        "activities": (NIGHT, REHEARSAL, CHECKUP, COURSE, GALA, FAIR, MEETING),
        **more,
    }
    return Programme(**fields)


def happens(name, original, start, hours=2, **more):
    original = dt.datetime(2027, 5, *original) if isinstance(original, tuple) else original
    span = Span(start, start + hours * HOUR)
    return Occurrence(activity=name, original=original, span=span, zone=more.pop("zone", "Asia/Shanghai"), **more)


OCCURRENCES = (
    happens("night", (1, 22), at(1, 22), 4),
    happens("night", (2, 22), at(2, 22), 4),
    happens("rehearsal", (7, 10), at(7, 10)),
    happens("rehearsal", (14, 10), at(15, 16), moved=True, venue="square"),
    happens("rehearsal", (21, 10), at(21, 10), cancelled=True),
    happens("checkup", (8, 9), at(8, 9), 1),
    happens("first-aid", (9, 19), at(9, 19)),
    happens("gala", (10, 18), at(10, 18)),
    happens("fair", dt.date(2027, 5, 11), at(11, 0), 48, all_day=True),
    happens("meeting", (12, 9), at(12, 9)),
)


def make_plan(programme=None, occurrences=OCCURRENCES, **more):
    programme = place() if programme is None else programme
    nights = [item for item in occurrences if item.activity == "night" and not item.cancelled]
    shifts = tuple(
        Shift(id=n.key, activity="night", day=n.day, span=n.span, requirements=NIGHT.staffing.requirements)
        for n in nights
    )
    served = zip(nights, (("an", "bo"), ("bo",)), strict=False)
    assignments = [Assignment(Seat(n.key, "patrol", i), p) for n, people in served for i, p in enumerate(people)]
    appointments = [
        Booking(
            person=person,
            activity="checkup",
            occurrence="checkup/20270508T0900",
            span=Span(at(8, 9, minute), at(8, 9, minute + 15)),
        )
        for person, minute in (("an", 0), ("di", 15))
    ]
    place_kept = Booking(
        person="an", activity="first-aid", occurrence="first-aid/20270509T1900", span=Span(at(9, 19), at(9, 21))
    )
    waiting = Booking(person="di", activity="first-aid", status="waiting", rank=1, reason="no-place-left")
    fields = {
        "programme": programme,
        "window": Window.month(2027, 5),
        "occurrences": tuple(sorted(occurrences, key=lambda item: (item.span, item.activity, item.key))),
        "shifts": shifts,
        "problems": (Problem(id="night", shifts=shifts, people=PEOPLE[:2]),) if shifts else (),
        "rosters": (Roster(id="night", assignments=tuple(assignments)),) if shifts else (),
        "bookings": (*appointments, place_kept, waiting),
        **more,
    }
    return Plan(**fields)


@pytest.fixture
def plan():
    return make_plan()


@pytest.fixture
def planned():
    """make_plan itself, for plans that differ: planned(programme, occurrences, **fields of Plan)."""
    return make_plan


@pytest.fixture
def programme():
    return place()


@pytest.fixture
def placed():
    """place itself: placed(**fields of Programme that differ)."""
    return place


@pytest.fixture
def happening():
    """happens itself: happening(activity, original, start, hours, **fields of Occurrence)."""
    return happens


@pytest.fixture
def changed():
    """The plan with one occurrence changed: changed(plan, key, **fields)."""

    def change(plan, key, **fields):
        found = tuple(attrs.evolve(item, **fields) if item.key == key else item for item in plan.occurrences)
        return attrs.evolve(plan, occurrences=found)

    return change
