"""Areas, venues, equipment, ways, teams and holidays from their tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from volsched.files import values
from volsched.files.documents import Documents, Item
from volsched.files.faults import Here, Refusal
from volsched.files.forms import AreaForm, EquipmentForm, HolidayForm, TeamForm, TravelForm, VenueForm
from volsched.files.named import found, without_none
from volsched.files.names import Names, Register
from volsched.files.people import People
from volsched.files.structuring import construct
from volsched.files.values import EVERY_DAY
from volsched.model.places import Area, Equipment, Hours, Travel, Venue
from volsched.model.programme import Holiday
from volsched.model.team import Team


def areas(documents: Documents, register: Register) -> Iterator[Area]:
    """The areas, with a fault for each that would lie in itself."""
    parents: dict[str, tuple[str, Here]] = {}
    for item in documents.of("area"):
        form: AreaForm = item.form
        parent = _find(register.areas, form.parent, item.here.at("parent"))
        if parent is not None and item.id is not None:
            parents[item.id] = (parent, item.here.at("parent"))
        keeper = _find(register.people, form.keeper, item.here.at("keeper"))
        if item.id is not None and form.name is not None:
            yield Area(id=item.id, name=form.name, parent=None if parent == item.id else parent, keeper=keeper)
    _tell_circles(parents, "going up", "the area really above it")


def _tell_circles(parents: dict[str, tuple[str, Here]], going: str, meant: str) -> None:
    done: set[str] = set()
    for start in parents:
        way: dict[str, None] = {}
        area = start
        while area in parents and area not in way and area not in done:
            way[area] = None
            area = parents[area][0]
        if area in way:
            circle = list(way)[list(way).index(area) :]
            said = "in itself" if len(circle) == 1 else f"in '{parents[circle[0]][0]}', which lies in it, {going}"
            parents[circle[0]][1].fault(f"'{circle[0]}' lies {said}", f"name {meant}, or take it out")
        done.update(way)


def venues(documents: Documents, register: Register) -> Iterator[Venue]:
    """The venues, with a fault for each that would lie in itself."""
    around: dict[str, tuple[str, Here]] = {}
    for item in documents.of("venue"):
        form: VenueForm = item.form
        inside = _find(register.venues, form.inside, item.here.at("inside"))
        if inside is not None and item.id is not None:
            around[item.id] = (inside, item.here.at("inside"))
        arguments = {
            "inside": None if inside == item.id else inside,
            "accessible": form.accessible,
            "shared_by": found(register.areas, form.shared_by, item.here.at("shared_by")),
            "hours": tuple(_hours(form, item.here)),
            "area": _find(register.areas, form.area, item.here.at("area")),
            "capacity": form.capacity,
            "address": form.address,
            "latitude": form.latitude,
            "longitude": form.longitude,
        }
        if any(item.here.has(name) and getattr(form, name) is None for name in ("latitude", "longitude")):
            # The one that could be read does not stand alone; the other has been told.
            arguments["latitude"] = arguments["longitude"] = None
        venue = _made(Venue, item, arguments)
        if venue is not None:
            yield venue
    _tell_circles(around, "going out", "the house around it")


def _hours(form: VenueForm, here: Here) -> Iterator[Hours]:
    for index, said in enumerate(form.hours or ()):
        at = here.at("hours", index)
        weekdays = set[int]()
        for step, word in enumerate(said.days or ()):
            try:
                weekdays.update(range(7) if word.casefold() in EVERY_DAY else values.weekdays(word))
            except Refusal as refusal:
                at.at("days", step).fault(refusal.problem, refusal.cure)
        arguments = {"since": said.since, "until": said.until, "first": said.first, "last": said.last}
        if said.since is None or said.until is None:
            continue
        hours = construct(Hours, {**without_none(arguments), "weekdays": tuple(sorted(weekdays))}, at)
        if isinstance(hours, Hours):
            yield hours


def equipment(documents: Documents) -> Iterator[Equipment]:
    """What activities need and there are only so many of."""
    for item in documents.of("equipment"):
        form: EquipmentForm = item.form
        made = _made(Equipment, item, {"count": form.count})
        if made is not None:
            yield made


def travel(documents: Documents, register: Register) -> Iterator[Travel]:
    """How long the ways take; an end is a venue, or else an area."""
    for item in documents.of("travel"):
        form: TravelForm = item.form
        ends = []
        for index, name in enumerate(form.between or ()):
            at = item.here.at("between", index)
            ends.append(name if register.venues.has(name) else register.areas.find(name, at))
        if len(ends) == 2 and ends[0] is not None and ends[0] == ends[1]:
            item.here.at("between").fault(f"'{ends[0]}' stands twice", "name two places")
        elif len(ends) == 2 and None not in ends and form.takes is not None:
            way = construct(Travel, {"one": ends[0], "other": ends[1], "takes": form.takes}, item.here)
            if isinstance(way, Travel):
                yield way


def teams(documents: Documents, register: Register, people: People) -> Iterator[Team]:
    """The teams, with the members that the people's own column names."""
    for item in documents.of("team"):
        form: TeamForm = item.form
        here = item.here
        listed = _members(form, register, here.at("members"))
        if item.id is not None:
            for member in people.members.get(item.id, ()):
                listed.setdefault(member)
        leader = _find(register.people, form.leader, here.at("leader"))
        area = _find(register.areas, form.area, here.at("area"))
        if leader is not None and leader not in listed:
            # Where the members could not all be read, the leader may well be one of them.
            unread = len(listed) < len(form.members or ()) or (here.has("members") and form.members is None)
            if not unread and leader not in people.doubtful and register.people.complete:
                cure = f"add it to the members, or write {item.id or 'the team'} into the column teams"
                here.at("leader").fault(f"'{leader}' is not a member", cure)
            leader = None
        team = _made(Team, item, {"area": area, "members": tuple(listed), "leader": leader})
        if team is not None:
            yield team


def _members(form: TeamForm, register: Register, here: Here) -> dict[str, None]:
    found: dict[str, None] = {}
    for index, name in enumerate(form.members or ()):
        person = register.people.find(name, here.at(index))
        if person in found:
            here.at(index).fault(f"'{name}' stands twice", "keep one of them")
        elif person is not None:
            found[person] = None
    return found


def holidays(documents: Documents) -> Iterator[Holiday]:
    """The holidays and make-up working days."""
    for item in documents.of("holiday"):
        form: HolidayForm = item.form
        if form.first is not None and form.last is not None and (form.last - form.first).days > 366:
            item.here.at("last").fault(f"{form.last} is more than a year after {form.first}", "check the two days")
            continue
        arguments = {"first": form.first, "last": form.last, "working": form.working}
        given = {name: value for name, value in arguments.items() if value is not None}
        if form.name is None or form.first is None:
            continue
        holiday = construct(Holiday, {"name": form.name, **given}, item.here)
        if isinstance(holiday, Holiday):
            yield holiday


def _find(names: Names, name: str | None, here: Here) -> str | None:
    return None if name is None else names.find(name, here)


def _made(cls: type[Any], item: Item, arguments: dict[str, Any]) -> Any:
    given = {name: value for name, value in arguments.items() if value is not None}
    # A missing id or name has been told; what else is wrong is worth knowing at once.
    name = item.form.name
    if item.id is None or name is None:
        return None
    made = construct(cls, {"id": item.id, "name": name, **given}, item.here, each=True)
    return made if isinstance(made, cls) else None
