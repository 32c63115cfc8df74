"""What only a person's own calendar has: reminders by their lead times, and who asks whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache

from volsched.model import Person, Programme
from volsched.model.text import one_line
from volsched.publishing.lines import content_line, text_line


def alarm_lines(title: str, lead_times: Iterable[dt.timedelta]) -> bytes:
    """A VALARM for each lead time, the longest first."""
    said = text_line("DESCRIPTION", title)
    return b"".join(
        b"BEGIN:VALARM\r\nACTION:DISPLAY\r\n" + said + _trigger(lead) + b"END:VALARM\r\n"
        for lead in sorted(lead_times, reverse=True)
    )


def attendance_lines(programme: Programme, person: Person, organiser: str) -> bytes:
    """Who asks, and the person as the one who is asked; nothing where one of them has no mail address.

    The one who asks is the programme and not somebody in it: an address of a person is nobody else's to read.
    """
    if not (organiser and person.email):
        return b""
    language = person.language or programme.language
    asking, asked = programme.name.in_language(language), person.name.in_language(language)
    return _attendance(asking, organiser, asked, person.email)


def duration_text(length: dt.timedelta) -> str:
    """A length as RFC 5545 3.3.6 writes it: P1D, PT2H, P1DT30M."""
    seconds = int(length.total_seconds())
    days, rest = divmod(seconds, 86400)
    hours, rest = divmod(rest, 3600)
    minutes, rest = divmod(rest, 60)
    clock = "".join(f"{number}{unit}" for number, unit in ((hours, "H"), (minutes, "M"), (rest, "S")) if number)
    if not clock:
        return f"P{days}D" if days else "PT0S"
    return f"P{days}DT{clock}" if days else f"PT{clock}"


@lru_cache(maxsize=4096)
def _trigger(lead: dt.timedelta) -> bytes:
    return content_line("TRIGGER", f"-{duration_text(lead)}")


@lru_cache(maxsize=4096)
def _attendance(asking: str, organiser: str, name: str, email: str) -> bytes:
    return content_line("ORGANIZER", f"mailto:{organiser}", {"CN": one_line(asking)}) + content_line(
        "ATTENDEE",
        f"mailto:{email}",
        {"CN": one_line(name), "ROLE": "REQ-PARTICIPANT", "PARTSTAT": "ACCEPTED"},
    )
