"""The hooks: every call that a plugin may answer, with the policy that holds when an answer goes wrong.

Within one major version of volsched, hooks and parameters are only added. An implementation may leave out parameters
that it does not need.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Literal, Protocol

import pluggy

from volsched.hooks.contract import Channel, Check, Exporter, Solver, StoreKind, TableReader
from volsched.model import Availability, Holiday, Kind, Language, Programme, Window
from volsched.notices import Message, Notice
from volsched.planning import Plan
from volsched.publishing import OutputFile

API_VERSION = 1
"""The version of the hooks. A plugin written for a later one says so with `volsched_api` and is refused here."""

PROJECT = "volsched"
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)

Policy = Literal["gather", "require", "first", "tell"]
"""What happens to the answers, and what a wrong one costs.

gather: all are collected; a plugin that fails loses its own. require: all are collected; one failure ends the run,
as a plan without that answer would be wrong. first: the first answer that is not None counts; a plugin that fails
is passed over. tell: nothing is expected.
"""


class Hooks(Protocol):
    """Every hook of volsched."""

    @hookspec
    def volsched_solvers(self) -> Iterable[Solver]:
        """Offer ways to fill rosters; the programme chooses one by its name."""
        ...

    @hookspec
    def volsched_exporters(self) -> Iterable[Exporter]:
        """Offer ways to write a plan; each is called once for every publication."""
        ...

    @hookspec
    def volsched_readers(self) -> Iterable[TableReader]:
        """Offer ways to read tables of people, availability and history, each for its own file suffixes."""
        ...

    @hookspec
    def volsched_channels(self) -> Iterable[Channel]:
        """Offer ways to tell people; each is called with one message at a time."""
        ...

    @hookspec
    def volsched_stores(self) -> Iterable[StoreKind]:
        """Offer ways to remember between runs, each for addresses that begin with its name and "://"."""
        ...

    @hookspec
    def volsched_checks(self) -> Iterable[Check]:
        """Offer things to look for in every plan."""
        ...

    @hookspec
    def volsched_kinds(self) -> Iterable[Kind]:
        """Offer kinds of activity, by whose names programme files can ask for their defaults."""
        ...

    @hookspec
    def volsched_availability(self, programme: Programme, window: Window) -> Iterable[Availability]:
        """Say when people can serve, beside what the files say; a roster without it would be wrong."""
        ...

    @hookspec
    def volsched_holidays(self, programme: Programme, window: Window) -> Iterable[Holiday]:
        """Say which days are holidays or make-up working days, beside what the files say."""
        ...

    @hookspec
    def volsched_render_notice(self, notice: Notice, programme: Programme, language: Language) -> Message | None:
        """Word a notice, or leave it to the next one by returning None."""
        ...

    @hookspec
    def volsched_planned(self, plan: Plan) -> None:
        """Hear that a plan was made and checked."""
        ...

    @hookspec
    def volsched_published(self, plan: Plan, files: tuple[OutputFile, ...]) -> None:
        """Hear that a plan was published, and with which files."""
        ...


POLICIES: Mapping[str, Policy] = MappingProxyType(
    {
        "volsched_solvers": "gather",
        "volsched_exporters": "gather",
        "volsched_readers": "gather",
        "volsched_channels": "gather",
        "volsched_stores": "gather",
        "volsched_checks": "gather",
        "volsched_kinds": "gather",
        "volsched_availability": "require",
        "volsched_holidays": "require",
        "volsched_render_notice": "first",
        "volsched_planned": "tell",
        "volsched_published": "tell",
    }
)

ANSWERS: Mapping[str, type] = MappingProxyType(
    {
        "volsched_solvers": Solver,
        "volsched_exporters": Exporter,
        "volsched_readers": TableReader,
        "volsched_channels": Channel,
        "volsched_stores": StoreKind,
        "volsched_checks": Check,
        "volsched_kinds": Kind,
        "volsched_availability": Availability,
        "volsched_holidays": Holiday,
        "volsched_render_notice": Message,
    }
)
"""What each answer, or each item of it, must be an instance of; a hook that is told expects none."""


def signature(hook: str) -> str:
    """A hook as the reference writes it: "volsched_planned(plan: Plan) -> None"."""
    shown = inspect.signature(getattr(Hooks, hook))
    kept = [parameter for name, parameter in shown.parameters.items() if name != "self"]
    return f"{hook}{shown.replace(parameters=kept)}".replace("'", "")


def parameters(hook: str) -> tuple[str, ...]:
    """The names of the parameters that a hook gives."""
    return tuple(inspect.signature(getattr(Hooks, hook)).parameters)[1:]
