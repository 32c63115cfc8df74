"""Who attends: each activity or campaign in turn gives out its places, heeding the time that people have given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from volsched.booking import book, place_campaign
from volsched.model import Booking, Occurrence, Programme
from volsched.planning.taken import TakenTime

NOTHING: Mapping[str, tuple[Booking, ...]] = {}


def booked(
    programme: Programme,
    happening: Iterable[Occurrence],
    taken: TakenTime,
    given: Mapping[str, tuple[Booking, ...]] = NOTHING,
) -> tuple[Booking, ...]:
    """The bookings of every activity with places, in the order of the programme.

    Those of a campaign are made where its first activity stands. `given` holds what was booked already, by the id of
    the activity or campaign: it is taken as it is.
    """
    by_activity: dict[str, list[Occurrence]] = {}
    for occurrence in happening:
        if not occurrence.cancelled:
            by_activity.setdefault(occurrence.activity, []).append(occurrence)
    campaign_of = {name: campaign.id for campaign in programme.campaigns for name in campaign.activities}
    found: dict[str, tuple[Booking, ...]] = {}
    for activity in programme.activities:
        name = campaign_of.get(activity.id, activity.id)
        if activity.places is None or name in found:
            continue
        if name in given:
            found[name] = tuple(_still_there(given[name], by_activity))
        elif name in programme.campaign_by_id:
            found[name] = _of_campaign(programme, name, by_activity, taken)
        elif activity.places.cohort is not None:
            members = programme.team(activity.places.cohort).members
            people = tuple(programme.person(member) for member in members)
            sessions = tuple(by_activity.get(activity.id, ()))
            found[name] = book(activity, sessions, people, taken.of(members, [activity]))
        taken.add_bookings(found.get(name, ()))
    return tuple(item for bookings in found.values() for item in bookings)


def _still_there(bookings: Iterable[Booking], by_activity: Mapping[str, list[Occurrence]]) -> Iterator[Booking]:
    """The bookings of what takes place in this window; and who waits for something of it."""
    keys = {occurrence.key for occurrences in by_activity.values() for occurrence in occurrences}
    return (item for item in bookings if (item.occurrence in keys if item.occurrence else item.activity in by_activity))


def _of_campaign(
    programme: Programme, name: str, by_activity: Mapping[str, list[Occurrence]], taken: TakenTime
) -> tuple[Booking, ...]:
    campaign = programme.campaign(name)
    activities = [programme.activity(item) for item in campaign.activities]
    cohorts = [item.places.cohort for item in activities if item.places is not None]
    members = {member for cohort in cohorts if cohort is not None for member in programme.team(cohort).members}
    helpers = {programme.person(member).helper for member in members}
    people = members | {helper for helper in helpers if helper is not None}
    return place_campaign(programme, campaign, by_activity, taken.of(people, activities)).bookings
