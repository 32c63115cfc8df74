"""Messages in Uyghur.

Every line begins with a Uyghur word, so that it is set from right to left wherever a line's first letter decides.
What is filled in stands after a colon and takes no ending, since the ending would depend on how the word sounds.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from volsched.booking import (
    INVITED_TOO_LATE,
    NEEDS_SKILL,
    NEVER_FREE,
    NO_ACCESS,
    NO_COURSE_FITS,
    NO_PLACE_LEFT,
    NONE_NEAR,
    NOT_INVITED,
    SIGNED_UP_OUTSIDE,
)
from volsched.model import Window
from volsched.model.wording import WEEKDAYS, clock_name
from volsched.notices.hours import Hours
from volsched.notices.notice import EntryKind

_WEEKDAYS = WEEKDAYS["ug"]
_KINDS: dict[EntryKind, str] = {
    "duty": "نۆۋەتچىلىك ۋە مۇلازىمەت",
    "appointment": "ئالدىن بېكىتىلگەن ۋاقىت",
    "place": "سىزگە ئورۇن قالدۇرۇلغان پائالىيەت",
    "team": "گۇرۇپپىڭىزنىڭ پائالىيىتى",
    "waiting": "ئورۇن كۈتۈۋاتقان پائالىيەت",
}
_REASONS = {
    NEEDS_SKILL: "ئۇنىڭغا كېرەكلىك ماھارەت سىزنىڭ تىزىملىكىڭىزدە تېخى يوق",
    NOT_INVITED: "بۇ پائالىيەت چاقىرىلغانلار ئۈچۈن",
    SIGNED_UP_OUTSIDE: "سىز تىزىملىتىش ۋاقتىدا تىزىملاتماپسىز",
    NO_COURSE_FITS: "ئارىلىقى مۇۋاپىق كۇرس چىقمىدى",
    NEVER_FREE: "ھەر قېتىمدا سىزنىڭ باشقا ئىشىڭىز بار ئىكەن",
    NO_PLACE_LEFT: "ئورۇن توشۇپ كەتتى",
    INVITED_TOO_LATE: "قالغان قېتىملار تەكلىپ قىلىنغان كۈنگە بەك يېقىن",
    NONE_NEAR: "تۇرالغۇڭىزغا يېقىن يەردە يوق ئىكەن",
    NO_ACCESS: "قالغان قېتىملاردا سىزگە كېرەكلىك توسالغۇسىز شارائىت يوق",
}


class Uyghur:
    """The phrases in Uyghur; see Words for what each one is for."""

    comma = "، "

    def period(self, window: Window) -> str:  # noqa: D102 - Words says it, here and below
        first, last = window.first, window.end - dt.timedelta(days=1)
        if window == Window.year(first.year, window.zone):
            return f"{first.year}-يىل"
        if window == Window.month(first.year, first.month, window.zone):
            return f"{first.year}-يىل {first.month}-ئاي"
        if first == last:
            return _date(first)
        return f"{_date(first)}دىن {_date(last)}گىچە"

    def subject(self, period: str, counts: Sequence[str]) -> str:  # noqa: D102
        return f"سىزگە ئۇقتۇرۇش، {period} — {'، '.join(counts)}"

    def count(self, kind: EntryKind, number: int) -> str:  # noqa: D102
        return f"{_KINDS[kind]}: {number}" if kind == "waiting" else f"{_KINDS[kind]}: {number} قېتىم"

    def opening(self, name: str, organiser: str, period: str) -> tuple[str, ...]:  # noqa: D102
        return (
            f"ھۆرمەتلىك {name}، ياخشىمۇسىز!",
            "",
            "تۆۋەندىكىلەر سىز ئۈچۈن ئورۇنلاشتۇرۇلغان ئىشلار.",
            f"ئورۇنلاشتۇرغۇچى: {organiser}",
            f"مەزگىل: {period}",
        )

    def heading(self, kind: EntryKind) -> str:  # noqa: D102
        return f"【{_KINDS[kind]}】"

    def title(self, title: str) -> str:  # noqa: D102
        return f"■ پائالىيەت: {title}"

    def role(self, role: str) -> str:  # noqa: D102
        return f"ۋەزىپىڭىز: {role}"

    def place(self, place: str) -> str:  # noqa: D102
        return f"ئورنى: {place}"

    def time(self, text: str) -> str:  # noqa: D102
        return f"ۋاقتى: {text}"

    def hours(self, hours: Sequence[Hours]) -> str:  # noqa: D102
        first, *others = (self._hours(item) for item in hours)
        return f"{first} ({'؛ '.join(others)})" if others else first

    def all_day(self, days: int) -> str:  # noqa: D102
        return "پۈتۈن كۈن" if days == 1 else f"پۈتۈن كۈن، ئۇدا {days} كۈن"

    def different(self, text: str) -> str:  # noqa: D102
        return f"دىققەت، بۇ قېتىم باشقىچە: {text}"

    def together(self, least: int, most: int) -> str:  # noqa: D102
        number = f"{least} كىشى" if least == most else f"ئەڭ ئاز {least}، ئەڭ كۆپ {most} كىشى"
        return f"ئادەم سانى: ھەر قېتىم {number} (سىزمۇ بۇنىڭ ئىچىدە)"

    def days(self, weekday: int | None) -> str:  # noqa: D102
        return "كۈنلىرى:" if weekday is None else f"كۈنلىرى (ھەممىسى {_WEEKDAYS[weekday]}):"

    def month(self, year: int, month: int, number: int) -> str:  # noqa: D102
        return f"{year}-يىل {month}-ئاي ({number} قېتىم)"

    def month_in_short(self, year: int, month: int, days: Sequence[int]) -> str:  # noqa: D102
        return f"{year}-يىل {month}-ئاي: {'، '.join(f'{day}-كۈنى' for day in days)}"

    def day(self, day: dt.date, *, with_year: bool) -> str:  # noqa: D102
        year = f"{day.year}-يىلى " if with_year else ""
        return f"{year}{day.month}-ئاينىڭ {day.day}-كۈنى، {_WEEKDAYS[day.weekday()]}"

    def waiting(self, rank: int, reason: str, contact: str) -> tuple[str, ...]:  # noqa: D102
        why = (f"سەۋەبى: {_REASONS[reason]}.",) if reason in _REASONS else ()
        end = "ھازىرچە ھېچ ئىش قىلىشىڭىز ھاجەتسىز. سىزگە ئورۇن چىقسىلا خەۋەر قىلىمىز."
        return f"نۆۋەت نومۇرىڭىز: {rank}", *why, f"{end} سوئالىڭىز بولسا سوراڭ: {contact}"

    def us(self, organiser: str) -> str:  # noqa: D102
        return organiser

    def to_do(self, kind: EntryKind, contact: str) -> str:  # noqa: D102
        if kind == "appointment":
            first = "ۋاقتىدا كېلىڭ. بۇ ۋاقىت سىزگە توغرا كەلمىسە، بالدۇرراق خەۋەر قىلىڭ، باشقا ۋاقىت بېكىتىمىز."
        elif kind == "duty":
            first = "كېلەلمەيدىغان بولسىڭىز، ئورنىڭىزغا باشقا كىشى تېپىش ئۈچۈن بالدۇرراق خەۋەر قىلىڭ."
        else:
            first = "كېلەلمەيدىغان بولسىڭىز، بالدۇرراق خەۋەر قىلىڭ."
        return f"{first} ئالاقىلىشىڭ: {contact}"

    def closing(self) -> str:  # noqa: D102
        return "سىزگە رەھمەت!"

    def signature(self, organiser: str) -> str:  # noqa: D102
        return f"سالام بىلەن: {organiser}"

    def _hours(self, hours: Hours) -> str:
        clock = clock_name(hours.zone, "ug")
        start = f"{_offset(hours.start_day)}{hours.start}"
        end = hours.end if hours.end_day == hours.start_day else f"{_offset(hours.end_day, 'شۇ كۈنى ')}{hours.end}"
        return f"{clock}: باشلىنىشى {start}، ئاخىرلىشىشى {end}"


def _date(day: dt.date) -> str:
    return f"{day.year}-يىلى {day.month}-ئاينىڭ {day.day}-كۈنى"


def _offset(days: int, same: str = "") -> str:
    known = {-1: "ئالدىنقى كۈنى ", 0: same, 1: "ئەتىسى "}
    return known[days] if days in known else f"{abs(days)} كۈن {'كېيىن' if days > 0 else 'بۇرۇن'} "
