"""From `[[activity]]` to an activity: its parts, the defaults of its kind, and the rules that hold for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, Final

from attrs import frozen

from volsched.errors import did_you_mean, nearest
from volsched.files import stages
from volsched.files.documents import Item
from volsched.files.faults import Here
from volsched.files.forms import ActivityForm, CourseForm, PlacesForm, RoleForm, StaffingForm
from volsched.files.named import find as _find
from volsched.files.named import found as _found
from volsched.files.named import made as _made
from volsched.files.named import without_none
from volsched.files.names import Register
from volsched.files.rules import read_rules
from volsched.files.schedules import schedule
from volsched.files.structuring import Manner, construct
from volsched.model.activity import MOST_SEATS, Activity, Course, Places, Requirement, SkillMinimum, Staffing, Station
from volsched.model.kinds import Kind
from volsched.model.schedule import DateList

PATROL_SEATS: Final = 15
CHECKUP_APPOINTMENT: Final = dt.timedelta(minutes=15)

_MADE_OF: Final = {"patrol": "staffing", "checkup": "places", "performance": "space"}
"""The part without which an activity of the kind is none."""
_SEATS: Final = {"requirements": ("seats",), "minimum": ("seats",), "maximum": ("seats",), "mix": ("with_skills",)}


@frozen(kw_only=True)
class Builder:
    """Makes activities of forms: with the names that the folder gives, the kinds and the programme's own zone."""

    register: Register
    kinds: Mapping[str, Kind]
    zone: str
    manner: Manner
    dates: Mapping[str, DateList]

    def build(self, item: Item) -> Activity | None:
        """The activity, or None after telling every fault of it."""
        identifier, here, register = item.id, item.here, self.register
        form: ActivityForm = item.form
        kind = self._kind(form, here)
        when = None
        if form.when is not None:
            when = schedule(form.when, here.at("when"), self.zone, register, self.dates, whole=item.whole)
        parts: dict[str, Any] = {
            "area": _find(register.areas, form.area, here.at("area")),
            "team": _find(register.teams, form.team, here.at("team")),
            "organiser": _find(register.people, form.organiser, here.at("organiser")),
            "description": form.description,
            "audience": form.audience,
            "url": form.url,
            "staffing": form.staffing and self._staffing(form.staffing, kind, here.at("staffing")),
            "places": form.places and self._places(form.places, kind, here.at("places")),
            "space": form.space and stages.space(form.space, kind, here.at("space"), register),
            "course": form.course and self._course(form.course, here.at("course")),
            "show": form.show and stages.show(form.show, here.at("show"), register),
        }
        if item.whole:
            self._check_made_of(form, kind, here)
        given = {name: part for name, part in parts.items() if part is not None}
        defaults = self.kinds[kind].defaults if kind in self.kinds else {}
        if identifier is None or form.title is None or when is None:
            return None
        arguments = {**defaults, **given, "id": identifier, "title": form.title, "schedule": when, "kind": kind}
        made = construct(Activity, arguments, here)
        return made if isinstance(made, Activity) else None

    def _kind(self, form: ActivityForm, here: Here) -> str:
        kind = form.kind if form.kind is not None else "activity"
        if kind not in self.kinds:
            cure = did_you_mean(nearest(kind, self.kinds)[:2]) or f"write one of {', '.join(sorted(self.kinds))}"
            here.at("kind").fault(f"no kind '{kind[:60]}'", cure)
            return "activity"
        return kind

    def _check_made_of(self, form: ActivityForm, kind: str, here: Here) -> None:
        part = _MADE_OF.get(kind)
        if part is None or kind not in self.kinds or part in self.kinds[kind].defaults or here.has(part):
            return
        # A misspelt key has been told, and is the part that seems to be missing.
        if getattr(form, part) is None and not any(nearest(name, [part]) for name in here.present()):
            here.at(part).fault("is missing", f"a {kind} needs it: add [activity.{part}]")

    def _staffing(self, form: StaffingForm, kind: str, here: Here) -> Staffing | None:
        team = _find(self.register.teams, form.team, here.at("team"))
        requirements = self._requirements(form, kind, here)
        rules = read_rules(form.rules or {}, here.at("rules"), self.manner, self.register)
        if self._tell_twice(form, here) or team is None or requirements is None:
            return None
        return _made(
            Staffing,
            {
                "team": team,
                "requirements": requirements,
                "rules": rules,
                "standby": bool(form.standby),
                **({} if form.rest_after is None else {"rest_after": form.rest_after}),
            },
            here,
            {"requirements": ("roles",)},
        )

    def _requirements(self, form: StaffingForm, kind: str, here: Here) -> tuple[Requirement, ...] | None:
        if form.roles is not None:
            for extra in ("seats", "role", "with_skills"):
                if getattr(form, extra) is not None:
                    here.at(extra).fault("stands beside roles", "say it in the roles, or take the roles out")
            roles = [self._role(role, here.at("roles", index)) for index, role in enumerate(form.roles)]
            if not roles:
                here.at("roles").fault("is empty", "say how many people are needed: seats = 2")
            return tuple(role for role in roles if role is not None) if all(roles) else None
        seats = form.seats if form.seats is not None else PATROL_SEATS if kind == "patrol" else None
        mix = self._mix(form.with_skills, seats, here.at("with_skills"))
        if seats is None or not 1 <= seats <= MOST_SEATS:
            if seats is not None:
                here.at("seats").fault(f"{seats} seats are not possible", f"write 1 to {MOST_SEATS}")
            elif not here.has("seats"):
                here.at("seats").fault("is missing", "say how many people are needed: seats = 2")
            return None
        role = form.role or ("patrol" if kind == "patrol" else "helper")
        made = _made(Requirement, {"role": role, "minimum": seats, "mix": mix}, here, _SEATS)
        return None if made is None else (made,)

    def _role(self, form: RoleForm, here: Here) -> Requirement | None:
        arguments: dict[str, Any] = {
            "role": form.role,
            "skills": _found(self.register.skills, form.skills, here.at("skills")),
            "mix": self._mix(form.mix, form.maximum or form.minimum or 1, here.at("mix")),
            "minimum": form.minimum,
            "maximum": form.maximum,
        }
        given = {name: value for name, value in arguments.items() if value is not None}
        return _made(Requirement, given, here) if form.role is not None else None

    def _tell_twice(self, form: StaffingForm, here: Here) -> bool:
        seen: set[str] = set()
        told = False
        for index, role in enumerate(form.roles or ()):
            if role.role is not None and role.role in seen:
                here.at("roles", index, "role").fault(f"the role '{role.role}' stands twice", "give each its own name")
                told = True
            seen.add(role.role or "")
        return told

    def _mix(self, said: Mapping[str, int] | None, seats: int | None, here: Here) -> tuple[SkillMinimum, ...]:
        found = []
        for name, minimum in sorted((said or {}).items()):
            skill = self.register.skills.find(name, here.at(name))
            if seats is not None and 1 <= seats < minimum:
                here.at(name).fault(f"{minimum} do not fit {seats} seats", "ask for fewer, or add seats")
            elif minimum < 1:
                here.at(name).fault(f"{minimum} is not possible", "write 1 or more, or take it out")
            elif skill is not None:
                found.append(SkillMinimum(skill, minimum))
        return tuple(found)

    def _places(self, form: PlacesForm, kind: str, here: Here) -> Places | None:
        cohort = _find(self.register.teams, form.cohort, here.at("cohort"))
        if kind == "checkup" and not here.has("cohort"):
            here.at("cohort").fault("is missing", "a checkup needs the team of those who are invited")
        appointment = form.appointment
        if appointment is None and kind == "checkup":
            appointment = CHECKUP_APPOINTMENT
        if form.capacity is None:
            return None
        arguments = {
            "capacity": form.capacity,
            "cohort": cohort,
            "appointment": None if form.station else appointment,
            "stations": tuple(_stations(form, here)) if form.station else None,
        }
        for name in ("at_once", "walk_in", "by_household", "sign_up", "draw", "reply_within", "short_notice"):
            arguments[name] = getattr(form, name)
        if form.station and form.appointment is not None:
            here.at("appointment").fault("stands beside stations", "the stations say how long it takes; take it out")
        return _made(Places, without_none(arguments), here)

    def _course(self, form: CourseForm, here: Here) -> Course | None:
        needs = _found(self.register.skills, form.needs, here.at("needs"))
        grants = _find(self.register.skills, form.grants, here.at("grants"))
        arguments: dict[str, Any] = {"needs": needs or (), "grants": grants}
        for name in ("holds_for", "attend", "tell_before", "sessions", "apart_least", "apart_most"):
            arguments[name] = getattr(form, name)
        return _made(Course, without_none(arguments), here)


def _stations(form: PlacesForm, here: Here) -> Iterator[Station]:
    for index, said in enumerate(form.station or ()):
        if said.id is not None and said.lasts is not None:
            arguments = {"id": said.id, "lasts": said.lasts, "at_once": said.at_once}
            station = _made(Station, without_none(arguments), here.at("station", index))
            if station is not None:
                yield station
