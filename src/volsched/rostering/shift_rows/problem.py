"""Shift-type problems as data: days, kinds of shift, people with limits that span days, requests, and cover."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

import attrs
from attrs import frozen

from volsched.errors import InvalidValue, UnknownName


def _sorted_once(days: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(set(days)))


def _sorted(duties: Iterable[Duty]) -> tuple[Duty, ...]:
    return tuple(sorted(duties))


@frozen(kw_only=True)
class ShiftType:
    """A kind of shift: how long it lasts, and which kinds may not follow it on the next day."""

    id: str
    minutes: int
    not_before: tuple[str, ...] = ()


@frozen(kw_only=True)
class RowPerson:
    """A person and the limits of their row; None means that there is no such limit.

    Runs of duties and of days off that touch the first or the last day of the problem may be shorter than the least,
    because what lies beyond is not known.
    """

    id: str
    days_off: tuple[int, ...] = attrs.field(default=(), converter=_sorted_once)
    most_of: tuple[tuple[str, int], ...] = ()
    most_minutes: int | None = None
    least_minutes: int = 0
    most_consecutive: int | None = None
    least_consecutive: int = 1
    least_days_off: int = 1
    most_weekends: int | None = None


@frozen(kw_only=True)
class Request:
    """A person asks for a shift on a day, or (not `wanted`) to be spared it; `weight` is charged if it is denied."""

    person: str
    day: int
    shift: str
    weight: int = 1
    wanted: bool = True


@frozen(kw_only=True)
class Cover:
    """How many people a shift needs on a day, and what one too few or one too many costs."""

    day: int
    shift: str
    people: int
    under: int = 100
    over: int = 1


@frozen(order=True)
class Duty:
    """One person in one shift on one day, counted from 0."""

    person: str
    day: int
    shift: str


@frozen
class ShiftRoster:
    """Who works which shift on which day, sorted.

    `stopped` says that its making was interrupted; it is then the best until that moment.
    """

    duties: tuple[Duty, ...] = attrs.field(default=(), converter=_sorted)
    stopped: bool = False


@frozen(kw_only=True)
class ShiftProblem:
    """Who works which kind of shift on which of `days` days, when the rules bind whole rows of days.

    Each person works at most one shift a day. `weekend` holds one weekday or two neighbouring ones, Monday being 0;
    `first_weekday` is that of day 0.

    Raises:
        InvalidValue: an id stands twice, a day is out of range, a limit or weight is below zero.
        UnknownName: something names a shift or a person that the problem does not have.
    """

    id: str
    days: int
    shifts: tuple[ShiftType, ...]
    people: tuple[RowPerson, ...]
    requests: tuple[Request, ...] = ()
    cover: tuple[Cover, ...] = ()
    weekend: tuple[int, ...] = (5, 6)
    first_weekday: int = 0

    def __attrs_post_init__(self) -> None:
        if self.days < 1:
            raise InvalidValue("problem", self.id, "days", "there is no day", "give at least 1")
        self._check_weekend()
        self._check_names()
        for what, name, day in self._days_named():
            if not 0 <= day < self.days:
                raise InvalidValue(what, name, "day", f"{day} is outside the {self.days} days", "count days from 0")
        for what, name, field, number, least in self._numbers():
            if number < least:
                raise InvalidValue(what, name, field, f"{number} is too small", f"give at least {least}")
        cells = [(item.day, item.shift) for item in self.cover]
        if len(set(cells)) < len(cells):
            day, name = next(cell for cell in cells if cells.count(cell) > 1)
            raise InvalidValue("cover", name, "day", f"day {day} stands twice", "keep one of them")

    def _check_names(self) -> None:
        for what, ids in (("shift", [item.id for item in self.shifts]), ("person", [item.id for item in self.people])):
            if len(set(ids)) < len(ids):
                twice = next(name for name in ids if ids.count(name) > 1)
                raise InvalidValue("problem", self.id, what, f"'{twice}' stands twice", "keep one of them")
        for name in self._shifts_named():
            if name not in self.shift_numbers:
                raise UnknownName("shift", name, self.shift_numbers)
        for request in self.requests:
            if request.person not in self.person_numbers:
                raise UnknownName("person", request.person, self.person_numbers)

    def _check_weekend(self) -> None:
        days = self.weekend
        apart = len(days) == 2 and (days[1] - days[0]) % 7 != 1
        if not 1 <= len(days) <= 2 or apart or any(not 0 <= day < 7 for day in (*days, self.first_weekday)):
            cure = "give one weekday from 0 (Monday) to 6, or two that follow one another"
            raise InvalidValue("problem", self.id, "weekend", f"{days} is no weekend", cure)

    def _shifts_named(self) -> Iterator[str]:
        for shift in self.shifts:
            yield from shift.not_before
        for person in self.people:
            yield from (name for name, _ in person.most_of)
        yield from (request.shift for request in self.requests)
        yield from (need.shift for need in self.cover)

    def _days_named(self) -> Iterator[tuple[str, str, int]]:
        for person in self.people:
            yield from (("person", person.id, day) for day in person.days_off)
        yield from (("request", request.person, request.day) for request in self.requests)
        yield from (("cover", need.shift, need.day) for need in self.cover)

    def _numbers(self) -> Iterator[tuple[str, str, str, int, int]]:
        yield from (("shift", shift.id, "minutes", shift.minutes, 1) for shift in self.shifts)
        for person in self.people:
            limits: list[tuple[str, int | None, int]] = [("least_minutes", person.least_minutes, 0)]
            limits += [("most_minutes", person.most_minutes, 0)]
            limits += [("most_consecutive", person.most_consecutive, 1), ("most_weekends", person.most_weekends, 0)]
            limits += [("least_consecutive", person.least_consecutive, 1), ("least_days_off", person.least_days_off, 1)]
            limits += [(f"most_of {name}", most, 0) for name, most in person.most_of]
            yield from (
                ("person", person.id, field, limit, least) for field, limit, least in limits if limit is not None
            )
        yield from (("request", request.person, "weight", request.weight, 0) for request in self.requests)
        for need in self.cover:
            yield from (("cover", need.shift, "people", need.people, 0), ("cover", need.shift, "under", need.under, 0))
            yield "cover", need.shift, "over", need.over, 0

    @cached_property
    def shift_numbers(self) -> dict[str, int]:
        """The place of each shift among `shifts`."""
        return {shift.id: number for number, shift in enumerate(self.shifts)}

    @cached_property
    def person_numbers(self) -> dict[str, int]:
        """The place of each person among `people`."""
        return {person.id: number for number, person in enumerate(self.people)}

    def weekends(self) -> tuple[tuple[int, ...], ...]:
        """The days of each weekend that the problem touches, in order."""
        found: list[tuple[int, ...]] = []
        for day in range(-1, self.days):
            if (day + self.first_weekday) % 7 == self.weekend[0]:
                inside = tuple(day + more for more in range(len(self.weekend)) if 0 <= day + more < self.days)
                found.extend([inside] if inside else [])
        return tuple(found)
