"""Seats of visits that no own helper can fill go to a helper from near by in the grid, to who has the fewest visits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

import attrs

from volsched.model import Activity, Assignment, Availability, Programme, Requirement, Roster, Seat, Shift
from volsched.planning.opening import unavailable
from volsched.planning.presence import seconds
from volsched.planning.taken import TakenTime
from volsched.planning.visits.rounds import VISIT, cell_of, cells_of_helpers, steps_to
from volsched.rostering import Problem


def stood_in(
    programme: Programme,
    problems: Sequence[Problem],
    rosters: Sequence[Roster],
    taken: TakenTime,
    *,
    given: Container[str] = (),
) -> tuple[tuple[Problem, ...], tuple[Roster, ...]]:
    """The same problems and rosters, with stand-ins where own helpers could not go; what was given stays as it is."""
    homes = cells_of_helpers(programme)
    if not homes:
        return tuple(problems), tuple(rosters)
    loads = Counter(item.person for roster in rosters for item in roster.assignments if item.person in homes)
    search = _Search(programme, taken, homes, loads)
    done = [
        (problem, roster) if roster.id in given else search.filled(problem, roster)
        for problem, roster in zip(problems, rosters, strict=True)
    ]
    return tuple(problem for problem, _ in done), tuple(roster for _, roster in done)


def may_stand_in(programme: Programme, activity: Activity, person: str) -> bool:
    """Whether somebody may go on visits of this activity without being one of its own helpers."""
    return activity.kind == VISIT and person in cells_of_helpers(programme)


def with_guests(programme: Programme, problem: Problem, duties: Iterable[Assignment], taken: TakenTime) -> Problem:
    """The problem, also for people who belong to no team of it and serve in it on these days alone.

    So nobody holds it against the fairness of the roster that they are not there on other days.
    """
    activities = [programme.activity(name) for name in dict.fromkeys(shift.activity for shift in problem.shifts)]
    own = {
        member
        for activity in activities
        if activity.staffing is not None
        for member in programme.team(activity.staffing.team).members
    }
    guests = [item for item in duties if item.person not in own]
    new = tuple(dict.fromkeys(item.person for item in guests if item.person not in problem.person_by_id))
    said = tuple(item for item in programme.availability if item.person in new and item.kind != "available")
    days = {(item.person, problem.shift(item.seat.shift).day) for item in guests}
    there = tuple(Availability(person=person, kind="available", first=day, last=day) for person, day in sorted(days))
    return attrs.evolve(
        problem,
        people=(*problem.people, *(programme.person(name) for name in new)),
        availability=(*problem.availability, *said, *there),
        taken=(*problem.taken, *taken.of(new, activities)),
    )


class _Search:
    def __init__(
        self,
        programme: Programme,
        taken: TakenTime,
        homes: Mapping[str, tuple[str | None, ...]],
        loads: Counter[str],
    ) -> None:
        self._programme, self._taken, self._homes, self._loads = programme, taken, homes, loads

    def filled(self, problem: Problem, roster: Roster) -> tuple[Problem, Roster]:
        added: list[Assignment] = []
        for shift in problem.shifts:
            if self._programme.activity(shift.activity).kind == VISIT:
                added.extend(self._for_shift(roster, shift))
        if not added:
            return problem, roster
        wider = with_guests(self._programme, problem, added, self._taken)
        for item in added:
            self._taken.add_duty(item, problem.shift_by_id[item.seat.shift])
        return wider, attrs.evolve(roster, assignments=tuple(sorted((*roster.assignments, *added), key=_by_seat)))

    def _for_shift(self, roster: Roster, shift: Shift) -> Iterator[Assignment]:
        there = roster.by_shift.get(shift.id, ())
        going = {item.person for item in there}
        for requirement in shift.requirements:
            filled = {item.seat.index for item in there if item.seat.role == requirement.role}
            free = [index for index in range(requirement.maximum) if index not in filled]
            for index in free[: max(0, requirement.minimum - len(filled))]:
                person = self._nearest(shift, requirement, going)
                if person is None:
                    return
                going.add(person)
                self._loads[person] += 1
                yield Assignment(person=person, seat=Seat(shift.id, requirement.role, index))

    def _nearest(self, shift: Shift, requirement: Requirement, going: set[str]) -> str | None:
        activity = self._programme.activity(shift.activity)
        cell = cell_of(self._programme, activity)
        ranked = sorted(
            (steps_to(self._programme, cell, homes), self._loads[person], person)
            for person, homes in self._homes.items()
            if person not in going
        )
        for _steps, _visits, person in ranked:
            known = self._programme.person(person)
            if all(known.holds(skill, shift.day) for skill in requirement.skills) and self._is_free(person, shift):
                return person
        return None

    def _is_free(self, person: str, shift: Shift) -> bool:
        activity = self._programme.activity(shift.activity)
        if any(span.overlaps(shift.span) for _, span in self._taken.of((person,), (activity,))):
            return False
        start, end = seconds(shift.span.start), seconds(shift.span.end)
        said = unavailable(self._programme, person, shift.span)
        return not any(since < end and start < until for since, until in said)


def _by_seat(assignment: Assignment) -> tuple[str, str, int]:
    return assignment.seat.shift, assignment.seat.role, assignment.seat.index
