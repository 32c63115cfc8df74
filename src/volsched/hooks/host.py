"""The host: owns the plugins of one run, and is the only one that calls them."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol, TypeVar

import attrs
import pluggy
from attrs import field

from volsched.errors import Fault, PluginError
from volsched.hooks.answers import WrongAnswerError, items, one
from volsched.hooks.boundary import Boundary, Owner
from volsched.hooks.contract import Channel, Check, Exporter, Solver, StoreKind, TableReader
from volsched.hooks.discovery import installed_plugins, version_of
from volsched.hooks.failure import Failure, PluginInfo
from volsched.hooks.guards import Guard
from volsched.hooks.register import Register, is_built_in
from volsched.hooks.settings import Settings
from volsched.model import KINDS, Availability, Holiday, Kind, Language, Programme, Window
from volsched.model.text import check_text, clean, one_line
from volsched.notices import Message, Notice, render
from volsched.planning import Plan
from volsched.publishing import OutputFile

Item = TypeVar("Item")
_LONGEST_HOLIDAY = dt.timedelta(days=366)
_STANDARD_KINDS = dict.fromkeys(KINDS, "volsched")


class _HasName(Protocol):
    @property
    def name(self) -> str: ...


def _own_name(item: _HasName) -> tuple[str, ...]:
    return (item.name,)


@attrs.define(eq=False)
class Host:
    """The plugins of one run. Two hosts share nothing."""

    settings: Settings = field(factory=lambda: Settings.of({}, {}))
    boundary: Boundary = field(factory=Boundary)
    _register: Register = field(
        default=attrs.Factory(lambda self: Register(self.settings, self.boundary), takes_self=True), init=False
    )
    _offers: dict[str, Owner] = field(factory=dict, init=False)

    @classmethod
    def open(
        cls,
        plugins: Mapping[str, Any] = {},
        *,
        builtins: Mapping[str, object] = {},
        environment: Mapping[str, str] = {},
        folders: Iterable[str] | None = None,
        installed: bool = True,
        slow_after: float = 10.0,
        report: Callable[[Failure], None] | None = None,
        trace: Callable[[str], None] | None = None,
    ) -> Host:
        """Load the built-in plugins, then every installed one that is not disabled, by name.

        Args:
            plugins: the [plugins] table of the programme file.
            builtins: plugins that come with volsched, by names such as "volsched.ics"; a class is built from
                its settings, under [plugins.ics].
            environment: where `{ env = "NAME" }`, VOLSCHED_DISABLE_PLUGINS and VOLSCHED_TRACE_PLUGINS are looked up.
            folders: where to look for installed plugins instead of wherever Python imports from.
            installed: whether to look for installed plugins at all.
            slow_after: seconds after which a plugin that has not answered is named to `report`.
            report: told at once, as the log is, of what plugins should not do, among it that one hangs.
            trace: told of every call, in one line; VOLSCHED_TRACE_PLUGINS=1 sends it to standard error.
        """
        settings = Settings.of(plugins, environment)
        if trace is None and environment.get("VOLSCHED_TRACE_PLUGINS"):
            trace = _to_standard_error
        host = cls(settings, Boundary(slow_after, report, trace))
        own = version_of("volsched") if builtins else ""
        for name, plugin in sorted(builtins.items()):
            host.add(name, plugin, distribution="volsched", version=own)
        for found in installed_plugins(folders) if installed else ():
            host._register.load(found)
        return host

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What is wrong in the [plugins] part of the programme file: settings, and names of plugins not there."""
        return (*self._register.refused_settings, *self.settings.unknown(info.name for info in self._register.infos))

    @property
    def failures(self) -> tuple[Failure, ...]:
        """What plugins lost, in the order in which it happened."""
        return tuple(self.boundary.failures)

    @property
    def warnings(self) -> tuple[Failure, ...]:
        """What plugins should not do, in the order in which it happened."""
        return tuple(self.boundary.warnings)

    def plugins(self) -> tuple[PluginInfo, ...]:
        """Every plugin by name, those that are disabled or refused too."""
        return tuple(sorted(self._register.infos, key=lambda info: (info.name, info.distribution)))

    def add(self, name: str, plugin: object, *, distribution: str = "", version: str = "") -> PluginInfo:
        """Register a plugin that is at hand: a module, an object, or a class to be built from its settings."""
        info = PluginInfo(name=name, distribution=distribution, version=version)
        return self._register.enter(info, lambda: plugin)

    def refuse(self, offered: str, problem: str) -> None:
        """Write down that what a plugin offered cannot be used after all; `offered` is such as "exporter xlsx"."""
        self.boundary.fail(self._offers.get(offered, Owner(offered)), offered, problem)

    def solvers(self) -> tuple[Solver, ...]:
        """Every solver, the built-in ones first; one whose plugin fails raises PluginError when it is called."""
        return self._offered("volsched_solvers", Solver, Guard.solver, _own_name)

    def exporters(self) -> tuple[Exporter, ...]:
        """Every exporter, the built-in ones first; one whose plugin fails yields no file."""
        return self._offered("volsched_exporters", Exporter, Guard.exporter, _own_name)

    def readers(self) -> tuple[TableReader, ...]:
        """Every table reader by name; one whose plugin fails raises PluginError when it is called."""
        return self._offered(
            "volsched_readers", TableReader, Guard.reader, lambda reader: (reader.name, *reader.suffixes)
        )

    def channels(self) -> tuple[Channel, ...]:
        """Every channel by name; one whose plugin fails answers that the message failed."""
        return self._offered("volsched_channels", Channel, Guard.channel, _own_name)

    def checks(self) -> tuple[Check, ...]:
        """Every check by name; one whose plugin fails yields the finding "plugin-failed"."""
        return self._offered("volsched_checks", Check, Guard.check, _own_name)

    def stores(self) -> tuple[StoreKind, ...]:
        """Every kind of store by name; one whose plugin fails raises PluginError when it is opened."""
        return self._offered("volsched_stores", StoreKind, Guard.store, _own_name)

    def kinds(self) -> tuple[Kind, ...]:
        """Every kind of activity that plugins add, by id."""
        return self._offered(
            "volsched_kinds", Kind, lambda _guard, kind: kind, lambda kind: (kind.id,), _STANDARD_KINDS
        )

    def availability(self, programme: Programme, window: Window) -> tuple[Availability, ...]:
        """What plugins say of people's availability.

        Raises:
            PluginError: one of them failed, or spoke of a person who is not in the programme.
        """

        def known(answer: object) -> tuple[Availability, ...]:
            entries = items(answer, Availability)
            for entry in entries:
                programme.person(entry.person)
            return entries

        return self._required("volsched_availability", known, {"programme": programme, "window": window})

    def holidays(self, programme: Programme, window: Window) -> tuple[Holiday, ...]:
        """What plugins say of holidays; a PluginError when one of them failed."""

        def bounded(answer: object) -> tuple[Holiday, ...]:
            found = items(answer, Holiday)
            for holiday in found:
                if holiday.last - holiday.first > _LONGEST_HOLIDAY:
                    raise WrongAnswerError(f"returned a holiday from {holiday.first} to {holiday.last}")
            return found

        return self._required("volsched_holidays", bounded, {"programme": programme, "window": window})

    def render_notice(self, notice: Notice, programme: Programme, language: Language | None = None) -> Message:
        """A notice in the words of the first plugin that has any, or else of volsched.

        Whom it goes to, and the key that keeps it from being sent twice, are not the plugin's to say.
        """
        own = render(notice, programme, language)

        def worded(answer: object) -> Message | None:
            if answer is None:
                return None
            words = one(answer, Message)
            check_text("message", notice.person, "body", words.body)
            return attrs.evolve(own, subject=one_line(words.subject), body=clean(words.body))

        arguments = {"notice": notice, "programme": programme, "language": own.language}
        for impl in self._register.implementations("volsched_render_notice"):
            message = self._call("volsched_render_notice", impl, worded, arguments)
            if isinstance(message, Message):
                return message
        return own

    def planned(self, plan: Plan) -> None:
        """Tell every plugin that a plan was made and checked."""
        self._tell("volsched_planned", {"plan": plan})

    def published(self, plan: Plan, files: tuple[OutputFile, ...]) -> None:
        """Tell every plugin that a plan was published, and with which files."""
        self._tell("volsched_published", {"plan": plan, "files": files})

    def _offered(
        self,
        hook: str,
        kind: type[Item],
        guarded: Callable[[Guard, Item], Item],
        claims_of: Callable[[Item], tuple[str, ...]],
        taken: Mapping[str, str] = {},
    ) -> tuple[Item, ...]:
        """What plugins offer, each name once: built-in plugins come first and keep theirs, the others by name."""
        holders = dict(taken)
        kept: list[tuple[bool, str, Item]] = []
        for impl in sorted(self._register.implementations(hook), key=lambda impl: not is_built_in(impl.plugin_name)):
            owner = self._register.owners[impl.plugin_name]
            found = self._call(hook, impl, lambda answer: items(answer, kind), {})
            for item in () if isinstance(found, Failure) else found:
                claims = claims_of(item)
                clash = next((claim for claim in claims if claim in holders), None)
                if clash is not None:
                    self.boundary.fail(owner, hook, f"'{clash}' is already offered by plugin '{holders[clash]}'")
                    continue
                holders.update(dict.fromkeys(claims, owner.plugin))
                self._offers[f"{hook.removeprefix('volsched_').removesuffix('s')} {claims[0]}"] = owner
                kept.append((not is_built_in(owner.plugin), claims[0], guarded(Guard(self.boundary, owner), item)))
        return tuple(item for _, _, item in sorted(kept, key=lambda one: one[:2]))

    def _required(
        self, hook: str, check: Callable[[object], tuple[Item, ...]], arguments: Mapping[str, object]
    ) -> tuple[Item, ...]:
        found: list[Item] = []
        for impl in self._register.implementations(hook):
            answer = self._call(hook, impl, check, arguments)
            if isinstance(answer, Failure):
                raise PluginError(
                    f"{answer}; mend it, or disable it with disabled = ['{answer.plugin}'] under [plugins]"
                )
            found.extend(answer)
        return tuple(found)

    def _tell(self, hook: str, arguments: Mapping[str, object]) -> None:
        for impl in self._register.implementations(hook):
            self._call(hook, impl, lambda _answer: None, arguments)

    def _call(
        self,
        hook: str,
        impl: pluggy.HookImpl,
        check: Callable[[object], Item],
        arguments: Mapping[str, object],
    ) -> Item | Failure:
        """One implementation, in its boundary, with the arguments that it asks for."""
        given = [arguments[name] for name in impl.argnames]
        return self.boundary.run(self._register.owners[impl.plugin_name], hook, lambda: check(impl.function(*given)))


def _to_standard_error(line: str) -> None:
    sys.stderr.write(f"{line}\n")
