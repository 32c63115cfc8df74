"""What can be done to a booking book, and what happens to people by it."""

from __future__ import annotations

import datetime as dt
from typing import Literal, TypeAlias

from attrs import frozen

from volsched.booking.books import BookingBook


@frozen(kw_only=True)
class Book:
    """Somebody asks for a place, alone or as a party, maybe in some occurrences only, or at one place of all.

    Who has been in the book and has no place now comes back so, at the end of the queue.
    """

    people: tuple[str, ...]
    wants: tuple[str, ...] = ()
    place: str | None = None
    not_at: tuple[str, ...] = ()


@frozen(kw_only=True)
class Cancel:
    """Somebody gives up their place, or no longer waits."""

    person: str


@frozen(kw_only=True)
class Move:
    """Somebody who has a place takes another that is free, or any in another occurrence."""

    person: str
    place: str | None = None
    occurrence: str | None = None


@frozen(kw_only=True)
class NoShow:
    """Somebody did not come."""

    person: str


@frozen(kw_only=True)
class Accept:
    """Somebody takes the place that they were offered."""

    person: str


@frozen(kw_only=True)
class Decline:
    """Somebody does not want this place, and goes on waiting for another; also one given at short notice."""

    person: str


@frozen(kw_only=True)
class WalkIn:
    """Somebody comes to an occurrence without an appointment."""

    person: str
    occurrence: str


@frozen(kw_only=True)
class Release:
    """The places of an occurrence that were kept for walk-ins are given to those who wait."""

    occurrence: str


@frozen(kw_only=True)
class Expire:
    """Time has passed: offers that were not answered lapse, and the next are asked."""


Command: TypeAlias = Book | Cancel | Move | NoShow | Accept | Decline | WalkIn | Release | Expire

What = Literal[
    "booked", "waits", "cancelled", "moved", "missed", "offered", "given", "accepted", "declined", "lapsed", "walked-in"
]
"""`given` is a place that begins so soon that there is no time to ask: the person is called and told to come."""


@frozen(kw_only=True)
class Event:
    """What happened to one person."""

    what: What
    person: str
    place: str | None = None
    deadline: dt.datetime | None = None


@frozen(kw_only=True)
class Outcome:
    """The book after a command, and what happened: everybody whom it touches, named once."""

    book: BookingBook
    events: tuple[Event, ...] = ()
