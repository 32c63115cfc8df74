"""Who attends: places, appointments, the waitlist and the book that is kept of them."""

from volsched.booking.applying import Applicants, applicants
from volsched.booking.appointments import book
from volsched.booking.bodies import book_body, book_of_body
from volsched.booking.books import BookingBook, BookPlace, Entry
from volsched.booking.campaign import Placed, place_campaign
from volsched.booking.certificates import Certificate, Ending, certificates, endings, with_certificates
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
from volsched.booking.drawing import Lot, draw, lot
from volsched.booking.keeping import kept
from volsched.booking.reasons import (
    INVITED_TOO_LATE,
    NEEDS_SKILL,
    NEVER_FREE,
    NO_ACCESS,
    NO_COURSE_FITS,
    NO_PLACE_LEFT,
    NONE_NEAR,
    NOT_INVITED,
    SIGNED_UP_OUTSIDE,
)

__all__ = [
    "INVITED_TOO_LATE",
    "NEEDS_SKILL",
    "NEVER_FREE",
    "NONE_NEAR",
    "NOT_INVITED",
    "NO_ACCESS",
    "NO_COURSE_FITS",
    "NO_PLACE_LEFT",
    "SIGNED_UP_OUTSIDE",
    "Accept",
    "Applicants",
    "Book",
    "BookPlace",
    "BookingBook",
    "Cancel",
    "Certificate",
    "Command",
    "Decline",
    "Ending",
    "Entry",
    "Event",
    "Expire",
    "Lot",
    "Move",
    "NoShow",
    "Outcome",
    "Placed",
    "Release",
    "WalkIn",
    "applicants",
    "book",
    "book_body",
    "book_of_body",
    "certificates",
    "draw",
    "endings",
    "kept",
    "lot",
    "place_campaign",
    "with_certificates",
]
