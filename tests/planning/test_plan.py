"""A plan joins what happens, who serves and who attends; nobody is asked to be in two places."""

import datetime as dt

import attrs
import pytest

from volsched.errors import UnknownName
from volsched.model import (
    Area,
    Holiday,
    Override,
    Person,
    Programme,
    Roster,
    Schedule,
    Seat,
    SkillKind,
    Team,
    Text,
    Venue,
    Window,
    activity,
    checkup,
    patrol,
    performance,
)
from volsched.planning import agenda, make_plan, run_checks
from volsched.rostering import solve

MAY = Window.month(2027, 5)
NIGHTLY = Schedule(start=dt.datetime(2027, 1, 1, 22), lasts=dt.timedelta(hours=4), rule="FREQ=DAILY")
FRIDAYS = Schedule(start=dt.datetime(2027, 1, 1, 10), lasts=dt.timedelta(hours=2), rule="FREQ=WEEKLY;BYDAY=FR")
ONE_FRIDAY = Schedule(start=dt.datetime(2027, 5, 7, 9), lasts=dt.timedelta(hours=3))


def people(*names):
    return tuple(Person(id=name, name=Text(en=name.title())) for name in names)


WATCH = ("ann", "bob", "cem", "dil", "eli", "fan")


def programme(*activities, **more):
    fields = {
        "id": "place",
        "name": Text(en="Place"),
        "language": "en",
        "areas": (Area(id="yard", name=Text(en="Yard")), Area(id="stair", name=Text(en="Stair"), parent="yard")),
        "venues": (Venue(id="hall", name=Text(en="Hall"), area="yard"),),
        "people": people(*WATCH, "gul"),
        "teams": (
            Team(id="watch", name=Text(en="Watch"), members=WATCH),
            Team(id="choir", name=Text(en="Choir"), members=("ann", "gul")),
        ),
        "activities": activities,
        "window": MAY,
    }
    return Programme(**{**fields, **more})


def plan_of(*activities, **more):
    return make_plan(programme(*activities, **more), MAY, solve=solve)


def test_every_night_of_the_month_is_a_shift_and_is_filled():
    plan = plan_of(patrol("night", title="Patrol", team="watch", schedule=NIGHTLY, seats=2))
    assert len(plan.shifts) == 31
    assert (plan.summary.seats, plan.summary.filled) == (62, 62)
    assert run_checks(plan) == ()


def test_a_night_that_begins_before_the_window_and_ends_in_it_is_not_staffed_twice():
    april = make_plan(
        programme(patrol("night", title="Patrol", team="watch", schedule=NIGHTLY, seats=2)),
        Window.month(2027, 4),
        solve=solve,
    )
    may = plan_of(patrol("night", title="Patrol", team="watch", schedule=NIGHTLY, seats=2))
    assert not {shift.id for shift in april.shifts} & {shift.id for shift in may.shifts}


def test_weekends_and_holidays_weigh_more():
    plan = plan_of(
        patrol("night", title="Patrol", team="watch", schedule=NIGHTLY, seats=2),
        holidays=(Holiday(name=Text(en="Labour Day"), first=dt.date(2027, 5, 1)),),
    )
    assert [shift.burden for shift in plan.shifts[:8]] == [4, 3, 2, 2, 2, 2, 2, 3]


def test_a_singer_at_rehearsal_is_not_booked_for_the_clinic():
    plan = plan_of(
        activity("rehearsal", title="Choir", schedule=FRIDAYS, team="choir"),
        checkup(
            "clinic",
            title="Clinic",
            cohort="choir",
            schedule=ONE_FRIDAY,
            capacity=4,
            appointment=dt.timedelta(minutes=45),
        ),
    )
    times = {
        booking.person: f"{booking.span.start.astimezone(dt.UTC):%H:%M}" for booking in plan.bookings if booking.span
    }
    assert times == {"ann": "01:00"}
    assert [finding.code for finding in run_checks(plan)] == ["no-place"]


def test_who_serves_is_not_booked_for_that_time():
    duty = attrs.evolve(patrol("day-watch", title="Watch", team="watch", schedule=ONE_FRIDAY, seats=5))
    plan = plan_of(
        duty,
        checkup(
            "clinic",
            title="Clinic",
            cohort="watch",
            schedule=ONE_FRIDAY,
            capacity=6,
            appointment=dt.timedelta(minutes=30),
        ),
    )
    serving = {item.person for item in plan.serving("day-watch/20270507T0900")}
    booked = {booking.person for booking in plan.bookings if booking.status == "booked"}
    assert len(serving) == 5
    assert booked == set(WATCH) - serving


def test_two_activities_of_one_team_are_one_roster_and_never_clash():
    other = attrs.evolve(patrol("gate", title="Gate", team="watch", schedule=NIGHTLY, seats=2))
    plan = plan_of(patrol("night", title="Patrol", team="watch", schedule=NIGHTLY, seats=2), other)
    assert [roster.id for roster in plan.rosters] == ["night"]
    assert plan.summary.filled == 124
    assert run_checks(plan) == ()


def test_a_moved_show_takes_its_new_time_and_venue_and_keeps_its_name():
    moved = attrs.evolve(
        FRIDAYS, overrides=(Override(original=dt.datetime(2027, 5, 7, 10), start=dt.datetime(2027, 5, 8, 15)),)
    )
    plan = plan_of(performance("show", title="Show", schedule=moved, venue="hall"))
    first = plan.occurrence("show/20270507T1000")
    assert f"{first.start:%Y-%m-%d %H:%M}" == "2027-05-08 15:00"
    with pytest.raises(UnknownName, match="no occurrence 'show/20270508T1500'"):
        plan.occurrence("show/20270508T1500")


