"""Places that hold more people than they can, and courses whose sessions lie too near each other or too far apart."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise

from volsched.model import Activity, Booking, Course, Finding, Places, Text
from volsched.model.text import LANGUAGES
from volsched.model.wording import day_in_words, moment_in_words
from volsched.model.zones import zone
from volsched.planning.plan import Plan


def overfull_places(plan: Plan) -> Iterator[Finding]:
    """Occurrences in which more people have a place than there are, or more are seen at one time than can be."""
    by_occurrence: defaultdict[str, list[Booking]] = defaultdict(list)
    for booking in plan.bookings:
        if booking.status == "booked" and booking.occurrence is not None and booking.span is not None:
            by_occurrence[booking.occurrence].append(booking)
    for key, bookings in sorted(by_occurrence.items()):
        activity = plan.programme.activity(key.partition("/")[0])
        if activity.places is None:
            continue
        if len(bookings) > activity.places.capacity:
            yield _overfull(plan, activity, key, (len(bookings), activity.places.capacity))
            continue
        most = _most_at_once(activity.places)
        together = _together(bookings)
        if most is not None and together > most:
            yield _overfull(plan, activity, key, (together, most))


def _most_at_once(places: Places) -> int | None:
    """How many can be there at one time; None where everybody comes for the whole occurrence."""
    if places.appointment is not None:
        return places.at_once
    return sum(station.at_once for station in places.stations) if places.stations else None


def _together(bookings: list[Booking]) -> int:
    """The most people who are there at one time."""
    moments: list[tuple[dt.datetime, int]] = []
    for booking in bookings:
        if booking.span is not None:
            moments += [(booking.span.start, 1), (booking.span.end, -1)]
    most = there = 0
    for _, change in sorted(moments):
        there += change
        most = max(most, there)
    return most


def courses_out_of_step(plan: Plan) -> Iterator[Finding]:
    """People whose sessions of a course lie nearer together, or further apart, than the course allows.

    Sessions that somebody missed do not count.
    """
    absent = {(i.person, i.activity, i.day) for i in plan.programme.attendance if i.status != "present"}
    local = zone(plan.programme.zone)
    for activity in plan.programme.activities:
        if activity.course is None or activity.course.sessions is None:
            continue
        days: defaultdict[str, set[dt.date]] = defaultdict(set)
        for booking in plan.bookings_in(activity.id):
            if booking.status == "booked" and booking.span is not None:
                day = booking.span.start.astimezone(local).date()
                if (booking.person, activity.id, day) not in absent:
                    days[booking.person].add(day)
        for person, found in sorted(days.items()):
            for one, two in pairwise(sorted(found)):
                if not _in_step(activity.course, (two - one).days):
                    yield _out_of_step(plan, activity, person, one, two)


def _in_step(course: Course, days: int) -> bool:
    return days >= course.apart_least and (course.apart_most is None or days <= course.apart_most)


def _overfull(plan: Plan, activity: Activity, key: str, count: tuple[int, int]) -> Finding:
    start = plan.occurrence(key).span.start
    have, room = count
    sentences = {}
    for language in LANGUAGES:
        title = activity.title.in_language(language)
        when = moment_in_words(start, plan.programme.zone, language)
        sentences[language] = {
            "zh": f"“{title}”{when}同时安排了{have}人，只能容纳{room}人",
            "ug": f"«{title}» {when} غا {have} كىشى ئورۇنلاشتۇرۇلغان، پەقەت {room} كىشى سىغىدۇ",
            "en": f"'{title}' on {when} has {have} people where {room} fit",
        }[language]
    return Finding(code="places-overfull", severity="error", subjects=(activity.id, key), sentence=Text(**sentences))


def _out_of_step(plan: Plan, activity: Activity, person: str, one: dt.date, two: dt.date) -> Finding:
    known = plan.programme.person(person)
    gap = (two - one).days
    sentences: Mapping[str, str] = {
        language: {
            "zh": f"{known.name.in_language(language)}（{person}）的“{activity.title.in_language(language)}”"
            f"在{day_in_words(one, language)}和{day_in_words(two, language)}之间隔{gap}天，不合疗程要求",
            "ug": f"{known.name.in_language(language)} ({person}) نىڭ «{activity.title.in_language(language)}» سى "
            f"{day_in_words(one, language)} بىلەن {day_in_words(two, language)} ئارىسىدا {gap} كۈن، تەلەپكە توشمايدۇ",
            "en": f"{known.name.in_language(language)} ({person}) has sessions of "
            f"'{activity.title.in_language(language)}' {gap} days apart, on {day_in_words(one, language)} and "
            f"{day_in_words(two, language)}, which the course does not allow",
        }[language]
        for language in LANGUAGES
    }
    return Finding(
        code="course-spacing", severity="warning", subjects=(activity.id, person, str(two)), sentence=Text(**sentences)
    )
