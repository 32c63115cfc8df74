"""The settings of plugins: the `[plugins]` tables, and values of a plugin's own class made of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from attrs import evolve

from volsched.errors import Fault
from volsched.files import values
from volsched.files.documents import MAIN
from volsched.files.faults import Here, Report
from volsched.files.source import Source
from volsched.files.structuring import Manner, construct, read_table
from volsched.files.toml import read_toml

Settings = TypeVar("Settings")


def structure(
    cls: type[Settings],
    table: Mapping[str, Any],
    path: str,
    *,
    environ: Mapping[str, str] | None = None,
) -> Settings | tuple[Fault, ...]:
    """A value of an attrs class from a table of settings, or every fault of the table.

    `path` is where the table stands, such as "plugins.smtp"; it begins the field of each fault. With `environ`, a
    value `{ env = "NAME" }` is what the environment holds under that name.
    """
    report = Report()
    here = Here(report=report, file=MAIN, line=0, path=tuple(path.split(".")) if path else ())
    arguments = read_table(cls, _thawed(table), here, Manner(environ=environ))
    if arguments is None or report.count:
        return report.faults()
    made = construct(cls, arguments, here)
    return made if isinstance(made, cls) else report.faults()


def plugin_settings(folder: Path | str) -> Mapping[str, Any]:
    """The `[plugins]` table of a folder; nothing where it cannot be read, which loading the folder tells."""
    read = _main(Path(folder))
    table = read[0].get("plugins") if read is not None else None
    frozen = _frozen(table) if isinstance(table, dict) else {}
    return frozen if isinstance(frozen, Mapping) else {}


def with_lines(folder: Path | str, faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """The faults of programme.toml that have no line yet, such as those of plugin settings, with the line of each."""
    wanted = tuple(faults)
    read = _main(Path(folder)) if any(fault.file == MAIN and not fault.line for fault in wanted) else None
    if read is None:
        return wanted
    return tuple(
        evolve(fault, line=_line(read[1], fault.field)) if fault.file == MAIN and not fault.line else fault
        for fault in wanted
    )


def read_plugins(tables: object, here: Here) -> Mapping[str, Any]:
    """The settings of each plugin by its name, and the names of those that are `disabled`."""
    if not isinstance(tables, dict):
        here.fault(f"is {values.in_words(tables)}, not a table", "write [plugins.NAME] and the settings below")
        return {}
    found: dict[str, Any] = {}
    loose = [name for name, table in tables.items() if name != "disabled" and not isinstance(table, dict)]
    # Several settings without a table have lost the header above them: that is one slip, told at the first.
    tables = {name: table for name, table in tables.items() if name not in loose[1:]}
    for name, table in tables.items():
        at = here.at(name)
        if name == "disabled":
            _check_disabled(table, at)
            found[name] = _frozen(table)
        elif not isinstance(table, dict):
            at.fault(
                f"is {values.in_words(table)}, not a table",
                f"write [plugins.{values.shown(name)}] and the settings below",
            )
        else:
            found[name] = _frozen(table)
    return MappingProxyType(found)


def _check_disabled(names: object, here: Here) -> None:
    if not isinstance(names, list):
        here.fault(f"is {values.in_words(names)}, not a list of names", 'write disabled = ["name"]')
        return
    for index, name in enumerate(names):
        if not isinstance(name, str):
            here.at(index).fault(
                f"is {values.in_words(name)}, not a name", "write the name of a plugin in quotation marks"
            )


def _main(folder: Path) -> tuple[dict[str, Any], Here] | None:
    report = Report()
    return read_toml(Source(MAIN, folder / MAIN), report)


def _line(here: Here, field: str) -> int:
    steps: list[str | int] = []
    for part in field.split("."):
        name, *indexes = re.split(r"\[(\d+)\]", part)
        steps.extend(step for step in (name, *(int(index) - 1 for index in indexes if index)) if step != "")
    line = 0
    for count in range(1, len(steps) + 1):
        at = here.at(*steps[:count])
        if at.place is None:
            break
        line = at.place.key_line if at.place.children else at.place.line
    return line


def _frozen(value: object) -> Any:
    if isinstance(value, dict):
        return MappingProxyType({key: _frozen(part) for key, part in value.items()})
    return tuple(_frozen(part) for part in value) if isinstance(value, list) else value


def _thawed(value: object) -> Any:
    if isinstance(value, Mapping):
        return {key: _thawed(part) for key, part in value.items()}
    return [_thawed(part) for part in value] if isinstance(value, tuple | list) else value
