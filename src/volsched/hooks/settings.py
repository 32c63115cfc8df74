"""A plugin built from its settings: the fields of its own class are what may be set under [plugins.NAME]."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs
from attrs import frozen

from volsched.errors import Fault, did_you_mean, nearest
from volsched.files import structure

BUILT_IN = "volsched."
FILE = "programme.toml"


@frozen(kw_only=True)
class Settings:
    """What the programme says about plugins: who is off, and the table of each."""

    tables: Mapping[str, Mapping[str, Any]]
    disabled: frozenset[str]
    all_disabled: bool
    environment: Mapping[str, str]
    faults: tuple[Fault, ...] = ()

    @classmethod
    def of(cls, plugins: Mapping[str, Any], environment: Mapping[str, str]) -> Settings:
        """Read the [plugins] table, and VOLSCHED_DISABLE_PLUGINS ("a, b", or "*" for every installed one)."""
        tables: dict[str, Mapping[str, Any]] = {}
        faults: list[Fault] = []
        switched_off = plugins.get("disabled", ())
        if isinstance(switched_off, str) or not all(isinstance(name, str) for name in switched_off):
            faults.append(fault("disabled", "is not a list of names", "write disabled = ['name']"))
            switched_off = ()
        for name, table in sorted(plugins.items()):
            if isinstance(table, Mapping):
                tables[short(name)] = table
            elif name != "disabled":
                faults.append(fault(name, "is not a table", f"write the settings under [plugins.{name}]"))
        by_environment = [name.strip() for name in environment.get("VOLSCHED_DISABLE_PLUGINS", "").split(",")]
        off = frozenset(short(name) for name in (*switched_off, *by_environment) if name)
        return cls(
            tables=tables,
            disabled=off - {"*"},
            all_disabled="*" in off,
            environment=environment,
            faults=tuple(faults),
        )

    def is_disabled(self, name: str) -> bool:
        """Whether this plugin is switched off; "*" leaves the built-in ones on."""
        return short(name) in self.disabled or (self.all_disabled and not name.startswith(BUILT_IN))

    def unknown(self, names: tuple[str, ...]) -> tuple[Fault, ...]:
        """Settings of plugins that are not there, with the names that are near."""
        known = {short(name) for name in names}
        asked = [(name, name) for name in sorted(self.tables)] + [("disabled", name) for name in sorted(self.disabled)]
        return tuple(
            fault(field, f"no plugin '{name}' is installed", did_you_mean(nearest(name, known)) or "install it")
            for field, name in asked
            if name not in known
        )

    def build(self, name: str, plugin: object) -> tuple[Any, tuple[str, ...], tuple[Fault, ...]]:
        """The plugin itself, the secrets that it was given, and what is wrong with its settings."""
        path = f"plugins.{short(name)}"
        table, secrets, faults = self._with_secrets(self.tables.get(short(name), {}), path)
        if faults:
            return None, secrets, faults
        if isinstance(plugin, type) and attrs.has(plugin):
            built = structure(plugin, table, path)
            return (None, secrets, built) if isinstance(built, tuple) else (built, secrets, ())
        if table:
            cure = "take the table out of the programme file"
            return None, secrets, (Fault(FILE, 0, path, "this plugin has no settings", cure),)
        return (plugin() if isinstance(plugin, type) else plugin), secrets, ()

    def _with_secrets(
        self, table: Mapping[str, Any], path: str
    ) -> tuple[dict[str, Any], tuple[str, ...], tuple[Fault, ...]]:
        read: dict[str, Any] = {}
        secrets: list[str] = []
        faults: list[Fault] = []
        for name, value in table.items():
            read[name] = value
            if isinstance(value, Mapping) and set(value) == {"env"} and isinstance(value["env"], str):
                variable = value["env"]
                secret = self.environment.get(variable)
                if secret:
                    read[name] = secret
                    secrets.append(secret)
                else:
                    problem = f"the environment has no variable '{variable}'"
                    faults.append(Fault(FILE, 0, f"{path}.{name}", problem, "set it before volsched runs"))
        return read, tuple(secrets), tuple(faults)


def short(name: str) -> str:
    """The name under [plugins]: built-in plugins go without their "volsched."."""
    return name.removeprefix(BUILT_IN)


def fault(field: str, problem: str, cure: str) -> Fault:
    """A fault in the [plugins] part of the programme file."""
    return Fault(FILE, 0, f"plugins.{field}", problem, cure)
