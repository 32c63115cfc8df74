"""Text in columns on a terminal, where a Chinese character is as wide as two letters."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence


def width(text: str) -> int:
    """How many columns a text takes.

    >>> width("合唱 choir")
    10
    """
    if text.isascii():
        return len(text)
    return sum(_columns(character) for character in text)


def padded(text: str, columns: int) -> str:
    """The text with spaces after it up to this width."""
    return text + " " * max(0, columns - width(text))


def columns(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The rows as lines, each column as wide as its widest cell."""
    kept = [tuple(row) for row in rows]
    if not kept:
        return
    widths = [max(width(row[i]) for row in kept) for i in range(len(kept[0]))]
    for row in kept:
        yield "  ".join(padded(cell, wide) for cell, wide in zip(row, widths, strict=True)).rstrip()


def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) == "Cf":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
