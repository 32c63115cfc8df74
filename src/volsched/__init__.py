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
        Act,
        Activity,
        Area,
        Assignment,
        Attendance,
        Availability,
        Booking,
        Campaign,
        CarriedLoad,
        Edit,
        Equipment,
        Finding,
        Holiday,
        Hours,
        Occurrence,
        Override,
        Person,
        Programme,
        Proposal,
        Requirement,
        Roster,
        Schedule,
        Seat,
        Shift,
        Show,
        SignUp,
        Skill,
        SkillKind,
        Space,
        Span,
        Station,
        Team,
        Text,
        Travel,
        Use,
        Venue,
        Window,
        activity,
        checkup,
        patrol,
        performance,
        training,
        visit,
    )
    from volsched.planning import (
        Diary,
        FreeTime,
        Plan,
        RunningOrder,
        Wish,
        cadence,
        free_time,
        running_order,
    )
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
        "Act",
        "Activity",
        "Area",
        "Assignment",
        "Attendance",
        "Availability",
        "Booking",
        "Campaign",
        "CarriedLoad",
        "Edit",
        "Equipment",
        "Finding",
        "Holiday",
        "Hours",
        "Occurrence",
        "Override",
        "Person",
        "Programme",
        "Proposal",
        "Requirement",
        "Roster",
        "Schedule",
        "Seat",
        "Shift",
        "Show",
        "SignUp",
        "Skill",
        "SkillKind",
        "Space",
        "Span",
        "Station",
        "Team",
        "Text",
        "Travel",
        "Use",
        "Venue",
        "Window",
        "activity",
        "checkup",
        "patrol",
        "performance",
        "training",
        "visit",
    ),
    "volsched.planning": (
        "Diary",
        "FreeTime",
        "Plan",
        "RunningOrder",
        "Wish",
        "cadence",
        "free_time",
        "running_order",
    ),
    "volsched.publishing": ("Published",),
    "volsched.publishing.serving": ("FeedApp",),
    "volsched.recurrence": ("Recurrence",),
    "volsched.rostering": ("Budget", "Problem"),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Act",
    "Activity",
    "Area",
    "Assignment",
    "Attendance",
    "Availability",
    "Booking",
    "Budget",
    "Campaign",
    "CarriedLoad",
    "Conflict",
    "Diary",
    "Edit",
    "Equipment",
    "Fault",
    "FeedApp",
    "Finding",
    "FreeTime",
    "Holiday",
    "Hours",
    "InvalidValue",
    "Occurrence",
    "Override",
    "Person",
    "Plan",
    "PluginError",
    "Problem",
    "Programme",
    "ProgrammeError",
    "Proposal",
    "Published",
    "Recurrence",
    "RecurrenceError",
    "Requirement",
    "Roster",
    "RosterError",
    "RunningOrder",
    "Schedule",
    "Scheduler",
    "Seat",
    "Shift",
    "Show",
    "SignUp",
    "Skill",
    "SkillKind",
    "Space",
    "Span",
    "Station",
    "StoreError",
    "Team",
    "Text",
    "Travel",
    "UnknownName",
    "Use",
    "Venue",
    "VolschedError",
    "Window",
    "Wish",
    "__version__",
    "activity",
    "cadence",
    "checkup",
    "free_time",
    "hookimpl",
    "patrol",
    "performance",
    "running_order",
    "training",
    "visit",
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
