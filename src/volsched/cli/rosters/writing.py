"""A changed roster as a file that `roster check` and `--roster` read again."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from volsched.cli.rosters.at_hand import Rosters
from volsched.errors import OutputError


def write_rosters(file: Path, hand: Rosters) -> None:
    """Write the rosters as one CSV file, whole: whoever reads it sees the old one or the new one.

    Raises:
        OutputError: the file cannot be written; what lay there before is whole.
    """
    # Loaded late for a quick --help.
    from volsched.publishing import Viewer, csv_bytes, roster_rows

    viewer = Viewer(audience="coordinator", language=hand.language)
    rows = [row for name in hand.kept for row in roster_rows(hand.plan, viewer, name)]
    header = rows[:1]
    _write(file, csv_bytes([*header, *(row for row in rows if row != header[0])]))


def write_table(file: Path, rows: Iterable[Sequence[str]]) -> None:
    """Write rows as one CSV file, whole; an OutputError tells when that cannot be."""
    # Loaded late for a quick --help.
    from volsched.publishing import csv_bytes

    _write(file, csv_bytes([list(row) for row in rows]))


def _write(file: Path, content: bytes) -> None:
    beside = file.with_name(f".{file.name}.volsched-tmp")
    try:
        with beside.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(file)
    except OSError as error:
        # The file beside it is ours, and of no use; whether it can go again is not what matters now.
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        problem = f"cannot be written: {(error.strerror or str(error)).lower()}"
        raise OutputError(str(file), problem, "check the path, its permissions and the space left") from error
