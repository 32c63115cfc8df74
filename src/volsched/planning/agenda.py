"""The agenda: what happens when, for everybody or for one person, team, area or venue."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from volsched.model import Booking, Occurrence, Shift, Span, Text, Window
from volsched.planning.plan import Plan


@frozen(kw_only=True)
class AgendaEntry:
    """One line of an agenda; `role` is there where the person serves, `appointment` where they have a time."""

    span: Span
    occurrence: str
    activity: str
    title: Text
    venue: str | None = None
    role: str | None = None
    appointment: bool = False
    cancelled: bool = False


def agenda(
    plan: Plan,
    *,
    window: Window | None = None,
    person: str | None = None,
    team: str | None = None,
    area: str | None = None,
    venue: str | None = None,
) -> tuple[AgendaEntry, ...]:
    """What happens in the window of the plan or in a part of it, by start.

    For a person it is what they serve, attend and do with their teams; an area has what its inner areas have.

    Raises:
        UnknownName: no such person, team, area or venue.
    """
    found = _of_person(plan, person) if person is not None else _of_occurrences(plan, team, area, venue)
    span = (window or plan.window).span
    return tuple(sorted((e for e in found if e.span.overlaps(span)), key=lambda e: (e.span.start, e.occurrence)))


def _of_person(plan: Plan, person: str) -> Iterator[AgendaEntry]:
    plan.programme.person(person)
    for assignment, shift in plan.duties_of(person):
        yield _of_duty(plan, shift, assignment.seat.role)
    for booking in plan.bookings_of(person):
        if booking.occurrence is not None and booking.span is not None and booking.status == "booked":
            yield _of_booking(plan, booking, booking.occurrence, booking.span)
    for occurrence in plan.attending(person):
        yield _of_occurrence(plan, occurrence)


def _of_occurrences(plan: Plan, team: str | None, area: str | None, venue: str | None) -> Iterator[AgendaEntry]:
    programme = plan.programme
    if team is not None:
        programme.team(team)
    if area is not None:
        programme.area(area)
    if venue is not None:
        programme.venue(venue)
    for occurrence in plan.occurrences:
        activity = programme.activity(occurrence.activity)
        serving = None if activity.staffing is None else activity.staffing.team
        if team is not None and team not in (*activity.teams, serving):
            continue
        if area is not None and area not in programme.areas_above(activity.area):
            continue
        if venue is None or plan.venue_of(occurrence) == venue:
            yield _of_occurrence(plan, occurrence)


def _of_duty(plan: Plan, shift: Shift, role: str) -> AgendaEntry:
    return AgendaEntry(
        span=shift.span,
        occurrence=shift.id,
        activity=shift.activity,
        title=plan.programme.activity(shift.activity).title,
        venue=plan.venue_of(plan.occurrence(shift.id)),
        role=role,
    )


def _of_booking(plan: Plan, booking: Booking, occurrence: str, span: Span) -> AgendaEntry:
    return AgendaEntry(
        span=span,
        occurrence=occurrence,
        activity=booking.activity,
        title=plan.programme.activity(booking.activity).title,
        venue=plan.venue_of(plan.occurrence(occurrence)),
        appointment=True,
    )


def _of_occurrence(plan: Plan, occurrence: Occurrence) -> AgendaEntry:
    return AgendaEntry(
        span=occurrence.span,
        occurrence=occurrence.key,
        activity=occurrence.activity,
        title=plan.programme.activity(occurrence.activity).title,
        venue=plan.venue_of(occurrence),
        cancelled=occurrence.cancelled,
    )
