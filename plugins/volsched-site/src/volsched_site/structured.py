"""Events as schema.org knows them, for search engines: JSON-LD that no text can break out of."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from markupsafe import Markup

from volsched.model import Language
from volsched_site.entries import Entry
from volsched_site.words import TAGS

_CANCELLED = {True: "https://schema.org/EventCancelled", False: "https://schema.org/EventScheduled"}
# What could end the script element or start a comment in it, and what older JavaScript takes for a line end.
_ESCAPES = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}


def json_ld(entries: Iterable[Entry], organiser: str, page: str, language: Language) -> Markup:
    """These events as one block of data; empty where there are none. `page` is the address of the page, if it has one.

    What is reserved for others has no place in it.
    """
    graph = [_event(entry, organiser, page, language) for entry in entries if entry.view.key]
    if not graph:
        return Markup("")
    text = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.translate(_ESCAPES))  # noqa: S704 - no letter is left that HTML could read


def _event(entry: Entry, organiser: str, page: str, language: Language) -> Mapping[str, object]:
    view, face = entry.view, entry.view.face
    start, end = (
        (entry.clocks[0].start_iso, entry.clocks[0].end_iso)
        if entry.clocks
        else (entry.first.isoformat(), entry.last.isoformat())
    )
    event: dict[str, object] = {
        "@type": "Event",
        "identifier": view.uid,
        "name": face.title,
        "startDate": start,
        "endDate": end,
        "eventStatus": _CANCELLED[view.cancelled],
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "inLanguage": TAGS[language],
        "organizer": {"@type": "Organization", "name": organiser},
    }
    if face.description:
        event["description"] = face.description
    if page:
        event["url"] = f"{page}#d-{entry.first.isoformat()}"
    if face.location:
        place: dict[str, object] = {"@type": "Place", "name": face.location, "address": face.location}
        if face.latitude is not None and face.longitude is not None:
            place["geo"] = {"@type": "GeoCoordinates", "latitude": face.latitude, "longitude": face.longitude}
        event["location"] = place
    return event
