"""A roster as a wall shows it: its nights with who serves, and its people with when they serve."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import cached_property

from attrs import frozen

from volsched.model import LANGUAGES, Language, Shift
from volsched.model.text import one_line
from volsched.planning import Plan
from volsched.publishing import Redaction, Viewer
from volsched_pdf.words import hours_of, lunar_words


@frozen(kw_only=True)
class Served:
    """Somebody in a seat: their name, their role where a shift has several; `name` is empty where nobody is."""

    name: str
    role: str = ""


@frozen(kw_only=True)
class Night:
    """One shift: its day, its hours by each clock, what it is, and who serves."""

    day: dt.date
    title: str
    hours: tuple[str, ...]
    served: tuple[Served, ...]
    lunar: str = ""
    off: bool = False
    festival: str = ""


@frozen(kw_only=True)
class Member:
    """One person of the roster, their language, and their nights."""

    name: str
    language: Language
    nights: tuple[Night, ...]


class Wall:
    """One roster of a plan, in one language, as coordinators may read it."""

    def __init__(self, plan: Plan, roster: str, language: Language, *, lunar: bool) -> None:
        """Take a roster of a plan.

        Raises:
            UnknownName: the plan has no such roster.
        """
        self._plan, self._problem, self._roster = plan, plan.problem(roster), plan.roster(roster)
        self._redaction = Redaction(plan.programme)
        self._lunar = lunar
        self.language = language
        self.programme = one_line(plan.programme.name.in_language(language))

    @cached_property
    def nights(self) -> tuple[Night, ...]:
        """Every shift, by its start."""
        viewer = Viewer(audience="coordinator", language=self.language)
        ordered = sorted(self._problem.shifts, key=lambda shift: (shift.span, shift.id))
        return tuple(self._night(shift, viewer) for shift in ordered)

    @cached_property
    def title(self) -> str:
        """What it is a roster of."""
        return " · ".join(dict.fromkeys(night.title for night in self.nights))

    @cached_property
    def same_hours(self) -> tuple[str, ...]:
        """The hours that all nights have; empty where they differ."""
        found = {night.hours for night in self.nights}
        return next(iter(found)) if len(found) == 1 else ()

    @cached_property
    def same_title(self) -> bool:
        """Whether all nights are of one activity."""
        return len({night.title for night in self.nights}) == 1

    def months(self) -> Iterator[tuple[Night, ...]]:
        """The nights of each month that has any."""
        starts = sorted({night.day.replace(day=1) for night in self.nights})
        for first in starts:
            yield tuple(night for night in self.nights if night.day.replace(day=1) == first)

    @cached_property
    def members(self) -> tuple[Member, ...]:
        """Everybody of the roster who serves, in its order; their nights in the language of the wall."""
        serving = (person.id for person in self._problem.people if self._serves(person.id))
        return tuple(self._member(person, self.language) for person in serving)

    def slips(self) -> Iterator[Member]:
        """The same, each in their own language."""
        programme = self._plan.programme
        for person in self._problem.people:
            if self._serves(person.id):
                yield self._member(person.id, programme.person(person.id).language or programme.language)

    def _serves(self, person: str) -> bool:
        return person in self._roster.by_person

    def _member(self, person: str, language: Language) -> Member:
        viewer = Viewer(audience="person", language=language, person=person)
        shifts = {item.seat.shift: None for item in self._roster.by_person[person]}
        ordered = sorted((self._problem.shift(key) for key in shifts), key=lambda shift: (shift.span, shift.id))
        name = one_line(self._plan.programme.person(person).name.in_language(language))
        nights = tuple(self._night(shift, viewer, person) for shift in ordered)
        return Member(name=name, language=language, nights=nights)

    def _night(self, shift: Shift, viewer: Viewer, person: str | None = None) -> Night:
        programme = self._plan.programme
        zone_name = self._plan.occurrence(shift.id).zone
        others = [name for name in (programme.zone, programme.second_zone) if name and name != zone_name]
        zones = (zone_name, *others[:1]) if programme.second_zone else (zone_name,)
        activity = programme.activity(shift.activity)
        return Night(
            day=shift.day,
            title=self._redaction.face_or_reserved(activity, viewer, concerned=person is not None).title,
            hours=hours_of(shift.span, zones, viewer.language),
            served=tuple(self._served(shift, viewer)),
            lunar=lunar_words(shift.day, viewer.language) if self._lunar else "",
            off=self._is_off(shift.day),
            festival=self._festivals(viewer.language).get(shift.day, ""),
        )

    def _served(self, shift: Shift, viewer: Viewer) -> Iterator[Served]:
        """Who serves, with a blank to write in for each seat that should be filled and is not."""
        filled = {item.seat: item.person for item in self._roster.by_shift.get(shift.id, ())}
        several = len({requirement.role for requirement in shift.requirements}) > 1
        for requirement in shift.requirements:
            for seat in shift.seats():
                if seat.role != requirement.role or (seat.index >= requirement.minimum and seat not in filled):
                    continue
                person = filled.get(seat)
                name = self._redaction.name_of(person, viewer) if person and viewer.may_name(person) else ""
                yield Served(name=name, role=self._redaction.role_name(seat.role, viewer.language) if several else "")

    def _is_off(self, day: dt.date) -> bool:
        return not self._working.get(day, day.weekday() < 5)

    @cached_property
    def _working(self) -> Mapping[dt.date, bool]:
        """What the holidays of the place say of each of their days; the later one has the last word."""
        return {day: holiday.working for holiday in self._plan.programme.holidays for day in holiday.days()}

    def _festivals(self, language: Language) -> Mapping[dt.date, str]:
        return self._festivals_in[language]

    @cached_property
    def _festivals_in(self) -> Mapping[Language, Mapping[dt.date, str]]:
        free = [holiday for holiday in self._plan.programme.holidays if not holiday.working]
        return {
            language: {day: one_line(one.name.in_language(language)) for one in free for day in one.days()}
            for language in LANGUAGES
        }
