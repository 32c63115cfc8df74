"""Booking books that are remembered: a command is one change of the store, so that no two of them take one place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping

from volsched.booking import BookingBook, Command, Outcome, book_body, book_of_body, kept
from volsched.errors import UnknownName
from volsched.model import Booking
from volsched.storage.protocol import Look, Store

BOOK = "book"


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
) -> tuple[str, ...]:
    """Begin these books, and bring those that were begun before up to date with `renew`; the ids that changed."""
    changed = []
    with store.change(who=who, why="open books", at=at) as change:
        for book in fresh:
            record = change.get(BOOK, book.id)
            wanted = book if record is None else renew(book_of_body(record.body), book)
            written = change.put(BOOK, book.id, book_body(wanted), expect=0 if record is None else record.version)
            if record is None or written.version != record.version:
                changed.append(book.id)
    return tuple(changed)


def carry_out(store: Store, name: str, command: Command, *, now: dt.datetime, who: str, why: str = "") -> Outcome:
    """Do one thing to a remembered book: read, decided and written in one change, whole or not at all.

    Raises:
        UnknownName: no book of this id was opened.
        Conflict: the command does not fit the book as it stands.
    """
    with store.change(who=who, why=why or type(command).__name__.lower(), at=now) as change:
        record = change.get(BOOK, name)
        if record is None:
            raise UnknownName("open book", name, (item.key for item in change.every(BOOK)))
        outcome = kept(book_of_body(record.body), command, now)
        change.put(BOOK, name, book_body(outcome.book), expect=record.version)
    return outcome
