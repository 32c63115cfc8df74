"""Dates that a rule names and the calendar or the clock does not have: a rota has nobody on them."""

from __future__ import annotations

from collections.abc import Iterator

from volsched.model import Activity, Finding, Text
from volsched.planning.plan import Plan
from volsched.recurrence import Skipped, recurrence_of


def dates_left_out(plan: Plan) -> Iterator[Finding]:
    """Each date of the window on which an activity was meant by its rule and cannot be: 31 April, a lost hour."""
    span = plan.window.span
    for activity in plan.programme.activities:
        rule = recurrence_of(activity.schedule, activity.gap)
        for skipped in rule.skipped(span.start, span.end):
            yield _left_out(activity, skipped)


def _left_out(activity: Activity, skipped: Skipped) -> Finding:
    title, wall = activity.title, skipped.wall
    no_day = skipped.reason == "no_such_day"
    return Finding(
        code="date-left-out",
        severity="warning" if activity.staffing else "note",
        subjects=(activity.id, wall),
        sentence=Text(
            zh=f"“{title.in_language('zh')}”没有{wall}这一场：{'那个月没有这一天' if no_day else '调钟时没有这个时刻'}",
            ug=f"«{title.in_language('ug')}» {wall} دا بولمايدۇ: "
            f"{'ئۇ ئايدا بۇنداق كۈن يوق' if no_day else 'سائەت ئالماشقاندا بۇنداق ۋاقىت يوق'}",
            en=f"'{title.in_language('en')}' is not on {wall}: "
            f"{'its month has no such day' if no_day else 'the clock change leaves that time out'}",
        ),
    )
