"""Placing the people of a cohort: in order, each in the earliest place at which they are free."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from volsched.booking.slots import split_slots
from volsched.errors import InvalidValue
from volsched.model import Activity, Booking, Course, Occurrence, Person, Places, Span

NO_PLACE_LEFT = "no-place-left"
NEVER_FREE = "never-free"
NEEDS_SKILL = "needs-skill"


def book(
    activity: Activity,
    occurrences: Sequence[Occurrence],
    people: Iterable[Person],
    taken: Iterable[tuple[str, Span]] = (),
) -> tuple[Booking, ...]:
    """Give each person a place, those of priority 1 first, then 2 and so on, then in the order given.

    For an activity with a course the place is one in the whole series, there is a booking for each session, and the
    person must be free for them all and hold the skills that the course needs. Otherwise it is one in one occurrence,
    with a time of its own where the activity gives appointments. Who finds none waits, and `reason` says why: the
    places were gone, the person was not free, or lacks a skill.

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
        return tuple(_in_series(activity, activity.places, occurrences, ordered, busy))
    return tuple(_one_by_one(activity.id, activity.places, occurrences, ordered, busy))


def _in_series(
    activity: Activity,
    places: Places,
    occurrences: Sequence[Occurrence],
    people: Sequence[Person],
    busy: Mapping[str, Sequence[Span]],
) -> Iterator[Booking]:
    course = activity.course or Course()
    placed = waiting = 0
    for person in people:
        reason = _kept_out(course, occurrences, person, busy.get(person.id, ()))
        if not reason and (placed >= places.capacity or not occurrences):
            reason = NO_PLACE_LEFT
        if reason:
            waiting += 1
            yield _waiting(person, activity.id, waiting, reason)
            continue
        placed += 1
        for occurrence in occurrences:
            yield Booking(person=person.id, activity=activity.id, occurrence=occurrence.key, span=occurrence.span)


def _kept_out(course: Course, occurrences: Sequence[Occurrence], person: Person, busy: Sequence[Span]) -> str:
    if occurrences and not all(person.holds(skill, occurrences[0].day) for skill in course.needs):
        return NEEDS_SKILL
    if any(occurrence.span.overlaps(span) for occurrence in occurrences for span in busy):
        return NEVER_FREE
    return ""


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
            yield _waiting(person, activity, rank, NEVER_FREE if slots else NO_PLACE_LEFT)
            continue
        occurrence, span = slots.pop(chosen)
        yield Booking(person=person.id, activity=activity, occurrence=occurrence.key, span=span)


def _waiting(person: Person, activity: str, rank: int, reason: str) -> Booking:
    return Booking(person=person.id, activity=activity, status="waiting", rank=rank, reason=reason)
