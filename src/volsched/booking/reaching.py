"""Who is invited when, and how each person is reached: by mail, by telephone, or by a helper with a name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Literal

from attrs import frozen

from volsched.model import Booking, Campaign, Person, Programme

Way = Literal["mail", "phone", "helper", "nobody"]


@frozen(kw_only=True)
class Reach:
    """How somebody is told: themselves, or by the helper who goes or calls for them."""

    way: Way
    helper: str | None = None


@frozen(kw_only=True)
class Invitation:
    """One person's invitation to a campaign: in which wave, on which day, and how it gets to them."""

    person: str
    wave: int
    day: dt.date | None
    reach: Reach


def reach(person: Person, caller: str | None = None) -> Reach:
    """How somebody is told: mail before telephone; who has neither by their helper, or else by `caller`."""
    if person.email:
        return Reach(way="mail")
    if person.phone:
        return Reach(way="phone")
    helper = person.helper or caller
    return Reach(way="nobody") if helper is None else Reach(way="helper", helper=helper)


def invitations(programme: Programme, campaign: Campaign, bookings: Iterable[Booking]) -> tuple[Invitation, ...]:
    """Everybody's invitation, wave by wave, in the order of their appointments."""
    found = []
    ordered = sorted(bookings, key=lambda b: (b.span is None, b.span.start.isoformat() if b.span else "", b.person))
    for booking in ordered:
        person = programme.person(booking.person)
        wave = campaign.wave_of(programme.areas_above(person.area))
        caller = campaign.caller or programme.activity(booking.activity).organiser
        found.append(Invitation(person=person.id, wave=wave, day=campaign.invited(wave), reach=reach(person, caller)))
    return tuple(sorted(found, key=lambda invitation: invitation.wave))
