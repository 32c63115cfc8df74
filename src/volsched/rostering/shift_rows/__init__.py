"""Rosters of shift types whose rules span days: whole rows found by dynamic programming, improved by annealing."""

from volsched.rostering.shift_rows.checker import RowScore, RowViolation, check_rows, score_rows
from volsched.rostering.shift_rows.meter import RowBudget
from volsched.rostering.shift_rows.problem import Cover, Duty, Request, RowPerson, ShiftProblem, ShiftRoster, ShiftType
from volsched.rostering.shift_rows.solver import solve_rows

__all__ = [
    "Cover",
    "Duty",
    "Request",
    "RowBudget",
    "RowPerson",
    "RowScore",
    "RowViolation",
    "ShiftProblem",
    "ShiftRoster",
    "ShiftType",
    "check_rows",
    "score_rows",
    "solve_rows",
]
