"""Changes to programme files that leave everything else as it was written: comments, order, spaces, line ends.

The changed text is read again before anything is kept: it must say what the file said before, and the change.
"""

from __future__ import annotations

import copy
import difflib
import json
import os
import shutil
import tempfile
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NoReturn

from attrs import frozen

from volsched.errors import Conflict, InvalidValue
from volsched.files.positions import Located, Place, located
from volsched.model.finding import Edit, Scalar

_BOM: Final = "\ufeff"
_TABLES: Final = (".csv", ".xlsx", ".ods")


@frozen
class EditedFile:
    """A programme file with changes that are not written yet."""

    path: Path
    before: str
    after: str

    def difference(self) -> Iterator[str]:
        """The lines that come and go, as a unified diff."""
        old, new = self.before.splitlines(keepends=True), self.after.splitlines(keepends=True)
        name = self.path.name
        for line in difflib.unified_diff(old, new, fromfile=name, tofile=name, n=2):
            yield line.rstrip("\r\n")


class Editing:
    """The TOML files of one folder while they are being changed; nothing is written before `write`."""

    def __init__(self, folder: Path | str) -> None:
        """Read the TOML files of a folder that loads without faults."""
        self.folder = Path(folder)
        paths = sorted(path for path in self.folder.iterdir() if path.suffix.casefold() == ".toml")
        self._before = {
            path: path.read_bytes().decode("utf-8") for path in paths if not path.name.startswith((".", "~"))
        }
        self._after = dict(self._before)

    def tried(self, edits: Iterable[Edit]) -> tuple[EditedFile, ...]:
        """The files as these edits would make them, on top of what was applied before.

        Raises:
            InvalidValue: an edit names nothing of these files, or its place cannot be changed without risk.
        """
        texts = dict(self._after)
        for edit in edits:
            path = _file_of(texts, edit)
            texts[path] = edited(texts[path], edit)
        return tuple(
            EditedFile(path, self._after[path], text) for path, text in texts.items() if text != self._after[path]
        )

    def apply(self, files: Iterable[EditedFile]) -> None:
        """Keep what was tried."""
        for file in files:
            self._after[file.path] = file.after

    def changed(self) -> tuple[EditedFile, ...]:
        """The files that differ from what lies on the disk."""
        return tuple(
            EditedFile(path, text, self._after[path])
            for path, text in self._before.items()
            if text != self._after[path]
        )

    def copy_to(self, folder: Path) -> None:
        """A copy of the files with the changes in them, to look at before they are written."""
        for path in self.folder.iterdir():
            if path.is_file() and path not in self._after and path.suffix.casefold() in _TABLES:
                shutil.copy2(path, folder / path.name)
        for path, text in self._after.items():
            (folder / path.name).write_bytes(text.encode("utf-8"))

    def write(self) -> tuple[Path, ...]:
        """Replace each changed file whole, and say which.

        Raises:
            Conflict: somebody has changed one of them meanwhile; then none is written.
        """
        changed = self.changed()
        for file in changed:
            if file.path.read_bytes() != file.before.encode("utf-8"):
                raise Conflict("file", file.path.name, "was changed by somebody else meanwhile", "check again")
        for file in changed:
            _replace(file.path, file.after)
        return tuple(file.path for file in changed)


def edited(text: str, edit: Edit) -> str:
    """The text of a TOML file with one change in it, and everything else as it was.

    Raises:
        InvalidValue: it holds no such table, or the change cannot be made without risk.
    """
    bom = _BOM if text.startswith(_BOM) else ""
    body = text.removeprefix(_BOM)
    document = tomllib.loads(body)
    index = _index(document, edit)
    if index is None:
        _refuse(edit, "is not in the file", "check again")
    expected = copy.deepcopy(document)
    _change(expected[edit.table][index], edit)
    end = "\r\n" if "\r\n" in body else "\n"
    try:
        made = _Changing(body, edit, index, end).text()
        fits = tomllib.loads(made) == expected
    except (ValueError, IndexError, KeyError):
        fits = False
    if not fits:
        said = ".".join(edit.path)
        _refuse(edit, f"{said} cannot be changed by itself", f"write it by hand: {_written(edit)}")
    return bom + made


def _refuse(edit: Edit, problem: str, cure: str) -> NoReturn:
    raise InvalidValue(edit.table, edit.id, ".".join(edit.path), problem, cure)


def _file_of(texts: Mapping[Path, str], edit: Edit) -> Path:
    for path, text in texts.items():
        if edit.id in text and _index(tomllib.loads(text.removeprefix(_BOM)), edit) is not None:
            return path
    raise InvalidValue(edit.table, edit.id, "", "is in none of the files", "check again")


