"""Who serves: from a problem to a roster, with a checker of its own, fairness as numbers, and reasons."""

from volsched.rostering.checker import check, unfilled
from volsched.rostering.fairness import Fairness, PersonLoad, fairness
from volsched.rostering.problem import Problem
from volsched.rostering.solver import Budget, Progress, solve
from volsched.rostering.violation import Violation

__all__ = [
    "Budget",
    "Fairness",
    "PersonLoad",
    "Problem",
    "Progress",
    "Violation",
    "check",
    "fairness",
    "solve",
    "unfilled",
]
