"""Asking HiGHS: first how few seats stay empty, then, with so many filled, how light the heaviest load can be."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import highspy
import numpy as np
from attrs import define, field, frozen

from volsched.model import Roster
from volsched.rostering import LinearModel, Proof, proof_of


@frozen
class Answer:
    """What HiGHS said: the best values it found, whether they are proved best, and a bound that nothing goes below."""

    values: tuple[float, ...] | None
    proved: bool
    bound: int


@define
class Question:
    """One problem, put to HiGHS from the roster that is at hand."""

    model: LinearModel
    roster: Roster
    seconds: float
    _fewest: Answer | None = field(default=None, init=False)

    def rosters(self, seed: int) -> Iterator[Roster]:
        """What is proved best: filled as full as can be, and then with the lightest heaviest load."""
        fewest = self._fewest_empty()
        if fewest.proved and fewest.values is not None:
            yield self.model.roster_of(fewest.values, seed)
            lightest = self._lightest(fewest)
            if lightest.proved and lightest.values is not None:
                yield self.model.roster_of(lightest.values, seed)

    def proof(self) -> Proof:
        """How far the roster is from what is proved."""
        first = proof_of(self.model.problem, self.roster, least_empty=0)
        if first.is_best:
            return first
        fewest = self._fewest_empty()
        lightest = self._lightest(fewest) if fewest.proved else None
        return proof_of(
            self.model.problem,
            self.roster,
            least_empty=fewest.bound,
            least_heaviest=lightest.bound if lightest else 0,
        )

    def _fewest_empty(self) -> Answer:
        if self._fewest is None:
            model, prices = self.model, [0.0] * len(self.model.upper)
            skills = sum(model.upper[model.first_empty + len(model.empty) : model.heaviest])
            for column in range(model.first_empty, model.heaviest):
                is_seat = column < model.first_empty + len(model.empty)
                prices[column] = float(skills + 1) if is_seat else 1.0
            asked = _asked(model, prices, (), model.values_of(self.roster), self.seconds)
            # Priced so, the seats are the whole part of the bound once the skills are divided out.
            self._fewest = Answer(asked.values, asked.proved, asked.bound // (skills + 1))
        return self._fewest

    def _lightest(self, fewest: Answer) -> Answer:
        model = self.model
        if fewest.values is None:
            return Answer(None, proved=False, bound=0)
        held = tuple((column, fewest.values[column]) for column in range(model.first_empty, model.heaviest))
        prices = [0.0] * len(model.upper)
        prices[model.heaviest] = 1.0
        totals = (
            (tuple(range(model.first_empty, model.first_empty + len(model.empty))), held[: len(model.empty)]),
            (tuple(range(model.first_empty + len(model.empty), model.heaviest)), held[len(model.empty) :]),
        )
        limits = tuple((columns, round(sum(value for _, value in values))) for columns, values in totals if columns)
        return _asked(model, prices, limits, fewest.values, self.seconds)


class _Quiet(highspy.Highs):
    """HiGHS without its callbacks, for setting those up prints a banner that would stand before a command's JSON."""

    def __init__(self) -> None:
        super(highspy.Highs, self).__init__()


def _asked(
    model: LinearModel,
    prices: Sequence[float],
    limits: Sequence[tuple[Sequence[int], int]],
    start: Sequence[float],
    seconds: float,
) -> Answer:
    solver = _Quiet()
    for option, value in (
        ("output_flag", False),
        ("threads", 1),
        ("random_seed", 0),
        ("mip_rel_gap", 0.0),
        ("mip_abs_gap", 0.999),
        ("time_limit", seconds),
    ):
        solver.setOptionValue(option, value)
    solver.passModel(_as_highs(model, prices, limits))
    solution = highspy.HighsSolution()
    solution.col_value = [float(value) for value in start]
    solver.setSolution(solution)
    solver.run()
    info = solver.getInfo()
    status = solver.getModelStatus()
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    values = tuple(solver.getSolution().col_value) if found else None
    bound = info.mip_dual_bound
    lowest = math.ceil(bound - 1e-6) if math.isfinite(bound) else 0
    return Answer(values, status == highspy.HighsModelStatus.kOptimal, max(0, lowest))


def _as_highs(
    model: LinearModel, prices: Sequence[float], limits: Sequence[tuple[Sequence[int], int]]
) -> highspy.HighsLp:
    infinity = highspy.kHighsInf
    rows = [(row.columns, row.factors, row.low, row.high) for row in model.rows]
    rows += [(tuple(columns), (1,) * len(columns), None, most) for columns, most in limits]
    lower = np.zeros(len(model.upper))
    lower[list(model.fixed)] = 1
    lower[model.heaviest] = model.lowest
    problem = highspy.HighsLp()
    problem.num_col_, problem.num_row_ = len(model.upper), len(rows)
    problem.col_cost_ = np.array(prices, dtype=np.double)
    problem.col_lower_, problem.col_upper_ = lower, np.array(model.upper, dtype=np.double)
    problem.row_lower_ = np.array([-infinity if low is None else low for _, _, low, _ in rows], dtype=np.double)
    problem.row_upper_ = np.array([infinity if high is None else high for _, _, _, high in rows], dtype=np.double)
    matrix = problem.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.start_ = np.cumsum([0, *(len(columns) for columns, _, _, _ in rows)], dtype=np.int32)
    matrix.index_ = np.array([column for columns, _, _, _ in rows for column in columns], dtype=np.int32)
    matrix.value_ = np.array([factor for _, factors, _, _ in rows for factor in factors], dtype=np.double)
    problem.integrality_ = [highspy.HighsVarType.kInteger] * len(model.upper)
    return problem
