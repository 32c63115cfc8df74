"""Who attends: each activity or campaign in turn gives out its places, heeding the time that people have given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import attrs

from volsched.booking import Certificate, Lot, applicants, book, certificates, place_campaign
from volsched.model import Activity, Booking, Occurrence, Programme
from volsched.planning.taken import TakenTime

NOTHING: Mapping[str, tuple[Booking, ...]] = {}


class Attending:
    """The bookings of a plan, while it is made: courses that grant a skill first, for their skills count in rosters."""

    def __init__(
        self,
        programme: Programme,
        happening: Iterable[Occurrence],
        taken: TakenTime,
        given: Mapping[str, tuple[Booking, ...]] = NOTHING,
        *,
        seed: int = 0,
    ) -> None:
        """`given` holds what was booked already, by the id of the activity or campaign: it is taken as it is."""
        self.programme = programme
        self.taken = taken
        self.given = given
        self.seed = seed
        self.by_activity: dict[str, list[Occurrence]] = {}
        for occurrence in happening:
            if not occurrence.cancelled:
                self.by_activity.setdefault(occurrence.activity, []).append(occurrence)
        self.found: dict[str, tuple[Booking, ...]] = {}
        self.lots: dict[str, tuple[Lot, ...]] = {}
        self.served = Counter(
            person
            for person, _ in {(item.person, item.activity) for item in programme.attendance if item.status == "present"}
        )
        """How often each had a place that is drawn, or was in a training before."""

    def courses(self) -> tuple[Certificate, ...]:
        """Give out the places of courses that grant a skill, and say who earns it."""
        earned: list[Certificate] = []
        for activity in self.programme.activities:
            if activity.course is not None and activity.course.grants is not None and activity.course.sessions is None:
                bookings = self._book(activity)
                happening = self.by_activity.get(activity.id, ())
                earned += certificates(self.programme, activity, happening, bookings)
        return tuple(earned)

    def everybody(self) -> tuple[Booking, ...]:
        """Every booking, in the order of the programme; those of a campaign where its first activity stands."""
        campaign_of = {name: campaign.id for campaign in self.programme.campaigns for name in campaign.activities}
        ordered: dict[str, tuple[Booking, ...]] = {}
        for activity in self.programme.activities:
            name = campaign_of.get(activity.id, activity.id)
            if activity.places is None or name in ordered:
                continue
            ordered[name] = self._campaign(name) if name in self.programme.campaign_by_id else self._book(activity)
        return tuple(item for bookings in ordered.values() for item in bookings)

    def _book(self, activity: Activity) -> tuple[Booking, ...]:
        if activity.id in self.found:
            return self.found[activity.id]
        found: tuple[Booking, ...] = ()
        if activity.id in self.given:
            found = tuple(_still_there(self.given[activity.id], self.by_activity))
        # Of what does not take place in this window there are no places to be had, and none that are gone.
        elif (
            self.by_activity.get(activity.id)
            and (who := applicants(self.programme, activity, seed=self.seed, served=self.served)) is not None
        ):
            names = [person.id for person in who.people]
            sessions = tuple(self.by_activity.get(activity.id, ()))
            busy = self.taken.of(names, [activity])
            placed = book(activity, sessions, who.people, busy, self.programme.attendance)
            waiting = sum(item.status == "waiting" for item in placed)
            found = (*placed, *(attrs.evolve(item, rank=item.rank + waiting) for item in who.refused))
            if who.lots:
                self.lots[activity.id] = who.lots
                self.served.update({item.person for item in placed if item.status == "booked"})
        self.found[activity.id] = found
        self.taken.add_bookings(found)
        return found

    def _campaign(self, name: str) -> tuple[Booking, ...]:
        if name in self.given:
            found = tuple(_still_there(self.given[name], self.by_activity))
        elif any(self.by_activity.get(item) for item in self.programme.campaign(name).activities):
            found = _of_campaign(self.programme, name, self.by_activity, self.taken)
        else:
            found = ()
        self.taken.add_bookings(found)
        return found


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
