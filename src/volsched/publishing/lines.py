"""Content lines of iCalendar: names, parameters, escaped text, folded at 75 octets.

icalendar would write them too, at a fortieth of the speed, and turns a backslash before an N into a line end.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from volsched.errors import InvalidValue
from volsched.model.text import clean

NO_PARAMETERS: Mapping[str, str] = MappingProxyType({})
LINE_OCTETS = 75
"""The longest line, without its end (RFC 5545 3.1)."""

_NAME = re.compile(r"[A-Z0-9-]+")
_CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]")
# Whatever `clean` would change: one look tells that most texts are clean already.
_MAY_BE_UNCLEAN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]")
_NEEDS_CARET = re.compile(r'[\^\n"]')
# The RFC asks for quotes round commas, semicolons and colons; some readers stumble over other signs and white space.
_NEEDS_NO_QUOTES = re.compile(r"[A-Za-z0-9/_.+-]+")
_CARETS = {"^": "^^", "\n": "^n", '"': "^'"}

# A piece ends before an octet that begins a character, so that none is cut in two (RFC 5545 3.1 asks for octets to be
# counted and warns of cutting). What follows the first piece is one octet shorter: the space before it counts.
_FIRST_PIECE = re.compile(rb".{1,75}(?![\x80-\xbf])", re.DOTALL)
_NEXT_PIECE = re.compile(rb".{1,74}(?![\x80-\xbf])", re.DOTALL)


def escape(text: str) -> str:
    r"""A TEXT value (RFC 5545 3.3.11), cleaned of what could end a line or hide something.

    >>> escape("room\\Nord; 2, 3")
    'room\\\\Nord\\; 2\\, 3'
    """
    if _MAY_BE_UNCLEAN.search(text):
        text = clean(text)
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def parameter_value(text: str) -> str:
    """A parameter's value: carets stand for quotation marks and line ends (RFC 6868), and quotes go round the rest."""
    text = _NEEDS_CARET.sub(lambda match: _CARETS[match[0]], clean(text).replace("\t", " "))
    return text if _NEEDS_NO_QUOTES.fullmatch(text) else f'"{text}"'


@lru_cache(maxsize=256)
def check_name(name: str, what: str = "property") -> str:
    """The name of a property or parameter, as it is.

    Raises:
        InvalidValue: it holds anything but A to Z, digits and hyphens.
    """
    if not _NAME.fullmatch(name):
        problem = f"{name[:40]!r} cannot be the name of a {what}"
        raise InvalidValue(
            "calendar", "", what, problem, "write capital letters A to Z, digits and '-', such as 'X-ROOM'"
        )
    return name


def content_line(name: str, value: str, parameters: Mapping[str, str] = NO_PARAMETERS) -> bytes:
    """One content line with its line end, folded; the value stands as it is given, so escape it where it is TEXT.

    Raises:
        InvalidValue: the name or a parameter's name is none, or the value holds a control character or half of one.
    """
    if _CONTROL.search(value):
        raise InvalidValue("calendar", name, "", "holds a control character", "escape it as text first")
    return _line(name, value, parameters)


def text_line(name: str, *texts: str, parameters: Mapping[str, str] = NO_PARAMETERS) -> bytes:
    r"""One content line of one TEXT value, or of several with commas between them (CATEGORIES).

    >>> text_line("SUMMARY", "Songs, and tea")
    b'SUMMARY:Songs\\, and tea\r\n'
    """
    return _line(name, ",".join([escape(text) for text in texts]), parameters)


def _line(name: str, value: str, parameters: Mapping[str, str]) -> bytes:
    head = check_name(name)
    for parameter in parameters:
        head += f";{check_name(parameter, 'parameter')}={parameter_value(parameters[parameter])}"
    try:
        return fold(f"{head}:{value}".encode())
    except UnicodeEncodeError as error:
        raise InvalidValue("calendar", name, "", "holds half of a character", "type the text again") from error


def fold(line: bytes) -> bytes:
    """The line with its end, and with a break and a space wherever it would grow over 75 octets."""
    if len(line) <= LINE_OCTETS:
        return line + b"\r\n"
    first = _FIRST_PIECE.match(line)
    end = len(line) if first is None else first.end()
    return b"\r\n ".join((line[:end], *_NEXT_PIECE.findall(line, end))) + b"\r\n"
