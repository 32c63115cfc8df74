"""A plugin asked everything that volsched could ask it, on the sample community."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from volsched.errors import VolschedError
from volsched.hooks import Host, Solver
from volsched.planning import Plan
from volsched.rostering import Budget, Problem
from volsched.testing import factories

NAME = "plugin-under-test"
_SEED = 7


def host_with(plugin: object, settings: Mapping[str, Any], environment: Mapping[str, str]) -> Host:
    """A host with this plugin alone."""
    host = Host.open({NAME: settings} if settings else {}, environment=environment, installed=False)
    host.add(NAME, plugin)
    return host


def all_answers(plugin: object, settings: Mapping[str, Any], environment: Mapping[str, str]) -> Mapping[str, object]:
    """Everything that a plugin answers on the sample community, by what was asked."""
    return answers(host_with(plugin, settings, environment), factories.plan())


def answers(host: Host, plan: Plan) -> dict[str, object]:
    """Everything that a plugin answers, by what was asked."""
    found: dict[str, object] = {}
    programme, window = plan.programme, plan.window
    found["availability"] = attempt(lambda: host.availability(programme, window))
    found["holidays"] = attempt(lambda: host.holidays(programme, window))
    found["kinds"] = host.kinds()
    for solver in host.solvers():
        for problem in (*plan.problems, factories.problem()):
            found[f"solver {solver.name}, {problem.id}"] = solved(solver, problem)
    for exporter in host.exporters():
        found[f"exporter {exporter.name}"] = tuple(exporter.export(plan))
    for item in host.checks():
        found[f"check {item.name}"] = tuple(item.run(plan))
    found["channels"] = tuple(channel.name for channel in host.channels())
    found["readers"] = tuple((reader.name, reader.suffixes) for reader in host.readers())
    found["render_notice"] = host.render_notice(factories.notice(plan), programme)
    host.planned(plan)
    host.published(plan, ())
    return found


def attempt(ask: Callable[[], object]) -> object:
    """The answer, or the words of the error that took its place."""
    try:
        return ask()
    except VolschedError as error:  # the host keeps it among its failures
        return str(error)


def solved(solver: Solver, problem: Problem) -> object:
    """The roster of a solver, always from the same seed and budget, or the words of its error."""
    return attempt(lambda: solver.solve(problem, _SEED, Budget(moves=200), None))
