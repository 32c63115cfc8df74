"""The boundary around every call of a plugin: what goes wrong inside becomes a Failure outside.

Nothing but KeyboardInterrupt comes through it, which is the user's wish to stop.
"""

from __future__ import annotations

import contextlib
import io
import logging
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import attrs
from attrs import field, frozen

from volsched.hooks.ambient import Ambient
from volsched.hooks.failure import Failure, told

Answer = TypeVar("Answer")
LOG = logging.getLogger("volsched.hooks")
MOST_OUTPUT = 64_000


@frozen
class Owner:
    """The plugin that a call belongs to, and the secrets it was given, which no report may repeat."""

    plugin: str
    distribution: str = ""
    secrets: tuple[str, ...] = field(default=(), repr=False)

    def failure(self, hook: str, error: str) -> Failure:
        """A failure of this plugin, without its secrets."""
        return Failure(self.plugin, self.distribution, hook, self.masked(error))

    def masked(self, text: str) -> str:
        """The text without this plugin's secrets."""
        for secret in self.secrets:
            text = text.replace(secret, "***")
        return text


class _Switch(io.TextIOBase):
    """Stands in for standard output while plugins run, and keeps apart what the plugin of each thread prints.

    Plugins may run in several threads at once, and one that hangs must not keep the output of the others.
    """

    def __init__(self) -> None:
        self.heard = threading.local()
        self.lock = threading.Lock()
        self.calls = 0
        self.real: Any = None

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        written: int = self._current.write(text)
        return written

    def flush(self) -> None:
        self._current.flush()

    @property
    def _current(self) -> Any:
        return getattr(self.heard, "by", None) or self.real

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)

    def enter(self) -> None:
        """Take the place of standard output, unless another thread's plugin has put us there already."""
        with self.lock:
            if self.calls == 0:
                self.real, sys.stdout = sys.stdout, self
            self.calls += 1

    def leave(self) -> None:
        """Give the place back after the last plugin."""
        with self.lock:
            self.calls -= 1
            if self.calls == 0:
                sys.stdout = self.real

    @contextlib.contextmanager
    def hearing(self, overheard: _Overheard) -> Iterator[None]:
        """What this thread prints meanwhile is overheard."""
        before = getattr(self.heard, "by", None)
        self.heard.by = overheard
        try:
            yield
        finally:
            self.heard.by = before


_SWITCH = _Switch()


class _Overheard(io.TextIOBase):
    """Takes what a plugin prints, so that it cannot mix into what volsched writes."""

    def __init__(self, owner: Owner, hook: str) -> None:
        self.owner = owner
        self.hook = hook
        self.kept: list[str] = []
        self.left = MOST_OUTPUT

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        kept = text[: self.left]
        self.left -= len(kept)
        if kept:
            self.kept.append(kept)
        return len(text)

    def pass_on(self) -> None:
        """Give it to the log, line by line."""
        for line in self.owner.masked("".join(self.kept)).splitlines():
            LOG.info("plugin '%s' printed: %s", self.owner.plugin, line)
        if self.left == 0:
            LOG.info("plugin '%s' printed more than is kept", self.owner.plugin)


class _MaskedLog:
    """While plugins with secrets run, in whichever threads, nobody's log gets to hold them."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.running: list[Owner] = []
        self.make: Callable[..., logging.LogRecord] = logging.LogRecord

    @contextlib.contextmanager
    def of(self, owner: Owner) -> Iterator[None]:
        """Mask what this plugin must keep secret."""
        if not owner.secrets:
            yield
            return
        with self.lock:
            if not self.running:
                self.make = logging.getLogRecordFactory()
                logging.setLogRecordFactory(self._masked)
            self.running.append(owner)
        try:
            yield
        finally:
            with self.lock:
                self.running.remove(owner)
                if not self.running:
                    logging.setLogRecordFactory(self.make)

    def _masked(self, *arguments: Any, **more: Any) -> logging.LogRecord:
        record = self.make(*arguments, **more)
        text = record.getMessage()
        trace = logging.Formatter().formatException(record.exc_info) if record.exc_info else ""
        for owner in tuple(self.running):
            text, trace = owner.masked(text), owner.masked(trace)
        record.msg, record.args = text, None
        if trace:
            record.exc_text = trace
        return record


_MASKED_LOG = _MaskedLog()


@attrs.define(eq=False)
class Boundary:
    """Runs plugins' functions one at a time and keeps the book of what went wrong.

    `slow_after` seconds without an answer are logged and told to `report` while the call still runs: Python cannot
    stop a function inside its own process, but the user can, once they know its name.
    """

    slow_after: float = 10.0
    report: Callable[[Failure], None] | None = None
    trace: Callable[[str], None] | None = None
    failures: list[Failure] = field(factory=list)
    warnings: list[Failure] = field(factory=list)

    def run(self, owner: Owner, hook: str, function: Callable[[], Answer]) -> Answer | Failure:
        """The answer of a plugin's function, or the failure that took its place."""
        _SWITCH.enter()
        ambient = Ambient.now()
        overheard = _Overheard(owner, hook)
        try:
            with self._watched(owner, hook), _SWITCH.hearing(overheard), _MASKED_LOG.of(owner):
                answer = function()
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # noqa: BLE001 - SystemExit, GeneratorExit and the like are the plugin's too
            return self.fail(owner, hook, told(error))
        finally:
            for change in ambient.restore():
                self.warn(owner, hook, change)
            _SWITCH.leave()
            overheard.pass_on()
        self._traced(owner, hook, answer)
        return answer

    def fail(self, owner: Owner, hook: str, error: str) -> Failure:
        """Write down that a result of this plugin is lost."""
        failure = owner.failure(hook, error)
        self.failures.append(failure)
        LOG.info("%s", failure)
        if self.trace is not None:
            self.trace(f"{owner.plugin}: {hook}: failed: {failure.error}")
        return failure

    def warn(self, owner: Owner, hook: str, error: str) -> None:
        """Write down what a plugin should not do; its result is kept."""
        warning = owner.failure(hook, error)
        if warning not in self.warnings:
            self.warnings.append(warning)
            LOG.warning("%s", warning)
            if self.report is not None:
                self.report(warning)

    @contextlib.contextmanager
    def _watched(self, owner: Owner, hook: str) -> Iterator[None]:
        words = (
            f"no answer for {self.slow_after:g} seconds, still waiting; stop with Ctrl-C, "
            f"then disable it with disabled = ['{owner.plugin}'] under [plugins]"
        )
        timer = threading.Timer(self.slow_after, self.warn, (owner, hook, words))
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _traced(self, owner: Owner, hook: str, answer: object) -> None:
        if self.trace is None:
            return
        shown: Any = f"{len(answer)} items" if isinstance(answer, tuple) else type(answer).__name__
        self.trace(f"{owner.plugin}: {hook}: {shown}")