def _index(document: Mapping[str, Any], edit: Edit) -> int | None:
    tables = document.get(edit.table)
    if not isinstance(tables, list):
        return None
    return next((i for i, table in enumerate(tables) if isinstance(table, dict) and table.get("id") == edit.id), None)


def _change(table: dict[str, Any], edit: Edit) -> None:
    for key in edit.path[:-1]:
        table = table.setdefault(key, {})
    last = edit.path[-1]
    if edit.entry:
        table.setdefault(last, []).append(dict(edit.entry))
    else:
        table[last] = edit.value


class _Changing:
    """Where in the text the change goes: the value itself, the inline table, or the section that is nearest to it."""

    def __init__(self, text: str, edit: Edit, index: int, end: str) -> None:
        self._text, self._edit, self._end = text, edit, end
        self._located: Located = located(text)
        self._item = self._located.root.children[edit.table].children[index]

    def text(self) -> str:
        place, rest = self._item, list(self._edit.path)
        way: list[tuple[Place, tuple[str, ...]]] = [(place, tuple(rest))]
        while rest and rest[0] in place.children:
            place = place.children[rest.pop(0)]
            way.append((place, tuple(rest)))
        if not rest:
            return self._there(place)
        for around, missing in reversed(way):
            if around in self._located.spans:
                return self._into_inline(around, missing)
            if around in self._located.sections:
                return self._into_section(around, missing)
        raise ValueError("the table has no place of its own")

    def _there(self, place: Place) -> str:
        """The value is there: it is replaced, or the list gets one more."""
        span = self._located.spans.get(place)
        if not self._edit.entry:
            if span is None:
                raise ValueError("the value has no place of its own")
            return self._put(*span, _value(self._edit.value))
        if span is not None:
            if not place.children:
                return self._put(*span, f"[{_entry(self._edit)}]")
            last = max(self._last_end(child) for child in place.children.values())
            return self._put(last, last, f", {_entry(self._edit)}")
        sections = [child for child in place.children.values() if child in self._located.sections]
        at = max(self._located.sections[child][1] for child in sections)
        return self._new_section(at)

    def _into_inline(self, table: Place, missing: tuple[str, ...]) -> str:
        start, end = self._located.spans[table]
        said = f"{'.'.join(missing)} = {self._said()}"
        if not table.children:
            return self._put(start, end, f"{{ {said} }}")
        last = max(self._last_end(child) for child in table.children.values())
        return self._put(last, last, f", {said}")

    def _into_section(self, section: Place, missing: tuple[str, ...]) -> str:
        at = self._located.sections[section][1]
        if self._edit.entry and len(missing) == 1:
            return self._new_section(at)
        return self._put(*self._line_at(at), f"{'.'.join(missing)} = {self._said()}{self._end}")

    def _new_section(self, at: int) -> str:
        """A `[[activity.when.change]]` of its own after what stands above."""
        lines = [f"[[{'.'.join((self._edit.table, *self._edit.path))}]]"]
        lines += [f"{key} = {_value(value)}" for key, value in self._edit.entry]
        at = self._line_at(at)[0]
        return self._put(at, at, self._end + "".join(line + self._end for line in lines))

    def _line_at(self, at: int) -> tuple[int, int]:
        """After the last line of a section that says something; a comment that follows belongs to what comes next."""
        if at and self._text[at - 1] != "\n":
            newline = self._text.find("\n", at)
            if newline < 0:
                self._text += self._end
                newline = len(self._text) - 1
            at = newline + 1
        return at, at

    def _last_end(self, place: Place) -> int:
        """Where the last thing in a place ends; what has a span ends with it."""
        if place in self._located.spans:
            return self._located.spans[place][1]
        return max(self._last_end(child) for child in place.children.values())

    def _said(self) -> str:
        return f"[{_entry(self._edit)}]" if self._edit.entry else _value(self._edit.value)

    def _put(self, start: int, end: int, new: str) -> str:
        return self._text[:start] + new + self._text[end:]


def _entry(edit: Edit) -> str:
    return "{ " + ", ".join(f"{key} = {_value(value)}" for key, value in edit.entry) + " }"


def _value(value: Scalar | None) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    # A JSON string is a basic string of TOML as well, but for the one control character that JSON lets stand.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _written(edit: Edit) -> str:
    return f"{edit.path[-1]} = {'[' + _entry(edit) + ']' if edit.entry else _value(edit.value)}"


def _replace(path: Path, text: str) -> None:
    """A reader sees the old file or the new one, never half of one; names that begin with a dot are not read."""
    handle, name = tempfile.mkstemp(prefix=".", suffix=path.suffix, dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(path, temporary)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
