"""A changed roster as a file that `roster check` and `--roster` read again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from volsched.cli.rosters.at_hand import Rosters


def write_rosters(file: Path, hand: Rosters) -> None:
    """Write the rosters as one CSV file, whole: whoever reads it sees the old one or the new one.

    Raises:
        OutputError: the file cannot be written; what lay there before is whole.
    """
    # Loaded late for a quick --help.
    from volsched.publishing import Viewer, csv_bytes, roster_rows
    from volsched.publishing.private import write_private

    viewer = Viewer(audience="coordinator", language=hand.language)
    rows = [row for name in hand.kept for row in roster_rows(hand.plan, viewer, name)]
    header = rows[:1]
    write_private(file, csv_bytes([*header, *(row for row in rows if row != header[0])]))


def write_table(file: Path, rows: Iterable[Sequence[str]]) -> None:
    """Write rows as one CSV file, whole; an OutputError tells when that cannot be."""
    # Loaded late for a quick --help.
    from volsched.publishing import csv_bytes
    from volsched.publishing.private import write_private

    write_private(file, csv_bytes([list(row) for row in rows]))
