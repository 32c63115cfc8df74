"""Everything volsched refuses, as one tree of errors.

Each error carries its fields first; its message says what is wrong, which object it is about by id, and what to do.
Catch `VolschedError` to catch them all.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from attrs import frozen

_SOME = 5


class VolschedError(Exception):
    """Anything that volsched refuses or could not do."""


class InvalidValue(VolschedError, ValueError):
    """A value that cannot stand: which object, which field, what is wrong, what to do."""

    def __init__(self, what: str, name: str, field: str, problem: str, cure: str = "") -> None:
        super().__init__(what, name, field, problem, cure)
        self.what = what
        self.name = name
        self.field = field
        self.problem = problem
        self.cure = cure

    def __str__(self) -> str:
        place = " ".join(part for part in (self.what, self.name) if part)
        place = ": ".join(part for part in (place, self.field) if part)
        return _sentence(place, self.problem, self.cure)


class UnknownName(VolschedError, LookupError):
    """A name that nothing answers to, with the nearest ones that exist.

    Where none is near, `some` are a few of those that exist; `cure` is what else would help.
    """

    def __init__(self, what: str, name: str, known: Iterable[str] = (), cure: str = "") -> None:
        there = sorted(set(known))
        near = nearest(name, there)
        super().__init__(what, name, near)
        self.what = what
        self.name = name
        self.near = near
        self.some = () if near else tuple(there[:_SOME])
        self.cure = cure

    def __str__(self) -> str:
        some = f"there is {' or '.join(self.some)}" if self.some else ""
        return _sentence("", f"no {self.what} '{self.name}'", did_you_mean(self.near) or some, self.cure)


class RecurrenceError(InvalidValue):
    """A recurrence rule that is malformed, out of range, or can never happen."""


class Conflict(VolschedError):
    """Two changes that cannot both stand: somebody else was first, and nothing was written over."""

    def __init__(self, what: str, name: str = "", problem: str = "", cure: str = "") -> None:
        super().__init__(what, name, problem, cure)
        self.what = what
        self.name = name
        self.problem = problem
        self.cure = cure

    def __str__(self) -> str:
        place = " ".join(part for part in (self.what, self.name) if part)
        return _sentence(place, self.problem, self.cure) if self.problem else place


class RosterError(VolschedError):
    """A roster that does not belong to its problem; never raised because seats stay empty."""


class PluginError(VolschedError):
    """A plugin whose answer was required and did not come."""


class StoreError(VolschedError):
    """What must be remembered could not be written or read: which store, why, and what to do."""

    def __init__(self, path: str, problem: str, cure: str = "") -> None:
        super().__init__(path, problem, cure)
        self.path = path
        self.problem = problem
        self.cure = cure

    def __str__(self) -> str:
        return _sentence(self.path, self.problem, self.cure)


class OutputError(VolschedError):
    """A file that could not be written: which one, why, and what to do. What lay there before is whole."""

    def __init__(self, path: str, problem: str, cure: str = "") -> None:
        super().__init__(path, problem, cure)
        self.path = path
        self.problem = problem
        self.cure = cure

    def __str__(self) -> str:
        return _sentence(self.path, self.problem, self.cure)


@frozen
class Fault:
    """One thing that is wrong in a file a person wrote: where it is and how to mend it.

    `line` counts from 1; 0 means the file as a whole.
    """

    file: str
    line: int
    field: str
    problem: str
    cure: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        place = f"{place}: {self.field}" if self.field else place
        return _sentence(place, self.problem, self.cure)


class ProgrammeError(VolschedError):
    """A programme folder with faults; all of them, in the order of the files and lines."""

    def __init__(self, folder: str, faults: Iterable[Fault]) -> None:
        self.folder = folder
        self.faults = tuple(faults)
        super().__init__(folder, self.faults)

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.faults)


def nearest(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """The known names that look most like this one, best first, at most three."""
    by_folded = {candidate.casefold(): candidate for candidate in sorted(known)}
    found = difflib.get_close_matches(name.casefold()[:200], list(by_folded), n=3, cutoff=0.6)
    return tuple(by_folded[folded] for folded in found)


def did_you_mean(near: Iterable[str]) -> str:
    """A cure in words: "did you mean 'choir' or 'choirs'?"; empty when nothing is near."""
    names = [f"'{name}'" for name in near]
    return f"did you mean {' or '.join(names)}?" if names else ""


def _sentence(place: str, problem: str, *cures: str) -> str:
    text = f"{place}: {problem}" if place else problem
    return "; ".join(part for part in (text, *cures) if part)
