"""Placing the people of a cohort: in order, each in the earliest place at which they are free."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from volsched.booking.households import by_household
from volsched.booking.reasons import NEVER_FREE, NO_PLACE_LEFT, kept_out, waiting
from volsched.booking.sessions_apart import with_spacing
from volsched.booking.slots import split_slots
from volsched.errors import InvalidValue
from volsched.model import Activity, Attendance, Booking, Course, Occurrence, Person, Places, Span


def book(
    activity: Activity,
    occurrences: Sequence[Occurrence],
    people: Iterable[Person],
    taken: Iterable[tuple[str, Span]] = (),
    attendance: Iterable[Attendance] = (),
) -> tuple[Booking, ...]:
    """Give each person a place, those of priority 1 first, then 2 and so on, then in the order given.

    For an activity with a course the place is one in the whole series, there is a booking for each session, and the
    person must be free for them all and hold the skills that the course needs. With `sessions` each has that many of
    them to themselves, with the days between that the course asks for; what `attendance` says was missed is made up.
    Otherwise it is one in one occurrence, with a time of its own where the activity gives appointments. Who finds none
    waits, and `reason` says why: the places were gone, the person was not free, or lacks a skill.

    Where places are for households, all of one get them in one occurrence, or wait. Where they are drawn, the order
    given is the order.

    Raises:
        InvalidValue: the activity has no places.
    """
    if activity.places is None:
        raise InvalidValue("activity", activity.id, "places", "nobody can be booked", "give it places")
    busy: dict[str, list[Span]] = {}
    for person, span in taken:
        busy.setdefault(person, []).append(span)
    ordered = list(people) if activity.places.draw else sorted(people, key=lambda person: person.priority or 10)
    if activity.course is not None and activity.course.sessions is not None:
        return tuple(with_spacing(activity, activity.course, occurrences, ordered, busy=busy, attendance=attendance))
    if activity.course is not None:
        return tuple(_in_series(activity, activity.places, occurrences, ordered, busy))
    if activity.places.by_household:
        return tuple(by_household(activity.id, activity.places, occurrences, ordered, busy))
    return tuple(_one_by_one(activity.id, activity.places, occurrences, ordered, busy))


def _in_series(
    activity: Activity,
    places: Places,
    occurrences: Sequence[Occurrence],
    people: Sequence[Person],
    busy: Mapping[str, Sequence[Span]],
) -> Iterator[Booking]:
    course = activity.course or Course()
    placed = rank = 0
    for person in people:
        reason = kept_out(course, occurrences, person, busy.get(person.id, ()))
        if not reason and (placed >= places.capacity or not occurrences):
            reason = NO_PLACE_LEFT
        if reason:
            rank += 1
            yield waiting(person, activity.id, rank, reason)
            continue
        placed += 1
        for occurrence in occurrences:
            yield Booking(person=person.id, activity=activity.id, occurrence=occurrence.key, span=occurrence.span)


def _one_by_one(
    activity: str,
    places: Places,
    occurrences: Sequence[Occurrence],
    people: Sequence[Person],
    busy: dict[str, list[Span]],
) -> Iterator[Booking]:
    slots = [(occurrence, span) for occurrence in occurrences for span in split_slots(places, occurrence)[0]]
    rank = 0
    for person in people:
        own = busy.get(person.id, ())
        chosen = next((i for i, slot in enumerate(slots) if not any(slot[1].overlaps(span) for span in own)), None)
        if chosen is None:
            rank += 1
            yield waiting(person, activity, rank, NEVER_FREE if slots else NO_PLACE_LEFT)
            continue
        occurrence, span = slots.pop(chosen)
        yield Booking(person=person.id, activity=activity, occurrence=occurrence.key, span=span)
