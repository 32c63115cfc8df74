"""Shifts to staff, and the roster that says who serves in which seat."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from functools import cached_property
from operator import attrgetter
from types import MappingProxyType
from typing import Literal

import attrs
from attrs import frozen

from volsched.model.activity import Requirement
from volsched.model.ids import reference
from volsched.model.span import Span

Stage = Literal["draft", "published", "historic"]


@frozen(kw_only=True)
class Shift:
    """A dated span to staff: one occurrence of an activity, with its requirements.

    `burden` is what one duty in it counts for in fair loads (2 an ordinary night, 3 a weekend, 4 a holiday).
    """

    id: str
    activity: str
    day: dt.date
    span: Span
    requirements: tuple[Requirement, ...]
    burden: int = 2
    weekend: bool = False
    holiday: bool = False
    night: bool = False
    standby: bool = False
    areas: tuple[str, ...] = ()
    """The area of the activity, and all that lie in it: those who live there come first."""

    @property
    def minimum(self) -> int:
        """How many must serve."""
        return sum(requirement.minimum for requirement in self.requirements)

    def seats(self) -> tuple[Seat, ...]:
        """Every seat, the optional ones too, by role and number."""
        return tuple(
            Seat(self.id, requirement.role, index)
            for requirement in self.requirements
            for index in range(requirement.maximum)
        )


@frozen(order=True)
class Seat:
    """One place to serve: a shift, a role, and a number from 0."""

    shift: str
    role: str
    index: int


@frozen(order=True)
class Assignment:
    """A person in a seat; a pinned one is not to be moved by a solver."""

    seat: Seat
    person: str
    pinned: bool = False


_BY_SEAT = attrgetter("seat.shift", "seat.role", "seat.index", "person")


_BY_SHIFT = attrgetter("seat.shift")


class _InOrder(tuple[Assignment, ...]):
    """Assignments that are sorted already: to sort thousands again for each seat that changes takes too long."""

    __slots__ = ()


def _sorted(assignments: Iterable[Assignment]) -> tuple[Assignment, ...]:
    return tuple(assignments) if isinstance(assignments, _InOrder) else tuple(sorted(assignments, key=_BY_SEAT))


@frozen(kw_only=True)
class Roster:
    """Who serves when: the assignments of one problem, sorted by seat. Seats not in it are empty.

    `stopped` says that its making was interrupted; it is then the best until that moment.
    """

    id: str = attrs.field(validator=reference("roster"))
    assignments: tuple[Assignment, ...] = attrs.field(default=(), converter=_sorted)
    stage: Stage = "draft"
    seed: int = 0
    stopped: bool = False

    @cached_property
    def by_shift(self) -> Mapping[str, tuple[Assignment, ...]]:
        """The assignments of each shift that has any."""
        found: dict[str, list[Assignment]] = {}
        for assignment in self.assignments:
            found.setdefault(assignment.seat.shift, []).append(assignment)
        return MappingProxyType({shift: tuple(items) for shift, items in found.items()})

    @cached_property
    def by_person(self) -> Mapping[str, tuple[Assignment, ...]]:
        """The assignments of each person who has any."""
        found: dict[str, list[Assignment]] = {}
        for assignment in self.assignments:
            found.setdefault(assignment.person, []).append(assignment)
        return MappingProxyType({person: tuple(items) for person, items in found.items()})

    def with_assignments(self, assignments: Iterable[Assignment]) -> Roster:
        """The same roster with these assignments in place of its own."""
        return attrs.evolve(self, assignments=tuple(assignments))

    def in_shift(self, shift: str) -> tuple[Assignment, ...]:
        """The assignments of one shift, found by halving: for one question that is quicker than `by_shift`."""
        first = bisect_left(self.assignments, shift, key=_BY_SHIFT)
        return self.assignments[first : bisect_right(self.assignments, shift, lo=first, key=_BY_SHIFT)]

    def with_shifts(self, groups: Mapping[str, Iterable[Assignment]]) -> Roster:
        """The same roster with these assignments in each shift named, in place of all that it had."""
        parts: list[Assignment] = []
        done = 0
        for shift in sorted(groups):
            first = bisect_left(self.assignments, shift, lo=done, key=_BY_SHIFT)
            parts += self.assignments[done:first]
            parts += _sorted(item for item in groups[shift] if item.seat.shift == shift)
            done = bisect_right(self.assignments, shift, lo=first, key=_BY_SHIFT)
        return attrs.evolve(self, assignments=_InOrder((*parts, *self.assignments[done:])))

    def published(self) -> Roster:
        """The same roster, now final for those who are on it."""
        return attrs.evolve(self, stage="published")

    def historic(self) -> Roster:
        """The same roster, now over; what it left to carry says `carried_over`."""
        return attrs.evolve(self, stage="historic")
