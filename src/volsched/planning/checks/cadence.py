"""Something on every month, something planned every quarter, never a break (月月有活动，季季有安排，常年不断线)."""

from __future__ import annotations

from collections.abc import Iterator

from volsched.model import Area, Finding, Text, Window
from volsched.model.text import LANGUAGES
from volsched.model.wording import MONTHS
from volsched.planning.plan import Plan


def empty_months(plan: Plan) -> Iterator[Finding]:
    """Months in which a community has nothing that people may attend.

    A community is an area whose own activities are public; the activities of the areas within it count for it.
    Patrols and appointments do not count: they are not for everybody. Months cut by the window are left out.
    """
    busy = _busy_months(plan)
    whole = [month for month in plan.window.months() if month.first.day == 1 and month.end.day == 1]
    for area in plan.programme.areas:
        if area.id in busy:
            for month in whole:
                if (month.first.year, month.first.month) not in busy[area.id]:
                    yield _empty(area, month)


def _busy_months(plan: Plan) -> dict[str, set[tuple[int, int]]]:
    programme = plan.programme
    found: dict[str, set[tuple[int, int]]] = {
        item.area: set() for item in programme.activities if item.area is not None and item.audience == "public"
    }
    for occurrence in plan.occurrences:
        activity = programme.activity(occurrence.activity)
        if activity.audience != "public" or occurrence.cancelled:
            continue
        day = occurrence.day
        for area in programme.areas_above(activity.area):
            if area in found:
                found[area].add((day.year, day.month))
    return found


def _empty(area: Area, month: Window) -> Finding:
    year, number = month.first.year, month.first.month
    name = {language: area.name.in_language(language) for language in LANGUAGES}
    return Finding(
        code="month-without-activity",
        severity="warning",
        subjects=(area.id, f"{year}-{number:02d}"),
        sentence=Text(
            zh=f"{name['zh']}在{year}年{number}月没有居民可以参加的活动",
            ug=f"{name['ug']}: {year}-يىل {MONTHS['ug'][number - 1]} ئېيىدا ئاھالىلەر قاتناشسا بولىدىغان پائالىيەت يوق",
            en=f"{name['en']} has no activity that people may attend in {MONTHS['en'][number - 1]} {year}",
        ),
    )
