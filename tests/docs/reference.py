"""Writes docs/reference/programme-files.md from the forms that loading goes by: `python tests/docs/reference.py`."""

import typing
from pathlib import Path

import attrs

from volsched.files import forms
from volsched.files.records import NEEDED, TABLES
from volsched.files.structuring import keys_of
from volsched.model.rules import RULES

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "programme-files.md"

HEAD = """# Programme files

A programme is a folder. `programme.toml` must be there; every other `*.toml` in the folder may hold any of the tables
`[[area]]`, `[[venue]]`, `[[equipment]]`, `[[travel]]`, `[[team]]`, `[[activity]]`, `[[holiday]]` and `[[dates]]`. People, availability and history are tables of their
own, `people*.csv`, `availability*.csv` and `history*.csv`; an installed plugin may read them from other formats.

Text is a plain string in the language of the programme, or one in several languages: `{ zh = "...", ug = "...", en = "..." }`.
Lengths are written `"4h"`, `"90m"`, `"1h30m"`, `"2d"`. Days and times are wall time: `"2027-01-01"`, `"2027-01-01 22:00"`.
Ids are 1 to 64 of `a-z`, `A-Z`, `0-9`, `.`, `-`, `_`, beginning and ending with a letter or digit.

`volsched schema` prints the JSON Schema of these tables, for editors. Required keys are marked *.
"""

MIDDLE = """
## [rules.NAME]

The rules of every roster, each a table of its own under `[rules]`; under `[activity.staffing.rules]` they hold for one
activity. `off = true` switches a rule off, under an activity also one that the whole programme has. A hard rule is never
broken; a soft one is wished for, and its weight says how much.

"""

TAIL = """
## Tables of people

CSV with a header, in UTF-8 (with or without a byte order mark) or, where `encoding = "gb18030"` is set, in GB18030; the
separator is a comma, semicolon or tab. Header names may have capitals and spaces around them. Other files name a person by
id, or by name where that is unique.
"""


def page() -> str:
    parts = [HEAD]
    for form in form_classes():
        title, _, about = (form.__doc__ or "").partition(": ")
        parts.append(
            f"\n## {title.strip('`')}\n\n{about[:1].upper()}{about[1:]}\n\n| key | what it says |\n| --- | --- |\n"
        )
        parts += [f"| `{key.name}`{'*' if key.required else ''} | {key.about} |\n" for key in keys_of(form)]
    parts.append(MIDDLE + "| rule | settings | what it says |\n| --- | --- | --- |\n")
    for name, rule in sorted(RULES.items()):
        settings = ", ".join(f"`{field.name}`" for field in attrs.fields(rule))
        parts.append(f"| `{name}` | {settings} | {' '.join((rule.__doc__ or '').split())} |\n")
    parts.append(TAIL)
    for name, columns in TABLES.items():
        needed = [group for group in NEEDED[name] if len(group) == 1]
        parts.append(f"\n### {name}*.csv\n\n| column | what it says |\n| --- | --- |\n")
        parts += [
            f"| `{column}`{'*' if (column,) in needed else ''} | {about} |\n" for column, about in columns.items()
        ]
    return "".join(parts)


def form_classes() -> list[type]:
    """The forms in the order of their module, without the document that holds them."""
    found = [item for item in vars(forms).values() if isinstance(item, type) and item.__module__ == forms.__name__]
    return [
        item for item in found if attrs.has(item) and item is not forms.DocumentForm and typing.get_type_hints(item)
    ]


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
