"""Whether the objects of a programme fit together: every name that is used belongs to something, and to one thing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from attrs import frozen

from volsched.errors import InvalidValue, did_you_mean, nearest
from volsched.model.activity import Activity, Staffing
from volsched.model.availability import Availability
from volsched.model.people import CarriedLoad, Person
from volsched.model.places import Area, Venue
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
    def people(self) -> tuple[Person, ...]: ...
    @property
    def teams(self) -> tuple[Team, ...]: ...
    @property
    def activities(self) -> tuple[Activity, ...]: ...
    @property
    def availability(self) -> tuple[Availability, ...]: ...
    @property
    def history(self) -> tuple[CarriedLoad, ...]: ...


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


def broken_references(parts: _Parts) -> tuple[InvalidValue, ...]:
    """Every fault in how the parts name each other, in the order of the parts."""
    names = _Names(
        _Known.of("skill", parts.skills),
        _Known.of("area", parts.areas),
        _Known.of("venue", parts.venues),
        _Known.of("person", parts.people),
        _Known.of("team", parts.teams),
    )
    return (
        *_twice("skill", parts.skills),
        *_twice("area", parts.areas),
        *_twice("venue", parts.venues),
        *_twice("person", parts.people),
        *_twice("team", parts.teams),
        *_twice("activity", parts.activities),
        *_in_areas(parts.areas, names),
        *(fault for item in parts.venues for fault in names.areas.missing(("venue", item.id), "area", item.area)),
        *_in_people(parts.people, names),
        *_in_teams(parts.teams, names),
        *(fault for item in parts.activities for fault in _in_activity(item, names)),
        *_of_people("availability", parts.availability, names),
        *_of_people("history", parts.history, names),
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
        above, steps = item.parent, 0
        while above is not None and above != item.id and steps <= len(parents):
            above, steps = parents.get(above), steps + 1
        if above == item.id:
            yield InvalidValue("area", item.id, "parent", "lies in itself, going up", "name the area really above it")


def _in_people(objects: tuple[Person, ...], names: _Names) -> Iterator[InvalidValue]:
    for item in objects:
        yield from names.areas.missing(("person", item.id), "area", item.area)
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
        yield from names.venues.missing(owner, "space.venue", item.space.venue)
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


def _in_staffing(owner: tuple[str, str], staffing: Staffing, names: _Names) -> Iterator[InvalidValue]:
    yield from names.teams.missing(owner, "staffing.team", staffing.team)
    for requirement in staffing.requirements:
        for skill in requirement.skills:
            yield from names.skills.missing(owner, "staffing.skills", skill)
        for wanted in requirement.mix:
            yield from names.skills.missing(owner, "staffing.mix", wanted.skill)


def _of_people(what: str, entries: Iterable[Availability | CarriedLoad], names: _Names) -> Iterator[InvalidValue]:
    for entry in entries:
        yield from names.people.missing((what, entry.person), "person", entry.person)
