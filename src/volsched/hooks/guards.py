"""What plugins offered, with every later call of it in a boundary too, and its answer looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import attrs
from attrs import frozen

from volsched.errors import PluginError, VolschedError
from volsched.files import Table
from volsched.hooks.answers import WrongAnswerError, items, one
from volsched.hooks.boundary import Answer, Boundary, Owner
from volsched.hooks.contract import Channel, Check, Exporter, Solver, StoreKind, TableReader
from volsched.hooks.failure import Failure
from volsched.hooks.settings import BUILT_IN
from volsched.model import Assignment, Finding, Roster, Seat, Text
from volsched.notices import Delivery, Message
from volsched.planning import Plan
from volsched.publishing import OutputFile
from volsched.rostering import Budget, Problem, Progress, Proof, check
from volsched.storage import Store

PLUGIN_FAILED = "plugin-failed"
"""The code of the finding that stands for a check that failed."""


@frozen
class Guard:
    """Puts the boundary around what one plugin offered."""

    boundary: Boundary
    owner: Owner

    def solver(self, solver: Solver) -> Solver:
        """A solver that raises PluginError when the plugin fails, so that the caller can use another."""

        def solve(problem: Problem, seed: int, budget: Budget, progress: Progress | None = None) -> Roster:
            trusted = self.owner.plugin.startswith(BUILT_IN)  # its rosters are large, and checked in its own tests

            def call() -> Roster:
                found = _fitting(problem, one(solver.solve(problem, seed, budget, progress), Roster, trusted=trusted))
                if not trusted:
                    _check_rules(problem, found)
                return found

            return self._required(f"solver {solver.name}", call)

        return attrs.evolve(solver, solve=solve, prove=self._proving(solver))

    def _proving(self, solver: Solver) -> Callable[[Problem, Roster], Proof] | None:
        asked = solver.prove
        if asked is None:
            return None

        def prove(problem: Problem, roster: Roster) -> Proof:
            return self._required(f"solver {solver.name}", lambda: one(asked(problem, roster), Proof))

        return prove

    def exporter(self, exporter: Exporter) -> Exporter:
        """An exporter that yields no file at all when the plugin fails."""

        def export(plan: Plan) -> Iterable[OutputFile]:
            def call() -> tuple[OutputFile, ...]:
                return items(exporter.export(plan), OutputFile)

            files = self.boundary.run(self.owner, f"exporter {exporter.name}", call)
            return () if isinstance(files, Failure) else files

        return attrs.evolve(exporter, export=export)

    def channel(self, channel: Channel) -> Channel:
        """A channel that says that the message failed when the plugin fails; it may have been sent all the same."""

        def send(message: Message) -> Delivery:
            def call() -> Delivery:
                delivery = one(channel.send(message), Delivery)
                if (delivery.key, delivery.person, delivery.channel) != (message.key, message.person, channel.name):
                    raise WrongAnswerError(f"answered for another message than that to '{message.person}'")
                if delivery.status == "sent" and (delivery.permanent or delivery.retry_after is not None):
                    raise WrongAnswerError(f"says that the message to '{message.person}' was sent and that it failed")
                return delivery

            answer = self.boundary.run(self.owner, f"channel {channel.name}", call)
            if isinstance(answer, Failure):
                return Delivery(
                    key=message.key,
                    person=message.person,
                    channel=channel.name,
                    status="failed",
                    detail=answer.error,
                )
            return answer

        return attrs.evolve(channel, send=send)

    def check(self, check: Check) -> Check:
        """A check that yields one finding, "plugin-failed", when the plugin fails."""

        def run(plan: Plan) -> Iterable[Finding]:
            answer = self.boundary.run(self.owner, f"check {check.name}", lambda: items(check.run(plan), Finding))
            return (failed_check(answer),) if isinstance(answer, Failure) else answer

        return attrs.evolve(check, run=run)

    def reader(self, reader: TableReader) -> TableReader:
        """A reader that raises PluginError when the plugin fails: people left out unseen would be wrong."""

        def read(path: Path) -> Iterable[Table]:
            return self._required(f"reader {reader.name}", lambda: items(reader.read(path), Table))

        return attrs.evolve(reader, read=read)

    def store(self, kind: StoreKind) -> StoreKind:
        """A kind of store that raises PluginError when the plugin fails to open it; an error in words stays one."""

        def opened(address: str) -> Store:
            refused: list[VolschedError] = []

            def call() -> Store | None:
                try:
                    return kind.open(address)
                except VolschedError as error:
                    refused.append(error)
                    return None

            store = self._required(f"store {kind.name}", call)
            if refused or store is None:
                raise refused[0] if refused else PluginError(f"plugin {self.owner.plugin} opened no store")
            return store

        return attrs.evolve(kind, open=opened)

    def _required(self, hook: str, call: Callable[[], Answer]) -> Answer:
        answer = self.boundary.run(self.owner, hook, call)
        if isinstance(answer, Failure):
            raise PluginError(str(answer))
        return answer


def failed_check(failure: Failure) -> Finding:
    """The finding that stands for what a check of a plugin would have found."""
    return Finding(
        code=PLUGIN_FAILED,
        severity="warning",
        subjects=(failure.plugin,),
        sentence=Text(
            zh=f"插件“{failure.plugin}”的检查没有完成：{failure.error}",
            ug=f"«{failure.plugin}» قىستۇرمىسىنىڭ تەكشۈرۈشى تاماملانمىدى: {failure.error}",
            en=f"the check of plugin '{failure.plugin}' was not made: {failure.error}",
        ),
    )


def _fitting(problem: Problem, roster: Roster) -> Roster:
    """The roster, if it is one of this problem at all; whether it keeps the rules is for the checker to say."""
    if roster.id != problem.id:
        raise WrongAnswerError(f"returned roster '{roster.id}' for problem '{problem.id}'")
    seats = {seat for shift in problem.shifts for seat in shift.seats()}
    people = {person.id for person in problem.people}
    taken: set[object] = set()
    for assignment in roster.assignments:
        _check_assignment(assignment, seats, people)
        twice = {assignment.seat, (assignment.seat.shift, assignment.person)}
        if taken & twice:
            raise WrongAnswerError(f"filled a seat or used a person twice in shift '{assignment.seat.shift}'")
        taken |= twice
    lost = set(problem.pinned) - set(roster.assignments)
    if lost:
        raise WrongAnswerError(f"moved what is pinned in shift '{min(lost).seat.shift}'")
    return roster


def _check_rules(problem: Problem, roster: Roster) -> None:
    # A skill that nobody has left is a shortage, as an empty seat is, and no reason to refuse the roster.
    broken = [item for item in check(problem, roster) if not item.is_shortage]
    if broken:
        raise WrongAnswerError(f"broke {len(broken)} rules, the first: {broken[0].sentence.in_language('en')}")


def _check_assignment(assignment: Assignment, seats: set[Seat], people: set[str]) -> None:
    if assignment.seat not in seats:
        raise WrongAnswerError(f"filled a seat that shift '{assignment.seat.shift}' does not have")
    if assignment.person not in people:
        raise WrongAnswerError(f"used person '{assignment.person}', who is not in the problem")
