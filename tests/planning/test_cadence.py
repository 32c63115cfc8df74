"""Something on every month, something planned every quarter, never a break; and certificates that end."""

import datetime as dt

import attrs
from tests.planning.test_plan import programme

from volsched.model import (
    Area,
    Person,
    Schedule,
    Skill,
    SkillKind,
    Team,
    Text,
    Window,
    activity,
    patrol,
    training,
)
from volsched.planning import cadence, make_plan, run_checks
from volsched.rostering import solve

YEAR = Window.year(2027)
HOUR = dt.timedelta(hours=1)
AREAS = (
    Area(id="street", name=Text(zh="街道", en="Street")),
    *(Area(id=name, name=Text(zh=name, en=name.title()), parent="street") for name in ("east", "north", "south")),
)


def on(day, rule=None):
    return Schedule(start=dt.datetime.combine(dt.date.fromisoformat(day), dt.time(10)), lasts=HOUR, rule=rule)


def talk(day, area="east"):
    return training(f"talk-{day}", title="Talk", schedule=on(day), area=area)


def series(area, day="2027-01-04", rule="FREQ=WEEKLY", **fields):
    return activity(f"{area}-class", title="Class", schedule=on(day, rule), area=area, **fields)


def plan_of(*activities, window=YEAR, **fields):
    made = programme(*activities, areas=AREAS, venues=(), window=window, **fields)
    return make_plan(made, window, solve=solve)


def codes(plan):
    return [(item.code, *item.subjects) for item in run_checks(plan)]


def test_a_community_is_counted_month_by_month_with_what_lies_in_it_and_not_around_it():
    fair = activity("fair", title="Fair", schedule=on("2027-05-08"), area="street")
    (street, east) = cadence(plan_of(series("east"), fair))
    assert (street.area, street.total, east.area, east.total) == ("street", 53, "east", 52)
    assert east.months[0] == ((2027, 1), 4)
    assert [count for _, count in east.special] == [0] * 12
    assert dict(street.special)[2027, 5] == 1
    assert (east.longest_break, east.break_since) == (6, dt.date(2027, 1, 5))


def test_other_audiences_are_counted_apart():
    plan = plan_of(series("east", audience="member"), series("north"))
    assert [item.area for item in cadence(plan)] == ["north"]
    assert [item.area for item in cadence(plan, "member")] == ["east"]


def test_months_and_quarters_that_are_cut_by_the_window_are_left_out():
    (east,) = cadence(plan_of(series("east"), window=Window.parse("2027-02-10/2027-08-01")))
    assert [month for month, _ in east.months] == [(2027, number) for number in (3, 4, 5, 6, 7)]
    assert [first for first, _ in east.quarters] == [(2027, 4)]


def test_a_quarter_with_standing_series_alone_is_a_note():
    talks = [
        training(f"talk-{month}", title="Talk", schedule=on(f"2027-{month}-10"), area="east") for month in ("02", "11")
    ]
    found = run_checks(plan_of(series("east"), *talks))
    assert [(item.code, item.severity, item.subjects) for item in found] == [
        ("quarter-without-plans", "note", ("east", "2027-Q2")),
        ("quarter-without-plans", "note", ("east", "2027-Q3")),
    ]
    assert found[0].sentence.en == "East has nothing but its standing activities in quarter 2 of 2027"


def test_a_break_over_two_months_is_found_though_neither_is_empty():
    days = [f"2027-{month:02d}-15" for month in range(1, 13) if month not in (3, 4)]
    talks = [
        training(f"talk-{day}", title="Talk", schedule=on(day), area="east")
        for day in (*days, "2027-03-01", "2027-04-30")
    ]
    (finding,) = run_checks(plan_of(*talks))
    assert (finding.code, finding.severity, finding.subjects) == ("long-break", "warning", ("east", "2027-03-02"))
    assert finding.sentence.en == "East has nothing that people may attend for 59 days from Tuesday 2 March 2027"


def test_a_community_with_less_than_half_of_its_neighbours_is_a_note():
    rare = series("south", rule="FREQ=MONTHLY")
    found = [item for item in run_checks(plan_of(series("east"), series("north"), rare)) if "behind" in item.code]
    assert [(item.code, item.subjects) for item in found] == [("community-left-behind", ("south",))]
    assert found[0].sentence.zh == "south有12场居民可以参加的活动，不到其他区域中间值52场的一半"
    # Two communities are no middle to be measured by.
    assert [item for item in codes(plan_of(series("east"), rare)) if "behind" in item[0]] == []


SKILLS = (SkillKind(id="first_aid", name=Text(zh="急救", en="First aid")),)


def certified(until, *more, **fields):
    ann = Person(id="ann", name=Text(en="Ann"), skills=(Skill("first_aid", until=until), *more))
    bob = Person(id="bob", name=Text(en="Bob"), skills=(Skill("first_aid"),))
    teams = (
        Team(id="watch", name=Text(en="Watch"), members=("ann", "bob")),
        Team(id="class", name=Text(en="Class"), members=("ann",)),
    )
    night = patrol(
        "night", title="Patrol", team="watch", schedule=on("2027-05-03"), seats=2, with_skills={"first_aid": 1}
    )
    return night, {"people": (ann, bob), "teams": teams, "skills": SKILLS, **fields}


def test_a_certificate_that_ends_while_seats_need_it_is_a_note_until_something_renews_it():
    night, fields = certified(dt.date(2027, 6, 30))
    (finding,) = run_checks(plan_of(night, **fields))
    assert (finding.code, finding.subjects) == ("certificate-ends", ("ann", "first_aid", "2027-06-30"))
    assert finding.sentence.en == (
        "Ann (ann) holds 'First aid' until Wednesday 30 June 2027, and no training in the plan renews it"
    )
    course = training(
        "course", title="Course", schedule=on("2027-06-05"), capacity=5, cohort="class", grants="first_aid"
    )
    assert codes(plan_of(night, attrs.evolve(course, audience="member"), **fields)) == []
    longer, renewed = certified(dt.date(2027, 6, 30), Skill("first_aid", since=dt.date(2027, 6, 1)))
    assert codes(plan_of(longer, **renewed)) == []


def test_a_certificate_that_nobody_needs_or_that_outlasts_the_plan_is_left_alone():
    for until in (dt.date(2026, 12, 31), dt.date(2027, 12, 31), dt.date(2028, 1, 1)):
        night, fields = certified(until)
        assert codes(plan_of(night, **fields)) == []
    night, fields = certified(dt.date(2027, 6, 30))
    bare = attrs.evolve(
        night, staffing=patrol("x", title="X", team="watch", schedule=on("2027-05-03"), seats=1).staffing
    )
    assert codes(plan_of(bare, **fields)) == []
