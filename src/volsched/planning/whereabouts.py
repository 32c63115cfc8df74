"""Who and what is where when, over a whole plan, in the form that the sweep for clashes reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from attrs import frozen

from volsched.model import Occurrence, Span
from volsched.planning.plan import Plan
from volsched.planning.presence import called, held, seconds, taking_part
from volsched.planning.sweeping import Entry, Holding, Taken
from volsched.planning.ways import Place, Ways


@frozen
class Clash:
    """One thing needed by two occurrences at once: its name, their keys, the earlier first, and their spans.

    `missing` is how many seconds are lacking between them where they do not overlap, of `needed` for rest and way.
    """

    thing: str
    first: str
    second: str
    missing: int = 0
    needed: int = 0
    start: int = 0
    """When the second begins."""


class Whereabouts:
    """The time of people, venues and equipment in a plan."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._ways = Ways(plan.programme)
        self._keys = [item.key for item in plan.occurrences]
        self._numbers = {key: number for number, key in enumerate(self._keys)}
        self._places: list[Place] = [plan.place_of(item) for item in plan.occurrences]
        self._rests = [self._rest_after(item) for item in plan.occurrences]

    def key(self, number: int) -> str:
        """The key of the occurrence of this number."""
        return self._keys[number]

    def of_person(self, person: str, place: Place) -> Iterator[tuple[int, int, str]]:
        """When one person is not free for something in this place, ways and rest included, and what takes them."""
        for entry in self._taken_of_people.of(person):
            number = entry[2] >> 1
            way = self._ways.seconds(self._places[number], place)
            rest = self._rests[number] if entry[2] & 1 else 0
            yield entry[0] - way, entry[1] + max(way, rest), self._keys[number]

    def of_venue(self, venue: str) -> Iterator[tuple[int, int, str]]:
        """When a venue is taken, itself or with the house around it or by a room of it, and by what."""
        rooms = {item.id for item in self._plan.programme.venues if venue in self._around[item.id]}
        touching = rooms | set(self._around[venue])
        for number, occurrence in enumerate(self._plan.occurrences):
            if not occurrence.cancelled and self._plan.venue_of(occurrence) in touching:
                span = held(self._plan.programme.activity(occurrence.activity), occurrence)
                yield seconds(span.start), seconds(span.end), self._keys[number]

    def people(self) -> Iterator[Clash]:
        """Each person whom two occurrences need at once, or with less rest or way between than they need."""
        longest = max(self._ways.longest, max(self._rests, default=0))
        taken = self._taken_of_people
        for person, one, other in taken.clashes(slack=longest, judge=self._is_clash):
            yield self._clash(person, one, other)

    def venues(self) -> Iterator[Clash]:
        """Each venue that two occurrences take at once; a room and the house around it are taken together."""
        taken = Taken()
        for number, occurrence in enumerate(self._plan.occurrences):
            venue = self._plan.venue_of(occurrence)
            if venue is None or occurrence.cancelled:
                continue
            span = held(self._plan.programme.activity(occurrence.activity), occurrence)
            start, end = seconds(span.start), seconds(span.end)
            for around in self._around[venue]:
                taken.take(around, start, end, number * 2, part=around != venue)
        for venue, one, other in taken.clashes():
            yield self._clash(venue, one, other)

    def holdings(self) -> dict[str, list[Holding]]:
        """Who has how many pieces of each kind of equipment when; owners are places in `plan.occurrences`."""
        found: dict[str, list[Holding]] = {}
        for number, occurrence in enumerate(self._plan.occurrences):
            activity = self._plan.programme.activity(occurrence.activity)
            if activity.space is None or occurrence.cancelled or not activity.space.equipment:
                continue
            span = held(activity, occurrence)
            for use in activity.space.equipment:
                entry = (seconds(span.start), seconds(span.end), number, use.pieces)
                found.setdefault(use.equipment, []).append(entry)
        return found

    @cached_property
    def _around(self) -> Mapping[str, tuple[str, ...]]:
        programme = self._plan.programme
        return {item.id: programme.venues_around(item.id) for item in programme.venues}

    @cached_property
    def _taken_of_people(self) -> Taken:
        plan, taken = self._plan, Taken()
        for roster in plan.rosters:
            for assignment in roster.assignments:
                shift = plan.shift(assignment.seat.shift)
                self._take(taken, assignment.person, shift.span, shift.id, serving=True)
        for booking in plan.bookings:
            if booking.span is not None and booking.occurrence is not None and booking.status == "booked":
                self._take(taken, booking.person, booking.span, booking.occurrence)
        people = {item.id: tuple(taking_part(plan.programme, item)) for item in plan.programme.activities}
        for occurrence in plan.occurrences:
            if people[occurrence.activity] and not occurrence.cancelled:
                span = called(plan.programme.activity(occurrence.activity), occurrence.span)
                for person in people[occurrence.activity]:
                    self._take(taken, person, span, occurrence.key)
        return taken

    def _take(self, taken: Taken, person: str, span: Span, key: str, *, serving: bool = False) -> None:
        taken.take(person, seconds(span.start), seconds(span.end), self._numbers[key] * 2 + serving)

    def _is_clash(self, one: Entry, other: Entry) -> bool:
        return one[2] >> 1 != other[2] >> 1 and other[0] < one[1] + self._between(one, other)

    def _between(self, one: Entry, other: Entry) -> int:
        """How long must lie between the two: the way from the one to the other, and the rest after a duty."""
        first, second = one[2] >> 1, other[2] >> 1
        way = self._ways.seconds(self._places[first], self._places[second])
        if not one[2] & 1 or self._activity(first) == self._activity(second):
            return way
        return max(way, self._rests[first])

    def _activity(self, number: int) -> str:
        return self._plan.occurrences[number].activity

    def _clash(self, thing: str, one: Entry, other: Entry) -> Clash:
        overlap = other[0] < one[1]
        needed = 0 if overlap else self._between(one, other)
        missing = 0 if overlap else one[1] + needed - other[0]
        return Clash(thing, self._keys[one[2] >> 1], self._keys[other[2] >> 1], missing, needed, other[0])

    def _rest_after(self, occurrence: Occurrence) -> int:
        staffing = self._plan.programme.activity(occurrence.activity).staffing
        return 0 if staffing is None else int(staffing.rest_after.total_seconds())
