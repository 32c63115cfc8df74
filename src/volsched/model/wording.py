"""Days, times and numbers as people read them in Chinese, Uyghur and English.

A small table of our own and not a locale, so that the same bytes come out on every machine. A time is never shown
without saying whose clock it is: two are in daily use where volsched was made.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from volsched.model.text import Language
from volsched.model.zones import zone

WEEKDAYS: Mapping[Language, tuple[str, ...]] = {
    "zh": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    "ug": ("دۈشەنبە", "سەيشەنبە", "چارشەنبە", "پەيشەنبە", "جۈمە", "شەنبە", "يەكشەنبە"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}

MONTHS: Mapping[Language, tuple[str, ...]] = {
    "zh": tuple(f"{month}月" for month in range(1, 13)),
    "ug": (
        "يانۋار",
        "فېۋرال",
        "مارت",
        "ئاپرېل",
        "ماي",
        "ئىيۇن",
        "ئىيۇل",
        "ئاۋغۇست",
        "سېنتەبىر",
        "ئۆكتەبىر",
        "نويابىر",
        "دېكابىر",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}

_CLOCKS: Mapping[str, Mapping[Language, str]] = {
    "Asia/Shanghai": {"zh": "北京时间", "ug": "بېيجىڭ ۋاقتى", "en": "Beijing time"},
    "Asia/Urumqi": {"zh": "新疆时间", "ug": "شىنجاڭ ۋاقتى", "en": "Xinjiang time"},
}
_SAME_CLOCK = {"Asia/Kashgar": "Asia/Urumqi", "PRC": "Asia/Shanghai", "Asia/Chongqing": "Asia/Shanghai"}
_CLOCK_IN = {"zh": "{}时间", "ug": "{} ۋاقتى", "en": "{} time"}


def clock_name(zone_name: str, language: Language) -> str:
    """Whose clock it is: "北京时间", "Xinjiang time", or the place of the zone.

    >>> clock_name("Asia/Kashgar", "zh")
    '新疆时间'
    """
    names = _CLOCKS.get(_SAME_CLOCK.get(zone_name, zone_name))
    if names is not None:
        return names[language]
    place = zone_name.rpartition("/")[2].replace("_", " ")
    return _CLOCK_IN[language].replace("{}", place)


def day_in_words(day: dt.date, language: Language) -> str:
    """A day with its weekday.

    >>> day_in_words(dt.date(2027, 5, 7), "zh")
    '2027年5月7日 周五'
    >>> day_in_words(dt.date(2027, 5, 7), "en")
    'Friday 7 May 2027'
    """
    weekday = WEEKDAYS[language][day.weekday()]
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日 {weekday}"
    if language == "ug":
        return f"{day.year}-يىل {day.month}-ئاينىڭ {day.day}-كۈنى، {weekday}"
    return f"{weekday} {day.day} {MONTHS[language][day.month - 1]} {day.year}"


def clock_time(moment: dt.datetime, zone_name: str, language: Language) -> str:
    """The time of day on one clock, and whose it is: "22:00（北京时间）"."""
    shown = f"{moment.astimezone(zone(zone_name)):%H:%M}"
    name = clock_name(zone_name, language)
    return f"{shown}（{name}）" if language == "zh" else f"{shown} ({name})"


def moment_in_words(moment: dt.datetime, zone_name: str, language: Language) -> str:
    """A day, a time and whose clock it is."""
    day = moment.astimezone(zone(zone_name)).date()
    return f"{day_in_words(day, language)} {clock_time(moment, zone_name, language)}"