def test_two_shows_in_one_hall_clash_when_setting_up_meets_clearing_up():
    first = Schedule(start=dt.datetime(2027, 5, 7, 18), lasts=dt.timedelta(hours=2))
    second = Schedule(start=dt.datetime(2027, 5, 7, 21), lasts=dt.timedelta(hours=1))
    plan = plan_of(
        performance("first", title="First", schedule=first, venue="hall"),
        performance("second", title="Second", schedule=second, venue="hall"),
    )
    (finding,) = run_checks(plan)
    assert (finding.code, finding.subjects) == ("venue-clash", ("hall", "first/20270507T1800", "second/20270507T2100"))
    assert finding.sentence.en == (
        "Hall (hall) holds 'First' and 'Second' at once, setting up and clearing up included, "
        "on Friday 7 May 2027 20:00 (Beijing time)"
    )


def test_a_person_whose_teams_meet_at_once_is_found():
    plan = plan_of(
        activity("rehearsal", title="Choir", schedule=FRIDAYS, team="choir"),
        activity("talk", title="Talk", schedule=ONE_FRIDAY, team="watch"),
    )
    (finding,) = run_checks(plan)
    assert (finding.code, finding.subjects) == (
        "person-clash",
        ("ann", "talk/20270507T0900", "rehearsal/20270507T1000"),
    )


def test_an_empty_seat_is_a_finding_and_not_an_error():
    plan = plan_of(patrol("night", title="Patrol", team="choir", schedule=ONE_FRIDAY, seats=3))
    finding, proof = run_checks(plan)
    assert (finding.code, finding.severity) == ("seat-unfilled", "error")
    assert (proof.code, proof.severity, proof.subjects) == (
        "seats-impossible",
        "warning",
        ("night", "night/20270507T0900"),
    )
    assert finding.sentence.en == "'Patrol' on Friday 7 May 2027 09:00 (Beijing time) is short of 1 (3 needed, 2 there)"
    assert finding.sentence.zh == "“Patrol”2027年5月7日 周五 09:00（北京时间）还缺1人（需要3人，已有2人）"


def test_a_month_without_anything_to_attend_is_found_per_community():
    once = activity("fair", title="Fair", schedule=ONE_FRIDAY, area="stair")
    plan = make_plan(programme(once), Window.parse("2027-05-01/2027-07-01"), solve=solve)
    assert [finding.subjects for finding in run_checks(plan)] == [("stair", "2027-06")]


def test_a_skill_that_nobody_has_is_a_finding_and_not_a_broken_rule():
    duty = patrol("night", title="Patrol", team="watch", schedule=ONE_FRIDAY, seats=2, with_skills={"leader": 1})
    plan = plan_of(duty, skills=(SkillKind(id="leader", name=Text(en="Leader")),))
    (finding,) = run_checks(plan)
    assert (finding.code, finding.subjects) == ("skill-missing", ("night", "skill_mix", "night/20270507T0900"))
    assert plan.summary.filled == 2


def test_a_date_that_its_month_lacks_is_told():
    monthly = Schedule(
        start=dt.datetime(2027, 1, 31, 9), lasts=dt.timedelta(hours=1), rule="FREQ=MONTHLY;BYMONTHDAY=31"
    )
    duty = patrol("inventory", title="Inventory", team="watch", schedule=monthly, seats=1)
    plan = make_plan(programme(duty), Window.parse("2027-Q2"), solve=solve)
    assert [(item.code, item.severity, item.sentence.en) for item in run_checks(plan)] == [
        ("date-left-out", "warning", "'Inventory' is not on 2027-04-31: its month has no such day"),
        ("date-left-out", "warning", "'Inventory' is not on 2027-06-31: its month has no such day"),
    ]


def test_a_roster_that_breaks_a_rule_is_found_by_the_checker():
    plan = plan_of(patrol("night", title="Patrol", team="watch", schedule=NIGHTLY, seats=2))
    roster = plan.roster("night")
    first = roster.assignments[0]
    doubled = [*roster.assignments[1:], attrs.evolve(first, person=roster.assignments[1].person)]
    broken = plan.with_roster(Roster(id="night", assignments=tuple(doubled)))
    assert {finding.code for finding in run_checks(broken)} == {"rule-broken"}


def test_the_agenda_of_a_person_holds_duties_teams_and_appointments():
    plan = plan_of(
        activity("rehearsal", title="Choir", schedule=FRIDAYS, team="choir"),
        patrol("night", title="Patrol", team="watch", schedule=NIGHTLY, seats=6),
    )
    week = Window.parse("2027-05-03/2027-05-08")
    entries = agenda(plan, window=week, person="ann")
    assert [(entry.occurrence, entry.role) for entry in entries] == [
        ("night/20270502T2200", "patrol"),
        ("night/20270503T2200", "patrol"),
        ("night/20270504T2200", "patrol"),
        ("night/20270505T2200", "patrol"),
        ("night/20270506T2200", "patrol"),
        ("rehearsal/20270507T1000", None),
        ("night/20270507T2200", "patrol"),
    ]


def test_the_agenda_of_an_area_has_what_its_inner_areas_have():
    plan = plan_of(activity("fair", title="Fair", schedule=ONE_FRIDAY, area="stair"))
    assert [entry.activity for entry in agenda(plan, area="yard")] == ["fair"]
    with pytest.raises(UnknownName, match="no area 'yrad'; did you mean 'yard'"):
        agenda(plan, area="yrad")


def test_a_seat_is_named_by_shift_role_and_number():
    plan = plan_of(patrol("night", title="Patrol", team="watch", schedule=NIGHTLY, seats=2))
    assert plan.shifts[0].seats() == (Seat(plan.shifts[0].id, "patrol", 0), Seat(plan.shifts[0].id, "patrol", 1))
