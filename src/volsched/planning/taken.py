"""The time that people have already given: each kind of activity tells the next, so that nobody is in two places."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping

from volsched.model import Activity, Assignment, Booking, Occurrence, Programme, Roster, Shift, Span
from volsched.planning.presence import called, taking_part
from volsched.planning.ways import Place, Ways, place_of

_Given = tuple[Span, Place, dt.timedelta, str]
"""The time, where it is given, the rest after it, and the activity."""

NO_TIME = dt.timedelta()


class TakenTime:
    """Spans by person, gathered while a plan is made and handed to whoever decides next."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        self._ways = Ways(programme)
        self._given: defaultdict[str, list[_Given]] = defaultdict(list)
        self._places: dict[str, Place] = {}

    def add_team_time(self, occurrences: Iterable[Occurrence]) -> None:
        """The members of a team are where their team is, and those of a show there from its call on."""
        people = {item.id: tuple(taking_part(self._programme, item)) for item in self._programme.activities}
        for occurrence in occurrences:
            members = people[occurrence.activity]
            if not members or occurrence.cancelled:
                continue
            activity = self._programme.activity(occurrence.activity)
            entry = (called(activity, occurrence.span), self._place(occurrence), NO_TIME, activity.id)
            for member in members:
                self._given[member].append(entry)

    def add_duties(self, roster: Roster, shifts: Mapping[str, Shift]) -> None:
        """Who serves in a shift is there, and rests afterwards."""
        for assignment in roster.assignments:
            self.add_duty(assignment, shifts[assignment.seat.shift])

    def add_duty(self, assignment: Assignment, shift: Shift) -> None:
        """One of them."""
        activity = self._programme.activity(shift.activity)
        rest = NO_TIME if activity.staffing is None else activity.staffing.rest_after
        self._given[assignment.person].append((shift.span, self._place_of(activity), rest, activity.id))

    def add_bookings(self, bookings: Iterable[Booking]) -> None:
        """Who has an appointment is there."""
        for booking in bookings:
            if booking.span is not None and booking.status == "booked":
                activity = self._programme.activity(booking.activity)
                entry = (booking.span, self._place_of(activity), NO_TIME, activity.id)
                self._given[booking.person].append(entry)

    def of(self, people: Iterable[str], activities: Iterable[Activity] = ()) -> tuple[tuple[str, Span], ...]:
        """The spans of these people, by person and start, as they bind whoever decides on these activities.

        Each is widened by the way from there to where the activities are, by the rest after it, and by the rest that
        a duty of these activities will need before it.
        """
        deciding = tuple(activities)
        places = tuple(dict.fromkeys(self._place_of(item) for item in deciding))
        before = max((item.staffing.rest_after for item in deciding if item.staffing is not None), default=NO_TIME)
        own = {item.id for item in deciding}
        return tuple(
            (person, span)
            for person in sorted(set(people))
            for span in sorted(self._widened(entry, places, before, own) for entry in self._given.get(person, ()))
        )

    def _widened(self, entry: _Given, places: tuple[Place, ...], before: dt.timedelta, own: set[str]) -> Span:
        span, place, rest, activity = entry
        if activity in own:
            return span
        way = max((self._ways.length(place, there) for there in places), default=NO_TIME)
        # To the hour and minute: a span that needs nothing around it stays the same object.
        earlier, later = max(before, way), max(rest, way)
        return span.widened(earlier, later) if earlier or later else span

    def _place_of(self, activity: Activity) -> Place:
        found = self._places.get(activity.id)
        if found is None:
            venue = None if activity.space is None else activity.space.venue
            found = self._places[activity.id] = place_of(self._programme, venue, activity.area)
        return found

    def _place(self, occurrence: Occurrence) -> Place:
        activity = self._programme.activity(occurrence.activity)
        if occurrence.venue is None:
            return self._place_of(activity)
        return place_of(self._programme, occurrence.venue, activity.area)
