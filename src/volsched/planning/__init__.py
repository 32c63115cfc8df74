"""The plan: a programme over a window with every decision in it, and the checks on it."""

from volsched.planning.agenda import AgendaEntry, agenda
from volsched.planning.checks import STANDARD_CHECKS, in_order, run_checks
from volsched.planning.free import Alternative, Diary, FreeTime, InTheWay, Wish, free_time
from volsched.planning.making import make_plan
from volsched.planning.plan import Plan, Summary

__all__ = [
    "STANDARD_CHECKS",
    "AgendaEntry",
    "Alternative",
    "Diary",
    "FreeTime",
    "InTheWay",
    "Plan",
    "Summary",
    "Wish",
    "agenda",
    "free_time",
    "in_order",
    "make_plan",
    "run_checks",
]
