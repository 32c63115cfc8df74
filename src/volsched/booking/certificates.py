"""Certificates: the skills that courses grant to those who attended, from a day on and until a last one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs
from attrs import frozen

from volsched.model import Activity, Booking, Course, Occurrence, Programme, Skill


@frozen(kw_only=True)
class Certificate:
    """A skill that a person has from a course: from the day of the session that completes it, until a last day.

    `planned` says that some of the sessions are still to come, or nobody has written down yet who was there.
    """

    person: str
    skill: str
    activity: str
    since: dt.date
    until: dt.date | None = None
    planned: bool = False


@frozen(kw_only=True)
class Ending:
    """A skill that ends, who holds it, and on which day they and whoever plans are to be told."""

    person: str
    skill: str
    until: dt.date
    tell_on: dt.date
    renewed_by: str | None = None
    """The activity that renews it, if one does before it ends."""


def certificates(
    programme: Programme, activity: Activity, occurrences: Sequence[Occurrence], bookings: Iterable[Booking]
) -> tuple[Certificate, ...]:
    """Who earns the skill of a course, in the order of the bookings.

    What is written down of a session counts: who is named present was there, everybody else was not. Of a session of
    which nothing is written down, those who have a place in it are expected to come.
    """
    course = activity.course
    if course is None or course.grants is None or not occurrences:
        return ()
    written: dict[dt.date, set[str]] = {}
    for item in programme.attendance:
        if item.activity == activity.id:
            here = written.setdefault(item.day, set())
            if item.status == "present":
                here.add(item.person)
    placed: dict[str, set[str]] = {}
    for booking in bookings:
        if booking.status == "booked" and booking.occurrence is not None:
            placed.setdefault(booking.person, set()).add(booking.occurrence)
    people = dict.fromkeys([*placed, *sorted(name for here in written.values() for name in here)])
    sessions = sorted(occurrences, key=lambda item: item.span)
    found = (_earned(activity.id, course, sessions, written, (name, placed.get(name, set()))) for name in people)
    return tuple(item for item in found if item is not None)


def _earned(
    activity: str,
    course: Course,
    sessions: Sequence[Occurrence],
    written: Mapping[dt.date, set[str]],
    who: tuple[str, set[str]],
) -> Certificate | None:
    person, places = who
    needed = course.attend or len(sessions)
    attended = 0
    planned = False
    for occurrence in sessions:
        known = written.get(occurrence.day)
        if person not in known if known is not None else occurrence.key not in places:
            continue
        attended += 1
        planned = planned or known is None
        if attended == needed:
            since = occurrence.day
            until = None if course.holds_for is None else since + course.holds_for - dt.timedelta(days=1)
            skill = course.grants or ""
            return Certificate(person=person, skill=skill, activity=activity, since=since, until=until, planned=planned)
    return None


def with_certificates(programme: Programme, earned: Iterable[Certificate]) -> Programme:
    """The programme in which people hold these skills beside those they had, from and until their days."""
    by_person: dict[str, list[Skill]] = {}
    for item in earned:
        by_person.setdefault(item.person, []).append(Skill(item.skill, item.since, item.until))
    if not by_person:
        return programme
    people = tuple(
        attrs.evolve(person, skills=(*person.skills, *by_person[person.id])) if person.id in by_person else person
        for person in programme.people
    )
    return attrs.evolve(programme, people=people)


def endings(programme: Programme, earned: Iterable[Certificate], first: dt.date, last: dt.date) -> Iterator[Ending]:
    """Every skill that ends from `first` to `last`, by day and person, with when to tell and what renews it.

    It is told as long before as the course that grants it says, and 60 days before where none does.
    """
    courses = [item.course for item in programme.activities if item.course is not None]
    before = {course.grants: course.tell_before for course in reversed(courses) if course.grants is not None}
    gained = tuple(earned)
    held = [
        *((person.id, skill.id, skill.until) for person in programme.people for skill in person.skills),
        *((item.person, item.skill, item.until) for item in gained),
    ]
    ends = sorted(
        {(until, person, skill) for person, skill, until in held if until is not None and first <= until <= last}
    )
    for until, person, skill in ends:
        after = until + dt.timedelta(days=1)
        if programme.person(person).holds(skill, after):
            continue
        renewing = (item for item in gained if (item.person, item.skill) == (person, skill))
        by = next((item.activity for item in renewing if item.since <= after and (item.until or after) >= after), None)
        tell = until - before.get(skill, dt.timedelta(days=60))
        yield Ending(person=person, skill=skill, until=until, tell_on=tell, renewed_by=by)
