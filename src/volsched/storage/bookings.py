"""Booking books that are remembered: a command is one change of the store, so that no two of them take one place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping

import attrs

from volsched.booking import BookingBook, Command, Event, Outcome, book_body, book_of_body, kept
from volsched.errors import UnknownName
from volsched.model import Booking
from volsched.storage.protocol import Change, Look, Store

BOOK = "book"

Also = Callable[[Change, BookingBook, BookingBook, tuple[Event, ...]], object]
"""What else belongs to the change of a book, such as the messages about it: given it before and after, and what
happened to whom."""


def books(look: Look) -> Mapping[str, BookingBook]:
    """Every book by the id of its campaign or activity."""
    return {record.key: book_of_body(record.body) for record in look.every(BOOK)}


def remembered_bookings(store: Store | None) -> Mapping[str, tuple[Booking, ...]]:
    """What the books say of people, by campaign or activity, as a plan takes it; nothing without a store."""
    if store is None:
        return {}
    with store.look() as look:
        return {name: tuple(book.bookings()) for name, book in books(look).items()}


def open_books(
    store: Store,
    fresh: Iterable[BookingBook],
    *,
    at: dt.datetime,
    who: str,
    renew: Callable[[BookingBook, BookingBook], BookingBook],
    also: Also | None = None,
) -> tuple[str, ...]:
    """Begin these books, and bring those that were begun before up to date with `renew`; the ids that changed."""
    changed = []
    with store.change(who=who, why="open books", at=at) as change:
        for book in fresh:
            record = change.get(BOOK, book.id)
            known = None if record is None else book_of_body(record.body)
            wanted = book if known is None else renew(known, book)
            written = change.put(BOOK, book.id, book_body(wanted), expect=0 if record is None else record.version)
            if record is None or written.version != record.version:
                changed.append(book.id)
                if also is not None:
                    also(change, known or attrs.evolve(wanted, entries=()), wanted, ())
    return tuple(changed)


def carry_out(
    store: Store,
    name: str,
    command: Command,
    *,
    now: dt.datetime,
    who: str,
    why: str = "",
    also: Also | None = None,
) -> Outcome:
    """Do one thing to a remembered book: read, decided and written in one change, whole or not at all.

    Raises:
        UnknownName: no book of this id was opened.
        Conflict: the command does not fit the book as it stands.
    """
    with store.change(who=who, why=why or type(command).__name__.lower(), at=now) as change:
        return carried_out(change, name, command, now=now, also=also)


def carried_out(change: Change, name: str, command: Command, *, now: dt.datetime, also: Also | None = None) -> Outcome:
    """The same within a change that was begun already.

    Raises:
        UnknownName: no book of this id was opened.
        Conflict: the command does not fit the book as it stands.
    """
    record = change.get(BOOK, name)
    if record is None:
        raise UnknownName("open book", name, (item.key for item in change.every(BOOK)))
    before = book_of_body(record.body)
    outcome = kept(before, command, now)
    change.put(BOOK, name, book_body(outcome.book), expect=record.version)
    if also is not None:
        also(change, before, outcome.book, outcome.events)
    return outcome
