"""The versions of kept rosters: each says which seats changed hands, so that any can be looked at and compared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

import attrs
from attrs import frozen

from volsched.errors import InvalidValue, UnknownName
from volsched.model import Assignment, Roster, Seat
from volsched.rostering import SeatChange, diff
from volsched.storage.protocol import Change, Look

VERSION, UPKEEP, LAST = "roster-version", "upkeep", "roster-version"


@frozen(kw_only=True)
class Version:
    """One change to kept rosters: its number, the rosters it changed, and who made it when and why.

    Of a roster that was `made` there was none before, or none with a shift in common. Who, when and why are empty
    where the log has forgotten them.
    """

    number: int
    changes: Mapping[str, tuple[SeatChange, ...]]
    made: tuple[str, ...] = ()
    at: dt.datetime | None = None
    who: str = ""
    why: str = ""


def write_versions(change: Change, pairs: Iterable[tuple[Roster | None, Roster]]) -> None:
    """Write down what is different in each of these pairs of a roster before and after, under one new number."""
    found = [(before, after) for before, after in pairs]
    if not found:
        return
    record = change.get(UPKEEP, LAST)
    number = _number(record.body) + 1 if record is not None else 1
    change.put(UPKEEP, LAST, {"number": number}, expect=0 if record is None else record.version)
    for before, after in found:
        made = before is None or before.by_shift.keys().isdisjoint(after.by_shift)
        seats = () if made or before is None else diff(before, after)
        change.put(
            VERSION,
            f"{number:08d}/{after.id}",
            {
                "made": made,
                "changes": [[i.seat.shift, i.seat.role, i.seat.index, i.before, i.after] for i in seats],
            },
        )


def versions(look: Look) -> tuple[Version, ...]:
    """Every version that is remembered, the earliest first."""
    said = {line.key: line for line in reversed(look.history(VERSION, most=1_000_000))}
    found: dict[int, Version] = {}
    for record in look.every(VERSION):
        digits, _, roster = record.key.partition("/")
        line = said.get(record.key)
        version = found.get(int(digits)) or Version(
            number=int(digits),
            changes={},
            at=None if line is None else line.at,
            who="" if line is None else line.who,
            why="" if line is None else line.why,
        )
        made = (*version.made, roster) if record.body["made"] else version.made
        found[version.number] = attrs.evolve(
            version, made=made, changes={**version.changes, roster: _changes(record.body)}
        )
    return tuple(found[number] for number in sorted(found))


def as_of(rosters: Iterable[Roster], known: Iterable[Version], number: int) -> dict[str, Roster]:
    """These rosters, which are the newest, as they were at a version; one that was not made yet is left out.

    Raises:
        UnknownName: there is no such version.
        InvalidValue: the versions since do not lead back to it.
    """
    ordered = sorted(known, key=lambda item: -item.number)
    if all(item.number != number for item in ordered):
        raise UnknownName("version", str(number), (str(item.number) for item in ordered))
    held: dict[str, dict[Seat, str] | None] = {
        roster.id: {item.seat: item.person for item in roster.assignments} for roster in rosters
    }
    for version in ordered:
        if version.number <= number:
            break
        for name, changes in version.changes.items():
            seats = held.get(name)
            if name in version.made and any(name in one.changes for one in ordered if one.number <= number):
                problem = f"is of another period, which version {version.number} took the place of"
                raise InvalidValue("version", str(number), "", problem, f"compare versions from {version.number} on")
            if name in version.made:
                held[name] = None
            elif seats is not None:
                _take_back(seats, changes, version.number)
    return {
        name: Roster(id=name, assignments=tuple(Assignment(seat, person) for seat, person in seats.items()))
        for name, seats in held.items()
        if seats is not None
    }


def _take_back(seats: dict[Seat, str], changes: Iterable[SeatChange], number: int) -> None:
    for item in changes:
        if seats.get(item.seat) != item.after:
            raise InvalidValue("version", str(number), "", "does not lead to the one after it", "compare later ones")
        if item.before is None:
            del seats[item.seat]
        else:
            seats[item.seat] = item.before


def _changes(body: Mapping[str, Any]) -> tuple[SeatChange, ...]:
    return tuple(
        SeatChange(Seat(shift, role, index), before, after) for shift, role, index, before, after in body["changes"]
    )


def _number(body: Mapping[str, Any]) -> int:
    return int(body["number"])
