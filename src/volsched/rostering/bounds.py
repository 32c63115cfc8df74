"""What cannot be beaten: the heaviest load a person could carry, and the line that some load must reach."""

from __future__ import annotations

from collections.abc import Sequence
from math import gcd

from attrs import frozen

from volsched.model import MostPerMonth, MostPerWeek, Person
from volsched.rostering.compiling import Compiled, near_shifts, rule_of

Rows = list[list[int]]
"""The best load by what is still allowed: [duties this week][duties this month]."""


@frozen
class Reach:
    """What each person carries whatever happens, and the most that the rules allow; carried load included.

    What somebody carries beyond the least is a multiple of their step: who can only serve duties of burden two or
    four never carries three more.
    """

    least: tuple[int, ...]
    most: tuple[int, ...]
    steps: tuple[int, ...]


def reach_of(work: Compiled) -> Reach:
    """The least and the most possible load of each person, and in what steps it grows."""
    eligible = [0] * len(work.shifts)
    least, steps = list(work.load), _steps(work)
    for post, mask in enumerate(work.eligible):
        eligible[work.shift_of[post]] |= mask | work.pinned[post]
        for person, burden in ((v, work.burden[post]) for v in range(len(least)) if work.pinned[post] >> v & 1):
            least[person] += burden
    paths = Paths(work)
    most = [
        max(
            least[person],
            carried + paths.heaviest(work.problem.people[person], [mask >> person & 1 for mask in eligible]),
        )
        for person, carried in enumerate(work.load)
    ]
    return Reach(tuple(least), tuple(most), tuple(steps))


def _steps(work: Compiled) -> list[int]:
    able: dict[int, int] = {}
    for burden, mask in zip(work.burden, work.eligible, strict=True):
        able[burden] = able.get(burden, 0) | mask
    return [
        gcd(*(burden for burden, mask in able.items() if mask >> person & 1)) or 1 for person in range(len(work.load))
    ]


def water_line(reach: Reach, total: int) -> int:
    """The lowest whole load that the heaviest must reach when this total is shared out."""
    low, high = max(reach.least, default=0), max(reach.most, default=0)
    while low < high:
        middle = (low + high) // 2
        if sum(_stepped(reach, middle)) >= total:
            high = middle
        else:
            low = middle + 1
    return low


def fair_loads(reach: Reach, total: int) -> tuple[float, ...]:
    """What each would carry if the total could be shared out to the last drop, everybody as alike as they can be."""
    edges = sorted({*reach.least, *reach.most})
    low = edges[0] if edges else 0
    for edge in edges:
        if sum(_level(reach, edge)) >= total:
            break
        low = edge
    at_low = _level(reach, low)
    rising = sum(1 for least, most in zip(reach.least, reach.most, strict=True) if least <= low < most)
    level = low + (max(0, total - sum(at_low)) / rising if rising else 0)
    return tuple(round(min(max(least, level), most), 2) for least, most in zip(reach.least, reach.most, strict=True))


def _level(reach: Reach, level: int) -> list[int]:
    return [min(max(least, level), most) for least, most in zip(reach.least, reach.most, strict=True)]


def _stepped(reach: Reach, level: int) -> list[int]:
    """The most that each can carry without rising over the level."""
    return [
        least + max(0, load - least) // step * step
        for least, load, step in zip(reach.least, _level(reach, level), reach.steps, strict=True)
    ]


class Paths:
    """The heaviest row of duties a person could serve, by dynamic programming over the shifts in time.

    Exact where the shifts near one another lie side by side in time, as they do in one time zone; else never too low.
    """

    def __init__(self, work: Compiled, burdens: Sequence[int] | None = None) -> None:
        weekly, monthly = rule_of(work.problem.rules, MostPerWeek), rule_of(work.problem.rules, MostPerMonth)
        self._weekly = weekly.duties if weekly else None
        self._monthly = monthly.duties if monthly else None
        self._burden = burdens or [shift.burden for shift in work.shifts]
        self._week = [shift.day.toordinal() - shift.day.weekday() for shift in work.shifts]
        self._month = [(shift.day.year, shift.day.month) for shift in work.shifts]
        self._before = [_before(index, near) for index, near in enumerate(near_shifts(work.problem, work.shifts))]

    def heaviest(self, person: Person, able: Sequence[int]) -> int:
        """The heaviest load of the shifts in which the person is able to serve."""
        caps = [cap for cap in (self._monthly, person.most_per_month) if cap is not None]
        width = min(caps) if caps else 0
        height = self._weekly or 0
        if (caps and not width) or self._weekly == 0:
            return 0
        if self._weekly is None:
            return self._heaviest_by_month(able, width) if caps else self._heaviest_row(able)
        step, drop = int(bool(caps)), int(self._weekly is not None)
        rows: Rows = [[0] * (width + 1) for _ in range(height + 1)]
        # The rows once the first so many shifts have been looked at, with the shift whose week and month they count.
        seen: list[Rows] = [rows]
        for index, may in enumerate(able):
            rows = self._turned(seen[index], index - 1, index)
            if may:
                before = self._before[index]
                rest = self._turned(seen[before + 1], before, index)
                rows = _better(rows, rest, self._burden[index], step, drop)
            seen.append(rows)
        return rows[-1][-1]

    def _heaviest_row(self, able: Sequence[int]) -> int:
        """The same where nothing but nearness limits anybody."""
        seen = [0]
        for may, before, burden in zip(able, self._before, self._burden, strict=False):
            best = seen[-1]
            seen.append(max(best, seen[before + 1] + burden) if may else best)
        return seen[-1]

    def _heaviest_by_month(self, able: Sequence[int], width: int) -> int:
        """The same where months limit people and weeks do not, which most rosters have: a row for each shift."""
        month, row = self._month, [0] * (width + 1)
        seen = [row]
        for index, (may, before, burden) in enumerate(zip(able, self._before, self._burden, strict=False)):
            if index and month[index] != month[index - 1]:
                row = [row[-1]] * (width + 1)
            if may:
                rest = seen[before + 1]
                if before >= 0 and month[before] != month[index]:
                    rest = [rest[-1]] * (width + 1)
                row = [row[0], *[max(more + burden, own) for own, more in zip(row[1:], rest, strict=False)]]
            seen.append(row)
        return row[-1]

    def _turned(self, rows: Rows, then: int, now: int) -> Rows:
        """The rows as they stand in the week and month of another shift: a new one allows everything again."""
        if then < 0:
            return rows
        if self._weekly is not None and self._week[then] != self._week[now]:
            rows = [rows[-1]] * len(rows)
        if len(rows[0]) > 1 and self._month[then] != self._month[now]:
            rows = [[row[-1]] * len(row) for row in rows]
        return rows


def _before(index: int, near: Sequence[int]) -> int:
    taken = set(near)
    return next((other for other in range(index - 1, -1, -1) if other not in taken), -1)


def _better(rows: Rows, rest: Rows, burden: int, step: int, drop: int) -> Rows:
    """What is best where the duty may be served on top of `rest` or left out."""
    found = rows[:drop]
    for row, below in zip(rows[drop:], rest, strict=False):
        served = [load + burden for load in below]
        if step:
            found.append([row[0], *map(max, row[1:], served)])
        else:
            found.append(list(map(max, row, served)))
    return found
