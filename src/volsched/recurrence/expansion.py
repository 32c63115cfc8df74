"""From the schedule of an activity to its occurrences in a window.

In this order: the rule names original starts; pauses, date lists and exclusions take some out; seasons and what
follows from an occurrence on change their hours; the holiday rule moves or skips them; what was said of a single
occurrence comes last and wins.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from functools import lru_cache

import attrs
from attrs import frozen

from volsched.calendars import WorkingDays
from volsched.errors import RecurrenceError
from volsched.model import Activity, Occurrence, Override, Schedule, Span
from volsched.model.schedule import Gap, Wall
from volsched.recurrence.clock import changes, gap_at
from volsched.recurrence.reading import read_lunar, read_rule, refuse_subdaily, shown
from volsched.recurrence.recurrence import Recurrence
from volsched.recurrence.turns import Turns

_DAY = dt.timedelta(days=1)
# How far a holiday rule may move an occurrence: longer rows of days off are refused by calendars.
_REACH = 40 * _DAY


def occurrences(activity: Activity, window: Span, working_days: WorkingDays | None = None) -> tuple[Occurrence, ...]:
    """What an activity comes to: every occurrence that begins in the window, cancelled ones too, in order.

    The holiday rule of the schedule needs `working_days`; without them every day counts as a working day.

    Raises:
        RecurrenceError: the rule of the schedule is malformed or can never happen, or the window holds more than
            10,000 occurrences.
    """
    return _expansion(activity.schedule, activity.gap).occurrences(activity.id, window, working_days)


def recurrence_of(schedule: Schedule, gap: Gap = "skip") -> Recurrence:
    """The rule of a schedule with its exclusions and additions, without what changes single or later occurrences.

    Raises:
        RecurrenceError: the rule is malformed or can never happen; `field` is the part of the rule.
    """
    if schedule.lunar is not None:
        parts = read_lunar(schedule.lunar)
    elif schedule.rule is not None:
        parts = read_rule(schedule.rule)
        refuse_subdaily(parts)
    else:
        parts = None
    found = Recurrence(
        parts=parts,
        start=schedule.start,
        zone=schedule.zone,
        exclude=schedule.exclude,
        include=schedule.include,
        gap=schedule.gap or gap,
    )
    found.check()
    return found


def check_schedule(schedule: Schedule) -> None:
    """Refuse a schedule that cannot be, or in which something is said of an occurrence that there is not.

    Raises:
        RecurrenceError: `field` is the field of the schedule that is wrong.
    """
    expansion = _expansion_checked(schedule)
    for field, named in (
        ("overrides", [override.original for override in schedule.overrides]),
        ("following", [following.original for following in schedule.following]),
    ):
        for place, original in enumerate(named):
            if original in named[:place]:
                _refuse(f"{field}", f"{original} is named twice", "join the two")
            if not expansion.turns.holds(original, resting=True):
                near = expansion.turns.near(original)
                cure = f"the nearest are {' and '.join(str(wall) for wall in near)}" if near else "take it out"
                _refuse(f"{field}", f"nothing is planned at {original}", cure)


def _expansion_checked(schedule: Schedule) -> Expansion:
    try:
        return _expansion(schedule, schedule.gap or "skip")
    except RecurrenceError as error:
        if error.what == "schedule":
            raise
        field = {"exclude": "exclude", "include": "include", "start": "start"}.get(error.field, "rule")
        if field == "rule" and schedule.lunar is not None:
            field = "lunar"
        part = f"{error.field} in '{shown(schedule.rule or '', 60)}' " if field == "rule" else ""
        raise RecurrenceError("schedule", "", field, f"{part}{error.problem}", error.cure) from error


def _refuse(field: str, problem: str, cure: str) -> None:
    raise RecurrenceError("schedule", "", field, problem, cure)


@lru_cache(maxsize=2048)
def _expansion(schedule: Schedule, gap: Gap) -> Expansion:
    return Expansion(schedule, gap)


@frozen
class _Planned:
    """One occurrence before its instants are known: wall times that carry the zone."""

    original: dt.datetime
    start: dt.datetime
    lasts: dt.timedelta
    venue: str | None = None
    moved: bool = False
    cancelled: bool = False


class Expansion:
    """A schedule made ready to be asked about windows."""

    def __init__(self, schedule: Schedule, gap: Gap) -> None:
        self.schedule = schedule
        self.recurrence = recurrence_of(schedule, gap)
        self.zone = self.recurrence.tz
        self.turns = Turns(self.recurrence, schedule.pauses)
        self.following = sorted(
            ((self._aware(change.original), change) for change in schedule.following), key=lambda pair: pair[0]
        )
        self.overrides = {self._aware(override.original): override for override in schedule.overrides}
        self.fixed_weekdays = self.recurrence.names_weekdays
        self.plain = not (
            schedule.overrides
            or schedule.following
            or schedule.seasons
            or schedule.leave_out
            or schedule.only_on
            or schedule.on_holiday != "keep"
        )
        # How far from its original start anything but an override may begin.
        self.reach = _DAY if schedule.seasons else dt.timedelta()
        self.reach = max([self.reach, *(abs(self._shift(change)) + _DAY for _at, change in self.following)])
        if schedule.on_holiday not in ("keep", "skip"):
            self.reach += _REACH

    def _aware(self, wall: Wall) -> dt.datetime:
        return self.recurrence.aware(wall)

    def _shift(self, change: object) -> dt.timedelta:
        start, original = change.start, change.original  # type: ignore[attr-defined]
        return dt.timedelta() if start is None else self._aware(start) - self._aware(original)

    def occurrences(self, activity: str, window: Span, working_days: WorkingDays | None) -> tuple[Occurrence, ...]:
        """The occurrences that begin in the window, in order."""
        low = window.start.astimezone(self.zone)
        high = window.end.astimezone(self.zone)
        first, end = low - _DAY - self.reach, high + _DAY + self.reach
        originals = self.turns.between(first, end)
        if self.plain:
            planned = [_Planned(original, original, self.schedule.lasts) for original in originals]
        else:
            planned = [
                plan
                for original in originals
                if original not in self.overrides and (plan := self._planned(original, working_days)) is not None
            ]
        if self.reach >= _REACH:
            planned = _without_doubles(planned)
        planned += self._overridden(first, end, working_days)
        steady = not changes(self.zone, first.year, end.year)
        found = [
            occurrence
            for plan in planned
            if (occurrence := self._occurrence(activity, plan, steady=steady)) is not None
            and window.start <= occurrence.span.start < window.end
        ]
        found.sort(key=lambda occurrence: (occurrence.span.start, occurrence.span.end, occurrence.original))
        return tuple(found)

    def _planned(self, original: dt.datetime, working_days: WorkingDays | None) -> _Planned | None:
        """What the schedule as a whole makes of an original start; None when it leaves it out."""
        schedule, day = self.schedule, original.date()
        if any(dates.holds(day) for dates in schedule.leave_out):
            return None
        if schedule.only_on and not any(dates.holds(day) for dates in schedule.only_on):
            return None
        start, lasts, venue = original, schedule.lasts, None
        for season in schedule.seasons:
            if season.holds(day):
                start = original.replace(hour=season.start.hour, minute=season.start.minute, second=0)
                lasts = season.lasts or lasts
                break
        place = bisect_left(self.following, original, key=lambda pair: pair[0])
        if place < len(self.following) and self.following[place][0] == original:
            place += 1
        if place:
            change = self.following[place - 1][1]
            start += self._shift(change)
            lasts, venue = change.lasts or lasts, change.venue
        if working_days is not None and schedule.on_holiday != "keep":
            return self._after_holidays(_Planned(original, start, lasts, venue), working_days)
        return _Planned(original, start, lasts, venue)

    def _after_holidays(self, plan: _Planned, working_days: WorkingDays) -> _Planned | None:
        day = plan.start.date()
        # A day that was chosen as a weekday is free only on a holiday; one chosen by its number also on a weekend.
        free = day in working_days.days_off if self.fixed_weekdays else not working_days.is_working(day)
        if not free:
            return plan
        if self.schedule.on_holiday == "skip":
            return None
        search = working_days.next if self.schedule.on_holiday == "next_working_day" else working_days.previous
        moved = search(day)
        return attrs.evolve(plan, start=plan.start + (moved - day), moved=True)

    def _overridden(self, first: dt.datetime, end: dt.datetime, working_days: WorkingDays | None) -> list[_Planned]:
        """What was said of single occurrences, for those that the schedule still holds."""
        found = []
        for original, override in self.overrides.items():
            begins = original if override.start is None else self._aware(override.start)
            if not first <= begins < end or not self.turns.holds(override.original):
                continue
            plan = self._planned(original, working_days)
            if plan is None and override.start is None:
                continue
            found.append(self._applied(plan or _Planned(original, original, self.schedule.lasts), override))
        return found

    def _applied(self, plan: _Planned, override: Override) -> _Planned:
        start = plan.start if override.start is None else self._aware(override.start)
        return attrs.evolve(
            plan,
            start=start,
            lasts=override.lasts or plan.lasts,
            venue=override.venue or plan.venue,
            moved=(plan.moved and override.start is None) or start != plan.original,
            cancelled=override.cancelled,
        )

    def _occurrence(self, activity: str, plan: _Planned, *, steady: bool) -> Occurrence | None:
        """With its instants; None when a clock change leaves it out, which no `steady` clock does."""
        start, shifted = plan.start, False
        gap = None if steady else gap_at(self.zone, start)
        if gap is not None:
            if self.recurrence.gap == "skip" and not self.recurrence.all_day:
                return None
            start, shifted = start + gap.shift, True
        end = start + plan.lasts
        original: Wall = plan.original.replace(tzinfo=None)
        if self.recurrence.all_day:
            original = plan.original.date()
        return Occurrence(
            activity=activity,
            original=original,
            span=Span(start.astimezone(dt.UTC), end.astimezone(dt.UTC)),
            zone=self.schedule.zone,
            all_day=self.recurrence.all_day,
            cancelled=plan.cancelled,
            moved=plan.moved or (shifted and not self.recurrence.all_day),
            venue=plan.venue,
        )


def _without_doubles(planned: list[_Planned]) -> list[_Planned]:
    """A day that was moved onto one that takes place anyway, or onto another that was moved, is not held twice."""
    taken = {plan.start for plan in planned if not plan.moved}
    kept = []
    for plan in planned:
        if plan.moved:
            if plan.start in taken:
                continue
            taken.add(plan.start)
        kept.append(plan)
    return kept
