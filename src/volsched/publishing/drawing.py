"""Drawing SVG 1.1: shapes and words, and a mirror for what is read from the right.

Nothing in a drawing runs or is fetched, and nothing in it needs a style sheet, so that a strict page may show it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from volsched.model import Language
from volsched.model.text import one_line

Anchor = Literal["start", "middle", "end"]
Value = str | float

WIDTH = 1000.0
MARGIN = 28.0
INK, GREY, FAINT, PAPER = "#1b1b1b", "#595959", "#c9c9c9", "#ffffff"
FONTS = (
    "system-ui, 'Noto Sans', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', "
    "'WenQuanYi Micro Hei', 'Microsoft Uighur', 'UKIJ Tuz', 'Noto Sans Arabic', 'Noto Naskh Arabic', sans-serif"
)

# How wide letters are is a guess of ours and not asked of a font, so that the bytes are the same on every machine.
_WIDE = re.compile(
    "[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\U0001f000-\U0003ffff]"
)
_NARROW = re.compile("[\u0600-\u06ff]")
_BROAD = re.compile("[MW@%mw\u2014\u2026]")
_HUGE = re.compile("[\ufdf0-\ufdff\U00012000-\U000123ff]")
# Python's own xml.sax.saxutils would load its whole network library.
_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\ufffe": None, "\uffff": None})
_LETTER = 0.53


def words_width(words: str, size: float) -> float:
    """About how wide these words are, rather too wide than too narrow."""
    if words.isascii():
        return size * (_LETTER * len(words) + 0.36 * len(_BROAD.findall(words)))
    extra = 0.5 * len(_WIDE.findall(words)) + 0.36 * len(_BROAD.findall(words)) + 4 * len(_HUGE.findall(words))
    extra -= 0.06 * len(_NARROW.findall(words))
    return size * (_LETTER * len(words) + extra)


def fitted(words: str, size: float, width: float) -> str:
    """The words on one line, cut with "…" where they would be wider than this.

    >>> fitted("Suifengyuan night patrol", 10, 60)
    'Suifengyua…'
    """
    line = one_line(words[:400])
    if words_width(line, size) <= width:
        return line
    while line and words_width(line + "…", size) > width:
        line = line[:-1]
    return line.rstrip() + "…"


def number(value: float) -> str:
    """A number as it stands in the file: at most two digits after the dot, and none that say nothing."""
    shown = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if shown == "-0" else shown


def plain(words: str) -> str:
    """Words, cleaned already, as XML keeps them: what would be markup is escaped, what XML forbids is left out."""
    return words.translate(_ESCAPED)


class Drawing:
    """A drawing that grows downwards. Where Uyghur is written, what is drawn at the left comes out at the right."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.mirrored = language == "ug"
        self._parts: list[str] = []

    def define(self, markup: str) -> None:
        """Something to refer to by its id, written by us and taken as it is."""
        self._parts.append(f"<defs>{markup}</defs>\n")

    def rect(self, x: float, y: float, width: float, height: float, said: str = "", **attributes: Value) -> None:
        """A rectangle; `said` is shown where somebody points at it."""
        left = WIDTH - x - width if self.mirrored else x
        place = f'x="{number(left)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"'
        end = f"><title>{plain(said)}</title></rect>\n" if said else "/>\n"
        self._parts.append(f"<rect {place}{_attributes(attributes)}{end}")

    def line(self, x: float, y: float, to_x: float, to_y: float, **attributes: Value) -> None:
        """A straight line."""
        x, to_x = (WIDTH - x, WIDTH - to_x) if self.mirrored else (x, to_x)
        place = f'x1="{number(x)}" y1="{number(y)}" x2="{number(to_x)}" y2="{number(to_y)}"'
        self._parts.append(f"<line {place}{_attributes(attributes)}/>\n")

    def text(self, x: float, y: float, words: str, anchor: Anchor = "start", **attributes: Value) -> None:
        """Words on the line at `y`; "start" is where reading begins."""
        at = WIDTH - x if self.mirrored else x
        anchored = "" if anchor == "start" else f' text-anchor="{anchor}"'
        place = f'x="{number(at)}" y="{number(y)}"{anchored}'
        self._parts.append(f"<text {place}{_attributes(attributes)}>{plain(words)}</text>\n")

    @contextmanager
    def group(self, said: str = "", **attributes: Value) -> Iterator[None]:
        """What is drawn in it has these attributes in common."""
        title = f"<title>{plain(said)}</title>" if said else ""
        self._parts.append(f"<g{_attributes(attributes)}>{title}\n")
        yield
        self._parts.append("</g>\n")

    def finished(self, height: float, title: str, description: str) -> bytes:
        """The file, with what it shows in words for those who cannot see it."""
        box = f"0 0 {number(WIDTH)} {number(height)}"
        direction = ' direction="rtl"' if self.mirrored else ""
        head = (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" role="img" xml:lang="{self.language}" '
            f'lang="{self.language}"{direction} font-family="{FONTS}" fill="{INK}">\n'
            f"<title>{plain(title)}</title>\n<desc>{plain(description)}</desc>\n"
            f'<rect width="{number(WIDTH)}" height="{number(height)}" fill="{PAPER}"/>\n'
        )
        return (head + "".join(self._parts) + "</svg>\n").encode()


def _attributes(attributes: dict[str, Value]) -> str:
    return "".join(
        f' {name.replace("_", "-")}="{value if isinstance(value, str) else number(value)}"'
        for name, value in attributes.items()
    )
