"""Findings: what a check noticed in a plan."""

from __future__ import annotations

from typing import Any, Literal, get_args

import attrs
from attrs import frozen

from volsched.errors import InvalidValue
from volsched.model.ids import reference
from volsched.model.text import Text

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)


Scalar = str | int | bool


def _all_of(kind: type) -> Any:
    """A tuple of these and of nothing else: findings of plugins come from outside."""
    return attrs.validators.deep_iterable(attrs.validators.instance_of(kind), attrs.validators.instance_of(tuple))


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
        said = (*self.path, *(part for pair in self.entry for part in pair[:1]))
        scalars = (self.value, *(pair[-1] for pair in self.entry))
        if not all(isinstance(part, str) for part in said) or not all(
            item is None or isinstance(item, str | int | bool) for item in scalars
        ):
            problem = "holds something else than text, whole numbers, true and false"
            raise InvalidValue("edit", self.id, "value", problem, "write it as the file would have it")
        if not self.path:
            raise InvalidValue("edit", self.id, "path", "is empty", "name the field, such as ('when', 'change')")
        if (self.value is None) == (not self.entry):
            problem = "has a value and an entry" if self.entry else "has neither a value nor an entry"
            raise InvalidValue("edit", self.id, "value", problem, "give it one of the two")


@frozen(kw_only=True)
class Proposal:
    """One way to mend what was found: a sentence for people, and what it changes in the programme files."""

    sentence: Text = attrs.field(validator=attrs.validators.instance_of(Text))
    edits: tuple[Edit, ...] = attrs.field(validator=_all_of(Edit))


@frozen(kw_only=True)
class Finding:
    """Something a check noticed: a stable code, how much it matters, which objects, and a sentence for people.

    `proposals` are ways to mend it, the best first; `volsched check --fix` offers them.
    """

    code: str = attrs.field(validator=reference("finding"))
    severity: Severity
    subjects: tuple[str, ...]
    sentence: Text
    proposals: tuple[Proposal, ...] = attrs.field(default=(), validator=_all_of(Proposal))

    def __attrs_post_init__(self) -> None:
        if self.severity not in SEVERITIES:
            problem = f"'{self.severity}' is not known"
            raise InvalidValue("finding", self.code, "severity", problem, f"write one of {', '.join(SEVERITIES)}")
