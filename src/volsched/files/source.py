"""The files of a folder as text, or a fault: nothing here trusts the disk or what a file holds."""

from __future__ import annotations

import codecs
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from attrs import frozen

from volsched.errors import Fault
from volsched.files.faults import Report

MOST_BYTES = {".toml": 1_000_000}
MOST_BYTES_OF_TABLES = 10_000_000
MOST_BYTES_OF_ALL = 30_000_000
MOST_FILES = 500
LONGEST_LINE = 65_536

Encoding = Literal["utf-8", "gb18030"]

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@frozen
class Source:
    """One file of the folder: its name as messages show it, and where it lies."""

    name: str
    path: Path

    @property
    def suffix(self) -> str:
        """The end of its name in lower case, such as `.csv`."""
        return self.path.suffix.casefold()

    @property
    def stem(self) -> str:
        """Its name without the end, in lower case."""
        return self.path.stem.casefold()


def sources(folder: Path, suffixes: Iterable[str], report: Report) -> tuple[Source, ...]:
    """The files of these kinds in the folder, by name; none, with a fault, where there is no folder to read."""
    wanted = {suffix.casefold() for suffix in suffixes}
    shown = _printable(str(folder))
    try:
        if not folder.is_dir():
            problem = "is a file, not a folder" if folder.exists() else "there is no such folder"
            cure = "name the folder that holds programme.toml" if folder.exists() else "check the path"
            report.add(Fault(shown, 0, "", problem, cure))
            return ()
        names = sorted(entry.name for entry in folder.iterdir())
    except (OSError, ValueError) as error:
        report.add(Fault(shown, 0, "", f"cannot be opened: {_reason(error)}", "check the path and who may read it"))
        return ()
    # Names that begin so are leftovers of editors, spreadsheets and file managers, not part of the programme.
    found = [
        Source(_printable(name), folder / name)
        for name in names
        if not name.startswith((".", "~", "_")) and Path(name).suffix.casefold() in wanted
    ]
    if len(found) > MOST_FILES:
        problem = f"{len(found)} files are too many"
        report.add(Fault(shown, 0, "", problem, "name the folder of the programme; join its tables to fewer files"))
        return ()
    if sum(_size(file.path) for file in found if file.suffix in (".toml", ".csv")) > MOST_BYTES_OF_ALL:
        problem = f"the files are larger than {MOST_BYTES_OF_ALL // 1_000_000} MB in all"
        report.add(Fault(shown, 0, "", problem, "check that it is the right folder; move out what is no part of it"))
        return ()
    return tuple(found)


def _size(path: Path) -> int:
    # One large file is told by its own name, when it is read.
    try:
        return min(path.stat().st_size, MOST_BYTES_OF_TABLES)
    except (OSError, ValueError):
        return 0


def read_bytes(source: Source, report: Report) -> bytes | None:
    """What the file holds, or None after telling why it cannot be read."""
    try:
        problem, cure = _standing(source.path)
        if not problem:
            most = MOST_BYTES.get(source.suffix, MOST_BYTES_OF_TABLES)
            with source.path.open("rb") as opened:
                data = opened.read(most + 1)
            if len(data) <= most:
                return data
            line = _long_line(data)
            problem = "has a line longer than 64 kB" if line else f"is larger than {most // 1_000_000} MB"
            report.add(Fault(source.name, line, "", problem, "split it, or check that it is the right file"))
            return None
    except (OSError, ValueError, RuntimeError, MemoryError) as error:
        # RuntimeError: a link that leads round to itself, before Python 3.13.
        problem, cure = f"cannot be read: {_reason(error)}", "check the file and who may read it"
    report.add(Fault(source.name, 0, "", problem, cure))
    return None


def is_ordinary(source: Source, report: Report) -> bool:
    """Whether another reader may open the file; tells why not."""
    try:
        problem, cure = _standing(source.path)
        if not problem and source.path.stat().st_size > MOST_BYTES_OF_TABLES:
            problem, cure = f"is larger than {MOST_BYTES_OF_TABLES // 1_000_000} MB", "split it"
    except (OSError, ValueError, RuntimeError) as error:
        problem, cure = f"cannot be read: {_reason(error)}", "check the file and who may read it"
    if problem:
        report.add(Fault(source.name, 0, "", problem, cure))
    return not problem


