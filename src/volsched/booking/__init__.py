"""Who attends: places, appointments and the waitlist."""

from volsched.booking.appointments import book

__all__ = ["book"]
