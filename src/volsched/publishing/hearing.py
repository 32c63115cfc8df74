"""Answers to invitations, read from what calendars of every kind send back; hostile ones are refused with a reason."""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

from volsched.errors import InvalidValue
from volsched.model import Span
from volsched.model.people import is_mail_address
from volsched.model.text import clean
from volsched.model.zones import zone
from volsched.publishing.itip import METHODS, Heard, Method, Participation
from volsched.publishing.reading import CalendarRefusedError, Component, Property, read_components

MOST_BYTES = 1_000_000
_LONGEST_COMMENT = 500
_TIME = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})T([0-9]{2})([0-9]{2})([0-9]{2})(Z?)")
_ANSWERS: dict[str, Participation] = {
    "ACCEPTED": "ACCEPTED",
    "DECLINED": "DECLINED",
    "TENTATIVE": "TENTATIVE",
    "NEEDS-ACTION": "NEEDS-ACTION",
}


def read_answer(content: bytes) -> tuple[Heard, ...]:
    """The answers in a text/calendar part: one for each event that it is about.

    Raises:
        InvalidValue: it is no answer, or one that cannot be understood without guessing.
    """
    if len(content) > MOST_BYTES:
        raise _unread("", f"has more than {MOST_BYTES:,} bytes", "a real answer is small")
    try:
        calendars = read_components(content, "answer")
    except CalendarRefusedError as error:
        raise _unread("", f"line {error.fault.line}: {error.fault.problem}", error.fault.cure) from None
    if len(calendars) != 1:
        raise _unread("", f"holds {len(calendars)} calendars", "send one")
    method = _value(calendars[0], "METHOD").upper()
    if method not in METHODS:
        raise _unread("METHOD", f"'{method[:40]}' is not known", "answer with REPLY or COUNTER")
    events = [part for part in calendars[0].components if part.name == "VEVENT"]
    if not events:
        raise _unread("VEVENT", "is missing", "answer to the event that was asked about")
    return tuple(_heard(event, method) for event in events)


def _heard(event: Component, method: Method) -> Heard:
    for name in ("UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "RECURRENCE-ID"):
        if len(event.all(name)) > 1:
            raise _unread(name, "stands twice", "send it once")
    people = event.all("ATTENDEE")
    if len(people) != 1:
        raise _unread("ATTENDEE", f"{len(people)} people answer at once", "each answers alone")
    answering = people[0]
    address = answering.value.strip()
    address = address[7:] if address[:7].lower() == "mailto:" else ""
    if answering.problem or not is_mail_address(address):
        raise _unread("ATTENDEE", "is not one mail address", "answer from the address that was asked")
    said = answering.parameter("PARTSTAT").upper() or "NEEDS-ACTION"
    if said not in _ANSWERS:
        raise _unread("PARTSTAT", f"'{said[:40]}' is not understood", "accept, decline or say maybe")
    comment = event.first("COMMENT")
    uid = _value(event, "UID")
    if not uid:
        raise _unread("UID", "is missing", "answer to the event that was asked about")
    return Heard(
        method=method,
        uid=uid,
        attendee=address,
        answer=_ANSWERS[said],
        sequence=_sequence(event),
        stamp=_stamp(event),
        span=_span(event) if method == "COUNTER" else None,
        comment="" if comment is None else clean(comment.text)[:_LONGEST_COMMENT],
    )


def _sequence(event: Component) -> int | None:
    text = _value(event, "SEQUENCE")
    if not text:
        return None
    if not re.fullmatch("[0-9]{1,9}", text):
        raise _unread("SEQUENCE", f"'{text[:40]}' is no number", "leave it as it was sent")
    return int(text)


def _stamp(event: Component) -> dt.datetime:
    found = event.first("DTSTAMP")
    moment = None if found is None else _moment(found)
    if moment is None:
        raise _unread("DTSTAMP", "is no moment in UTC", "send the answer again")
    return moment


def _span(event: Component) -> Span:
    start, end = event.first("DTSTART"), event.first("DTEND")
    low, high = (None if found is None else _moment(found) for found in (start, end))
    if low is None or high is None or high <= low:
        raise _unread("DTSTART", "the proposed time cannot be read", "propose a start and an end")
    return Span(low, high)


def _moment(found: Property) -> dt.datetime | None:
    match = _TIME.fullmatch(found.value.strip())
    if match is None:
        return None
    name = found.parameter("TZID")
    try:
        local: dt.tzinfo = dt.UTC if match[7] else _zone(name)
        return dt.datetime(*(int(part) for part in match.groups()[:6]), tzinfo=local).astimezone(dt.UTC)  # type: ignore[arg-type,misc]
    except (ValueError, OverflowError):
        return None


def _zone(name: str) -> ZoneInfo:
    if not name:
        raise ValueError
    return zone(name)


def _value(component: Component, name: str) -> str:
    found = component.first(name)
    if found is None:
        return ""
    if found.problem:
        raise _unread(name, found.problem, "send the answer again")
    return found.text.strip()


def _unread(field: str, problem: str, cure: str) -> InvalidValue:
    return InvalidValue("answer", "", field, problem, cure)
