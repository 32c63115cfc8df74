"""Skills that end while they are needed, and that nothing in the plan renews."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from volsched.model import Finding, Person, Skill, Text
from volsched.model.text import LANGUAGES
from volsched.model.wording import day_in_words
from volsched.planning.plan import Plan


def ending_certificates(plan: Plan) -> Iterator[Finding]:
    """Skills that end within the plan, of people in a team that needs them, and that no training there renews."""
    needed = _needed(plan)
    last = plan.window.end - dt.timedelta(days=1)
    for person in plan.programme.people:
        for skill in person.skills:
            until = skill.until
            if until is None or not plan.window.first <= until < last or person.id not in needed.get(skill.id, ()):
                continue
            if not _renewed(plan, person, skill, until):
                yield _ends(plan, person, skill.id, until)


def _needed(plan: Plan) -> dict[str, set[str]]:
    """For each skill that seats ask for, those who may be asked to bring it."""
    found: dict[str, set[str]] = {}
    for activity in plan.programme.activities:
        if activity.staffing is None:
            continue
        members = plan.programme.team(activity.staffing.team).members
        for requirement in activity.staffing.requirements:
            for skill in (*requirement.skills, *(wanted.skill for wanted in requirement.mix)):
                found.setdefault(skill, set()).update(members)
    return found


def _renewed(plan: Plan, person: Person, skill: Skill, until: dt.date) -> bool:
    """Whether the person holds it the day after all the same, or attends a training that grants it."""
    if person.holds(skill.id, until + dt.timedelta(days=1)):
        return True
    for booking in plan.bookings_of(person.id):
        course = plan.programme.activity(booking.activity).course
        if course is not None and course.grants == skill.id and booking.status == "booked":
            return True
    return False


def _ends(plan: Plan, person: Person, skill: str, until: dt.date) -> Finding:
    names = {item.id: item.name for item in plan.programme.skills}
    sentences = {}
    for language in LANGUAGES:
        name, held = person.name.in_language(language), names[skill].in_language(language)
        day = day_in_words(until, language)
        sentences[language] = {
            "zh": f"{name}（{person.id}）的“{held}”到{day}为止，计划里没有续期的培训",
            "ug": f"{name} ({person.id}) نىڭ «{held}» سى {day} غىچە، پىلاندا يېڭىلايدىغان تەربىيەلەش يوق",
            "en": f"{name} ({person.id}) holds '{held}' until {day}, and no training in the plan renews it",
        }[language]
    return Finding(
        code="certificate-ends",
        severity="note",
        subjects=(person.id, skill, str(until)),
        sentence=Text(**sentences),
    )
