"""Why somebody has the place they have, and no earlier one."""

from __future__ import annotations

from collections import defaultdict

from attrs import frozen

from volsched.booking.books import BookingBook, BookPlace
from volsched.booking.campaign import earliest_day
from volsched.booking.sessions import Guest, Session, Terms
from volsched.model import Person, Programme
from volsched.model.zones import zone


@frozen(kw_only=True)
class Why:
    """What stands behind a place: is it their own community's, and why not each earlier session of theirs.

    Where somebody has no place, the earlier sessions are all there are.
    """

    own: bool | None
    full: int = 0
    busy: int = 0
    not_possible: int = 0
    party: tuple[str, ...] = ()
    """Who comes together with them."""


def why(programme: Programme, book: BookingBook, person: str) -> Why:
    """Why somebody has this place and no earlier one, from the book as it stands.

    Raises:
        UnknownName: they were never in the book.
    """
    entry, known = book.entry(person), programme.person(person)
    mine = None if entry.place is None else book.place(entry.place)
    by_session: defaultdict[str, list[BookPlace]] = defaultdict(list)
    for place in book.places:
        if not place.walk_in:
            by_session[place.occurrence].append(place)
    sessions = {key: _session(programme, key, places) for key, places in by_session.items()}
    campaign = programme.campaign_by_id.get(book.id)
    terms = Terms(tuple(sessions.values()), campaign.elsewhere if campaign is not None else 0)
    guest = Guest(
        id=person,
        areas=programme.areas_above(known.area),
        needs_access=known.needs_access,
        earliest=None if campaign is None else earliest_day(programme, campaign, known),
    )
    counted = {"full": 0, "busy": 0, "not_possible": 0}
    for key, places in by_session.items():
        own = sessions[key].area is None or sessions[key].area in guest.areas
        earlier = mine is None or (places[0].span.start < mine.span.start and key != mine.occurrence)
        if not earlier or not (own or mine is None or mine.occurrence.partition("/")[0] == key.partition("/")[0]):
            continue
        if terms.distance(guest, sessions[key]) is None:
            counted["not_possible"] += 1
        elif not any(entry.may_take(place) for place in places):
            counted["busy"] += 1
        else:
            counted["full"] += 1
    area = None if mine is None else sessions[mine.occurrence].area if mine.occurrence in sessions else None
    return Why(
        own=None if mine is None or campaign is None else area is None or area in guest.areas,
        party=_party(programme, book, known, mine),
        **counted,
    )


def _session(programme: Programme, key: str, places: list[BookPlace]) -> Session:
    activity = programme.activity_by_id.get(key.partition("/")[0])
    venue = None if activity is None or activity.space is None else programme.venue_by_id.get(activity.space.venue)
    return Session(
        key=key,
        day=places[0].span.start.astimezone(zone(programme.zone)).date(),
        slots=tuple(place.span for place in places),
        area=None if activity is None else activity.area,
        accessible=venue is None or venue.accessible,
    )


def _party(programme: Programme, book: BookingBook, person: Person, mine: BookPlace | None) -> tuple[str, ...]:
    if mine is None:
        return ()
    found = []
    for entry in book.entries:
        other = programme.person_by_id.get(entry.person)
        if other is None or other.id == person.id or entry.place is None:
            continue
        same_home = person.household is not None and other.household == person.household
        helping = person.helper == other.id or other.helper == person.id
        if (same_home or helping) and book.place(entry.place).occurrence == mine.occurrence:
            found.append(other.id)
    return tuple(found)
