"""The plan: a programme over a window with every decision in it, and the checks on it."""

from volsched.planning.agenda import AgendaEntry, agenda
from volsched.planning.cadence import Cadence, cadence
from volsched.planning.checks import STANDARD_CHECKS, in_order, run_checks
from volsched.planning.free import Alternative, Diary, FreeTime, InTheWay, Wish, free_time
from volsched.planning.making import make_plan
from volsched.planning.plan import Plan, Summary
from volsched.planning.running_order import RunningOrder, running_order
from volsched.planning.whereabouts import Clash, Whereabouts

__all__ = [
    "STANDARD_CHECKS",
    "AgendaEntry",
    "Alternative",
    "Cadence",
    "Clash",
    "Diary",
    "FreeTime",
    "InTheWay",
    "Plan",
    "RunningOrder",
    "Summary",
    "Whereabouts",
    "Wish",
    "agenda",
    "cadence",
    "free_time",
    "in_order",
    "make_plan",
    "run_checks",
    "running_order",
]
