"""A campaign: everybody of its cohorts gets a place in a session, as the objective of `sessions` wants it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs
from attrs import frozen

from volsched.booking.assigning import assign
from volsched.booking.reasons import INVITED_TOO_LATE, NEVER_FREE, NO_ACCESS, NO_PLACE_LEFT, NONE_NEAR
from volsched.booking.sessions import Given, Guest, Session, Terms
from volsched.booking.slots import split_slots
from volsched.model import Booking, Campaign, Occurrence, Person, Programme, Span

FRAILTY: Mapping[int, int] = {1: 20, 2: 15, 3: 10}
"""What a priority weighs; the rest weigh 1. The age adds less than a step of it, so the frail come before the old."""
OLD, OLDEST = 60, 100


@frozen(kw_only=True)
class Placed:
    """Where everybody of a campaign goes, with what is needed to say why."""

    campaign: Campaign
    terms: Terms
    guests: tuple[Guest, ...]
    given: tuple[Given | None, ...]
    bookings: tuple[Booking, ...]


def place_campaign(
    programme: Programme,
    campaign: Campaign,
    occurrences: Mapping[str, Sequence[Occurrence]],
    taken: Iterable[tuple[str, Span]] = (),
) -> Placed:
    """Give out the places of a campaign; `occurrences` are those of each activity, and `taken` the time of people.

    Those of a household come together, when the most urgent of them does, and so do an elder and a helper.
    """
    happening = [item for name in campaign.activities for item in occurrences.get(name, ())]
    sessions = tuple(_session(programme, item) for item in happening)
    people = [programme.person(name) for name in cohort_of(programme, campaign)]
    guests = _guests(programme, campaign, people, happening, taken)
    terms = Terms(sessions, campaign.elsewhere)
    given = assign(guests, terms)
    bookings = tuple(_bookings(programme, campaign, terms, guests, given))
    return Placed(campaign=campaign, terms=terms, guests=guests, given=given, bookings=bookings)


def cohort_of(programme: Programme, campaign: Campaign) -> dict[str, str]:
    """Everybody who is invited, and by which activity; who is in two cohorts belongs to the first."""
    found: dict[str, str] = {}
    for name in campaign.activities:
        places = programme.activity(name).places
        if places is not None and places.cohort is not None:
            for member in programme.team(places.cohort).members:
                found.setdefault(member, name)
    return found


def _session(programme: Programme, occurrence: Occurrence) -> Session:
    activity = programme.activity(occurrence.activity)
    slots = () if activity.places is None else split_slots(activity.places, occurrence)[0]
    venue = occurrence.venue or (activity.space.venue if activity.space is not None else None)
    accessible = venue is None or programme.venue(venue).accessible
    return Session(key=occurrence.key, day=occurrence.day, slots=slots, area=activity.area, accessible=accessible)


def _guests(
    programme: Programme,
    campaign: Campaign,
    persons: Sequence[Person],
    happening: Sequence[Occurrence],
    taken: Iterable[tuple[str, Span]],
) -> tuple[Guest, ...]:
    busy: defaultdict[str, list[Span]] = defaultdict(list)
    for name, span in taken:
        busy[name].append(span)
    year = min((item.day.year for item in happening), default=0)
    parties = _parties(persons)
    urgency: dict[str, int] = {}
    for person in persons:
        party = parties[person.id]
        urgency[party] = max(urgency.get(party, 0), urgency_of(person, year))
    in_order = sorted(persons, key=lambda person: (person.born or year, person.priority or 10))
    order = {person.id: number for number, person in enumerate(in_order)}
    return tuple(
        Guest(
            id=person.id,
            areas=programme.areas_above(person.area),
            urgency=urgency[parties[person.id]],
            needs_access=person.needs_access,
            earliest=earliest_day(programme, campaign, person),
            busy=tuple(sorted({*busy.get(person.id, ()), *busy.get(person.helper or "", ())})),
            party=parties[person.id],
            order=order[person.id],
        )
        for person in persons
    )


def urgency_of(person: Person, year: int) -> int:
    """How urgent a place is: by priority first, then by age in steps of ten years from 60."""
    age = 0 if person.born is None else min(max(year - person.born, OLD), OLDEST) - OLD
    return FRAILTY.get(person.priority, 1) + age // 10


def earliest_day(programme: Programme, campaign: Campaign, person: Person) -> dt.date | None:
    """The first day for which somebody may be booked, given when their wave is invited."""
    invited = campaign.invited(campaign.wave_of(programme.areas_above(person.area)))
    return None if invited is None else invited + dt.timedelta(days=campaign.notice)


def _parties(persons: Sequence[Person]) -> dict[str, str]:
    """The party of each person: the household, joined with those of the same helper and with the helper's own."""
    leader: dict[str, str] = {}

    def find(name: str) -> str:
        while leader.setdefault(name, name) != name:
            name = leader[name]
        return name

    for person in persons:
        own = find(f"person {person.id}")
        bonds = ([f"home {person.household}"] if person.household else []) + (
            [f"person {person.helper}"] if person.helper else []
        )
        for bond in bonds:
            other = find(bond)
            leader[max(own, other)] = own = min(own, other)
    return {person.id: find(f"person {person.id}") for person in persons}


def _bookings(
    programme: Programme, campaign: Campaign, terms: Terms, guests: Sequence[Guest], given: Sequence[Given | None]
) -> Iterator[Booking]:
    invited_by = cohort_of(programme, campaign)
    waiting: list[Guest] = []
    for guest, place in zip(guests, given, strict=True):
        if place is None:
            waiting.append(guest)
            continue
        session = terms.sessions[place.session]
        activity = session.key.partition("/")[0]
        yield Booking(person=guest.id, activity=activity, occurrence=session.key, span=session.slots[place.slot])
    waiting.sort(key=lambda guest: (-guest.urgency, guest.order))
    for rank, guest in enumerate(waiting, 1):
        reason = why_none(terms, guest)
        yield Booking(person=guest.id, activity=invited_by[guest.id], status="waiting", rank=rank, reason=reason)


def why_none(terms: Terms, guest: Guest) -> str:
    """Why somebody has no place: the first condition that leaves none, or that the places are gone."""
    left = [session for session in terms.sessions if session.slots]
    tests: tuple[tuple[str, Guest, Terms], ...] = (
        (NONE_NEAR, Guest(id=guest.id, areas=guest.areas), terms),
        (NO_ACCESS, attrs.evolve(guest, earliest=None, busy=()), terms),
        (INVITED_TOO_LATE, attrs.evolve(guest, busy=()), terms),
    )
    if not left:
        return NO_PLACE_LEFT
    for reason, as_if, under in tests:
        if all(under.distance(as_if, session) is None for session in left):
            return reason
    can = [session for session in left if terms.distance(guest, session) is not None]
    if all(any(slot.overlaps(span) for span in guest.busy) for session in can for slot in session.slots):
        return NEVER_FREE
    return NO_PLACE_LEFT
