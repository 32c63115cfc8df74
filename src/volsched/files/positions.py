"""On which line every value of a TOML document stands.

The standard reader gives values without positions, so a second walk over a document that it has accepted notes the
lines. It may therefore trust the syntax, which keeps it short.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from typing import Final

_SKIP: Final = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BLANK: Final = re.compile(r"[ \t]*")
_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")
STRING: Final = re.compile(
    r'"""(?:[^\\"]|\\.|"{1,2}(?!"))*"{3,5}' r"|'''.*?'{3,5}" r'|"(?:[^"\\\n]|\\.)*"' r"|'[^'\n]*'",
    re.DOTALL,
)
_SCALAR: Final = re.compile(r"\d{4}-\d\d-\d\d[ ]\d\d:[^\s,\]}#]*|[^\s,\]}#]+")


class Place:
    """A value in the document: its line, and those of the values in it by key or index."""

    __slots__ = ("children", "key_line", "line")

    def __init__(self, line: int) -> None:
        self.line = line
        self.key_line = line
        self.children: dict[str | int, Place] = {}


def places(text: str) -> Place:
    """The lines of a document that tomllib has read without a complaint."""
    return _Walk(text).document()


class Located:
    """Where in the text things stand, for who changes it: the spans of values, and those of sections.

    A section begins at its header and ends with its last value; what stands between is a comment or empty.
    """

    __slots__ = ("root", "sections", "spans")

    def __init__(self) -> None:
        self.root = Place(1)
        self.spans: dict[Place, tuple[int, int]] = {}
        self.sections: dict[Place, tuple[int, int]] = {}


def located(text: str) -> Located:
    """The spans in a document that tomllib has read without a complaint."""
    found = Located()
    found.root = _Locating(text, found).document()
    return found


class _Walk:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def document(self) -> Place:
        root = Place(1)
        table = root
        self._skip()
        while self._at < len(self._text):
            if self._text[self._at] == "[":
                table = self._header(root)
            else:
                self._pair(table)
            self._skip()
        return root

    def _line(self) -> int:
        return bisect_right(self._starts, self._at)

    def _skip(self, pattern: re.Pattern[str] = _SKIP) -> None:
        match = pattern.match(self._text, self._at)
        self._at = match.end() if match else self._at

    def _header(self, root: Place) -> Place:
        line = self._line()
        many = self._text.startswith("[[", self._at)
        self._at += 2 if many else 1
        keys = self._keys()
        self._at += 2 if many else 1
        place = root
        for key in keys[:-1]:
            place = _newest(_child(place, key, line))
        place = _child(place, keys[-1], line)
        if not many:
            place.line = place.key_line = line
            return place
        return _child(place, len(place.children), line)

    def _pair(self, table: Place) -> None:
        line = self._line()
        keys = self._keys()
        self._at += 1  # the equals sign
        self._skip()
        for key in keys[:-1]:
            table = _child(table, key, line)
        place = _child(table, keys[-1], self._line())
        place.key_line = line
        self._value(place)

    def _keys(self) -> list[str]:
        keys = []
        while True:
            self._skip(_BLANK)
            if self._text[self._at] in "\"'":
                keys.append(tomllib.loads("key=" + self._take(STRING))["key"])
            else:
                keys.append(self._take(_BARE))
            self._skip(_BLANK)
            if self._text[self._at] != ".":
                return keys
            self._at += 1

    def _take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self._text, self._at)
        if match is None:
            raise ValueError(f"line {self._line()} cannot be followed")
        self._at = match.end()
        return match[0]

    def _value(self, place: Place) -> None:
        start = self._text[self._at]
        if start == "[":
            self._list(place)
        elif start == "{":
            self._table(place)
        else:
            self._take(STRING if start in "\"'" else _SCALAR)

    def _list(self, place: Place) -> None:
        self._at += 1
        self._skip()
        while self._text[self._at] != "]":
            self._value(_child(place, len(place.children), self._line()))
            self._comma()
        self._at += 1

    def _table(self, place: Place) -> None:
        self._at += 1
        self._skip()
        while self._text[self._at] != "}":
            self._pair(place)
            self._comma()
        self._at += 1

    def _comma(self) -> None:
        self._skip()
        if self._text[self._at] == ",":
            self._at += 1
            self._skip()


class _Locating(_Walk):
    """The same walk, taking down where each value and section begins and ends."""

    def __init__(self, text: str, found: Located) -> None:
        super().__init__(text)
        self._found = found
        self._section: Place | None = None

    def _header(self, root: Place) -> Place:
        start = self._at
        place = super()._header(root)
        self._found.sections[place] = (start, self._at)
        self._section = place
        return place

    def _pair(self, table: Place) -> None:
        super()._pair(table)
        if self._section is table:
            self._found.sections[table] = (self._found.sections[table][0], self._at)

    def _value(self, place: Place) -> None:
        start = self._at
        super()._value(place)
        self._found.spans[place] = (start, self._at)


def _child(place: Place, key: str | int, line: int) -> Place:
    if key not in place.children:
        place.children[key] = Place(line)
    return place.children[key]


def _newest(place: Place) -> Place:
    # [activity.when] belongs to the [[activity]] before it, which is the last of the list so far.
    return place.children[len(place.children) - 1] if 0 in place.children else place
