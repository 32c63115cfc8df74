"""The checks that every plan goes through."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from volsched.hooks import Check, hookimpl
from volsched.planning import STANDARD_CHECKS


@frozen(eq=False)
class StandardChecks:
    """Looks for what can be wrong in any plan: clashes, empty seats, broken rules, months without anything."""

    @hookimpl
    def volsched_checks(self) -> Iterable[Check]:
        """Each standard check under its own name."""
        return tuple(Check(name=name, run=run) for name, run in STANDARD_CHECKS.items())
