"""The time that people have already given: each kind of activity tells the next, so that nobody is in two places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from volsched.model import Booking, Occurrence, Programme, Roster, Shift, Span


class TakenTime:
    """Spans by person, gathered while a plan is made and handed to whoever decides next."""

    def __init__(self) -> None:
        self._spans: defaultdict[str, list[Span]] = defaultdict(list)

    def add_team_time(self, programme: Programme, occurrences: Iterable[Occurrence]) -> None:
        """The members of a team are where their team is."""
        teams = {item.id: item.team for item in programme.activities if item.team is not None}
        for occurrence in occurrences:
            team = teams.get(occurrence.activity)
            if team is None or occurrence.cancelled:
                continue
            for member in programme.team(team).members:
                self._spans[member].append(occurrence.span)

    def add_duties(self, roster: Roster, shifts: Mapping[str, Shift]) -> None:
        """Who serves in a shift is there."""
        for assignment in roster.assignments:
            self._spans[assignment.person].append(shifts[assignment.seat.shift].span)

    def add_bookings(self, bookings: Iterable[Booking]) -> None:
        """Who has an appointment is there."""
        for booking in bookings:
            if booking.span is not None and booking.status == "booked":
                self._spans[booking.person].append(booking.span)

    def of(self, people: Iterable[str]) -> tuple[tuple[str, Span], ...]:
        """The spans of these people, by person and start."""
        return tuple((person, span) for person in sorted(set(people)) for span in self._by_start(person))

    def _by_start(self, person: str) -> list[Span]:
        return sorted(self._spans.get(person, ()), key=lambda span: (span.start, span.end))
