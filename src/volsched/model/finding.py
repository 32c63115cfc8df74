"""Findings: what a check noticed in a plan."""

from __future__ import annotations

from typing import Literal, get_args

import attrs
from attrs import frozen

from volsched.errors import InvalidValue
from volsched.model.ids import reference
from volsched.model.text import Text

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)


Scalar = str | int | bool


@frozen(kw_only=True)
class Edit:
    """A change to one table of the programme files, named by its kind ("activity") and its id.

    The field at the end of `path` gets the value; with `entry`, a table with these keys is added to the list there.
    """

    table: str = attrs.field(validator=reference("edit"))
    id: str = attrs.field(validator=reference("edit"))
    path: tuple[str, ...]
    value: Scalar | None = None
    entry: tuple[tuple[str, Scalar], ...] = ()

    def __attrs_post_init__(self) -> None:
        if not self.path:
            raise InvalidValue("edit", self.id, "path", "is empty", "name the field, such as ('when', 'change')")
        if (self.value is None) == (not self.entry):
            problem = "has a value and an entry" if self.entry else "has neither a value nor an entry"
            raise InvalidValue("edit", self.id, "value", problem, "give it one of the two")


@frozen(kw_only=True)
class Proposal:
    """One way to mend what was found: a sentence for people, and what it changes in the programme files."""

    sentence: Text
    edits: tuple[Edit, ...]


@frozen(kw_only=True)
class Finding:
    """Something a check noticed: a stable code, how much it matters, which objects, and a sentence for people.

    `proposals` are ways to mend it, the best first; `volsched check --fix` offers them.
    """

    code: str = attrs.field(validator=reference("finding"))
    severity: Severity
    subjects: tuple[str, ...]
    sentence: Text
    proposals: tuple[Proposal, ...] = ()

    def __attrs_post_init__(self) -> None:
        if self.severity not in SEVERITIES:
            problem = f"'{self.severity}' is not known"
            raise InvalidValue("finding", self.code, "severity", problem, f"write one of {', '.join(SEVERITIES)}")
