"""What came of a publication."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from attrs import frozen

from volsched.publishing.changes import ChangeSet


@frozen(kw_only=True)
class Published:
    """What a publication holds: its folder, every file in it, how many were written, and which were taken away."""

    folder: Path
    files: tuple[str, ...]
    written: int
    removed: tuple[str, ...] = ()
    changes: ChangeSet | None = None
    """What differs from the last publication; None where nothing is remembered, or this is the first."""

    @property
    def unchanged(self) -> int:
        """How many files already held what they should."""
        return len(self.files) - self.written

    @property
    def kinds(self) -> tuple[tuple[str, int], ...]:
        """How many files lie in each folder of the publication, and in the folders of those."""
        counted = Counter("/".join(path.split("/")[:-1][:2]) or "." for path in self.files)
        return tuple(sorted(counted.items()))
