"""Who attends: places, appointments, the waitlist and the book that is kept of them."""

from volsched.booking.appointments import NEEDS_SKILL, NEVER_FREE, NO_PLACE_LEFT, book
from volsched.booking.bodies import book_body, book_of_body
from volsched.booking.books import BookingBook, BookPlace, Entry
from volsched.booking.campaign import INVITED_TOO_LATE, NO_ACCESS, NONE_NEAR, Placed, place_campaign
from volsched.booking.commands import (
    Accept,
    Book,
    Cancel,
    Command,
    Decline,
    Event,
    Expire,
    Move,
    NoShow,
    Outcome,
    Release,
    WalkIn,
)
from volsched.booking.keeping import kept

__all__ = [
    "INVITED_TOO_LATE",
    "NEEDS_SKILL",
    "NEVER_FREE",
    "NONE_NEAR",
    "NO_ACCESS",
    "NO_PLACE_LEFT",
    "Accept",
    "Book",
    "BookPlace",
    "BookingBook",
    "Cancel",
    "Command",
    "Decline",
    "Entry",
    "Event",
    "Expire",
    "Move",
    "NoShow",
    "Outcome",
    "Placed",
    "Release",
    "WalkIn",
    "book",
    "book_body",
    "book_of_body",
    "kept",
    "place_campaign",
]
