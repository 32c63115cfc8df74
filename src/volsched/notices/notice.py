"""Notices: what a plan holds for each person, gathered into one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Literal

import attrs
from attrs import frozen

from volsched.model import Booking, Span, Window
from volsched.planning import Plan

EntryKind = Literal["duty", "appointment", "place", "team", "waiting"]
"""A seat to serve in; a booking with its own time; one without; what the person's team does; a place on a waitlist."""

KINDS_IN_ORDER: tuple[EntryKind, ...] = ("duty", "appointment", "place", "team", "waiting")

_EARLIEST = dt.datetime.min.replace(tzinfo=dt.UTC)


@frozen(kw_only=True)
class Entry:
    """One thing that a notice tells of.

    `occurrence` and `span` are missing for one who waits. `together` counts all who serve in the same shift,
    `rank` and `reason` belong to the waitlist.
    """

    kind: EntryKind
    activity: str
    occurrence: str | None = None
    span: Span | None = None
    all_day: bool = False
    venue: str | None = None
    role: str | None = None
    together: int = 0
    rank: int = 0
    reason: str = ""

    def fact(self) -> str:
        """What must be told anew when it changes; how it is worded, or who else serves, is no part of it."""
        when = () if self.span is None else (self.span.start.isoformat(), self.span.end.isoformat())
        parts = (self.kind, self.activity, self.occurrence, self.role, self.venue, *when)
        return "|".join(part or "-" for part in parts)


def _by_kind_and_start(entry: Entry) -> tuple[int, dt.datetime, str, str]:
    start = _EARLIEST if entry.span is None else entry.span.start
    return KINDS_IN_ORDER.index(entry.kind), start, entry.activity, entry.occurrence or ""


def _sorted(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=_by_kind_and_start))


@frozen(kw_only=True)
class Notice:
    """All that one person is told of a plan, by kind and start."""

    person: str
    window: Window
    entries: tuple[Entry, ...] = attrs.field(converter=_sorted)

    def of_kind(self, kind: EntryKind) -> tuple[Entry, ...]:
        """The entries of one kind, by start."""
        return tuple(entry for entry in self.entries if entry.kind == kind)


def notices_of(plan: Plan) -> tuple[Notice, ...]:
    """One notice for each person for whom the plan holds anything, sorted by the person's id.

    Cancelled bookings and occurrences are left out: a notice says what is, not what changed.
    """
    found = []
    for person in plan.people_concerned():
        entries = (*_duties(plan, person), *_bookings(plan, person), *_team_time(plan, person))
        if entries:
            found.append(Notice(person=person, window=plan.window, entries=entries))
    return tuple(sorted(found, key=lambda notice: notice.person))


def _duties(plan: Plan, person: str) -> Iterator[Entry]:
    for assignment, shift in plan.duties_of(person):
        occurrence = plan.occurrence(shift.id)
        yield Entry(
            kind="duty",
            activity=shift.activity,
            occurrence=shift.id,
            span=shift.span,
            all_day=occurrence.all_day,
            venue=plan.venue_of(occurrence),
            role=assignment.seat.role,
            together=len(plan.serving(shift.id)),
        )


def _bookings(plan: Plan, person: str) -> Iterator[Entry]:
    for booking in plan.bookings_of(person):
        if booking.status == "waiting":
            yield Entry(kind="waiting", activity=booking.activity, rank=booking.rank, reason=booking.reason)
        elif booking.status == "booked" and booking.occurrence is not None:
            yield _booked(plan, booking, booking.occurrence)


def _booked(plan: Plan, booking: Booking, key: str) -> Entry:
    occurrence = plan.occurrence(key)
    places = plan.programme.activity(booking.activity).places
    own_time = places is not None and places.appointment is not None and booking.span is not None
    return Entry(
        kind="appointment" if own_time else "place",
        activity=booking.activity,
        occurrence=key,
        span=booking.span or occurrence.span,
        all_day=occurrence.all_day and not own_time,
        venue=plan.venue_of(occurrence),
    )


def _team_time(plan: Plan, person: str) -> Iterator[Entry]:
    # Who serves at their own team's show, or has a place in it, is told that, and not the same evening twice.
    told = {shift.id for _, shift in plan.duties_of(person)}
    told.update(booking.occurrence for booking in plan.bookings_of(person) if booking.occurrence is not None)
    for occurrence in plan.attending(person):
        if occurrence.key not in told:
            yield Entry(
                kind="team",
                activity=occurrence.activity,
                occurrence=occurrence.key,
                span=occurrence.span,
                all_day=occurrence.all_day,
                venue=plan.venue_of(occurrence),
            )
