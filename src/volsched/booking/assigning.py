"""Giving many guests places in many sessions, at the least that the objective allows."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from attrs import define, field

from volsched.booking.sessions import Blocked, Cell, Given, Guest, Terms
from volsched.booking.timing import times_within
from volsched.booking.together import bring_together, hand_out
from volsched.booking.transport import transport

Where = tuple[tuple[str, ...], bool, dt.date | None, frozenset[Cell]]
"""What of a guest decides how far each place is: areas, access, earliest day, and the slots that are ruled out."""


def assign(guests: Sequence[Guest], terms: Terms) -> tuple[Given | None, ...]:
    """A place for each guest, or None; no assignment has a smaller objective.

    Guests who are alike for the objective are one row of a transport problem, and slots that are alike one column.
    Who of a row gets which of its places does not change the objective: parties go to one session where they can.
    """
    rows = _Rows.of(guests, terms)
    columns = rows.columns()
    costs = rows.costs(columns)
    flows = transport(
        [len(members) for members in rows.members],
        [len(cells) for cells in columns],
        costs,
        rows.unplaced(columns),
        near=(rows.parts(), [terms.sessions[cells[0][0]].area for cells in columns]),
    )
    session_of = [cells[0][0] for cells in columns]
    placed = hand_out(guests, rows.row_of, flows, session_of, costs)
    bring_together(guests, rows.row_of, placed, session_of, costs)
    return times_within(guests, terms.sessions, [None if c is None else session_of[c] for c in placed], rows.blocked)


@define
class _Rows:
    """The guests by what decides for them."""

    terms: Terms
    row_of: list[int]
    members: list[list[int]]
    kinds: list[tuple[Where, int]]
    blocked: list[frozenset[Cell]]
    _distances: dict[Where, list[int]] = field(factory=dict)

    @classmethod
    def of(cls, guests: Sequence[Guest], terms: Terms) -> _Rows:
        ruled_out = Blocked(terms.sessions)
        with_sessions = {session.area for session in terms.sessions}
        members: dict[tuple[Where, int], list[int]] = {}
        blocked = []
        for number, guest in enumerate(guests):
            blocked.append(ruled_out.of(guest.busy))
            areas = tuple(area for area in guest.areas if area in with_sessions)
            where = (areas, guest.needs_access, guest.earliest, blocked[-1])
            members.setdefault((where, guest.urgency), []).append(number)
        # The most urgent first, so that the simplex begins near its end.
        kinds = sorted(members, key=lambda kind: -kind[1])
        row_of = [0] * len(guests)
        for row, kind in enumerate(kinds):
            for number in members[kind]:
                row_of[number] = row
        return cls(terms, row_of, [members[kind] for kind in kinds], kinds, blocked)

    def columns(self) -> list[list[Cell]]:
        """The slots, those together that the same rows rule out: session by session, by time."""
        by_cell: defaultdict[Cell, list[int]] = defaultdict(list)
        for number, cells in enumerate(dict.fromkeys(where[3] for where, _ in self.kinds)):
            for cell in cells:
                by_cell[cell].append(number)
        found: list[list[Cell]] = []
        for number, session in enumerate(self.terms.sessions):
            alike: dict[tuple[int, ...], list[Cell]] = {}
            for slot in range(len(session.slots)):
                cell = (number, slot)
                alike.setdefault(tuple(by_cell.get(cell, ())), []).append(cell)
            found += alike.values()
        return found

    def costs(self, columns: Sequence[Sequence[Cell]]) -> list[list[int]]:
        """What one guest of each row costs in each column; more than staying unplaced where they cannot come."""
        forbidden = 2 * max(self.unplaced(columns), default=0) + 1
        found = []
        for where, urgency in self.kinds:
            if where not in self._distances:
                self._distances[where] = self._distances_of(where, columns)
            distances = self._distances[where]
            found.append([urgency * days if days >= 0 else forbidden for days in distances])
        return found

    def _distances_of(self, where: Where, columns: Sequence[Sequence[Cell]]) -> list[int]:
        areas, needs_access, earliest, ruled_out = where
        anybody = Guest(id="", areas=areas, needs_access=needs_access, earliest=earliest)
        by_session = [self.terms.distance(anybody, session) for session in self.terms.sessions]
        known = [-1 if days is None else days for days in by_session]
        return [-1 if ruled_out and cells[0] in ruled_out else known[cells[0][0]] for cells in columns]

    def unplaced(self, columns: Sequence[Sequence[Cell]]) -> list[int]:
        """What it costs to leave out one guest of each row.

        Another guest is placed, or placed instead, along a way that meets no row and no column twice. So a cost
        above that of the longest such way puts the number of guests before everything, and their urgency next.
        """
        days = [session.day for session in self.terms.sessions]
        longest = (max(days, default=self.terms.first) - self.terms.first).days + (self.terms.elsewhere or 0)
        dearest = longest * max((urgency for _, urgency in self.kinds), default=0)
        step = dearest * (2 * min(len(self.kinds), len(columns)) + 2) + 1
        return [step * (1 + urgency) for _, urgency in self.kinds]

    def parts(self) -> list[str | None]:
        """The part of each row, for the order of solving: its own area."""
        return [where[0][0] if where[0] else None for where, _ in self.kinds]
