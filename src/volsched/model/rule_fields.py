"""Fields of rules that look at what is written into them."""

from __future__ import annotations

from typing import Any

import attrs

from volsched.errors import InvalidValue
from volsched.model.ids import is_id


def between(low: int, high: int, default: Any = attrs.NOTHING) -> Any:
    """A whole number from low to high."""

    def validate(instance: Any, attribute: Any, value: object) -> None:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            problem = f"{value!r} is not possible"
            raise InvalidValue("rule", instance.name, attribute.name, problem, f"write a whole number, {low} to {high}")

    return attrs.field(default=default, validator=validate)


def weight(default: float) -> Any:
    """How much a soft rule counts."""

    def validate(instance: Any, attribute: Any, value: object) -> None:
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1000:
            raise InvalidValue("rule", instance.name, attribute.name, f"{value!r} is not possible", "write 0 to 1000")

    return attrs.field(default=default, validator=validate)


def pairs(what: str) -> Any:
    """Pairs of two different ids."""

    def validate(instance: Any, attribute: Any, value: tuple[tuple[str, str], ...]) -> None:
        for pair in value:
            if len(pair) != 2 or pair[0] == pair[1]:
                raise InvalidValue("rule", instance.name, attribute.name, f"{pair} is no pair", f"name two {what}")

    return attrs.field(default=(), validator=validate)


def name_of(what: str) -> Any:
    """The id of something else."""

    def validate(instance: Any, attribute: Any, value: object) -> None:
        if not is_id(value):
            problem = f"{str(value)[:60]!r} cannot be an id"
            raise InvalidValue("rule", instance.name, attribute.name, problem, f"write the id of a {what}")

    return attrs.field(validator=validate)
