"""The difference between two rosters, seat by seat, and changes made by people: giving, exchanging, undoing."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from volsched.errors import Conflict, UnknownName
from volsched.model import Assignment, Roster, Seat
from volsched.rostering.checker import check
from volsched.rostering.problem import Problem
from volsched.rostering.violation import Violation


@frozen
class SeatChange:
    """One seat that changes hands: who sat there before, and who sits there after; None is nobody."""

    seat: Seat
    before: str | None
    after: str | None


@frozen(kw_only=True)
class Swap:
    """A change to a roster, made by people: the roster after it, the seats that change, and the rules it breaks.

    A swap that breaks a rule is for a coordinator to approve or refuse; `violations` holds only what is new with it.
    """

    roster: Roster
    changes: tuple[SeatChange, ...]
    violations: tuple[Violation, ...]


def diff(a: Roster, b: Roster) -> tuple[SeatChange, ...]:
    """The seats that are not held by the same person in both, in the order of the seats."""
    before = {item.seat: item.person for item in a.assignments}
    after = {item.seat: item.person for item in b.assignments}
    changed = [seat for seat in before.keys() | after.keys() if before.get(seat) != after.get(seat)]
    return tuple(SeatChange(seat, before.get(seat), after.get(seat)) for seat in sorted(changed))


def change(problem: Problem, roster: Roster, changes: Iterable[SeatChange]) -> Swap:
    """The roster with these changes, checked.

    Raises:
        Conflict: a seat is not held by whom the change says; somebody else changed it first.
        UnknownName: the roster's problem has no such seat or person.
    """
    changes = tuple(changes)
    held = {item.seat: item for item in roster.assignments}
    for item in changes:
        there = held[item.seat].person if item.seat in held else None
        if there != item.before:
            place = f"{item.seat.shift} {item.seat.role} {item.seat.index + 1}:"
            held_by = f"held by {there or 'nobody'}, not by {item.before or 'nobody'}"
            raise Conflict(place, "", held_by, "look at the roster as it is now")
        if item.seat not in problem.shift(item.seat.shift).seats():
            there_are = [f"{seat.role}/{seat.index}" for seat in problem.shift(item.seat.shift).seats()]
            raise UnknownName("seat", f"{item.seat.role}/{item.seat.index}", there_are)
        if item.after is None:
            held.pop(item.seat, None)
        else:
            held[item.seat] = Assignment(item.seat, problem.person(item.after).id)
    after = roster.with_assignments(held.values())
    known = set(check(problem, roster))
    new = tuple(item for item in check(problem, after) if item not in known)
    return Swap(roster=after, changes=changes, violations=new)


def give(problem: Problem, roster: Roster, seat: Seat, to: str) -> Swap:
    """One person's seat passes to another.

    Raises:
        UnknownName: there is no such seat or person.
    """
    return change(problem, roster, (SeatChange(seat, _holder(roster, seat), to),))


def exchange(problem: Problem, roster: Roster, one: Seat, other: Seat) -> Swap:
    """Two people take each other's seats.

    Raises:
        UnknownName: there is no such seat.
    """
    first, second = _holder(roster, one), _holder(roster, other)
    return change(problem, roster, (SeatChange(one, first, second), SeatChange(other, second, first)))


def undo(problem: Problem, roster: Roster, swap: Swap) -> Swap:
    """The swap taken back.

    Raises:
        Conflict: one of its seats has changed hands again since.
    """
    return change(problem, roster, (SeatChange(item.seat, item.after, item.before) for item in swap.changes))


def _holder(roster: Roster, seat: Seat) -> str | None:
    return next((item.person for item in roster.by_shift.get(seat.shift, ()) if item.seat == seat), None)
