"""Which plugins are installed: found by their entry points, without importing any of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from importlib import metadata

from attrs import field, frozen

from volsched.hooks.failure import told

GROUP = "volsched"


@frozen
class Installed:
    """A plugin as its distribution announces it. `fault` says why its announcement cannot be read."""

    name: str
    distribution: str
    version: str
    entry: metadata.EntryPoint | None = field(repr=False)
    fault: str = ""


def installed_plugins(folders: Iterable[str] | None = None) -> tuple[Installed, ...]:
    """The announced plugins by name, then distribution; looks in `folders`, or wherever Python imports from."""
    found = [plugin for distribution in _distributions(folders) for plugin in _announced(distribution)]
    return tuple(sorted(found, key=lambda plugin: (plugin.name, plugin.distribution, plugin.version)))


def version_of(distribution: str) -> str:
    """The version of an installed distribution; nothing if it runs without being installed."""
    try:
        return _version(metadata.distribution(distribution))
    except metadata.PackageNotFoundError:
        return ""


def _distributions(folders: Iterable[str] | None) -> Iterator[metadata.Distribution]:
    everywhere = metadata.distributions() if folders is None else metadata.distributions(path=list(folders))
    seen = set()
    for distribution in everywhere:
        name = re.sub(r"[-_.]+", "-", _name(distribution)).lower()
        if name not in seen:  # Python imports the first of two that have one name
            seen.add(name)
            yield distribution


def _announced(distribution: metadata.Distribution) -> Iterator[Installed]:
    name = _name(distribution)
    try:
        entries = [entry for entry in distribution.entry_points if entry.group == GROUP]
    except Exception as error:  # noqa: BLE001 - a distribution with broken metadata must not hide the others
        yield Installed(name, name, "", None, f"its entry points cannot be read: {told(error)}")
        return
    version = _version(distribution) if entries else ""
    for entry in entries:
        yield Installed(entry.name, name, version, entry)


def _name(distribution: metadata.Distribution) -> str:
    try:
        return str(distribution.metadata["Name"] or "")
    except Exception:  # noqa: BLE001 - metadata that cannot be read
        return ""


def _version(distribution: metadata.Distribution) -> str:
    try:
        return str(distribution.version or "")
    except Exception:  # noqa: BLE001 - metadata that cannot be read
        return ""
