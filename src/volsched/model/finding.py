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


@frozen(kw_only=True)
class Finding:
    """Something a check noticed: a stable code, how much it matters, which objects, and a sentence for people."""

    code: str = attrs.field(validator=reference("finding"))
    severity: Severity
    subjects: tuple[str, ...]
    sentence: Text

    def __attrs_post_init__(self) -> None:
        if self.severity not in SEVERITIES:
            problem = f"'{self.severity}' is not known"
            raise InvalidValue("finding", self.code, "severity", problem, f"write one of {', '.join(SEVERITIES)}")
