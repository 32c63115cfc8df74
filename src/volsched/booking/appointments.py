"""Placing the people of a cohort: in order, each in the earliest place at which they are free."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from volsched.errors import InvalidValue
from volsched.model import Activity, Booking, Occurrence, Person, Places, Span

NO_PLACE_LEFT = "no-place-left"
NEVER_FREE = "never-free"


def book(
    activity: Activity,
    occurrences: Sequence[Occurrence],
    people: Iterable[Person],
    taken: Iterable[tuple[str, Span]] = (),
) -> tuple[Booking, ...]:
    """Give each person a place, those of priority 1 first, then 2 and so on, then in the order given.

    For an activity with a course the place is one in the whole series, and there is a booking for each session.
    Otherwise it is one in one occurrence, with a time of its own where the activity gives appointments. Who finds
    none waits, and `reason` says whether the places were gone or the person was never free.

    Raises:
        InvalidValue: the activity has no places.
    """
    if activity.places is None:
        raise InvalidValue("activity", activity.id, "places", "nobody can be booked", "give it places")
    busy: dict[str, list[Span]] = {}
    for person, span in taken:
        busy.setdefault(person, []).append(span)
    ordered = sorted(people, key=lambda person: person.priority or 10)
    if activity.course is not None:
        return tuple(_in_series(activity.id, activity.places, occurrences, ordered))
    return tuple(_one_by_one(activity.id, activity.places, occurrences, ordered, busy))


def _in_series(
    activity: str, places: Places, occurrences: Sequence[Occurrence], people: Sequence[Person]
) -> Iterator[Booking]:
    for person in people[: places.capacity]:
        for occurrence in occurrences:
            yield Booking(person=person.id, activity=activity, occurrence=occurrence.key, span=occurrence.span)
    for rank, person in enumerate(people[places.capacity :], start=1):
        yield _waiting(person, activity, rank, NO_PLACE_LEFT)


def _one_by_one(
    activity: str,
    places: Places,
    occurrences: Sequence[Occurrence],
    people: Sequence[Person],
    busy: dict[str, list[Span]],
) -> Iterator[Booking]:
    slots = [slot for occurrence in occurrences for slot in _slots(places, occurrence)]
    rank = 0
    for person in people:
        own = busy.get(person.id, ())
        chosen = next((i for i, slot in enumerate(slots) if not any(slot[1].overlaps(span) for span in own)), None)
        if chosen is None:
            rank += 1
            yield _waiting(person, activity, rank, NEVER_FREE if slots else NO_PLACE_LEFT)
            continue
        occurrence, span = slots.pop(chosen)
        yield Booking(person=person.id, activity=activity, occurrence=occurrence.key, span=span)


def _slots(places: Places, occurrence: Occurrence) -> Iterator[tuple[Occurrence, Span]]:
    """The places of one occurrence, by time; as many at each time as are seen at once."""
    if places.appointment is None:
        for _ in range(places.capacity):
            yield occurrence, occurrence.span
        return
    left = places.capacity
    start = occurrence.span.start
    while left > 0 and start + places.appointment <= occurrence.span.end:
        span = Span(start, start + places.appointment)
        for _ in range(min(left, places.at_once)):
            yield occurrence, span
        left -= places.at_once
        start += places.appointment


def _waiting(person: Person, activity: str, rank: int, reason: str) -> Booking:
    return Booking(person=person.id, activity=activity, status="waiting", rank=rank, reason=reason)
