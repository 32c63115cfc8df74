"""Shifts to staff, and the roster that says who serves in which seat."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import cached_property
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


def _sorted(assignments: Iterable[Assignment]) -> tuple[Assignment, ...]:
    return tuple(sorted(assignments, key=lambda item: (item.seat.shift, item.seat.role, item.seat.index, item.person)))


@frozen(kw_only=True)
class Roster:
    """Who serves when: the assignments of one problem, sorted by seat. Seats not in it are empty."""

    id: str = attrs.field(validator=reference("roster"))
    assignments: tuple[Assignment, ...] = attrs.field(default=(), converter=_sorted)
    stage: Stage = "draft"
    seed: int = 0

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

    def published(self) -> Roster:
        """The same roster, now final for those who are on it."""
        return attrs.evolve(self, stage="published")
