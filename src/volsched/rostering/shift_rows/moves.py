"""Changes of rows worth trying: days exchanged between two people, a duty moved to a short cell, a block rewritten.

Each maker returns a function over the state that proposes; whether a row is legal is judged by the annealing.
"""

from __future__ import annotations

from collections.abc import Callable

from volsched.rostering.shift_rows.seams import Seams, Sides, least_and_most_shift
from volsched.rostering.shift_rows.state import State

Exchange = Callable[[int, int], int]
"""From two people to the bits of both rows that change, 0 if nothing can be exchanged."""

Proposal = Callable[[int], int]
"""From a person to another row, or the same."""

REACH = 8
"""Blocks to be exchanged reach at most so many days to either side of a random day."""

LENGTHS = (1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 4, 4, 5, 5, 6, 7, 8, 10, 14)


# long: the commonest proposal, tried a hundred thousand times a second; one closure holds what it needs
def exchanges(state: State) -> Exchange:  # noqa: C901 - as said
    """Blocks of days that two people may exchange, so that the cover stays as it is.

    Both rows must go on well at both ends of the block, so only midnights at which they may cross over are looked at;
    of nearly all random blocks one of the rows would become illegal.
    """
    work, rows, random = state.work, state.rows, state.random
    days, full, folds, segments, people = work.days, work.full, work.folds, work.each_segment, work.people
    forbidden = [who.forbidden for who in people]
    seams = Seams(work)
    kind, tables = seams.kind, seams.tables
    sides: list[Sides] = [seams.sides(row) for row in rows]
    seen = rows[:]

    def propose(one: int, two: int) -> int:  # noqa: C901, PLR0912 - as said
        own, other = rows[one], rows[two]
        barred = other & forbidden[one] | own & forbidden[two]
        differ = own ^ other
        for fold in folds:
            barred |= barred >> fold
            differ |= differ >> fold
        differ &= full & ~barred
        if not differ:
            return 0
        start = int(random() * days)
        later = differ >> start
        day = (later & -later).bit_length() - 1 + start if later else (differ & -differ).bit_length() - 1
        for person, row in ((one, own), (two, other)):
            if seen[person] != row:
                sides[person], seen[person] = seams.sides(row), row
        meet = tables[kind[one]][kind[two]]
        left, right, units = sides[one]
        left2, right2, units2 = sides[two]
        firsts = []
        for place in range(day, max(day - REACH, -1), -1):
            if barred >> place & 1:
                break
            if meet[left[place] + right2[place]] and meet[left2[place] + right[place]]:
                firsts.append(place)
        if not firsts:
            return 0
        ends = []
        for place in range(day + 1, min(day + REACH, days) + 1):
            if barred >> place - 1 & 1:
                break
            if meet[left[place] + right2[place]] and meet[left2[place] + right[place]]:
                ends.append(place)
        if not ends:
            return 0
        low, high = least_and_most_shift(people[one], people[two], units[days], units2[days])
        blocks = []
        for first in firsts:
            before = units[first] - units2[first]
            blocks.extend([(first, end) for end in ends if low <= units[end] - units2[end] - before <= high])
        if not blocks:
            return 0
        first, end = blocks[int(random() * len(blocks))]
        return (own ^ other) & ((1 << end) - (1 << first)) * segments

    return propose


def fillings(state: State) -> Callable[[int, int], int]:
    """From a person and a short cell: the row with that cell, in place of the day's duty or of a random one."""
    work, rows, random = state.work, state.rows, state.random
    days, segments, cells = work.days, work.each_segment, work.cells
    forbidden = [who.forbidden for who in work.people]

    def propose(person: int, cell: int) -> int:
        row = rows[person]
        bit = 1 << cell
        if (row | forbidden[person]) & bit:
            return row
        duty = row & segments << cell % days
        if duty:
            return row ^ duty | bit
        if not row or random() < 0.15:
            return row | bit
        start = int(random() * cells)
        later = row >> start
        gone = (later & -later) << start if later else row & -row
        return row ^ gone | bit

    return propose


def clearings(state: State) -> Callable[[int, int], int]:
    """From a person and a crowded cell of theirs: the row with another shift that day, or a duty on another day."""
    work, rows, random = state.work, state.rows, state.random
    days, segments = work.days, work.each_segment
    forbidden = [who.forbidden for who in work.people]
    allowed = [who.allowed for who in work.people]

    def propose(person: int, cell: int) -> int:
        row = rows[person]
        own = allowed[person]
        shift = own[int(random() * len(own))]
        day = cell % days if random() < 0.4 else int(random() * days)
        bit = 1 << shift * days + day
        if (row | forbidden[person]) & bit:
            return row
        return row & ~(segments << day | 1 << cell) | bit

    return propose


def rewritings(state: State) -> Callable[[int, list[int]], int]:
    """From a person and the short cells: the row with a block of days cleared, of one shift, or turned by a day."""
    work, rows, random = state.work, state.rows, state.random
    days, full, folds, segments = work.days, work.full, work.folds, work.each_segment
    lengths = [length for length in LENGTHS if length <= days and (length < 8 or days >= 28)]
    allowed = [who.allowed for who in work.people]
    never = [sum(1 << day for day in who.off) for who in work.people]

    def over_short(person: int, cell: int, length: int) -> int:
        row = rows[person]
        shift, day = divmod(cell, days)
        first = min(max(day - int(random() * length), 0), days - length)
        block = (1 << length) - 1 << first
        if random() < 0.6:
            return row & ~(block * segments) | (block & ~never[person]) << shift * days
        worked = row
        for fold in folds:
            worked |= worked >> fold
        return row & ~(block * segments) | (worked & full & block | 1 << day) << shift * days

    def propose(person: int, short: list[int]) -> int:
        row = rows[person]
        length = lengths[int(random() * len(lengths))]
        if short and random() < 0.4:
            return over_short(person, short[int(random() * len(short))], length)
        first = int(random() * (days - length + 1))
        block = (1 << length) - 1 << first
        inside = row & block * segments
        chance = random()
        if chance < 0.25:
            return row ^ inside
        if chance < 0.75 or length == 1:
            own = allowed[person]
            return row ^ inside | (block & ~never[person]) << own[int(random() * len(own))] * days
        if random() < 0.5:
            last = inside & segments << first + length - 1
            return row ^ inside | (inside ^ last) << 1 | last >> length - 1
        lead = inside & segments << first
        return row ^ inside | (inside ^ lead) >> 1 | lead << length - 1

    return propose
