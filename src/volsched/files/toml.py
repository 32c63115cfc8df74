"""TOML documents with the line of every value, and syntax errors in words that a newcomer can act on."""

from __future__ import annotations

import re
import tomllib
from typing import Any, Final

from volsched.errors import Fault
from volsched.files.faults import Here, Report
from volsched.files.positions import STRING, places
from volsched.files.source import Source, read_text

DEEPEST = 32

_POSITION: Final = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)$")
_LONG_NUMBER: Final = re.compile(r"[0-9_]{400}")
# So many names in one dotted key would keep the reader busy for minutes.
_LONG_WAY: Final = re.compile(
    r"(?:^|[{,\[])[ \t]*(?:(?:[\w-]+|\"[^\"\n]*\"|'[^'\n]*')[ \t]*\.[ \t]*){32}", re.MULTILINE
)
_MARK: Final = re.compile(STRING.pattern + r"|#[^\n]*|[\[\]{}]", re.DOTALL)
_TIME: Final = re.compile(r"=\s*(\d{1,2}:\d{2})\b(?!:\d\d)")
_DAY_AND_TIME: Final = re.compile(r"=\s*(\d{4}-\d\d?-\d\d?[ T]\d{1,2}:\d{2})\b(?!:\d\d)")
_OTHER_KEY: Final = re.compile(r"^\s*([^\s=\[\]\"'#]*[^\x00-\x7f][^\s=\[\]\"'#]*)\s*=")
_NO_VALUE: Final = re.compile(r"^\s*[A-Za-z0-9_-]+\s*=\s*(?:#.*)?$")
_WORD: Final = re.compile(r"^\s*([A-Za-z0-9_-]+)\s*=\s*([^\s\"'\[{#][^\"'#\n]*?)\s*(?:#.*)?$")
_HEADER: Final = re.compile(r"^\s*\[\s*([A-Za-z0-9_.-]+)\s*\]\s*(?:#.*)?$")
_HALF_HEADER: Final = re.compile(r"^\s*([A-Za-z0-9_.-]+)\s*\]\]?\s*(?:#.*)?$")
_COMMA: Final = re.compile(r"=\s*(-?\d+),(\d+)\s*(?:#.*)?$")
_COLON: Final = re.compile(r"^\s*[A-Za-z0-9_-]+\s*:\s")
_CURLY: Final = re.compile("[“”‘’＂「」]")


def read_toml(source: Source, report: Report) -> tuple[dict[str, Any], Here] | None:
    """The document and the place of its beginning, or None after telling why it cannot be read."""
    text = read_text(source, report)
    if text is None:
        return None
    fault = _too_much(source, text)
    if fault is None:
        try:
            document = tomllib.loads(text)
            place = places(text)
        except (ValueError, RecursionError, OverflowError, MemoryError, IndexError) as error:
            fault = _syntax(source, text, error)
        else:
            return document, Here(report=report, file=source.name, line=1, place=place)
    report.add(fault)
    return None


def _too_much(source: Source, text: str) -> Fault | None:
    match = _LONG_WAY.search(text)
    at = match.start() + match[0].startswith("\n") if match else _too_deep(text)
    if at is None:
        return None
    problem = "names too many tables in one key" if match else "is nested too deeply"
    return Fault(source.name, text.count("\n", 0, at) + 1, "", problem, f"write at most {DEEPEST}, one in another")


def _too_deep(text: str) -> int | None:
    """Where brackets stand in brackets more than 32 deep, which would exhaust any reader."""
    depth = 0
    for match in _MARK.finditer(text):
        if match[0] in "[{":
            depth += 1
        elif match[0] in "]}":
            depth = max(0, depth - 1)
        if depth > DEEPEST:
            return match.start()
    return None


