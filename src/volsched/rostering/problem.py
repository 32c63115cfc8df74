"""The problem of one roster as data: what is to be staffed, by whom, and under which rules."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import attrs
from attrs import frozen

from volsched.errors import InvalidValue, UnknownName
from volsched.model import Assignment, Availability, CarriedLoad, Person, Rule, Shift, Span
from volsched.model.ids import own_id
from volsched.model.rules import rules_by_name
from volsched.model.zones import zone


def _by_name(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    return rules_by_name(rules)


@frozen(kw_only=True)
class Problem:
    """Shifts to staff, the people who may serve in them, and what binds them.

    `taken` is time that people have already given elsewhere, `pinned` what is settled and stays as it is, `before` the
    roster that `stability` is measured by. `zone` is
    the clock of availability with times. What is said of people who are not in `people` is left aside, so that the
    availability of a whole programme may be passed as it is. Of two rules with one name the later one holds.

    Raises:
        InvalidValue: two shifts or two people share an id, or two pins one seat.
        UnknownName: a pin names a seat or a person that the problem does not have.
    """

    id: str = own_id("problem")
    shifts: tuple[Shift, ...]
    people: tuple[Person, ...]
    availability: tuple[Availability, ...] = ()
    rules: tuple[Rule, ...] = attrs.field(default=(), converter=_by_name)
    history: tuple[CarriedLoad, ...] = ()
    taken: tuple[tuple[str, Span], ...] = ()
    pinned: tuple[Assignment, ...] = ()
    before: tuple[Assignment, ...] = ()
    zone: str = "Asia/Shanghai"

    def __attrs_post_init__(self) -> None:
        zone(self.zone)
        for what, ids in (("shift", [item.id for item in self.shifts]), ("person", [item.id for item in self.people])):
            if len(set(ids)) < len(ids):
                twice = next(name for name in ids if ids.count(name) > 1)
                raise InvalidValue("problem", self.id, what, f"'{twice}' stands twice", "keep one of them")
        if len({pin.seat for pin in self.pinned}) < len(self.pinned):
            raise InvalidValue("problem", self.id, "pinned", "two people are pinned to one seat", "keep one of them")
        people = {person.id for person in self.people} if self.pinned else set()
        seats = {seat for shift in self.shifts for seat in shift.seats()} if self.pinned else set()
        for pin in self.pinned:
            if pin.person not in people:
                raise UnknownName("person", pin.person, people)
            if pin.seat not in seats:
                name = f"{pin.seat.shift}/{pin.seat.role}/{pin.seat.index}"
                raise UnknownName("seat", name, (f"{seat.shift}/{seat.role}/{seat.index}" for seat in seats))

    @cached_property
    def shift_by_id(self) -> dict[str, Shift]:
        """Every shift by id."""
        return {shift.id: shift for shift in self.shifts}

    @cached_property
    def person_by_id(self) -> dict[str, Person]:
        """Every person by id."""
        return {person.id: person for person in self.people}

    def shift(self, id: str) -> Shift:  # noqa: A002 - the word of the model
        """The shift of this id.

        Raises:
            UnknownName: there is none; the error names the nearest ids.
        """
        if id not in self.shift_by_id:
            raise UnknownName("shift", id, self.shift_by_id)
        return self.shift_by_id[id]

    def person(self, id: str) -> Person:  # noqa: A002
        """The person of this id; an UnknownName says which are near."""
        if id not in self.person_by_id:
            raise UnknownName("person", id, self.person_by_id)
        return self.person_by_id[id]
