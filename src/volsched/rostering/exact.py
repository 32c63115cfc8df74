"""A problem as a linear program in whole numbers, for solvers that prove how good a roster can be.

There is a column of 0 or 1 for each person in each post (a requirement of a shift) in which the person may serve, a
column for the empty seats of each post, one for each skill that a group lacks, and one for the heaviest load. A solver
needs no other word of volsched: it takes columns, rows and prices, starts from the values of a roster that is at hand,
and its answer is read back as a roster, which counts only where the independent checker finds it valid and better.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from attrs import frozen

from volsched.model import Roster
from volsched.rostering.bounds import reach_of, water_line
from volsched.rostering.checker import check, unfilled
from volsched.rostering.compiling import NO_CAP, Compiled, compiled
from volsched.rostering.days import bits_of
from volsched.rostering.problem import Problem
from volsched.rostering.solver import assignments_of


@frozen
class Row:
    """The sum of these columns, each times its factor, lies between `low` and `high`; None is no limit."""

    columns: tuple[int, ...]
    factors: tuple[int, ...]
    low: int | None
    high: int | None


@frozen(kw_only=True)
class LinearModel:
    """Columns with upper limits (all begin at 0, or at `lowest` for the heaviest load), and the rows that bind them.

    The columns lie in this order: `places` (post and person), `empty` (one a post with seats that must be filled),
    `lacking` (post and which of its skills), and the heaviest load as the last one.
    """

    problem: Problem
    places: tuple[tuple[int, int], ...]
    empty: tuple[int, ...]
    lacking: tuple[tuple[int, int], ...]
    upper: tuple[int, ...]
    lowest: int
    rows: tuple[Row, ...]
    fixed: tuple[int, ...]
    """The places of people who are pinned there: these columns are 1."""

    @property
    def heaviest(self) -> int:
        """The number of the column of the heaviest load."""
        return len(self.upper) - 1

    @cached_property
    def prices(self) -> tuple[int, ...]:
        """What each column costs: an empty seat more than all skills, a lacking skill more than any load."""
        load = self.upper[self.heaviest] - self.lowest + 1
        skill = load * (1 + sum(self.upper[self._first_lacking : self.heaviest]))
        return (*(0 for _ in self.places), *(skill for _ in self.empty), *(load for _ in self.lacking), 1)

    @property
    def first_empty(self) -> int:
        """The number of the first column of empty seats."""
        return len(self.places)

    @property
    def _first_lacking(self) -> int:
        return len(self.places) + len(self.empty)

    def values_of(self, roster: Roster) -> tuple[int, ...]:
        """The value of every column in this roster, the heaviest load among them, to start a solver from."""
        work = compiled(self.problem)
        on = _masks(work, roster)
        loads = list(work.load)
        for post, mask in enumerate(on):
            for person in bits_of(mask):
                loads[person] += work.burden[post]
        return (
            *(on[post] >> person & 1 for post, person in self.places),
            *(max(0, work.need[post] - on[post].bit_count()) for post in self.empty),
            *(_lacks(work, on, post, number) for post, number in self.lacking),
            max([self.lowest, *loads]),
        )

    def roster_of(self, values: Sequence[float], seed: int = 0) -> Roster:
        """The roster that these values of the columns stand for."""
        work = compiled(self.problem)
        on = [0] * len(work.wanted)
        for (post, person), value in zip(self.places, values, strict=False):
            if value > 0.5:
                on[post] |= 1 << person
        return Roster(id=self.problem.id, assignments=assignments_of(work, on), seed=seed)


@frozen(kw_only=True)
class Proof:
    """How far a roster is from the best there can be: what it has, and what no roster surpasses.

    `least_heaviest` is the least that the heaviest load can be where as many seats are filled as can be.
    """

    filled: int
    most_filled: int
    heaviest: int
    least_heaviest: int

    @property
    def is_best(self) -> bool:
        """Whether no roster fills more seats, or fills as many with a lighter heaviest load."""
        return self.filled >= self.most_filled and self.heaviest <= self.least_heaviest


def linear_model(problem: Problem) -> LinearModel:
    """The problem as a linear program in whole numbers.

    It holds availability, skills, rest and days off, limits of weeks, months and runs of days, people kept apart, and
    pins. A rule that it does not hold is found by the checker in the answer.
    """
    work = compiled(problem)
    places = tuple((post, v) for post, mask in enumerate(work.eligible) for v in bits_of(mask | work.pinned[post]))
    number = {place: column for column, place in enumerate(places)}
    empty = tuple(post for post, need in enumerate(work.need) if need)
    lacking = tuple((post, n) for post, mixes in enumerate(work.mixes) for n in range(len(mixes)))
    loads = [0] * len(work.load)
    for post, person in places:
        loads[person] += work.burden[post]
    most = max((own + carried for own, carried in zip(loads, work.load, strict=True)), default=0)
    lowest = max(work.load, default=0)
    return LinearModel(
        problem=problem,
        places=places,
        empty=empty,
        lacking=lacking,
        upper=(
            *(1 for _ in places),
            *(work.need[post] for post in empty),
            *(work.mixes[post][n][1] for post, n in lacking),
            max(most, lowest),
        ),
        lowest=lowest,
        rows=tuple(_rows(work, number, empty, lacking, len(places) + len(empty) + len(lacking))),
        fixed=tuple(number[post, v] for post, mask in enumerate(work.pinned) for v in bits_of(mask)),
    )


def better_of(problem: Problem, roster: Roster, other: Roster | None) -> Roster:
    """The better of two rosters, by the checker; the first where `other` is missing, invalid, or no better."""
    if other is None or any(not item.is_shortage for item in check(problem, other)):
        return roster
    return other if _rank(problem, other) < _rank(problem, roster) else roster


def proof_of(problem: Problem, roster: Roster, *, least_empty: int, least_heaviest: int = 0) -> Proof:
    """What the roster has beside what a solver has proved, and beside the line that the loads must reach anyway."""
    work = compiled(problem)
    empty, _, heaviest = _rank(problem, roster)
    seats = sum(work.need)
    total = sum(work.load) + sum(work.burden[post] * mask.bit_count() for post, mask in enumerate(_masks(work, roster)))
    line = water_line(reach_of(work), total) if empty <= least_empty else 0
    return Proof(
        filled=seats - empty,
        most_filled=seats - least_empty,
        heaviest=heaviest,
        least_heaviest=min(heaviest, max(least_heaviest, line)) if empty <= least_empty else least_heaviest,
    )


def _rank(problem: Problem, roster: Roster) -> tuple[int, int, int]:
    """Empty seats, skills that groups lack, and the heaviest load: less is better."""
    work = compiled(problem)
    on = _masks(work, roster)
    loads = list(work.load)
    for post, mask in enumerate(on):
        for person in bits_of(mask):
            loads[person] += work.burden[post]
    lacks = sum(_lacks(work, on, post, n) for post, mixes in enumerate(work.mixes) for n in range(len(mixes)))
    return len(unfilled(problem, roster)), lacks, max(loads, default=0)


def _masks(work: Compiled, roster: Roster) -> list[int]:
    post_of = {(work.shifts[work.shift_of[p]].id, item.role): p for p, item in enumerate(work.wanted)}
    bits = {person.id: 1 << index for index, person in enumerate(work.problem.people)}
    on = [0] * len(work.wanted)
    for item in roster.assignments:
        on[post_of[item.seat.shift, item.seat.role]] |= bits[item.person]
    return on


def _lacks(work: Compiled, on: Sequence[int], post: int, number: int) -> int:
    holders, minimum = work.mixes[post][number]
    return max(0, minimum - (on[post] & holders).bit_count())


def _rows(
    work: Compiled,
    number: dict[tuple[int, int], int],
    empty: tuple[int, ...],
    lacking: tuple[tuple[int, int], ...],
    heaviest: int,
) -> Iterator[Row]:
    of_person: list[list[int]] = [[] for _ in work.load]
    of_post: list[list[int]] = [[] for _ in work.wanted]
    for post, person in number:
        of_person[person].append(post)
        of_post[post].append(person)
    column_of_empty = {post: len(number) + n for n, post in enumerate(empty)}
    for post, people in enumerate(of_post):
        own = [number[post, person] for person in people]
        if post in column_of_empty:
            yield _sum([*own, column_of_empty[post]], work.need[post], None)
        if len(own) > work.most[post]:
            yield _sum(own, None, work.most[post])
    for n, (post, which) in enumerate(lacking):
        holders, minimum = work.mixes[post][which]
        own = [number[post, person] for person in of_post[post] if holders >> person & 1]
        yield _sum([*own, len(number) + len(empty) + n], minimum if work.need[post] else 0, None)
    for person, posts in enumerate(of_person):
        for clique in _cliques(work, posts):
            yield _sum([number[post, person] for post in clique], None, 1)
        yield from _limits(work, number, person, set(posts))
        loads = [work.burden[post] for post in posts]
        own = [number[post, person] for post in posts]
        yield Row((*own, heaviest), (*loads, -1), None, -work.load[person])
    yield from _apart(work, number)


def _sum(columns: Iterable[int], low: int | None, high: int | None) -> Row:
    found = tuple(columns)
    return Row(found, (1,) * len(found), low, high)


def _cliques(work: Compiled, posts: Sequence[int]) -> Iterator[list[int]]:
    """Sets of posts of which one person may have one, which together say all that nearness says.

    One row over a stretch of nights binds tighter than a row for each two of them.
    """
    own = set(posts)
    near = {post: own.intersection(work.near[post]) for post in posts}
    covered: set[tuple[int, int]] = set()
    for post in posts:
        clique = [post]
        for other in sorted(item for item in near[post] if item > post):
            if all(other in near[member] for member in clique):
                clique.append(other)
        pairs = {(a, b) for i, a in enumerate(clique) for b in clique[i + 1 :]}
        if not pairs <= covered:
            covered |= pairs
            yield clique
        for other in sorted(item for item in near[post] if item > post and (post, item) not in covered):
            covered.add((post, other))
            yield [post, other]


def _limits(work: Compiled, number: dict[tuple[int, int], int], person: int, posts: set[int]) -> Iterator[Row]:
    for bucket in work.buckets:
        cap = bucket.caps[person]
        own = [number[post, person] for post in bucket.posts if post in posts]
        if cap < NO_CAP and len(own) > cap:
            yield _sum(own, None, cap)


def _apart(work: Compiled, number: dict[tuple[int, int], int]) -> Iterator[Row]:
    if not work.shy:
        return
    for first in sorted({company.start for company in work.company}):
        company = work.company[first]
        for person in bits_of(work.shy):
            own = [number[post, person] for post in company if (post, person) in number]
            for other in bits_of(work.apart[person] >> person << person):
                others = [number[post, other] for post in company if (post, other) in number]
                if own and others:
                    yield _sum([*own, *others], None, 1)
