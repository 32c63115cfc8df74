"""Pictures of rosters for people: who carries how much, and which days of the window are covered.

They are SVG files without scripts, style sheets or anything fetched from elsewhere, so that they can be opened in any
browser, printed, and put into a page or a document. In Uyghur they are laid out from right to left.
"""

from __future__ import annotations

from volsched.planning import Plan
from volsched.publishing.audience import Viewer
from volsched.publishing.load_bars import bars_of, draw_loads
from volsched.publishing.picture_parts import heading_of
from volsched.publishing.year_calendar import days_of, draw_year, months_of
from volsched.rostering import Problem, fairness


def loads_picture(plan: Plan, roster_id: str, viewer: Viewer) -> bytes:
    """Each person's load as a bar beside what would be fair for them, the heaviest first, and the score out of 100.

    Names stand there for those who may read them; others see the same bars with numbers. The line across all bars is
    the water line, which the heaviest load cannot stay below.

    Raises:
        UnknownName: there is no such roster.
    """
    problem = plan.problem(roster_id)
    found = fairness(problem, plan.roster(roster_id))
    bars = bars_of(plan, roster_id, viewer, found)
    return draw_loads(heading_of(plan, roster_id, viewer), bars, found, _weights(problem), viewer)


def year_picture(plan: Plan, roster_id: str, viewer: Viewer) -> bytes:
    """The shifts of the window as a calendar of colours: full, short or empty, at weekends and on holidays.

    What is missing stands there as a number, so that it is read without colours too. Nobody is named.

    Raises:
        UnknownName: there is no such roster.
    """
    heading = heading_of(plan, roster_id, viewer)
    shifts = plan.problem(roster_id).shifts
    days = days_of(plan, shifts)
    return draw_year(heading, days, months_of(plan, days), len(shifts), viewer)


def _weights(problem: Problem) -> dict[str, str]:
    """What a duty counts for by the kind of its day, where all of that kind count alike."""
    found: dict[str, set[int]] = {}
    for shift in problem.shifts:
        kind = "holiday" if shift.holiday else "weekend" if shift.weekend else "ordinary"
        found.setdefault(kind, set()).add(shift.burden)
    return {kind: str(min(burdens)) for kind, burdens in found.items() if len(burdens) == 1}
