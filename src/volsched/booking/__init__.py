"""Who attends: places, appointments and the waitlist."""

from volsched.booking.appointments import NEEDS_SKILL, NEVER_FREE, NO_PLACE_LEFT, book

__all__ = ["NEEDS_SKILL", "NEVER_FREE", "NO_PLACE_LEFT", "book"]
