"""A progress bar for what takes longer than a second, on a terminal only."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import IO, Self

_WIDTH = 30
_SHOW_AFTER = 1.0
_REDRAW_AFTER = 0.1


class ProgressBar:
    """Draws a bar on standard error while it is entered; it is called as the rooms below report.

    Nothing is drawn in the first second, nor where standard error is no terminal.
    """

    def __init__(self, stream: IO[str] | None = None) -> None:
        self._stream = sys.stderr if stream is None else stream
        self._start = time.monotonic()
        self._last = 0.0
        self._drawn = False

    def __enter__(self) -> Self:
        return self

    def __call__(self, step: str, done: int, total: int) -> None:
        """Report that so much of a step is done."""
        now = time.monotonic()
        if not self._stream.isatty() or now - self._start < _SHOW_AFTER:
            return
        if done < total and now - self._last < _REDRAW_AFTER:
            return
        self._last = now
        self._drawn = True
        full = _WIDTH * done // max(total, 1)
        self._stream.write(f"\r{step:<12} [{'#' * full}{'-' * (_WIDTH - full)}] {done}/{total}\x1b[K")
        self._stream.flush()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._drawn:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