def _syntax(source: Source, text: str, error: Exception) -> Fault:
    message = str(error)
    match = _POSITION.search(message)
    lines = text.split("\n")
    if match is None:
        number = _LONG_NUMBER.search(text)
        line = text.count("\n", 0, number.start()) + 1 if number else 0
        problem = "a number is too long" if number else "cannot be read"
        return Fault(source.name, line, "", problem, "write a shorter one" if number else "write it more simply")
    line = int(match[1]) if match[1] else len(text.rstrip("\n").split("\n"))
    said = lines[line - 1] if line <= len(lines) else ""
    if (twin := _twin(said, lines)) and message.startswith("Cannot"):
        line, said = twin, lines[twin - 1]
    problem, cure = _explained(said, _POSITION.sub("", message), text)
    return Fault(source.name, line, _key(said), problem, cure)


def _twin(said: str, lines: list[str]) -> int:
    """The line on which a list of tables was begun with one bracket, if this line goes on with two."""
    name = said.partition("#")[0].strip()
    if not (name.startswith("[[") and name.endswith("]]")):
        return 0
    return next((number for number, line in enumerate(lines, 1) if line.partition("#")[0].strip() == name[1:-1]), 0)


def _key(said: str) -> str:
    key = said.partition("#")[0].partition("=")[0].strip("[] \t\r")
    return key[:60] if key.isprintable() else ""


def _explained(said: str, message: str, text: str) -> tuple[str, str]:
    """A syntax error in words: the usual slips by what the line looks like, the others as the reader tells them."""
    if message.startswith("Invalid date"):
        return "is not a day or time that exists", "check the month, the day and the time"
    for explain in (_unquoted, _header, _pair):
        found = explain(said, message, text)
        if found is not None:
            return found
    if message.startswith("Unclosed") or "Unterminated" in message or "Illegal character '\\n'" in message:
        return "something opened here is not closed", "close the quotation mark or bracket"
    return f"is not TOML: {message[:100]}", "compare the line with the examples"


def _unquoted(said: str, _message: str, _text: str) -> tuple[str, str] | None:
    if match := _TIME.search(said):
        return (
            f"{match[1]} needs quotation marks",
            f'write "{match[1]}"; a start also needs its day: "2027-01-01 22:00"',
        )
    if match := _DAY_AND_TIME.search(said):
        return f"{match[1]} needs quotation marks", f'write "{match[1]}"'
    if _CURLY.search(said):
        return "has curly quotation marks where straight ones belong", 'write " on both sides'
    if match := _OTHER_KEY.search(said):
        return f"the key {match[1][:40]} needs quotation marks", f'write "{match[1][:40]}" = ...'
    return None


def _header(said: str, message: str, text: str) -> tuple[str, str] | None:
    bare = said.strip()
    if match := _HALF_HEADER.search(said):
        return "the brackets do not match", f"write [[{match[1]}]]" if "]]" in said else f"write [{match[1]}]"
    if (match := _HEADER.search(said)) and f"[[{match[1]}]]" in text:
        return f"the table {match[1]} has one bracket here and two elsewhere", f"write [[{match[1]}]]"
    if bare.startswith("[") and bare.count("[") != bare.count("]") and "=" not in bare:
        name = bare.strip("[] \t")[:60]
        return "the brackets do not match", f"write [[{name}]]" if bare.startswith("[[") else f"write [{name}]"
    if message.startswith(("Cannot overwrite", "Cannot declare", "Cannot redefine", "Cannot mutate", "Duplicate")):
        return "stands twice", "keep one of the two"
    return None


def _pair(said: str, _message: str, _text: str) -> tuple[str, str] | None:
    if _NO_VALUE.search(said):
        return "has no value after the equals sign", "write the value, or take the line out"
    if _COLON.search(said):
        return "has a colon where an equals sign belongs", 'write key = "value"'
    if match := _COMMA.search(said):
        return f"{match[1]},{match[2]} has a comma in it", f"write {match[1]}.{match[2]}"
    if match := _WORD.search(said):
        return f"{match[2][:40]} cannot be read", f'write text in quotation marks: {match[1]} = "{match[2][:40]}"'
    return None
