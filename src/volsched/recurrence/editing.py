"""Editing a series as people do: one occurrence, this one and all that follow, a rest, an end.

Every function returns a new schedule and refuses what would leave something said of an occurrence that is not there
any more, so that no old time comes back and nothing that was moved by hand moves again by accident.
"""

from __future__ import annotations

import datetime as dt

import attrs

from volsched.errors import RecurrenceError
from volsched.model import Following, Override, Pause, Schedule
from volsched.model.schedule import Resume, Wall
from volsched.recurrence.expansion import check_schedule
from volsched.recurrence.parts import rule_text
from volsched.recurrence.reading import read_rule


def move_one(schedule: Schedule, original: Wall, to: Wall, *, lasts: dt.timedelta | None = None) -> Schedule:
    """Let one occurrence, named by its original start, take place at another time.

    Raises:
        RecurrenceError: nothing is planned at the original start.
    """
    found = _override(schedule, original)
    return _with_override(schedule, attrs.evolve(found, start=to, lasts=lasts or found.lasts, cancelled=False))


def change_one(
    schedule: Schedule, original: Wall, *, lasts: dt.timedelta | None = None, venue: str | None = None
) -> Schedule:
    """Let one occurrence take another length or be at another venue; what is not named stays as it is.

    Raises:
        RecurrenceError: nothing is planned at the original start.
    """
    found = _override(schedule, original)
    return _with_override(schedule, attrs.evolve(found, lasts=lasts or found.lasts, venue=venue or found.venue))


def cancel_one(schedule: Schedule, original: Wall) -> Schedule:
    """Cancel one occurrence; it stays in calendars as cancelled.

    Raises:
        RecurrenceError: nothing is planned at the original start.
    """
    return _with_override(schedule, attrs.evolve(_override(schedule, original), cancelled=True))


def restore_one(schedule: Schedule, original: Wall) -> Schedule:
    """Take back whatever was said of one occurrence alone."""
    kept = tuple(override for override in schedule.overrides if override.original != original)
    return _checked(attrs.evolve(schedule, overrides=kept))


def change_from(
    schedule: Schedule,
    original: Wall,
    *,
    start: Wall | None = None,
    lasts: dt.timedelta | None = None,
    venue: str | None = None,
) -> Schedule:
    """Change an occurrence and all that follow: with `start` all of them move by the same difference.

    Earlier changes of this kind that begin later are replaced. What was said of single occurrences stays.

    Raises:
        RecurrenceError: nothing is planned at the original start.
    """
    kept = [change for change in schedule.following if change.original < original]
    # Only the latest change holds for an occurrence, so what this one does not name is taken over from the one before.
    before = max(kept, key=lambda change: change.original, default=None)
    if before is not None:
        lasts, venue = lasts or before.lasts, venue or before.venue
        if start is None and before.start is not None:
            start = original + (before.start - before.original)
    change = Following(original=original, start=start, lasts=lasts, venue=venue)
    return _checked(attrs.evolve(schedule, following=(*kept, change)))


def pause(schedule: Schedule, first: dt.date, last: dt.date, *, resume: Resume = "as_planned") -> Schedule:
    """Let the series rest from `first` to `last`, both included.

    With `resume="where_it_stopped"` the turn that the pause took comes first afterwards and all later ones after it,
    whole weeks later where the rule names weekdays.

    Raises:
        RecurrenceError: the series goes by months or years and cannot resume where it stopped, two pauses overlap, or
            a later occurrence that was moved or cancelled by hand would not be there any more.
    """
    return _checked(attrs.evolve(schedule, pauses=(*schedule.pauses, Pause(first=first, last=last, resume=resume))))


def end_with(schedule: Schedule, last: dt.date) -> Schedule:
    """End the series with this day; what was said of later occurrences goes with them.

    Raises:
        RecurrenceError: there is no rule, or nothing is left.
    """
    if schedule.rule is None:
        raise RecurrenceError("schedule", "", "rule", "does not repeat", "cancel the one occurrence")
    parts = attrs.evolve(read_rule(schedule.rule), count=None, until=last)
    return _checked(
        attrs.evolve(
            schedule,
            rule=rule_text(parts),
            include=tuple(wall for wall in schedule.include if _day(wall) <= last),
            overrides=tuple(change for change in schedule.overrides if _day(change.original) <= last),
            following=tuple(change for change in schedule.following if _day(change.original) <= last),
        )
    )


def replace_from(schedule: Schedule, start: Wall, rule: str) -> tuple[Schedule, Schedule]:
    """End a series the day before `start` and let one with another rule go on from there, as two schedules.

    What was said of single occurrences and of dates goes to the part in which it lies.

    Raises:
        RecurrenceError: the old part or the new one could never happen, or something that was said of a later
            occurrence does not fit the new rule.
    """
    day = _day(start)
    before = end_with(schedule, day - dt.timedelta(days=1))
    after = attrs.evolve(
        schedule,
        start=start,
        rule=rule,
        include=tuple(wall for wall in schedule.include if _day(wall) >= day),
        exclude=tuple(wall for wall in schedule.exclude if _day(wall) >= day),
        overrides=tuple(change for change in schedule.overrides if _day(change.original) >= day),
        following=tuple(change for change in schedule.following if _day(change.original) >= day),
    )
    return before, _checked(after)


def _checked(schedule: Schedule) -> Schedule:
    check_schedule(schedule)
    return schedule


def _override(schedule: Schedule, original: Wall) -> Override:
    for override in schedule.overrides:
        if override.original == original:
            return override
    return Override(original=original)


def _with_override(schedule: Schedule, changed: Override) -> Schedule:
    others = [override for override in schedule.overrides if override.original != changed.original]
    overrides = tuple(sorted([*others, changed], key=lambda override: override.original))
    return _checked(attrs.evolve(schedule, overrides=overrides))


def _day(wall: Wall) -> dt.date:
    return wall.date() if isinstance(wall, dt.datetime) else wall
