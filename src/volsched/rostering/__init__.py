"""Who serves: from a problem to a roster, with a checker of its own, fairness as numbers, reasons, and replanning."""

from volsched.rostering.changes import SeatChange, Swap, change, diff, exchange, give, undo
from volsched.rostering.checker import check, unfilled
from volsched.rostering.cover import Candidate, cover
from volsched.rostering.exact import LinearModel, Proof, Row, better_of, linear_model, proof_of
from volsched.rostering.fairness import Fairness, PersonLoad, fairness
from volsched.rostering.many import seed_of, solve_many
from volsched.rostering.obstacles import Obstacle
from volsched.rostering.problem import Problem
from volsched.rostering.reasons import Why, WhyEmpty, why, why_empty, why_not
from volsched.rostering.replanning import Replanned, replan
from volsched.rostering.shortages import Shortage, shortages
from volsched.rostering.solver import Budget, Progress, solve
from volsched.rostering.standby import (
    Call,
    Called,
    Callee,
    CallOut,
    CallOutStanding,
    OnCall,
    Reply,
    call_order,
    call_out_standing,
    on_call,
)
from volsched.rostering.violation import Violation

__all__ = [
    "Budget",
    "Call",
    "CallOut",
    "CallOutStanding",
    "Called",
    "Callee",
    "Candidate",
    "Fairness",
    "LinearModel",
    "Obstacle",
    "OnCall",
    "PersonLoad",
    "Problem",
    "Progress",
    "Proof",
    "Replanned",
    "Reply",
    "Row",
    "SeatChange",
    "Shortage",
    "Swap",
    "Violation",
    "Why",
    "WhyEmpty",
    "better_of",
    "call_order",
    "call_out_standing",
    "change",
    "check",
    "cover",
    "diff",
    "exchange",
    "fairness",
    "give",
    "linear_model",
    "on_call",
    "proof_of",
    "replan",
    "seed_of",
    "shortages",
    "solve",
    "solve_many",
    "undo",
    "unfilled",
    "why",
    "why_empty",
    "why_not",
]
