"""Making a plan: one way through, from the programme to what happens, who serves and who attends."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping

import attrs

from volsched.booking import with_certificates
from volsched.calendars import WorkingDays
from volsched.model import (
    Activity,
    Assignment,
    Booking,
    Occurrence,
    Person,
    Programme,
    Roster,
    Rule,
    Shift,
    Staffing,
    Window,
    rules_by_name,
)
from volsched.model.rules import SOFT_DEFAULTS
from volsched.planning.attending import NOTHING, Attending
from volsched.planning.nights import is_at_night
from volsched.planning.plan import Plan
from volsched.planning.taken import TakenTime
from volsched.planning.visits import stood_in, with_guests
from volsched.recurrence import occurrences
from volsched.rostering import Problem

ORDINARY, WEEKEND, HOLIDAY = 2, 3, 4
"""What a duty counts for in fair loads, by the day on which it begins."""

Solve = Callable[[Problem], Roster]
Former = Callable[[Problem], tuple[tuple[Assignment, ...], tuple[Assignment, ...]]]
Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""


def make_plan(
    programme: Programme,
    window: Window,
    *,
    solve: Solve,
    seed: int = 0,
    progress: Progress | None = None,
    bookings: Mapping[str, tuple[Booking, ...]] = NOTHING,
    given: Container[str] = (),
    stand_ins: bool = True,
    former: Former | None = None,
) -> Plan:
    """Plan the programme over the window; the checks are a step of their own.

    People's time is handed on in one order: what their teams do, then courses that grant a skill, then duties roster by
    roster, then bookings. A skill that a course grants counts in rosters from its day until its last. Seats of
    visits that own helpers could not fill go to helpers from near by, but not in rosters that are `given`.
    `bookings` are those that stand already, by activity or campaign; they are taken as they are. `former` tells of a
    problem what its roster was before, and which duties in it stay with people who are not of its team.
    """
    happening = _happening(programme, window)
    taken = TakenTime(programme)
    taken.add_team_time(happening)
    shifts = _shifts(programme, happening)
    attending = Attending(programme, happening, taken, bookings, seed=seed)
    earned = attending.courses()
    able = with_certificates(programme, earned)
    problems, rosters = _staffed(able, shifts, taken, solve, former=former, progress=progress)
    if stand_ins:
        problems, rosters = stood_in(able, problems, rosters, taken, given=given)
    return Plan(
        programme=programme,
        window=window,
        occurrences=happening,
        shifts=shifts,
        problems=problems,
        rosters=rosters,
        bookings=attending.everybody(),
        certificates=earned,
        lots=tuple(sorted(attending.lots.items())),
        seed=seed,
    )


def _happening(programme: Programme, window: Window) -> tuple[Occurrence, ...]:
    """What begins in the window; a night that began before it belongs to the window before."""
    working_days = WorkingDays.of(programme.holidays)
    span = window.span
    found = (item for activity in programme.activities for item in occurrences(activity, span, working_days))
    begun = (item for item in found if span.holds(item.span.start))
    return tuple(sorted(begun, key=lambda item: (item.span.start, item.activity, item.key)))


def _shifts(programme: Programme, happening: Iterable[Occurrence]) -> tuple[Shift, ...]:
    found = []
    areas: dict[str, tuple[str, ...]] = {}
    for occurrence in happening:
        activity = programme.activity(occurrence.activity)
        if activity.staffing is not None and not occurrence.cancelled:
            if activity.id not in areas:
                areas[activity.id] = programme.areas_within(activity.area)
            found.append(_shift(programme, occurrence, activity.staffing, areas[activity.id]))
    return tuple(found)


def _shift(programme: Programme, occurrence: Occurrence, staffing: Staffing, areas: tuple[str, ...]) -> Shift:
    day = occurrence.day
    weekend, holiday = day.weekday() in programme.weekend, day in programme.holiday_dates
    return Shift(
        id=occurrence.key,
        activity=occurrence.activity,
        day=day,
        span=occurrence.span,
        requirements=staffing.requirements,
        burden=HOLIDAY if holiday else WEEKEND if weekend else ORDINARY,
        weekend=weekend,
        holiday=holiday,
        night=is_at_night(occurrence.span, programme.zone),
        standby=staffing.standby,
        areas=areas,
    )


def _staffed(
    programme: Programme,
    shifts: tuple[Shift, ...],
    taken: TakenTime,
    solve: Solve,
    *,
    former: Former | None,
    progress: Progress | None,
) -> tuple[tuple[Problem, ...], tuple[Roster, ...]]:
    drafts = _problems(programme, shifts)
    by_id = {shift.id: shift for shift in shifts}
    problems, rosters = [], []
    for done, draft in enumerate(drafts):
        if progress is not None:
            progress("rosters", done, len(drafts))
        activities = (programme.activity(name) for name in dict.fromkeys(shift.activity for shift in draft.shifts))
        problem = attrs.evolve(draft, taken=taken.of((person.id for person in draft.people), activities))
        if former is not None:
            before, guests = former(problem)
            problem = attrs.evolve(with_guests(programme, problem, guests, taken), before=before)
        roster = solve(problem)
        taken.add_duties(roster, by_id)
        problems.append(problem)
        rosters.append(roster)
    if progress is not None:
        progress("rosters", len(drafts), len(drafts))
    return tuple(problems), tuple(rosters)


def _problems(programme: Programme, shifts: Iterable[Shift]) -> list[Problem]:
    """One problem for all activities that draw on one team under the same rules, named by the first of them."""
    grouped: dict[tuple[str, tuple[Rule, ...]], list[Activity]] = {}
    for activity in programme.activities:
        if activity.staffing is not None:
            rules = rules_by_name(SOFT_DEFAULTS, programme.rules, activity.staffing.rules)
            grouped.setdefault((activity.staffing.team, rules), []).append(activity)
    by_activity: dict[str, list[Shift]] = {}
    for shift in shifts:
        by_activity.setdefault(shift.activity, []).append(shift)
    problems = []
    for (team, rules), activities in grouped.items():
        own = sorted((s for a in activities for s in by_activity.get(a.id, ())), key=lambda s: (s.span.start, s.id))
        people = tuple(programme.person(member) for member in programme.team(team).members)
        if own:
            problems.append(_problem(programme, activities[0].id, tuple(own), people, rules))
    return problems


def _problem(
    programme: Programme, name: str, shifts: tuple[Shift, ...], people: tuple[Person, ...], rules: tuple[Rule, ...]
) -> Problem:
    names = {person.id for person in people}
    return Problem(
        id=name,
        shifts=shifts,
        people=people,
        availability=tuple(item for item in programme.availability if item.person in names),
        rules=rules,
        history=tuple(item for item in programme.history if item.person in names),
        zone=programme.zone,
    )
