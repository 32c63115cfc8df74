"""Something on every month, something planned every quarter, never a break (月月有活动，季季有安排，常年不断线)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from volsched.model import Area, Finding, Text
from volsched.model.text import LANGUAGES, Language
from volsched.model.wording import MONTHS, day_in_words
from volsched.planning.cadence import Cadence, Month, cadence, left_behind
from volsched.planning.plan import Plan

LONGEST_BREAK = 45
"""So many days in a row may be without anything; whole empty months are told as such."""


def empty_months(plan: Plan) -> Iterator[Finding]:
    """Months in which a community has nothing that people may attend.

    A community is an area whose own activities are public; the activities of the areas within it count for it.
    Patrols and appointments do not count: they are not for everybody. Months cut by the window are left out.
    """
    for item in cadence(plan):
        for month in item.empty_months:
            yield _empty(plan.programme.area(item.area), month)


def quarters_without_plans(plan: Plan) -> Iterator[Finding]:
    """Quarters in which a community has its standing series alone: no training, no performance, nothing once."""
    for item in cadence(plan):
        empty = set(item.empty_months)
        for first, count in item.quarters:
            if not count and not all((first[0], first[1] + step) in empty for step in range(3)):
                yield _without_plans(plan.programme.area(item.area), first)


def long_breaks(plan: Plan) -> Iterator[Finding]:
    """Breaks of more than 45 days in what a community has for everybody, where no whole month is empty."""
    for item in cadence(plan):
        if item.longest_break > LONGEST_BREAK and not item.empty_months:
            yield _break(plan.programme.area(item.area), item)


def unbalanced_communities(plan: Plan) -> Iterator[Finding]:
    """Communities that have less than half of what those beside them have in the middle."""
    parents = {area.id: area.parent for area in plan.programme.areas}
    for item, middle in left_behind(cadence(plan), parents):
        yield _left_behind(plan.programme.area(item.area), item.total, middle)


def _names(area: Area) -> Mapping[Language, str]:
    return {language: area.name.in_language(language) for language in LANGUAGES}


def _empty(area: Area, month: Month) -> Finding:
    year, number = month
    name = _names(area)
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


def _without_plans(area: Area, first: Month) -> Finding:
    year, quarter = first[0], first[1] // 3 + 1
    name = _names(area)
    return Finding(
        code="quarter-without-plans",
        severity="note",
        subjects=(area.id, f"{year}-Q{quarter}"),
        sentence=Text(
            zh=f"{name['zh']}在{year}年第{quarter}季度只有日常活动，没有培训、演出等专项安排",
            ug=f"{name['ug']}: {year}-يىل {quarter}-پەسىلدە دائىملىق پائالىيەتتىن باشقا ئورۇنلاشتۇرۇش يوق",
            en=f"{name['en']} has nothing but its standing activities in quarter {quarter} of {year}",
        ),
    )


def _break(area: Area, item: Cadence) -> Finding:
    name = _names(area)
    since = "" if item.break_since is None else str(item.break_since)
    said: dict[Language, str] = {
        language: "" if item.break_since is None else day_in_words(item.break_since, language) for language in LANGUAGES
    }
    days = item.longest_break
    return Finding(
        code="long-break",
        severity="warning",
        subjects=(area.id, since),
        sentence=Text(
            zh=f"{name['zh']}从{said['zh']}起连续{days}天没有居民可以参加的活动",
            ug=f"{name['ug']}: {said['ug']} دىن باشلاپ {days} كۈن ئاھالىلەر قاتناشسا بولىدىغان پائالىيەت يوق",
            en=f"{name['en']} has nothing that people may attend for {days} days from {said['en']}",
        ),
    )


def _left_behind(area: Area, total: int, middle: int) -> Finding:
    name = _names(area)
    return Finding(
        code="community-left-behind",
        severity="note",
        subjects=(area.id,),
        sentence=Text(
            zh=f"{name['zh']}有{total}场居民可以参加的活动，不到其他区域中间值{middle}场的一半",
            ug=f"{name['ug']} دا {total} پائالىيەت بار، باشقا رايونلارنىڭ ئوتتۇرا سانى {middle} نىڭ يېرىمىغا يەتمەيدۇ",
            en=f"{name['en']} has {total} occurrences that people may attend, less than half of the {middle} "
            "that are usual beside it",
        ),
    )
