"""The hours of an event in words, by each clock that people live by: a time is never shown without saying which."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from volsched.model import Language, Programme, Span
from volsched.model.wording import clock_name
from volsched.model.zones import zone
from volsched.publishing.timezones import steady_offset

_DAY = dt.timedelta(days=1)
_MIDNIGHT = dt.time()
_OTHER_DAY: Mapping[Language, Mapping[int, tuple[str, str]]] = {
    "zh": {-1: ("前一日", ""), 1: ("次日", "")},
    "ug": {-1: ("ئالدىنقى كۈنى ", ""), 1: ("ئەتىسى ", "")},
    "en": {-1: ("", " the day before"), 1: ("", " the next day")},
}
_BRACKETS: Mapping[Language, tuple[str, str]] = {"zh": ("（", "）"), "ug": (" (", ")"), "en": (" (", ")")}


def hours_line(span: Span, zone_name: str, programme: Programme, language: Language) -> str:
    """From when to when by the event's clock and by the other one of the programme; empty where it has no second.

    >>> from volsched.model import Text
    >>> here = Programme(id="p", name=Text(zh="街道"), second_zone="Asia/Urumqi")
    >>> night = Span(dt.datetime(2027, 5, 7, 14, tzinfo=dt.UTC), dt.datetime(2027, 5, 7, 18, tzinfo=dt.UTC))
    >>> hours_line(night, "Asia/Shanghai", here, "zh")
    '北京时间 22:00–次日02:00（新疆时间 20:00–24:00）'
    """
    other = other_zone(zone_name, programme)
    if other is None:
        return ""
    day = span.start.astimezone(zone(zone_name)).date()
    opening, closing = _BRACKETS[language]
    return f"{_hours(span, zone_name, day, language)}{opening}{_hours(span, other, day, language)}{closing}"


def other_zone(zone_name: str, programme: Programme) -> str | None:
    """The clock that is shown beside the event's own."""
    if programme.second_zone is None:
        return None
    return programme.zone if zone_name == programme.second_zone else programme.second_zone


class HoursLines:
    """Lines of hours for many events of one plan: most of them share their hours, so each is worded once."""

    def __init__(self, programme: Programme, first_year: int, last_year: int) -> None:
        self._programme = programme
        self._years = (first_year, last_year)
        self._steady: dict[str, bool] = {}
        self._lines: dict[tuple[str, Language, dt.time, dt.timedelta], str] = {}

    def line(self, span: Span, zone_name: str, language: Language) -> str:
        """The same as hours_line."""
        other = other_zone(zone_name, self._programme)
        if other is None:
            return ""
        if not (self._is_steady(zone_name) and self._is_steady(other)):
            return hours_line(span, zone_name, self._programme, language)
        key = (zone_name, language, span.start.time(), span.end - span.start)
        known = self._lines.get(key)
        if known is None:
            known = self._lines[key] = hours_line(span, zone_name, self._programme, language)
        return known

    def _is_steady(self, zone_name: str) -> bool:
        known = self._steady.get(zone_name)
        if known is None:
            known = self._steady[zone_name] = steady_offset(zone_name, *self._years) is not None
        return known


def _hours(span: Span, zone_name: str, day: dt.date, language: Language) -> str:
    local = zone(zone_name)
    start, end = span.start.astimezone(local), span.end.astimezone(local)
    last_day, last_time = end.date(), f"{end:%H:%M}"
    if end.time() == _MIDNIGHT and last_day > start.date():  # it ends at 24:00 of the day that it fills
        last_day, last_time = last_day - _DAY, "24:00"
    first = _on_day(f"{start:%H:%M}", start.date(), day, language)
    last = _on_day(last_time, last_day, day, language)
    return f"{clock_name(zone_name, language)} {first}–{last}"


def _on_day(time: str, day: dt.date, shown_under: dt.date, language: Language) -> str:
    """A time with the day that it is on, where that is not the day under which a calendar shows the event."""
    days = (day - shown_under).days
    if days == 0:
        return time
    before, after = _OTHER_DAY[language].get(days, (f"{days:+}d ", ""))
    return f"{before}{time}{after}"
