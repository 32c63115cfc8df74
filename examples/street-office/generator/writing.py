"""Writes TOML and CSV as a coordinator would: one line a field, one line a person."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

Table = dict[str, Any]


def text(zh: str, ug: str = "", en: str = "") -> Table:
    """A text in the languages in which it is written."""
    return {language: value for language, value in (("zh", zh), ("ug", ug), ("en", en)) if value}


def _string(value: str) -> str:
    if '"' in value or "\\" in value or not value.isprintable():
        raise ValueError(f"{value!r} would need escapes")
    return f'"{value}"'


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_value(item)}" for key, item in value.items()) + " }"
    if isinstance(value, Sequence):
        return _list(value)
    raise TypeError(f"{value!r} has no form in TOML")


def _list(items: Sequence[object]) -> str:
    parts = [_value(item) for item in items]
    line = "[" + ", ".join(parts) + "]"
    if len(line) <= 110:
        return line
    # TOML lets an array go over several lines, even inside an inline table.
    lines: list[str] = []
    for part in parts:
        if lines and len(lines[-1]) + len(part) < 108:
            lines[-1] += f" {part},"
        else:
            lines.append(f"  {part},")
    return "[\n" + "\n".join(lines) + "\n]"


def toml(comment: str, **kinds: Table | Iterable[Table]) -> str:
    """A file of `[programme]`, `[[area]]`, `[[activity]]` and so on, under a comment.

    A field `_` is a comment of its own table.
    """
    parts = ["\n".join(f"# {line}".rstrip() for line in comment.strip().splitlines()) + "\n"]
    for kind, rows in kinds.items():
        alone = isinstance(rows, dict)
        for row in [rows] if alone else rows:
            lines = [f"# {row['_']}"] if "_" in row else []
            lines.append(f"[{kind}]" if alone else f"[[{kind}]]")
            lines += [f"{key} = {_value(item)}" for key, item in row.items() if key != "_"]
            parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A CSV file; columns that stay empty in every row are left out."""
    kept = [[str(cell) for cell in row] for row in rows]
    used = [index for index in range(len(header)) if any(row[index] for row in kept)]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([header[index] for index in used])
    writer.writerows([row[index] for index in used] for row in kept)
    return out.getvalue()


def write(folder: Path, files: Mapping[str, str]) -> None:
    """Writes the files as they are, without the line ends or the encoding of the machine."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content.encode("utf-8"))
