"""Calendar files of other programs, read line by line: components, properties, parameters, within limits.

Nothing is guessed. What cannot be a calendar is refused as a whole, with the line; what is odd in one event costs
that event alone, and is decided where events are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NoReturn

from attrs import define, field, frozen

from volsched.errors import Fault

MOST_BYTES = 10_000_000
MOST_LINE_BYTES = 64 * 1024
MOST_COMPONENTS = 50_000
MOST_PARAMETERS = 100
DEEPEST = 4

_NAME = re.compile(r"[A-Za-z0-9-]{1,100}")
_PARAMETER = re.compile(r';([A-Za-z0-9-]{1,100})=((?:"[^"\x00-\x08\x0a-\x1f\x7f]*"|[^";:,\x00-\x1f\x7f]*)'
                        r'(?:,(?:"[^"\x00-\x08\x0a-\x1f\x7f]*"|[^";:,\x00-\x1f\x7f]*))*)')  # fmt: skip
_VALUE = re.compile(r'"([^"]*)"|([^",]+)')
_CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f]")
_CARET = re.compile(r"\^([n^'])")
_CARETS = {"n": "\n", "^": "^", "'": '"'}
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


@frozen
class Property:
    """One content line: its name in capitals, its parameters, its value as it stands, and where it is."""

    name: str
    parameters: Mapping[str, tuple[str, ...]]
    value: str
    line: int
    problem: str = ""
    """Why it cannot be used, if something is wrong with the line."""

    def parameter(self, name: str) -> str:
        """The one value of a parameter; empty where there is none."""
        return ",".join(self.parameters.get(name, ()))

    @property
    def text(self) -> str:
        """The value as text, without its backslashes (RFC 5545 3.3.11)."""
        return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], self.value)


@define
class Component:
    """A component: its name in capitals, its properties and the components in it."""

    name: str
    line: int
    properties: list[Property] = field(factory=list)
    components: list[Component] = field(factory=list)

    def all(self, name: str) -> list[Property]:
        """The properties of this name, in the order of the file."""
        return [item for item in self.properties if item.name == name]

    def first(self, name: str) -> Property | None:
        """The first property of this name."""
        return next((item for item in self.properties if item.name == name), None)


class CalendarRefusedError(Exception):
    """A file that is no calendar, or not one that can be trusted; whoever reads one tells its fault."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


def read_components(content: bytes, file: str) -> list[Component]:
    """The calendars of a file.

    Raises:
        CalendarRefusedError: it is no calendar, or larger or deeper than any that is one.
    """
    return _Reader(file).read(content)


@define
class _Reader:
    file: str
    calendars: list[Component] = field(factory=list)
    open: list[Component] = field(factory=list)
    count: int = 0

    def refuse(self, line: int, problem: str, cure: str) -> NoReturn:
        raise CalendarRefusedError(Fault(self.file, line, "", problem, cure))

    def read(self, content: bytes) -> list[Component]:
        if len(content) > MOST_BYTES:
            self.refuse(0, f"has more than {MOST_BYTES:,} bytes", "export a shorter time from the calendar")
        if content[:2] == b"\x1f\x8b":
            self.refuse(0, "is compressed", "unpack it first")
        for number, line in self._lines(content):
            self._take(number, line)
        if self.open:
            unclosed = self.open[-1]
            self.refuse(unclosed.line, f"BEGIN:{unclosed.name} has no END", "export the calendar again")
        if not self.calendars:
            self.refuse(0, "holds no calendar", "name a file that begins with BEGIN:VCALENDAR")
        return self.calendars

    def _lines(self, content: bytes) -> Iterator[tuple[int, str]]:
        """Whole content lines with the number of the first of their lines; unfolded before they are decoded."""
        held, begun = bytearray(), 1
        for number, raw in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
            line = raw.removesuffix(b"\r")
            if line[:1] in (b" ", b"\t") and held:
                held += line[1:]
            else:
                if held:
                    yield begun, self._decoded(begun, bytes(held))
                held, begun = bytearray(line), number
            if len(held) > MOST_LINE_BYTES:
                self.refuse(begun, f"has more than {MOST_LINE_BYTES:,} bytes in one line", "take this line out")
        if held:
            yield begun, self._decoded(begun, bytes(held))

    def _decoded(self, number: int, line: bytes) -> str:
        try:
            return line.decode()
        except UnicodeDecodeError:
            self.refuse(number, "is not UTF-8", "save the file as UTF-8")

    def _take(self, number: int, line: str) -> None:
        if not line.strip():
            return
        found = _property(number, line)
        if found is None:
            if not self.open:
                self.refuse(number, "is no line of a calendar", "name a file that begins with BEGIN:VCALENDAR")
            self.open[-1].properties.append(Property("", {}, "", number, "is no line of a calendar"))
        elif found.name == "BEGIN":
            self._begin(number, found.value.strip().upper())
        elif found.name == "END":
            self._end(number, found.value.strip().upper())
        elif self.open:
            self.open[-1].properties.append(found)
        else:
            self.refuse(number, "stands outside of any calendar", "begin the file with BEGIN:VCALENDAR")

    def _begin(self, number: int, name: str) -> None:
        if len(self.open) >= DEEPEST:
            self.refuse(number, f"lies more than {DEEPEST} components deep", "export the calendar again")
        self.count += 1
        if self.count > MOST_COMPONENTS:
            self.refuse(number, f"is more than the {MOST_COMPONENTS:,}th component", "export a shorter time")
        if not self.open and name != "VCALENDAR":
            self.refuse(number, f"BEGIN:{name[:40]} stands outside of any calendar", "begin with BEGIN:VCALENDAR")
        made = Component(name, number)
        (self.open[-1].components if self.open else self.calendars).append(made)
        self.open.append(made)

    def _end(self, number: int, name: str) -> None:
        if not self.open or self.open[-1].name != name:
            begun = f"BEGIN:{self.open[-1].name} of line {self.open[-1].line}" if self.open else "any BEGIN"
            self.refuse(number, f"END:{name[:40]} does not match {begun}", "export the calendar again")
        self.open.pop()


def _property(number: int, line: str) -> Property | None:
    name = _NAME.match(line)
    if name is None:
        return None
    place, parameters = name.end(), dict[str, tuple[str, ...]]()
    amount = 0
    while (found := _PARAMETER.match(line, place)) is not None:
        place, amount = found.end(), amount + 1
        if amount <= MOST_PARAMETERS:
            values = (_CARET.sub(lambda caret: _CARETS[caret[1]], one or two) for one, two in _VALUE.findall(found[2]))
            parameters[found[1].upper()] = tuple(values)
    upper = name[0].upper()
    if line[place : place + 1] != ":":
        problem = "holds a control character" if _CONTROL.search(line) else "has a parameter that cannot be read"
        return Property(upper, {}, "", number, problem)
    value = line[place + 1 :]
    problem = ""
    if amount > MOST_PARAMETERS:
        problem = f"has more than {MOST_PARAMETERS} parameters"
    elif _CONTROL.search(value):
        problem = "holds a control character"
    return Property(upper, parameters, value, number, problem)
