"""What happens in a plan, by everything that a feed can be about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

from attrs import frozen

from volsched.errors import UnknownName
from volsched.model import Activity, Occurrence, Programme
from volsched.planning import Plan
from volsched.publishing.identity import Uids


def area_of(activity: Activity, programme: Programme) -> str | None:
    """The area in which an activity counts: its own, or else that of its venue, or of the team that it belongs to."""
    if activity.area is not None:
        return activity.area
    venue = programme.venue(activity.space.venue).area if activity.space is not None else None
    return venue or next((area for team in teams_of(activity) if (area := programme.team(team).area)), None)


def teams_of(activity: Activity) -> tuple[str, ...]:
    """The teams whose calendar an activity is in: those that take part, and the one that serves."""
    serving = None if activity.staffing is None else activity.staffing.team
    return tuple(dict.fromkeys(team for team in (*activity.teams, serving) if team is not None))


@frozen
class Happening:
    """An occurrence with what is looked up for it again and again."""

    key: str
    occurrence: Occurrence
    activity: Activity
    venue: str | None
    uid: str


Grouped = Mapping[str, tuple[Happening, ...]]


class Happenings:
    """The occurrences of one plan, cancelled ones too: in the order of the plan, and by what a feed can be about."""

    def __init__(self, plan: Plan, uids: Uids) -> None:
        self._plan = plan
        self._programme = plan.programme
        self._uids = uids

    @cached_property
    def all(self) -> tuple[Happening, ...]:
        """All of them."""
        return tuple(self._happening(occurrence) for occurrence in self._plan.occurrences)

    @cached_property
    def years(self) -> tuple[int, int]:
        """The first and last year of anything in them, and one on either side: some begin before New Year."""
        window = self._plan.window
        starts = (item.span.start.year for item in self._plan.occurrences)
        ends = (item.span.end.year for item in self._plan.occurrences)
        return min((window.first.year, *starts)) - 1, max((window.end.year, *ends)) + 1

    def of_key(self, key: str) -> Happening:
        """The one with this key; an UnknownName if there is none."""
        try:
            return self._by_key[key]
        except KeyError:
            raise UnknownName("occurrence", key, self._by_key) from None

    @cached_property
    def by_area(self) -> Grouped:
        """Those in each area and in the areas below it."""
        above = {
            activity.id: self._programme.areas_above(area_of(activity, self._programme))
            for activity in self._programme.activities
        }
        return _grouped((area, item) for item in self.all for area in above[item.activity.id])

    @cached_property
    def by_team(self) -> Grouped:
        """Those in which each team takes part or serves."""
        return _grouped((team, item) for item in self.all for team in teams_of(item.activity))

    @cached_property
    def by_activity(self) -> Grouped:
        """Those of each activity."""
        return _grouped((item.activity.id, item) for item in self.all)

    @cached_property
    def by_venue(self) -> Grouped:
        """Those at each venue."""
        return _grouped((item.venue, item) for item in self.all if item.venue is not None)

    @cached_property
    def by_organiser(self) -> Grouped:
        """Those that each person organises."""
        return _grouped((item.activity.organiser, item) for item in self.all if item.activity.organiser is not None)

    @cached_property
    def by_soloist(self) -> Grouped:
        """Those in which each person has an act of their own."""
        return _grouped((person, item) for item in self.all for person in item.activity.soloists)

    def teams_of(self, person: str) -> tuple[str, ...]:
        """The teams of a person that take part in anything as a whole; who serves is said by the roster instead."""
        return self._teams_of_person.get(person, ())

    @cached_property
    def _teams_of_person(self) -> Mapping[str, tuple[str, ...]]:
        wanted = {team for item in self._programme.activities for team in item.teams}
        found: defaultdict[str, list[str]] = defaultdict(list)
        for team in self._programme.teams:
            if team.id in wanted:
                for member in team.members:
                    found[member].append(team.id)
        return {person: tuple(teams) for person, teams in found.items()}

    @cached_property
    def _by_key(self) -> Mapping[str, Happening]:
        return {item.key: item for item in self.all}

    def _happening(self, occurrence: Occurrence) -> Happening:
        activity = self._programme.activity(occurrence.activity)
        key = occurrence.key
        return Happening(key, occurrence, activity, self._plan.venue_of(occurrence), self._uids.of(key))


def _grouped(pairs: Iterable[tuple[str, Happening]]) -> Grouped:
    found: defaultdict[str, list[Happening]] = defaultdict(list)
    for name, item in pairs:
        found[name].append(item)
    return {name: tuple(items) for name, items in found.items()}
