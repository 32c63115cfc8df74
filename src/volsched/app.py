"""The composition root: the one place that knows every room and joins them.

    scheduler = Scheduler.open("my-place")
    plan = scheduler.plan()
    scheduler.publish(plan, "out")

Nothing ambient is read here: not the clock, not the time zone, not the locale, not a random number.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, TextIO

import attrs

from volsched.builtin import BUILTINS, builtins
from volsched.dispatch import Office, keeper_of, with_history
from volsched.errors import Fault, InvalidValue, PluginError, ProgrammeError, RosterError, UnknownName
from volsched.files import load_with_notes, plugin_settings, with_lines
from volsched.hooks import Channel, Check, Exporter, Failure, Host, PluginInfo, Solver, TableReader
from volsched.model import KINDS, Programme, Roster, Window
from volsched.notices import Delivery, Message, Notice, deliver, notices_of
from volsched.planning import Plan, in_order, make_plan
from volsched.publishing import OutputFile, Published, write_files
from volsched.rostering import Budget, Fairness, Problem, Proof, breaks, check, fairness, seed_of, until_stopped
from volsched.storage.bookings import remembered_bookings
from volsched.storage.editions import next_edition
from volsched.storage.places import Keeping, nothing_kept, place_of
from volsched.storage.protocol import Store

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""

DEFAULT_SOLVER = "fair"
_NOTHING: Mapping[str, Any] = MappingProxyType({})


class Scheduler:
    """A programme and the plugins that work on it: plan, publish, notify."""

    def __init__(
        self,
        programme: Programme,
        *,
        host: Host | None = None,
        environment: Mapping[str, str] = _NOTHING,
        notes: Iterable[Fault] = (),
        store: Store | Callable[[], Store | None] | None = None,
    ) -> None:
        """Take a programme that is at hand; `open` reads one from a folder.

        Args:
            programme: what to plan.
            host: the plugins; where there is none, the built-in and the installed ones with the programme's settings.
            environment: where settings such as `{ env = "SMTP_PASSWORD" }` are looked up; `os.environ`, for one.
            notes: what the reader of the programme wants to be known.
            store: what remembers between runs, or a function that opens it when it is first needed; without one
                nothing is remembered.
        """
        self.programme = programme
        self.notes = tuple(notes)
        self._host = host or Host.open(programme.plugins, builtins=BUILTINS, environment=environment)
        self._store = store
        self._parents: Mapping[str, int] | None = None

    @classmethod
    def open(
        cls,
        folder: str | Path,
        *,
        environment: Mapping[str, str] = _NOTHING,
        console: TextIO | None = None,
        store: str | Path | None = None,
        begin: bool = True,
    ) -> Scheduler:
        """Read a programme folder, with the plugins that are installed.

        Args:
            folder: where `programme.toml` lies.
            environment: where settings such as `{ env = "SMTP_PASSWORD" }` are looked up; `os.environ`, for one.
            console: where the channel "console" writes; the program's own output if left out.
            store: the file that remembers between runs, instead of the one that the programme names.
            begin: make that file where it is not there yet; without, nothing is remembered until somebody does.

        Raises:
            ProgrammeError: the files have faults; it holds all of them, each with file, line, field and cure.
        """
        path = Path(folder)
        host = Host.open(plugin_settings(path), builtins=builtins(console), environment=environment)
        kinds = {**KINDS, **{kind.id: kind for kind in host.kinds()}}
        try:
            loaded = load_with_notes(path, readers=host.readers(), kinds=kinds)
        except ProgrammeError as error:
            raise ProgrammeError(str(folder), (*error.faults, *with_lines(path, host.faults))) from None
        if host.faults:
            raise ProgrammeError(str(folder), with_lines(path, host.faults))
        place = str(store) if store is not None else loaded.store and place_of(path, loaded.store)
        memory = Keeping(place, host.stores, begin) if place else None
        return cls(loaded.programme, host=host, notes=loaded.notes, store=memory)

    @staticmethod
    def installed_plugins(
        environment: Mapping[str, str] = _NOTHING,
    ) -> tuple[tuple[PluginInfo, ...], tuple[Failure, ...]]:
        """Every plugin that would be used where a programme sets nothing, and what failed while they were loaded."""
        host = Host.open(builtins=BUILTINS, environment=environment)
        return host.plugins(), host.failures

    @cached_property
    def store(self) -> Store | None:
        """What remembers between runs, opened when it is first asked for; None where nothing is remembered.

        Raises:
            StoreError: it cannot be opened.
        """
        return self._store() if callable(self._store) else self._store

    @property
    def remembers(self) -> bool:
        """Whether the programme has a store, be it begun or not."""
        return self._store is not None

    @property
    def kept_store(self) -> Store:
        """The same where it must be there; a StoreError says why nothing is remembered."""
        if self.store is None:
            raise nothing_kept(self.programme.id, self._store)
        return self.store

    @property
    def failures(self) -> tuple[Failure, ...]:
        """What plugins did wrong so far; each cost its own result and nothing else."""
        return self._host.failures

    @property
    def warnings(self) -> tuple[Failure, ...]:
        """What plugins should not do, such as answer late; nothing was lost by it."""
        return self._host.warnings

    @property
    def readers(self) -> tuple[TableReader, ...]:
        """What reads tables of other formats than CSV, such as workbooks."""
        return tuple(self._host.readers())

    def plugins(self) -> tuple[PluginInfo, ...]:
        """Every plugin, also those that are disabled or refused, with the reason."""
        return self._host.plugins()

    def plan(
        self,
        window: Window | str | None = None,
        *,
        seed: int = 0,
        solver: str | None = None,
        budget: Budget | None = None,
        rosters: Iterable[Roster] = (),
        now: dt.datetime | None = None,
        anew: bool = False,
        progress: Progress | None = None,
    ) -> Plan:
        """Plan the programme: what happens when, who serves, who attends, and what the checks notice.

        The same programme, window, seed and version give the same plan. Seats that nobody can fill stay empty and
        are findings. `rosters` are taken as they are instead of being made, such as one that was published and
        changed by hand; the others are made around them, in the order of the programme. `solver` is the programme's own
        where none is named. With a store, what was published stays as it is but for what has to change, and shifts that
        began until `now` stay in any case; with `anew`, all that lies ahead and was not settled by hand is made anew.

        Raises:
            InvalidValue: no window is given and the programme has none, or it cannot be read.
            UnknownName: no such solver, or a given roster is none of the plan's.
            RosterError: a given roster names a shift that is not its own.
            PluginError: a plugin whose answer the plan needs did not give it.
        """
        asked = self._window(window)
        programme = self._with_plugin_answers(asked)
        given = {roster.id: roster for roster in rosters}
        solved = partial(self._solved, seed, self._solver(solver or self.programme.solver))
        make = until_stopped(solved, budget or Budget())
        keeper = keeper_of(programme, self.store, make=make, given=given, now=now, anew=anew)
        self._parents = keeper.versions
        planned = partial(make_plan, bookings=remembered_bookings(self.store), given=given, former=keeper.former)
        made = planned(programme, asked, solve=keeper, seed=seed, progress=progress)
        for name in given:
            made.roster(name)
        made = made.with_findings(in_order(item for one in self._checks for item in one.run(made)))
        self._host.planned(made)
        return made

    def outline(self, window: Window | str | None = None, *, now: dt.datetime | None = None) -> Plan:
        """The plan before anybody serves: what happens when, and what is to be staffed by whom; rosters are empty.

        No plugin is told of it and no check looks at it. With a store, who stood in until `now` is there.

        Raises:
            InvalidValue: no window is given and the programme has none, or it cannot be read.
        """
        asked = self._window(window)
        programme = self._with_plugin_answers(asked)
        keeper = keeper_of(programme, self.store, make=_empty, given={}, now=now)
        return make_plan(programme, asked, solve=_empty, stand_ins=False, former=keeper.former)

    def fairness(self, plan: Plan) -> tuple[tuple[str, Fairness], ...]:
        """How fair each roster of the plan is, by its id."""
        return tuple(
            (roster.id, fairness(problem, roster)) for problem, roster in zip(plan.problems, plan.rosters, strict=True)
        )

    def prove(self, plan: Plan, solver: str | None = None) -> tuple[tuple[str, Proof], ...]:
        """How far each roster of the plan is from the best there can be, by its id, with the proof of a solver.

        Raises:
            UnknownName: no such solver.
            InvalidValue: the solver cannot prove; the error names those that can.
            PluginError: the plugin of the solver did not answer.
        """
        name = solver or self.programme.solver
        ask = self._solver(name).prove
        if ask is None:
            able = [one.name for one in self._solvers.values() if one.prove is not None]
            cure = f"ask {' or '.join(able)}" if able else "install a plugin that can, such as volsched-highs"
            raise InvalidValue("solver", name, "prove", "it cannot prove how good a roster is", cure)
        return tuple(
            (roster.id, ask(problem, roster)) for problem, roster in zip(plan.problems, plan.rosters, strict=True)
        )

    def publish(
        self,
        plan: Plan,
        folder: str | Path,
        *,
        now: dt.datetime | None = None,
        secret: bytes | None = None,
        who: str = "volsched",
        progress: Progress | None = None,
    ) -> Published:
        """Write what the plan comes to: calendars, rosters, lists, and what the exporters of plugins add.

        Files are replaced whole, and only where they changed. With a store the revision of every event is remembered,
        and what was cancelled stays in calendars for thirty days.

        Args:
            plan: what to write.
            folder: where the files go.
            now: when this is; the beginning of the window if left out.
            secret: 32 random bytes for the secret names of personal calendars, kept in a store that holds none yet.
            who: who publishes, for the audit log.
            progress: told how far it is.

        Raises:
            RosterError: the independent checker finds a broken rule in a roster; nothing is written.
            Conflict: somebody else published meanwhile; nothing is written.
            StoreError: the store is older than what lies in the folder, or not the one that publishes there.
            VolschedError: the folder cannot be written; the message names the path.
        """
        self._must_be_valid(plan, now)
        final = attrs.evolve(plan, rosters=tuple(roster.published() for roster in plan.rosters))
        changes, moment = None, now or plan.window.span.start
        if self.store is not None:
            self.office.marks.must_be_newest(folder)
            also = partial(self.office.prepare, now=moment, folder=folder, parents=self._parents)
            final, changes = next_edition(self.store, final, now=moment, secret=secret, who=who, also=also)
            self._parents = None
        files = self._exported(final, progress)
        written = write_files(Path(folder), files)
        if self.store is not None:
            self.office.marks.leave(now=moment)
        self._host.published(final, files)
        paths = tuple(file.path for file in files)
        return Published(
            folder=Path(folder), files=paths, written=len(written), removed=written.removed, changes=changes
        )

    def messages(self, plan: Plan) -> tuple[Message, ...]:
        """What everybody concerned should be told, each in their language; one message a person."""
        return tuple(self._worded(notice) for notice in notices_of(plan))

    def channel_names(self) -> tuple[str, ...]:
        """The channels that messages can be sent by."""
        return tuple(self._channels)

    def notify(
        self, plan: Plan, *, channels: Iterable[str] = ("console",), messages: Iterable[Message] | None = None
    ) -> tuple[Delivery, ...]:
        """Send each message by the first of these channels that takes it, and say what became of it.

        A channel that fails harms no other; who cannot be reached by any is in the answer, for a call.

        Raises:
            UnknownName: no such channel.
        """
        chosen = tuple(channels)
        for name in chosen:
            self._channel(name)
        return deliver(self.messages(plan) if messages is None else messages, chosen, self.send)

    @cached_property
    def office(self) -> Office:
        """Where people are told what was published, and their answers are taken in; it needs a store."""
        store = self.kept_store
        limits = {name: item.limit for name, item in self._channels.items() if item.limit is not None}
        return Office(programme=self.programme, store=store, render=self._worded, outline=self.outline, limits=limits)

    def send(self, channel: str, message: Message) -> Delivery:
        """Hand one message to one channel; an UnknownName says which there are."""
        return self._channel(channel).send(message)

    def _channel(self, name: str) -> Channel:
        if name not in self._channels:
            raise UnknownName("channel", name, self._channels)
        return self._channels[name]

    def _worded(self, notice: Notice) -> Message:
        return self._host.render_notice(notice, self.programme)

    def _window(self, asked: Window | str | None) -> Window:
        if isinstance(asked, str):
            return Window.parse(asked, self.programme.zone)
        window = asked or self.programme.window
        if window is None:
            cure = 'name one, such as 2027 or 2027-05, or write `window = "2027"` under [programme]'
            raise InvalidValue("programme", self.programme.id, "window", "no window to plan", cure)
        return window

    def _with_plugin_answers(self, window: Window) -> Programme:
        """The programme with what plugins know, and what the store knows of periods before."""
        programme = with_history(self.programme, self.store, window)
        availability = self._host.availability(self.programme, window)
        holidays = self._host.holidays(self.programme, window)
        if not availability and not holidays:
            return programme
        return attrs.evolve(
            programme,
            availability=(*programme.availability, *availability),
            # the place itself has the last word on its days
            holidays=(*holidays, *programme.holidays),
        )

    def _solver(self, name: str) -> Solver:
        if name not in self._solvers:
            raise UnknownName("solver", name, self._solvers)
        return self._solvers[name]

    def _solved(self, seed: int, solver: Solver, budget: Budget, problem: Problem) -> Roster:
        """The roster of this solver; that of the built-in one where a plugin's fails, which the host then names."""
        own_seed = seed_of(seed, problem.id)
        if solver.name != DEFAULT_SOLVER:
            try:
                return solver.solve(problem, own_seed, budget, None)
            except PluginError:
                solver = self._solver(DEFAULT_SOLVER)
        return solver.solve(problem, own_seed, budget, None)

    def _must_be_valid(self, plan: Plan, now: dt.datetime | None) -> None:
        over = {item.id for item in plan.shifts if self.store is not None and now and item.span.start <= now}
        judged = (check(problem, roster) for problem, roster in zip(plan.problems, plan.rosters, strict=True))
        found = [item for violations in judged for item in violations if breaks(item, over)]
        if found:
            first = found[0].sentence.in_language("en")
            raise RosterError(f"{len(found)} rules are broken, the first: {first}; mend the rosters, then publish")

    def _exported(self, plan: Plan, progress: Progress | None) -> tuple[OutputFile, ...]:
        files: dict[str, OutputFile] = {}
        for done, exporter in enumerate(self._exporters):
            if progress is not None:
                progress("files", done, len(self._exporters))
            for file in exporter.export(plan):
                if files.setdefault(file.path.casefold(), file) is not file:
                    problem = f"'{file.path}' is already the file of another exporter; this one was left out"
                    self._host.refuse(f"exporter {exporter.name}", problem)
        return tuple(sorted(files.values(), key=lambda file: file.path))

    # What plugins offer is asked for once a run, so that one that fails is named once.

    @cached_property
    def _checks(self) -> tuple[Check, ...]:
        return self._host.checks()

    @cached_property
    def _exporters(self) -> tuple[Exporter, ...]:
        return self._host.exporters()

    @cached_property
    def _solvers(self) -> Mapping[str, Solver]:
        return {solver.name: solver for solver in self._host.solvers()}

    @cached_property
    def _channels(self) -> Mapping[str, Channel]:
        return {channel.name: channel for channel in self._host.channels()}


def _empty(problem: Problem) -> Roster:
    return Roster(id=problem.id)
