"""A booking book as a body that a store keeps, and back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from volsched.booking.books import BookingBook, BookPlace, Entry
from volsched.errors import InvalidValue
from volsched.model import Span

FORM = 1
"""The form of the body; one that a later version has changed is not read as if it were this."""


def book_body(book: BookingBook) -> dict[str, Any]:
    """The book in values that JSON has."""
    return {
        "form": FORM,
        "id": book.id,
        "next_ticket": book.next_ticket,
        "reply_within": int(book.reply_within.total_seconds()),
        "short_notice": int(book.short_notice.total_seconds()),
        "places": [
            [place.key, place.occurrence, place.span.start.isoformat(), place.span.end.isoformat(), place.walk_in]
            for place in book.places
        ],
        "entries": [_entry_body(entry) for entry in book.entries],
    }


def book_of_body(body: Mapping[str, Any]) -> BookingBook:
    """The book that a body holds.

    Raises:
        InvalidValue: it is none.
    """
    if body.get("form") != FORM:
        raise InvalidValue("book", str(body.get("id", "")), "form", "was written by another version", "use that one")
    return BookingBook(
        id=body["id"],
        next_ticket=body["next_ticket"],
        reply_within=dt.timedelta(seconds=body["reply_within"]),
        short_notice=dt.timedelta(seconds=body["short_notice"]),
        places=tuple(
            BookPlace(key=key, occurrence=occurrence, span=Span(_moment(start), _moment(end)), walk_in=walk_in)
            for key, occurrence, start, end, walk_in in body["places"]
        ),
        entries=tuple(_entry(entry) for entry in body["entries"]),
    )


def _entry_body(entry: Entry) -> dict[str, Any]:
    # What is as it mostly is stays unsaid, so that the book of a thousand people is short.
    said: dict[str, Any] = {"person": entry.person, "status": entry.status, "ticket": entry.ticket}
    if entry.place is not None:
        said["place"] = entry.place
    if entry.deadline is not None:
        said["deadline"] = entry.deadline.isoformat()
    if entry.party:
        said["party"] = entry.party
    if entry.wants:
        said["wants"] = list(entry.wants)
    if entry.not_at:
        said["not_at"] = list(entry.not_at)
    return said


def _entry(said: Mapping[str, Any]) -> Entry:
    deadline = said.get("deadline")
    return Entry(
        person=said["person"],
        status=said["status"],
        ticket=said["ticket"],
        place=said.get("place"),
        deadline=None if deadline is None else _moment(deadline),
        party=said.get("party", ""),
        wants=tuple(said.get("wants", ())),
        not_at=tuple(said.get("not_at", ())),
    )


def _moment(written: str) -> dt.datetime:
    return dt.datetime.fromisoformat(written)
