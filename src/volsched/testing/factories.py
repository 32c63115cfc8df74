"""A small community, always the same: pass the fields that matter to a test, the others fit.

Its names are in three scripts, and some of them look like what they must not become: a formula, a header, markup.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from volsched.model import (
    Activity,
    Area,
    Availability,
    Holiday,
    Person,
    Programme,
    Requirement,
    Roster,
    Schedule,
    Shift,
    Skill,
    SkillKind,
    Span,
    Team,
    Text,
    Venue,
    Window,
    checkup,
    patrol,
    performance,
    training,
)
from volsched.model.zones import zone
from volsched.notices import Message, Notice, notices_of
from volsched.planning import Plan, make_plan
from volsched.rostering import Budget, Problem, solve

WINDOW = Window.month(2027, 5)
_NAMES = (
    ("ann", Text(zh="安娜", en="Ann")),
    ("ayshem", Text(zh="阿依夏木", ug="ئايشەم", en="Ayshem")),
    ("bob", Text(en='=HYPERLINK("http://x.example","Bob")')),
    ("cem", Text(zh="@杰姆", en="@Cem")),
    ("dilnur", Text(zh="迪丽努尔", ug="دىلنۇر")),
    ("eva", Text(en="Eva <b>& Co</b>; CN=x, y")),
    ("fang", Text(zh="方 芳")),
    ("gul", Text(zh="古丽", ug="گۈل", en="-Gul")),
)


def person(id: str = "ann", **fields: Any) -> Person:  # noqa: A002 - the word of the model
    """A person with an address and a phone number that no file may show."""
    name = dict(_NAMES).get(id) or Text(en=id.capitalize())
    number = sum(id.encode()) % 10_000
    known = {"name": name, "email": f"{id}@private.example", "phone": f"+86 991 555 {number:04}"}
    return Person(id=id, **{**known, **fields})


def programme(**fields: Any) -> Programme:
    """A community of eight with a night watch, a choir on Fridays, a checkup, a course and a show, in May 2027."""
    people = tuple(person(id, **_holding(id)) for id, _ in _NAMES)  # noqa: A001
    everybody = tuple(one.id for one in people)
    known: dict[str, Any] = {
        "id": "small-place",
        "name": Text(zh="小地方", ug="كىچىك جاي", en="Small place"),
        "uid_domain": "small-place.example",
        "second_zone": "Asia/Urumqi",
        "window": WINDOW,
        "skills": (SkillKind(id="leader", name=Text(zh="队长", en="Leader")),),
        "areas": (
            Area(id="street", name=Text(zh="街道", en="Street")),
            Area(id="garden", name=Text(zh="花园", ug="باغ", en="Garden"), parent="street"),
        ),
        "venues": (Venue(id="hall", name=Text(zh="大厅", en="Hall"), area="garden", capacity=60),),
        "people": people,
        "teams": (
            Team(id="watch", name=Text(zh="巡逻队", en="Watch"), area="garden", members=everybody[:6], leader="ann"),
            Team(id="choir", name=Text(zh="合唱团", en="Choir"), members=everybody[4:]),
        ),
        "activities": _activities(),
        "availability": (
            Availability(person="bob", kind="unavailable", first=dt.date(2027, 5, 3), last=dt.date(2027, 5, 9)),
        ),
        "holidays": (Holiday(name=Text(zh="劳动节", en="Labour Day"), first=dt.date(2027, 5, 1)),),
    }
    return Programme(**{**known, **fields})


def _holding(id: str) -> dict[str, Any]:  # noqa: A002
    return {"skills": (Skill("leader"),)} if id in ("ann", "ayshem", "bob") else {}


def _activities() -> tuple[Activity, ...]:
    def schedule(day: int, hour: int, hours: int, rule: str | None = None) -> Schedule:
        return Schedule(start=dt.datetime(2027, 5, day, hour), lasts=dt.timedelta(hours=hours), rule=rule)  # noqa: DTZ001

    return (
        patrol(
            "night-watch",
            title=Text(zh="夜间巡逻", ug="كېچىلىك چارلاش", en="Night watch"),
            team="watch",
            area="garden",
            schedule=schedule(1, 22, 4, "FREQ=DAILY;UNTIL=20270531T220000"),
            seats=2,
            with_skills={"leader": 1},
        ),
        performance(
            "concert",
            title=Text(zh="音乐会", en="+Concert, free"),
            team="choir",
            venue="hall",
            schedule=schedule(28, 19, 2),
        ),
        training(
            "first-aid", title=Text(en="First aid\nfor all"), capacity=4, cohort="choir", schedule=schedule(12, 9, 3)
        ),
        checkup(
            "heart",
            title=Text(zh="心脏体检", en="Heart checkup"),
            cohort="choir",
            schedule=schedule(20, 9, 1),
            capacity=3,
        ),
        Activity(
            id="rehearsal",
            title=Text(zh="合唱排练", en="Rehearsal"),
            team="choir",
            schedule=schedule(7, 10, 2, "FREQ=WEEKLY;BYDAY=FR;COUNT=4"),
        ),
    )


def shift(id: str = "night-watch/20270501T2200", **fields: Any) -> Shift:  # noqa: A002
    """One night of the watch, 22:00 to 02:00 in Shanghai, with two seats."""
    activity, _, key = id.partition("/")
    start = dt.datetime.strptime(key, "%Y%m%dT%H%M").replace(tzinfo=zone("Asia/Shanghai"))
    known = {
        "activity": activity,
        "day": start.date(),
        "span": Span(start, start + dt.timedelta(hours=4)),
        "requirements": (Requirement(role="patrol", minimum=2),),
    }
    return Shift(id=id, **{**known, **fields})


def problem(**fields: Any) -> Problem:
    """A week of nights of the watch, for six people."""
    nights = tuple(shift(f"night-watch/202705{day:02}T2200") for day in range(1, 8))
    known = {"id": "watch", "shifts": nights, "people": programme().people[:6]}
    return Problem(**{**known, **fields})


def roster(of: Problem | None = None, *, seed: int = 0) -> Roster:
    """The roster that volsched's own solver finds."""
    return solve(of or problem(), seed=seed, budget=Budget(moves=200))


def plan(of: Programme | None = None, window: Window | None = None) -> Plan:
    """The programme planned by volsched's own solver; the checks are not run."""
    chosen = of or programme()
    asked = window or chosen.window or WINDOW
    return make_plan(chosen, asked, solve=lambda one: solve(one, seed=0, budget=Budget(moves=200)))


def notice(of: Plan | None = None, to: str = "ayshem") -> Notice:
    """What the plan holds for one person."""
    return next(one for one in notices_of(of or plan()) if one.person == to)


def message(**fields: Any) -> Message:
    """A message to one person, with every way to reach them."""
    known = {
        "key": "0" * 64,
        "person": "ann",
        "name": "Ann",
        "language": "en",
        "email": "ann@private.example",
        "phone": "+86 991 555 0001",
        "subject": "Your duties in May",
        "body": "You keep watch on 3 May, 22:00 (Beijing time).\n",
    }
    return Message(**{**known, **fields})
