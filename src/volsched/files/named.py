"""Small steps that reading the parts of an activity is made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from volsched.files.faults import Here
from volsched.files.names import Names
from volsched.files.structuring import construct

Part = TypeVar("Part")


def find(names: Names, name: str | None, here: Here) -> str | None:
    """The id that a name stands for; None, and a miss, if nothing has it."""
    return None if name is None else names.find(name, here)


def found(names: Names, said: tuple[str, ...] | None, here: Here) -> tuple[str, ...] | None:
    """The ids of the names in a list, each once."""
    if said is None:
        return None
    known: dict[str, None] = {}
    for index, name in enumerate(said):
        identifier = names.find(name, here.at(index))
        if identifier in known:
            here.at(index).fault(f"'{identifier}' stands twice", "keep one of them")
        elif identifier is not None:
            known[identifier] = None
    return tuple(known)


def made(
    cls: type[Part], arguments: dict[str, Any], here: Here, keys: Mapping[str, tuple[str | int, ...]] | None = None
) -> Part | None:
    """A value of the class, or None after telling what it refuses."""
    done = construct(cls, arguments, here, keys)
    return done if isinstance(done, cls) else None


def without_none(arguments: dict[str, Any]) -> dict[str, Any]:
    """The arguments that are there."""
    return {name: value for name, value in arguments.items() if value is not None}