def _standing(path: Path) -> tuple[str, str]:
    """Why this is not a file to read, and the cure; blank if it is one."""
    if path.is_symlink():
        real = path.resolve()
        if not real.exists():
            return "is a link to nothing", "put the file itself into the folder"
        if not real.is_relative_to(path.parent.resolve()):
            return "is a link that leads out of the folder", "put the file itself into the folder"
    # A pipe or a device would make the reader wait for ever.
    if not stat.S_ISREG(path.stat().st_mode):
        sort = "a folder" if path.is_dir() else "not an ordinary file"
        return f"is {sort}", "move it out, or give it another name"
    return "", ""


def _long_line(data: bytes) -> int:
    line, start = 1, 0
    while True:
        end = data.find(b"\n", start)
        if (len(data) if end < 0 else end) - start > LONGEST_LINE:
            return line
        if end < 0:
            return 0
        line, start = line + 1, end + 1


def read_text(source: Source, report: Report, encoding: Encoding | None = "utf-8") -> str | None:
    """The text of the file, or None after telling why it cannot be read.

    Without an encoding, because programme.toml could not tell it, a file that is not UTF-8 is passed over: there is
    a fault already, and this would be its shadow.
    """
    data = read_bytes(source, report)
    if data is None:
        return None
    fault = None if data.startswith(codecs.BOM_UTF8) else _wrong_marks(source, data, encoding)
    if fault is None:
        try:
            text = _decoded(data, encoding)
        except UnicodeDecodeError as error:
            if encoding is None:
                return None
            line = data.count(b"\n", 0, error.start) + 1
            fault = Fault(source.name, line, "encoding", *_bad_bytes(source, encoding))
            if source.suffix == ".csv" and encoding == "utf-8" and _is_gb18030(data):
                report.add_foreign(fault)
                return None
        else:
            fault = _unfit(source, text)
            if fault is None:
                return text
    report.add(fault)
    return None


def _decoded(data: bytes, encoding: Encoding | None) -> str:
    if data.startswith(codecs.BOM_UTF8):
        return data.decode("utf-8-sig")
    return data.decode(encoding or "utf-8")


def _wrong_marks(source: Source, data: bytes, encoding: Encoding | None) -> Fault | None:
    if data.startswith(_UTF16):
        cure = "save it as 'CSV UTF-8'" if source.suffix == ".csv" else "save it as UTF-8"
        return Fault(source.name, 1, "encoding", "is saved as UTF-16", cure)
    if encoding == "gb18030" and _is_surely_utf8(data):
        line = data.count(b"\n", 0, next(at for at, byte in enumerate(data) if byte > 127)) + 1
        cure = 'save it as GB18030, or write encoding = "utf-8" in programme.toml and save the others as UTF-8'
        return Fault(source.name, line, "encoding", "is saved as UTF-8, and programme.toml says gb18030", cure)
    return None


def _is_surely_utf8(data: bytes) -> bool:
    # Text saved as GB18030 hardly ever forms valid UTF-8: with six bytes or more, once in some ten thousand times.
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return sum(4 if char > "\u07ff" else char > "\x7f" for char in text) >= 8


def _is_gb18030(data: bytes) -> bool:
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return True


def are_utf8_after_all(files: Iterable[Source]) -> bool:
    """Whether tables that are said to be GB18030 are all UTF-8, so that it is said wrongly and they are right."""
    unread = Report()
    contents = [data for file in files if file.suffix == ".csv" and (data := read_bytes(file, unread)) is not None]
    foreign = [data for data in contents if not data.isascii() and not data.startswith(codecs.BOM_UTF8)]
    return bool(foreign) and all(_is_surely_utf8(data) for data in foreign)


def _bad_bytes(source: Source, encoding: Encoding) -> tuple[str, str]:
    if source.suffix != ".csv":
        return "is not UTF-8", "save the file as UTF-8"
    if encoding == "gb18030":
        return "is not GB18030", 'save it as GB18030, or take encoding = "gb18030" out of programme.toml'
    return "is not UTF-8", "save it as 'CSV UTF-8', or write encoding = \"gb18030\" under [programme] in programme.toml"


def _unfit(source: Source, text: str) -> Fault | None:
    nul = text.find("\0")
    if nul >= 0:
        line = text.count("\n", 0, nul) + 1
        return Fault(
            source.name, line, "", "holds a NUL character", "check that it is a text file; type the line again"
        )
    for line, content in enumerate(text.split("\n"), 1):
        if len(content) > LONGEST_LINE:
            return Fault(
                source.name, line, "", "is longer than 64 kB", "split the line, or check that it is the right file"
            )
    return None


def _reason(error: Exception) -> str:
    return _printable(getattr(error, "strerror", None) or str(error) or type(error).__name__)


def _printable(text: str) -> str:
    plain = text.encode("utf-8", "replace").decode("utf-8")
    return "".join(char if char.isprintable() else "?" for char in plain)
