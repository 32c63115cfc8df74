"""The grid: estates, buildings and stairwells, each cell with the person who answers for it; and who covers it now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from attrs import frozen

from volsched.model import Programme, Span
from volsched.planning.opening import unavailable
from volsched.planning.plan import Plan
from volsched.planning.presence import seconds

MOMENT = dt.timedelta(minutes=1)


@frozen(kw_only=True)
class Covering:
    """Somebody who covers a cell at a moment: as its keeper, as that of an area around it, or on duty."""

    person: str
    area: str
    """The area that they cover: the cell itself, or one that it lies in."""
    role: str
    """`keeper`, `neighbour` who stands in for a keeper that is away, or the role of a duty."""
    occurrence: str | None = None
    """The duty, where it is one."""


def distance(programme: Programme, one: str | None, other: str | None) -> int | None:
    """How many steps up and down the tree lie between two areas: 0 in one stairwell, 2 in one building.

    None where they have nothing in common.
    """
    above, below = programme.areas_above(one), programme.areas_above(other)
    return next((up + below.index(area) for up, area in enumerate(above) if area in below), None)


def covering(plan: Plan, area: str, at: dt.datetime) -> tuple[Covering, ...]:
    """Who covers an area at this moment, the nearest first: its keeper, who is on duty there, and those above.

    A keeper who has said that they are away is left out; where the cell has then nobody of its own, the keeper of the
    nearest cell beside it stands in.

    Raises:
        UnknownName: no such area; the error names the nearest ids.
    """
    programme = plan.programme
    programme.area(area)
    span = Span(at, at + MOMENT)
    found: list[Covering] = []
    for level, around in enumerate(programme.areas_above(area)):
        keeper = programme.area(around).keeper
        if keeper is not None and _is_there(plan, keeper, span):
            found.append(Covering(person=keeper, area=around, role="keeper"))
        elif level == 0:
            found.extend(_neighbour(plan, area, span))
        found.extend(_on_duty(plan, around, at))
    return tuple(dict.fromkeys(found))


def _neighbour(plan: Plan, area: str, span: Span) -> Iterator[Covering]:
    """The keeper of the nearest cell that lies beside it, in the same building before the same estate."""
    programme = plan.programme
    depth = len(programme.areas_above(area))
    near = []
    for other in programme.areas:
        steps = distance(programme, area, other.id)
        beside = other.id != area and len(programme.areas_above(other.id)) == depth
        # Further away than the cells of one estate nobody is a neighbour any more.
        if other.keeper is not None and beside and steps is not None and steps <= 4:
            near.append((steps, other.id, other.keeper))
    for _, _, keeper in sorted(near):
        if _is_there(plan, keeper, span):
            yield Covering(person=keeper, area=area, role="neighbour")
            return


def _on_duty(plan: Plan, area: str, at: dt.datetime) -> Iterator[Covering]:
    for shift in plan.shifts:
        if shift.span.holds(at) and plan.programme.activity(shift.activity).area == area:
            for assignment in plan.serving(shift.id):
                role = assignment.seat.role
                yield Covering(person=assignment.person, area=area, role=role, occurrence=shift.id)


def _is_there(plan: Plan, person: str, span: Span) -> bool:
    start, end = seconds(span.start), seconds(span.end)
    return not any(since < end and start < until for since, until in unavailable(plan.programme, person, span))
