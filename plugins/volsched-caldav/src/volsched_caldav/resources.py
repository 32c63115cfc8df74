"""A feed as CalDAV wants it: a resource for each event, and a digest by which an event is known again.

Servers write calendars anew in their own way: the order of properties, the folding of lines. So events are compared by
what they say and not by their bytes.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping

from icalendar import Calendar
from icalendar.cal import Component

_BLOCK = re.compile(rb"BEGIN:(VEVENT|VTIMEZONE)\r\n.*?\r\nEND:\1\r\n", re.DOTALL)
_TZID = re.compile(rb"^TZID(?:;[^:\r\n]*)?:([^\r\n]+)", re.MULTILINE)
_UID = re.compile(rb"^UID(?:;[^:\r\n]*)?:([^\r\n]+)", re.MULTILINE)
_USED = re.compile(rb";TZID=\"?([^:;\"\r\n]+)")
_HEAD = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
# Servers add these: when a resource came, and what became of an invitation.
_THEIRS = frozenset({"CREATED", "PRODID"})
_THEIR_PARAMETERS = frozenset({"SCHEDULE-STATUS", "X-DTSTAMP", "X-SEQUENCE"})
_ANSWERS = frozenset({"PARTSTAT", "RSVP"})


def resources_of(feed: bytes) -> Mapping[str, bytes]:
    """The events of a feed by the names of their resources: each with the time zones that it uses, and no METHOD.

    Events with one UID, a series and what differs in it, share a resource.
    """
    unfolded = feed.replace(b"\r\n ", b"").replace(b"\r\n\t", b"")
    prodid = next((line for line in unfolded.split(b"\r\n") if line.startswith(b"PRODID")), b"PRODID:-//volsched//EN")
    zones: dict[bytes, bytes] = {}
    events: dict[bytes, list[bytes]] = {}
    for found in _BLOCK.finditer(feed):
        block = found[0]
        plain = block.replace(b"\r\n ", b"").replace(b"\r\n\t", b"")
        if found[1] == b"VTIMEZONE":
            zones[_first(_TZID, plain)] = block
        else:
            events.setdefault(_first(_UID, plain), []).append(block)
    made = {}
    for uid, blocks in events.items():
        plain = b"".join(blocks).replace(b"\r\n ", b"")
        used = sorted(set(_USED.findall(plain)) & set(zones))
        parts = (_HEAD, prodid, b"\r\n", *(zones[name] for name in used), *blocks, b"END:VCALENDAR\r\n")
        made[resource_name(uid.decode())] = b"".join(parts)
    return made


def resource_name(uid: str) -> str:
    """The name of the resource of a UID: safe in every address, and the same for ever."""
    return f"{hashlib.sha256(uid.encode()).hexdigest()[:32]}.ics"


def digest_of(content: bytes, *, answers: bool = True) -> str:
    """What the events of a resource say, as a digest that outlasts being written anew.

    Without `answers` it leaves out what those who are asked have said.
    """
    hidden = _THEIR_PARAMETERS if answers else _THEIR_PARAMETERS | _ANSWERS
    try:
        calendar = Calendar.from_ical(content)
        said = sorted(repr(sorted(_said(event, hidden))) for event in calendar.walk("VEVENT"))
    except ValueError:
        said = [repr(content)]  # not a calendar: the same bytes are the same
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def _said(component: Component, hidden: frozenset[str], place: str = "") -> Iterator[tuple[str, str, str]]:
    for name, value in component.property_items(recursive=False, sorted=True):
        if name in _THEIRS or name in ("BEGIN", "END"):
            continue
        parameters = getattr(value, "params", {})
        kept = sorted((key.upper(), str(part)) for key, part in parameters.items() if key.upper() not in hidden)
        written = value.to_ical() if hasattr(value, "to_ical") else value
        yield f"{place}{name}", repr(kept), repr(written)
    for number, inner in enumerate(component.subcomponents):
        yield from _said(inner, hidden, f"{place}{inner.name}{number}.")


def _first(pattern: re.Pattern[bytes], block: bytes) -> bytes:
    found = pattern.search(block)
    return found[1].strip() if found else b""
