"""Where two rows may cross over: codes of what stands to the left and to the right of every midnight.

Two rows may exchange the days between two midnights if at each of them the left of one goes with the right of the
other, both ways. A code says all that a seam needs: the edge of the problem; days off (how many, up to the least that
is asked); or the shift and the length of the run (and whether the run touches the edge, where it may be short).
"""

from __future__ import annotations

from typing import NamedTuple

from volsched.rostering.shift_rows.compiling import Compiled, PersonRow

LONGEST = 10
"""Runs are told apart up to this length; whatever a table lets pass is judged anyway."""

MOST_KINDS = 6


class Sides(NamedTuple):
    """Codes by midnight 0..days: the left one is multiplied for the table; and the units worked before."""

    left: list[int]
    right: list[int]
    units: list[int]


class _Side(NamedTuple):
    shift: int  # -1 days off, -2 the edge
    length: int
    touching: bool


class Seams:
    """The codes of a problem, and for each two people the table of codes that may meet."""

    def __init__(self, work: Compiled) -> None:
        self._work = work
        self._off = min(max((who.least_off for who in work.people), default=1), LONGEST)
        runs = [who.least_run if who.most_run == work.days else who.most_run for who in work.people]
        self._run = min(max(runs, default=1), LONGEST)
        off = [_Side(-1, length, False) for length in range(1, self._off + 1)]
        working = [
            _Side(shift, length, touching)
            for shift in range(work.shifts)
            for length in range(1, self._run + 1)
            for touching in (False, True)
        ]
        self._sides = [_Side(-2, 0, False), *off, *working]
        self._size = len(self._sides)
        limits = [(who.most_run, who.least_run, who.least_off) for who in work.people]
        if len(set(limits)) > MOST_KINDS:
            loosest = max(x[0] for x in limits), min(x[1] for x in limits), min(x[2] for x in limits)
            limits = [loosest] * len(limits)
        kinds: dict[tuple[int, int, int], int] = {}
        self.kind = [kinds.setdefault(own, len(kinds)) for own in limits]
        tables = [self._table(*own) for own in kinds]
        self.tables = [[bytes(x | y for x, y in zip(one, two, strict=True)) for two in tables] for one in tables]
        """By the kinds of two people: 1 where the limits of either let the codes meet."""

    def _table(self, most_run: int, least_run: int, least_off: int) -> bytes:
        def meet(left: _Side, right: _Side) -> bool:
            together = left.length + right.length
            if left.shift == -2 or right.shift == -2:
                return True
            if left.shift < 0 and right.shift < 0:
                return together >= min(least_off, self._off)
            if left.shift < 0 or right.shift < 0:
                off, run = (left, right) if left.shift < 0 else (right, left)
                return off.length >= min(least_off, self._off) and (
                    run.length >= min(least_run, self._run) or run.touching
                )
            if right.shift in self._work.forbidden[left.shift] or together > most_run:
                return False
            return together >= min(least_run, self._run) or left.touching or right.touching

        return bytes(meet(left, right) for left in self._sides for right in self._sides)

    def sides(self, row: int) -> Sides:
        """What stands on both sides of every midnight of a row."""
        days, size, unit = self._work.days, self._size, self._work.units
        on = [-1] * days
        while row:
            low = row & -row
            shift, day = divmod(low.bit_length() - 1, days)
            on[day] = shift
            row ^= low
        units = [0]
        for shift in on:
            units.append(units[-1] + (unit[shift] if shift >= 0 else 0))
        left = [0, *[code * size for code in self._codes(on)]]
        on.reverse()
        right = [0, *self._codes(on)]
        right.reverse()
        return Sides(left, right, units)

    def _codes(self, on: list[int]) -> list[int]:
        """After each day the code of the run that it ends; what touches the first day counts as long enough."""
        found = []
        most_off, most_run = self._off, self._run
        base, length, touching, before = 1 + most_off, 0, 1, on[0] >= 0
        for shift in on:
            working = shift >= 0
            if working is not before:
                length, touching, before = 0, 0, working
            length += 1
            if working:
                found.append(base + (shift * most_run + min(length, most_run) - 1) * 2 + touching)
            else:
                found.append(most_off if touching or length > most_off else length)
        return found


def least_and_most_shift(giver: PersonRow, taker: PersonRow, has: int, gets: int) -> tuple[int, int]:
    """The units that `giver`, who has `has`, may pass to `taker`, who has `gets`: least and most."""
    low = max(has - giver.most_units, taker.least_units - gets)
    return low, min(has - giver.least_units, taker.most_units - gets)
