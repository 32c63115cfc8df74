"""The plugins that everybody needs, on the same hooks as anyone's."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TextIO

from volsched.builtin.checks import StandardChecks
from volsched.builtin.china import ChinaHolidays
from volsched.builtin.console import Console
from volsched.builtin.file import Files
from volsched.builtin.ical import Calendars
from volsched.builtin.pictures import Pictures
from volsched.builtin.smtp import Smtp
from volsched.builtin.solver import StandardSolver
from volsched.builtin.tables import Tables
from volsched.builtin.webhook import Webhook

__all__ = [
    "BUILTINS",
    "Calendars",
    "ChinaHolidays",
    "Console",
    "Files",
    "Pictures",
    "Smtp",
    "StandardChecks",
    "StandardSolver",
    "Tables",
    "Webhook",
    "builtins",
]


def builtins(stream: TextIO | None = None) -> Mapping[str, object]:
    """The built-in plugins by name, for Host.open; the console shows messages on this stream.

    Classes are built by the host, from their settings in the programme file.
    """
    return MappingProxyType(
        {
            "volsched.checks": StandardChecks,
            "volsched.china": ChinaHolidays,
            "volsched.console": Console(stream),
            "volsched.csv": Tables,
            "volsched.file": Files,
            "volsched.ical": Calendars,
            "volsched.pictures": Pictures,
            "volsched.smtp": Smtp,
            "volsched.solver": StandardSolver,
            "volsched.webhook": Webhook,
        }
    )


BUILTINS: Mapping[str, object] = builtins()
"""The built-in plugins with the console on the program's own output."""
