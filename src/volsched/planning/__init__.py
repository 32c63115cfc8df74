"""The plan: a programme over a window with every decision in it, and the checks on it."""

from volsched.planning.checks import STANDARD_CHECKS, run_checks
from volsched.planning.making import make_plan
from volsched.planning.plan import Plan, Summary

__all__ = ["STANDARD_CHECKS", "Plan", "Summary", "make_plan", "run_checks"]
