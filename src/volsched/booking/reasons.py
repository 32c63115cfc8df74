"""Why somebody has no place, as words that stay the same."""

from __future__ import annotations

from collections.abc import Sequence

from volsched.model import Booking, Course, Occurrence, Person, Span

NO_PLACE_LEFT = "no-place-left"
NEVER_FREE = "never-free"
NEEDS_SKILL = "needs-skill"
NO_ACCESS = "no-access"
INVITED_TOO_LATE = "invited-too-late"
NONE_NEAR = "none-near"
NOT_INVITED = "not-invited"
SIGNED_UP_OUTSIDE = "signed-up-outside"
NO_COURSE_FITS = "no-course-fits"


def waiting(person: Person, activity: str, rank: int, reason: str) -> Booking:
    """The booking of somebody who waits."""
    return Booking(person=person.id, activity=activity, status="waiting", rank=rank, reason=reason)


def kept_out(course: Course, occurrences: Sequence[Occurrence], person: Person, busy: Sequence[Span]) -> str:
    """Why somebody cannot take part in all of these sessions; empty if they can."""
    if occurrences and not all(person.holds(skill, occurrences[0].day) for skill in course.needs):
        return NEEDS_SKILL
    if any(occurrence.span.overlaps(span) for occurrence in occurrences for span in busy):
        return NEVER_FREE
    return ""
