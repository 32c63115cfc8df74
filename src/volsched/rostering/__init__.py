"""Who serves: from a problem to a roster, with a checker of its own, fairness as numbers, reasons, and replanning."""

from volsched.rostering.carrying import carried_over, joined
from volsched.rostering.changes import SeatChange, Swap, change, diff, exchange, give, undo
from volsched.rostering.checker import check, unfilled
from volsched.rostering.cover import Candidate, cover
from volsched.rostering.exact import LinearModel, Proof, Row, better_of, linear_model, proof_of
from volsched.rostering.fairness import Fairness, PersonLoad, fairness
from volsched.rostering.grounds import Ground
from volsched.rostering.keeping import breaks, keep
from volsched.rostering.many import seed_of, solve_many, until_stopped
from volsched.rostering.obstacles import Obstacle
from volsched.rostering.problem import Problem
from volsched.rostering.reasons import Why, WhyEmpty, why, why_empty, why_not
from volsched.rostering.replanning import Replanned, refill, replan
from volsched.rostering.shift_rows import (
    Cover,
    Duty,
    Request,
    RowPerson,
    RowScore,
    RowViolation,
    ShiftProblem,
    ShiftRoster,
    ShiftType,
    check_rows,
    score_rows,
)
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
from volsched.rostering.swaps import (
    Asked,
    SwapEntry,
    Swapped,
    as_planned,
    coordinate,
    exchange_seats,
    give_seat,
    last_asked,
    offer_seat,
    take_back,
    take_offer,
    withdraw_offer,
)
from volsched.rostering.violation import Violation

__all__ = [
    "Asked",
    "Budget",
    "Call",
    "CallOut",
    "CallOutStanding",
    "Called",
    "Callee",
    "Candidate",
    "Cover",
    "Duty",
    "Fairness",
    "Ground",
    "LinearModel",
    "Obstacle",
    "OnCall",
    "PersonLoad",
    "Problem",
    "Progress",
    "Proof",
    "Replanned",
    "Reply",
    "Request",
    "Row",
    "RowPerson",
    "RowScore",
    "RowViolation",
    "SeatChange",
    "ShiftProblem",
    "ShiftRoster",
    "ShiftType",
    "Shortage",
    "Swap",
    "SwapEntry",
    "Swapped",
    "Violation",
    "Why",
    "WhyEmpty",
    "as_planned",
    "better_of",
    "breaks",
    "call_order",
    "call_out_standing",
    "carried_over",
    "change",
    "check",
    "check_rows",
    "coordinate",
    "cover",
    "diff",
    "exchange",
    "exchange_seats",
    "fairness",
    "give",
    "give_seat",
    "joined",
    "keep",
    "last_asked",
    "linear_model",
    "offer_seat",
    "on_call",
    "proof_of",
    "refill",
    "replan",
    "score_rows",
    "seed_of",
    "shortages",
    "solve",
    "solve_many",
    "take_back",
    "take_offer",
    "undo",
    "unfilled",
    "until_stopped",
    "why",
    "why_empty",
    "why_not",
    "withdraw_offer",
]
