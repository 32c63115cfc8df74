"""The register: which plugins there are, how each was taken in, and why some were not."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

import attrs
import pluggy
from attrs import field

from volsched.errors import Fault
from volsched.hooks.admission import implemented_hooks, new_manager
from volsched.hooks.boundary import Boundary, Owner
from volsched.hooks.discovery import Installed
from volsched.hooks.failure import Failure, PluginInfo, State
from volsched.hooks.settings import BUILT_IN, Settings, SettingsRefusedError, short
from volsched.model.ids import is_id


@attrs.define(eq=False)
class Register:
    """Every plugin of one run, whatever became of it."""

    settings: Settings
    boundary: Boundary
    infos: list[PluginInfo] = field(factory=list)
    owners: dict[str, Owner] = field(factory=dict)
    refused_settings: list[Fault] = field(factory=list)
    _manager: pluggy.PluginManager = field(factory=new_manager, init=False, repr=False)

    def implementations(self, hook: str) -> list[pluggy.HookImpl]:
        """The implementations of a hook: those marked tryfirst, the others, those marked trylast, each by name."""
        found = getattr(self._manager.hook, hook).get_hookimpls()
        return sorted(found, key=lambda impl: (impl.trylast - impl.tryfirst, impl.plugin_name))

    def load(self, found: Installed) -> None:
        """Import an installed plugin and take it in, unless it is off or cannot be used."""
        info = PluginInfo(name=found.name, distribution=found.distribution, version=found.version)
        entry = found.entry
        if entry is None:
            self._out(info, "failed", found.fault)
        elif not is_id(found.name):
            self._out(info, "refused", "cannot be the name of a plugin; write letters, digits and hyphens")
        elif is_built_in(found.name):
            self._out(
                info, "refused", f"names that begin with '{BUILT_IN}' are those of built-in plugins; choose another"
            )
        else:
            self.enter(info, entry.load)

    def enter(self, info: PluginInfo, load: Callable[[], object]) -> PluginInfo:
        """Take a plugin in, unless it is off, its name is taken, or something is wrong with it."""
        if self.settings.is_disabled(info.name):
            return self._keep(attrs.evolve(info, state="disabled", reason="switched off"))
        holder = next((held for held in self.infos if short(held.name) == short(info.name)), None)
        if holder is not None:
            both = f"'{holder.label}' and '{info.label}'"
            return self._out(info, "refused", f"two plugins have this name, of {both}; uninstall one of them")
        plugin = self.boundary.run(self._owner(info), "load", load)
        if isinstance(plugin, Failure):
            return self._keep(attrs.evolve(info, state="failed", reason=plugin.error))
        return self._build(info, plugin)

    def _build(self, info: PluginInfo, plugin: object) -> PluginInfo:
        owner = self.owners[info.name] = self._owner(info)

        def build() -> object:
            try:
                return self.settings.build(info.name, plugin)
            except SettingsRefusedError as error:
                return error

        ready = self.boundary.run(owner, "load", build)
        if isinstance(ready, Failure):
            return self._keep(attrs.evolve(info, state="failed", reason=ready.error))
        if isinstance(ready, SettingsRefusedError):
            self.refused_settings += ready.faults
            return self._out(info, "refused", str(ready))
        hooks = self.boundary.run(owner, "load", lambda: _registered(self._manager, info.name, ready))
        if isinstance(hooks, Failure):
            return self._keep(attrs.evolve(info, state="refused", reason=hooks.error))
        return self._keep(attrs.evolve(info, hooks=hooks))

    def _out(self, info: PluginInfo, state: State, reason: str) -> PluginInfo:
        failure = self.boundary.fail(self._owner(info), "load", reason)
        return self._keep(attrs.evolve(info, state=state, reason=failure.error))

    def _owner(self, info: PluginInfo) -> Owner:
        return Owner(info.name, info.label, self.settings.secrets_of(info.name))

    def _keep(self, info: PluginInfo) -> PluginInfo:
        self.infos.append(info)
        return info


def is_built_in(plugin: str) -> bool:
    """Whether this is the name of a plugin that comes with volsched."""
    return plugin.startswith(BUILT_IN)


def _registered(manager: pluggy.PluginManager, name: str, plugin: object) -> tuple[str, ...]:
    hooks = implemented_hooks(plugin)
    try:
        manager.register(plugin, name)
    except BaseException:
        with contextlib.suppress(Exception):  # pluggy may have kept a part of it
            manager.unregister(name=name)
        raise
    return hooks
