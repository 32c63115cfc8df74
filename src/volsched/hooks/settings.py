"""A plugin built from its settings: the fields of its own class are what may be set under [plugins.NAME]."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs
from attrs import field, frozen

from volsched.errors import Fault, PluginError, did_you_mean, nearest
from volsched.files import structure

BUILT_IN = "volsched."
FILE = "programme.toml"


@frozen(kw_only=True)
class Settings:
    """What the programme says about plugins: who is off, and the table of each."""

    tables: Mapping[str, Mapping[str, Any]]
    disabled: frozenset[str]
    environment: Mapping[str, str] = field(repr=False)

    @classmethod
    def of(cls, plugins: Mapping[str, Any], environment: Mapping[str, str]) -> Settings:
        """Read the [plugins] table, and VOLSCHED_DISABLE_PLUGINS ("a, b", or "*" for every installed one).

        What has not the shape of a table or a list is passed over: loading the folder tells it, with its line.
        """
        listed = plugins.get("disabled", ())
        names = [listed] if isinstance(listed, str) else listed if isinstance(listed, list | tuple) else []
        names = [*names, *environment.get("VOLSCHED_DISABLE_PLUGINS", "").split(",")]
        tables = {short(name): table for name, table in sorted(plugins.items()) if isinstance(table, Mapping)}
        disabled = frozenset(short(name.strip()) for name in names if isinstance(name, str) and name.strip())
        return cls(tables=tables, disabled=disabled, environment=environment)

    def is_disabled(self, name: str) -> bool:
        """Whether this plugin is switched off; "*" leaves the built-in ones on."""
        return short(name) in self.disabled or ("*" in self.disabled and not name.startswith(BUILT_IN))

    def unknown(self, names: Iterable[str]) -> tuple[Fault, ...]:
        """Settings of plugins that are not there, with the names that are near."""
        known = {short(name) for name in names}
        asked = [(f"plugins.{name}", name) for name in sorted(self.tables)]
        asked += [("plugins.disabled", name) for name in sorted(self.disabled - {"*"})]
        return tuple(
            Fault(FILE, 0, place, f"no plugin '{name}' is installed", _cure(name, known))
            for place, name in asked
            if name not in known
        )

    def secrets_of(self, name: str) -> tuple[str, ...]:
        """The values that a plugin gets from the environment, which no report may repeat."""
        return tuple(sorted(self._secrets(self.tables.get(short(name), {})), key=len, reverse=True))

    def build(self, name: str, plugin: object) -> object:
        """The plugin itself: as it is, or built from its settings.

        Raises:
            SettingsRefusedError: its settings are wrong; the error holds every fault.
        """
        table = self.tables.get(short(name), {})
        path = f"plugins.{short(name)}"
        if isinstance(plugin, type) and attrs.has(plugin):
            built = structure(plugin, table, path, environ=self.environment)
            if isinstance(built, tuple):
                raise SettingsRefusedError(built)
            return built
        if table:
            problem, cure = "this plugin has no settings", "take the table out of the programme file"
            raise SettingsRefusedError((Fault(FILE, 0, path, problem, cure),))
        return plugin() if isinstance(plugin, type) else plugin

    def _secrets(self, value: object) -> Iterator[str]:
        if isinstance(value, Mapping):
            name = value.get("env")
            if len(value) == 1 and isinstance(name, str) and self.environment.get(name):
                yield self.environment[name]
            for part in value.values():
                yield from self._secrets(part)
        elif isinstance(value, list | tuple):
            for part in value:
                yield from self._secrets(part)


class SettingsRefusedError(PluginError):
    """Settings with faults."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(faults)
        self.faults = faults

    def __str__(self) -> str:
        return "; ".join(str(fault) for fault in self.faults)


def short(name: str) -> str:
    """The name under [plugins]: built-in plugins go without their "volsched."."""
    return name.removeprefix(BUILT_IN)


def _cure(name: str, known: Iterable[str]) -> str:
    return did_you_mean(nearest(name, known)) or "install it, or take its name out"
