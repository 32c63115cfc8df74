"""A shift-type problem as integers: a person's whole row is one int, a segment of days for each kind of shift."""

from __future__ import annotations

from itertools import pairwise
from math import gcd

from volsched.rostering.shift_rows.problem import Duty, RowPerson, ShiftProblem, ShiftRoster


class Compiled:
    """What the engine works on.

    Cell `shift * days + day` is a bit of every row and a place in the lists of cover. Minutes are counted in units:
    the greatest length of which every shift is a multiple.
    """

    def __init__(self, problem: ShiftProblem) -> None:
        self.problem = problem
        self.days = problem.days
        self.shifts = len(problem.shifts)
        self.cells = self.days * self.shifts
        self.full = (1 << self.days) - 1
        self.each_segment = sum(1 << shift * self.days for shift in range(self.shifts))
        self.unit = gcd(*(shift.minutes for shift in problem.shifts)) or 1
        self.units = [shift.minutes // self.unit for shift in problem.shifts]
        numbers = problem.shift_numbers
        self.forbidden = [frozenset(numbers[name] for name in shift.not_before) for shift in problem.shifts]
        self.folds = folds_of(self.shifts, self.days)
        self.weekend_of = [-1] * self.days
        for number, inside in enumerate(problem.weekends()):
            for day in inside:
                self.weekend_of[day] = number
        self._compile_cover()
        self.people = [PersonRow(self, person) for person in problem.people]
        for request in problem.requests:
            self.people[problem.person_numbers[request.person]].ask(
                numbers[request.shift] * self.days + request.day, request.weight, wanted=request.wanted
            )

    def _compile_cover(self) -> None:
        numbers = self.problem.shift_numbers
        self.need = [0] * self.cells
        charged = {}
        for need in self.problem.cover:
            cell = numbers[need.shift] * self.days + need.day
            self.need[cell] = need.people
            charged[cell] = (need.people, need.under, need.over)
        tables: dict[tuple[int, int, int], tuple[list[int], list[int]]] = {}
        most = len(self.problem.people) + 2
        for kind in {(0, 0, 0), *charged.values()}:
            people, under, over = kind
            costs = [max(people - count, 0) * under + max(count - people, 0) * over for count in range(most)]
            tables[kind] = costs, [after - before for before, after in pairwise(costs)]
        kinds = [charged.get(cell, (0, 0, 0)) for cell in range(self.cells)]
        self.cost = [tables[kind][0] for kind in kinds]
        """What a cell costs at each count of people; `step` what one more adds to that."""
        self.dearest = max([need.under for need in self.problem.cover], default=0) or 1
        self.step = [tables[kind][1] for kind in kinds]

    def roster(self, rows: list[int]) -> ShiftRoster:
        """The rows as duties."""
        people, shifts = self.problem.people, self.problem.shifts
        places = ((person, divmod(cell, self.days)) for person, row in enumerate(rows) for cell in bits(row))
        return ShiftRoster(Duty(people[person].id, day, shifts[shift].id) for person, (shift, day) in places)


class PersonRow:
    """One person's limits as numbers of days and units. `asked` is what each cell adds to the price of the row."""

    def __init__(self, work: Compiled, person: RowPerson) -> None:
        self.id = person.id
        self.off = frozenset(person.days_off)
        most: dict[int, int] = {}
        for name, limit in person.most_of:
            number = work.problem.shift_numbers[name]
            most[number] = min(limit, most.get(number, limit))
        self.allowed = [shift for shift in range(work.shifts) if most.get(shift, 1) > 0]
        self.limits = {shift: limit for shift, limit in sorted(most.items()) if 0 < limit < work.days}
        longest = max((work.units[shift] for shift in self.allowed), default=1) * work.days
        self.most_units = longest if person.most_minutes is None else min(longest, person.most_minutes // work.unit)
        self.least_units = -(-person.least_minutes // work.unit)
        self.most_run = work.days if person.most_consecutive is None else min(work.days, person.most_consecutive)
        self.least_run = person.least_consecutive
        self.least_off = person.least_days_off
        weekends = max(work.weekend_of) + 1
        self.most_weekends = weekends if person.most_weekends is None else min(weekends, person.most_weekends)
        never = sum(1 << day for day in self.off)
        self.forbidden = sum(
            (never if shift in self.allowed else work.full) << shift * work.days for shift in range(work.shifts)
        )
        self.base = 0
        self.asked: dict[int, int] = {}

    def ask(self, cell: int, weight: int, *, wanted: bool) -> None:
        """Charge a wanted cell that is not given, and an unwanted one that is."""
        self.base += weight if wanted else 0
        self.asked[cell] = self.asked.get(cell, 0) + (-weight if wanted else weight)


def bits(row: int) -> list[int]:
    """The numbers of the bits that are set, lowest first."""
    found = []
    while row:
        low = row & -row
        found.append(low.bit_length() - 1)
        row ^= low
    return found


def folds_of(segments: int, days: int) -> tuple[int, ...]:
    """The shifts that lay all segments of a row over each other, by halves."""
    found = []
    while segments > 1:
        segments = (segments + 1) // 2
        found.append(segments * days)
    return tuple(found)
