"""What stands on the sheets, in Chinese, Uyghur and English."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from volsched.calendars import FIRST_LUNAR_DAY, LAST_LUNAR_DAY, to_lunar
from volsched.model import Language, Span, Text
from volsched.model.wording import MONTHS, WEEKDAYS, clock_name
from volsched.model.zones import zone

WORDS: Mapping[str, Text] = {
    "date": Text(zh="日期", ug="چېسلا", en="Date"),
    "hours": Text(zh="时间", ug="ۋاقىت", en="Hours"),
    "what": Text(zh="活动", ug="پائالىيەت", en="What"),
    "people": Text(zh="值班人员", ug="نۆۋەتچىلەر", en="Who serves"),
    "name": Text(zh="姓名", ug="ئىسمى", en="Name"),
    "duties": Text(zh="次数", ug="سانى", en="Duties"),
    "days": Text(zh="值班日期", ug="نۆۋەت كۈنلىرى", en="Days"),
    "off": Text(zh="休", ug="دەم", en="off"),
    "slip": Text(zh="值班通知单", ug="نۆۋەتچىلىك ئۇقتۇرۇشى", en="Your duties"),
    "of": Text(zh="第 {} 页，共 {} 页", ug="{}/{}-بەت", en="page {} of {}"),
    "blank": Text(zh="缺", ug="بوش", en="open"),
}
_OTHER_DAY: Mapping[Language, Mapping[int, str]] = {
    "zh": {-1: "前一日", 1: "次日"},
    "ug": {-1: "ئالدىنقى كۈنى ", 1: "ئەتىسى "},
    "en": {-1: "the day before ", 1: "the next day "},
}
# Figures are read from left to right in Uyghur too, so an arrow says which time is the later.
_BETWEEN: Mapping[Language, str] = {"zh": "–", "ug": " ← ", "en": "–"}
_LUNAR_DAYS = "一二三四五六七八九十"
_LUNAR_MONTHS = ("正", "二", "三", "四", "五", "六", "七", "八", "九", "十", "冬", "腊")
_DAY = dt.timedelta(days=1)


def isolated(text: str) -> str:
    """A name between marks that keep its direction its own (Unicode's first strong isolate)."""
    return f"\u2068{text}\u2069"


def word(key: str, language: Language) -> str:
    """The word in this language."""
    return WORDS[key].in_language(language)


def month_title(day: dt.date, language: Language) -> str:
    """The month of a day, with its year."""
    if language == "zh":
        return f"{day.year}年{day.month}月"
    return f"{day.year}-يىل {day.month}-ئاي" if language == "ug" else f"{MONTHS[language][day.month - 1]} {day.year}"


def short_day(day: dt.date, language: Language) -> str:
    """A day without its year."""
    if language == "zh":
        return f"{day.month}月{day.day}日"
    return f"{day.month}-ئاينىڭ {day.day}-كۈنى" if language == "ug" else f"{day.day} {MONTHS[language][day.month - 1]}"


def weekday(day: dt.date, language: Language) -> str:
    """The day of the week."""
    return WEEKDAYS[language][day.weekday()]


def lunar_words(day: dt.date, language: Language) -> str:
    """The day of the Chinese calendar; the first of a month bears the name of the month."""
    if not FIRST_LUNAR_DAY <= day <= LAST_LUNAR_DAY:
        return ""
    found = to_lunar(day)
    if language != "zh":
        return f"{'L' if found.leap else ''}{found.month}/{found.day}"
    if found.day == 1:
        return f"{'闰' if found.leap else ''}{_LUNAR_MONTHS[found.month - 1]}月"
    if found.day % 10 == 0:
        return {10: "初十", 20: "二十", 30: "三十"}[found.day]
    return ("初", "十", "廿")[found.day // 10] + _LUNAR_DAYS[found.day % 10 - 1]


def hours_of(span: Span, zones: tuple[str, ...], language: Language) -> tuple[str, ...]:
    """From when to when by each of these clocks, each with its name; other days than that of the first are said."""
    day = span.start.astimezone(zone(zones[0])).date()
    return tuple(_hours(span, name, day, language) for name in zones)


def _hours(span: Span, zone_name: str, day: dt.date, language: Language) -> str:
    local = zone(zone_name)
    start, end = span.start.astimezone(local), span.end.astimezone(local)
    last_day, last = end.date(), f"{end:%H:%M}"
    if end.time() == dt.time() and end.date() > start.date():
        last_day, last = last_day - _DAY, "24:00"
    first = _said(f"{start:%H:%M}", start.date(), day, language)
    return f"{clock_name(zone_name, language)} {first}{_BETWEEN[language]}{_said(last, last_day, day, language)}"


def _said(time: str, day: dt.date, under: dt.date, language: Language) -> str:
    days = (day - under).days
    return f"{_OTHER_DAY[language].get(days, f'{days:+}d ')}{time}" if days else time
