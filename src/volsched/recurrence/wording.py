"""Rules in words, in Chinese, Uyghur and English, always with the name of the clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import attrs

from volsched.model import Language
from volsched.model.schedule import Wall
from volsched.model.wording import MONTHS, WEEKDAYS, clock_name, day_in_words
from volsched.recurrence.parts import Parts

# Every template by its name: what stands in braces is filled in. A rule is put together from these alone.
_WORDS: Mapping[Language, Mapping[str, str]] = {
    "zh": {
        "YEARLY": "每年",
        "MONTHLY": "每月",
        "WEEKLY": "每",
        "DAILY": "每天",
        "HOURLY": "每小时",
        "MINUTELY": "每分钟",
        "SECONDLY": "每秒",
        "YEARLY n": "每{n}年的",
        "MONTHLY n": "每{n}个月的",
        "WEEKLY n": "每{n}周的",
        "DAILY n": "每{n}天",
        "HOURLY n": "每{n}小时",
        "MINUTELY n": "每{n}分钟",
        "SECONDLY n": "每{n}秒",
        "and": "、",
        "also": "且逢",
        "on": "{days}",
        "falling_on": "逢{days}",
        "month_day": "{n}日",
        "last_day": "最后一天",
        "day_before_last": "倒数第{n}天",
        "numbered": "第{n}个{weekday}",
        "last": "最后一个{weekday}",
        "before_last": "倒数第{n}个{weekday}",
        "year_day": "第{n}天",
        "year_day_before_last": "倒数第{n}天",
        "week": "第{n}周",
        "week_before_last": "倒数第{n}周",
        "in_months": "{months}",
        "position": "{days}中的第{n}个",
        "position_before_last": "{days}中的倒数第{n}个",
        "last_position": "{days}中的最后一个",
        "lunar": "农历{month}月{day}日",
        "leap_lunar": "农历闰{month}月{day}日",
        "until": "，至{day}",
        "count": "，共{n}次",
        "once": "，共1次",
        "hours": "，限{n}时",
        "minutes": "，逢{n}分",
        "seconds": "，逢{n}秒",
        "clock": " {times}（{clock}）",
        "bare_clock": "（{clock}）",
        "join": "{every}{rest}",
    },
    "en": {
        "YEARLY": "every year",
        "MONTHLY": "every month",
        "WEEKLY": "every",
        "DAILY": "every day",
        "HOURLY": "every hour",
        "MINUTELY": "every minute",
        "SECONDLY": "every second",
        "YEARLY n": "every {n} years",
        "MONTHLY n": "every {n} months",
        "WEEKLY n": "every {n} weeks on",
        "DAILY n": "every {n} days",
        "HOURLY n": "every {n} hours",
        "MINUTELY n": "every {n} minutes",
        "SECONDLY n": "every {n} seconds",
        "and": ", ",
        "also": " that is ",
        "on": "on {days}",
        "falling_on": "on {days}",
        "month_day": "the {nth}",
        "last_day": "the last day",
        "day_before_last": "the {nth} day from the end",
        "numbered": "the {nth} {weekday}",
        "last": "the last {weekday}",
        "before_last": "the {nth} {weekday} from the end",
        "year_day": "the {nth} day of the year",
        "year_day_before_last": "the {nth} day from the end of the year",
        "week": "week {n}",
        "week_before_last": "week {n} from the end of the year",
        "in_months": "in {months}",
        "position": "the {nth} of {days}",
        "position_before_last": "the {nth} from the end of {days}",
        "last_position": "the last of {days}",
        "lunar": "day {day} of month {month} of the Chinese calendar",
        "leap_lunar": "day {day} of leap month {month} of the Chinese calendar",
        "until": ", until {day}",
        "count": ", {n} times",
        "once": ", once",
        "hours": ", only in the hours {n}",
        "minutes": ", at minute {n}",
        "seconds": ", at second {n}",
        "clock": " {times} ({clock})",
        "bare_clock": " ({clock})",
        "join": "{every} {rest}",
    },
    "ug": {
        "YEARLY": "ھەر يىلى",
        "MONTHLY": "ھەر ئايدا",
        "WEEKLY": "ھەر",
        "DAILY": "ھەر كۈنى",
        "HOURLY": "ھەر سائەتتە",
        "MINUTELY": "ھەر مىنۇتتا",
        "SECONDLY": "ھەر سېكۇنتتا",
        "YEARLY n": "ھەر {n} يىلدا",
        "MONTHLY n": "ھەر {n} ئايدا",
        "WEEKLY n": "ھەر {n} ھەپتىدە",
        "DAILY n": "ھەر {n} كۈندە",
        "HOURLY n": "ھەر {n} سائەتتە",
        "MINUTELY n": "ھەر {n} مىنۇتتا",
        "SECONDLY n": "ھەر {n} سېكۇنتتا",
        "and": "، ",
        "also": " ھەم ",
        "on": "{days}",
        "falling_on": "{days}",
        "month_day": "{n}-كۈنى",
        "last_day": "ئاخىرقى كۈنى",
        "day_before_last": "ئاخىرىدىن {n}-كۈنى",
        "numbered": "{n}-{weekday}",
        "last": "ئاخىرقى {weekday}",
        "before_last": "ئاخىرىدىن {n}-{weekday}",
        "year_day": "يىلنىڭ {n}-كۈنى",
        "year_day_before_last": "يىل ئاخىرىدىن {n}-كۈنى",
        "week": "{n}-ھەپتە",
        "week_before_last": "يىل ئاخىرىدىن {n}-ھەپتە",
        "in_months": "{months}",
        "position": "{days} ئىچىدىكى {n}-سى",
        "position_before_last": "{days} ئىچىدە ئاخىرىدىن {n}-سى",
        "last_position": "{days} ئىچىدىكى ئاخىرقىسى",
        "lunar": "قەمەرىيە {month}-ئاينىڭ {day}-كۈنى",
        "leap_lunar": "قەمەرىيە كەبىسە {month}-ئاينىڭ {day}-كۈنى",
        "until": "، {day} گىچە",
        "count": "، جەمئىي {n} قېتىم",
        "once": "، جەمئىي 1 قېتىم",
        "hours": "، پەقەت سائەت {n}",
        "minutes": "، {n}-مىنۇت",
        "seconds": "، {n}-سېكۇنت",
        "clock": " {times} ({clock})",
        "bare_clock": " ({clock})",
        "join": "{every} {rest}",
    },
}


def describe(parts: Parts | None, start: Wall, zone: str, language: Language) -> str:
    """The rule in words, such as "每周五 10:00（新疆时间）"; without a rule the one day."""
    words = _WORDS[language]
    times = _times(parts, start, zone, language)
    if parts is None:
        return f"{day_in_words(start, language)}{times}"
    rest = _days(parts, start, language)
    every = words[parts.frequency if parts.interval == 1 else f"{parts.frequency} n"].format(n=parts.interval)
    if parts.frequency == "DAILY" and parts.interval == 1 and parts.by_day and not _names_more(parts):
        # Every day that is a Monday is every Monday.
        every = words["WEEKLY"]
        rest = _weekdays(parts, language)
    elif parts.frequency == "DAILY" and parts.interval == 1 and parts.by_month_day and not parts.by_month:
        # And every day that is a 1st is the 1st of every month.
        every = words["MONTHLY"]
        rest = words["on"].format(days=_days(attrs.evolve(parts, frequency="WEEKLY"), start, language))
    text = words["join"].format(every=every, rest=rest) if rest else every
    if parts.frequency in ("DAILY", "WEEKLY") and parts.by_month:
        # "Every Friday in May", and in the other languages "in May every Friday".
        months = _months(parts.by_month, language)
        text = f"{text} {months}" if language == "en" else f"{months}{'' if language == 'zh' else ' '}{text}"
    text += times
    if parts.until is not None:
        text += words["until"].format(day=day_in_words(_until_day(parts.until, zone), language))
    if parts.count is not None:
        text += words["once"] if parts.count == 1 else words["count"].format(n=parts.count)
    return text


def _names_more(parts: Parts) -> bool:
    return bool(parts.by_month_day or parts.by_year_day or parts.by_set_pos)


def _until_day(until: dt.datetime | dt.date, zone: str) -> dt.date:
    # The words for a rule are few, and zones are only needed where it ends at an instant.
    from volsched.model.zones import zone as zone_named
    from volsched.recurrence.walls import local_or_last

    if isinstance(until, dt.datetime):
        return (local_or_last(until, zone_named(zone)) if until.tzinfo else until).date()
    return until


def _times(parts: Parts | None, start: Wall, zone: str, language: Language) -> str:
    """The times of day and whose clock it is; nothing where whole days are meant or hours repeat."""
    if not isinstance(start, dt.datetime):
        return ""
    words = _WORDS[language]
    hours: tuple[int, ...] = (start.hour,)
    minutes: tuple[int, ...] = (start.minute,)
    seconds: tuple[int, ...] = (start.second,)
    if parts is not None:
        if parts.frequency in ("HOURLY", "MINUTELY", "SECONDLY"):
            return _within_days(parts, start, language) + words["bare_clock"].format(clock=clock_name(zone, language))
        hours, minutes = parts.by_hour or hours, parts.by_minute or minutes
        seconds = parts.by_second or seconds
    shown = [
        f"{hour:02}:{minute:02}" + (f":{second:02}" if second else "")
        for hour in hours
        for minute in minutes
        for second in seconds
    ]
    if len(shown) > 12:
        shown = [shown[0], "…", shown[-1]]
    times = words["and"].join(shown)
    if parts is not None and parts.frequency == "DAILY" and parts.by_set_pos:
        times = words["and"].join(_position(place, times, language) for place in parts.by_set_pos)
    return words["clock"].format(times=times, clock=clock_name(zone, language))


def _within_days(parts: Parts, start: dt.datetime, language: Language) -> str:
    """In which hours, and at which minutes and seconds of them, a rule within a day happens."""
    words = _WORDS[language]
    minutes, seconds = parts.by_minute, parts.by_second
    if parts.frequency == "HOURLY" and start.minute:
        minutes = minutes or (start.minute,)
    named = (("hours", parts.by_hour), ("minutes", minutes), ("seconds", seconds))
    return "".join(words[name].format(n=words["and"].join(map(str, numbers))) for name, numbers in named if numbers)


def _days(parts: Parts, start: Wall, language: Language) -> str:
    """Which days of its period the rule means."""
    words = _WORDS[language]
    if parts.scale == "CHINESE":
        return _lunar(parts, language)
    named = [
        _listed(parts.by_week_no, "week", "week_before_last", language),
        _listed(parts.by_year_day, "year_day", "year_day_before_last", language),
        _month_days(parts, start, language),
        _weekdays(parts, language) or (WEEKDAYS[language][start.weekday()] if _leaves_weekday_open(parts) else ""),
    ]
    days = words["also"].join(name for name in named if name)
    if parts.by_set_pos and days:
        days = words["and"].join(_position(place, days, language) for place in parts.by_set_pos)
    months = parts.by_month or ((start.month,) if parts.frequency == "YEARLY" and not parts.names_days else ())
    pieces = [_months(months, language)] if months and parts.frequency not in ("DAILY", "WEEKLY") else []
    if days:
        name = "on" if parts.frequency in ("MONTHLY", "YEARLY") else "falling_on"
        pieces.append(days if parts.frequency == "WEEKLY" else words[name].format(days=days))
    return ("" if language == "zh" else " ").join(pieces)


def _months(months: Sequence[int], language: Language) -> str:
    words = _WORDS[language]
    return words["in_months"].format(months=words["and"].join(MONTHS[language][month - 1] for month in months))


def _leaves_weekday_open(parts: Parts) -> bool:
    if parts.names_days:
        weeks = parts.frequency == "YEARLY" and parts.by_week_no
        return bool(weeks and not (parts.by_day or parts.by_month_day or parts.by_year_day))
    return parts.frequency == "WEEKLY"


def _month_days(parts: Parts, start: Wall, language: Language) -> str:
    days: tuple[int, ...] = parts.by_month_day
    if not parts.names_days and parts.frequency in ("MONTHLY", "YEARLY"):
        days = (start.day,)
    return _listed(days, "month_day", "day_before_last", language)


def _listed(numbers: Sequence[int], forward: str, backward: str, language: Language) -> str:
    words = _WORDS[language]
    shown = []
    for number in sorted(numbers, key=lambda number: (number < 0, abs(number))):
        if number == -1 and backward == "day_before_last":
            shown.append(words["last_day"])
        else:
            shown.append(words[forward if number > 0 else backward].format(n=abs(number), nth=_nth(abs(number))))
    return words["and"].join(shown)


def _weekdays(parts: Parts, language: Language) -> str:
    words = _WORDS[language]
    shown = []
    for number, day in sorted(parts.by_day, key=lambda pair: (pair[0] < 0, abs(pair[0]), pair[1])):
        weekday = WEEKDAYS[language][day]
        if number == 0:
            shown.append(weekday)
        elif number == -1:
            shown.append(words["last"].format(weekday=weekday))
        else:
            name = "numbered" if number > 0 else "before_last"
            shown.append(words[name].format(n=abs(number), nth=_nth(abs(number)), weekday=weekday))
    return words["and"].join(shown)


def _nth(number: int) -> str:
    """The number as English counts: 1st, 2nd, 3rd, 11th."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _position(place: int, days: str, language: Language) -> str:
    if place == -1:
        return _WORDS[language]["last_position"].format(days=days)
    name = "position" if place > 0 else "position_before_last"
    return _WORDS[language][name].format(n=abs(place), nth=_nth(abs(place)), days=days)


def _lunar(parts: Parts, language: Language) -> str:
    words = _WORDS[language]
    named = [("lunar", month) for month in parts.by_month] + [("leap_lunar", month) for month in parts.leap_months]
    return words["and"].join(
        words[name].format(month=month, day=day) for name, month in named for day in parts.by_month_day
    )
