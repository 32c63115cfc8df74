"""Whether the objects of a programme fit together: every name that is used belongs to something, and to one thing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from attrs import frozen

from volsched.errors import InvalidValue, did_you_mean, nearest
from volsched.model.activity import Activity, Space, Staffing
from volsched.model.attendance import Attendance, SignUp
from volsched.model.availability import Availability
from volsched.model.campaign import Campaign
from volsched.model.people import CarriedLoad, Person
from volsched.model.places import Area, Equipment, Travel, Venue
from volsched.model.rules import (
    ForbiddenSequences,
    NeverTogether,
    NewcomerWithExperienced,
    RequiredSequences,
    Rule,
    Together,
)
from volsched.model.show import Show
from volsched.model.team import Team


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


class _Parts(Protocol):
    """What a programme is made of, as far as names go."""

    @property
    def skills(self) -> tuple[_HasId, ...]: ...
    @property
    def areas(self) -> tuple[Area, ...]: ...
    @property
    def venues(self) -> tuple[Venue, ...]: ...
    @property
    def equipment(self) -> tuple[Equipment, ...]: ...
    @property
    def travel(self) -> tuple[Travel, ...]: ...
    @property
    def people(self) -> tuple[Person, ...]: ...
    @property
    def teams(self) -> tuple[Team, ...]: ...
    @property
    def activities(self) -> tuple[Activity, ...]: ...
    @property
    def availability(self) -> tuple[Availability, ...]: ...
    @property
    def history(self) -> tuple[CarriedLoad, ...]: ...
    @property
    def rules(self) -> tuple[Rule, ...]: ...
    @property
    def campaigns(self) -> tuple[Campaign, ...]: ...
    @property
    def sign_ups(self) -> tuple[SignUp, ...]: ...
    @property
    def attendance(self) -> tuple[Attendance, ...]: ...


@frozen
class _Known:
    """The ids of each kind, with a lower-case view of them for ids that differ by capitals alone."""

    what: str
    ids: Mapping[str, str]

    @classmethod
    def of(cls, what: str, objects: Iterable[_HasId]) -> _Known:
        return cls(what, {item.id: item.id for item in objects})

    def missing(self, owner: tuple[str, str], field: str, name: str | None) -> Iterator[InvalidValue]:
        if name is not None and name not in self.ids:
            cure = did_you_mean(nearest(name, self.ids)) or f"add the {self.what}, or take the name out"
            yield InvalidValue(*owner, field, f"no {self.what} '{name}'", cure)


@frozen
class _Names:
    """Everything that can be named."""

    skills: _Known
    areas: _Known
    venues: _Known
    people: _Known
    teams: _Known
    equipment: _Known
    activities: _Known
    places: _Known
    """Venues and areas, between which there are ways."""


def broken_references(parts: _Parts) -> tuple[InvalidValue, ...]:
    """Every fault in how the parts name each other, in the order of the parts."""
    names = _Names(
        _Known.of("skill", parts.skills),
        _Known.of("area", parts.areas),
        _Known.of("venue", parts.venues),
        _Known.of("person", parts.people),
        _Known.of("team", parts.teams),
        _Known.of("equipment", parts.equipment),
        _Known.of("activity", parts.activities),
        _Known.of("venue or area", (*parts.venues, *parts.areas)),
    )
    return (
        *_twice("skill", parts.skills),
        *_twice("area", parts.areas),
        *_twice("venue", parts.venues),
        *_twice("equipment", parts.equipment),
        *_twice("person", parts.people),
        *_twice("team", parts.teams),
        *_twice("activity", parts.activities),
        *_twice("campaign", parts.campaigns),
        *_in_areas(parts.areas, names),
        *_in_venues(parts.venues, names),
        *_in_travel(parts.travel, names),
        *_in_people(parts.people, names),
        *_in_teams(parts.teams, names),
        *(fault for item in parts.activities for fault in _in_activity(item, names)),
        *_of_people("availability", parts.availability, names),
        *_of_people("history", parts.history, names),
        *_in_rules(("programme", ""), "rules", parts.rules, names),
        *(fault for item in parts.campaigns for fault in _in_campaign(item, names)),
        *_twice_invited(parts.campaigns),
        *_attending("sign-up", parts.sign_ups, names),
        *_attending("attendance", parts.attendance, names),
    )


def _twice(what: str, objects: Iterable[_HasId]) -> Iterator[InvalidValue]:
    seen: dict[str, str] = {}
    for item in objects:
        folded = item.id.casefold()
        if folded not in seen:
            seen[folded] = item.id
            continue
        same = seen[folded] == item.id
        problem = "two of them have this id" if same else f"differs from '{seen[folded]}' by capitals only"
        yield InvalidValue(what, item.id, "id", problem, "give each an id of its own")


def _in_areas(objects: tuple[Area, ...], names: _Names) -> Iterator[InvalidValue]:
    parents = {item.id: item.parent for item in objects}
    for item in objects:
        yield from names.areas.missing(("area", item.id), "parent", item.parent)
        yield from names.people.missing(("area", item.id), "keeper", item.keeper)
        if _goes_round(item.id, parents):
            yield InvalidValue("area", item.id, "parent", "lies in itself, going up", "name the area really above it")


def _in_venues(objects: tuple[Venue, ...], names: _Names) -> Iterator[InvalidValue]:
    around = {item.id: item.inside for item in objects}
    for item in objects:
        owner = ("venue", item.id)
        yield from names.areas.missing(owner, "area", item.area)
        yield from names.venues.missing(owner, "inside", item.inside)
        for sharer in item.shared_by:
            yield from names.areas.missing(owner, "shared_by", sharer)
        if _goes_round(item.id, around):
            yield InvalidValue("venue", item.id, "inside", "lies in itself, going out", "name the house around it")


def _goes_round(name: str, above: Mapping[str, str | None]) -> bool:
    at, steps = above[name], 0
    while at is not None and at != name and steps <= len(above):
        at, steps = above.get(at), steps + 1
    return at == name


def _in_travel(objects: tuple[Travel, ...], names: _Names) -> Iterator[InvalidValue]:
    for item in objects:
        for field in ("one", "other"):
            yield from names.places.missing(("travel", f"{item.one}-{item.other}"), field, getattr(item, field))


def _in_people(objects: tuple[Person, ...], names: _Names) -> Iterator[InvalidValue]:
    for item in objects:
        yield from names.areas.missing(("person", item.id), "area", item.area)
        yield from names.people.missing(("person", item.id), "helper", item.helper)
        for held in item.skills:
            yield from names.skills.missing(("person", item.id), "skills", held.id)


def _in_teams(objects: tuple[Team, ...], names: _Names) -> Iterator[InvalidValue]:
    for item in objects:
        yield from names.areas.missing(("team", item.id), "area", item.area)
        for member in item.members:
            yield from names.people.missing(("team", item.id), "members", member)


def _in_activity(item: Activity, names: _Names) -> Iterator[InvalidValue]:
    owner = ("activity", item.id)
    yield from names.areas.missing(owner, "area", item.area)
    yield from names.teams.missing(owner, "team", item.team)
    yield from names.people.missing(owner, "organiser", item.organiser)
    if item.space is not None:
        yield from _in_space(owner, item.space, names)
    if item.show is not None:
        yield from _in_show(owner, item.show, names)
    for override in item.schedule.overrides:
        yield from names.venues.missing(owner, "schedule.overrides.venue", override.venue)
    for following in item.schedule.following:
        yield from names.venues.missing(owner, "schedule.following.venue", following.venue)
    if item.places is not None:
        yield from names.teams.missing(owner, "places.cohort", item.places.cohort)
    if item.course is not None:
        for needed in item.course.needs:
            yield from names.skills.missing(owner, "course.needs", needed)
        yield from names.skills.missing(owner, "course.grants", item.course.grants)
    if item.staffing is not None:
        yield from _in_staffing(owner, item.staffing, names)


def _in_space(owner: tuple[str, str], space: Space, names: _Names) -> Iterator[InvalidValue]:
    yield from names.venues.missing(owner, "space.venue", space.venue)
    for use in space.equipment:
        yield from names.equipment.missing(owner, "space.equipment", use.equipment)


def _in_show(owner: tuple[str, str], show: Show, names: _Names) -> Iterator[InvalidValue]:
    for rehearsal in show.rehearsals:
        yield from names.activities.missing(owner, "show.rehearsals", rehearsal)
    for act in show.acts:
        yield from names.teams.missing(owner, "show.acts.team", act.team)
        for person in act.people:
            yield from names.people.missing(owner, "show.acts.people", person)
        for equipment in act.equipment:
            yield from names.equipment.missing(owner, "show.acts.equipment", equipment)


def _in_staffing(owner: tuple[str, str], staffing: Staffing, names: _Names) -> Iterator[InvalidValue]:
    yield from names.teams.missing(owner, "staffing.team", staffing.team)
    for requirement in staffing.requirements:
        for skill in requirement.skills:
            yield from names.skills.missing(owner, "staffing.skills", skill)
        for wanted in requirement.mix:
            yield from names.skills.missing(owner, "staffing.mix", wanted.skill)
    yield from _in_rules(owner, "staffing.rules", staffing.rules, names)


def _in_rules(owner: tuple[str, str], field: str, rules: Iterable[Rule], names: _Names) -> Iterator[InvalidValue]:
    for rule in rules:
        at = f"{field}.{rule.name}"
        if isinstance(rule, NeverTogether | Together):
            for person in (person for pair in rule.pairs for person in pair):
                yield from names.people.missing(owner, at, person)
        if isinstance(rule, ForbiddenSequences | RequiredSequences):
            for activity in (activity for pair in rule.sequences for activity in pair):
                yield from names.activities.missing(owner, at, activity)
        if isinstance(rule, NewcomerWithExperienced):
            for skill in (rule.newcomer, rule.experienced):
                yield from names.skills.missing(owner, at, skill)


def _of_people(what: str, entries: Iterable[Availability | CarriedLoad], names: _Names) -> Iterator[InvalidValue]:
    for entry in entries:
        yield from names.people.missing((what, entry.person), "person", entry.person)


def _in_campaign(item: Campaign, names: _Names) -> Iterator[InvalidValue]:
    owner = ("campaign", item.id)
    yield from names.people.missing(owner, "caller", item.caller)
    for activity in item.activities:
        yield from names.activities.missing(owner, "activities", activity)
    for wave in item.waves:
        for area in wave:
            yield from names.areas.missing(owner, "waves", area)


def _twice_invited(campaigns: tuple[Campaign, ...]) -> Iterator[InvalidValue]:
    first: dict[str, str] = {}
    for item in campaigns:
        for activity in item.activities:
            if first.setdefault(activity, item.id) != item.id:
                problem = f"'{activity}' belongs to '{first[activity]}' as well"
                yield InvalidValue("campaign", item.id, "activities", problem, "keep it in one of the two")


def _attending(what: str, entries: Iterable[SignUp | Attendance], names: _Names) -> Iterator[InvalidValue]:
    for entry in entries:
        yield from names.people.missing((what, entry.person), "person", entry.person)
        yield from names.activities.missing((what, entry.person), "activity", entry.activity)
