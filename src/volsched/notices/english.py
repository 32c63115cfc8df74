"""Messages in English."""

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
from volsched.model.wording import MONTHS, WEEKDAYS, clock_name
from volsched.notices.hours import Hours
from volsched.notices.notice import EntryKind

_WEEKDAYS = WEEKDAYS["en"]
_MONTHS = MONTHS["en"]
_KINDS: dict[EntryKind, tuple[str, str, str]] = {
    "duty": ("Your duties", "duty", "duties"),
    "appointment": ("Your appointments", "appointment", "appointments"),
    "place": ("A place is kept for you", "place kept for you", "places kept for you"),
    "team": ("With your team", "date with your team", "dates with your team"),
    "waiting": ("You are waiting for a place", "waiting list", "waiting lists"),
}
_REASONS = {
    NEEDS_SKILL: "it asks for a skill that is not on your list yet",
    NOT_INVITED: "this is for those who are invited",
    SIGNED_UP_OUTSIDE: "you signed up outside the days for it",
    NO_COURSE_FITS: "no course of sessions with the right days between them fits",
    NEVER_FREE: "each time you have something else to do",
    NO_PLACE_LEFT: "all places are taken",
    INVITED_TOO_LATE: "the sessions that are left come too soon after your invitation",
    NONE_NEAR: "there is no session near enough to where you live",
    NO_ACCESS: "no session has the access that you need",
}


class English:
    """The phrases in English; see Words for what each one is for."""

    comma = ", "

    def period(self, window: Window) -> str:  # noqa: D102 - Words says it, here and below
        first, last = window.first, window.end - dt.timedelta(days=1)
        if window == Window.year(first.year, window.zone):
            return f"{first.year}"
        if window == Window.month(first.year, first.month, window.zone):
            return f"{_MONTHS[first.month - 1]} {first.year}"
        if first == last:
            return _date(first)
        return f"{_date(first)} to {_date(last)}"

    def subject(self, period: str, counts: Sequence[str]) -> str:  # noqa: D102
        return f"Your dates, {period}: {', '.join(counts)}"

    def count(self, kind: EntryKind, number: int) -> str:  # noqa: D102
        _, one, many = _KINDS[kind]
        return f"{number} {one if number == 1 else many}"

    def opening(self, name: str, organiser: str, period: str) -> tuple[str, ...]:  # noqa: D102
        return f"Dear {name},", "", f"this is what {organiser} has arranged for you ({period})."

    def heading(self, kind: EntryKind) -> str:  # noqa: D102
        return f"== {_KINDS[kind][0]} =="

    def title(self, title: str) -> str:  # noqa: D102
        return f"* {title}"

    def role(self, role: str) -> str:  # noqa: D102
        return f"What you do: {role}"

    def place(self, place: str) -> str:  # noqa: D102
        return f"Where: {place}"

    def time(self, text: str) -> str:  # noqa: D102
        return f"When: {text}"

    def hours(self, hours: Sequence[Hours]) -> str:  # noqa: D102
        first, *others = (self._hours(item) for item in hours)
        return f"{first} ({'; '.join(others)})" if others else first

    def all_day(self, days: int) -> str:  # noqa: D102
        return "all day" if days == 1 else f"all day, {days} days on end"

    def different(self, text: str) -> str:  # noqa: D102
        return f"Please note, this one differs: {text}"

    def together(self, least: int, most: int) -> str:  # noqa: D102
        number = f"{least}" if least == most else f"{least} to {most}"
        return f"How many: {number} each time, including you"

    def days(self, weekday: int | None) -> str:  # noqa: D102
        return "On these days:" if weekday is None else f"On these days, always a {_WEEKDAYS[weekday]}:"

    def month(self, year: int, month: int, number: int) -> str:  # noqa: D102
        return f"{_MONTHS[month - 1]} {year} ({number})"

    def month_in_short(self, year: int, month: int, days: Sequence[int]) -> str:  # noqa: D102
        return f"{_MONTHS[month - 1]} {year}: {', '.join(map(str, days))}"

    def day(self, day: dt.date, *, with_year: bool) -> str:  # noqa: D102
        year = f" {day.year}" if with_year else ""
        return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}{year}"

    def waiting(self, rank: int, reason: str, contact: str) -> tuple[str, ...]:  # noqa: D102
        why = (f"Why: {_REASONS[reason]}.",) if reason in _REASONS else ()
        end = f"There is nothing to do now. We tell you as soon as there is a place for you. Questions? Ask {contact}."
        return f"You are number {rank} on the waiting list.", *why, end

    def us(self, _organiser: str) -> str:  # noqa: D102
        return "us"

    def to_do(self, kind: EntryKind, contact: str) -> str:  # noqa: D102
        if kind == "appointment":
            return f"Please be on time. If the time does not suit you, tell {contact} soon, and you get another."
        if kind == "duty":
            return f"Is there a day on which you cannot come? Please tell {contact} soon; someone will take your place."
        return f"If you cannot come, please tell {contact} soon."

    def closing(self) -> str:  # noqa: D102
        return "Thank you!"

    def signature(self, organiser: str) -> str:  # noqa: D102
        return organiser

    def _hours(self, hours: Hours) -> str:
        clock = clock_name(hours.zone, "en")
        start = f"{hours.start}{_offset(hours.start_day)}"
        end = hours.end if hours.end_day == hours.start_day else f"{hours.end}{_offset(hours.end_day, ' the same day')}"
        return f"{start} to {end} {clock}"


def _date(day: dt.date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _offset(days: int, same: str = "") -> str:
    known = {-1: " the day before", 0: same, 1: " the next day"}
    return known[days] if days in known else f" {abs(days)} days {'later' if days > 0 else 'before'}"
