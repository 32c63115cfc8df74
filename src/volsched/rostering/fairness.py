"""How fair a roster is: each person's load beside what would be fair for them, and one number for all."""

from __future__ import annotations

from math import gcd

import attrs
from attrs import frozen

from volsched.model import Roster
from volsched.rostering.bounds import Reach, fair_loads, reach_of, water_line
from volsched.rostering.compiling import compiled
from volsched.rostering.problem import Problem


@frozen(kw_only=True)
class PersonLoad:
    """What one person serves, what was carried over included, and the load that would be fair for them.

    `fair` is the water line, or what their own availability and limits allow where that is less. `duties` counts
    those of this roster alone. `credit` is the part of the load that they count as having served while they were away.
    """

    person: str
    load: int
    fair: float
    duties: int
    weekends: int
    holidays: int
    nights: int = 0
    standby: int = 0
    credit: int = 0


@frozen(kw_only=True)
class Fairness:
    """How the load lies: a score out of 100, the heaviest load, and the water line that no roster stays below.

    The score is the share of the load that lies where it should; half a duty above what is fair is forgiven,
    because duties cannot be cut. People without a duty count too.
    """

    score: int
    heaviest: int
    water_line: int
    people: tuple[PersonLoad, ...]


def fairness(problem: Problem, roster: Roster) -> Fairness:
    """How fair the roster is, person by person in the order of the problem."""
    work = compiled(problem)
    reach = reach_of(work)
    loads: list[PersonLoad] = []
    carried = {item.person: item for item in problem.history}
    for index, person in enumerate(problem.people):
        shifts = [problem.shift(item.seat.shift) for item in roster.by_person.get(person.id, ())]
        before = carried.get(person.id)
        loads.append(
            PersonLoad(
                person=person.id,
                load=work.load[index] + sum(shift.burden for shift in shifts),
                fair=0.0,
                duties=len(shifts),
                weekends=sum(shift.weekend for shift in shifts) + (before.weekends if before else 0),
                holidays=sum(shift.holiday for shift in shifts) + (before.holidays if before else 0),
                nights=sum(shift.night for shift in shifts) + (before.nights if before else 0),
                standby=sum(shift.standby for shift in shifts) + (before.standby if before else 0),
                credit=work.credit.load[index],
            )
        )
    return _judged(problem, reach, loads)


def _judged(problem: Problem, reach: Reach, loads: list[PersonLoad]) -> Fairness:
    total = sum(item.load for item in loads)
    # A roster made by hand may give more than the rules allow; the line is then drawn for what was given.
    most = tuple(max(possible, item.load) for possible, item in zip(reach.most, loads, strict=True))
    steps = tuple(
        gcd(step, item.load - least) for step, item, least in zip(reach.steps, loads, reach.least, strict=True)
    )
    reach = Reach(reach.least, most, steps)
    fair = fair_loads(reach, total)
    forgiven = min((shift.burden for shift in problem.shifts), default=0) / 2
    misplaced = sum(max(0.0, item.load - own - forgiven) for item, own in zip(loads, fair, strict=True))
    return Fairness(
        score=round(100 * (1 - misplaced / total)) if total else 100,
        heaviest=max((item.load for item in loads), default=0),
        water_line=water_line(reach, total),
        people=tuple(attrs.evolve(item, fair=own) for item, own in zip(loads, fair, strict=True)),
    )
