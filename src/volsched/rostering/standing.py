"""A roster as it stands, ready for questions: who could serve where, and what keeps the others from it."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import define

from volsched.errors import RosterError, UnknownName
from volsched.model import Assignment, Roster, Seat
from volsched.rostering.compiling import Compiled, compiled
from volsched.rostering.memory import Memory
from volsched.rostering.problem import Problem
from volsched.rostering.state import State


@define
class Standing:
    """The state of a roster, with the numbers by which people and posts go in it. It is read, never changed."""

    problem: Problem
    roster: Roster
    work: Compiled
    state: State
    post_of: dict[tuple[str, str], int]
    number_of: dict[str, int]

    def post(self, seat: Seat) -> int:
        """The post of a seat.

        Raises:
            UnknownName: the problem has no such seat.
        """
        post = self.post_of.get((seat.shift, seat.role))
        if post is None or not 0 <= seat.index < self.work.most[post]:
            shift = self.problem.shift(seat.shift)
            known = [f"{item.role}/{item.index}" for item in shift.seats()]
            raise UnknownName("seat", f"{seat.role}/{seat.index}", known)
        return post

    def person(self, id: str) -> int:  # noqa: A002 - the word of the model
        """The number of a person; an UnknownName says which ids are near."""
        self.problem.person(id)
        return self.number_of[id]

    def in_seat(self, seat: Seat) -> str | None:
        """Who sits there."""
        return next((item.person for item in self.roster.in_shift(seat.shift) if item.seat == seat), None)


MEMORY: Memory[Standing] = Memory()


def standing(problem: Problem, roster: Roster) -> Standing:
    """The roster made ready; the last few are remembered, so that the second question on one is quick.

    Raises:
        RosterError: the roster names a seat or person that the problem does not have; `check` says which.
    """
    return MEMORY.find(problem, roster) or MEMORY.keep(_worked_out(problem, roster), problem, roster)


def _worked_out(problem: Problem, roster: Roster) -> Standing:
    work = compiled(problem)
    state = State(work)
    found = _standing_of(problem, roster, state)
    state.restore(_masks(found, roster.assignments))
    return found


def _standing_of(problem: Problem, roster: Roster, state: State) -> Standing:
    """A state as the standing of its roster."""
    work = state.work
    return Standing(
        problem=problem,
        roster=roster,
        work=work,
        state=state,
        post_of={
            (work.shifts[shift].id, item.role): post
            for post, (shift, item) in enumerate(zip(work.shift_of, work.wanted, strict=True))
        },
        number_of={person.id: number for number, person in enumerate(problem.people)},
    )


def _masks(found: Standing, assignments: Iterable[Assignment]) -> list[int]:
    on = [0] * len(found.work.need)
    for item in assignments:
        post = found.post_of.get((item.seat.shift, item.seat.role))
        person = found.number_of.get(item.person)
        if post is None or person is None:
            problem = f"roster {found.roster.id} has {item.person} in {item.seat.shift}, which problem"
            raise RosterError(f"{problem} {found.problem.id} does not know; check the roster first")
        on[post] |= 1 << person
    return on
