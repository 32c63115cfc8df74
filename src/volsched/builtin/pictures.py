"""Pictures of rosters, for those who plan them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, get_args

from attrs import frozen

from volsched.errors import InvalidValue
from volsched.hooks import Exporter, hookimpl
from volsched.planning import Plan
from volsched.publishing import OutputFile, Viewer, loads_picture, stem, year_picture
from volsched.rostering import Problem

NAME = "pictures"
MANY_SHIFTS, MANY_PEOPLE = 28, 6
"""From these on a roster is like a patrol's: as long as the shortest month, and too many people to see at a glance."""

Rosters = Literal["patrol", "all", "none"]


@frozen(kw_only=True, eq=False)
class Pictures:
    """Draws rosters as SVG: everybody's load, and a calendar of the shifts.

    `rosters` says which: those that are like a patrol's ("patrol": 28 shifts or more, shared by six people or more),
    "all", or "none".
    """

    rosters: Rosters = "patrol"

    def __attrs_post_init__(self) -> None:
        if self.rosters not in get_args(Rosters):
            cure = f"write {', '.join(get_args(Rosters))}"
            raise InvalidValue("plugin", NAME, "rosters", f"'{self.rosters}' is not known", cure)

    @hookimpl
    def volsched_exporters(self) -> Iterable[Exporter]:
        """The one exporter, where anything is to be drawn."""
        return () if self.rosters == "none" else (Exporter(name=NAME, title="Pictures (SVG)", export=self._drawn),)

    def _drawn(self, plan: Plan) -> Iterator[OutputFile]:
        viewer = Viewer(audience="coordinator", language=plan.programme.language)
        for problem in plan.problems:
            if self.rosters == "all" or _like_a_patrol(problem):
                path = f"coordinator/roster/{stem(problem.id)}"
                yield OutputFile(f"{path}-loads.svg", loads_picture(plan, problem.id, viewer))
                yield OutputFile(f"{path}-year.svg", year_picture(plan, problem.id, viewer))


def _like_a_patrol(problem: Problem) -> bool:
    return len(problem.shifts) >= MANY_SHIFTS and len(problem.people) >= MANY_PEOPLE
