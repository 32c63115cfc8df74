"""Who attends: places, appointments and the waitlist."""

from volsched.booking.appointments import NEEDS_SKILL, NEVER_FREE, NO_PLACE_LEFT, book
from volsched.booking.campaign import INVITED_TOO_LATE, NO_ACCESS, NONE_NEAR, Placed, place_campaign

__all__ = [
    "INVITED_TOO_LATE",
    "NEEDS_SKILL",
    "NEVER_FREE",
    "NONE_NEAR",
    "NO_ACCESS",
    "NO_PLACE_LEFT",
    "Placed",
    "book",
    "place_campaign",
]
