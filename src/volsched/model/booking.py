"""Bookings: people who attend."""

from __future__ import annotations

from typing import Literal

from attrs import frozen

from volsched.model.span import Span

BookingStatus = Literal["booked", "waiting", "cancelled"]


@frozen(kw_only=True)
class Booking:
    """A person in a place of one occurrence; with a span of its own it is an appointment.

    One who waits has no occurrence yet and stands on the waitlist of the activity in the order of `rank`.
    """

    person: str
    activity: str
    occurrence: str | None = None
    span: Span | None = None
    status: BookingStatus = "booked"
    rank: int = 0
    reason: str = ""
