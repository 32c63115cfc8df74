"""A small street with one night patrol, one clinic, one class and one choir, planned by hand."""

import datetime as dt

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
    training,
)
from volsched.model.zones import zone
from volsched.planning import Plan

SINGERS = ("aygul", "li", "reyhan")


def _programme() -> Programme:
    nightly = Schedule(start=dt.datetime(2027, 1, 1, 22), lasts=dt.timedelta(hours=4), rule="FREQ=DAILY")
    morning = Schedule(start=dt.datetime(2027, 3, 5, 9), lasts=dt.timedelta(hours=3))
    fridays = Schedule(start=dt.datetime(2027, 1, 1, 10), lasts=dt.timedelta(minutes=90), rule="FREQ=WEEKLY")
    fair = Schedule(start=dt.date(2027, 5, 1), lasts=dt.timedelta(days=2))
    return Programme(
        id="street",
        name=Text(zh="向阳街道办事处", ug="شياڭياڭ كوچا باشقارمىسى", en="Xiangyang street office"),
        second_zone="Asia/Urumqi",
        areas=(Area(id="suifeng", name=Text(zh="穗丰园社区", ug="سۈيفېڭيۈەن مەھەللىسى", en="Suifengyuan")),),
        venues=(
            Venue(
                id="clinic",
                name=Text(zh="康乐园卫生站", ug="كاڭلېيۈەن شىپاخانىسى", en="Kangleyuan clinic"),
                address="光明路12号",
            ),
            Venue(id="hall", name=Text(zh="文化厅", ug="مەدەنىيەت زالى", en="Culture hall")),
        ),
        people=(
            Person(
                id="reyhan",
                name=Text(zh="热依汗·买买提", ug="رەيھان مەمەت", en="Reyhan Memet"),
                email="reyhan@example.test",
                phone="+86 991 5550100",
            ),
            Person(id="aygul", name=Text(zh="阿依古丽", ug="ئايگۈل ئەخمەت"), language="ug"),
            Person(id="li", name=Text(zh="李建国", en="Li Jianguo"), language="en", phone="+86 991 5550101"),
            Person(id="wang", name=Text(zh="王敏", ug="ۋاڭ مىن", en="Wang Min"), email="wang@example.test"),
            Person(id="zoe", name=Text(en="Zoe"), email="zoe@example.test"),
        ),
        teams=(
            Team(id="watch", name=Text(en="Watch"), members=(*SINGERS, "wang"), leader="wang", area="suifeng"),
            Team(id="choir", name=Text(en="Choir"), members=SINGERS),
            Team(id="helpers", name=Text(en="Helpers"), members=("zoe",)),
        ),
        activities=(
            patrol(
                "night",
                title=Text(zh="义务夜间巡逻", ug="كېچىلىك پىدائىي چارلاش", en="Night patrol"),
                team="watch",
                schedule=nightly,
                seats=3,
            ),
            checkup(
                "health",
                title=Text(zh="免费体检", ug="ھەقسىز سالامەتلىك تەكشۈرۈش", en="Free health checkup"),
                cohort="choir",
                schedule=morning,
                capacity=12,
                space=Space(venue="clinic"),
                organiser="wang",
            ),
            training(
                "calligraphy",
                title=Text(zh="书法班", ug="ھۆسنخەت كۇرسى", en="Calligraphy class"),
                schedule=morning,
                capacity=2,
                cohort="choir",
            ),
            activity(
                "rehearsal",
                title=Text(zh="合唱排练", ug="خور مەشىقى", en="Choir rehearsal"),
                schedule=fridays,
                team="choir",
                space=Space(venue="hall"),
            ),
            patrol("fair", title=Text(zh="春季集市", en="Spring fair"), team="helpers", schedule=fair, seats=1),
        ),
    )


def occurrence(name: str, start: dt.datetime | dt.date, length: dt.timedelta, **more: object) -> Occurrence:
    """An occurrence at this wall time in Beijing."""
    local = dt.datetime(start.year, start.month, start.day, getattr(start, "hour", 0), tzinfo=zone("Asia/Shanghai"))
    span = Span(local, local + length)
    return Occurrence(activity=name, original=start, span=span, zone="Asia/Shanghai", **more)


def _plan() -> Plan:
    programme = _programme()
    hour, day = dt.timedelta(hours=1), dt.timedelta(days=1)
    nights = [
        occurrence("night", dt.datetime(2027, 1, 1, 22) + i * 9 * day, (2 if i == 3 else 4) * hour) for i in range(8)
    ]
    clinic = occurrence("health", dt.datetime(2027, 3, 5, 9), 3 * hour)
    rehearsals = [
        occurrence(
            "rehearsal", dt.datetime(2027, 1, 1, 10) + i * 7 * day, 1.5 * hour, venue="clinic" if i == 2 else None
        )
        for i in range(6)
    ]
    fair = occurrence("fair", dt.date(2027, 5, 1), 2 * day, all_day=True)
    shifts = tuple(
        Shift(
            id=item.key,
            activity=item.activity,
            day=item.day,
            span=item.span,
            requirements=programme.activity(item.activity).staffing.requirements,
        )
        for item in (*nights, fair)
    )
    patrols = [
        Assignment(Seat(shift.id, "patrol", seat), person)
        for shift in shifts[:-1]
        for seat, person in enumerate(SINGERS)
    ]
    starts = [clinic.span.start + i * dt.timedelta(minutes=15) for i in range(3)]
    bookings = [
        Booking(
            person=person,
            activity="health",
            occurrence=clinic.key,
            span=Span(start, start + dt.timedelta(minutes=15)),
        )
        for person, start in zip(SINGERS, starts, strict=True)
    ]
    waiting = [
        Booking(person=person, activity="calligraphy", status="waiting", rank=rank, reason=reason)
        for rank, (person, reason) in enumerate((("reyhan", "no-place-left"), ("aygul", "never-free"), ("li", "?")), 1)
    ]
    return Plan(
        programme=programme,
        window=Window.year(2027),
        occurrences=(*nights, clinic, *rehearsals, fair),
        shifts=shifts,
        rosters=(
            Roster(id="fair", assignments=(Assignment(Seat(fair.key, "patrol", 0), "zoe"),)),
            Roster(id="night", assignments=patrols),
        ),
        bookings=(*bookings, *waiting),
    )


@pytest.fixture(scope="session")
def plan() -> Plan:
    return _plan()
