"""The bookings of a course in which each person has sessions to themselves, so many days apart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence

from volsched.booking.reasons import NEEDS_SKILL, NO_COURSE_FITS, kept_out, waiting
from volsched.booking.slots import split_slots
from volsched.booking.spacing import Slot, Spacing, courses, made_up
from volsched.model import Activity, Attendance, Booking, Course, Occurrence, Person, Span


def with_spacing(
    activity: Activity,
    course: Course,
    occurrences: Sequence[Occurrence],
    people: Sequence[Person],
    *,
    busy: Mapping[str, Sequence[Span]],
    attendance: Iterable[Attendance] = (),
) -> Iterator[Booking]:
    """Each person's sessions, in their order; who finds no course that fits waits.

    What was missed is made up: later sessions stay where they can, and the spacing holds.
    """
    slots = _slots(activity, occurrences)
    spacing = Spacing(sessions=course.sessions or 1, least=course.apart_least, most=course.apart_most)
    able = [person for person in people if kept_out(course, occurrences[:1], person, ()) != NEEDS_SKILL]
    found = courses(slots, spacing, [person.id for person in able], busy)
    done: dict[str, list[dt.date]] = {}
    missed: dict[str, list[dt.date]] = {}
    for item in attendance:
        if item.activity == activity.id:
            (done if item.status == "present" else missed).setdefault(item.person, []).append(item.day)
    found = made_up(slots, spacing, found, done=done, missed=missed, busy=busy)
    rank = 0
    for person in people:
        if person.id not in found:
            rank += 1
            reason = NO_COURSE_FITS if person in able else NEEDS_SKILL
            yield waiting(person, activity.id, rank, reason)
            continue
        for slot in found[person.id]:
            yield Booking(person=person.id, activity=activity.id, occurrence=slot.occurrence, span=slot.span)


def _slots(activity: Activity, occurrences: Sequence[Occurrence]) -> dict[Slot, int]:
    found: dict[Slot, int] = {}
    for occurrence in occurrences:
        if activity.places is None:
            continue
        for span in split_slots(activity.places, occurrence)[0]:
            slot = Slot(occurrence.key, span, occurrence.day)
            found[slot] = found.get(slot, 0) + 1
    return found
