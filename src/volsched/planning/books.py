"""Booking books out of a plan: all its places, who has them, who waits, and at which of them each person is busy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import attrs

from volsched.booking import BookingBook, BookPlace, Entry
from volsched.booking.books import EntryStatus
from volsched.booking.sessions import Blocked, Session
from volsched.booking.slots import split_slots
from volsched.errors import InvalidValue, UnknownName
from volsched.model import Activity, Booking, Occurrence, Programme, Span
from volsched.planning.agenda import agenda
from volsched.planning.plan import Plan


def bookable(programme: Programme) -> tuple[str, ...]:
    """The campaigns, and the activities with places for single occurrences that belong to none, in their order."""
    inside = {name for campaign in programme.campaigns for name in campaign.activities}
    alone = (a.id for a in programme.activities if a.places is not None and a.course is None and a.id not in inside)
    return (*(campaign.id for campaign in programme.campaigns), *alone)


def activities_of(programme: Programme, name: str) -> tuple[Activity, ...]:
    """The activities whose places are given out under this name.

    Raises:
        UnknownName: no campaign, and no activity with places, is called so.
        InvalidValue: places of a course are in the whole series, so there is no book of them.
    """
    if name in programme.campaign_by_id:
        return tuple(programme.activity(item) for item in programme.campaign(name).activities)
    activity = programme.activity_by_id.get(name)
    if activity is None or activity.places is None:
        raise UnknownName("campaign or activity with places", name, bookable(programme))
    if activity.course is not None:
        problem = "has places in its whole series, and no book"
        raise InvalidValue("activity", name, "course", problem, "look at its bookings with `volsched book show`")
    return (activity,)


def book_of(plan: Plan, name: str) -> BookingBook:
    """The book of a campaign or activity, as the plan has placed everybody.

    Raises:
        UnknownName: nothing with places is called so.
    """
    activities = activities_of(plan.programme, name)
    happening = [o for a in activities for o in plan.occurrences_of(a.id) if not o.cancelled]
    places = [place for occurrence in happening for place in _places(plan.programme, occurrence)]
    bookings = [booking for activity in activities for booking in plan.bookings_in(activity.id)]
    limits = [activity.places for activity in activities if activity.places is not None]
    book = BookingBook(
        id=name,
        places=tuple(places),
        reply_within=min(item.reply_within for item in limits),
        short_notice=max(item.short_notice for item in limits),
    )
    return _with_bookings(plan, book, bookings, {activity.id for activity in activities})


def renewed(book: BookingBook, fresh: BookingBook) -> BookingBook:
    """A book with the places that the programme has by now: everybody keeps their place and their turn.

    A place that is gone stays as long as somebody has it. Who is newly invited has the place that the plan gives them,
    if it is free and nobody waits, and otherwise comes to the end of the queue.
    """
    held = tuple(place for place in book.places if place.key in book.holder and place.key not in fresh.place_by_key)
    ticket = book.next_ticket
    entries = []
    for entry in book.entries:
        known = fresh.entry_of.get(entry.person)
        entries.append(entry if known is None else attrs.evolve(entry, not_at=known.not_at))
    for entry in fresh.entries:
        if entry.person not in book.entry_of:
            place = None if book.queue or entry.place in book.holder else entry.place
            status: EntryStatus = "waiting" if place is None else "booked"
            entries.append(attrs.evolve(entry, status=status, place=place, ticket=ticket))
            ticket += 1
    return attrs.evolve(book, places=(*fresh.places, *held), entries=tuple(entries), next_ticket=ticket)


def _places(programme: Programme, occurrence: Occurrence) -> Iterator[BookPlace]:
    limits = programme.activity(occurrence.activity).places
    if limits is None:
        return
    for spans, walk_in in zip(split_slots(limits, occurrence), (False, True), strict=True):
        for number, span in enumerate(spans, 1):
            key = f"{occurrence.key}/{'w' if walk_in else ''}{number}"
            yield BookPlace(key=key, occurrence=occurrence.key, span=span, walk_in=walk_in)


def _with_bookings(plan: Plan, book: BookingBook, bookings: list[Booking], own: set[str]) -> BookingBook:
    by_time: defaultdict[tuple[str, Span], list[str]] = defaultdict(list)
    for place in book.places:
        by_time[place.occurrence, place.span].append(place.key)
    busy = _Busy(plan, book, own)
    homes = {person.id: person.household or "" for person in plan.programme.people}
    entries: list[Entry] = []
    # Who has a place comes first, by time; who waits follows in the order of the plan.
    placed = sorted((b for b in bookings if b.span is not None), key=lambda b: (str(b.span and b.span.start), b.person))
    waiting = sorted((b for b in bookings if b.span is None), key=lambda b: b.rank)
    ordered = [*placed, *waiting]
    for ticket, booking in enumerate(ordered, 1):
        free = by_time.get((booking.occurrence or "", booking.span), []) if booking.span is not None else []
        key = free.pop(0) if free else None
        entries.append(
            Entry(
                person=booking.person,
                status="booked" if key is not None else "waiting",
                ticket=ticket,
                place=key,
                party="" if key is not None else homes[booking.person],
                not_at=busy.at(booking.person),
            )
        )
    return attrs.evolve(book, entries=tuple(entries), next_ticket=len(entries) + 1)


class _Busy:
    """At which places of a book somebody is busy with something else."""

    def __init__(self, plan: Plan, book: BookingBook, own: set[str]) -> None:
        by_occurrence: defaultdict[str, list[BookPlace]] = defaultdict(list)
        for place in book.places:
            by_occurrence[place.occurrence].append(place)
        self._keys = [[place.key for place in places] for places in by_occurrence.values()]
        sessions = [
            Session(key=key, day=places[0].span.start.date(), slots=tuple(place.span for place in places))
            for key, places in by_occurrence.items()
        ]
        self._plan = plan
        self._own = own
        self._blocked = Blocked(sessions)

    def at(self, person: str) -> tuple[str, ...]:
        """The keys of these places."""
        spans: Iterable[Span] = (
            entry.span
            for entry in agenda(self._plan, person=person)
            if not entry.cancelled and entry.activity not in self._own
        )
        return tuple(sorted(self._keys[session][slot] for session, slot in self._blocked.of(tuple(spans))))
