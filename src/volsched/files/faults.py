"""What is wrong in a programme folder, gathered while reading goes on, and where the reader stands."""

from __future__ import annotations

from typing import NoReturn

from attrs import evolve, field, frozen

from volsched.errors import Fault, ProgrammeError
from volsched.files.positions import Place

MOST_IN_A_FILE = 200


class Refusal(Exception):  # noqa: N818 - named by what it says, like the public errors
    """A value that cannot be read: what is wrong and what to write instead. Never leaves this room."""

    def __init__(self, problem: str, cure: str = "") -> None:
        super().__init__(problem, cure)
        self.problem = problem
        self.cure = cure


class Report:
    """The faults of a folder, which stop it, and the notes, which do not."""

    def __init__(self) -> None:
        self._faults: dict[Fault, None] = {}
        self._notes: dict[Fault, None] = {}
        self._by_file: dict[str, int] = {}
        self._foreign: list[Fault] = []
        self.strays: set[str] = set()
        """Keys that stand in another table than theirs, and need not be missed there."""

    def add(self, fault: Fault) -> None:
        """Take down one fault; the same fault twice is one, and a file has at most 200 of them shown."""
        if fault in self._faults:
            return
        count = self._by_file.get(fault.file, 0) + 1
        self._by_file[fault.file] = count
        if count <= MOST_IN_A_FILE:
            self._faults[fault] = None

    def add_foreign(self, fault: Fault) -> None:
        """Take down that a file is in another encoding; several such files are one fault."""
        self._foreign.append(fault)

    def is_full(self, file: str) -> bool:
        """Whether so much is wrong with the file that reading on would help nobody."""
        return self._by_file.get(file, 0) >= MOST_IN_A_FILE

    def take(self, other: Report) -> None:
        """Take over the faults of another report."""
        for fault in other.faults():
            self.add(fault)

    def note(self, note: Fault) -> None:
        """Take down something worth a look that does not stop the programme."""
        if len(self._notes) < MOST_IN_A_FILE:
            self._notes[note] = None

    @property
    def count(self) -> int:
        """How many faults there are so far."""
        return sum(self._by_file.values()) + len(self._foreign)

    def notes(self) -> tuple[Fault, ...]:
        """Every note, in the order of files and lines."""
        return tuple(sorted(self._notes, key=_order))

    def faults(self) -> tuple[Fault, ...]:
        """Every fault, in the order of files and lines."""
        faults = sorted([*self._faults, *self._joined()], key=_order)
        for file, count in sorted(self._by_file.items()):
            if count > MOST_IN_A_FILE:
                problem = f"has more than {MOST_IN_A_FILE} faults, which are not all shown"
                faults.append(Fault(file, 0, "", problem, "mend the first ones and check again"))
        return tuple(faults)

    def _joined(self) -> list[Fault]:
        if not self._foreign:
            return []
        first, *others = sorted(self._foreign, key=_order)
        also = ", ".join(f"{fault.file}:{fault.line}" for fault in others[:3])
        more = f", {len(others) - 3} more" if len(others) > 3 else ""
        return [evolve(first, problem=f"{first.problem} (also {also}{more})") if others else first]

    def refuse(self, folder: str) -> NoReturn:
        """Raise the ProgrammeError that tells every fault."""
        raise ProgrammeError(folder, self.faults())


def _order(fault: Fault) -> tuple[bool, str, int, str, str]:
    # programme.toml is what people open first; a fault of a whole file stands before those of its lines.
    return (fault.file != "programme.toml", fault.file, fault.line, fault.field, fault.problem)


@frozen(kw_only=True)
class Here:
    """Where the reader stands in a file: the object it is about, the way to the value, and the line of it."""

    report: Report
    file: str
    line: int
    owner: str = ""
    path: tuple[str | int, ...] = ()
    place: Place | None = field(default=None, eq=False)

    def at(self, *steps: str | int) -> Here:
        """The place further in; where the file has nothing there, the line of what surrounds it."""
        place, line = self.place, self.line
        for step in steps:
            place = place.children.get(step) if place is not None else None
            line = place.line if place is not None else line
        # Written out, because this is done for every value and attrs.evolve takes five times as long.
        return Here(
            report=self.report,
            file=self.file,
            line=line,
            owner=self.owner,
            path=(*self.path, *steps),
            place=place,
        )

    def key(self, name: str) -> Here:
        """The place of a key itself rather than of its value."""
        at = self.at(name)
        return evolve(at, line=at.place.key_line) if at.place is not None else at

    def alias(self, key: str, place: Place | None) -> None:
        """Let a key stand where a misspelt one does."""
        if self.place is not None and place is not None:
            self.place.children[key] = place

    def has(self, key: str) -> bool:
        """Whether the table here has the key, whatever its value."""
        return self.place is not None and key in self.place.children

    @property
    def is_empty(self) -> bool:
        """Whether the file has a list or table here with nothing in it."""
        return self.place is not None and not self.place.children

    def present(self) -> tuple[str, ...]:
        """The keys of the table here."""
        return tuple(str(key) for key in self.place.children) if self.place is not None else ()

    def of(self, owner: str) -> Here:
        """The same place, as the beginning of an object."""
        return evolve(self, owner=owner, path=())

    def other(self, there: Here) -> str:
        """Another place as a message here names it: by its line alone if it is in the same file."""
        return f"line {there.line}" if there.file == self.file else f"{there.file}:{there.line}"

    @property
    def field(self) -> str:
        """The way to the value in words, such as `activity choir: when.except[2]`; lists count from 1."""
        parts = [f"[{step + 1}]" if isinstance(step, int) else f".{_shown(step)}" for step in self.path]
        way = "".join(parts).lstrip(".")
        return ": ".join(part for part in (self.owner, way) if part)

    def fault(self, problem: str, cure: str = "") -> None:
        """Say what is wrong here."""
        self.report.add(Fault(self.file, self.line, self.field, problem, cure))

    def note(self, problem: str, cure: str = "") -> None:
        """Say what is worth a look here."""
        self.report.note(Fault(self.file, self.line, self.field, problem, cure))


def _shown(step: str) -> str:
    return step if len(step) <= 60 else step[:57] + "..."
