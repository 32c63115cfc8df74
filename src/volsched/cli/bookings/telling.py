"""Lines about people in books: what happened to whom, where their place is, and how they are reached."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from volsched.cli.bookings.at_hand import Books
from volsched.cli.bookings.words import say
from volsched.cli.tables import columns
from volsched.model.wording import moment_in_words

if TYPE_CHECKING:
    from volsched.booking import BookingBook, BookPlace, Event, Outcome
    from volsched.notices.message import Message
    from volsched.notices.outbox import Posted

QUIET = frozenset({"missed", "cancelled", "walked-in", "declined"})
"""What somebody did themselves: nobody needs to tell them."""


def place_in_words(books: Books, place: BookPlace) -> str:
    """The time and title of a place."""
    programme = books.programme
    activity = programme.activity_by_id.get(place.occurrence.partition("/")[0])
    title = "" if activity is None else f" {books.said(activity.title)}"
    return f"{moment_in_words(place.span.start, programme.zone, books.language)}{title}"


def sentence(books: Books, book: BookingBook, event: Event) -> str:
    """What happened to one person."""
    place = "" if event.place is None else place_in_words(books, book.place(event.place))
    deadline = "" if event.deadline is None else in_words(books, event.deadline)
    rank = next((n for n, entry in enumerate(book.queue, 1) if entry.person == event.person), 0)
    return say(event.what, books.language, place=place, deadline=deadline, rank=rank)


def in_words(books: Books, moment: dt.datetime) -> str:
    """A moment in the wall time of the programme."""
    return moment_in_words(moment, books.programme.zone, books.language)


def reached(books: Books, person: str, activity: str | None = None) -> str:
    """How somebody is reached: their telephone or mail address, or who goes or calls for them."""
    # Loaded late for a quick --help.
    from volsched.booking.reaching import reach

    known = books.programme.person_by_id.get(person)
    if known is None:
        return "-"
    found = reach(known, caller_of(books, activity))
    if found.way == "helper" and found.helper is not None:
        helper = books.programme.person(found.helper)
        address = helper.phone or helper.email
        named = f"{books.said(helper.name)} {address}".rstrip()
        return say("by helper", books.language, helper=named)
    if found.way == "nobody":
        return say("nobody", books.language)
    return known.phone or known.email


def caller_of(books: Books, activity: str | None) -> str | None:
    """Who calls those without a telephone and a helper: the campaign's caller, or the organiser."""
    for campaign in books.programme.campaigns:
        if activity in campaign.activities and campaign.caller is not None:
            return campaign.caller
    known = books.programme.activity_by_id.get(activity or "")
    return None if known is None else known.organiser


def show_outcome(books: Books, outcome: Outcome) -> None:
    """Everybody who was touched, a line each."""
    rows = []
    for event in outcome.events:
        activity = None if event.place is None else event.place.partition("/")[0]
        way = "-" if event.what in QUIET else reached(books, event.person, activity)
        rows.append((event.person, books.name(event.person), way, sentence(books, outcome.book, event)))
    for line in columns(rows):
        click.echo(line)
    if not rows:
        click.echo(say("nothing", books.language))


def show_queued(books: Books, queued: Sequence[Posted], *, preview: bool) -> None:
    """How many messages wait to go out by it; what each says, where nothing was done yet."""
    if preview:
        for item in queued:
            message = item.envelope.message
            address = message.email or message.phone or "-"
            click.echo(f"{'─' * 40}\n{message.person}  {item.envelope.channel}  {address}  {item.due:%Y-%m-%d %H:%M}Z")
            click.echo(f"{message.subject}\n\n{message.body}".rstrip())
        click.echo(say("dry run", books.language, count=len(queued)))
    elif queued:
        click.echo(say("queued", books.language, count=len(queued)))


def outcome_as_data(outcome: Outcome, queued: Sequence[Posted] = ()) -> list[dict[str, Any]]:
    """The same for programs, with the message that waits to go out to each person."""
    messages = {item.envelope.person: item.envelope.message for item in queued}
    return [
        {
            "person": event.person,
            "what": event.what,
            "place": event.place,
            "starts": None if event.place is None else outcome.book.place(event.place).span.start,
            "deadline": event.deadline,
            "message": None if event.person not in messages else _message(messages[event.person]),
        }
        for event in outcome.events
    ]


def _message(message: Message) -> dict[str, str]:
    return {"key": message.key, "subject": message.subject, "body": message.body}
