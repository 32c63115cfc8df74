"""What belongs to the whole process and a plugin must not change: put back after each call, and named."""

from __future__ import annotations

import contextlib
import decimal
import locale
import os
import random
import signal
import sys
import threading
import time
import warnings
from typing import Any

from attrs import frozen

_ZONE_AND_LANGUAGE = ("TZ", "LANG", "LANGUAGE", "LC_ALL", "LC_CTYPE", "LC_NUMERIC", "LC_TIME", "LC_COLLATE")


@frozen(kw_only=True)
class Ambient:
    """The state of the process at one moment."""

    folder: str | None
    environment: tuple[str | None, ...]
    clock: tuple[Any, ...]
    locale: str
    decimals: decimal.Context
    random: tuple[Any, ...]
    filters: tuple[Any, ...]
    depth: int
    streams: tuple[Any, ...]
    threads: frozenset[threading.Thread]
    interrupt: Any
    """What Ctrl-C does."""

    @classmethod
    def now(cls) -> Ambient:
        """The state as it is."""
        return cls(
            folder=_folder(),
            environment=tuple(os.environ.get(name) for name in _ZONE_AND_LANGUAGE),
            clock=(time.tzname, time.timezone, time.altzone),
            locale=locale.setlocale(locale.LC_ALL),
            decimals=decimal.getcontext().copy(),
            random=random.getstate(),
            filters=tuple(warnings.filters),
            depth=sys.getrecursionlimit(),
            streams=(sys.stdin, sys.stdout, sys.stderr),
            threads=frozenset(threading.enumerate()),
            interrupt=signal.getsignal(signal.SIGINT),
        )

    def restore(self) -> tuple[str, ...]:
        """Put everything back; says in words what had been changed."""
        back = (self._restore_place, self._restore_time_and_language, self._restore_numbers, self._restore_interpreter)
        changed = [f"{change}; it was put back" for restore in back for change in restore()]
        if any(thread not in self.threads and not thread.daemon for thread in threading.enumerate()):
            changed.append("left a thread running, for which the program may have to wait at its end")
        return tuple(changed)

    def _restore_place(self) -> list[str]:
        if self.folder is None or _folder() == self.folder:
            return []
        with contextlib.suppress(OSError):  # it may have removed the folder itself
            os.chdir(self.folder)
        return ["changed the working directory"]

    def _restore_time_and_language(self) -> list[str]:
        changed = []
        environment = tuple(os.environ.get(name) for name in _ZONE_AND_LANGUAGE)
        if environment != self.environment:
            for name, value in zip(_ZONE_AND_LANGUAGE, self.environment, strict=True):
                _set_variable(name, value)
        if environment != self.environment or (time.tzname, time.timezone, time.altzone) != self.clock:
            if hasattr(time, "tzset"):
                time.tzset()
            changed.append("changed the time zone or language of the process")
        if locale.setlocale(locale.LC_ALL) != self.locale:
            locale.setlocale(locale.LC_ALL, self.locale)
            changed.append("changed the locale")
        return changed

    def _restore_numbers(self) -> list[str]:
        changed = []
        if _settings_of(decimal.getcontext()) != _settings_of(self.decimals):
            decimal.setcontext(self.decimals)
            changed.append("changed the decimal context")
        if random.getstate() != self.random:
            random.setstate(self.random)
            changed.append("used the shared random numbers instead of a random.Random(seed) of its own")
        return changed

    def _restore_interpreter(self) -> list[str]:
        changed = []
        if tuple(warnings.filters) != self.filters:
            warnings.resetwarnings()  # it also makes Python forget what it worked out from the old filters
            warnings.filters[:] = self.filters  # type: ignore[index]
            changed.append("changed the warning filters")
        if sys.getrecursionlimit() != self.depth:
            sys.setrecursionlimit(self.depth)
            changed.append("changed the recursion limit")
        if (sys.stdin, sys.stdout, sys.stderr) != self.streams:
            sys.stdin, sys.stdout, sys.stderr = self.streams
            changed.append("replaced a standard stream")
        if signal.getsignal(signal.SIGINT) != self.interrupt and self.interrupt is not None:
            with contextlib.suppress(ValueError):  # only the main thread may, and only it could have changed it
                signal.signal(signal.SIGINT, self.interrupt)
            changed.append("changed what Ctrl-C does")
        return changed


def _folder() -> str | None:
    try:
        return os.getcwd()  # noqa: PTH109 - the text is put back as it is
    except OSError:
        return None


def _set_variable(name: str, value: str | None) -> None:
    if value is None:
        os.environ.pop(name, None)
    else:
        os.environ[name] = value


def _settings_of(context: decimal.Context) -> tuple[object, ...]:
    # The flags are left out: ordinary arithmetic raises them.
    traps = tuple(sorted(signal.__name__ for signal, is_set in context.traps.items() if is_set))
    return (context.prec, context.rounding, context.Emin, context.Emax, context.capitals, context.clamp, traps)
