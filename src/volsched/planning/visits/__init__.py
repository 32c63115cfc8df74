"""Visits: helpers and the households they are paired with, who stands in, what was missed, and what was promised."""

from volsched.planning.visits.errands import Errand, ErrandBook, errand_figures
from volsched.planning.visits.grid import Covering, covering, distance
from volsched.planning.visits.rounds import StandIn, Visit, helper_loads, missed, visits_of, who_could_visit
from volsched.planning.visits.standing_in import may_stand_in, stood_in, with_guests
from volsched.planning.visits.visited import Visited

__all__ = [
    "Covering",
    "Errand",
    "ErrandBook",
    "StandIn",
    "Visit",
    "Visited",
    "covering",
    "distance",
    "errand_figures",
    "helper_loads",
    "may_stand_in",
    "missed",
    "stood_in",
    "visits_of",
    "who_could_visit",
    "with_guests",
]
