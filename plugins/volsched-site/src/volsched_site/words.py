"""What the pages say of themselves, in three languages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType

from volsched.model import Language
from volsched.model.wording import MONTHS, WEEKDAYS

_ORDER: tuple[Language, ...] = ("zh", "ug", "en")
_TABLE: Mapping[str, tuple[str, str, str]] = {
    "skip": ("跳到正文", "ئاساسىي مەزمۇنغا ئۆتۈش", "Skip to the content"),
    "home": ("首页", "باش بەت", "Home"),
    "site_nav": ("网站导航", "تور بېكەت يولباشچىسى", "Site"),
    "languages": ("语言", "تىل", "Languages"),
    "month": ("月历", "ئايلىق", "Month"),
    "week": ("周历", "ھەپتىلىك", "Week"),
    "list": ("列表", "تىزىملىك", "List"),
    "months": ("各月", "ئايلار", "Months"),
    "weeks": ("各周", "ھەپتىلەر", "Weeks"),
    "views": ("查看方式", "كۆرسىتىش شەكلى", "Views"),
    "before": ("上一页", "ئالدىنقى", "Previous"),
    "after": ("下一页", "كېيىنكى", "Next"),
    "turn": ("前后翻页", "بەت ئالماشتۇرۇش", "Previous and next"),
    "glance": ("一览", "بىر قاراشتا", "At a glance"),
    "communities": ("社区", "مەھەللىلەر", "Communities"),
    "venues": ("场地", "سورۇنلار", "Venues"),
    "teams": ("队伍", "گۇرۇپپىلار", "Teams"),
    "community": ("社区", "مەھەللە", "Community"),
    "venue": ("场地", "سورۇن", "Venue"),
    "team": ("队伍", "گۇرۇپپا", "Team"),
    "person": ("个人", "شەخسىي", "Personal"),
    "elsewhere": ("其他", "باشقىلار", "Others"),
    "subscribe": ("订阅日历", "كالېندارغا مۇشتەرى بولۇش", "Subscribe to this calendar"),
    "subscribe_how": (
        "订阅后，手机或电脑里的日历会自动更新。",
        "مۇشتەرى بولسىڭىز، يانفون ياكى كومپيۇتېرىڭىزدىكى كالېندار ئۆزلۈكىدىن يېڭىلىنىدۇ.",
        "Once subscribed, the calendar on your phone or computer keeps itself up to date.",
    ),
    "file_how": (
        "用日历应用打开此文件。",
        "بۇ ھۆججەتنى كالېندار ئەپىدە ئېچىڭ.",
        "Open this file with a calendar app.",
    ),
    "webcal": ("在日历应用中订阅", "كالېندار ئەپىدە مۇشتەرى بولۇش", "Subscribe in a calendar app"),
    "https": ("日历地址", "كالېندار ئادرېسى", "Address of the calendar"),
    "file": ("日历文件（.ics）", "كالېندار ھۆججىتى (.ics)", "Calendar file (.ics)"),
    "qr": ("日历地址的二维码", "كالېندار ئادرېسىنىڭ ئىككى ئۆلچەملىك كودى", "QR code of the calendar's address"),
    "all_day": ("全天", "پۈتۈن كۈن", "All day"),
    "goes_on": ("继续", "داۋاملىشىدۇ", "continues"),
    "day_off": ("休", "دەم", "Off"),
    "work_day": ("班", "ئىش", "Work"),
    "day_off_long": ("放假", "دەم ئېلىش كۈنى", "day off"),
    "work_day_long": ("调休上班", "ئىش كۈنى", "working day"),
    "to_confirm": ("待公布", "تېخى بېكىتىلمىدى", "to be confirmed"),
    "nothing": ("没有安排", "پائالىيەت يوق", "Nothing planned"),
    "not_planned": ("不在本计划内", "بۇ پىلاندا يوق", "Not in this plan"),
    "members_only": ("仅供成员查看", "پەقەت ئەزالار ئۈچۈن", "For members only"),
    "yours_only": ("仅供本人查看", "پەقەت ئۆزىڭىز ئۈچۈن", "For you alone"),
    "public_site": ("公开网站", "ئاممىۋى تور بېكەت", "Public site"),
    "lunar": ("农历", "قەمەرىيە", "Chinese calendar"),
    "lunar_note": (
        "日期旁的小字是农历。",
        "چېسلانىڭ يېنىدىكى كىچىك خەت قەمەرىيە كۈننى كۆرسىتىدۇ.",
        "Small print beside a date is the day in the Chinese calendar, as month/day.",
    ),
    "clock_note": (
        "每个时间都写明是哪个时钟。",
        "ھەر بىر ۋاقىتنىڭ قايسى سائەت ئىكەنلىكى يېزىلغان.",
        "Each time says whose clock it is.",
    ),
    "day_before": ("前一日", "ئالدىنقى كۈنى ", "the day before "),
    "day_after": ("次日", "ئەتىسى ", "the next day "),
}

BETWEEN: Mapping[Language, str] = MappingProxyType({"zh": "–", "ug": " ← ", "en": "–"})
"""Stands between two times. Figures are read from left to right in Uyghur too, so an arrow says which is the later."""

OWN_NAMES: Mapping[Language, str] = MappingProxyType({"zh": "中文", "ug": "ئۇيغۇرچە", "en": "English"})
TAGS: Mapping[Language, str] = MappingProxyType({"zh": "zh-CN", "ug": "ug", "en": "en"})

WORDS: Mapping[Language, Mapping[str, str]] = MappingProxyType(
    {
        language: MappingProxyType({key: texts[place] for key, texts in _TABLE.items()})
        for place, language in enumerate(_ORDER)
    }
)
"""Every phrase of the pages by language and key."""

_LUNAR_DAYS = "一二三四五六七八九十"
_LUNAR_MONTHS = ("正", "二", "三", "四", "五", "六", "七", "八", "九", "十", "冬", "腊")


def count(number: int, language: Language) -> str:
    """How many events: "3 events".

    >>> count(1, "en"), count(3, "zh")
    ('1 event', '3 项')
    """
    if language == "zh":
        return f"{number} 项"
    if language == "ug":
        return f"{number} پائالىيەت"
    return f"{number} event" if number == 1 else f"{number} events"


def month_title(year: int, month: int, language: Language) -> str:
    """A month with its year: "May 2027"."""
    if language == "zh":
        return f"{year}年{month}月"
    return f"{year}-يىل {month}-ئاي" if language == "ug" else f"{MONTHS[language][month - 1]} {year}"


def month_name(month: int, language: Language) -> str:
    """A month among others of the same year: "May"."""
    return f"{month}-ئاي" if language == "ug" else MONTHS[language][month - 1]


def week_title(year: int, week: int, language: Language) -> str:
    """A week of the year by ISO 8601: "Week 18 of 2027"."""
    if language == "zh":
        return f"{year}年第{week}周"
    return f"{year}-يىل {week}-ھەپتە" if language == "ug" else f"Week {week} of {year}"


def short_day(day: dt.date, language: Language) -> str:
    """A day without its year: "7 May"."""
    if language == "zh":
        return f"{day.month}月{day.day}日"
    if language == "ug":
        return f"{day.month}-ئاينىڭ {day.day}-كۈنى"
    return f"{day.day} {MONTHS[language][day.month - 1]}"


def whole_day(day: dt.date, language: Language) -> str:
    """A day with its weekday and without its year: "Friday 7 May"."""
    weekday = WEEKDAYS[language][day.weekday()]
    if language == "en":
        return f"{weekday} {short_day(day, language)}"
    return f"{short_day(day, language)}{'، ' if language == 'ug' else ' '}{weekday}"


def days_range(first: dt.date, last: dt.date, language: Language) -> str:
    """From one day to another, both included: "3 May – 9 May"."""
    return f"{short_day(first, language)} – {short_day(last, language)}"


def lunar_words(month: int, day: int, language: Language, *, leap: bool = False) -> str:
    """A day of the Chinese calendar as it stands beside a civil one.

    The Chinese way in Chinese, where the first of a month bears the name of the month; month and day as numbers
    elsewhere, with an "L" for a leap month.

    >>> lunar_words(1, 1, "zh"), lunar_words(6, 23, "zh"), lunar_words(6, 23, "en", leap=True)
    ('正月', '廿三', 'L6/23')
    """
    if language != "zh":
        return f"{'L' if leap else ''}{month}/{day}"
    if day == 1:
        return f"{'闰' if leap else ''}{_LUNAR_MONTHS[month - 1]}月"
    if day % 10 == 0:
        return {10: "初十", 20: "二十", 30: "三十"}[day]
    return ("初", "十", "廿")[day // 10] + _LUNAR_DAYS[day % 10 - 1]
