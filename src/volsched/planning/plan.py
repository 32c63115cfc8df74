"""The plan as a value, with the questions that calendars, notices and checks ask of it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import TypeVar

import attrs
from attrs import frozen

from volsched.booking import Certificate, Lot
from volsched.errors import UnknownName
from volsched.model import (
    Assignment,
    Booking,
    Finding,
    Occurrence,
    Programme,
    Requirement,
    Roster,
    Shift,
    Window,
)
from volsched.planning.ways import Place, place_of
from volsched.rostering import Problem

Item = TypeVar("Item")


@frozen(kw_only=True)
class Plan:
    """A programme over a window: what happens when, who serves, who attends, and what was noticed.

    Occurrences are sorted by start and activity, cancelled ones among them.
    """

    programme: Programme
    window: Window
    occurrences: tuple[Occurrence, ...] = ()
    shifts: tuple[Shift, ...] = ()
    problems: tuple[Problem, ...] = ()
    rosters: tuple[Roster, ...] = ()
    bookings: tuple[Booking, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    """The skills that courses grant, to whom and for how long."""
    lots: tuple[tuple[str, tuple[Lot, ...]], ...] = ()
    """The drawing of each activity whose places were drawn."""
    findings: tuple[Finding, ...] = ()
    seed: int = 0

    def occurrence(self, key: str) -> Occurrence:
        """The occurrence of this key ("choir/20270507T1000").

        Raises:
            UnknownName: there is none in this plan.
        """
        try:
            return self._occurrence_by_key[key]
        except KeyError:
            raise UnknownName("occurrence", key, self._occurrence_by_key) from None

    def shift(self, key: str) -> Shift:
        """The shift of this id; an UnknownName if there is none."""
        try:
            return self._shift_by_id[key]
        except KeyError:
            raise UnknownName("shift", key, self._shift_by_id) from None

    def roster(self, name: str) -> Roster:
        """The roster of this id; an UnknownName says which are near."""
        for roster in self.rosters:
            if roster.id == name:
                return roster
        raise UnknownName("roster", name, (roster.id for roster in self.rosters))

    def problem(self, name: str) -> Problem:
        """What the roster of this id had to solve; an UnknownName says which are near."""
        for problem in self.problems:
            if problem.id == name:
                return problem
        raise UnknownName("roster", name, (problem.id for problem in self.problems))

    def occurrences_of(self, activity: str) -> tuple[Occurrence, ...]:
        """The occurrences of one activity, by start."""
        return self._occurrences_by_activity.get(activity, ())

    def duties_of(self, person: str) -> tuple[tuple[Assignment, Shift], ...]:
        """What one person serves, by start, whatever the roster."""
        return self._duties_by_person.get(person, ())

    def serving(self, shift: str) -> tuple[Assignment, ...]:
        """Who serves in one shift, by seat."""
        return self._assignments_by_shift.get(shift, ())

    def filled_in(self, shift: Shift, requirement: Requirement) -> int:
        """How many of the seats that this role must have in this shift are filled."""
        return min(requirement.minimum, sum(item.seat.role == requirement.role for item in self.serving(shift.id)))

    def bookings_of(self, person: str) -> tuple[Booking, ...]:
        """What one person is booked or waits for."""
        return self._bookings_by_person.get(person, ())

    def bookings_in(self, activity: str) -> tuple[Booking, ...]:
        """Who is booked or waits in one activity."""
        return self._bookings_by_activity.get(activity, ())

    def attending(self, person: str) -> tuple[Occurrence, ...]:
        """What the teams of one person take part in, by start, without what is cancelled."""
        teams = self._teams_by_person.get(person, ())
        own = self._occurrences_by_act_of.get(person, ())
        if len(teams) == 1 and not own:
            return self._occurrences_by_team.get(teams[0], ())
        found = {item.key: item for team in teams for item in self._occurrences_by_team.get(team, ())}
        found.update({item.key: item for item in own})
        return tuple(sorted(found.values(), key=_by_start))

    def people_concerned(self) -> tuple[str, ...]:
        """Everybody for whom the plan holds something, sorted by id."""
        attending = {
            person
            for person, teams in self._teams_by_person.items()
            if any(t in self._occurrences_by_team for t in teams)
        }
        attending.update(self._occurrences_by_act_of)
        return tuple(sorted(attending | set(self._duties_by_person) | set(self._bookings_by_person)))

    def venue_of(self, occurrence: Occurrence) -> str | None:
        """Where an occurrence takes place."""
        if occurrence.venue is not None:
            return occurrence.venue
        space = self.programme.activity(occurrence.activity).space
        return None if space is None else space.venue

    def place_of(self, occurrence: Occurrence) -> Place:
        """Its venue and its area, between which people have their ways."""
        return place_of(self.programme, self.venue_of(occurrence), self.programme.activity(occurrence.activity).area)

    def with_findings(self, findings: Iterable[Finding]) -> Plan:
        """The same plan with these findings."""
        return attrs.evolve(self, findings=tuple(findings))

    def with_roster(self, roster: Roster) -> Plan:
        """The same plan with another roster in place of the one with its id."""
        self.roster(roster.id)
        return attrs.evolve(self, rosters=tuple(roster if old.id == roster.id else old for old in self.rosters))

    @cached_property
    def summary(self) -> Summary:
        """The figures of the plan."""
        return Summary(
            occurrences=sum(not item.cancelled for item in self.occurrences),
            seats=sum(shift.minimum for shift in self.shifts),
            filled=sum(
                self.filled_in(shift, requirement) for shift in self.shifts for requirement in shift.requirements
            ),
            people=len(self.people_concerned()),
            booked=sum(booking.status == "booked" for booking in self.bookings),
            waiting=sum(booking.status == "waiting" for booking in self.bookings),
            findings=len(self.findings),
        )

    @cached_property
    def _occurrence_by_key(self) -> Mapping[str, Occurrence]:
        return {item.key: item for item in self.occurrences}

    @cached_property
    def _shift_by_id(self) -> Mapping[str, Shift]:
        return {item.id: item for item in self.shifts}

    @cached_property
    def _occurrences_by_activity(self) -> Mapping[str, tuple[Occurrence, ...]]:
        return _grouped((item.activity, item) for item in self.occurrences)

    @cached_property
    def _occurrences_by_team(self) -> Mapping[str, tuple[Occurrence, ...]]:
        teams = {item.id: item.teams for item in self.programme.activities}
        return _grouped(
            (team, item) for item in self.occurrences if not item.cancelled for team in teams[item.activity]
        )

    @cached_property
    def _occurrences_by_act_of(self) -> Mapping[str, tuple[Occurrence, ...]]:
        """What people have an act of their own in, by person."""
        people = {item.id: item.soloists for item in self.programme.activities}
        return _grouped(
            (person, item) for item in self.occurrences if not item.cancelled for person in people[item.activity]
        )

    @cached_property
    def _teams_by_person(self) -> Mapping[str, tuple[str, ...]]:
        return _grouped((member, team.id) for team in self.programme.teams for member in team.members)

    @cached_property
    def _duties_by_person(self) -> Mapping[str, tuple[tuple[Assignment, Shift], ...]]:
        shifts = self._shift_by_id
        duties = _grouped(
            (item.person, (item, shifts[item.seat.shift])) for roster in self.rosters for item in roster.assignments
        )
        return {person: tuple(sorted(items, key=_by_shift_start)) for person, items in duties.items()}

    @cached_property
    def _assignments_by_shift(self) -> Mapping[str, tuple[Assignment, ...]]:
        return MappingProxyType({key: items for roster in self.rosters for key, items in roster.by_shift.items()})

    @cached_property
    def _bookings_by_person(self) -> Mapping[str, tuple[Booking, ...]]:
        return _grouped((item.person, item) for item in self.bookings)

    @cached_property
    def _bookings_by_activity(self) -> Mapping[str, tuple[Booking, ...]]:
        return _grouped((item.activity, item) for item in self.bookings)


@frozen(kw_only=True)
class Summary:
    """How much there is in a plan. `seats` are those that must be filled; optional ones are not counted."""

    occurrences: int
    seats: int
    filled: int
    people: int
    booked: int
    waiting: int
    findings: int


def _grouped(pairs: Iterable[tuple[str, Item]]) -> Mapping[str, tuple[Item, ...]]:
    found: defaultdict[str, list[Item]] = defaultdict(list)
    for name, item in pairs:
        found[name].append(item)
    return {name: tuple(items) for name, items in found.items()}


def _by_start(occurrence: Occurrence) -> tuple[dt.datetime, str]:
    return occurrence.span.start, occurrence.key


def _by_shift_start(duty: tuple[Assignment, Shift]) -> tuple[dt.datetime, str]:
    return duty[1].span.start, duty[1].id
