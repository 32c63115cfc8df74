"""What stands in pictures of rosters, in Chinese, Uyghur and English."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from volsched.model import Language, Text, Window
from volsched.model.wording import MONTHS

WORDS: Mapping[str, Text] = {
    "loads": Text(zh="每人的值班负荷", ug="ھەر كىشىنىڭ نۆۋەتچىلىك يۈكى", en="What each person carries"),
    "year": Text(zh="值班日历", ug="نۆۋەتچىلىك كالېندارى", en="Calendar of shifts"),
    "fairness": Text(zh="公平度", ug="ئادىللىق", en="Fairness"),
    "of 100": Text(zh="满分 100", ug="تولۇق نومۇر 100", en="out of 100"),
    "load": Text(zh="负荷", ug="يۈك", en="load"),
    "fair": Text(zh="公平值", ug="ئادىل", en="fair"),
    "ordinary": Text(zh="平日", ug="ئادەتتىكى كۈن", en="ordinary day"),
    "weekend": Text(zh="周末", ug="ھەپتە ئاخىرى", en="weekend"),
    "holiday": Text(zh="节假日", ug="بايرام", en="holiday"),
    "carried": Text(zh="以前结转", ug="بۇرۇنقىدىن قالغان", en="carried over"),
    "fair mark": Text(zh="本人的公平值", ug="ئۆزىنىڭ ئادىل ئۈلۈشى", en="what is fair for this person"),
    "full": Text(zh="满员：{}", ug="تولۇق: {}", en="full: {}"),
    "short": Text(zh="缺员（缺几人）", ug="كەم (قانچە كىشى)", en="short (by so many)"),
    "nobody": Text(zh="无人（缺几人）", ug="ھېچكىم يوق (قانچە كىشى)", en="nobody (so many missing)"),
    "band": Text(
        zh="缺员或无人的周末、节假日",
        ug="كەم ياكى بوش ھەپتە ئاخىرى، بايرام",
        en="a weekend or holiday that is short",
    ),
    "no shift": Text(zh="不值班", ug="نۆۋەت يوق", en="no shift"),
    "short days": Text(zh="缺员", ug="كەم كۈنلەر", en="Short"),
    "empty days": Text(zh="无人", ug="ھېچكىم يوق كۈنلەر", en="Nobody"),
    "more": Text(zh="其余 {} 天", ug="يەنە {} كۈن", en="{} more"),
    "counts": Text(zh="{}（每次计 {}）", ug="{} (ھەر قېتىمى {})", en="{} (counts {})"),
    "water line": Text(
        zh="水位线 {}：再公平，最重的负荷也不会低于它",
        ug="سۇ سىزىقى {}: ھەرقانچە ئادىل بولسىمۇ، ئەڭ ئېغىر يۈك بۇنىڭدىن تۆۋەن بولمايدۇ",
        en="water line {}: however fair, the heaviest load is no lower",
    ),
    "people": Text(
        zh="{} 人，负荷 {} 至 {}", ug="{} كىشى، يۈكى {} دىن {} غىچە", en="{} people, with loads from {} to {}"
    ),
    "alone": Text(zh="1 人，负荷 {1}", ug="1 كىشى، يۈكى {1}", en="1 person, with a load of {1}"),
    "no people": Text(zh="没有人", ug="ئادەم يوق", en="no people"),
    "seats": Text(
        zh="{} 班，{} 个岗位已排 {} 个",
        ug="{} نۆۋەت، {} ئورۇننىڭ {} ى تولدى",
        en="{} shifts, {} seats, {} of them filled",
    ),
    "one": Text(
        zh="{}：负荷 {}，公平值 {}；值班 {} 次，周末 {} 次，节假日 {} 次",
        ug="{}: يۈك {}، ئادىل ئۈلۈش {}؛ نۆۋەت {}، ھەپتە ئاخىرى {}، بايرام {}",
        en="{}: load {}, fair {}; duties {}, weekends {}, holidays {}",
    ),
}

WEEKDAY_HEADS: Mapping[Language, tuple[str, ...]] = {
    "zh": ("一", "二", "三", "四", "五", "六", "日"),
    "ug": ("دۈ", "سە", "چا", "پە", "جۈ", "شە", "يە"),
    "en": ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"),
}


def said(word: str, language: Language, *filled_in: object) -> str:
    """The words of this name, with what belongs into them."""
    words = WORDS[word].in_language(language)
    return words.format(*filled_in) if filled_in else words


def month_name(month: dt.date, language: Language, *, with_year: bool) -> str:
    """A month above its days."""
    name = MONTHS[language][month.month - 1]
    if not with_year:
        return name
    return {"zh": f"{month.year}年{name}", "ug": f"{month.year}-يىل {name}", "en": f"{name} {month.year}"}[language]


def period(window: Window, language: Language) -> str:
    """The window in words: a year, a month, or its first and last day.

    >>> period(Window.parse("2027-05-01/2027-05-15"), "zh")
    '2027年5月1日至2027年5月14日'
    """
    first, last = window.first, window.end - dt.timedelta(days=1)
    if window == Window.year(first.year, window.zone):
        return {"zh": f"{first.year}年", "ug": f"{first.year}-يىل", "en": f"{first.year}"}[language]
    if window == Window.month(first.year, first.month, window.zone):
        return month_name(first, language, with_year=True)
    if first == last:
        return _date(first, language)
    joined = {"zh": "{}至{}", "ug": "{}دىن {}گىچە", "en": "{} to {}"}[language]
    return joined.format(_date(first, language), _date(last, language))


def _date(day: dt.date, language: Language) -> str:
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    if language == "ug":
        return f"{day.year}-يىل {day.month}-ئاينىڭ {day.day}-كۈنى"
    return f"{day.day} {MONTHS[language][day.month - 1]} {day.year}"
