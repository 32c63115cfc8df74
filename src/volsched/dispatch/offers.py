"""What is offered to somebody who waited for a place, as the books stand."""

from __future__ import annotations

import datetime as dt

from attrs import frozen

from volsched.model import Programme
from volsched.publishing.state import Commitment
from volsched.storage.bookings import books
from volsched.storage.protocol import Look


@frozen(kw_only=True)
class Offered:
    """A place that is kept for somebody until they answer, or that they have taken."""

    place: Commitment
    until: dt.datetime | None = None
    taken: bool = False


def offered_to(look: Look, programme: Programme, book: str, person: str, *, now: dt.datetime) -> Offered | None:
    """The place that a person is offered or has by a book; None where there is none, or the time to answer is over."""
    found = books(look).get(book)
    entry = None if found is None else found.entry_of.get(person)
    if found is None or entry is None or entry.place is None:
        return None
    if entry.deadline is not None and entry.deadline <= now:
        return None
    place = found.place(entry.place)
    activity = programme.activity_by_id.get(place.occurrence.partition("/")[0])
    if activity is None or place.span.end <= now:
        return None
    own_time = activity.places is not None and activity.places.appointment is not None
    commitment = Commitment(
        person=person,
        kind="appointment" if own_time else "place",
        activity=activity.id,
        occurrence=place.occurrence,
        span=place.span,
        venue=None if activity.space is None else activity.space.venue,
    )
    return Offered(place=commitment, until=entry.deadline, taken=entry.status == "booked")
