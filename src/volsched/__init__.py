"""volsched plans, staffs, publishes and announces the life of a community.

    from volsched import Scheduler

    scheduler = Scheduler.open("examples/night-watch")
    plan = scheduler.plan()
    scheduler.publish(plan, "out")

The public names below are loaded when they are first used, so that importing volsched costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from volsched.app import Scheduler
    from volsched.errors import (
        Conflict,
        Fault,
        InvalidValue,
        PluginError,
        ProgrammeError,
        RecurrenceError,
        RosterError,
        StoreError,
        UnknownName,
        VolschedError,
    )
    from volsched.hooks import hookimpl
    from volsched.model import (
        Activity,
        Area,
        Assignment,
        Availability,
        Booking,
        CarriedLoad,
        Finding,
        Holiday,
        Occurrence,
        Override,
        Person,
        Programme,
        Requirement,
        Roster,
        Schedule,
        Seat,
        Shift,
        Skill,
        SkillKind,
        Span,
        Team,
        Text,
        Venue,
        Window,
        activity,
        checkup,
        patrol,
        performance,
        training,
    )
    from volsched.planning import Plan
    from volsched.publishing import Published
    from volsched.publishing.serving import FeedApp
    from volsched.recurrence import Recurrence
    from volsched.rostering import Budget, Problem

__version__ = "0.1.0"

_HOMES = {
    "volsched.app": ("Scheduler",),
    "volsched.errors": (
        "Conflict",
        "Fault",
        "InvalidValue",
        "PluginError",
        "ProgrammeError",
        "RecurrenceError",
        "RosterError",
        "StoreError",
        "UnknownName",
        "VolschedError",
    ),
    "volsched.hooks": ("hookimpl",),
    "volsched.model": (
        "Activity",
        "Area",
        "Assignment",
        "Availability",
        "Booking",
        "CarriedLoad",
        "Finding",
        "Holiday",
        "Occurrence",
        "Override",
        "Person",
        "Programme",
        "Requirement",
        "Roster",
        "Schedule",
        "Seat",
        "Shift",
        "Skill",
        "SkillKind",
        "Span",
        "Team",
        "Text",
        "Venue",
        "Window",
        "activity",
        "checkup",
        "patrol",
        "performance",
        "training",
    ),
    "volsched.planning": ("Plan",),
    "volsched.publishing": ("Published",),
    "volsched.publishing.serving": ("FeedApp",),
    "volsched.recurrence": ("Recurrence",),
    "volsched.rostering": ("Budget", "Problem"),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Activity",
    "Area",
    "Assignment",
    "Availability",
    "Booking",
    "Budget",
    "CarriedLoad",
    "Conflict",
    "Fault",
    "FeedApp",
    "Finding",
    "Holiday",
    "InvalidValue",
    "Occurrence",
    "Override",
    "Person",
    "Plan",
    "PluginError",
    "Problem",
    "Programme",
    "ProgrammeError",
    "Published",
    "Recurrence",
    "RecurrenceError",
    "Requirement",
    "Roster",
    "RosterError",
    "Schedule",
    "Scheduler",
    "Seat",
    "Shift",
    "Skill",
    "SkillKind",
    "Span",
    "StoreError",
    "Team",
    "Text",
    "UnknownName",
    "Venue",
    "VolschedError",
    "Window",
    "__version__",
    "activity",
    "checkup",
    "hookimpl",
    "patrol",
    "performance",
    "training",
]


def __getattr__(name: str) -> Any:
    home = _HOME.get(name)
    if home is None:
        raise AttributeError(f"module 'volsched' has no attribute '{name}'")
    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME})
