"""The visits of a plan, who could stand in for whom, and which were missed."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping

from attrs import frozen

from volsched.errors import UnknownName
from volsched.model import Activity, Programme, Span
from volsched.planning.opening import unavailable
from volsched.planning.plan import Plan
from volsched.planning.presence import seconds
from volsched.planning.visits.grid import distance
from volsched.planning.visits.visited import Visited
from volsched.planning.whereabouts import Whereabouts

VISIT = "visit"
"""The kind of activity that is a visit of a household by its helpers."""

FAR = 99


@frozen(kw_only=True)
class Visit:
    """One visit of one household: when, in which cell of the grid, and who goes."""

    key: str
    activity: str
    household: str | None
    """The team that the household is."""
    cell: str | None
    span: Span
    helpers: tuple[str, ...]
    own: tuple[str, ...]
    """The helpers that the household is paired with."""

    @property
    def stand_ins(self) -> tuple[str, ...]:
        """Those who go and are not its own helpers."""
        return tuple(name for name in self.helpers if name not in self.own)


@frozen(kw_only=True)
class StandIn:
    """Somebody who could go instead: one of the household's own helpers, or one from near by in the grid."""

    person: str
    own: bool
    steps: int
    """How far in the grid from the household they help; 0 is the same cell."""
    visits: int
    """How many visits they have in the plan already."""


def cell_of(programme: Programme, activity: Activity) -> str | None:
    """The cell of the grid in which a household lives, or else the area of the activity."""
    if activity.team is not None:
        for member in programme.team(activity.team).members:
            area = programme.person(member).area
            if area is not None:
                return area
    return activity.area


def visits_of(plan: Plan, *, household: str | None = None, helper: str | None = None) -> tuple[Visit, ...]:
    """The visits of the plan by their start; of one household, or those on which one helper goes."""
    found = []
    for occurrence in plan.occurrences:
        activity = plan.programme.activity(occurrence.activity)
        if activity.kind != VISIT or occurrence.cancelled or activity.staffing is None:
            continue
        helpers = tuple(dict.fromkeys(item.person for item in plan.serving(occurrence.key)))
        if household not in (None, activity.team) or (helper is not None and helper not in helpers):
            continue
        found.append(
            Visit(
                key=occurrence.key,
                activity=activity.id,
                household=activity.team,
                cell=cell_of(plan.programme, activity),
                span=occurrence.span,
                helpers=helpers,
                own=plan.programme.team(activity.staffing.team).members,
            )
        )
    return tuple(found)


def helper_loads(plan: Plan) -> Mapping[str, int]:
    """How many visits each helper has, those with none among them."""
    counted = Counter(name for visit in visits_of(plan) for name in visit.helpers)
    return {name: counted[name] for name in sorted(set(cells_of_helpers(plan.programme)) | set(counted))}


def cells_of_helpers(programme: Programme) -> Mapping[str, tuple[str | None, ...]]:
    """The cells of the households that each helper is paired with."""
    found: dict[str, list[str | None]] = {}
    for activity in programme.activities:
        if activity.kind == VISIT and activity.staffing is not None:
            for member in programme.team(activity.staffing.team).members:
                found.setdefault(member, []).append(cell_of(programme, activity))
    return {name: tuple(cells) for name, cells in found.items()}


def steps_to(programme: Programme, cell: str | None, homes: Iterable[str | None]) -> int:
    """How far the nearest of some cells is from this one; far where they have nothing in common."""
    steps = [distance(programme, cell, home) for home in homes]
    return min((count for count in steps if count is not None), default=FAR)


def who_could_visit(plan: Plan, key: str, *, away: Iterable[str] = ()) -> tuple[StandIn, ...]:
    """Who could go on a visit when some are away: its own helpers first, then from the nearest cells, evenly.

    Everybody named is free, on the day and at the hour, with the way there.

    Raises:
        UnknownName: the plan has no such visit.
    """
    visit = next((item for item in visits_of(plan) if item.key == key), None)
    if visit is None:
        raise UnknownName("visit", key, (item.key for item in visits_of(plan)))
    programme, where, loads = plan.programme, Whereabouts(plan), helper_loads(plan)
    place = plan.place_of(plan.occurrence(key))
    absent = {*away, *visit.helpers}
    start, end = seconds(visit.span.start), seconds(visit.span.end)
    found = []
    for person, homes in cells_of_helpers(programme).items():
        busy = ((since, until) for since, until, _ in where.of_person(person, place))
        said = unavailable(programme, person, visit.span)
        if person in absent or any(since < end and start < until for since, until in (*busy, *said)):
            continue
        own = person in visit.own
        steps = 0 if own else steps_to(programme, visit.cell, homes)
        found.append(StandIn(person=person, own=own, steps=steps, visits=loads[person]))
    return tuple(sorted(found, key=lambda item: (not item.own, item.steps, item.visits, item.person)))


def missed(plan: Plan, made: Iterable[Visited], now: dt.datetime) -> tuple[Visit, ...]:
    """The visits that should have been over by now and of which nobody has said that they were made."""
    known = {item.visit for item in made}
    return tuple(visit for visit in visits_of(plan) if visit.span.end <= now and visit.key not in known)
